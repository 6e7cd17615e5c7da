//! Writing records: new ones, new revisions, and erasing.

use super::{Kind, Record, context};
use crate::columns::{envelope_values, placeholders};
use crate::seal::{Erasure, Key};
use crate::{BlobId, StoreError, Tx, Value, values};
use jiff::Timestamp;
use model::RecordId;
use zeroize::Zeroizing;

/// Columns that the table of every kind begins with, in the order of [`row`].
const COMMON: [&str; 7] = ["id", "revision", "marking", "legal_basis", "source", "expires_on", "body"];

impl Tx {
    /// Keeps a new record, under a data key of its own.
    ///
    /// # Errors
    /// When there is one of this id or it cannot be written.
    pub async fn insert<R: Record>(&mut self, record: &R) -> Result<(), StoreError> {
        let id = record.id();
        let key = self.new_data_key(&id.to_string()).await?;
        let Kind { table, columns, .. } = R::KIND;
        let row = row(record, &key, 1)?;
        let names: Vec<&str> = COMMON.iter().chain(columns).copied().collect();
        let places = placeholders(1, row.len());
        let sql = format!("INSERT INTO {table} ({}) VALUES {places}", names.join(", "));
        self.sql().run(sql, row).await.map_err(taken(R::KIND.name))?;
        self.attach(record).await
    }

    /// Keeps a new revision of a record, if nobody else did since revision `expected` was read. Gives the new
    /// revision.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when the record is at another revision; [`StoreError::Missing`] when there is none.
    pub async fn update<R: Record>(&mut self, record: &R, expected: u64) -> Result<u64, StoreError> {
        let id = record.id();
        let Kind { table, columns, name, .. } = R::KIND;
        let missing = || StoreError::Missing { kind: name, id };
        let key = self.data_key(&id.to_string()).await?.ok_or_else(missing)?;
        let mut row = row(record, &key, expected + 1)?;
        let all = COMMON.iter().chain(columns).enumerate().skip(1);
        let set: Vec<String> = all.map(|(place, column)| format!("{column} = ${}", place + 1)).collect();
        row.push(expected.into());
        let sql =
            format!("UPDATE {table} SET {} WHERE id = $1 AND revision = ${}", set.join(", "), row.len());
        if self.sql().run(sql, row).await? == 0 {
            return Err(StoreError::Stale { kind: name, id });
        }
        self.detach::<R>(id).await?;
        self.attach(record).await?;
        Ok(expected + 1)
    }

