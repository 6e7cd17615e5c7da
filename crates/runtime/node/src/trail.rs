//! What the audit log is told: who did what, at which desk, to which records. Never who a subject is:
//! details go in as a salted hash, so that whoever holds them can prove them and nobody can guess them.

use crate::{Node, NodeError};
use access::{Action, Actor};
use jiff::Timestamp;
use model::{Desk, RecordId};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::Tx;

/// A leaf of the log.
#[derive(Serialize)]
struct Leaf<'a> {
    at: Timestamp,
    actor: RecordId,
    action: Action,
    #[serde(skip_serializing_if = "Option::is_none")]
    desk: Option<Desk>,
    about: &'a [(&'static str, RecordId)],
    salt: String,
    details: String,
}

impl Node {
    /// Writes a leaf in the transaction of the change. What is done to the node as a whole has no desk.
    pub(crate) async fn tell(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: Action,
        desk: impl Into<Option<Desk>>,
        about: &[(&'static str, RecordId)],
        details: &(impl Serialize + Sync),
    ) -> Result<(), NodeError> {
        let salt: [u8; 16] = crate::random();
        // Details are texts, ids and numbers: they always have a JSON form.
        let details = serde_json::to_vec(details).unwrap_or_default();
        let hash = Sha256::new().chain_update(salt).chain_update(details).finalize();
        let (salt, details) = (hex::encode(salt), hex::encode(hash));
        let desk = desk.into();
        let leaf = Leaf { at: self.clock.now(), actor: actor.id, action, desk, about, salt, details };
        tx.append_leaf(&serde_json::to_vec(&leaf).unwrap_or_default()).await?;
        Ok(())
    }
}
