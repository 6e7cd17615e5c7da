//! The words of a person's name -> tokens: small words fall away or chain names, initials and patronymics are told.

use super::compounds::part_compounds;
use super::splitting::Word;
use super::{Role, Token};
use crate::clean::fold;
use crate::legal;
use crate::particles::{Small, kinds};
use crate::script::Script;
use std::collections::HashMap;
use std::sync::LazyLock;

pub(super) fn person_tokens(words: Vec<Word>) -> Vec<(Token, bool)> {
    let count = words.len();
    let mut tokens: Vec<(Token, bool)> = Vec::with_capacity(count);
    let mut chained = false;
    let words = part_compounds(part_initials(spelt_initials(glue_endings(words))));
    let last = words.len().saturating_sub(1);
    let mut comma = false;
    for (at, word) in words.into_iter().enumerate() {
        comma |= word.comma_before;
        let is_last = at == last;
        let length = word.fold.chars().count();
        let kinds = kinds(&word.fold);
        let small = |small| kinds.has(small);
        if small(Small::Article) && !is_last || small(Small::Assimilated) && word.tied && !is_last {
            continue;
        }
        if small(Small::Filiation)
            && (at > 0 || !matches!(word.fold.as_str(), "ben" | "бен" | "so" | "do" | "wo"))
            && !(is_last && tokens.len() < 2)
        {
            chained = !is_last;
            continue;
        }
        if small(Small::Particle) && !is_last && !(tokens.is_empty() && last == 1) {
            continue;
        }
        let role = if word.fold.bytes().all(|b| b.is_ascii_digit()) {
            Role::Number
        } else if length == 1 && !word.script.is_unspaced() {
            Role::Initial
        } else if small(Small::Honorific)
            || small(Small::Junior)
            || legal::is_unmistakable(&word.fold) && is_last && at > 0
        {
            Role::Title
        } else if small(Small::Servant) || small(Small::Kunya) && !is_last {
            Role::Compound
        } else if at > 0 && is_patronymic(&word.fold, word.script) {
            Role::Patronymic
        } else {
            Role::Name
        };
        let mut word = word;
        word.comma_before = std::mem::take(&mut comma);
        if role == Role::Compound && small_servant(&word.fold) {
            word.fold = "abd".to_owned();
        }
        tokens.push(word.token(role, std::mem::take(&mut chained)));
    }
    keep_something(tokens)
}

fn small_servant(fold: &str) -> bool {
    kinds(fold).has(Small::Servant) && fold.chars().next().is_some_and(|c| c.is_ascii())
}

/// A name made of titles alone ("Sheikh", "Malik Sardar") is a name after all.
fn keep_something(mut tokens: Vec<(Token, bool)>) -> Vec<(Token, bool)> {
    let named = tokens.iter().any(|(token, _)| matches!(token.role, Role::Name | Role::Patronymic));
    if !named {
        for (token, _) in &mut tokens {
            if matches!(token.role, Role::Title | Role::Number) {
                token.role = Role::Name;
            }
        }
    }
    tokens
}

static URDU_LETTERS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let rows = crate::letters::rows(include_str!("../../resources/urdu_letters.tsv"));
    rows.map(|(letter, columns)| (fold(columns[0]), letter)).collect()
});

/// "اولیگ وی سیرومولوٹوف": Urdu spells initials out. Only between other words, and not in "بی بی", Bibi.
fn spelt_initials(mut words: Vec<Word>) -> Vec<Word> {
    let count = words.len();
    let letter = |word: &Word| {
        (word.script == Script::Arabic).then(|| URDU_LETTERS.get(&word.fold).copied()).flatten()
    };
    let letters: Vec<Option<&'static str>> = words.iter().map(letter).collect();
    for at in 0..count {
        let doubled =
            at > 0 && letters[at - 1] == letters[at] || at + 1 < count && letters[at + 1] == letters[at];
        let spelt = letters[at].filter(|_| !doubled && at + 1 < count && letters.iter().any(Option::is_none));
        if let Some(letter) = spelt {
            words[at].fold = letter.to_owned();
            words[at].script = Script::Latin;
        }
    }
    words
}

/// Endings of Persian, Pashto and Urdu family names, which are also written as words of their own: "Akhund Zada" is
/// Akhundzada, "Yusuf Zai" Yusufzai.
const ENDINGS: [&str; 14] = [
    "zada", "zadah", "zadeh", "zade", "zai", "zay", "khel", "khail", "زاده", "زي", "خيل", "заде", "зай",
    "хель",
];

fn glue_endings(words: Vec<Word>) -> Vec<Word> {
    let mut glued: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        let begun = glued.last_mut().filter(|last| {
            let ending = last.fold.chars().count() >= 3 && ENDINGS.contains(&word.fold.as_str());
            // "بی بی" is Bibi.
            let twice =
                word.script == Script::Arabic && word.fold == last.fold && word.fold.chars().count() == 2;
            last.script == word.script && !word.comma_before && (ending || twice)
        });
        match begun {
            Some(last) => {
                last.text = format!("{} {}", last.text, word.text);
                last.fold.push_str(&word.fold);
                last.tied = word.tied;
            }
            None => glued.push(word),
        }
    }
    glued
}

/// "JC Juncker": two or three capital consonants are initials.
fn part_initials(words: Vec<Word>) -> Vec<Word> {
    let mixed = words.iter().any(|word| word.text.chars().any(char::is_lowercase));
    let initials = |word: &Word| {
        let letters = word.text.chars().count();
        mixed
            && word.script == Script::Latin
            && (2..=3).contains(&letters)
            && word
                .text
                .chars()
                .all(|c| c.is_ascii_uppercase() && !matches!(c, 'A' | 'E' | 'I' | 'O' | 'U' | 'Y'))
            && ![Small::Honorific, Small::Junior].into_iter().any(|small| kinds(&word.fold).has(small))
    };
    words
        .into_iter()
        .flat_map(|word| {
            if initials(&word) {
                let letters: Vec<char> = word.text.chars().collect();
                let first = word.comma_before;
                letters
                    .iter()
                    .enumerate()
                    .map(|(at, c)| Word::new(c.to_string(), false, first && at == 0))
                    .collect()
            } else {
                vec![word]
            }
        })
        .collect()
}

/// Whether a word ends like a patronymic in any of the usual romanisations or in Cyrillic.
fn is_patronymic(fold: &str, script: Script) -> bool {
    const CYRILLIC: [&str; 9] = ["ович", "евич", "овна", "евна", "ична", "івна", "йович", "авіч", "евіч"];
    const LATIN: [&str; 34] = [
        "ovich", "evich", "ovna", "evna", "ichna", "ovych", "evych", "ivna", "ivich", "avich", "ovic",
        "evic", "owitsch", "ewitsch", "ovitch", "evitch", "ovitsch", "ovits", "ovitj", "evitj", "ovitz",
        "ovicz", "owicz", "ewicz", "ovych", "auna", "euna", "owna", "ewna", "ovitx", "avic", "jevich",
        "iovich", "yevna",
    ];
    if fold.chars().count() < 6 {
        return false;
    }
    match script {
        Script::Cyrillic => CYRILLIC.iter().any(|end| fold.ends_with(end)),
        Script::Latin => LATIN.iter().any(|end| fold.ends_with(end)),
        _ => false,
    }
}
