//! How binding a text is: agreed, reaffirmed, will, should, may.

use super::marks::Mark;
use super::phrases::{Phrases, rows};
use super::words::Word;
use language::Language;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../resources/modality.tsv");

/// What a table's row is for that only looks like a degree.
const NONE: &str = "-";

static DEGREES: LazyLock<(Phrases, Vec<&'static str>)> = LazyLock::new(|| {
    let (mut phrases, mut degrees) = (Phrases::default(), Vec::new());
    for row in rows(TABLE) {
        let [degree, cells @ ..] = row.as_slice() else { continue };
        for (language, cell) in Language::ALL.into_iter().zip(cells) {
            phrases.add(language, cell, degrees.len());
        }
        degrees.push(*degree);
    }
    (phrases, degrees)
});

/// The degrees that the words of a text show; `is_figure` tells words that belong to a date, as May does.
pub fn degrees(
    language: Language,
    words: &[Word],
    is_figure: impl Fn(&Word) -> bool,
) -> Vec<Mark<&'static str>> {
    let (phrases, degrees) = &*DEGREES;
    let met = phrases.find(language, words).into_iter();
    let shown = met.filter(|met| degrees[met.means] != NONE && !is_figure(&words[met.words.start]));
    let mark = |met: super::phrases::Met| Mark {
        item: degrees[met.means],
        place: words[met.words.start].place.start..words[met.words.end - 1].place.end,
        is_weak: met.is_weak,
    };
    shown.map(mark).collect()
}
