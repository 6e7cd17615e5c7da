//! Deciding alerts: one by one, in bulk where it is not grave, and the second person's word.

use super::alerts::not_too_many;
use super::{Alert, CaseworkError, Decision, DecisionKind, ThingKey, allow, allow_of, must};
use crate::{Node, NodeError};
use access::{Act, Action, Actor};
use jiff::Timestamp;
use model::{Desk, RecordId};
use store::{Cursor, Page, Query, Stored, Tx};

/// Which decisions of a desk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// In this state: `final`, `proposed`, `approved` or `rejected`.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<DecisionKind>,
    /// First decided by this person.
    pub person: Option<RecordId>,
    /// First decided at this moment or later.
    pub since: Option<Timestamp>,
}

impl Node {
    /// Decides matches of an alert: those named, or all open ones. `seen` is the revision of the alert that the
    /// decision is about. A grave decision is a proposal until [`Self::approve_decision`].
    ///
    /// # Errors
    /// When the actor may not, the alert has changed since, or the rules of the desk do not allow it.
    pub async fn decide(
        &self,
        actor: &Actor,
        alert: RecordId,
        seen: Option<u64>,
        (kind, things): (DecisionKind, &[ThingKey]),
        reason: &str,
    ) -> Result<Decision, NodeError> {
        let mut tx = self.store.write("alert.decide").await?;
        let kept = Self::seen_alert(&mut tx, alert, seen).await?;
        let decision = self.decide_one(&mut tx, actor, kept, (kind, things), reason).await?;
        tx.commit().await?;
        Ok(decision)
    }

    /// Decides all open matches of several alerts alike: all of them or none. What is grave is not decided so.
    ///
    /// # Errors
    /// When the actor may not, there are too many, one has nothing open, or a decision would be grave.
    pub async fn decide_in_bulk(
        &self,
        actor: &Actor,
        alerts: &[RecordId],
        kind: DecisionKind,
        reason: &str,
    ) -> Result<Vec<Decision>, NodeError> {
        let mut tx = self.store.write("alert.decide_in_bulk").await?;
        let mut decisions = Vec::with_capacity(alerts.len());
        for id in alerts {
            let kept = must::<Alert>(&mut tx, *id).await?;
            not_too_many(self.desk_rules(kept.record.desk).most_in_bulk, alerts.len())?;
            let decision = self.decide_one(&mut tx, actor, kept, (kind, &[]), reason).await?;
            if decision.is_open() {
                return Err(CaseworkError::NotInBulk(kind).into());
            }
            decisions.push(decision);
        }
        tx.commit().await?;
        Ok(decisions)
    }

    /// Approves a grave decision, as a second person.
    ///
    /// # Errors
    /// When the actor may not, is the one who proposed it, or nothing waits.
    pub async fn approve_decision(
        &self,
        actor: &Actor,
        decision: RecordId,
        note: Option<&str>,
    ) -> Result<Decision, NodeError> {
        let mut tx = self.store.write("decision.approve").await?;
        let Stored { mut record, revision, .. } = must::<Decision>(&mut tx, decision).await?;
        allow_of(actor, Action::DecisionApprove, record.desk, record.by().person)?;
        record.approve(actor, self.clock.now(), note)?;
        self.settle(&mut tx, actor, &record, revision, "approved").await?;
        tx.commit().await?;
        Ok(record)
    }

    /// Rejects a grave decision, as a second person; whoever proposed it may take it back so.
    ///
    /// # Errors
    /// When the actor may not, there is no reason, or nothing waits.
    pub async fn reject_decision(
        &self,
        actor: &Actor,
        decision: RecordId,
        reason: &str,
    ) -> Result<Decision, NodeError> {
        let mut tx = self.store.write("decision.reject").await?;
        let Stored { mut record, revision, .. } = must::<Decision>(&mut tx, decision).await?;
        if actor.person().is_some() && record.by().person == actor.person() {
            allow(actor, Action::AlertDecide, record.desk)?;
        } else {
            allow(actor, Action::DecisionApprove, record.desk)?;
        }
        record.reject(Act::new(actor, self.clock.now(), reason))?;
        self.settle(&mut tx, actor, &record, revision, "rejected").await?;
        tx.commit().await?;
        Ok(record)
    }

