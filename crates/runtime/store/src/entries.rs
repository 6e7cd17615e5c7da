//! Entries as versions hold them: all of a version, one by its id, or only their hashes.

use crate::record::from_json;
use crate::{Envelope, FoundEntry, Store, StoreError, VersionEntry, VersionId, VersionRecord};
use model::{Entity, EntryId, ListId};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

impl Store {
    /// All entries of a version, in the order of the list.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn entries(&self, version: VersionId) -> Result<Vec<Entity>, StoreError> {
        let rows = sqlx::query(
            "SELECT content FROM version_entries JOIN entries ON entries.id = version_entries.entry
             WHERE version_id = ? ORDER BY position",
        )
        .bind(version.0)
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(entity).collect()
    }

    /// Id and content hash of every entry of a version, in the order of the list.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn version_entries(&self, version: VersionId) -> Result<Vec<VersionEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT entry_id, hash, position FROM version_entries
             JOIN entries ON entries.id = version_entries.entry WHERE version_id = ? ORDER BY position",
        )
        .bind(version.0)
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(VersionEntry {
                    entry: EntryId(row.try_get("entry_id")?),
                    hash: row.try_get("hash")?,
                    position: row.try_get("position")?,
                })
            })
            .collect()
    }

    /// The entry at a place of a version.
    ///
    /// # Errors
    /// When the records cannot be read or there is no such place.
    pub async fn entry_at(&self, version: VersionId, position: i64) -> Result<Entity, StoreError> {
        let row = sqlx::query(
            "SELECT content FROM version_entries JOIN entries ON entries.id = version_entries.entry
             WHERE version_id = ? AND position = ?",
        )
        .bind(version.0)
        .bind(position)
        .fetch_one(&self.pool)
        .await?;
        entity(&row)
    }

    /// Entries with this id or this reference on the current versions of all lists, retired lists left out; of
    /// one list when it is named.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn find_entries(
        &self,
        wanted: &str,
        list: Option<&ListId>,
    ) -> Result<Vec<FoundEntry>, StoreError> {
        let rows = sqlx::query(
            "SELECT entries.*, lists.current_version AS version FROM entries
             JOIN version_entries ON version_entries.entry = entries.id
             JOIN lists ON lists.current_version = version_entries.version_id
             WHERE (entry_id = ?1 OR reference = ?1) AND retired_at IS NULL AND (?2 IS NULL OR lists.id = ?2)
             ORDER BY entries.list_id, position",
        )
        .bind(wanted)
        .bind(list.map(|list| list.0.as_str()))
        .fetch_all(&self.pool)
        .await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            found.push(FoundEntry {
                list: ListId(row.try_get("list_id")?),
                version: self.version_of(row).await?,
                entity: entity(row)?,
                envelope: Envelope::from_row(row)?,
            });
        }
        Ok(found)
    }

    async fn version_of(&self, row: &SqliteRow) -> Result<VersionRecord, StoreError> {
        self.version(VersionId(row.try_get("version")?)).await
    }
}

fn entity(row: &SqliteRow) -> Result<Entity, StoreError> {
    from_json("entry", row.try_get("content")?)
}
