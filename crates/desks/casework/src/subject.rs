//! Whom an alert is about, as other records refer to them.

use crate::Fingerprint;
use model::Subject;
use serde::{Deserialize, Serialize};

/// A subject as records refer to it: the caller's own reference, where there is one that lasts, and the fingerprint
/// of its matching data.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SubjectRef {
    /// The caller's id of the subject (a customer number); none where ids last only as long as a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The fingerprint of its matching data.
    pub fingerprint: Fingerprint,
}

impl SubjectRef {
    /// The reference to a subject whose id lasts.
    pub fn lasting(subject: &Subject) -> Self {
        Self { reference: Some(subject.id.clone()), fingerprint: Fingerprint::of(&subject.profile) }
    }

    /// The reference to a subject that is known by its data alone.
    pub fn passing(subject: &Subject) -> Self {
        Self { reference: None, fingerprint: Fingerprint::of(&subject.profile) }
    }

    /// One text that is equal for equal references: what keyed hashes are made of.
    pub fn key(&self) -> String {
        format!("{}\u{1F}{}", self.fingerprint.0, self.reference.as_deref().unwrap_or_default())
    }

    /// Whether both are of one subject: by the reference where both have one, else by the data.
    pub fn same_subject(&self, other: &Self) -> bool {
        match (&self.reference, &other.reference) {
            (Some(own), Some(others)) => own == others,
            (None, None) => self.fingerprint == other.fingerprint,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}
