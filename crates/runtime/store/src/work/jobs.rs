//! Jobs: what is to be done, for whom, and how far it is.

use crate::kinds::kept;
use jiff::Timestamp;
use model::{Desk, Envelope, RecordId};
use serde::{Deserialize, Serialize};

/// Something long that is done in chunks: an uploaded screening, a renewed list's monitoring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// What kind of work; who claims chunks asks for it.
    pub kind: String,
    /// The desk, where it is one desk's.
    pub desk: Option<Desk>,
    /// Who asked for it: a person or key.
    pub owner: Option<RecordId>,
    /// How far it is.
    pub state: JobState,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// What is to be done, as the kind of work has it.
    pub order: serde_json::Value,
    /// What came of it, or why it failed, as the kind of work has it.
    pub outcome: serde_json::Value,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobState {
    /// Its chunks wait or are worked on.
    Running,
    /// All is done.
    Finished,
    /// It cannot be done.
    Failed,
    /// Somebody stopped it.
    Cancelled,
}

impl JobState {
    /// Its word in columns and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

kept! {
    Job, "job" in "jobs", |job| {
        kind: job.kind.as_str(),
        desk: job.desk.map(Desk::as_str),
        owner: job.owner,
        state: job.state.as_str(),
        created_at: job.created_at,
    }
}
