//! What others are told of: events go into the outbox in the transaction of what they tell, for every webhook that
//! asked for them. They carry ids and figures, never who a subject is; whoever may know more asks for the record.

use super::{Alert, Decision};
use crate::{Node, NodeError};
use model::{Desk, Envelope};
use serde_json::{Value, json};
use store::{Channel, Delivery, DeliveryState, Query, Tx, Webhook};

/// An alert was opened, or opened again.
pub const ALERT_OPENED: &str = "alert.opened";

/// Matches of an alert were withdrawn or renewed without anybody deciding.
pub const ALERT_UPDATED: &str = "alert.updated";

/// A grave decision waits for a second person.
pub const DECISION_PROPOSED: &str = "decision.proposed";

impl Node {
    /// Tells of an alert.
    pub(crate) async fn announce_alert(
        &self,
        tx: &mut Tx,
        event: &'static str,
        alert: &Alert,
    ) -> Result<(), NodeError> {
        let payload = json!({
            "alert": alert.id,
            "address": format!("/api/v1/alerts/{}", alert.id),
            "desk": alert.desk,
            "status": alert.status,
            "opened_at": alert.opened_at,
            "due_at": alert.due_at,
        });
        self.announce(tx, event, alert.desk, &alert.envelope, payload).await
    }

    /// Tells of a decision that waits.
    pub(super) async fn announce_decision(&self, tx: &mut Tx, decision: &Decision) -> Result<(), NodeError> {
        let payload = json!({
            "decision": decision.id,
            "address": format!("/api/v1/alerts/{}", decision.alert),
            "alert": decision.alert,
            "desk": decision.desk,
            "kind": decision.ruling().kind,
        });
        self.announce(tx, DECISION_PROPOSED, decision.desk, &decision.envelope, payload).await
    }

    pub(crate) async fn announce(
        &self,
        tx: &mut Tx,
        event: &'static str,
        desk: Desk,
        envelope: &Envelope,
        data: Value,
    ) -> Result<(), NodeError> {
        let now = self.clock.now();
        // The form that Standard Webhooks recommends.
        let payload = json!({ "type": event, "timestamp": now, "data": data });
        let hooks = tx
            .page::<Webhook>(&Query::all().is("enabled", true).limit(crate::notices::MOST_WEBHOOKS))
            .await?
            .records;
        let wants = |hook: &Webhook| {
            hook.desk.is_none_or(|of| of == desk) && hook.events.iter().any(|wanted| wanted == event)
        };
        for hook in hooks.iter().map(|stored| &stored.record).filter(|hook| wants(hook)) {
            let delivery = Delivery {
                id: self.fresh_id(),
                envelope: envelope.clone(),
                channel: Channel::Webhook,
                to: hook.id.to_string(),
                event: event.to_owned(),
                payload: payload.clone(),
                state: DeliveryState::Waiting,
                attempts: 0,
                due_at: now,
                error: None,
            };
            tx.insert(&delivery).await?;
        }
        Ok(())
    }
}
