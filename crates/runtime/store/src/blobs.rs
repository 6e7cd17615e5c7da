//! Files, kept byte for byte: content-addressed, compressed, sealed. Lists are sealed as case files are: one way for
//! all, whatever their marking.

use crate::columns::envelope_values;
use crate::files::write_whole;
use crate::seal::Key;
use crate::{Snapshot, Store, StoreError, Tx, values};
use jiff::Timestamp;
use model::Envelope;
use sha2::{Digest, Sha256};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// Hash of a stored file: lower-case hexadecimal SHA-256 of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BlobId(pub(crate) String);

impl BlobId {
    /// The id that is written so in a record.
    pub fn parse(hash: &str) -> Option<Self> {
        let whole = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        whole.then(|| Self(hash.to_owned()))
    }

    /// The hash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for BlobId {
    /// The stored file of this hash, as a record names it.
    fn from(hash: &str) -> Self {
        Self(hash.to_owned())
    }
}

/// Lower-case hexadecimal SHA-256.
pub fn hash_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

impl Store {
    /// Keeps a file and returns its hash. Keeping the same bytes twice costs nothing.
    ///
    /// # Errors
    /// When the folder or the records cannot be written.
    pub async fn put_blob(
        &self,
        bytes: &[u8],
        at: Timestamp,
        envelope: &Envelope,
    ) -> Result<BlobId, StoreError> {
        let blob = BlobId(hash_of(bytes));
        let compressed = zstd::encode_all(bytes, zstd::DEFAULT_COMPRESSION_LEVEL)
            .map_err(|error| StoreError::folder(&self.folder, error))?;
        // The record first: while its transaction is open, nobody clears the file away as unused.
        let mut tx = self.write("blob.put").await?;
        let key = match tx.blob_key(&blob).await? {
            BlobKey::Unsealed | BlobKey::Sealed(_) if self.blob_path(&blob).exists() => {
                // Whoever keeps it again will refer to it soon: it is not swept away meanwhile.
                let sql = "UPDATE blobs SET stored_at = $1 WHERE hash = $2";
                tx.sql().run(sql, values![at.to_string(), &blob.0]).await?;
                tx.commit().await?;
                return Ok(blob);
            }
            BlobKey::Sealed(key) => key,
            BlobKey::Unsealed | BlobKey::Nowhere => {
                let mut random = [0; 16];
                crate::seal::random(&mut random)?;
                let name = format!("blob-{}", hex::encode(random));
                let key = tx.new_data_key(&name).await?;
                let mut row = values![&blob.0, bytes.len(), at.to_string()];
                row.extend(envelope_values(envelope)?);
                row.push(name.into());
                let sql = "INSERT INTO blobs
                               (hash, size, stored_at, marking, legal_basis, source, expires_on, data_key)
                           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                           ON CONFLICT (hash) DO UPDATE SET data_key = excluded.data_key";
                tx.sql().run(sql, row).await?;
                key
            }
        };
        let path = self.sealed_path(&blob);
        let sealed = key.seal(&context(&blob), &compressed)?;
        write_whole(&path, &sealed).map_err(|error| StoreError::folder(&path, error))?;
        tx.commit().await?;
        Ok(blob)
    }

    /// The bytes of a stored file, checked against their hash.
    ///
    /// # Errors
    /// When the file is missing or altered.
    pub async fn blob(&self, blob: &BlobId) -> Result<Vec<u8>, StoreError> {
        let failed = |what: String| StoreError::Blob { blob: blob.0.clone(), what };
        let key = match self.read().await?.blob_key(blob).await? {
            BlobKey::Nowhere => return Err(failed("missing".into())),
            BlobKey::Unsealed => None,
            BlobKey::Sealed(key) => Some(key),
        };
        let file = fs::read(self.blob_path(blob)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => failed("missing".into()),
            _ => failed(format!("unreadable ({error})")),
        })?;
        let compressed = match key {
            Some(key) => key.open(&context(blob), &file).map_err(|_| failed("altered".into()))?,
            None => file.into(),
        };
        let bytes =
            zstd::decode_all(&compressed[..]).map_err(|error| failed(format!("damaged ({error})")))?;
        if hash_of(&bytes) == blob.0 { Ok(bytes) } else { Err(failed("altered".into())) }
    }

    /// Where a file lies: sealed, or as the first programs kept it.
    pub(crate) fn blob_path(&self, blob: &BlobId) -> PathBuf {
        let sealed = self.sealed_path(blob);
        let former = sealed.with_extension("zst");
        if !sealed.exists() && former.exists() { former } else { sealed }
    }

    fn sealed_path(&self, blob: &BlobId) -> PathBuf {
        self.folder.join("blobs").join(&blob.0[..2]).join(format!("{}.sealed", blob.0))
    }
}

