//! Clocks of alerts: who waits for them is told when a decision is due soon, and when it is overdue.

use crate::casework::{Alert, AlertStatus, DeskRules};
use crate::{Node, NodeError};
use jiff::{SignedDuration, Timestamp};
use model::Desk;
use serde_json::json;
use store::Query;

/// An alert must be decided soon: a quarter of its time is left.
pub const CLOCK_DUE: &str = "clock.due";

/// The time of an alert is over.
pub const CLOCK_OVERDUE: &str = "clock.overdue";

/// So many alerts are told of in one transaction.
const AT_ONCE: usize = 200;

/// How long before its end a clock is told of.
pub(super) fn lead(rules: &DeskRules) -> SignedDuration {
    rules.due() / 4
}

/// Alerts that wait and whose time ends after `from` and not after `to`.
pub(super) fn waiting(desk: Desk, from: Timestamp, to: Timestamp) -> Query {
    let open = [AlertStatus::Open.as_str(), AlertStatus::AwaitingApproval.as_str()];
    // Moments are kept to the microsecond: what is after one is at least the next.
    let from = from.saturating_add(SignedDuration::from_micros(1)).unwrap_or(from);
    Query::all()
        .is("desk", desk.as_str())
        .one_of("status", open)
        .at_least("due_at", from)
        .at_most("due_at", to)
        .ascending("due_at")
}

impl Node {
    /// Tells of clocks that came near their end, or to it, after `since` and not after `until`. Gives how many alerts.
    pub(crate) async fn tell_clocks(&self, since: Timestamp, until: Timestamp) -> Result<usize, NodeError> {
        let mut told = 0;
        for desk in Desk::ALL {
            let lead = lead(&self.desk_rules(desk));
            let later = |at: Timestamp| at.saturating_add(lead).unwrap_or(at);
            for (event, from, to) in [(CLOCK_DUE, later(since), later(until)), (CLOCK_OVERDUE, since, until)]
            {
                let found = self.store.read().await?.all::<Alert>(&waiting(desk, from, to)).await?;
                told += found.len();
                for piece in found.chunks(AT_ONCE) {
                    let mut tx = self.store.write("notice.clocks").await?;
                    for alert in piece.iter().map(|kept| &kept.record) {
                        let data = json!({
                            "alert": alert.id,
                            "address": format!("/api/v1/alerts/{}", alert.id),
                            "desk": desk,
                            "status": alert.status,
                            "due_at": alert.due_at,
                        });
                        self.announce(&mut tx, event, desk, &alert.envelope, data).await?;
                    }
                    tx.commit().await?;
                }
            }
        }
        Ok(told)
    }
}
