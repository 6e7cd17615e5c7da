//! What the log keeps outside the database: its signing key among the node's keys, and a copy of the newest checkpoint,
//! so that a database that was set back does not pass for the log.

use crate::NodeError;
use audit::{SigningKey, VerifyingKey};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The signing key, in the folder of keys.
const KEY: &str = "keys/audit-signing.key";
/// The verifying keys of the log under its former names, the latest first.
const FORMER: &str = "keys/audit-former.keys";
/// The copy of the newest checkpoint, in the data folder.
const COPY: &str = "audit/checkpoint";

/// Files of the log in a data folder.
pub(super) struct Kept<'a>(pub &'a Path);

impl Kept<'_> {
    /// The signing key, where there is one.
    pub fn key(&self) -> Result<Option<SigningKey>, NodeError> {
        let path = self.0.join(KEY);
        let Some(text) = read(&path)? else { return Ok(None) };
        let unusable = |fault| NodeError::file(&path, io::Error::new(io::ErrorKind::InvalidData, fault));
        SigningKey::parse(&text).map(Some).map_err(unusable)
    }

    /// The public half of the signing key and of those of the log's former names, the latest first.
    pub fn verifying_keys(&self) -> Result<Vec<VerifyingKey>, NodeError> {
        let own = self.key()?.map(|key| key.verifying().clone());
        let path = self.0.join(FORMER);
        let former = read(&path)?.unwrap_or_default();
        let unusable = |fault| NodeError::file(&path, io::Error::new(io::ErrorKind::InvalidData, fault));
        let former = former.lines().map(|line| VerifyingKey::parse(line).map_err(unusable));
        own.map(Ok).into_iter().chain(former).collect()
    }

    /// Makes a signing key for a log that goes on under a new name. The former one is destroyed: only its public half
    /// stays, so that what it signed can be verified.
    pub fn renew_key(&self) -> Result<SigningKey, NodeError> {
        if let Some(key) = self.key()? {
            let path = self.0.join(FORMER);
            let former = read(&path)?.unwrap_or_default();
            let ended = key.verifying().text();
            if former.lines().next() != Some(ended) {
                replace(&path, &format!("{ended}\n{former}"))?;
            }
        }
        self.make_key()
    }

    /// Makes the signing key. The log's name is drawn, so that no two logs share one.
    pub fn make_key(&self) -> Result<SigningKey, NodeError> {
        let path = self.0.join(KEY);
        let name = format!("entente.log/{}", hex::encode(crate::random::<8>()));
        let unusable = |fault| NodeError::file(&path, io::Error::new(io::ErrorKind::InvalidData, fault));
        let key = SigningKey::new(&name, &crate::random()).map_err(unusable)?;
        replace(&path, &format!("{}\n", key.secret_text()))?;
        Ok(key)
    }

    /// Where the copy of the newest checkpoint lies.
    pub fn copy_path(&self) -> PathBuf {
        self.0.join(COPY)
    }

    /// The copy of the newest checkpoint, where there is one.
    pub fn copy(&self) -> Result<Option<String>, NodeError> {
        read(&self.copy_path())
    }

    /// Puts a checkpoint in the place of the copy.
    pub fn put_copy(&self, note: &str) -> Result<(), NodeError> {
        replace(&self.copy_path(), note)
    }
}

pub(super) fn read(path: &Path) -> Result<Option<String>, NodeError> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => text.map(Some).map_err(|error| NodeError::file(path, error)),
    }
}

/// Writes a file that only its owner reads, whole or not at all, and lasting.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), NodeError> {
    let write = || {
        let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        store::create_private(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        // The new name must survive a loss of power, too.
        #[cfg(unix)]
        fs::File::open(folder)?.sync_all()?;
        Ok(())
    };
    write().map_err(|error: io::Error| NodeError::file(path, error))
}
