//! Answers kept for a while under the caller's idempotency key: a repeated request is answered, not done twice.

use crate::kinds::kept;
use crate::{Query, Snapshot, StoreError};
use jiff::Timestamp;
use model::{Envelope, RecordId};
use serde::{Deserialize, Serialize};

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReply {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// Who asked.
    pub caller: RecordId,
    /// The caller's key of the request.
    pub key: String,
    /// Hash of what was asked: the same key with another request is a mistake.
    pub request: String,
    /// The status of the answer.
    pub status: u16,
    /// Its body.
    pub body: String,
    /// When it was given.
    pub made_at: Timestamp,
}

/// Whether a request was made before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// It is new.
    No,
    /// It was answered so.
    Yes(Box<KeptReply>),
    /// The key was used for another request.
    Other,
}

kept! {
    KeptReply, "kept reply" in "kept_replies", |reply| {
        made_at: reply.made_at,
    }
    keys vec![("request", request_key(reply.caller, &reply.key))];
}

impl Snapshot {
    /// Whether this caller made this request before. Ask in the transaction that does what is requested and inserts
    /// the answer: then two at once cannot both be new.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn repeated(
        &mut self,
        caller: RecordId,
        key: &str,
        request: &str,
    ) -> Result<Repeated, StoreError> {
        let before = self.find::<KeptReply>(&Query::all().key("request", request_key(caller, key))).await?;
        Ok(match before {
            None => Repeated::No,
            Some(before) if before.record.request == request => Repeated::Yes(Box::new(before.record)),
            Some(_) => Repeated::Other,
        })
    }
}

fn request_key(caller: RecordId, key: &str) -> String {
    format!("{caller}\u{1F}{key}")
}
