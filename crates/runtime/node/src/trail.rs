//! What the audit log is told: who did what, at which desk, to which records. Never who a subject is:
//! details go in as a salted hash, so that whoever holds them can prove them and nobody can guess them.

use crate::{Node, NodeError};
use access::{Action, Actor};
use audit::{Commitment, Leaf};
use model::{Desk, RecordId};
use serde::Serialize;
use store::Tx;

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
