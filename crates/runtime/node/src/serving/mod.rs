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
pub use scale::{evidence_of, ofac_of, scaled, threshold_of};
pub use service::{Busy, ScreeningService, ServiceSettings};

use crate::NodeError;
use lists::ftm::profile_from_json;
use model::{Fault, Severity, Subject};
use serde_json::Value;

/// Reads a subject as FollowTheMoney-shaped JSON, with what was odd about it.
///
/// # Errors
/// When it has neither a name nor an identifier, or cannot be read at all.
pub fn subject_from_json(id: &str, value: &Value) -> Result<(Subject, Vec<Fault>), NodeError> {
    let parsed = profile_from_json(value);
    if let Some(fault) = parsed.faults.iter().find(|fault| fault.severity > Severity::Warning) {
        return Err(NodeError::Usage {
            what: fault.what.clone(),
            remedy: fault.remedy.clone().unwrap_or_else(|| "give an object with properties".into()),
        });
    }
    if parsed.value.names.is_empty() && parsed.value.identifiers.is_empty() {
        return Err(NodeError::Usage {
            what: "neither a name nor an identifier".into(),
            remedy: "give properties.name, a list of texts".into(),
        });
    }
    Ok((Subject { id: id.to_owned(), profile: parsed.value }, parsed.faults))
}
