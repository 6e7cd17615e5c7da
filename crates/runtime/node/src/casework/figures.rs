//! How much waits at a desk, counted without reading a record.

use super::{Alert, AlertStatus, OPEN, allow};
use crate::{Node, NodeError};
use access::{Action, Actor};
use jiff::{SignedDuration, Timestamp};
use model::{Desk, ListId};
use store::Query;

/// An alert is due soon when so much time is left.
pub const DUE_SOON: SignedDuration = SignedDuration::from_hours(4);

/// How much waits at a desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueFigures {
    /// Alerts that wait for a decision.
    pub open: u64,
    /// Of those, past their time, with those that wait for a second person.
    pub overdue: u64,
    /// Of those, due within [`DUE_SOON`].
    pub due_soon: u64,
    /// Of the open ones, those in the asking person's hands.
    pub mine: u64,
    /// Of the open ones, those in nobody's.
    pub unassigned: u64,
    /// Alerts that wait for a second person.
    pub awaiting_approval: u64,
    /// Alerts that were opened since the moment asked about.
    pub opened_since: u64,
    /// Alerts that were closed since the moment asked about.
    pub closed_since: u64,
}

/// Alerts that wait longer than the last of these are of the last age.
pub const AGES: [SignedDuration; 4] = [
    SignedDuration::from_hours(4),
    SignedDuration::from_hours(24),
    SignedDuration::from_hours(3 * 24),
    SignedDuration::from_hours(7 * 24),
];

/// What waits at a desk, by where it is from and by how long it waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitingFigures {
    /// Alerts with a match on each list; one with matches on several is counted at each.
    pub lists: Vec<(ListId, u64)>,
    /// Alerts younger than each of [`AGES`] and not younger than the one before; then those that are older.
    pub ages: [u64; AGES.len() + 1],
}

impl Node {
    /// What waits at a desk, by list and by age.
    ///
    /// # Errors
    /// When the actor may not see the desk's figures, or the records cannot be read.
    pub async fn waiting_figures(&self, actor: &Actor, desk: Desk) -> Result<WaitingFigures, NodeError> {
        allow(actor, Action::QualityView, desk)?;
        let now = self.clock.now();
        let waiting = || Query::all().is("desk", desk.as_str()).one_of("status", OPEN);
        let mut snapshot = self.store.read().await?;
        let mut figures = WaitingFigures::default();
        for list in snapshot.lists().await? {
            let count = snapshot.count::<Alert>(&waiting().key("list", &list.id.0)).await?;
            figures.lists.push((list.id, count));
        }
        let mut before = None;
        for (at, age) in figures.ages.iter_mut().enumerate() {
            let mut query = waiting();
            let since = AGES.get(at).map(|age| now.saturating_sub(*age).unwrap_or(now));
            if let Some(since) = since {
                query = query.at_least("opened_at", since);
            }
            if let Some(before) = before {
                query = query.below("opened_at", before);
            }
            *age = snapshot.count::<Alert>(&query).await?;
            before = since;
        }
        Ok(figures)
    }

    /// How much waits at a desk, and what came and went since a moment.
    ///
    /// # Errors
    /// When the actor may not see the desk's alerts, or the records cannot be read.
    pub async fn queue_figures(
        &self,
        actor: &Actor,
        desk: Desk,
        since: Timestamp,
    ) -> Result<QueueFigures, NodeError> {
        allow(actor, Action::AlertView, desk)?;
        let now = self.clock.now();
        let soon = now.saturating_add(DUE_SOON).unwrap_or(Timestamp::MAX);
        let all = || Query::all().is("desk", desk.as_str());
        let waiting = || all().one_of("status", OPEN);
        let mut snapshot = self.store.read().await?;
        let is = |status: AlertStatus| Query::all().is("status", status.as_str());
        let unassigned = is(AlertStatus::Open).is_nothing("assigned");
        // Whoever asks without being a person has none.
        let mine = is(AlertStatus::Open).is("assigned", actor.person().unwrap_or(actor.id));
        let overdue = Query::all().below("due_at", now);
        let due_soon = Query::all().at_least("due_at", now).below("due_at", soon);
        let each = [
            &is(AlertStatus::Open),
            &unassigned,
            &mine,
            &is(AlertStatus::AwaitingApproval),
            &overdue,
            &due_soon,
        ];
        let [open, unassigned, mine, awaiting_approval, overdue, due_soon] =
            snapshot.count_each::<Alert, 6>(&waiting(), each).await?;
        let mut count = async |query: Query| snapshot.count::<Alert>(&query).await;
        Ok(QueueFigures {
            open,
            overdue,
            due_soon,
            mine,
            unassigned,
            awaiting_approval,
            opened_since: count(
                all()
                    .one_of("status", AlertStatus::ALL.map(AlertStatus::as_str))
                    .at_least("opened_at", since),
            )
            .await?,
            closed_since: count(
                all().is("status", AlertStatus::Closed.as_str()).at_least("closed_at", since),
            )
            .await?,
        })
    }
}
