//! What the audit log is told: who did what, at which desk, to which records. Never who a subject is:
//! details go in as a salted hash, so that whoever holds them can prove them and nobody can guess them.

use crate::{Node, NodeError};
use access::{Action, Actor, Policies, Resource};
use audit::{Commitment, Leaf};
use jiff::Timestamp;
use model::{Desk, ListId, RecordId};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{Tx, VersionRecord};

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
        self.tell_named(tx, actor, action.as_str(), desk, about, details).await
    }

    /// The same for what needs no permission and is told all the same: logins, and what failed of them.
    pub(crate) async fn tell_named(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: &'static str,
        desk: impl Into<Option<Desk>>,
        about: &[(&'static str, RecordId)],
        details: &(impl Serialize + Sync),
    ) -> Result<(), NodeError> {
        // Details are texts, ids and numbers: they always have a JSON form.
        let details = serde_json::to_vec(details).unwrap_or_default();
        let leaf = Leaf {
            at: self.clock.now(),
            actor: actor.id,
            action: action.to_owned(),
            desk: desk.into(),
            about: about.iter().map(|(kind, id)| ((*kind).to_owned(), *id)).collect(),
            details: Commitment::to(&details, crate::random()),
        };
        tx.append_leaf(&leaf.canonical()).await?;
        Ok(())
    }
}

/// Whether an actor may do this to the node as a whole.
pub(crate) fn allow_at_node(actor: &Actor, action: Action) -> Result<(), NodeError> {
    Ok(Policies::shipped().check(actor, action, &Resource::of_node(action.resource()))?)
}

/// What stands for a list in a leaf, where ids are records': made of its name, so that whoever knows the name finds
/// its leaves.
pub(crate) fn list_mark(list: &ListId) -> RecordId {
    mark(Timestamp::UNIX_EPOCH, &list.0)
}

/// What stands for a version of a list in a leaf: made of its hash and the moment of its import.
pub(crate) fn version_mark(version: &VersionRecord) -> RecordId {
    mark(version.imported_at, &version.hash)
}

/// An id that is made of a text.
pub(crate) fn mark(at: Timestamp, text: &str) -> RecordId {
    let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let (head, _) = hash.split_first_chunk().unwrap_or((&[0; 10], &[]));
    RecordId::new(at, *head)
}
