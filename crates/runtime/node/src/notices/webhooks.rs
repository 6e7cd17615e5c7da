//! Webhooks: made, changed, turned on and off, removed by those who run the node; their deliveries looked at.

use super::sign::new_secret;
use super::{CLOCK_DUE, CLOCK_OVERDUE};
use crate::casework::{ALERT_OPENED, ALERT_UPDATED, Cursor, DECISION_PROPOSED, Page, Stored};
use crate::guard::receiver;
use crate::rights::{ERASURE_DONE, ERASURE_PROPOSED};
use crate::{Node, NodeError};
use access::{Action, Actor, Policies, Resource};
use model::{Desk, Envelope, LegalBasis, Marking, RecordId};
use store::{Delivery, DeliveryState, Query, Snapshot, Webhook};

/// All events that a webhook can ask for.
pub const EVENTS: [&str; 7] = [
    ALERT_OPENED,
    ALERT_UPDATED,
    DECISION_PROPOSED,
    CLOCK_DUE,
    CLOCK_OVERDUE,
    ERASURE_PROPOSED,
    ERASURE_DONE,
];

/// So many webhooks a node has at most.
pub(crate) const MOST: usize = 100;

/// A webhook as somebody wants it.
#[derive(Clone, Debug)]
pub struct NewWebhook {
    /// Only this desk's events; none is all desks'.
    pub desk: Option<Desk>,
    /// Where to.
    pub url: String,
    /// Which events.
    pub events: Vec<String>,
    /// Whether it is on.
    pub enabled: bool,
}

impl Node {
    /// Makes a webhook. Its secret is in what this gives, and never shown again.
    ///
    /// # Errors
    /// When the actor may not, the address may not be sent to, an event is unknown, or there are too many.
    pub async fn add_webhook(&self, actor: &Actor, new: NewWebhook) -> Result<Stored<Webhook>, NodeError> {
        may(actor, new.desk)?;
        self.check(&new)?;
        let mut tx = self.store.write("webhook.add").await?;
        if tx.count::<Webhook>(&Query::all()).await? >= MOST as u64 {
            return Err(NodeError::Usage {
                what: format!("there are {MOST} webhooks already"),
                remedy: "remove one that nobody needs".into(),
            });
        }
        let webhook = Webhook {
            id: self.fresh_id(),
            envelope: Envelope {
                marking: Marking::default(),
                legal_basis: LegalBasis("running the node".into()),
                source: "settings".into(),
                expires_on: None,
            },
            desk: new.desk,
            url: new.url,
            secret: new_secret(),
            events: new.events,
            enabled: new.enabled,
            created_at: self.clock.now(),
        };
        tx.insert(&webhook).await?;
        self.tell_webhook(&mut tx, actor, &webhook, "added").await?;
        tx.commit().await?;
        Ok(Stored { record: webhook, revision: 1 })
    }

