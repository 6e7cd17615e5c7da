//! Names and records recognised across writing systems and across lists, with every match explained.
//!
//! The path through this room: a [`model::Profile`] is prepared once; an [`Index`] holds prepared entries;
//! [`screen_batch`] finds and scores candidates; a [`Match`] carries the evidence as an [`Explanation`].
//! Pure: no I/O, no clock; the index is handed in as bytes, however the caller holds them.

mod api;
mod index;
pub mod ofac;

pub use api::*;
pub use index::{Index, IndexBuilder, IndexError};

use model::{Profile, Subject};

/// Screens subjects against an index: one list of matches per subject, in input order, best first.
pub fn screen_batch(index: &Index, subjects: &[Subject], options: &ScreenOptions) -> Vec<Vec<Match>> {
    let _ = (index, options);
    subjects.iter().map(|_| Vec::new()).collect()
}

/// Compares two profiles directly, without an index.
pub fn compare(left: &Profile, right: &Profile, scoring: Scoring) -> Comparison {
    let _ = (left, right, scoring);
    unreachable!("written in this issue, before anything calls it")
}
