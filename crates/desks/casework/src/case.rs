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
    /// What was done to it since it was opened, the oldest first. Records of earlier versions begin without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<CaseStep>,
}

/// Something that was done to a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStep {
    /// Who did it.
    pub by: Signature,
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: CaseChange,
}

/// What is done to a case. Alerts and people are named by their ids: what is erased elsewhere leaves nothing here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum CaseChange {
    /// Alerts were put into it.
    Took {
        /// Which.
        alerts: Vec<RecordId>,
    },
    /// An alert was taken out of it.
    LetGo {
        /// Which.
        alert: RecordId,
    },
    /// It was handed to somebody, or to nobody.
    Assigned {
        /// To whom.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<RecordId>,
    },
    /// It was renamed.
    Renamed {
        /// What it was called before.
        from: String,
    },
    /// It was closed.
    Closed {
        /// With what result.
        reason: String,
    },
    /// It was opened again.
    Reopened {
        /// Why.
        reason: String,
    },
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
        self.note(act, CaseChange::Closed { reason: reason.clone() });
        self.closed = Some(Closing { by: act.by.signature(), at: act.at, reason });
        Ok(())
    }

    /// Opens it again, for a reason.
    ///
    /// # Errors
    /// When it is open, or no reason is given.
    pub fn reopen(&mut self, act: Act<'_>) -> Result<(), CaseworkError> {
        if self.closed.is_none() {
            return Err(CaseworkError::NotClosed);
        }
        let reason = act.justified()?.to_owned();
        self.closed = None;
        self.note(act, CaseChange::Reopened { reason });
        Ok(())
    }

    /// The alerts that it holds or ever held: what was written into it may be about any of them.
    pub fn concerned(&self) -> BTreeSet<RecordId> {
        let gone = self.history.iter().filter_map(|step| match step.what {
            CaseChange::LetGo { alert } => Some(alert),
            _ => None,
        });
        self.alerts.iter().copied().chain(gone).collect()
    }

    /// Writes down what was done to it.
    pub fn note(&mut self, act: Act<'_>, what: CaseChange) {
        self.history.push(CaseStep { by: act.by.signature(), at: act.at, what });
    }

    /// Nothing but reading and opening it again is done to a closed case.
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
