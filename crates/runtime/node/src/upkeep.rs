//! What a running node does for itself beside its work: it signs its audit log, clears away files that nothing refers
//! to, and tells the log with which rules it began.

use crate::audit_log::SignedLog;
use crate::{Node, NodeError, trail};
use access::{Action, Policies};
use jiff::{SignedDuration, Timestamp};

/// Files that nothing refers to are kept so long: an import may be about to.
const UNUSED_FOR: SignedDuration = SignedDuration::from_hours(24);

impl Node {
    /// Tells the log that the service begins: under which version and which policies. A change of policy shows as
    /// another mark.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn tell_of_start(&self) -> Result<(), NodeError> {
        let about = [("policies", trail::mark(Timestamp::UNIX_EPOCH, Policies::SHIPPED))];
        let mut tx = self.store.write("node.start").await?;
        let details = ("started", env!("CARGO_PKG_VERSION"));
        self.tell(&mut tx, &self.itself(), Action::NodeConfigure, None, &about, &details).await?;
        Ok(tx.commit().await?)
    }

    /// Signs the audit log where something was added since its newest checkpoint. Gives what was signed.
    ///
    /// # Errors
    /// When the log is not one to sign, or something cannot be written.
    pub async fn sign_what_is_new(&self) -> Result<Option<SignedLog>, NodeError> {
        match self.unsigned_leaves().await? {
            0 => Ok(None),
            _ => self.sign_audit_log().await.map(Some),
        }
    }

    /// Clears away files that nothing has referred to for a day. Gives how many there were.
    ///
    /// # Errors
    /// When the records or the folder cannot be read or written.
    pub async fn sweep(&self) -> Result<u64, NodeError> {
        let now = self.clock.now();
        Ok(self.store.sweep_blobs(now - UNUSED_FOR, now).await?)
    }
}
