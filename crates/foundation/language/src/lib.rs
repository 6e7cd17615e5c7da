//! What the program says, in English, Russian and Urdu: message catalogues, numbers, dates in words, plurals,
//! and the isolation of names whose letters run the other way. Pure: the catalogues are part of the binary.
//!
//! A text lives in `locales/<language>/*.ftl` ([Fluent](https://projectfluent.org)), never in code. Adding one
//! means one line in each of the three catalogues; `tests/catalogues.rs` holds them to that.

mod calendars;
mod catalogue;
mod dates;
mod findings;
mod languages;
mod numbers;
mod sorting;

pub use calendars::Beside;
pub use catalogue::{Argument, Catalogue, tr};
pub use languages::{Direction, Language, UnknownLanguage, isolate};
pub use numbers::Numerals;
