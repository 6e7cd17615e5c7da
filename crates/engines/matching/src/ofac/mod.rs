//! An OFAC-compatible score, 0 to 100, on names alone: for those whose regulator expects the figures of the Sanctions
//! List Search. Here are the rules of the score; `jaro` holds the string measure, `tests` the measured values.
//!
//! A query is scored in two ways and the better one counts (OFAC's FAQ 249):
//! - the whole name against the whole name, but only where both begin with the same letter;
//! - each word of the query against the word of the listed name that is most like it, averaged. Words of one or two
//!   letters do not count unless there are no others.
//!
//! Words that only the listed name has cost nothing in the second way, so the score is not symmetric. The reference is
//! the `ofac` algorithm of nomenklatura 4.13, itself fitted to the public search tool.

mod jaro;
#[cfg(test)]
mod tests;

use jaro::{MOST_LETTERS, jaro, shared_prefix};
use std::ops::Range;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Two words less alike than this count as not alike at all.
const LEAST_LIKE: f64 = 0.5;
/// Query words up to this length are left out.
const SHORT_WORD: usize = 2;
/// The part of the remaining distance that each letter of a common beginning makes up for.
const PER_PREFIX_LETTER: f64 = 0.1;
/// Words less alike than this get nothing for a common beginning; whole names always do.
const PREFIX_COUNTS_FROM: f64 = 0.7;

/// A name made ready for scoring: upper-case letters, and where its words lie in them.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The words joined by single spaces.
    letters: Box<[char]>,
    words: Box<[Word]>,
    /// Whether the short words count because there are no others.
    only_short: bool,
}

#[derive(Clone, Copy, Debug)]
struct Word {
    first: u16,
    end: u16,
    /// Which letters occur: words without a common bit have no common letter.
    letters: u64,
}

impl Word {
    fn range(self) -> Range<usize> {
        usize::from(self.first)..usize::from(self.end)
    }

    fn is_short(self) -> bool {
        self.range().len() <= SHORT_WORD
    }
}

/// The score of a query name against a listed name, 0 to 100. Not symmetric: see the head of this module.
pub fn score(query: &Prepared, listed: &Prepared) -> f64 {
    100.0 * whole_names(query, listed).max(word_by_word(query, listed))
}

/// [`score`] of two names that are compared only once.
pub fn score_names(query: &str, listed: &str) -> f64 {
    score(&Prepared::new(query), &Prepared::new(listed))
}

fn whole_names(query: &Prepared, listed: &Prepared) -> f64 {
    match (query.letters.first(), listed.letters.first()) {
        (Some(left), Some(right)) if left == right => {
            with_prefix(jaro(&query.letters, &listed.letters), &query.letters, &listed.letters)
        }
        _ => 0.0,
    }
}

fn word_by_word(query: &Prepared, listed: &Prepared) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for word in query.scored_words() {
        let best = listed.words.iter().map(|other| words(query, word, listed, *other)).fold(0.0, f64::max);
        sum += if best >= LEAST_LIKE { best } else { 0.0 };
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

fn words(query: &Prepared, word: Word, listed: &Prepared, other: Word) -> f64 {
    if word.letters & other.letters == 0 {
        return 0.0;
    }
    let (left, right) = (&query.letters[word.range()], &listed.letters[other.range()]);
    let similarity = jaro(left, right);
    if similarity > PREFIX_COUNTS_FROM { with_prefix(similarity, left, right) } else { similarity }
}

/// Winkler's reward for a common beginning.
fn with_prefix(similarity: f64, left: &[char], right: &[char]) -> f64 {
    similarity + shared_prefix(left, right) as f64 * PER_PREFIX_LETTER * (1.0 - similarity)
}

impl Prepared {
    /// Prepares a name. Of a name longer than 512 letters the rest is left out.
    pub fn new(name: &str) -> Self {
        let mut prepared = Letters::default();
        for letter in name.chars() {
            match part(letter) {
                Part::Letter => letter.to_uppercase().for_each(|upper| prepared.push(upper)),
                Part::Gap => prepared.in_word = false,
                Part::Nothing => {}
            }
        }
        let Letters { letters, words, .. } = prepared;
        let only_short = words.iter().all(|word| word.is_short());
        Self { letters: letters.into(), words: words.into(), only_short }
    }

    fn scored_words(&self) -> impl Iterator<Item = Word> {
        self.words.iter().copied().filter(|word| self.only_short || !word.is_short())
    }
}

/// A name while it is taken apart.
#[derive(Default)]
struct Letters {
    letters: Vec<char>,
    words: Vec<Word>,
    in_word: bool,
}

impl Letters {
    fn push(&mut self, letter: char) {
        // Room for a gap before it.
        if self.letters.len() + 2 > MOST_LETTERS {
            return;
        }
        if !self.in_word {
            if !self.words.is_empty() {
                self.letters.push(' ');
            }
            let first = self.letters.len() as u16;
            self.words.push(Word { first, end: first, letters: 0 });
            self.in_word = true;
        }
        self.letters.push(letter);
        if let Some(word) = self.words.last_mut() {
            word.end = self.letters.len() as u16;
            word.letters |= 1 << (letter as u32 % 64);
        }
    }
}

/// What a character does to the words of a name.
enum Part {
    /// It belongs to a word.
    Letter,
    /// It parts words: white space, hyphens, most signs.
    Gap,
    /// It is dropped and the word goes on: marks, apostrophes, full stops.
    Nothing,
}

fn part(letter: char) -> Part {
    use GeneralCategory as Category;
    match letter {
        'A'..='Z' | 'a'..='z' | '0'..='9' => return Part::Letter,
        '.' | '\'' | '‘' | '’' => return Part::Nothing,
        // Signs of repetition and length count as letters.
        '々' | 'ー' | 'ｰ' => return Part::Letter,
        _ => {}
    }
    match letter.general_category() {
        Category::UppercaseLetter
        | Category::LowercaseLetter
        | Category::TitlecaseLetter
        | Category::OtherLetter
        | Category::SpacingMark
        | Category::DecimalNumber
        | Category::LetterNumber => Part::Letter,
        Category::ModifierLetter
        | Category::NonspacingMark
        | Category::EnclosingMark
        | Category::OtherNumber
        | Category::CurrencySymbol
        | Category::ModifierSymbol
        | Category::Format
        | Category::PrivateUse
        | Category::Surrogate
        | Category::Unassigned => Part::Nothing,
        _ => Part::Gap,
    }
}
