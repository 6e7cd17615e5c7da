//! Names and records recognised across writing systems and across lists, with every match explained.
//!
//! The path through this room: a [`model::Profile`] is prepared once; an [`Index`] holds prepared entries;
//! [`screen_batch`] finds and scores candidates; a [`Match`] carries the evidence as an [`Explanation`].
//! Pure: no I/O, no clock; the index is handed in as bytes, however the caller holds them.

mod align;
mod api;
mod calibrate;
mod compare;
mod corroborate;
mod explain;
mod feature_table;
mod features;
mod index;
pub mod ofac;
mod prepare;
mod query;
mod relate;
mod reverse;
mod screen;
mod search;
pub mod tuning;
mod weights;

pub use api::*;
pub use calibrate::{Figures, comparison_probability, screening_probability};
pub use compare::{Comparer, Prepared, compare};
pub use explain::is_finding;
pub use index::{Index, IndexBuilder, IndexError};
pub use reverse::{SubjectIndex, SubjectIndexBuilder};
pub use screen::{Screener, screen_batch};

/// Names of all features that explanations carry: keys of the language catalogues.
pub fn explained_features() -> impl Iterator<Item = &'static str> {
    explain::feature_names().chain(corroborate::feature_names())
}
