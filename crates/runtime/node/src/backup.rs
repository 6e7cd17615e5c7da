//! Backing the node up while it runs, and restoring it into an empty place. Keys are in no backup: they are brought
//! along apart.

use crate::audit_log::{Anew, SignedLog};
use crate::{Node, NodeError, trail};
use access::{Action, Actor};
use model::Clock;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use store::{BackupReport, Place, Store, StoreError};

/// When a backup was last made.
pub(crate) const LAST_BACKUP: &str = "backup";

/// A node as it was restored.
#[derive(Clone, Debug)]
pub struct Restored {
    /// What was carried.
    pub report: BackupReport,
    /// Its audit log, which goes on under a new name.
    pub log: SignedLog,
}

impl Node {
    /// Writes a backup of this moment to a file, while everything goes on.
    ///
    /// # Errors
    /// When the actor may not, or the file cannot be written.
    pub async fn back_up(&self, actor: &Actor, file: &Path) -> Result<BackupReport, NodeError> {
        trail::allow_at_node(actor, Action::BackupMake)?;
        // Told before it is made: nothing leaves the node without a leaf, and the backup tells of itself.
        let mut tx = self.store.write("backup").await?;
        let about = [("backup", self.fresh_id())];
        let name = file.to_string_lossy();
        self.tell(&mut tx, actor, Action::BackupMake, None, &about, &name).await?;
        tx.commit().await?;
        let report = self.store.backup(file, self.clock.now()).await?;
        let mut tx = self.store.write("backup.done").await?;
        tx.note_moment(LAST_BACKUP, self.clock.now()).await?;
        tx.commit().await?;
        Ok(report)
    }

    /// Restores a backup into an empty place, with the keys that lie there or those of another folder, and lets its
    /// audit log go on under a new name: what was signed after the backup was made is in no log any more, and two
    /// nodes must not sign as one.
    ///
    /// # Errors
    /// When the place is not empty, keys are missing or others, or the backup is damaged.
    pub async fn restore(
        place: Place,
        clock: Arc<dyn Clock>,
        file: &Path,
        keys: Option<&Path>,
    ) -> Result<Restored, NodeError> {
        let folder = place.folder();
        store::create_private(folder).map_err(|error| NodeError::file(folder, error))?;
        // Before any key is copied: a node that works must not be touched.
        if Store::look(&place).await.is_ok_and(|looked| looked.in_use) {
            return Err(StoreError::not_empty(file).into());
        }
        let own = folder.join("keys");
        if let Some(keys) = keys {
            bring_keys(keys, &own)?;
        }
        let anew = || Anew::write(folder, Action::BackupRestore, "restored").map_err(io::Error::other);
        let report = match Store::restore(&place, &own, file, &anew).await {
            Ok(report) => report,
            Err(error) => {
                // Nothing was restored, so no log is to go on.
                Anew::done(folder)?;
                return Err(error.into());
            }
        };
        let node = Self::open(place, clock).await?;
        let log = node.sign_audit_log().await?;
        node.close().await;
        Ok(Restored { report, log })
    }
}

/// Copies a folder of keys. What is there already must be the same: a cut-off restore is taken up.
fn bring_keys(from: &Path, to: &Path) -> Result<(), NodeError> {
    let failed = |error| NodeError::file(from, error);
    store::create_private(to).map_err(|error| NodeError::file(to, error))?;
    for file in fs::read_dir(from).map_err(failed)? {
        let file = file.map_err(failed)?.path();
        let is_ours = |name: &&OsStr| {
            let name = name.to_string_lossy();
            file.is_file() && (name.ends_with(".key") || name.ends_with(".keys") || name == "erased")
        };
        let Some(name) = file.file_name().filter(is_ours) else { continue };
        let (bytes, target) = (fs::read(&file).map_err(failed)?, to.join(name));
        match fs::read(&target) {
            Ok(there) if there == bytes => continue,
            Ok(_) => {
                return Err(NodeError::Usage {
                    what: format!("{} holds other keys already", to.display()),
                    remedy: "restore into an empty folder, or leave --keys out to use the keys in place"
                        .into(),
                });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(NodeError::file(&target, error)),
        }
        let write = || {
            let mut copy = tempfile::NamedTempFile::new_in(to)?;
            copy.write_all(&bytes)?;
            copy.as_file().sync_all()?;
            copy.persist(&target).map_err(|error| error.error)
        };
        write().map_err(|error| NodeError::file(&target, error))?;
    }
    Ok(())
}