    /// The decisions on an alert, in the order they were made.
    ///
    /// # Errors
    /// When there is no such alert, or the actor may not see it.
    pub async fn decisions(&self, actor: &Actor, alert: RecordId) -> Result<Vec<Decision>, NodeError> {
        let mut snapshot = self.store.read().await?;
        let desk = must::<Alert>(&mut snapshot, alert).await?.record.desk;
        allow(actor, Action::AlertView, desk)?;
        Ok(decisions_on(&mut snapshot, alert).await?.into_iter().map(|kept| kept.record).collect())
    }

    /// One decision.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn decision(&self, actor: &Actor, id: RecordId) -> Result<Stored<Decision>, NodeError> {
        let kept = must::<Decision>(&mut self.store.read().await?, id).await?;
        allow(actor, Action::AlertView, kept.record.desk)?;
        Ok(kept)
    }

    /// Decisions of a desk, in the order they were made.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn decided(
        &self,
        actor: &Actor,
        desk: Desk,
        which: &Decided,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<Decision>, NodeError> {
        let mut query = Query::all().ascending("decided_at").limit(limit).after(after);
        if let Some(state) = &which.state {
            query = query.is("state", state.as_str());
        }
        if let Some(kind) = which.kind {
            query = query.is("kind", kind.as_str());
        }
        if let Some(person) = which.person {
            query = query.is("person", person);
        }
        if let Some(since) = which.since {
            query = query.at_least("decided_at", since);
        }
        self.page_of(actor, Action::AlertView, desk, query).await
    }

    /// Grave decisions of a desk that wait for a second person, the oldest first.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn waiting_decisions(
        &self,
        actor: &Actor,
        desk: Desk,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<Decision>, NodeError> {
        let query = Query::all().is("state", "proposed").ascending("decided_at").limit(limit).after(after);
        self.page_of(actor, Action::AlertView, desk, query).await
    }

    async fn decide_one(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        Stored { mut record, revision, .. }: Stored<Alert>,
        ruling: (DecisionKind, &[ThingKey]),
        reason: &str,
    ) -> Result<Decision, NodeError> {
        allow(actor, Action::AlertDecide, record.desk)?;
        let now = self.clock.now();
        let rules = self.desk_rules(record.desk);
        let act = Act::new(actor, now, reason);
        let decision = Decision::make(self.fresh_id(), &record, ruling, &rules, act)?;
        record.apply(&decision, now)?;
        tx.insert(&decision).await?;
        tx.update(&record, revision).await?;
        if decision.is_open() {
            self.announce_decision(tx, &decision).await?;
        }
        let about = [("decision", decision.id), ("alert", record.id)];
        let details = (decision.ruling(), decision.state_name(), decision.reason());
        self.tell(tx, actor, Action::AlertDecide, record.desk, &about, &details).await?;
        Ok(decision)
    }

    /// Writes a decision that a second person settled, and what it means for its alert.
    async fn settle(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        decision: &Decision,
        revision: u64,
        how: &'static str,
    ) -> Result<(), NodeError> {
        let mut alert = must::<Alert>(tx, decision.alert).await?;
        alert.record.apply(decision, self.clock.now())?;
        tx.update(decision, revision).await?;
        tx.update(&alert.record, alert.revision).await?;
        let about = [("decision", decision.id), ("alert", decision.alert)];
        self.tell(tx, actor, Action::DecisionApprove, decision.desk, &about, &how).await
    }
}

/// The decisions on an alert, in the order they were made.
pub(crate) async fn decisions_on(
    snapshot: &mut store::Snapshot,
    alert: RecordId,
) -> Result<Vec<Stored<Decision>>, NodeError> {
    let query = Query::all().is("alert", alert).ascending("decided_at").limit(1000);
    Ok(snapshot.page(&query).await?.records)
}
