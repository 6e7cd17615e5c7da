//! Jobs: what is to be done, for whom, and how far it is.

use crate::kinds::kept;
use crate::{StoreError, Tx};
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
    /// The screening that it does, where it is one: its results are about people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screening: Option<RecordId>,
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
    /// What it is given still arrives.
    Receiving,
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
            Self::Receiving => "receiving",
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
    keys {
        let duty = job.order["duty"].as_str().map(|duty| ("duty", duty.to_owned()));
        duty.into_iter().collect()
    };
}

impl Tx {
    /// Takes out a job of which nobody needs to know, and that was given nothing personal.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn remove_job(&mut self, job: RecordId) -> Result<bool, StoreError> {
        self.drop_inputs(job).await?;
        self.remove::<Job>(job).await
    }

    /// Erases a job with all that it was given and all that came of it.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn erase_job(&mut self, job: RecordId, at: Timestamp) -> Result<bool, StoreError> {
        self.forget_inputs(job, at).await?;
        self.forget_subjects(job).await?;
        self.erase::<Job>(job, at).await
    }
}
