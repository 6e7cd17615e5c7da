//! Screening as a service: one current generation of the lists that everybody asks, workers that screen against it,
//! and admission control. Nothing of a subject is kept.
//!
//! A [`Generation`] is an index with the cards of its entries; a new one takes the old one's place in one step, and
//! whoever began with the old one ends with it.

mod cards;
mod generation;
mod load;
mod pool;
mod queue;
mod scale;
mod service;

pub use cards::{Card, CardFacts, Cards};
pub use generation::Generation;
pub use load::Load;
pub use pool::Screened;
pub use queue::Priority;
pub use scale::{evidence_of, scaled, threshold_of};
pub use service::{Busy, ScreeningService, ServiceSettings};

use crate::NodeError;
use crate::intake::json::profile;
use model::{Fault, Subject};
use serde_json::Value;

/// Reads a subject as FollowTheMoney-shaped JSON, with what was odd about it.
///
/// # Errors
/// When it has neither a name nor an identifier, or cannot be read at all.
pub fn subject_from_json(id: &str, value: &Value) -> Result<(Subject, Vec<Fault>), NodeError> {
    let (profile, faults) = profile(value).map_err(|fault| NodeError::Usage {
        what: fault.what,
        remedy: fault.remedy.unwrap_or_else(|| "give an object with properties".into()),
    })?;
    Ok((Subject { id: id.to_owned(), profile }, faults))
}
