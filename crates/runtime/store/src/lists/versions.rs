//! List versions: written once, in one transaction, and never changed.

use crate::columns::{envelope_values, from_json, placeholders, to_json};
use crate::{
    BlobId, ListRecord, NewVersion, Snapshot, Store, StoreError, Tx, Value, VersionId, VersionRecord,
    hash_of, values,
};
use model::{Entity, Fault, ListId};

/// Rows in one statement: well under SQLite's limit of 32,766 values.
const ROWS_AT_ONCE: usize = 1_000;

impl Store {
    /// So many faults of a version are kept; its record counts them all.
    pub const KEPT_FAULTS: usize = 10_000;
}

impl Snapshot {
    /// All versions of a list, the newest import first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn versions(&mut self, list: &ListId) -> Result<Vec<VersionRecord>, StoreError> {
        let sql = "SELECT * FROM list_versions WHERE list_id = $1 ORDER BY id DESC";
        self.sql().rows(sql, values![&list.0]).await?.iter().map(VersionRecord::from_row).collect()
    }

    /// One version.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn version(&mut self, id: VersionId) -> Result<VersionRecord, StoreError> {
        let sql = "SELECT * FROM list_versions WHERE id = $1";
        VersionRecord::from_row(&self.sql().one(sql, values![id.0]).await?)
    }

    /// The original files of a version, in order.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn version_files(&mut self, id: VersionId) -> Result<Vec<(String, BlobId)>, StoreError> {
        let sql = "SELECT name, blob FROM version_files WHERE version_id = $1 ORDER BY position";
        let rows = self.sql().rows(sql, values![id.0]).await?;
        rows.iter().map(|row| Ok((row.get("name")?, BlobId(row.get("blob")?)))).collect()
    }

    /// The faults of a version, at most `limit`.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn version_faults(&mut self, id: VersionId, limit: usize) -> Result<Vec<Fault>, StoreError> {
        let sql = "SELECT fault FROM version_faults WHERE version_id = $1 ORDER BY position LIMIT $2";
        let rows = self.sql().rows(sql, values![id.0, limit]).await?;
        rows.iter().map(|row| from_json("fault", &row.only::<String>()?)).collect()
    }
}

impl Tx {
    /// Stores a version and makes it the list's current one, all at once. A version that is already there (same
    /// hash) is made current again; a retired list is taken up.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version became current since the import was judged.
    pub async fn add_version(&mut self, version: &NewVersion<'_>) -> Result<VersionRecord, StoreError> {
        let list = self.list(version.list).await?;
        let list =
            list.ok_or_else(|| StoreError::damaged("list version", format!("no list {}", version.list)))?;
        let ListRecord { current, .. } = list;
        if current != version.replaces {
            return Err(StoreError::Conflict(version.list.clone()));
        }
        let sql = "SELECT id FROM list_versions WHERE list_id = $1 AND hash = $2";
        let id = match self.sql().first(sql, values![&version.list.0, version.hash]).await? {
            Some(known) => known.only()?,
            None => {
                let id = self.insert_version(version).await?;
                self.insert_files(id, version.files).await?;
                self.insert_entries(id, version).await?;
                self.insert_faults(id, version).await?;
                id
            }
        };
        let sql = "UPDATE lists SET current_version = $1, retired_at = NULL WHERE id = $2";
        self.sql().run(sql, values![id, &version.list.0]).await?;
        self.version(VersionId(id)).await
    }

