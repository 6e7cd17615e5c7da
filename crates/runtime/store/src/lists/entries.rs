//! Entries as versions hold them: all of a version, one by its id, or only their hashes.

use crate::backend::Row;
use crate::columns::{envelope, from_json};
use crate::{FoundEntry, Snapshot, StoreError, VersionEntry, VersionId, values};
use model::{Entity, EntryId, ListId};

impl Snapshot {
    /// All entries of a version, in the order of the list.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn entries(&mut self, version: VersionId) -> Result<Vec<Entity>, StoreError> {
        let sql = "SELECT content FROM version_entries JOIN entries ON entries.id = version_entries.entry
                   WHERE version_id = $1 ORDER BY position";
        let rows = self.sql().rows(sql, values![version.0]).await?;
        // Tens of thousands are read on a thread of their own.
        let read = tokio::task::spawn_blocking(move || rows.iter().map(entity).collect()).await;
        read.map_err(|error| StoreError::damaged("entries", error))?
    }

    /// Id and content hash of every entry of a version, in the order of the list.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn version_entries(&mut self, version: VersionId) -> Result<Vec<VersionEntry>, StoreError> {
        let sql = "SELECT entry_id, hash, position FROM version_entries
                   JOIN entries ON entries.id = version_entries.entry WHERE version_id = $1 ORDER BY position";
        let rows = self.sql().rows(sql, values![version.0]).await?;
        rows.iter()
            .map(|row| {
                Ok(VersionEntry {
                    entry: EntryId(row.get("entry_id")?),
                    hash: row.get("hash")?,
                    position: row.get("position")?,
                })
            })
            .collect()
    }

    /// The entry at a place of a version.
    ///
    /// # Errors
    /// When the records cannot be read or there is no such place.
    pub async fn entry_at(&mut self, version: VersionId, position: i64) -> Result<Entity, StoreError> {
        let sql = "SELECT content FROM version_entries JOIN entries ON entries.id = version_entries.entry
                   WHERE version_id = $1 AND position = $2";
        entity(&self.sql().one(sql, values![version.0, position]).await?)
    }

    /// Entries with this id or this reference on the current versions of all lists, retired lists left out; of
    /// one list when it is named.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn find_entries(
        &mut self,
        wanted: &str,
        list: Option<&ListId>,
    ) -> Result<Vec<FoundEntry>, StoreError> {
        let sql = "SELECT entries.*, lists.current_version AS version FROM entries
                   JOIN version_entries ON version_entries.entry = entries.id
                   JOIN lists ON lists.current_version = version_entries.version_id
                   WHERE (entry_id = $1 OR reference = $1) AND retired_at IS NULL
                   ORDER BY entries.list_id, position";
        let rows = self.sql().rows(sql, values![wanted]).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let id = ListId(row.get("list_id")?);
            if list.is_some_and(|list| *list != id) {
                continue;
            }
            found.push(FoundEntry {
                list: id,
                version: self.version(VersionId(row.get("version")?)).await?,
                entity: entity(row)?,
                envelope: envelope(row)?,
            });
        }
        Ok(found)
    }
}

fn entity(row: &Row) -> Result<Entity, StoreError> {
    from_json("entry", &row.get::<String>("content")?)
}
