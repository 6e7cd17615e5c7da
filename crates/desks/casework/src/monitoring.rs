//! Subjects that are registered for monitoring: screened again whenever a list changes, for as long as there is a
//! basis for it.

use crate::{CaseworkError, SubjectRef};
use access::{Actor, Signature};
use jiff::Timestamp;
use jiff::civil::Date;
use model::{Desk, Envelope, ListId, RecordId, Subject};
use serde::{Deserialize, Serialize};

/// A subject registered for monitoring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MonitoredSubject {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry. The expiry is the last day of monitoring.
    pub envelope: Envelope,
    /// The desk.
    pub desk: Desk,
    /// The subject, under the caller's lasting id.
    pub subject: Subject,
    /// For what purpose it is monitored.
    pub purpose: String,
    /// Who registered it.
    pub by: Signature,
    /// When it was registered, or its data last changed.
    pub at: Timestamp,
    /// When monitoring was ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

impl MonitoredSubject {
    /// Registers a subject.
    ///
    /// # Errors
    /// When there is no legal basis, no last day, or nobody answers for it.
    pub fn register(
        id: RecordId,
        envelope: Envelope,
        desk: Desk,
        subject: Subject,
        purpose: &str,
        by: &Actor,
        at: Timestamp,
    ) -> Result<Self, CaseworkError> {
        if envelope.legal_basis.0.trim().is_empty() || purpose.trim().is_empty() {
            return Err(CaseworkError::NoBasis);
        }
        by.person().ok_or(access::FourEyes::Nobody)?;
        let today = model::day_of(at);
        let latest = Date::MAX;
        if envelope.expires_on.is_none_or(|last| last < today) {
            return Err(CaseworkError::Expiry { latest });
        }
        let purpose = purpose.trim().to_owned();
        Ok(Self { id, envelope, desk, subject, purpose, by: by.signature(), at, ended_at: None })
    }

    /// The subject as records refer to it.
    pub fn reference(&self) -> SubjectRef {
        SubjectRef::lasting(&self.subject)
    }

    /// Whether it is monitored on this day.
    pub fn stands(&self, today: Date) -> bool {
        self.ended_at.is_none() && self.envelope.expires_on.is_some_and(|last| today <= last)
    }
}

/// How far monitoring has come with a list: up to which version its changes have reached subjects and alerts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListCursor {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The list.
    pub list: ListId,
    /// Hash of the version; none when the list is out of screening.
    pub version: Option<String>,
    /// When its changes had reached everybody.
    pub at: Timestamp,
}
