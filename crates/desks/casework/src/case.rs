//! Cases: alerts, notes and files that people work on together.

use crate::CaseworkError;
use access::{Act, Signature};
use jiff::Timestamp;
use model::{Desk, Envelope, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something that is worked on together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The desk.
    pub desk: Desk,
    /// What it is about.
    pub title: String,
    /// The alerts in it.
    pub alerts: BTreeSet<RecordId>,
    /// Who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<RecordId>,
    /// Who opened it.
    pub opened_by: Signature,
    /// When.
    pub opened_at: Timestamp,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closing>,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Who closed it.
    pub by: Signature,
    /// When.
    pub at: Timestamp,
    /// With what result.
    pub reason: String,
}

/// A note in a case. Notes are not changed; a later one corrects an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseNote {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The case.
    pub case: RecordId,
    /// The desk of the case.
    pub desk: Desk,
    /// Who wrote it.
    pub by: Signature,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub text: String,
    /// The earlier note that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<RecordId>,
}

/// A file in a case. Its bytes are a sealed blob.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CaseFile {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The case.
    pub case: RecordId,
    /// The desk of the case.
    pub desk: Desk,
    /// Who added it.
    pub by: Signature,
    /// When.
    pub at: Timestamp,
    /// Its name.
    pub name: String,
    /// Its media type as the sender stated it.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// The blob's name in the store.
    pub blob: String,
}

impl Case {
    /// Closes it with a result.
    ///
    /// # Errors
    /// When it is closed, or no result is stated.
    pub fn close(&mut self, act: Act<'_>) -> Result<(), CaseworkError> {
        self.must_be_open()?;
        let reason = act.justified()?.to_owned();
        self.closed = Some(Closing { by: act.by.signature(), at: act.at, reason });
        Ok(())
    }

    /// Nothing but reading is done to a closed case.
    ///
    /// # Errors
    /// When it is closed.
    pub fn must_be_open(&self) -> Result<(), CaseworkError> {
        if self.closed.is_some() { Err(CaseworkError::Closed { what: "case" }) } else { Ok(()) }
    }

    /// The status's name in columns and catalogues.
    pub fn status_name(&self) -> &'static str {
        if self.closed.is_some() { "closed" } else { "open" }
    }
}
