//! Legal forms of companies ("Limited Liability Company", ООО, Sp. z o.o.) and the words that many organisations
//! share (bank, завод, شركة), each brought to one class across languages. Data in `resources/`.

use crate::letters::rows;
use std::collections::HashMap;
#[cfg(test)]
use std::collections::HashSet;
use std::sync::LazyLock;

struct Form {
    rest: Vec<&'static str>,
    class: &'static str,
}

struct LegalForms {
    /// Phrases by their first word, the longest first.
    by_first_word: HashMap<&'static str, Vec<Form>>,
    /// Wider class of a class: LLC, JSC, …
    generic: HashMap<&'static str, &'static str>,
}

static LEGAL_FORMS: LazyLock<LegalForms> = LazyLock::new(|| {
    let mut forms = LegalForms { by_first_word: HashMap::new(), generic: HashMap::new() };
    for (class, columns) in rows(include_str!("../resources/legal_forms.tsv")) {
        forms.generic.insert(class, columns[0]);
        for phrase in columns[1].split('|') {
            let mut words = phrase.split(' ');
            if let Some(first) = words.next() {
                forms.by_first_word.entry(first).or_default().push(Form { rest: words.collect(), class });
            }
        }
    }
    for phrases in forms.by_first_word.values_mut() {
        phrases.sort_by_key(|form| std::cmp::Reverse(form.rest.len()));
    }
    forms
});

/// The longest legal form that a row of folded words begins with: how many words, and its class.
pub(crate) fn longest_form(words: &[String]) -> Option<(usize, &'static str)> {
    LEGAL_FORMS.by_first_word.get(words.first()?.as_str())?.iter().find_map(|form| {
        let fits =
            words.len() > form.rest.len() && form.rest.iter().zip(&words[1..]).all(|(a, b)| *a == b.as_str());
        fits.then_some((form.rest.len() + 1, form.class))
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

static WORD_CLASSES: LazyLock<HashMap<&'static str, u16>> = LazyLock::new(|| {
    let mut classes = HashMap::new();
    for (number, (_, columns)) in rows(include_str!("../resources/org_words.tsv")).enumerate() {
        for word in columns[0].split(' ') {
            classes.entry(word).or_insert(number as u16);
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
