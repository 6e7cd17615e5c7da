//! What a try to renew a list came to, written down with its leaf in the transaction of what it brought: a version, a
//! confirmation, or nothing.

use crate::{Node, NodeError, trail};
use access::{Action, Actor};
use store::{Attempt, AttemptOutcome, ListRecord, NewVersion, Tx, VersionRecord};

impl Node {
    /// Writes down a try that brought nothing.
    pub(crate) async fn note_failure(
        &self,
        actor: &Actor,
        list: &ListRecord,
        outcome: AttemptOutcome,
        detail: String,
    ) -> Result<(), NodeError> {
        let mut tx = self.store.write("list.attempt").await?;
        tx.put_list(list).await?;
        self.note_attempt(&mut tx, actor, list, (outcome, detail), None).await?;
        Ok(tx.commit().await?)
    }

    /// Writes down a try to renew a list, and tells the log, in the transaction of what it brought.
    async fn note_attempt(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        list: &ListRecord,
        (outcome, detail): (AttemptOutcome, String),
        version: Option<&VersionRecord>,
    ) -> Result<(), NodeError> {
        let attempt = Attempt { at: self.clock.now(), outcome, detail };
        tx.add_attempt(&list.id, &attempt, &list.envelope).await?;
        let mut about = vec![("list", trail::list_mark(&list.id))];
        about.extend(version.map(|version| ("list-version", trail::version_mark(version))));
        let details = (&list.id, outcome.as_str(), version.map(|version| &version.hash));
        self.tell(tx, actor, Action::ListImport, None, &about, &details).await
    }

    /// Confirms the version that is current: it is what the files hold, or the authority says so.
    pub(crate) async fn keep_version(
        &self,
        actor: &Actor,
        list: &ListRecord,
        current: &VersionRecord,
        (confirmed, detail): (bool, &str),
    ) -> Result<(), NodeError> {
        let mut tx = self.store.write("list.keep").await?;
        // The configuration may be newer than the version: its basis, marking and expiry take effect.
        tx.put_list(list).await?;
        tx.take_up_list(&list.id).await?;
        if confirmed {
            tx.confirm_list(&list.id, self.clock.now()).await?;
        }
        let outcome = (AttemptOutcome::Unchanged, detail.to_owned());
        self.note_attempt(&mut tx, actor, list, outcome, Some(current)).await?;
        Ok(tx.commit().await?)
    }

    /// Makes a version the current one.
    pub(crate) async fn take_version(
        &self,
        actor: &Actor,
        list: &ListRecord,
        version: &NewVersion<'_>,
        confirmed: bool,
    ) -> Result<VersionRecord, NodeError> {
        let mut tx = self.store.write("list.add_version").await?;
        tx.put_list(list).await?;
        let taken = tx.add_version(version).await?;
        if confirmed {
            tx.confirm_list(&list.id, self.clock.now()).await?;
        }
        let outcome = (AttemptOutcome::Imported, format!("{} entries", taken.entries));
        self.note_attempt(&mut tx, actor, list, outcome, Some(&taken)).await?;
        tx.commit().await?;
        Ok(taken)
    }
}
