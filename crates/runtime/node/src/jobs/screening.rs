//! One part of an upload: screened, its alerts opened, its result kept and its counts added in one transaction. Being
//! killed half way costs the part's work and nothing else.

use super::{Job, JobState, SCREENING};
use crate::casework::{Counts, MatchOutcome, Screening, Stored, SubjectOutcome, SubjectRef};
use crate::serving::{Priority, ScreeningService};
use crate::{Node, NodeError};
use matching::Match;
use model::{Fault, RecordId, Subject};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Chunk, StoreError, Tx};

/// What a part of an upload is to be done with.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Part {
    pub subjects: Vec<Subject>,
    pub lost: u64,
    pub faults: Vec<Fault>,
}

/// What an upload's job is told.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct UploadJob {
    /// Whether subjects' ids last.
    pub lasting: bool,
    /// Parts it has.
    pub parts: u64,
    /// Rows of all parts.
    pub rows: u64,
}

/// What came of an upload so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UploadOutcome {
    /// How many.
    pub counts: Counts,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What came of a part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartResult {
    /// Subjects with matches, in the order of the upload.
    pub found: Vec<Found>,
    /// Rows that could not be read, with their lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// A subject with matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The subject's id.
    pub query: String,
    /// Its matches, the best first.
    pub matches: Vec<FoundMatch>,
    /// The alert that its open matches are in; none where suppressions silence them, or they are known.
    pub alert: Option<RecordId>,
}

/// A match of a subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundMatch {
    /// The list.
    pub list: String,
    /// The entry's id on it.
    pub entry: String,
    /// The entry's schema.
    pub schema: String,
    /// The entry's name that matched.
    pub name: String,
    /// The subject's name that matched.
    pub matched: String,
    /// The engine's score.
    pub score: f64,
    /// The calibrated probability that both are the same.
    pub probability: f64,
    /// `alerted`; `known`: a true match decided earlier; `suppressed`; or `gone`: off its list meanwhile.
    pub outcome: String,
}

