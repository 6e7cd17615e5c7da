//! Lists, the tries to renew them, what servers said, and which index file holds what.

use crate::record::{parsed, to_json};
use crate::{Attempt, AttemptOutcome, BlobId, Envelope, FetchState, ListRecord, Store, StoreError};
use jiff::Timestamp;
use model::ListId;
use sqlx::Row;

impl Store {
    /// Adds a list, or replaces what is known of it; its versions stay, and a retired list stays retired.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn put_list(&self, list: &ListRecord) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO lists (id, title, authority, config, marking, legal_basis, source, expires_on)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, authority = excluded.authority,
                 config = excluded.config, marking = excluded.marking, legal_basis = excluded.legal_basis,
                 source = excluded.source, expires_on = excluded.expires_on",
        )
        .bind(&list.id.0)
        .bind(&list.title)
        .bind(&list.authority)
        .bind(to_json("list configuration", &list.config)?)
        .bind(list.envelope.marking_json()?)
        .bind(&list.envelope.legal_basis.0)
        .bind(&list.envelope.source)
        .bind(list.envelope.expires())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// All lists by name, retired ones too.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn lists(&self) -> Result<Vec<ListRecord>, StoreError> {
        let rows = sqlx::query("SELECT * FROM lists ORDER BY id").fetch_all(&self.pool).await?;
        rows.iter().map(ListRecord::from_row).collect()
    }

    /// One list.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn list(&self, id: &ListId) -> Result<Option<ListRecord>, StoreError> {
        let row =
            sqlx::query("SELECT * FROM lists WHERE id = ?").bind(&id.0).fetch_optional(&self.pool).await?;
        row.as_ref().map(ListRecord::from_row).transpose()
    }

    /// Takes a list out of screening; its versions stay for replay.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn retire_list(&self, id: &ListId, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE lists SET retired_at = ? WHERE id = ?")
            .bind(at.to_string())
            .bind(&id.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Takes a retired list up again, with the version it had.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn take_up_list(&self, id: &ListId) -> Result<(), StoreError> {
        sqlx::query("UPDATE lists SET retired_at = NULL WHERE id = ?")
            .bind(&id.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Erases a list with all its versions, entries and original files.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn purge_list(&self, id: &ListId) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for statement in [
            "UPDATE lists SET current_version = NULL WHERE id = ?",
            "DELETE FROM list_versions WHERE list_id = ?",
            "DELETE FROM entries WHERE list_id = ?",
            "DELETE FROM fetches WHERE list_id = ?",
            "DELETE FROM import_attempts WHERE list_id = ?",
            "DELETE FROM lists WHERE id = ?",
        ] {
            sqlx::query(statement).bind(&id.0).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        self.drop_unused_blobs().await
    }

    /// Notes that the authority said at `at` that the current version is current.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn confirm_list(&self, id: &ListId, at: Timestamp) -> Result<(), StoreError> {
        sqlx::query("UPDATE lists SET confirmed_at = ? WHERE id = ?")
            .bind(at.to_string())
            .bind(&id.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Writes down how a try to renew a list ended.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn add_attempt(
        &self,
        list: &ListId,
        attempt: &Attempt,
        envelope: &Envelope,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO import_attempts (list_id, at, outcome, detail, marking, legal_basis, source, expires_on)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&list.0)
        .bind(attempt.at.to_string())
        .bind(attempt.outcome.as_str())
        .bind(&attempt.detail)
        .bind(envelope.marking_json()?)
        .bind(&envelope.legal_basis.0)
        .bind(&envelope.source)
        .bind(envelope.expires())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// How the last try to renew a list ended.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn last_attempt(&self, list: &ListId) -> Result<Option<Attempt>, StoreError> {
        let row = sqlx::query("SELECT * FROM import_attempts WHERE list_id = ? ORDER BY id DESC LIMIT 1")
            .bind(&list.0)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            Ok(Attempt {
                at: parsed("moment", row.try_get("at")?)?,
                outcome: AttemptOutcome::parse(row.try_get("outcome")?)?,
                detail: row.try_get("detail")?,
            })
        })
        .transpose()
    }

    /// What the server said of `url` when it was last fetched for a list.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn fetch_state(&self, list: &ListId, url: &str) -> Result<Option<FetchState>, StoreError> {
        let row = sqlx::query("SELECT * FROM fetches WHERE list_id = ? AND url = ?")
            .bind(&list.0)
            .bind(url)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| {
            Ok(FetchState {
                etag: row.try_get("etag")?,
                last_modified: row.try_get("last_modified")?,
                blob: BlobId(row.try_get("blob")?),
                fetched_at: parsed("moment", row.try_get("fetched_at")?)?,
            })
        })
        .transpose()
    }

    /// Keeps what the server said of `url`.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn put_fetch_state(
        &self,
        list: &ListId,
        url: &str,
        state: &FetchState,
    ) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT OR REPLACE INTO fetches (list_id, url, etag, last_modified, blob, fetched_at)
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(&list.0)
        .bind(url)
        .bind(&state.etag)
        .bind(&state.last_modified)
        .bind(&state.blob.0)
        .bind(state.fetched_at.to_string())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Name of the index file that was built from `inputs`.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn index_file(&self, inputs: &str) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT file FROM indexes WHERE inputs = ?")
            .bind(inputs)
            .fetch_optional(&self.pool)
            .await?)
    }

    /// Makes `file` the index file of this node, built from `inputs`; returns the names of those it replaces.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn put_index_file(
        &self,
        inputs: &str,
        file: &str,
        at: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let mut transaction = self.begin().await?;
        let replaced =
            sqlx::query_scalar("DELETE FROM indexes RETURNING file").fetch_all(&mut *transaction).await?;
        sqlx::query("INSERT INTO indexes (inputs, file, built_at) VALUES (?, ?, ?)")
            .bind(inputs)
            .bind(file)
            .bind(at.to_string())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(replaced)
    }
}