    /// The webhooks that an actor may see, the oldest first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn webhooks(&self, actor: &Actor) -> Result<Vec<Stored<Webhook>>, NodeError> {
        let mut all = self.store.read().await?.all::<Webhook>(&Query::all()).await?;
        all.retain(|kept| may(actor, kept.record.desk).is_ok());
        Ok(all)
    }

    /// One webhook.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn webhook(&self, actor: &Actor, id: RecordId) -> Result<Stored<Webhook>, NodeError> {
        let kept = found(&mut self.store.read().await?, id).await?;
        may(actor, kept.record.desk)?;
        Ok(kept)
    }

    /// Changes a webhook. With `renew` it has a new secret, which is shown this once; the old one is good no longer.
    ///
    /// # Errors
    /// When there is none, the actor may not, it was changed since it was seen, or it is not as it must be.
    pub async fn change_webhook(
        &self,
        actor: &Actor,
        id: RecordId,
        seen: Option<u64>,
        wanted: NewWebhook,
        renew: bool,
    ) -> Result<Stored<Webhook>, NodeError> {
        self.check(&wanted)?;
        let mut tx = self.store.write("webhook.change").await?;
        let mut kept = found(&mut tx, id).await?;
        may(actor, kept.record.desk)?;
        may(actor, wanted.desk)?;
        unchanged(&kept, seen)?;
        let NewWebhook { desk, url, events, enabled } = wanted;
        kept.record = Webhook { desk, url, events, enabled, ..kept.record };
        if renew {
            kept.record.secret = new_secret();
        }
        kept.revision = tx.update(&kept.record, kept.revision).await?;
        self.tell_webhook(&mut tx, actor, &kept.record, "changed").await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// Removes a webhook; what waits for it is not sent.
    ///
    /// # Errors
    /// When there is none, the actor may not, or it was changed since it was seen.
    pub async fn remove_webhook(
        &self,
        actor: &Actor,
        id: RecordId,
        seen: Option<u64>,
    ) -> Result<(), NodeError> {
        let mut tx = self.store.write("webhook.remove").await?;
        let kept = found(&mut tx, id).await?;
        may(actor, kept.record.desk)?;
        unchanged(&kept, seen)?;
        for delivery in tx.all::<Delivery>(&Query::all().key("to", id.to_string())).await? {
            tx.remove::<Delivery>(delivery.record.id).await?;
        }
        tx.remove::<Webhook>(id).await?;
        self.tell_webhook(&mut tx, actor, &kept.record, "removed").await?;
        Ok(tx.commit().await?)
    }

    /// What was and is to be sent to a webhook, the latest first.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn deliveries(
        &self,
        actor: &Actor,
        webhook: RecordId,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<Delivery>, NodeError> {
        let mut snapshot = self.store.read().await?;
        may(actor, found(&mut snapshot, webhook).await?.record.desk)?;
        let query = Query::all().key("to", webhook.to_string()).descending("id").limit(limit).after(after);
        Ok(snapshot.page(&query).await?)
    }

    /// Tries a delivery that was given up once more.
    ///
    /// # Errors
    /// When there is none, the actor may not, or it was not given up.
    pub async fn redeliver(
        &self,
        actor: &Actor,
        webhook: RecordId,
        delivery: RecordId,
    ) -> Result<Stored<Delivery>, NodeError> {
        let mut tx = self.store.write("delivery.again").await?;
        may(actor, found(&mut tx, webhook).await?.record.desk)?;
        let kept = tx.get::<Delivery>(delivery).await?;
        let to = webhook.to_string();
        let mut kept = kept.filter(|kept| kept.record.to == to).ok_or_else(|| NodeError::NotFound {
            wanted: delivery.to_string(),
            remedy: "the webhook's deliveries show which there are".into(),
        })?;
        if kept.record.state != DeliveryState::Failed {
            return Err(NodeError::Usage {
                what: "this delivery was not given up".into(),
                remedy: "wait for it; `due_at` says when it is tried next".into(),
            });
        }
        kept.record.state = DeliveryState::Waiting;
        kept.record.attempts = 0;
        kept.record.due_at = self.clock.now();
        kept.revision = tx.update(&kept.record, kept.revision).await?;
        tx.commit().await?;
        Ok(kept)
    }

    fn check(&self, new: &NewWebhook) -> Result<(), NodeError> {
        let usage = |what: String, remedy: String| Err(NodeError::Usage { what, remedy });
        if let Err(why) = receiver(&new.url, &self.settings.webhooks.internal) {
            return usage(format!("nothing is sent to {:?}", new.url), why);
        }
        if let Some(unknown) = new.events.iter().find(|event| !EVENTS.contains(&event.as_str())) {
            return usage(
                format!("there is no event {unknown:?}"),
                format!("choose of {}", EVENTS.join(", ")),
            );
        }
        match new.events.is_empty() {
            true => usage("no event is asked for".into(), format!("choose of {}", EVENTS.join(", "))),
            false => Ok(()),
        }
    }

    async fn tell_webhook(
        &self,
        tx: &mut store::Tx,
        actor: &Actor,
        webhook: &Webhook,
        how: &'static str,
    ) -> Result<(), NodeError> {
        let about = [("webhook", webhook.id)];
        let details = (how, &webhook.url, &webhook.events, webhook.enabled);
        self.tell(tx, actor, Action::WebhookManage, webhook.desk, &about, &details).await
    }
}

fn may(actor: &Actor, desk: Option<Desk>) -> Result<(), NodeError> {
    let kind = Action::WebhookManage.resource();
    let resource = desk.map_or_else(|| Resource::of_node(kind), |desk| Resource::at(kind, desk));
    Ok(Policies::shipped().check(actor, Action::WebhookManage, &resource)?)
}

async fn found(snapshot: &mut Snapshot, id: RecordId) -> Result<Stored<Webhook>, NodeError> {
    snapshot.get::<Webhook>(id).await?.ok_or_else(|| NodeError::NotFound {
        wanted: id.to_string(),
        remedy: "GET /api/v1/webhooks shows the webhooks of this node".into(),
    })
}

fn unchanged(kept: &Stored<Webhook>, seen: Option<u64>) -> Result<(), NodeError> {
    match seen {
        Some(seen) if seen != kept.revision => Err(NodeError::Changed { what: "webhook" }),
        _ => Ok(()),
    }
}
