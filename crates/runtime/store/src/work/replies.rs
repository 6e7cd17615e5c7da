//! Answers kept for a while under the caller's idempotency key: a repeated request is answered, not done twice.

use crate::kinds::kept;
use crate::{Query, Snapshot, StoreError, Tx};
use jiff::Timestamp;
use model::{Envelope, RecordId};
use serde::{Deserialize, Serialize};

/// So many are forgotten in one transaction: others want to write, too.
const AT_ONCE: usize = 500;

/// A request, and the answer that it was given.
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
    /// The answer; none while what was asked is being done.
    pub answer: Option<KeptAnswer>,
    /// When it was asked.
    pub made_at: Timestamp,
}

/// An answer as it was given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAnswer {
    /// Its status.
    pub status: u16,
    /// Its headers, as far as they belong to what was done.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
}

/// Whether a request was made before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeated {
    /// It is new.
    No,
    /// It was answered so.
    Yes(Box<KeptAnswer>),
    /// It is being done, or whoever did it died.
    Running,
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
    /// Whether this caller made this request before. Ask in the transaction that inserts the request: then two at
    /// once cannot both be new.
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
        Ok(match before.map(|before| before.record) {
            None => Repeated::No,
            Some(before) if before.request != request => Repeated::Other,
            Some(KeptReply { answer: Some(answer), .. }) => Repeated::Yes(Box::new(answer)),
            Some(_) => Repeated::Running,
        })
    }
}

impl Tx {
    /// Forgets requests that were made before a moment, some of them at a time. Gives how many.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn forget_replies(&mut self, before: Timestamp) -> Result<usize, StoreError> {
        let query = Query::all().below("made_at", before).ascending("made_at").limit(AT_ONCE);
        let old = self.page::<KeptReply>(&query).await?.records;
        for reply in &old {
            self.remove::<KeptReply>(reply.record.id).await?;
        }
        Ok(old.len())
    }
}

fn request_key(caller: RecordId, key: &str) -> String {
    format!("{caller}\u{1F}{key}")
}
