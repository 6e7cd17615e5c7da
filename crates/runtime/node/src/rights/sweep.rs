//! Retention: what was kept long enough is erased, a batch at a time, each batch with its leaf in the audit log.

use super::Retention;
use super::erasing::{Erased, erase, erase_alert, erase_case};
use crate::casework::{
    Alert, AlertStatus, BelowLine, Case, ErasureOrder, MonitoredSubject, RecordRef, Screening, Suppression,
};
use crate::jobs::{Job, JobState};
use crate::{Node, NodeError};
use access::{Action, Session, SessionRule, SetupLink};
use jiff::{SignedDuration, Timestamp};
use model::{Desk, RecordId, day_of};
use std::fmt;
use store::{Delivery, DeliveryState, KeptReply, Query, Record, Tx};

/// So many records are erased in one transaction.
const BATCH: usize = 200;

/// What a sweep came to: how many records of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept(pub Erased);

/// What is looked for.
#[derive(Clone, Copy)]
enum Look {
    Cases,
    Alerts,
    Others,
}

impl fmt::Display for Swept {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all: Vec<String> = self.0.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        match all.is_empty() {
            true => out.write_str("nothing was kept long enough"),
            false => write!(out, "erased: {}", all.join(", ")),
        }
    }
}

impl Node {
    /// Erases what was kept long enough.
    ///
    /// # Errors
    /// When the settings are wrong or the records cannot be written; what was erased until then stays erased.
    pub async fn sweep_records(&self) -> Result<Swept, NodeError> {
        let days = Retention::with(&self.settings.retention)?;
        let mut swept = Swept::default();
        for desk in Desk::ALL {
            // Cases first: alerts stay as long as the case that they are in.
            for look in [Look::Cases, Look::Alerts, Look::Others] {
                self.batch(desk, look, &days, &mut swept).await?;
            }
        }
        if !swept.0.is_empty() {
            self.monitored.forget().await;
        }
        Ok(swept)
    }

    /// Erases what one look finds, again and again until nothing is found.
    async fn batch(
        &self,
        desk: Desk,
        look: Look,
        days: &Retention,
        swept: &mut Swept,
    ) -> Result<(), NodeError> {
        loop {
            let now = self.clock.now();
            let mut tx = self.store.write("retention.sweep").await?;
            let mut found = match look {
                Look::Cases => cases(&mut tx, desk, days, now).await?,
                Look::Alerts => alerts(&mut tx, desk, days, now).await?,
                Look::Others => others(&mut tx, desk, days, now).await?,
            };
            found.truncate(BATCH);
            let mut erased = Erased::new();
            for record in &found {
                match record.kind.as_str() {
                    "alert" => erase_alert(&mut tx, record.id, now, &mut erased).await?,
                    "case" => erase_case(&mut tx, record.id, now, &mut erased).await?,
                    "erasure" => drop(tx.remove::<ErasureOrder>(record.id).await?),
                    _ => erase(&mut tx, record, now, &mut erased).await?,
                }
            }
            if found.is_empty() {
                return Ok(());
            }
            let about: Vec<(&'static str, RecordId)> =
                found.iter().map(|record| (super::erasure::kind_of(&record.kind), record.id)).collect();
            self.tell(&mut tx, &self.itself(), Action::RecordErase, desk, &about, &("retention", &erased))
                .await?;
            tx.commit().await?;
            for (kind, count) in erased {
                *swept.0.entry(kind).or_default() += count;
            }
        }
    }

    /// Deletes files that nothing refers to: what was begun a day ago and not ended.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn sweep_files(&self) -> Result<u64, NodeError> {
        let mut swept = 0;
        loop {
            let mut tx = self.store.write("files.sweep").await?;
            let found = tx.sweep_blobs(ago(self.clock.now(), 24), BATCH).await?;
            tx.commit().await?;
            swept += found;
            if found < BATCH as u64 {
                return Ok(swept);
            }
        }
    }

    /// Takes out what nobody needs to know of any more: sessions and links that ended, kept answers, deliveries, jobs of
    /// the node itself; and uploads that broke off. Gives how many.
    ///
    /// # Errors
    /// When the settings are wrong or the records cannot be written.
    pub async fn sweep_left_overs(&self) -> Result<u64, NodeError> {
        let days = Retention::with(&self.settings.retention)?;
        let now = self.clock.now();
        let idle = now.saturating_sub(SessionRule::default().whole).unwrap_or(now);
        let mut tx = self.store.write("left_overs.sweep").await?;
        let mut swept = remove::<Session>(&mut tx, &Query::all().is("ended", true)).await?;
        swept += remove::<Session>(&mut tx, &Query::all().at_most("opened_at", idle)).await?;
        swept += remove::<SetupLink>(&mut tx, &Query::all().at_most("until", now)).await?;
        let old = days.before("kept-reply", None, now);
        swept += remove::<KeptReply>(&mut tx, &Query::all().at_most("made_at", old)).await?;
        let over = [DeliveryState::Sent.as_str(), DeliveryState::Failed.as_str()];
        let old = Query::all().one_of("state", over).at_most("due_at", days.before("delivery", None, now));
        swept += remove::<Delivery>(&mut tx, &old).await?;
        let old = Query::all().is("kind", "scheduled").at_most("created_at", ago(now, 48));
        for job in tx.page::<Job>(&old.limit(BATCH)).await?.records {
            swept += u64::from(tx.remove_job(job.record.id).await?);
        }
        let broken =
            Query::all().is("state", JobState::Receiving.as_str()).at_most("created_at", ago(now, 24));
        for job in tx.page::<Job>(&broken.limit(BATCH)).await?.records {
            swept += u64::from(tx.erase_job(job.record.id, now).await?);
        }
        tx.commit().await?;
        Ok(swept)
    }
}

