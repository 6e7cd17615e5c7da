//! What else waits at a desk beside the alerts of its queue, counted without reading a record: cases, suppressions, own
//! entries, monitored subjects. Each is counted for whoever may look at it.

use super::{Case, EXPIRES_SOON, MonitoredSubject, OwnEntry, Suppression};
use crate::permissions::may;
use crate::{Node, NodeError};
use access::{Action, Actor};
use jiff::ToSpan;
use model::Desk;
use store::Query;

/// What waits at a desk beside its alerts; none where the asking person may not look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// Open cases.
    pub cases: Option<u64>,
    /// Of those, the asking person's.
    pub own_cases: Option<u64>,
    /// Suppressions that wait for a second person.
    pub suppressions_waiting: Option<u64>,
    /// Suppressions that end within [`EXPIRES_SOON`] days.
    pub suppressions_ending: Option<u64>,
    /// Own entries of which something waits for a second person.
    pub entries_waiting: Option<u64>,
    /// Subjects that are monitored.
    pub monitored: Option<u64>,
}

impl Agenda {
    /// The same where nothing waits.
    #[must_use]
    pub fn nothing(&self) -> Self {
        let none = |figure: Option<u64>| figure.map(|_| 0);
        Self {
            cases: none(self.cases),
            own_cases: none(self.own_cases),
            suppressions_waiting: none(self.suppressions_waiting),
            suppressions_ending: none(self.suppressions_ending),
            entries_waiting: none(self.entries_waiting),
            monitored: none(self.monitored),
        }
    }
}

impl Node {
    /// What waits at a desk beside its alerts.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn agenda(&self, actor: &Actor, desk: Desk) -> Result<Agenda, NodeError> {
        let today = self.clock.today();
        let soon = today.saturating_add(EXPIRES_SOON.days());
        let all = || Query::all().is("desk", desk.as_str());
        let sees = |action| may(actor, action, Some(desk));
        let mut snapshot = self.store.read().await?;
        let mut agenda = Agenda::default();
        if sees(Action::CaseView) {
            let open = || all().is("status", "open");
            agenda.cases = Some(snapshot.count::<Case>(&open()).await?);
            if let Some(person) = actor.person() {
                agenda.own_cases = Some(snapshot.count::<Case>(&open().is("assigned", person)).await?);
            }
        }
        if sees(Action::SuppressionView) {
            let ending = all().is("waiting", false).is("ended", false).at_least("until", today);
            let waiting = all().is("waiting", true);
            agenda.suppressions_waiting = Some(snapshot.count::<Suppression>(&waiting).await?);
            agenda.suppressions_ending =
                Some(snapshot.count::<Suppression>(&ending.at_most("until", soon)).await?);
        }
        if sees(Action::OwnEntryView) {
            let waiting = all().is("waiting", true);
            agenda.entries_waiting = Some(snapshot.count::<OwnEntry>(&waiting).await?);
        }
        if sees(Action::MonitoringView) {
            let standing = all().is("ended", false).at_least("expires_on", today.to_string());
            agenda.monitored = Some(snapshot.count::<MonitoredSubject>(&standing).await?);
        }
        Ok(agenda)
    }
}
