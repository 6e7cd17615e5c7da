//! The record of a screening: who, why, on what basis, against what, and how many. Of those who did not match nothing
//! is kept but the count.

use crate::Settings;
use access::Signature;
use jiff::Timestamp;
use matching::IndexedList;
use model::{Desk, Envelope, RecordId};
use serde::{Deserialize, Serialize};

/// The record of one run over subjects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Screening {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The desk.
    pub desk: Desk,
    /// For what purpose.
    pub purpose: String,
    /// What set it off.
    pub trigger: Trigger,
    /// Who asked for it.
    pub by: Signature,
    /// When it began.
    pub at: Timestamp,
    /// When it ended; none while it runs, or when it was cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// Version of the engine.
    pub engine: String,
    /// The lists in the index, with their versions.
    pub lists: Vec<IndexedList>,
    /// What was asked of the engine.
    pub settings: Settings,
    /// How many.
    pub counts: Counts,
}

/// What sets a screening off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// Somebody asked.
    Request,
    /// A subject was registered for monitoring, or its data changed.
    Registration,
    /// A list changed.
    ListChange,
    /// A party's own entry changed.
    OwnEntryChange,
}

impl Trigger {
    /// The trigger's name in columns and catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Registration => "registration",
            Self::ListChange => "list-change",
            Self::OwnEntryChange => "own-entry-change",
        }
    }
}

/// How many, and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Subjects screened.
    pub subjects: u64,
    /// Subjects with a match.
    pub matched: u64,
    /// Matches of all of them.
    pub matches: u64,
    /// Matches that a suppression silenced.
    pub suppressed: u64,
    /// Alerts opened, or opened again.
    pub alerts: u64,
    /// Rows that could not be read.
    pub lost: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.subjects += more.subjects;
        self.matched += more.matched;
        self.matches += more.matches;
        self.suppressed += more.suppressed;
        self.alerts += more.alerts;
        self.lost += more.lost;
    }
}
