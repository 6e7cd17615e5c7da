//! Names and records recognised across writing systems and across lists, with every match explained.
//!
//! The path through this room: a [`model::Profile`] is prepared once; an [`Index`] holds prepared entries;
//! [`screen_batch`] finds and scores candidates; a [`Match`] carries the evidence as an [`Explanation`].
//! Pure: no I/O, no clock; the index is handed in as bytes, however the caller holds them.

mod api;
pub mod ofac;

pub use api::*;