/// Cases that were closed long enough ago.
async fn cases(
    tx: &mut Tx,
    desk: Desk,
    days: &Retention,
    now: Timestamp,
) -> Result<Vec<RecordRef>, NodeError> {
    let before = days.before("case", Some(desk), now);
    // None was closed before it was opened.
    let old = Query::all()
        .is("desk", desk.as_str())
        .is("status", "closed")
        .at_most("opened_at", before)
        .ascending("opened_at");
    let all = tx.all::<Case>(&old).await?.into_iter().map(|kept| kept.record);
    let over = |case: &Case| case.closed.as_ref().is_some_and(|closing| closing.at <= before);
    Ok(all.filter(over).map(|case| RecordRef::new("case", case.id)).collect())
}

/// Alerts that were closed long enough ago, or whose own last day is over, and that are in no case.
async fn alerts(
    tx: &mut Tx,
    desk: Desk,
    days: &Retention,
    now: Timestamp,
) -> Result<Vec<RecordRef>, NodeError> {
    let closed = || Query::all().is("desk", desk.as_str()).is("status", AlertStatus::Closed.as_str());
    let old = closed().at_most("closed_at", days.before("alert", Some(desk), now));
    let expired = closed().below("expires_on", day_of(now).to_string());
    let mut found = Vec::new();
    for query in [old, expired] {
        for alert in tx.all::<Alert>(&query).await? {
            let case = match alert.record.case {
                Some(case) => tx.get::<Case>(case).await?,
                None => None,
            };
            if case.is_none() {
                found.push(RecordRef::new("alert", alert.record.id));
            }
            if found.len() >= BATCH {
                return Ok(found);
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Everything else of a desk.
async fn others(
    tx: &mut Tx,
    desk: Desk,
    days: &Retention,
    now: Timestamp,
) -> Result<Vec<RecordRef>, NodeError> {
    let today = day_of(now);
    let before = |kind: &str| days.before(kind, Some(desk), now);
    let day = |kind: &str| day_of(before(kind));
    let of = || Query::all().is("desk", desk.as_str()).limit(BATCH);
    let mut found = Vec::new();
    let old = of().at_most("until", day("suppression").to_string());
    found.extend(refs::<Suppression>(tx, "suppression", &old).await?);
    let old = of().is("ended", true).at_most("at", before("monitored-subject"));
    found.extend(refs::<MonitoredSubject>(tx, "monitored-subject", &old).await?);
    let old = of().below("expires_on", day("monitored-subject").to_string());
    found.extend(refs::<MonitoredSubject>(tx, "monitored-subject", &old).await?);
    let old = of().is("kind", crate::jobs::SCREENING).at_most("created_at", before("job"));
    let jobs = tx.page::<Job>(&old).await?.records.into_iter().map(|kept| kept.record);
    let over = jobs.filter(|job| job.ended_at.is_some_and(|ended| ended <= before("job")));
    found.extend(over.map(|job| RecordRef::new("job", job.id)));
    let old = of().at_most("at", before("below-line-test"));
    found.extend(refs::<BelowLine>(tx, "below-line-test", &old).await?);
    let old = of().below("expires_on", today.to_string());
    found.extend(refs::<BelowLine>(tx, "below-line-test", &old).await?);
    let old = of().is("waiting", false).at_most("at", before("erasure"));
    found.extend(refs::<ErasureOrder>(tx, "erasure", &old).await?);
    // An alert refers to its screening: purpose and basis stay as long as it does.
    let old = of().at_most("started_at", before("screening")).ascending("started_at");
    for screening in tx.all::<Screening>(&old).await? {
        let id = screening.record.id;
        if found.len() < BATCH && tx.find::<Alert>(&Query::all().is("screening", id)).await?.is_none() {
            found.push(RecordRef::new("screening", id));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

async fn refs<T: Record>(tx: &mut Tx, kind: &str, query: &Query) -> Result<Vec<RecordRef>, NodeError> {
    let found = tx.page::<T>(query).await?.records;
    Ok(found.iter().map(|kept| RecordRef::new(kind, kept.record.id())).collect())
}

/// Takes out a batch of records, for good or until a backup brings them back.
async fn remove<T: Record>(tx: &mut Tx, query: &Query) -> Result<u64, NodeError> {
    let mut removed = 0;
    for kept in tx.page::<T>(&query.clone().limit(BATCH)).await?.records {
        removed += u64::from(tx.remove::<T>(kept.record.id()).await?);
    }
    Ok(removed)
}

fn ago(now: Timestamp, hours: i64) -> Timestamp {
    now.saturating_sub(SignedDuration::from_hours(hours)).unwrap_or(now)
}
