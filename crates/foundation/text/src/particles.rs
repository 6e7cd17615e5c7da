//! The small words of names, read once from `resources/particles.tsv`.

use crate::clean::fold;
use crate::letters::rows;
use std::collections::HashMap;
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

static PARTICLES: LazyLock<HashMap<String, Vec<Small>>> = LazyLock::new(|| {
    let mut words: HashMap<String, Vec<Small>> = HashMap::new();
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
            let kinds = words.entry(fold(word)).or_default();
            if !kinds.contains(&small) {
                kinds.push(small);
            }
        }
    }
    words
});

/// Whether a folded word can be a small word of this kind.
pub(crate) fn is(word: &str, small: Small) -> bool {
    PARTICLES.get(word).is_some_and(|kinds| kinds.contains(&small))
}
