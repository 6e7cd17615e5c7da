//! The small words of names, read once from `resources/particles.tsv`.

use crate::clean::fold;
use crate::letters::rows;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a small word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Small {
    Article,
    Assimilated,
    Filiation,
    Servant,
    Kunya,
    Particle,
    Stop,
    Honorific,
    Junior,
}

/// What a word can be, of all small words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u16);

impl Kinds {
    /// Whether it can be a small word of this kind.
    pub fn has(self, small: Small) -> bool {
        self.0 & 1 << small as u16 != 0
    }
}

static PARTICLES: LazyLock<FxHashMap<String, Kinds>> = LazyLock::new(|| {
    let mut words: FxHashMap<String, Kinds> = FxHashMap::default();
    for (kind, columns) in rows(include_str!("../resources/particles.tsv")) {
        let small = match kind {
            "article" => Small::Article,
            "assimilated" => Small::Assimilated,
            "filiation" => Small::Filiation,
            "servant" => Small::Servant,
            "kunya" => Small::Kunya,
            "particle" => Small::Particle,
            "stop" => Small::Stop,
            "honorific" => Small::Honorific,
            "junior" => Small::Junior,
            other => unreachable!("particles.tsv has no kind {other}"),
        };
        for word in columns.iter().flat_map(|column| column.split(' ')) {
            words.entry(fold(word)).or_default().0 |= 1 << small as u16;
        }
    }
    words
});

/// What a folded word can be.
pub(crate) fn kinds(word: &str) -> Kinds {
    PARTICLES.get(word).copied().unwrap_or_default()
}
