//! Rights of subjects: orders to erase, which two persons stand for, and corrections. An order names records by their
//! ids and nobody by name, so that it can be kept.

use crate::CaseworkError;
use access::{Act, Actor, Proposed, Review, Signature};
use jiff::Timestamp;
use model::{Desk, Envelope, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A record of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordRef {
    /// Its kind: `alert`, `monitored-subject`, …
    pub kind: String,
    /// Its id.
    pub id: RecordId,
}

impl RecordRef {
    /// A record of a kind.
    pub fn new(kind: impl Into<String>, id: RecordId) -> Self {
        Self { kind: kind.into(), id }
    }
}

/// What is to be erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureTerms {
    /// The records that were known of the subject when it was proposed. What becomes known of the same subject until it
    /// is approved is erased too.
    pub records: Vec<RecordRef>,
}

/// An order to erase what is known of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureOrder {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The desk whose records they are.
    pub desk: Desk,
    /// Who proposed and who approved it, and why.
    pub review: Review<ErasureTerms>,
    /// What was erased; none before it was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ErasureOutcome>,
}

/// What was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureOutcome {
    /// When.
    pub at: Timestamp,
    /// How many records of each kind.
    pub erased: BTreeMap<String, u64>,
}

impl ErasureOrder {
    /// Proposes to erase records.
    ///
    /// # Errors
    /// When there is no reason or nobody answers for it.
    pub fn propose(
        id: RecordId,
        envelope: Envelope,
        desk: Desk,
        records: Vec<RecordRef>,
        act: Act<'_>,
    ) -> Result<Self, CaseworkError> {
        let review = Review::Proposed(Proposed::new(ErasureTerms { records }, act)?);
        Ok(Self { id, envelope, desk, review, outcome: None })
    }

    /// Approves it as a second person.
    ///
    /// # Errors
    /// When it is no other person, or it was settled before.
    pub fn approve(&mut self, by: &Actor, at: Timestamp, note: Option<&str>) -> Result<(), CaseworkError> {
        self.review.approve(by, at, note)?;
        Ok(())
    }

    /// Rejects it as a second person, or takes it back as the proposer.
    ///
    /// # Errors
    /// When no person rejects it, there is no reason, or it was settled before.
    pub fn reject(&mut self, act: Act<'_>) -> Result<(), CaseworkError> {
        Ok(self.review.reject(act)?)
    }

    /// The state's name in columns and catalogues.
    pub fn state_name(&self) -> &'static str {
        match &self.review {
            Review::Proposed(_) => "proposed",
            Review::Approved(_) => "done",
            Review::Rejected(_) => "rejected",
        }
    }
}

/// That a record was corrected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry: the record's.
    pub envelope: Envelope,
    /// The desk.
    pub desk: Desk,
    /// The record.
    pub about: RecordRef,
    /// Whom it is about, as records refer to it: before and after.
    pub subjects: Vec<String>,
    /// What it said.
    pub before: serde_json::Value,
    /// What it says now.
    pub after: serde_json::Value,
    /// Who corrected it.
    pub by: Signature,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}
