//! Work that outlives a request: uploads that are screened part by part, and what the node does by itself at set times.
//! Parts are claimed with a lease by whichever instance is free, tried again with growing pauses, and given up with a
//! reason; what a part comes to and that it is done are one transaction.

mod receive;
mod runner;
mod schedule;
mod screening;

pub use receive::{Arriving, UploadOrder};
pub use runner::{Note, Notes, Runner};
pub(crate) use runner::{Worker, jittered};
pub use schedule::SCHEDULES;
pub use screening::{Found, FoundMatch, PartResult, UploadOutcome};
pub use store::{ChunkCounts, Job, JobState};

use crate::casework::{Cursor, Page, Stored};
use crate::{Node, NodeError};
use access::{Action, Actor, Policies, Resource};
use model::{Desk, RecordId};
use store::{Query, Tx};

/// The kind of jobs that screen an upload, and of the parts that may be claimed.
pub const SCREENING: &str = "screening";

/// Parts of an upload that still arrives: nobody claims them.
const ARRIVING: &str = "screening-arriving";

/// The kind of jobs that the node gives itself.
const SCHEDULED: &str = "scheduled";

/// A part that failed so often is given up.
const TRIES: u64 = 6;

impl Node {
    /// The uploads of a desk, the latest first.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn jobs(
        &self,
        actor: &Actor,
        desk: Desk,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<Job>, NodeError> {
        may(actor, Action::JobView, Some(desk))?;
        let query = Query::all()
            .is("desk", desk.as_str())
            .is("kind", SCREENING)
            .descending("created_at")
            .limit(limit)
            .after(after);
        Ok(self.store.read().await?.page(&query).await?)
    }

    /// One job, and how many of its parts are where.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn job(&self, actor: &Actor, job: RecordId) -> Result<(Stored<Job>, ChunkCounts), NodeError> {
        let mut snapshot = self.store.read().await?;
        let kept = snapshot.get::<Job>(job).await?.ok_or_else(|| missing(job))?;
        may(actor, Action::JobView, kept.record.desk)?;
        Ok((kept, snapshot.chunk_counts(job).await?))
    }

    /// What came of a job's parts, from a part on, in their order. Parts that are not done yet end the page.
    ///
    /// # Errors
    /// When there is no such job, the actor may not see alerts of its desk, or the records cannot be read.
    pub async fn job_results(
        &self,
        actor: &Actor,
        job: RecordId,
        from: u64,
        limit: usize,
    ) -> Result<Vec<(u64, PartResult)>, NodeError> {
        let mut snapshot = self.store.read().await?;
        let kept = snapshot.get::<Job>(job).await?.ok_or_else(|| missing(job))?;
        may(actor, Action::JobView, kept.record.desk)?;
        may(actor, Action::AlertView, kept.record.desk)?;
        let running = matches!(kept.record.state, JobState::Running | JobState::Receiving);
        let mut results = Vec::new();
        for (position, bytes) in snapshot.chunk_results(job, from, limit).await? {
            if running && position != from + results.len() as u64 {
                break;
            }
            results.push((position, PartResult::read(&bytes)?));
        }
        Ok(results)
    }

    /// Stops a job: what is not done will not be, and what it was given is forgotten. Results and alerts stay.
    ///
    /// # Errors
    /// When there is none, the actor may not, it ended already, or it was changed since it was seen.
    pub async fn cancel_job(
        &self,
        actor: &Actor,
        job: RecordId,
        seen: Option<u64>,
    ) -> Result<Stored<Job>, NodeError> {
        let mut tx = self.store.write("job.cancel").await?;
        let mut kept = tx.get::<Job>(job).await?.ok_or_else(|| missing(job))?;
        may(actor, Action::JobRun, kept.record.desk)?;
        if seen.is_some_and(|seen| seen != kept.revision) {
            return Err(NodeError::Changed { what: "job" });
        }
        if kept.record.kind != SCREENING || kept.record.ended_at.is_some() {
            return Err(NodeError::Usage {
                what: format!("job {job} has ended"),
                remedy: "only a running upload can be stopped".into(),
            });
        }
        kept.revision = self.end_job(&mut tx, &mut kept, JobState::Cancelled).await?;
        self.tell(&mut tx, actor, Action::JobRun, kept.record.desk, &[("job", job)], &"cancelled").await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// Ends a job: its state, and what it was given is forgotten. Gives the new revision.
    async fn end_job(&self, tx: &mut Tx, job: &mut Stored<Job>, state: JobState) -> Result<u64, NodeError> {
        let now = self.clock.now();
        job.record.state = state;
        job.record.ended_at = Some(now);
        match job.record.kind.as_str() {
            SCREENING => tx.forget_inputs(job.record.id, now).await?,
            _ => drop(tx.drop_inputs(job.record.id).await?),
        }
        Ok(tx.update(&job.record, job.revision).await?)
    }
}

/// Whether an actor may do this at a desk, or to the node as a whole.
fn may(actor: &Actor, action: Action, desk: Option<Desk>) -> Result<(), NodeError> {
    let resource = match desk {
        Some(desk) => Resource::at(action.resource(), desk),
        None => Resource::of_node(action.resource()),
    };
    Ok(Policies::shipped().check(actor, action, &resource)?)
}

fn missing(job: RecordId) -> NodeError {
    NodeError::NotFound {
        wanted: job.to_string(),
        remedy: "GET /api/v1/jobs shows the jobs of a desk".into(),
    }
}
