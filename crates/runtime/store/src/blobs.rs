//! Original files, kept byte for byte: content-addressed, compressed, never overwritten.

use crate::columns::envelope_values;
use crate::{Store, StoreError, Tx, values};
use jiff::Timestamp;
use model::Envelope;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

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
        let path = self.blob_path(&blob);
        // The record first: while its transaction is open, nobody clears the file away as unused.
        let mut tx = self.write("blob.put").await?;
        let mut row = values![&blob.0, bytes.len(), at.to_string()];
        row.extend(envelope_values(envelope)?);
        let sql = "INSERT INTO blobs (hash, size, stored_at, marking, legal_basis, source, expires_on)
                   VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
        tx.sql().run(sql, row).await?;
        if !path.exists() {
            write_compressed(&path, bytes).map_err(|error| StoreError::folder(&path, error))?;
        }
        tx.commit().await?;
        Ok(blob)
    }

    /// The bytes of a stored file, checked against their hash.
    ///
    /// # Errors
    /// When the file is missing or altered.
    pub fn blob(&self, blob: &BlobId) -> Result<Vec<u8>, StoreError> {
        let failed = |what: String| StoreError::Blob { blob: blob.0.clone(), what };
        let compressed = fs::File::open(self.blob_path(blob)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => failed("missing".into()),
            _ => failed(format!("unreadable ({error})")),
        })?;
        let bytes = zstd::decode_all(compressed).map_err(|error| failed(format!("damaged ({error})")))?;
        if hash_of(&bytes) == blob.0 { Ok(bytes) } else { Err(failed("altered".into())) }
    }

    fn blob_path(&self, blob: &BlobId) -> PathBuf {
        self.folder.join("blobs").join(&blob.0[..2]).join(format!("{}.zst", blob.0))
    }
}

impl Tx {
    /// Deletes a file that nothing refers to any more, when this is committed.
    pub(crate) async fn drop_blob_if_unused(&mut self, blob: &BlobId) -> Result<(), StoreError> {
        let sql = "DELETE FROM blobs WHERE hash = $1 AND hash NOT IN (SELECT blob FROM version_files)
                       AND hash NOT IN (SELECT blob FROM fetches)";
        if self.sql().run(sql, values![&blob.0]).await? > 0 {
            let path = self.store.blob_path(blob);
            self.doomed.push(path);
        }
        Ok(())
    }
}

/// Writes beside the place and renames: a file under its name is always whole.
fn write_compressed(path: &std::path::Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut encoder = zstd::Encoder::new(&mut file, zstd::DEFAULT_COMPRESSION_LEVEL)?;
    encoder.write_all(bytes)?;
    encoder.finish()?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
