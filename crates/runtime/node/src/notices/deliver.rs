//! Sending what waits in the outbox: at least once, with growing pauses, given up after two days and shown then.

use super::mail;
use super::sign::signature;
use crate::guard::{Guarded, is_named, receiver};
use crate::jobs::{Note, Worker, jittered};
use crate::{Node, NodeError, off_thread};
use jiff::SignedDuration;
use model::RecordId;
use std::time::Duration;
use store::{Channel, Delivery, DeliveryState, Query, Stored, Webhook};
use tokio::task::JoinSet;
use ureq::Agent;
use ureq::http::StatusCode;
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

/// So many deliveries are under way at a time.
const AT_ONCE: usize = 16;

/// A receiver must have answered by then.
const PATIENCE: Duration = Duration::from_secs(10);

/// Nobody else tries a delivery that was taken before this has passed.
const TAKEN: SignedDuration = SignedDuration::from_secs(60);

/// Seconds after the first try, the second, and so on; after the last pause it is tried a last time.
const PAUSES: [i64; 10] = [5, 30, 120, 600, 1800, 3600, 2 * 3600, 6 * 3600, 12 * 3600, 24 * 3600];

/// Why something was not delivered.
struct Undelivered {
    what: String,
    /// Trying again makes no sense.
    for_good: bool,
}

impl Undelivered {
    fn now(what: impl Into<String>) -> Self {
        Self { what: what.into(), for_good: false }
    }

    fn for_good(what: impl Into<String>) -> Self {
        Self { what: what.into(), for_good: true }
    }
}

impl Worker {
    /// Sends what is due; whether there was anything.
    pub(crate) async fn deliver_due(&self) -> Result<bool, NodeError> {
        let now = self.node.clock.now();
        let due = Query::all()
            .is("state", DeliveryState::Waiting.as_str())
            .at_most("due_at", now)
            .ascending("due_at");
        if self.node.store.read().await?.find::<Delivery>(&due).await?.is_none() {
            return Ok(false);
        }
        let mut tx = self.node.store.write("delivery.take").await?;
        let until = now.saturating_add(TAKEN).unwrap_or(now);
        let taken = tx.take_deliveries(now, until, AT_ONCE).await?;
        tx.commit().await?;
        let mut sending = JoinSet::new();
        for delivery in taken {
            let worker = self.clone();
            sending.spawn(async move { worker.send(delivery).await });
        }
        while let Some(sent) = sending.join_next().await {
            sent.map_err(|_| NodeError::Worker)??;
        }
        Ok(true)
    }

    async fn send(&self, delivery: Stored<Delivery>) -> Result<(), NodeError> {
        let sent = match delivery.record.channel {
            Channel::Webhook => self.node.send_to_webhook(&delivery.record).await?,
            Channel::Mail => self.node.send_mail(&delivery.record).await?,
        };
        if let Some(note) = self.node.keep_delivery(delivery, sent).await? {
            (self.notes)(note);
        }
        Ok(())
    }
}

impl Node {
    async fn send_to_webhook(&self, delivery: &Delivery) -> Result<Result<(), Undelivered>, NodeError> {
        let id = delivery.to.parse::<RecordId>().ok();
        let hook = match id {
            Some(id) => self.store.read().await?.get::<Webhook>(id).await?,
            None => None,
        };
        let Some(Stored { record: hook, .. }) = hook.filter(|hook| hook.record.enabled) else {
            return Ok(Err(Undelivered::for_good("the webhook was removed or turned off")));
        };
        let internal = &self.settings.webhooks.internal;
        let address = match receiver(&hook.url, internal) {
            Ok(address) => address,
            Err(why) => return Ok(Err(Undelivered::for_good(why))),
        };
        let guard = match is_named(&address, internal) {
            true => Guarded::outside_and(address.host_str().unwrap_or_default()),
            false => Guarded::outside(),
        };
        let body = delivery.payload.to_string();
        let (id, at) = (delivery.id.to_string(), self.clock.now().as_second());
        let Some(signature) = signature(&hook.secret, &id, at, &body) else {
            return Ok(Err(Undelivered::for_good("its secret cannot be used; renew it")));
        };
        let headers =
            [("webhook-id", id), ("webhook-timestamp", at.to_string()), ("webhook-signature", signature)];
        off_thread(move || post(&address, guard, &headers, &body)).await
    }

    async fn send_mail(&self, delivery: &Delivery) -> Result<Result<(), Undelivered>, NodeError> {
        let Some(settings) = self.settings.mail.clone() else {
            return Ok(Err(Undelivered::for_good("no mail is sent: node.toml has no section mail")));
        };
        let (folder, delivery) = (self.folder.clone(), delivery.clone());
        off_thread(move || mail::send(&settings, &folder, &delivery).map_err(Undelivered::now)).await
    }

    /// Keeps how a try ended. Somebody may have changed or erased the delivery meanwhile: that stands.
    async fn keep_delivery(
        &self,
        taken: Stored<Delivery>,
        sent: Result<(), Undelivered>,
    ) -> Result<Option<Note>, NodeError> {
        let mut delivery = taken.record;
        let mut note = None;
        match sent {
            Ok(()) => (delivery.state, delivery.error) = (DeliveryState::Sent, None),
            Err(Undelivered { what, for_good }) => {
                let pause = PAUSES.get(delivery.attempts.saturating_sub(1) as usize).filter(|_| !for_good);
                match pause {
                    Some(pause) => {
                        let now = self.clock.now();
                        let pause = jittered(SignedDuration::from_secs(*pause));
                        delivery.due_at = now.saturating_add(pause).unwrap_or(now);
                    }
                    None => delivery.state = DeliveryState::Failed,
                }
                let last = pause.is_none();
                note = Some(Note::Undelivered { delivery: delivery.id, last, error: what.clone() });
                delivery.error = Some(what);
            }
        }
        let mut tx = self.store.write("delivery.keep").await?;
        let kept = tx.get::<Delivery>(delivery.id).await?;
        if kept.is_some_and(|kept| kept.revision == taken.revision) {
            tx.update(&delivery, taken.revision).await?;
            tx.commit().await?;
        }
        Ok(note)
    }
}

/// One request. Redirects are not followed: whoever receives has named their address.
fn post(address: &Url, guard: Guarded, headers: &[(&str, String)], body: &str) -> Result<(), Undelivered> {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("entente/", env!("CARGO_PKG_VERSION")))
        .build();
    let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
    let request = agent.post(address.as_str()).header("content-type", "application/json");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
    match request.send(body).map(|response| response.status()) {
        Ok(status) if status.is_success() => Ok(()),
        Ok(StatusCode::GONE) => Err(Undelivered::for_good("the receiver answered 410: it wants no more")),
        Ok(status) => Err(Undelivered::now(format!("the receiver answered {status}"))),
        Err(error) => Err(Undelivered::now(error.to_string())),
    }
}
