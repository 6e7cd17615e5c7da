//! A text as words that compare, each with its place.

use std::ops::Range;

/// A run of letters or a run of digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it compares: small letters, variants folded, digits of every kind as ASCII.
    pub fold: String,
    /// Where it stands, in bytes.
    pub place: Range<usize>,
    /// Whether it begins with a capital.
    pub is_capital: bool,
    /// Whether nothing stands between it and the word before.
    pub is_glued: bool,
}

impl Word {
    /// Whether it is a run of digits.
    pub fn is_digits(&self) -> bool {
        self.fold.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// The words of a text in their order.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut run: Option<(usize, Kind)> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let kind = Kind::of(c);
        match (run, kind) {
            (Some((_, now)), Some(Kind::Mark)) if now != Kind::Digit => continue,
            (Some((_, now)), Some(kind)) if now == kind => continue,
            _ => {}
        }
        if let Some((start, _)) = run.take() {
            push(text, start..at, &mut words);
        }
        run = kind.filter(|kind| *kind != Kind::Mark).map(|kind| (at, kind));
    }
    words
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Letter,
    Digit,
    /// What stands inside words without parting them.
    Mark,
}

impl Kind {
    fn of(c: char) -> Option<Self> {
        match c {
            _ if c.is_numeric() => Some(Self::Digit),
            _ if text::is_invisible(c) => Some(Self::Mark),
            '\''
            | '’'
            | 'ʼ'
            | '\u{300}'..='\u{36F}'
            | '\u{610}'..='\u{61A}'
            | '\u{64B}'..='\u{65F}'
            | '\u{670}' => Some(Self::Mark),
            _ if c.is_alphabetic() => Some(Self::Letter),
            _ => None,
        }
    }
}

fn push(text: &str, place: Range<usize>, words: &mut Vec<Word>) {
    let written = &text[place.clone()];
    let fold = text::fold(written);
    if fold.is_empty() {
        return;
    }
    words.push(Word {
        is_capital: written.chars().next().is_some_and(char::is_uppercase),
        is_glued: words.last().is_some_and(|last| last.place.end == place.start),
        fold,
        place,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let words = words(text);
        assert_eq!(words.iter().map(|word| word.fold.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn words_of_three_languages() {
        check("The 11th session, of Da’esh.", &["the", "11", "th", "session", "of", "daesh"]);
        check("11-е заседание ещё", &["11", "е", "заседание", "еще"]);
        check("۱۱ویں اجلاس ۲۰۲۳ء", &["11", "وين", "اجلاس", "2023"]);
        check("", &[]);
    }
}
