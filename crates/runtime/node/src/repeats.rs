//! Requests that their callers may send again: what was answered under a caller's key is kept for a day, sealed, and a
//! second request with the key is answered so instead of being done.

use crate::{Node, NodeError};
use jiff::{SignedDuration, Timestamp};
use model::{Envelope, LegalBasis, Marking, RecordId};
use store::{KeptReply, Repeated, Stored};

pub use store::KeptAnswer;

/// Answers are kept so long.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Whether a request is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is new: do it, then [`Node::keep_answer`] or [`Node::give_up_claim`].
    New(RecordId),
    /// It was done, and answered so.
    Answered(Box<KeptAnswer>),
    /// It is being done, or whoever did it died before the answer was kept.
    Running,
    /// The key was used for another request.
    Other,
}

impl Node {
    /// Claims a request for whoever is about to do it: of two at once, one is new.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn claim_request(
        &self,
        caller: RecordId,
        key: &str,
        request: &str,
    ) -> Result<Claim, NodeError> {
        let mut tx = self.store.write("reply.claim").await?;
        match tx.repeated(caller, key, request).await? {
            Repeated::No => {}
            Repeated::Yes(answer) => return Ok(Claim::Answered(answer)),
            Repeated::Running => return Ok(Claim::Running),
            Repeated::Other => return Ok(Claim::Other),
        }
        let id = self.fresh_id();
        let claim = KeptReply {
            id,
            envelope: Envelope {
                marking: Marking::default(),
                legal_basis: LegalBasis("that of the request".into()),
                source: "repeated requests".into(),
                expires_on: None,
            },
            caller,
            key: key.to_owned(),
            request: request.to_owned(),
            answer: None,
            made_at: self.clock.now(),
        };
        tx.insert(&claim).await?;
        tx.commit().await?;
        Ok(Claim::New(id))
    }

    /// Keeps the answer to a claimed request.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn keep_answer(&self, claim: RecordId, answer: KeptAnswer) -> Result<(), NodeError> {
        let mut tx = self.store.write("reply.keep").await?;
        if let Some(Stored { mut record, revision, .. }) = tx.get::<KeptReply>(claim).await? {
            record.answer = Some(answer);
            tx.update(&record, revision).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Gives up a claim: nothing was done, the request may be sent again.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn give_up_claim(&self, claim: RecordId) -> Result<(), NodeError> {
        let mut tx = self.store.write("reply.give_up").await?;
        tx.remove::<KeptReply>(claim).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets what was kept for longer than a day.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn forget_replies(&self) -> Result<(), NodeError> {
        let before = self.clock.now().saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
        loop {
            let mut tx = self.store.write("reply.forget").await?;
            let forgotten = tx.forget_replies(before).await?;
            tx.commit().await?;
            if forgotten == 0 {
                return Ok(());
            }
        }
    }
}

/// Lower-case hexadecimal SHA-256 of what is asked.
pub fn hash_of(asked: &[u8]) -> String {
    store::hash_of(asked)
}
