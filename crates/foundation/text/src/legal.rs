//! Legal forms of companies ("Limited Liability Company", ООО, Sp. z o.o.) and the words that many organisations
//! share (bank, завод, شركة), each brought to one class across languages. Data in `resources/`.

use crate::letters::rows;
use crate::script::dominant_script;
use crate::similarity::similarity;
use crate::sound::{skeleton, sounds};
use crate::spelling::spelling_distance;
use rustc_hash::FxHashMap;
#[cfg(test)]
use std::collections::HashSet;
use std::sync::LazyLock;

struct Form {
    rest: Vec<&'static str>,
    class: &'static str,
}

struct LegalForms {
    /// Phrases by their first word, the longest first.
    by_first_word: FxHashMap<&'static str, Vec<Form>>,
    /// Phrases of two words and more by the skeleton of their first word, for other spellings and scripts.
    by_first_sound: FxHashMap<Vec<u8>, Vec<(&'static str, Form)>>,
    /// Wider class of a class: LLC, JSC, …
    generic: FxHashMap<&'static str, &'static str>,
}

static LEGAL_FORMS: LazyLock<LegalForms> = LazyLock::new(|| {
    let mut forms = LegalForms {
        by_first_word: FxHashMap::default(),
        by_first_sound: FxHashMap::default(),
        generic: FxHashMap::default(),
    };
    let tables =
        [include_str!("../resources/legal_forms.tsv"), include_str!("../resources/legal_forms_own.tsv")];
    for (class, columns) in tables.into_iter().flat_map(rows) {
        forms.generic.insert(class, columns[0]);
        for phrase in columns[1].split('|') {
            let mut words = phrase.split(' ');
            let Some(first) = words.next() else { continue };
            let rest: Vec<&'static str> = words.collect();
            if !rest.is_empty() && first.chars().count() >= 4 {
                let form = Form { rest: rest.clone(), class };
                forms.by_first_sound.entry(sound_key(first)).or_default().push((first, form));
            }
            forms.by_first_word.entry(first).or_default().push(Form { rest, class });
        }
    }
    for phrases in forms.by_first_sound.values_mut() {
        phrases.sort_by_key(|(_, form)| std::cmp::Reverse(form.rest.len()));
    }
    for phrases in forms.by_first_word.values_mut() {
        phrases.sort_by_key(|form| std::cmp::Reverse(form.rest.len()));
    }
    forms
});

/// The longest legal form that a row of folded words begins with: how many words, and its class. Long phrases are
/// also known by sound and with slips of spelling: "Limtied Liabiliyt Company", "Aktsionernoe Obschestvo".
pub(crate) fn longest_form(words: &[String]) -> Option<(usize, &'static str)> {
    let first = words.first()?;
    let exact = LEGAL_FORMS.by_first_word.get(first.as_str()).into_iter().flatten().find_map(|form| {
        let fits =
            words.len() > form.rest.len() && form.rest.iter().zip(&words[1..]).all(|(a, b)| *a == b.as_str());
        fits.then_some((form.rest.len() + 1, form.class))
    });
    if exact.is_some_and(|(length, _)| length > 1) {
        return exact;
    }
    by_sound(words).or(exact)
}

fn by_sound(words: &[String]) -> Option<(usize, &'static str)> {
    // No form that is known by sound has fewer words than two.
    let first = words.first().filter(|word| words.len() > 1 && word.chars().count() >= 4)?;
    LEGAL_FORMS.by_first_sound.get(&sound_key(first))?.iter().find_map(|(start, form)| {
        let fits = words.len() > form.rest.len()
            && alike(first, start)
            && form.rest.iter().zip(&words[1..]).all(|(a, b)| *a == b.as_str() || alike(b, a));
        fits.then_some((form.rest.len() + 1, form.class))
    })
}

/// A word's skeleton, with neighbouring classes in a fixed order so that swapped letters meet.
fn sound_key(word: &str) -> Vec<u8> {
    let mut classes = skeleton(&sounds(word, dominant_script(word))).classes().to_vec();
    classes.sort_unstable();
    classes
}

fn alike(word: &str, known: &str) -> bool {
    if word.chars().count() < 4 || known.chars().count() < 4 {
        return false;
    }
    let most = if known.chars().count() >= 8 { 2 } else { 1 };
    spelling_distance(word, known, most).is_some()
        || similarity(&sounds(word, dominant_script(word)), &sounds(known, dominant_script(known))) >= 0.86
}

/// A legal form written together with the name before or after it: "Laticomltd", "AOnpp" -> (form, rest, whether
/// the form comes first).
pub(crate) fn glued_form(word: &str) -> Option<(&'static str, &str, bool)> {
    const LAST: [&str; 8] = ["limited", "ltd", "llc", "gmbh", "company", "ооо", "corporation", "inc"];
    const FIRST: [&str; 9] = ["company", "jsc", "ooo", "oao", "zao", "pjsc", "ojsc", "ооо", "оао"];
    let long = |rest: &str, least: usize| rest.chars().count() >= least;
    let last = LAST.iter().find_map(|form| {
        word.strip_suffix(form).filter(|rest| long(rest, 4)).map(|rest| (*form, rest, false))
    });
    last.or_else(|| {
        FIRST.iter().find_map(|form| {
            word.strip_prefix(form).filter(|rest| long(rest, 3)).map(|rest| (*form, rest, true))
        })
    })
}

/// Whether folded words hold a legal form or a word that only organisations have: then the name is an
/// organisation's, whatever the source calls it.
pub(crate) fn names_an_organisation(words: &[String]) -> bool {
    (0..words.len()).any(|at| {
        longest_form(&words[at..]).is_some_and(|(length, class)| {
            let wider = legal_generic(class);
            let long = length > 1
                || words[at].chars().count() >= 3
                    && matches!(wider, "LLC" | "JSC" | "SOE")
                    && crate::forms::commonness(&words[at]) < 3;
            long && words.len() > length
        })
    })
}

/// The wider class of a legal form's class, such as `LLC` or `JSC`; empty when it has none.
pub fn legal_generic(class: &str) -> &'static str {
    LEGAL_FORMS.generic.get(class).copied().unwrap_or_default()
}

