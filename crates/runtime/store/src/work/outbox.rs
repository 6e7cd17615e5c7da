//! The outbox: what is to be sent to others, written in the transaction of what it tells, sent when that is certain.

use crate::kinds::kept;
use crate::{Query, StoreError, Stored, Tx};
use jiff::Timestamp;
use model::{Desk, Envelope, RecordId};
use serde::{Deserialize, Serialize};

/// An address that is told of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// Only this desk's events.
    pub desk: Option<Desk>,
    /// Where to.
    pub url: String,
    /// What requests are signed with.
    pub secret: String,
    /// Names of the events.
    pub events: Vec<String>,
    /// Off until somebody turns it on.
    pub enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Id; the receiver can tell a repeated delivery by it.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// By which way.
    pub channel: Channel,
    /// Where to: the id of a webhook, or an e-mail address.
    pub to: String,
    /// The name of the event.
    pub event: String,
    /// What is sent.
    pub payload: serde_json::Value,
    /// How far it is.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is to be tried next.
    pub due_at: Timestamp,
    /// What went wrong the last time.
    pub error: Option<String>,
}

/// What mail somebody asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeChoice {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The person's account.
    pub person: RecordId,
    /// Where to.
    pub address: String,
    /// In which language.
    pub language: String,
    /// Whether of new alerts.
    pub alerts: bool,
    /// Whether of clocks.
    pub clocks: bool,
}

/// By which way something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// A signed request.
    Webhook,
    /// An e-mail.
    Mail,
}

/// How far a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryState {
    /// To be tried.
    Waiting,
    /// The receiver has it.
    Sent,
    /// Given up.
    Failed,
}

impl Channel {
    /// Its word in columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Mail => "mail",
        }
    }
}

impl DeliveryState {
    /// Its word in columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }
}

kept! {
    Webhook, "webhook" in "webhooks", |webhook| {
        desk: webhook.desk.map(Desk::as_str),
        enabled: webhook.enabled,
    }
}

kept! {
    Delivery, "delivery" in "deliveries", |delivery| {
        channel: delivery.channel.as_str(),
        state: delivery.state.as_str(),
        due_at: delivery.due_at,
    }
    keys {
        let about = ["alert", "decision", "erasure"].into_iter().filter_map(|kind| delivery.payload["data"][kind].as_str());
        let about = about.map(|id| ("about", id.to_owned()));
        about.chain([("to", delivery.to.clone())]).collect()
    };
}

kept! {
    NoticeChoice, "choice of notices" in "notice_choices", |choice| {
        person: choice.person,
        wanted: choice.alerts || choice.clocks,
    }
}

impl Tx {
    /// Takes deliveries that are due, the longest waiting first, and puts them off until `until`, so that no other
    /// instance sends them meanwhile. Commit, send, then keep what came of it with [`Tx::update`].
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn take_deliveries(
        &mut self,
        now: Timestamp,
        until: Timestamp,
        limit: usize,
    ) -> Result<Vec<Stored<Delivery>>, StoreError> {
        let due = Query::all()
            .is("state", DeliveryState::Waiting.as_str())
            .at_most("due_at", now)
            .ascending("due_at")
            .limit(limit);
        let mut taken = self.page::<Delivery>(&due).await?.records;
        for stored in &mut taken {
            stored.record.due_at = until;
            stored.record.attempts += 1;
            stored.revision = self.update(&stored.record, stored.revision).await?;
        }
        Ok(taken)
    }
}