    /// Erases a record for good: its data key is destroyed, so that what it said cannot be read in any file or
    /// backup, and a restore does not bring it back. That it was erased, and when, stays known. Gives whether there
    /// was one.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn erase<R: Record>(&mut self, id: RecordId, at: Timestamp) -> Result<bool, StoreError> {
        let (there, blob_keys) = self.take_out::<R>(id).await?;
        if there {
            self.note_erasure(&id.to_string(), R::KIND.name, at).await?;
            for key in blob_keys {
                self.note_erasure(&key, "file", at).await?;
            }
        }
        Ok(there)
    }

    /// Takes out a record that nobody needs to know of: an ended session, a finished delivery. A restore of an older
    /// backup brings it back. Gives whether there was one.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn remove<R: Record>(&mut self, id: RecordId) -> Result<bool, StoreError> {
        Ok(self.take_out::<R>(id).await?.0)
    }

    /// Deletes a record and its data key, and the files that only it referred to; gives the names of their keys.
    async fn take_out<R: Record>(&mut self, id: RecordId) -> Result<(bool, Vec<String>), StoreError> {
        self.sql().run("DELETE FROM data_keys WHERE record = $1", values![id]).await?;
        let sql = format!("DELETE FROM {} WHERE id = $1", R::KIND.table);
        let there = self.sql().run(sql, values![id]).await? > 0;
        let sql = "SELECT blob FROM blob_uses WHERE record = $1";
        let blobs = self.sql().rows(sql, values![id]).await?;
        self.detach::<R>(id).await?;
        let mut blob_keys = Vec::new();
        for blob in blobs {
            blob_keys.extend(self.drop_blob_if_unused(&BlobId(blob.only()?)).await?);
        }
        Ok((there, blob_keys))
    }

    /// Makes and keeps the data key of a new record or blob.
    pub(crate) async fn new_data_key(&mut self, record: &str) -> Result<Key, StoreError> {
        let key = Key::new()?;
        if !self.keep_data_key(record, &key).await? {
            // Another instance rotated the wrapping key: this one must not wrap under what is destroyed.
            self.attach_keys().await?;
            if !self.keep_data_key(record, &key).await? {
                return Err(StoreError::damaged(
                    "folder of keys",
                    "the records know none of its wrapping keys",
                ));
            }
        }
        Ok(key)
    }

    /// Keeps a data key, if the records know the wrapping key that it goes under; gives whether they do.
    async fn keep_data_key(&mut self, record: &str, key: &Key) -> Result<bool, StoreError> {
        let (wrapping, wrapped) = self.store.keys().wrap(record, key)?;
        let sql = "INSERT INTO data_keys (record, wrapping, wrapped)
                   SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM key_names WHERE name = $4)";
        let row = values![record, wrapping, wrapped, crate::seal::wrapping_name(wrapping)];
        Ok(self.sql().run(sql, row).await.map_err(taken("data key"))? > 0)
    }

    /// Notes that the key of a record or blob was destroyed, here and, with the commit, beside the keys.
    pub(crate) async fn note_erasure(
        &mut self,
        record: &str,
        kind: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO erasures (record, kind, erased_at) VALUES ($1, $2, $3)
                   ON CONFLICT (record) DO UPDATE SET erased_at = excluded.erased_at";
        self.sql().run(sql, values![record, kind, at]).await?;
        self.erasures.push(Erasure { record: record.to_owned(), at });
        Ok(())
    }

    /// Keeps the hashes of a record's keys, and which files it refers to.
    async fn attach<R: Record>(&mut self, record: &R) -> Result<(), StoreError> {
        let id = record.id();
        let keys = self.store.keys();
        for (label, value) in record.keys() {
            let hash = keys.search_hash(R::KIND.name, label, &value);
            let sql = "INSERT INTO record_keys (hash, record) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            self.sql().run(sql, values![hash, id]).await?;
        }
        for blob in record.blobs() {
            let sql = "INSERT INTO blob_uses (blob, record) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            self.sql().run(sql, values![blob, id]).await?;
        }
        self.spread(record).await
    }

    async fn detach<R: Record>(&mut self, id: RecordId) -> Result<(), StoreError> {
        self.sql().run("DELETE FROM record_keys WHERE record = $1", values![id]).await?;
        self.sql().run("DELETE FROM blob_uses WHERE record = $1", values![id]).await?;
        self.gather::<R>(id).await
    }
}

/// Tells a key that stands already from other faults of the database.
fn taken(kind: &'static str) -> impl FnOnce(StoreError) -> StoreError {
    move |error| match error {
        StoreError::Database(sqlx::Error::Database(error)) if error.is_unique_violation() => {
            StoreError::Exists { kind }
        }
        error => error,
    }
}

/// All columns of a record: the common ones, then the kind's own.
fn row<R: Record>(record: &R, key: &Key, revision: u64) -> Result<Vec<Value>, StoreError> {
    let id = record.id();
    let plain = serde_json::to_vec(record).map_err(|error| StoreError::damaged(R::KIND.name, error))?;
    let body = key.seal(&context(&R::KIND, id, revision), &Zeroizing::new(plain))?;
    let mut row = values![id, revision];
    row.extend(envelope_values(record.envelope())?);
    row.push(body.into());
    row.extend(record.columns());
    Ok(row)
}