/// Legal forms that no person's name ends in.
pub(crate) fn is_unmistakable(word: &str) -> bool {
    matches!(
        word,
        "llc"
            | "ltd"
            | "limited"
            | "inc"
            | "gmbh"
            | "ooo"
            | "jsc"
            | "plc"
            | "sa"
            | "srl"
            | "ооо"
            | "зао"
            | "оао"
    )
}

static WORD_CLASSES: LazyLock<FxHashMap<&'static str, u16>> = LazyLock::new(|| {
    let mut classes = FxHashMap::default();
    let tables =
        [include_str!("../resources/org_words.tsv"), include_str!("../resources/org_abbreviations.tsv")];
    let compiled = rows(tables[0]).count();
    for (number, (_, columns)) in tables.into_iter().flat_map(rows).enumerate() {
        // An abbreviation takes the class of the word it stands for.
        let known = columns[0].split(' ').find_map(|word| classes.get(word).copied());
        let joins = known.filter(|_| number >= compiled);
        for word in columns[0].split(' ') {
            classes.entry(word).or_insert(joins.unwrap_or(number as u16));
        }
    }
    classes
});

/// The class of a word that many organisations share, the same across languages.
pub fn word_class(word: &str) -> Option<u16> {
    WORD_CLASSES.get(word).copied()
}

/// All words that have a class, for tests.
#[cfg(test)]
pub(crate) fn classed_words() -> HashSet<&'static str> {
    WORD_CLASSES.keys().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_form_wins() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(longest_form(&words("limited liability company alfa")).map(|(n, _)| n), Some(3));
        assert_eq!(longest_form(&words("alfa")), None);
        let (_, ooo) = longest_form(&words("ооо")).expect("ООО is a legal form");
        let (_, llc) = longest_form(&words("llc")).expect("LLC is a legal form");
        assert_eq!(legal_generic(ooo), legal_generic(llc));
        assert!(classed_words().contains("bank"));
    }
}
