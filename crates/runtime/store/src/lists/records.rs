//! Lists, the tries to renew them, what servers said, and which index file holds what.

use crate::columns::{envelope_values, parsed, to_json};
use crate::{
    Attempt, AttemptOutcome, BlobId, FetchState, ListRecord, Snapshot, StoreError, Tx, Value, values,
};
use jiff::Timestamp;
use model::{Envelope, ListId};

impl Snapshot {
    /// All lists by name, retired ones too.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn lists(&mut self) -> Result<Vec<ListRecord>, StoreError> {
        let rows = self.sql().rows("SELECT * FROM lists ORDER BY id", values![]).await?;
        rows.iter().map(ListRecord::from_row).collect()
    }

    /// One list.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn list(&mut self, id: &ListId) -> Result<Option<ListRecord>, StoreError> {
        let row = self.sql().first("SELECT * FROM lists WHERE id = $1", values![&id.0]).await?;
        row.as_ref().map(ListRecord::from_row).transpose()
    }

    /// How the last try to renew a list ended.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn last_attempt(&mut self, list: &ListId) -> Result<Option<Attempt>, StoreError> {
        let sql = "SELECT * FROM import_attempts WHERE list_id = $1 ORDER BY id DESC LIMIT 1";
        let row = self.sql().first(sql, values![&list.0]).await?;
        row.map(|row| {
            Ok(Attempt {
                at: parsed("moment", &row, "at")?,
                outcome: AttemptOutcome::parse(&row.get::<String>("outcome")?)?,
                detail: row.get("detail")?,
            })
        })
        .transpose()
    }

    /// What the server said of `url` when it was last fetched for a list.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn fetch_state(&mut self, list: &ListId, url: &str) -> Result<Option<FetchState>, StoreError> {
        let sql = "SELECT * FROM fetches WHERE list_id = $1 AND url = $2";
        let row = self.sql().first(sql, values![&list.0, url]).await?;
        row.map(|row| {
            Ok(FetchState {
                etag: row.get("etag")?,
                last_modified: row.get("last_modified")?,
                blob: BlobId(row.get("blob")?),
                fetched_at: parsed("moment", &row, "fetched_at")?,
            })
        })
        .transpose()
    }

    /// Name of the index file that was built from `inputs`.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn index_file(&mut self, inputs: &str) -> Result<Option<String>, StoreError> {
        let row = self.sql().first("SELECT file FROM indexes WHERE inputs = $1", values![inputs]).await?;
        row.map(|row| row.only()).transpose()
    }
}

impl Tx {
    /// Adds a list, or replaces what is known of it; its versions stay, and a retired list stays retired.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn put_list(&mut self, list: &ListRecord) -> Result<(), StoreError> {
        let mut row =
            values![&list.id.0, &list.title, &list.authority, to_json("list configuration", &list.config)?];
        row.extend(envelope_values(&list.envelope)?);
        self.sql()
            .run(
                "INSERT INTO lists (id, title, authority, config, marking, legal_basis, source, expires_on)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                 ON CONFLICT (id) DO UPDATE SET title = excluded.title, authority = excluded.authority,
                     config = excluded.config, marking = excluded.marking,
                     legal_basis = excluded.legal_basis, source = excluded.source,
                     expires_on = excluded.expires_on",
                row,
            )
            .await?;
        Ok(())
    }

    /// Takes a list out of screening; its versions stay for replay.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn retire_list(&mut self, id: &ListId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE lists SET retired_at = $1 WHERE id = $2";
        self.sql().run(sql, values![at.to_string(), &id.0]).await?;
        Ok(())
    }

    /// Takes a retired list up again, with the version it had.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn take_up_list(&mut self, id: &ListId) -> Result<(), StoreError> {
        self.sql().run("UPDATE lists SET retired_at = NULL WHERE id = $1", values![&id.0]).await?;
        Ok(())
    }

    /// Erases a list with all its versions, entries and original files. The files go when this is committed.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn purge_list(&mut self, id: &ListId, at: Timestamp) -> Result<(), StoreError> {
        let blobs = self
            .sql()
            .rows(
                "SELECT blob FROM version_files JOIN list_versions ON list_versions.id = version_id
                     WHERE list_id = $1
                 UNION SELECT blob FROM fetches WHERE list_id = $1",
                values![&id.0],
            )
            .await?;
        for statement in [
            "UPDATE lists SET current_version = NULL WHERE id = $1",
            "DELETE FROM list_versions WHERE list_id = $1",
            "DELETE FROM entries WHERE list_id = $1",
            "DELETE FROM fetches WHERE list_id = $1",
            "DELETE FROM import_attempts WHERE list_id = $1",
            "DELETE FROM lists WHERE id = $1",
        ] {
            self.sql().run(statement, values![&id.0]).await?;
        }
        for blob in blobs {
            self.erase_blob_if_unused(&BlobId(blob.only()?), at).await?;
        }
        // Entries lie unsealed: only the ledger keeps a restore from bringing them back.
        self.note_erasure(&format!("list/{}", id.0), "list", at).await
    }

    /// Notes that the authority said at `at` that the current version is current.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn confirm_list(&mut self, id: &ListId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE lists SET confirmed_at = $1 WHERE id = $2";
        self.sql().run(sql, values![at.to_string(), &id.0]).await?;
        Ok(())
    }

    /// Writes down how a try to renew a list ended.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn add_attempt(
        &mut self,
        list: &ListId,
        attempt: &Attempt,
        envelope: &Envelope,
    ) -> Result<(), StoreError> {
        let mut row = values![&list.0, attempt.at.to_string(), attempt.outcome.as_str(), &attempt.detail];
        row.extend(envelope_values(envelope)?);
        let sql = "INSERT INTO import_attempts
                       (list_id, at, outcome, detail, marking, legal_basis, source, expires_on)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        self.sql().run(sql, row).await?;
        Ok(())
    }

    /// Keeps what the server said of `url`.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn put_fetch_state(
        &mut self,
        list: &ListId,
        url: &str,
        state: &FetchState,
    ) -> Result<(), StoreError> {
        let row: Vec<Value> = values![
            &list.0,
            url,
            state.etag.as_deref(),
            state.last_modified.as_deref(),
            &state.blob.0,
            state.fetched_at.to_string()
        ];
        let sql = "INSERT INTO fetches (list_id, url, etag, last_modified, blob, fetched_at)
                   VALUES ($1, $2, $3, $4, $5, $6)
                   ON CONFLICT (list_id, url) DO UPDATE SET etag = excluded.etag,
                       last_modified = excluded.last_modified, blob = excluded.blob,
                       fetched_at = excluded.fetched_at";
        self.sql().run(sql, row).await?;
        Ok(())
    }

    /// Makes `file` the index file of this node, built from `inputs`; returns the names of those it replaces.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn put_index_file(
        &mut self,
        inputs: &str,
        file: &str,
        at: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let replaced = self.sql().rows("DELETE FROM indexes RETURNING file", values![]).await?;
        let sql = "INSERT INTO indexes (inputs, file, built_at) VALUES ($1, $2, $3)";
        self.sql().run(sql, values![inputs, file, at.to_string()]).await?;
        replaced.iter().map(|row| row.only()).collect()
    }
}
