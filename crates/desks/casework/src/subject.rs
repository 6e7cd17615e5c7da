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

    /// The reference to a subject whose id lasts or does not.
    pub fn of(subject: &Subject, lasting: bool) -> Self {
        if lasting { Self::lasting(subject) } else { Self::passing(subject) }
    }

    /// The reference to a subject that is known by its data alone.
    pub fn passing(subject: &Subject) -> Self {
        Self { reference: None, fingerprint: Fingerprint::of(&subject.profile) }
    }

    /// Who it is, whatever data there are: one text for all references to one subject. Records are found by its keyed
    /// hash.
    pub fn identity(&self) -> String {
        match &self.reference {
            Some(reference) => format!("reference\u{1F}{reference}"),
            None => format!("fingerprint\u{1F}{}", self.fingerprint.0),
        }
    }

    /// Whether both are of one subject: by the reference where both have one, else by the data.
    pub fn same_subject(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}
