//! The use cases of casework: screening that opens alerts, the queue, decisions, suppressions, cases, own entries,
//! quality work, monitoring. Each asks `access` first, and writes its change and the audit leaf in one transaction.

mod agenda;
mod alerts;
mod bundle;
mod cases;
mod correcting;
mod decide;
mod events;
mod figures;
mod matches;
mod monitoring;
mod own_list;
mod owners;
mod quality;
mod registering;
mod run;
mod suppress;

pub(crate) use decide::decisions_on;

pub use ::casework::*;
pub use agenda::Agenda;
pub use alerts::{Assignee, Queue, QueueOrder};
pub use cases::{CaseView, LARGEST_FILE, NewFile, WhichCases};
pub use decide::Decided;
pub use events::{ALERT_OPENED, ALERT_UPDATED, DECISION_PROPOSED};
pub use figures::{AGES, DUE_SOON, QueueFigures, WaitingFigures};
pub use monitoring::{Delta, ListReach, MonitoredIndex};
pub use own_list::own_entity;
pub use owners::Links;
pub use quality::BelowLineOrder;
pub use registering::{NewMonitored, Registered};
pub use run::{MatchOutcome, ScreenedSubject, ScreeningOrder, ScreeningRun, SubjectOutcome};
pub use store::{Cursor, Page, Stored};
pub use suppress::{EXPIRES_SOON, Silenced};

use crate::{Node, NodeError};
use access::{Action, Actor, Policies, Resource};
use model::{Desk, RecordId};
use store::{Query, Record, Snapshot};

impl Node {
    /// The rules of a desk.
    pub fn desk_rules(&self, desk: Desk) -> DeskRules {
        DeskRules::shipped(desk)
    }

    /// Tells the log that somebody takes out what a desk keeps, as a file of its own.
    ///
    /// # Errors
    /// When the actor may not look at it, or the log cannot be written.
    pub async fn note_taken_out(
        &self,
        actor: &Actor,
        action: Action,
        desk: Desk,
        what: &str,
    ) -> Result<(), NodeError> {
        allow(actor, action, desk)?;
        let mut tx = self.store.write("casework.taken_out").await?;
        self.tell(&mut tx, actor, action, desk, &[], &("taken out", what)).await?;
        Ok(tx.commit().await?)
    }

    /// A page of what a desk keeps, for whoever may look at it.
    async fn page_of<T: Record>(
        &self,
        actor: &Actor,
        action: Action,
        desk: Desk,
        query: Query,
    ) -> Result<Page<T>, NodeError> {
        allow(actor, action, desk)?;
        Ok(self.store.read().await?.page(&query.is("desk", desk.as_str())).await?)
    }
}

/// The states in which an alert waits for people.
const OPEN: [&str; 2] = [AlertStatus::Open.as_str(), AlertStatus::AwaitingApproval.as_str()];

/// Whether an actor may do this at a desk.
fn allow(actor: &Actor, action: Action, desk: Desk) -> Result<(), NodeError> {
    Ok(Policies::shipped().check(actor, action, &Resource::at(action.resource(), desk))?)
}

/// Whether an actor may do this to something of another person, or of their own, at a desk.
fn allow_of(actor: &Actor, action: Action, desk: Desk, owner: Option<RecordId>) -> Result<(), NodeError> {
    let resource = Resource::at(action.resource(), desk).owned_by(owner);
    Ok(Policies::shipped().check(actor, action, &resource)?)
}

/// A record that there must be.
async fn must<T: Record>(snapshot: &mut Snapshot, id: RecordId) -> Result<Stored<T>, NodeError> {
    let found = snapshot.get::<T>(id).await?;
    found.ok_or_else(|| NodeError::NotFound {
        wanted: id.to_string(),
        remedy: format!("look for it among the {} of this node", T::KIND.name),
    })
}

/// Somebody works on what they saw: it must not have changed since.
fn unchanged<T: Record>(kept: &Stored<T>, seen: Option<u64>) -> Result<(), NodeError> {
    unchanged_since::<T>(kept.revision, seen)
}

/// The same, of a record at this revision.
fn unchanged_since<T: Record>(revision: u64, seen: Option<u64>) -> Result<(), NodeError> {
    match seen {
        Some(seen) if seen != revision => Err(NodeError::Changed { what: T::KIND.name }),
        _ => Ok(()),
    }
}