    async fn insert_version(&mut self, version: &NewVersion<'_>) -> Result<i64, StoreError> {
        let mut row = values![
            &version.list.0,
            version.hash,
            version.imported_at.to_string(),
            version.generated_on,
            version.format,
            version.checked,
            version.entries.len(),
            version.faults.len(),
        ];
        row.extend(envelope_values(&version.envelope)?);
        let sql = "INSERT INTO list_versions (list_id, hash, imported_at, generated_on, format, checked,
                       entry_count, fault_count, marking, legal_basis, source, expires_on)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id";
        self.sql().one(sql, row).await?.only()
    }

    async fn insert_files(&mut self, version: i64, files: &[(String, BlobId)]) -> Result<(), StoreError> {
        for (position, (name, blob)) in files.iter().enumerate() {
            let sql = "INSERT INTO version_files (version_id, position, name, blob) VALUES ($1, $2, $3, $4)";
            self.sql().run(sql, values![version, position, name, &blob.0]).await?;
        }
        Ok(())
    }

    async fn insert_entries(&mut self, version: i64, new: &NewVersion<'_>) -> Result<(), StoreError> {
        let list_marking = to_json("marking", &new.envelope.marking)?;
        for (part, entries) in new.entries.chunks(ROWS_AT_ONCE).enumerate() {
            let mut rows = Vec::with_capacity(entries.len() * 11);
            let mut places = Vec::with_capacity(entries.len() * 4);
            for (offset, entity) in entries.iter().enumerate() {
                let row = EntryRow::new(entity, new, &list_marking)?;
                places.extend(values![version, part * ROWS_AT_ONCE + offset, &new.list.0, &row.hash]);
                rows.extend(row.into_values(new));
            }
            let insert = format!(
                "INSERT INTO entries (list_id, hash, entry_id, reference, schema, caption, content, marking,
                     legal_basis, source, expires_on) VALUES {} ON CONFLICT DO NOTHING",
                placeholders(entries.len(), 11)
            );
            self.sql().run(insert, rows).await?;
            let place = format!(
                "INSERT INTO version_entries (version_id, position, entry)
                 SELECT new.column1, new.column2, entries.id FROM (VALUES {}) AS new
                 JOIN entries ON entries.list_id = new.column3 AND entries.hash = new.column4",
                placeholders(entries.len(), 4)
            );
            self.sql().run(place, places).await?;
        }
        Ok(())
    }

    async fn insert_faults(&mut self, version: i64, new: &NewVersion<'_>) -> Result<(), StoreError> {
        let faults: Vec<_> = new.faults.iter().take(Store::KEPT_FAULTS).enumerate().collect();
        for rows in faults.chunks(ROWS_AT_ONCE) {
            let mut all = Vec::with_capacity(rows.len() * 7);
            for (position, fault) in rows {
                all.extend(values![version, *position, to_json("fault", fault)?]);
                all.extend(envelope_values(&new.envelope)?);
            }
            let insert = format!(
                "INSERT INTO version_faults
                     (version_id, position, fault, marking, legal_basis, source, expires_on) VALUES {}",
                placeholders(rows.len(), 7)
            );
            self.sql().run(insert, all).await?;
        }
        Ok(())
    }
}

/// An entry laid out in columns.
struct EntryRow<'a> {
    hash: String,
    entity: &'a Entity,
    content: String,
    marking: String,
}

impl<'a> EntryRow<'a> {
    fn new(entity: &'a Entity, new: &NewVersion<'_>, list_marking: &str) -> Result<Self, StoreError> {
        let content = to_json("entry", entity)?;
        let marking = match &entity.listing.marking {
            Some(marking) => to_json("marking", marking)?,
            None => list_marking.to_owned(),
        };
        // An entry under another marking or basis is another record, whatever its content.
        let hashed = [&content, &marking, &new.envelope.legal_basis.0].map(String::as_str).join("\0");
        Ok(Self { hash: hash_of(hashed.as_bytes()), entity, content, marking })
    }

    fn into_values(self, new: &NewVersion<'_>) -> Vec<Value> {
        values![
            &new.list.0,
            self.hash,
            &self.entity.id.0,
            self.entity.listing.reference.as_deref(),
            self.entity.profile.schema.as_str(),
            self.entity.profile.caption(),
            self.content,
            self.marking,
            &new.envelope.legal_basis.0,
            &new.list.0,
            self.entity.listing.expires_on,
        ]
    }
}
