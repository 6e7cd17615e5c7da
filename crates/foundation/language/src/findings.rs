//! The engine's findings in words: features with the values that met, and the sentence they are put together to.

use crate::{Argument, Catalogue};
use model::PartialDate;

impl Catalogue {
    /// What a feature says: the message `feature-<feature>`, or its `.named` form when the values that it places
    /// are known, or its `.same` form where it has one and both values are one. Dates of birth are put into words and
    /// country codes into names.
    pub fn feature(self, feature: &str, subject: Option<&str>, entry: Option<&str>) -> String {
        let key = format!("feature-{feature}");
        let values = [("subject", subject), ("entry", entry)]
            .map(|(name, value)| (name, value.map(|value| self.value(feature, value))));
        let known: Vec<_> = values
            .iter()
            .filter_map(|(name, value)| value.as_deref().map(|value| (*name, Argument::Text(value))))
            .collect();
        let form = |form: &str| self.attribute(&key, form, &known);
        let same = if subject == entry { form("same") } else { None };
        same.or_else(|| form("named")).unwrap_or_else(|| self.text(&key, &[]))
    }

    /// "matches X because a, b and c": a reason from the clauses that [`Self::feature`] gives, strongest first.
    pub fn reason(self, entry: &str, clauses: &[String]) -> String {
        let reasons = self.enumeration(clauses);
        // The clauses are of this language, and the names in them are isolated already.
        let open = [("entry", Argument::Text(entry)), ("reasons", Argument::Text(REASONS))];
        self.text("reason", &open).replace(&crate::isolate(REASONS), &reasons)
    }

    /// "a, b and c".
    pub fn enumeration(self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => {
                let (separator, last_separator) =
                    (self.text("list-separator", &[]), self.text("list-last-separator", &[]));
                format!("{}{last_separator}{last}", first.join(&separator))
            }
        }
    }

    /// The name of a country by its ISO 3166-1 alpha-2 code in either case; an unknown code is given back.
    pub fn country(self, code: &str) -> String {
        let key = format!("country-{}", code.to_ascii_lowercase());
        if self.has(&key) { self.text(&key, &[]) } else { code.to_owned() }
    }

    fn value(self, feature: &str, value: &str) -> String {
        if feature.starts_with("birth-") && !feature.starts_with("birth-place") {
            PartialDate::parse_iso(value).map_or_else(|_| value.to_owned(), |date| self.date(&date))
        } else if feature.starts_with("country-") || feature.starts_with("nationality-") {
            self.country(value)
        } else {
            value.to_owned()
        }
    }
}

/// Holds the place of the clauses while the message is formatted; no name contains it.
const REASONS: &str = "\u{FFFC}";

#[cfg(test)]
mod tests {
    use crate::{Catalogue, Language};

    /// Isolates are shown as ‹ ›.
    fn shown(text: &str) -> String {
        text.replace('\u{2068}', "‹").replace('\u{2069}', "›")
    }

    #[track_caller]
    fn check(feature: &str, subject: Option<&str>, entry: Option<&str>, expected: [&str; 3]) {
        let said = Language::ALL.map(|language| Catalogue::new(language).feature(feature, subject, entry));
        assert_eq!(said.map(|text| shown(&text)), expected);
    }

    #[test]
    fn findings_place_isolated_values() {
        check(
            "tokens-sound",
            Some("Sadiq"),
            Some("Sadek"),
            ["‹Sadiq› sounds like ‹Sadek›", "‹Sadiq› созвучно ‹Sadek›", "‹Sadiq› کی آواز ‹Sadek› سے ملتی ہے"],
        );
        check(
            "birth-date-differs",
            Some("1960-03-12"),
            Some("1971"),
            [
                "the dates of birth differ: ‹12 March 1960› and ‹1971›",
                "даты рождения различаются: ‹12 марта 1960 года› и ‹1971 год›",
                "تاریخِ پیدائش مختلف ہے: ‹12 مارچ 1960ء› اور ‹1971ء›",
            ],
        );
        check(
            "country-differs",
            Some("pk"),
            Some("RU"),
            [
                "the countries differ: ‹Pakistan› and ‹Russia›",
                "страны различаются: ‹Пакистан› и ‹Россия›",
                "ممالک مختلف ہیں: ‹پاکستان› اور ‹روس›",
            ],
        );
    }

    #[test]
    fn findings_without_their_values_still_say_what_was_found() {
        let said = ["words sound alike", "слова созвучны", "الفاظ کی آواز یکساں ہے"];
        check("tokens-sound", None, None, said);
        check("tokens-sound", Some("Sadiq"), None, said);
        check("moon-phase", None, None, ["feature-moon-phase"; 3]);
    }

    #[test]
    fn reasons_are_one_sentence() {
        let said = Language::ALL.map(|language| {
            let catalogue = Catalogue::new(language);
            let clauses = ["name-same", "order-differs", "weak-alias"]
                .map(|feature| catalogue.feature(feature, None, Some("Abu Badr")));
            shown(&catalogue.reason("نبیل صادق", &clauses))
        });
        let expected = [
            "matches ‹نبیل صادق› because the whole name is the same, the words stand in another order and the source \
             calls this alias weak: ‹Abu Badr›",
            "соответствует записи ‹نبیل صادق›, так как имя совпадает полностью, порядок слов иной и источник \
             считает этот псевдоним недостаточно достоверным: ‹Abu Badr›",
            "‹نبیل صادق› سے مطابقت رکھتا ہے، کیونکہ پورا نام یکساں ہے، الفاظ کی ترتیب مختلف ہے اور ماخذ کے نزدیک \
             یہ عرفیت کمزور ہے: ‹Abu Badr›",
        ];
        assert_eq!(said, expected);
    }
}
