//! Silencing decided false positives: proposed by whoever decides, approved by a second person, taken back by one.

use super::{CaseworkError, SubjectRef, Suppression, ThingKey, allow, allow_of, must, unchanged};
use crate::{Node, NodeError};
use access::{Act, Action, Actor};
use jiff::civil::Date;
use model::{Desk, ListId, RecordId, Subject};
use store::{Cursor, Page, Query, Stored, Tx};

/// A suppression expires soon when its last day is so many days off.
pub const EXPIRES_SOON: i64 = 30;

/// Which suppressions of a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Silenced {
    /// Only those that wait for a second person.
    pub waiting: bool,
    /// Only those that ended before their last day, or only those that did not.
    pub ended: Option<bool>,
    /// Only those of entries on this list.
    pub list: Option<ListId>,
    /// Only those of this subject, by the caller's lasting id.
    pub subject: Option<String>,
    /// Only those that rest on this decision.
    pub decision: Option<RecordId>,
    /// Only those whose last day is this one or later.
    pub until_from: Option<Date>,
    /// Only those whose last day is this one or earlier; what ends first comes first then.
    pub until_by: Option<Date>,
}

impl Node {
    /// Proposes to silence a match of an alert that was decided a false positive, until `until`.
    ///
    /// # Errors
    /// When the actor may not, the match was not decided so, or the last day is out of bounds.
    pub async fn propose_suppression(
        &self,
        actor: &Actor,
        alert: RecordId,
        thing: &ThingKey,
        until: Date,
        reason: &str,
    ) -> Result<Suppression, NodeError> {
        let mut tx = self.store.write("suppression.propose").await?;
        let alert = Self::seen_alert(&mut tx, alert, None).await?.record;
        allow(actor, Action::SuppressionPropose, alert.desk)?;
        let rules = self.desk_rules(alert.desk);
        let act = Act::new(actor, self.clock.now(), reason);
        let suppression = Suppression::propose(self.fresh_id(), &alert, thing, until, &rules, act)?;
        tx.insert(&suppression).await?;
        let about = [("suppression", suppression.id), ("alert", alert.id)];
        self.tell(&mut tx, actor, Action::SuppressionPropose, alert.desk, &about, &(until, reason)).await?;
        tx.commit().await?;
        Ok(suppression)
    }

    /// Approves a suppression, as a second person: it is in force from now on.
    ///
    /// # Errors
    /// When the actor may not, is the one who proposed it, or nothing waits.
    pub async fn approve_suppression(
        &self,
        actor: &Actor,
        suppression: RecordId,
        seen: Option<u64>,
        note: Option<&str>,
    ) -> Result<Suppression, NodeError> {
        let mut tx = self.store.write("suppression.approve").await?;
        let Stored { mut record, revision, .. } = seen_suppression(&mut tx, suppression, seen).await?;
        let proposer = record.review.proposal().by().person;
        allow_of(actor, Action::SuppressionApprove, record.desk, proposer)?;
        record.review.approve(actor, self.clock.now(), note).map_err(CaseworkError::from)?;
        tx.update(&record, revision).await?;
        let about = [("suppression", record.id)];
        self.tell(&mut tx, actor, Action::SuppressionApprove, record.desk, &about, &"approved").await?;
        tx.commit().await?;
        Ok(record)
    }

    /// Rejects a proposed suppression, as a second person.
    ///
    /// # Errors
    /// When the actor may not, there is no reason, or nothing waits.
    pub async fn reject_suppression(
        &self,
        actor: &Actor,
        suppression: RecordId,
        seen: Option<u64>,
        reason: &str,
    ) -> Result<Suppression, NodeError> {
        let mut tx = self.store.write("suppression.reject").await?;
        let Stored { mut record, revision, .. } = seen_suppression(&mut tx, suppression, seen).await?;
        allow(actor, Action::SuppressionApprove, record.desk)?;
        record.review.reject(Act::new(actor, self.clock.now(), reason)).map_err(CaseworkError::from)?;
        tx.update(&record, revision).await?;
        let about = [("suppression", record.id)];
        self.tell(&mut tx, actor, Action::SuppressionApprove, record.desk, &about, &("rejected", reason))
            .await?;
        tx.commit().await?;
        Ok(record)
    }

    /// Takes a suppression back: the pair is alerted again. One person is enough to look again.
    ///
    /// # Errors
    /// When the actor may not, there is no reason, or it has ended.
    pub async fn take_back_suppression(
        &self,
        actor: &Actor,
        suppression: RecordId,
        seen: Option<u64>,
        reason: &str,
    ) -> Result<Suppression, NodeError> {
        let mut tx = self.store.write("suppression.take_back").await?;
        let Stored { mut record, revision, .. } = seen_suppression(&mut tx, suppression, seen).await?;
        allow(actor, Action::SuppressionPropose, record.desk)?;
        record.take_back(Act::new(actor, self.clock.now(), reason))?;
        tx.update(&record, revision).await?;
        let about = [("suppression", record.id)];
        let details = ("taken back", reason);
        self.tell(&mut tx, actor, Action::SuppressionPropose, record.desk, &about, &details).await?;
        tx.commit().await?;
        Ok(record)
    }

    /// One suppression.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn suppression(&self, actor: &Actor, id: RecordId) -> Result<Stored<Suppression>, NodeError> {
        let kept = must::<Suppression>(&mut self.store.read().await?, id).await?;
        allow(actor, Action::SuppressionView, kept.record.desk)?;
        Ok(kept)
    }

    /// The suppressions of a desk, the latest first unless those that end soon are asked for.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn suppressions(
        &self,
        actor: &Actor,
        desk: Desk,
        which: &Silenced,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<Suppression>, NodeError> {
        let mut query = match which.until_by {
            Some(last) => Query::all().at_most("until", last).ascending("until"),
            None => Query::all().descending("id"),
        };
        query = query.limit(limit).after(after);
        if let Some(first) = which.until_from {
            query = query.at_least("until", first);
        }
        if let Some(decision) = which.decision {
            query = query.is("decision", decision);
        }
        if which.waiting {
            query = query.is("waiting", true);
        }
        if let Some(ended) = which.ended {
            query = query.is("ended", ended);
        }
        if let Some(list) = &which.list {
            query = query.key("list", &list.0);
        }
        if let Some(id) = &which.subject {
            let subject = Subject::named(id, model::Schema::Thing, "");
            query = query.key("subject", SubjectRef::lasting(&subject).identity());
        }
        self.page_of(actor, Action::SuppressionView, desk, query).await
    }
}

/// A suppression as somebody saw it.
async fn seen_suppression(
    tx: &mut Tx,
    suppression: RecordId,
    seen: Option<u64>,
) -> Result<Stored<Suppression>, NodeError> {
    let kept = must::<Suppression>(tx, suppression).await?;
    unchanged(&kept, seen)?;
    Ok(kept)
}
