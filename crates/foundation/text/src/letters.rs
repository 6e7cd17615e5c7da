//! Letter tables of the non-Latin alphabets, read once from `resources/letters_*.tsv`.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What one letter stands for.
#[derive(Debug)]
pub(crate) struct Letter {
    /// Sound codes.
    pub sounds: &'static str,
    /// Latin letters, in the reading that most languages of its script share.
    pub latin: &'static str,
    /// Latin letters in single languages: `uk=h be=h`.
    pub readings: &'static str,
}

static LETTERS: LazyLock<FxHashMap<char, Letter>> = LazyLock::new(|| {
    let tables = [
        include_str!("../resources/letters_cyrillic.tsv"),
        include_str!("../resources/letters_arabic.tsv"),
        include_str!("../resources/letters_other.tsv"),
    ];
    let mut letters = FxHashMap::default();
    for (letter, values) in tables.into_iter().flat_map(rows) {
        let value = |at: usize| values.get(at).copied().unwrap_or_default();
        let c = letter.chars().next().expect("a row of a letter table begins with its letter");
        letters.insert(c, Letter { sounds: value(0), latin: value(1), readings: value(2) });
    }
    letters
});

/// Looks a lower-case letter up.
pub(crate) fn letter(c: char) -> Option<&'static Letter> {
    LETTERS.get(&c)
}

/// Rows of a table: first column, other columns. Lines that begin with `#` are comments.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        (columns.next().unwrap_or_default(), columns.collect())
    })
}
