//! The order of words: as a reader of each language looks for them, by the Unicode collation algorithm with the
//! language's own rules (CLDR). Code points would put `Ё` before `А` and Urdu's own letters behind all of Arabic.

use crate::{Catalogue, Language};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use std::cmp::Ordering;
use std::sync::OnceLock;

impl Catalogue {
    /// Which of two texts stands first in lists of this language.
    pub fn order(self, one: &str, other: &str) -> Ordering {
        collator(self.language()).map_or_else(|| one.cmp(other), |collator| collator.compare(one, other))
    }

    /// Every country that has a name here, by ISO 3166-1 alpha-2 code in lower case, in the order of the names.
    pub fn countries(self) -> Vec<(String, String)> {
        let letters = 'a'..='z';
        let codes = letters.clone().flat_map(|one| letters.clone().map(move |two| format!("{one}{two}")));
        let known = codes.filter(|code| self.has(&format!("country-{code}")));
        let mut countries: Vec<_> = known.map(|code| (self.country(&code), code)).collect();
        countries.sort_by(|(one, _), (other, _)| self.order(one, other));
        countries.into_iter().map(|(name, code)| (code, name)).collect()
    }
}

/// The collator of a language; its data are part of the binary.
fn collator(language: Language) -> Option<&'static CollatorBorrowed<'static>> {
    static COLLATORS: [OnceLock<Option<CollatorBorrowed<'static>>>; 3] = [const { OnceLock::new() }; 3];
    let locale = match language {
        Language::En => locale!("en"),
        Language::Ru => locale!("ru"),
        Language::Ur => locale!("ur"),
    };
    let made = COLLATORS[language as usize]
        .get_or_init(|| Collator::try_new(locale.into(), CollatorOptions::default()).ok());
    made.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: Language, mut words: Vec<&str>, expected: &[&str]) {
        words.sort_by(|one, other| Catalogue::new(language).order(one, other));
        assert_eq!(words, expected);
    }

    #[test]
    fn words_stand_where_readers_look_for_them() {
        check(
            Language::En,
            vec!["Zambia", "Åland Islands", "albania"],
            &["Åland Islands", "albania", "Zambia"],
        );
        check(Language::Ru, vec!["Ель", "Жук", "Ёж", "Египет"], &["Египет", "Ёж", "Ель", "Жук"]);
        // The Urdu alphabet: alif, be, pe, te, Te, ..., dal, Dal, ..., gaf, lam.
        check(
            Language::Ur,
            vec!["لاہور", "گلگت", "ٹیکسلا", "تربت", "پشاور", "بنوں"],
            &["بنوں", "پشاور", "تربت", "ٹیکسلا", "گلگت", "لاہور"],
        );
    }

    #[test]
    fn countries_are_listed_by_their_names() {
        for language in Language::ALL {
            let countries = Catalogue::new(language).countries();
            assert!(countries.len() > 240, "{language}: {}", countries.len());
            assert!(countries.iter().any(|(code, _)| code == "pk"));
        }
        assert_eq!(Catalogue::new(Language::Ru).countries()[0].1, "Австралия");
    }
}
