//! What the node does by itself at set times. Each duty of each time is a job of its own, under an id that time and
//! duty give: whichever instance is first plans it, whichever is free does it, and nobody does it twice.

use super::{Job, JobState, SCHEDULED};
use crate::casework::MonitoredSubject;
use crate::{Node, NodeError};
use jiff::{SignedDuration, Timestamp};
use model::{Envelope, LegalBasis, Marking, RecordId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Chunk, Query, StoreError};

/// A duty, and how often it is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Its name.
    pub duty: &'static str,
    /// So many minutes lie between two times.
    pub every: i64,
    /// So many minutes after the day's begin (UTC) its times are counted from.
    pub from: i64,
}

const DAILY: i64 = 24 * 60;

/// The duties of a node.
pub const SCHEDULES: [Schedule; 6] = [
    Schedule { duty: "screen-monitored", every: DAILY, from: 60 },
    Schedule { duty: "retention", every: DAILY, from: 120 },
    Schedule { duty: "unused-files", every: DAILY, from: 180 },
    Schedule { duty: "left-overs", every: 60, from: 30 },
    Schedule { duty: "clocks", every: 5, from: 0 },
    Schedule { duty: "digest", every: 15, from: 10 },
];

impl Schedule {
    /// The latest time at or before a moment.
    fn slot(&self, now: Timestamp) -> Timestamp {
        let (every, from) = (self.every * 60, self.from * 60);
        let second = now.as_second();
        let slot = (second - from).div_euclid(every) * every + from;
        Timestamp::from_second(slot).unwrap_or(now)
    }

    fn id(&self, slot: Timestamp) -> RecordId {
        let hash = Sha256::digest(self.duty.as_bytes());
        let mut random = [0; 10];
        random.copy_from_slice(&hash[..10]);
        RecordId::new(slot, random)
    }
}

/// A duty of one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Duty {
    duty: String,
    slot: Timestamp,
}

impl Duty {
    pub(super) fn of(input: &[u8]) -> Result<Self, NodeError> {
        let read = serde_json::from_slice(input);
        read.map_err(|error| StoreError::Damaged { record: "duty", error: error.to_string() }.into())
    }

    /// Its name.
    pub(super) fn name(&self) -> &'static str {
        SCHEDULES.iter().map(|schedule| schedule.duty).find(|duty| *duty == self.duty).unwrap_or("unknown")
    }
}

impl Node {
    /// Plans every duty whose time has come. Another instance may have been quicker.
    pub(super) async fn plan_duties(&self) -> Result<(), NodeError> {
        let now = self.clock.now();
        for schedule in SCHEDULES {
            let slot = schedule.slot(now);
            let id = schedule.id(slot);
            if self.store.read().await?.get::<Job>(id).await?.is_none() {
                match self.plan(id, Duty { duty: schedule.duty.to_owned(), slot }).await {
                    Err(NodeError::Store(StoreError::Exists { .. })) => {}
                    planned => planned?,
                }
            }
        }
        Ok(())
    }

    async fn plan(&self, id: RecordId, duty: Duty) -> Result<(), NodeError> {
        let order = serde_json::to_value(&duty).unwrap_or_default();
        let job = Job {
            id,
            envelope: Envelope {
                marking: Marking::default(),
                legal_basis: LegalBasis("running the node".into()),
                source: "schedule".into(),
                expires_on: None,
            },
            kind: SCHEDULED.into(),
            desk: None,
            owner: None,
            screening: None,
            state: JobState::Running,
            created_at: self.clock.now(),
            ended_at: None,
            order: order.clone(),
            outcome: serde_json::Value::Null,
        };
        let mut tx = self.store.write("job.plan").await?;
        tx.insert(&job).await?;
        tx.add_chunks(id, SCHEDULED, &[order.to_string()]).await?;
        Ok(tx.commit().await?)
    }

    /// Does a duty; says in words what came of it.
    pub(super) async fn do_duty(&self, duty: &Duty) -> Result<String, NodeError> {
        match duty.name() {
            // Without anybody to screen the index need not even be opened.
            "screen-monitored" if !self.anybody_is_monitored().await? => Ok("nobody is monitored".into()),
            "screen-monitored" => match self.screen_monitored().await {
                Ok(opened) => Ok(format!("{opened} alerts opened")),
                Err(NodeError::NoLists) => Ok("no list to screen against".into()),
                Err(error) => Err(error),
            },
            "retention" => Ok(self.sweep_records().await?.to_string()),
            "unused-files" => Ok(format!("{} files", self.sweep_files().await?)),
            "left-overs" => Ok(format!("{} records", self.sweep_left_overs().await?)),
            "clocks" => {
                let since = self.done_until("clocks", duty.slot).await?;
                Ok(format!("{} alerts", self.tell_clocks(since, duty.slot).await?))
            }
            "digest" => {
                let since = self.done_until("digest", duty.slot).await?;
                Ok(format!("{} mails", self.write_digests(since, duty.slot).await?))
            }
            _ => Ok("nothing: a newer program planned it".into()),
        }
    }

    async fn anybody_is_monitored(&self) -> Result<bool, NodeError> {
        let monitored = Query::all().is("ended", false);
        Ok(self.store.read().await?.find::<MonitoredSubject>(&monitored).await?.is_some())
    }

    /// Keeps what came of a duty; `false` when another instance did it.
    pub(super) async fn finish_duty(
        &self,
        chunk: &Chunk,
        duty: &Duty,
        outcome: &str,
    ) -> Result<bool, NodeError> {
        let mut tx = self.store.write("job.duty").await?;
        if !tx.finish_chunk(chunk, outcome.as_bytes()).await? {
            return Ok(false);
        }
        if let Some(mut kept) = tx.get::<Job>(chunk.job).await? {
            kept.record.outcome = serde_json::json!({ "did": duty.name(), "outcome": outcome });
            self.end_job(&mut tx, &mut kept, JobState::Finished).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Up to when a duty was done before `slot`: a day before it where that is not known.
    async fn done_until(&self, duty: &str, slot: Timestamp) -> Result<Timestamp, NodeError> {
        let query =
            Query::all().key("duty", duty).is("state", JobState::Finished.as_str()).descending("created_at");
        let last = self.store.read().await?.find::<Job>(&query.limit(1)).await?;
        let day_before = slot.saturating_sub(SignedDuration::from_hours(24)).unwrap_or(slot);
        let until = last.and_then(|last| serde_json::from_value::<Duty>(last.record.order).ok());
        Ok(until.map_or(day_before, |duty| duty.slot.max(day_before)).min(slot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_the_same_for_whoever_looks() {
        #[track_caller]
        fn check(duty: &str, now: &str, slot: &str) {
            let schedule = SCHEDULES.iter().find(|schedule| schedule.duty == duty).unwrap();
            let found = schedule.slot(now.parse().unwrap());
            assert_eq!(found, slot.parse().unwrap());
            assert_eq!(schedule.slot(found), found);
        }
        check("retention", "2026-11-25T01:59:59Z", "2026-11-24T02:00:00Z");
        check("retention", "2026-11-25T02:00:00.5Z", "2026-11-25T02:00:00Z");
        check("left-overs", "2026-11-25T02:29:00Z", "2026-11-25T01:30:00Z");
        check("clocks", "2026-11-25T02:29:00Z", "2026-11-25T02:25:00Z");
        let all: std::collections::BTreeSet<RecordId> =
            SCHEDULES.iter().map(|schedule| schedule.id(Timestamp::UNIX_EPOCH)).collect();
        assert_eq!(all.len(), SCHEDULES.len());
    }
}