impl Store {
    /// Clears away what a cut-off import or request left: files that nothing has referred to since `before`, and
    /// files in the folder that the records do not know. Gives how many there were.
    ///
    /// # Errors
    /// When the records or the folder cannot be read or written.
    pub async fn sweep_blobs(&self, before: Timestamp, at: Timestamp) -> Result<u64, StoreError> {
        let mut swept = 0;
        let mut tx = self.write("blob.sweep").await?;
        let sql = format!("SELECT hash, stored_at FROM blobs WHERE {UNUSED}");
        for row in tx.sql().rows(sql, values![]).await? {
            let stored: Timestamp = crate::columns::parsed("moment", &row, "stored_at")?;
            if stored < before {
                tx.erase_blob_if_unused(&BlobId(row.get("hash")?), at).await?;
                swept += 1;
            }
        }
        // Under the writer lock, nobody is between writing a file and its record.
        for path in self.old_files(before)? {
            let hash = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
            let known = tx.sql().first("SELECT 1 FROM blobs WHERE hash = $1", values![hash]).await?;
            if known.is_none() && !tx.doomed.contains(&path) {
                tx.doomed.push(path);
                swept += 1;
            }
        }
        tx.commit().await?;
        Ok(swept)
    }

    /// Files in the folder that were written before a moment.
    fn old_files(&self, before: Timestamp) -> Result<Vec<PathBuf>, StoreError> {
        let folder = self.folder.join("blobs");
        let failed = |error| StoreError::folder(&folder, error);
        let since = u64::try_from(before.as_second()).unwrap_or_default();
        let before = SystemTime::UNIX_EPOCH + Duration::from_secs(since);
        let mut old = Vec::new();
        for part in fs::read_dir(&folder).map_err(failed)? {
            let part = part.map_err(failed)?.path();
            if !part.is_dir() {
                continue;
            }
            for file in fs::read_dir(&part).map_err(failed)? {
                let file = file.map_err(failed)?;
                let written = file.metadata().and_then(|data| data.modified());
                if written.is_ok_and(|written| written < before) {
                    old.push(file.path());
                }
            }
        }
        Ok(old)
    }
}

/// What nothing refers to.
const UNUSED: &str = "hash NOT IN (SELECT blob FROM version_files) AND hash NOT IN (SELECT blob FROM fetches)
                      AND hash NOT IN (SELECT blob FROM blob_uses)";

/// How a file is kept.
enum BlobKey {
    /// Under this key.
    Sealed(Key),
    /// As the first programs kept it.
    Unsealed,
    /// Not at all, or its key was destroyed.
    Nowhere,
}

impl Snapshot {
    async fn blob_key(&mut self, blob: &BlobId) -> Result<BlobKey, StoreError> {
        let sql = "SELECT data_key FROM blobs WHERE hash = $1";
        let Some(row) = self.sql().first(sql, values![&blob.0]).await? else { return Ok(BlobKey::Nowhere) };
        let Some(name) = row.only::<Option<String>>()? else { return Ok(BlobKey::Unsealed) };
        Ok(self.data_key(&name).await?.map_or(BlobKey::Nowhere, BlobKey::Sealed))
    }
}

impl Tx {
    /// Deletes files that nothing refers to, stored before a moment: what was begun and not ended. At most `limit` at
    /// a time; gives how many.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn sweep_blobs(&mut self, before: Timestamp, limit: usize) -> Result<u64, StoreError> {
        let sql =
            "SELECT hash FROM blobs WHERE stored_at < $1 AND hash NOT IN (SELECT blob FROM version_files)
                       AND hash NOT IN (SELECT blob FROM fetches) AND hash NOT IN (SELECT blob FROM blob_uses)
                   ORDER BY hash LIMIT $2";
        let unused = self.sql().rows(sql, values![before.to_string(), limit]).await?;
        for row in &unused {
            if let Some(key) = self.drop_blob_if_unused(&BlobId(row.only()?)).await? {
                self.note_erasure(&key, "file", before).await?;
            }
        }
        Ok(unused.len() as u64)
    }

    /// Deletes a file that nothing refers to any more, when this is committed, and destroys its key; gives the key's
    /// name.
    pub(crate) async fn drop_blob_if_unused(&mut self, blob: &BlobId) -> Result<Option<String>, StoreError> {
        let sql = format!("DELETE FROM blobs WHERE hash = $1 AND {UNUSED} RETURNING data_key");
        let Some(row) = self.sql().first(sql, values![&blob.0]).await? else { return Ok(None) };
        let name = row.only::<Option<String>>()?;
        if let Some(name) = &name {
            self.sql().run("DELETE FROM data_keys WHERE record = $1", values![name]).await?;
        }
        let path = self.store.blob_path(blob);
        self.doomed.push(path);
        Ok(name)
    }

    /// The same, and the ledger beside the keys is told: no backup brings it back.
    pub(crate) async fn erase_blob_if_unused(
        &mut self,
        blob: &BlobId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if let Some(key) = self.drop_blob_if_unused(blob).await? {
            self.note_erasure(&key, "file", at).await?;
        }
        Ok(())
    }
}

fn context(blob: &BlobId) -> String {
    format!("blob/{}", blob.0)
}
