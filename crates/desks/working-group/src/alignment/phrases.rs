//! Phrases to look for in a text, with endings left open, and finding the longest of them at each place.

use super::words::{Word, words};
use crate::ByLanguage;
use language::Language;
use std::collections::HashMap;
use std::ops::Range;

/// So many letters may follow an open stem: the longest case endings of Russian adjectives and what forms them.
const LONGEST_ENDING: usize = 6;

/// Phrases in each language, each with the number of what it means.
#[derive(Default)]
pub struct Phrases(ByLanguage<HashMap<char, Vec<Phrase>>>);

struct Phrase {
    pieces: Vec<Piece>,
    means: usize,
    is_weak: bool,
    is_capital: bool,
}

struct Piece {
    stem: String,
    is_open: bool,
}

/// A phrase that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// What it means.
    pub means: usize,
    /// Which words.
    pub words: Range<usize>,
    /// Whether it says other things too.
    pub is_weak: bool,
}

impl Phrases {
    /// Adds the phrases of a table's cell, parted by `|`: `*` leaves an ending open, `?` in front marks a phrase that says
    /// other things too, `^` one that begins with a capital.
    pub fn add(&mut self, language: Language, cell: &str, means: usize) {
        for written in cell.split('|').filter(|phrase| !phrase.is_empty()) {
            let bare = written.trim_start_matches(['?', '^']);
            let signs = &written[..written.len() - bare.len()];
            let pieces: Vec<Piece> = bare.split_whitespace().flat_map(pieces).collect();
            let Some(first) = pieces.first().and_then(|piece| piece.stem.chars().next()) else { continue };
            self.0.get_mut(language).entry(first).or_default().push(Phrase {
                pieces,
                means,
                is_weak: signs.contains('?'),
                is_capital: signs.contains('^'),
            });
        }
    }

    /// The phrases in a text, the longest at each place; none overlaps another.
    pub fn find(&self, language: Language, words: &[Word]) -> Vec<Met> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.begin(language, &words[at..]) {
                Some(met) => {
                    let end = at + met.words.end;
                    found.push(Met { words: at..end, ..met });
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest phrase that these words begin with.
    pub fn begin(&self, language: Language, words: &[Word]) -> Option<Met> {
        let first = words.first()?.fold.chars().next()?;
        let begun = self.0.get(language).get(&first)?.iter().filter(|phrase| phrase.begins(words));
        // Of two that are equally long, the one that is sure of itself.
        let longest = begun.max_by_key(|phrase| (phrase.pieces.len(), !phrase.is_weak))?;
        Some(Met { means: longest.means, words: 0..longest.pieces.len(), is_weak: longest.is_weak })
    }
}

impl Phrase {
    fn begins(&self, words: &[Word]) -> bool {
        words.len() >= self.pieces.len()
            && (!self.is_capital || words[0].is_capital)
            && self.pieces.iter().zip(words).all(|(piece, word)| piece.fits(&word.fold))
    }
}

impl Piece {
    fn fits(&self, fold: &str) -> bool {
        match fold.strip_prefix(&self.stem) {
            Some("") => true,
            Some(ending) => self.is_open && ending.chars().count() <= LONGEST_ENDING,
            None => false,
        }
    }
}

/// One written word may be several that compare: co-operation.
fn pieces(written: &str) -> Vec<Piece> {
    let stem = written.strip_suffix('*');
    let mut pieces: Vec<Piece> = words(stem.unwrap_or(written))
        .into_iter()
        .map(|word| Piece { stem: word.fold, is_open: false })
        .collect();
    if let Some(last) = pieces.last_mut() {
        last.is_open = stem.is_some();
    }
    pieces
}

/// The rows of a table that ships with the program: tabs part cells, a line that begins with `#` is no row.
pub fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}
