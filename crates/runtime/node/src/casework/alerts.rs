//! The queue: which alerts wait, for whom, since when; and handing them out.

use super::{Alert, AlertStatus, CaseworkError, OPEN, SubjectRef, allow, must, unchanged};
use crate::{Node, NodeError};
use access::{Action, Actor, User};
use jiff::Timestamp;
use model::{Desk, ListId, RecordId, Subject};
use store::{Cursor, Page, Query, Snapshot, Stored};

/// Whose alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assignee {
    /// Nobody's.
    Nobody,
    /// This person's.
    Person(RecordId),
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueOrder {
    /// What is due first.
    #[default]
    Due,
    /// The most probable first.
    Probability,
    /// The latest first.
    Latest,
    /// As they changed: whoever keeps a copy goes on from the last one.
    Changed,
}

impl QueueOrder {
    /// All of them with their names in addresses.
    pub const ALL: [(&str, Self); 4] = [
        ("due", Self::Due),
        ("probability", Self::Probability),
        ("latest", Self::Latest),
        ("changed", Self::Changed),
    ];
}

/// Which alerts of a desk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Queue {
    /// In this state; none means any.
    pub status: Option<AlertStatus>,
    /// Of these hands; none means all.
    pub assigned: Option<Assignee>,
    /// In this case.
    pub case: Option<RecordId>,
    /// Of this subject, by the caller's lasting id.
    pub subject: Option<String>,
    /// With a match on this list.
    pub list: Option<ListId>,
    /// Past their time only.
    pub overdue: bool,
    /// With at least this probability.
    pub probability: Option<f64>,
    /// Waiting since before this moment.
    pub opened_before: Option<Timestamp>,
    /// Changed at this moment or later.
    pub changed_since: Option<Timestamp>,
    /// In this order.
    pub order: QueueOrder,
    /// After the page that ended with this cursor.
    pub after: Option<Cursor>,
    /// At most so many; 0 means 50.
    pub limit: usize,
}

impl Node {
    /// A page of the alerts of a desk.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn alerts(&self, actor: &Actor, desk: Desk, queue: &Queue) -> Result<Page<Alert>, NodeError> {
        let mut query = Query::all();
        if queue.overdue {
            query = query.below("due_at", self.clock.now()).one_of("status", OPEN);
        }
        if let Some(status) = queue.status {
            query = query.is("status", status.as_str());
        }
        match queue.assigned {
            Some(Assignee::Nobody) => query = query.is_nothing("assigned"),
            Some(Assignee::Person(person)) => query = query.is("assigned", person),
            None => {}
        }
        if let Some(case) = queue.case {
            query = query.is("case_id", case);
        }
        if let Some(list) = &queue.list {
            query = query.key("list", &list.0);
        }
        if let Some(id) = &queue.subject {
            let subject = Subject::named(id, model::Schema::Thing, "");
            query = query.key("subject", SubjectRef::lasting(&subject).identity());
        }
        if let Some(probability) = queue.probability {
            query = query.at_least("probability", store::millionths(probability));
        }
        if let Some(moment) = queue.opened_before {
            query = query.below("opened_at", moment);
        }
        if let Some(moment) = queue.changed_since {
            query = query.at_least("changed_at", moment);
        }
        query = match queue.order {
            QueueOrder::Due => query.ascending("due_at"),
            QueueOrder::Probability => query.descending("probability"),
            QueueOrder::Latest => query.descending("opened_at"),
            QueueOrder::Changed => query.ascending("changed_at"),
        };
        let limit = if queue.limit == 0 { 50 } else { queue.limit.min(1000) };
        let query = query.limit(limit).after(queue.after.clone());
        self.page_of(actor, Action::AlertView, desk, query).await
    }

    /// One alert.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn alert(&self, actor: &Actor, alert: RecordId) -> Result<Stored<Alert>, NodeError> {
        let kept = must::<Alert>(&mut self.store.read().await?, alert).await?;
        allow(actor, Action::AlertView, kept.record.desk)?;
        Ok(kept)
    }

    /// Hands alerts to somebody, or back to nobody: all of them or none.
    ///
    /// # Errors
    /// When the actor may not, one of them is not there, or they are too many.
    pub async fn assign(
        &self,
        actor: &Actor,
        alerts: &[RecordId],
        to: Option<RecordId>,
    ) -> Result<(), NodeError> {
        let mut tx = self.store.write("alert.assign").await?;
        for id in alerts {
            let Stored { mut record, revision, .. } = must::<Alert>(&mut tx, *id).await?;
            allow(actor, Action::AlertAssign, record.desk)?;
            not_too_many(self.desk_rules(record.desk).most_in_bulk, alerts.len())?;
            record.assigned = to;
            record.changed_at = self.clock.now();
            tx.update(&record, revision).await?;
            self.tell(&mut tx, actor, Action::AlertAssign, record.desk, &[("alert", *id)], &to).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Hands an alert as somebody saw it to a person who may decide it, or back to nobody.
    ///
    /// # Errors
    /// When the actor may not, the alert changed since, or there is no such person at its desk.
    pub async fn assign_alert(
        &self,
        actor: &Actor,
        alert: RecordId,
        seen: Option<u64>,
        to: Option<RecordId>,
    ) -> Result<(), NodeError> {
        let mut tx = self.store.write("alert.assign").await?;
        let Stored { mut record, revision, .. } = Self::seen_alert(&mut tx, alert, seen).await?;
        allow(actor, Action::AlertAssign, record.desk)?;
        if let Some(person) = to {
            self.must_work_at(&mut tx, person, record.desk, Action::AlertDecide).await?;
        }
        record.assigned = to;
        record.changed_at = self.clock.now();
        tx.update(&record, revision).await?;
        self.tell(&mut tx, actor, Action::AlertAssign, record.desk, &[("alert", alert)], &to).await?;
        Ok(tx.commit().await?)
    }

    /// Work is handed to people only who have an open account and may do it.
    pub(super) async fn must_work_at(
        &self,
        snapshot: &mut Snapshot,
        person: RecordId,
        desk: Desk,
        action: Action,
    ) -> Result<(), NodeError> {
        let user = snapshot.get::<User>(person).await?.map(|kept| kept.record);
        let fits = user
            .filter(|user| user.is_open(self.clock.now()))
            .is_some_and(|user| allow(&user.actor(), action, desk).is_ok());
        match fits {
            true => Ok(()),
            false => Err(NodeError::Usage {
                what: format!("nobody with the id {person} may do this at the {} desk", desk.as_str()),
                remedy: "name a person with an open account and a role there".into(),
            }),
        }
    }

    /// An alert as somebody saw it, to be changed.
    pub(super) async fn seen_alert(
        tx: &mut store::Tx,
        alert: RecordId,
        seen: Option<u64>,
    ) -> Result<Stored<Alert>, NodeError> {
        let kept = must::<Alert>(tx, alert).await?;
        unchanged(&kept, seen)?;
        Ok(kept)
    }
}

/// Nobody looks at more than so many at once.
pub(super) fn not_too_many(most: usize, found: usize) -> Result<(), NodeError> {
    if found > most {
        return Err(CaseworkError::TooMany { most, found }.into());
    }
    Ok(())
}