impl Part {
    /// As it is kept.
    pub fn written(&self) -> Vec<u8> {
        // Texts and numbers always serialise.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl UploadJob {
    /// As the job's record has it.
    pub fn written(self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn of(job: &Job) -> Result<Self, NodeError> {
        serde_json::from_value(job.order.clone()).map_err(|error| damaged(&error))
    }
}

impl UploadOutcome {
    /// What came of a job so far.
    pub fn of(job: &Job) -> Self {
        serde_json::from_value(job.outcome.clone()).unwrap_or_default()
    }

    pub(super) fn written(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl PartResult {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, NodeError> {
        serde_json::from_slice(bytes).map_err(|error| damaged(&error))
    }

    fn of(screened: &[(Subject, Vec<Match>)], outcomes: &[SubjectOutcome], faults: Vec<Fault>) -> Self {
        let all = screened.iter().zip(outcomes).filter(|((_, matches), _)| !matches.is_empty());
        let found = all.map(|((subject, matches), outcome)| Found {
            query: subject.id.clone(),
            matches: matches.iter().zip(&outcome.matches).map(found_match).collect(),
            alert: outcome.alert,
        });
        Self { found: found.collect(), faults }
    }
}

fn found_match((found, outcome): (&Match, &MatchOutcome)) -> FoundMatch {
    let outcome = match outcome {
        MatchOutcome::Alerted(_) => "alerted",
        MatchOutcome::Known(_) => "known",
        MatchOutcome::Suppressed(_) => "suppressed",
        MatchOutcome::Gone => "gone",
    };
    FoundMatch {
        list: found.list.0.clone(),
        entry: found.entry.0.clone(),
        schema: found.schema.as_str().to_owned(),
        name: found.entry_name.clone(),
        matched: found.subject_name.clone(),
        score: found.score,
        probability: found.probability,
        outcome: outcome.to_owned(),
    }
}

fn damaged(error: &serde_json::Error) -> NodeError {
    StoreError::Damaged { record: "job", error: error.to_string() }.into()
}

impl Node {
    /// Does a claimed part. Another worker that had it meanwhile wins: then nothing of this is kept.
    pub(super) async fn do_part(&self, service: &ScreeningService, chunk: &Chunk) -> Result<(), NodeError> {
        let part: Part = serde_json::from_slice(&chunk.input).map_err(|error| damaged(&error))?;
        let job = self.store.read().await?.get::<Job>(chunk.job).await?;
        let Some(Stored { record: job, .. }) = job.filter(|job| job.record.state == JobState::Running) else {
            return Ok(());
        };
        let screening = job.screening.ok_or_else(|| super::missing(job.id))?;
        let generation = service.current().ok_or(crate::serving::Busy::NotReady)?;
        let lasting = UploadJob::of(&job)?.lasting;
        let mut run = self.resume_screening(&self.itself(), screening, lasting).await?;
        run.against(generation.index().lists());
        let options = Arc::new(run.options());
        let subjects = part.subjects.into_iter().map(|subject| (subject, Arc::clone(&options))).collect();
        let screened = service.screen(&generation, subjects, Priority::Bulk).await?;
        let mut tx = self.store.write("job.part").await?;
        let (outcomes, mut counts) = run.take_within(&mut tx, &screened).await?;
        counts.lost = part.lost;
        let result = PartResult::of(&screened, &outcomes, part.faults);
        let result = serde_json::to_vec(&result).map_err(|error| damaged(&error))?;
        if !tx.finish_chunk(chunk, &result).await? {
            return Ok(());
        }
        let about = screened.iter().filter(|(_, matches)| !matches.is_empty());
        let about: Vec<String> =
            about.map(|(subject, _)| SubjectRef::of(subject, lasting).identity()).collect();
        tx.note_subjects(chunk.job, about).await?;
        self.count_part(&mut tx, chunk.job, counts).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Adds a part's counts to its job, and ends the job with its last part.
    async fn count_part(&self, tx: &mut Tx, job: RecordId, counts: Counts) -> Result<(), NodeError> {
        let mut kept = tx.get::<Job>(job).await?.ok_or_else(|| super::missing(job))?;
        let mut outcome = UploadOutcome::of(&kept.record);
        outcome.counts += counts;
        kept.record.outcome = outcome.written();
        let parts = tx.chunk_counts(job).await?;
        match parts.waiting + parts.leased {
            0 => self.finish_upload(tx, &mut kept).await,
            _ => {
                tx.update(&kept.record, kept.revision).await?;
                Ok(())
            }
        }
    }

    /// Ends an upload whose parts are all done, and its screening with it.
    pub(super) async fn finish_upload(&self, tx: &mut Tx, job: &mut Stored<Job>) -> Result<(), NodeError> {
        job.revision = self.end_job(tx, job, JobState::Finished).await?;
        let Some(screening) = job.record.screening else { return Ok(()) };
        if let Some(Stored { mut record, revision }) = tx.get::<Screening>(screening).await? {
            record.counts = UploadOutcome::of(&job.record).counts;
            record.finished_at = job.record.ended_at;
            tx.update(&record, revision).await?;
        }
        Ok(())
    }

    /// Gives a part up, and its job with it: what was done stays.
    pub(super) async fn give_up(&self, chunk: &Chunk, why: &str) -> Result<(), NodeError> {
        let mut tx = self.store.write("job.give_up").await?;
        if !tx.give_back_chunk(chunk, None).await? {
            return Ok(());
        }
        if let Some(mut kept) = tx.get::<Job>(chunk.job).await? {
            if kept.record.kind == SCREENING {
                let mut outcome = UploadOutcome::of(&kept.record);
                outcome.error =
                    Some(format!("part {} was tried {} times: {why}", chunk.position, chunk.attempt));
                kept.record.outcome = outcome.written();
            } else {
                kept.record.outcome = serde_json::json!({ "error": why });
            }
            self.end_job(&mut tx, &mut kept, JobState::Failed).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
