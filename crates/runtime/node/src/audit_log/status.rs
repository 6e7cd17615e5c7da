//! How far the audit log is signed, told without reading it whole.

use super::kept::Kept;
use crate::{Node, NodeError};
use access::{Action, Actor, Policies, Resource};
use audit::Checkpoint;

/// Larger than any log.
const ALL: u64 = i64::MAX.unsigned_abs();

/// How far the audit log is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditStatus {
    /// Leaves there are.
    pub leaves: u64,
    /// Leaves under the newest checkpoint; none where there is no good one.
    pub signed: Option<u64>,
    /// Whether there is a copy of the newest checkpoint outside the database.
    pub has_copy: bool,
    /// The public key that signatures are checked with; none before the first signature.
    pub key: Option<String>,
}

impl Node {
    /// How far the audit log is signed.
    ///
    /// # Errors
    /// When the actor may not read the log, or it cannot be read.
    pub async fn audit_status(&self, actor: &Actor) -> Result<AuditStatus, NodeError> {
        allow(actor, Action::AuditRead)?;
        let kept = Kept(self.folder());
        let keys = kept.verifying_keys()?;
        let mut snapshot = self.store.read().await?;
        let newest = snapshot.newest_checkpoint(ALL).await?;
        let signed = newest.and_then(|note| Checkpoint::open_any(&note, &keys).ok());
        Ok(AuditStatus {
            leaves: snapshot.log_size().await?,
            signed: signed.map(|checkpoint| checkpoint.size),
            has_copy: kept.copy()?.is_some(),
            key: keys.first().map(|key| key.text().to_owned()),
        })
    }
}

fn allow(actor: &Actor, action: Action) -> Result<(), NodeError> {
    Ok(Policies::shipped().check(actor, action, &Resource::of_node(action.resource()))?)
}
