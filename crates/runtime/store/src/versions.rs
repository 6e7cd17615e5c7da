//! List versions: written once, in one transaction, and never changed.

use crate::record::to_json;
use crate::{BlobId, Envelope, ListRecord, NewVersion, Store, StoreError, VersionId, VersionRecord, hash_of};
use model::{Entity, Fault, ListId};
use sqlx::{QueryBuilder, Row, Sqlite, Transaction};

/// Rows in one statement: well under SQLite's limit of 32,766 values.
const ROWS_AT_ONCE: usize = 1_000;

impl Store {
    /// So many faults of a version are kept; its record counts them all.
    pub const KEPT_FAULTS: usize = 10_000;

    /// Stores a version and makes it the list's current one, all at once. A version that is already there (same
    /// hash) is made current again; a retired list is taken up.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another version became current since the import was judged.
    pub async fn add_version(&self, version: &NewVersion<'_>) -> Result<VersionRecord, StoreError> {
        let entry_rows = EntryRow::all(version)?;
        let mut transaction = self.begin().await?;
        let list = sqlx::query("SELECT * FROM lists WHERE id = ?")
            .bind(&version.list.0)
            .fetch_optional(&mut *transaction)
            .await?
            .ok_or_else(|| StoreError::damaged("list version", format!("no list {}", version.list)))?;
        if ListRecord::from_row(&list)?.current != version.replaces {
            return Err(StoreError::Conflict(version.list.clone()));
        }
        let known: Option<i64> =
            sqlx::query_scalar("SELECT id FROM list_versions WHERE list_id = ? AND hash = ?")
                .bind(&version.list.0)
                .bind(version.hash)
                .fetch_optional(&mut *transaction)
                .await?;
        let id = match known {
            Some(id) => id,
            None => {
                let id = insert_version(&mut transaction, version).await?;
                insert_files(&mut transaction, id, version.files).await?;
                insert_entries(&mut transaction, id, &version.list.0, &entry_rows).await?;
                insert_faults(&mut transaction, id, version.faults, &version.envelope).await?;
                id
            }
        };
        sqlx::query("UPDATE lists SET current_version = ?, retired_at = NULL WHERE id = ?")
            .bind(id)
            .bind(&version.list.0)
            .execute(&mut *transaction)
            .await?;
        let row = sqlx::query("SELECT * FROM list_versions WHERE id = ?")
            .bind(id)
            .fetch_one(&mut *transaction)
            .await?;
        transaction.commit().await?;
        VersionRecord::from_row(&row)
    }

    /// All versions of a list, the newest import first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn versions(&self, list: &ListId) -> Result<Vec<VersionRecord>, StoreError> {
        let rows = sqlx::query("SELECT * FROM list_versions WHERE list_id = ? ORDER BY id DESC")
            .bind(&list.0)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(VersionRecord::from_row).collect()
    }

    /// One version.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn version(&self, id: VersionId) -> Result<VersionRecord, StoreError> {
        let row =
            sqlx::query("SELECT * FROM list_versions WHERE id = ?").bind(id.0).fetch_one(&self.pool).await?;
        VersionRecord::from_row(&row)
    }

    /// The original files of a version, in order.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn version_files(&self, id: VersionId) -> Result<Vec<(String, BlobId)>, StoreError> {
        let rows = sqlx::query("SELECT name, blob FROM version_files WHERE version_id = ? ORDER BY position")
            .bind(id.0)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok((row.try_get("name")?, BlobId(row.try_get("blob")?)))).collect()
    }

    /// The faults of a version, at most `limit`.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn version_faults(&self, id: VersionId, limit: usize) -> Result<Vec<Fault>, StoreError> {
        let faults: Vec<String> = sqlx::query_scalar(
            "SELECT fault FROM version_faults WHERE version_id = ? ORDER BY position LIMIT ?",
        )
        .bind(id.0)
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(&self.pool)
        .await?;
        faults.iter().map(|fault| crate::record::from_json("fault", fault)).collect()
    }
}

async fn insert_version(
    transaction: &mut Transaction<'static, Sqlite>,
    version: &NewVersion<'_>,
) -> Result<i64, StoreError> {
    let result = sqlx::query(
        "INSERT INTO list_versions (list_id, hash, imported_at, generated_on, format, checked, entry_count,
             fault_count, marking, legal_basis, source, expires_on)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&version.list.0)
    .bind(version.hash)
    .bind(version.imported_at.to_string())
    .bind(version.generated_on.map(|date| date.to_string()))
    .bind(version.format)
    .bind(version.checked)
    .bind(count(version.entries.len()))
    .bind(count(version.faults.len()))
    .bind(version.envelope.marking_json()?)
    .bind(&version.envelope.legal_basis.0)
    .bind(&version.envelope.source)
    .bind(version.envelope.expires())
    .execute(&mut **transaction)
    .await?;
    Ok(result.last_insert_rowid())
}

async fn insert_files(
    transaction: &mut Transaction<'static, Sqlite>,
    version: i64,
    files: &[(String, BlobId)],
) -> Result<(), StoreError> {
    for (position, (name, blob)) in files.iter().enumerate() {
        sqlx::query("INSERT INTO version_files (version_id, position, name, blob) VALUES (?, ?, ?, ?)")
            .bind(version)
            .bind(count(position))
            .bind(name)
            .bind(&blob.0)
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}

/// An entry laid out in columns.
struct EntryRow<'a> {
    hash: String,
    entity: &'a Entity,
    content: String,
    marking: String,
    expires: Option<String>,
    envelope: &'a Envelope,
    list_source: &'a str,
}

impl<'a> EntryRow<'a> {
    fn all(version: &'a NewVersion<'_>) -> Result<Vec<Self>, StoreError> {
        let list_marking = version.envelope.marking_json()?;
        version.entries.iter().map(|entity| Self::new(entity, version, &list_marking)).collect()
    }

    fn new(entity: &'a Entity, version: &'a NewVersion<'_>, list_marking: &str) -> Result<Self, StoreError> {
        let content = to_json("entry", entity)?;
        let marking = match &entity.listing.marking {
            Some(marking) => to_json("marking", marking)?,
            None => list_marking.to_owned(),
        };
        Ok(Self {
            // An entry under another marking or basis is another record, whatever its content.
            hash: hash_of(
                [&content, &marking, &version.envelope.legal_basis.0]
                    .map(String::as_str)
                    .join("\0")
                    .as_bytes(),
            ),
            entity,
            content,
            marking,
            expires: entity.listing.expires_on.map(|date| date.to_string()),
            envelope: &version.envelope,
            list_source: &version.list.0,
        })
    }
}

async fn insert_entries(
    transaction: &mut Transaction<'static, Sqlite>,
    version: i64,
    list: &str,
    entries: &[EntryRow<'_>],
) -> Result<(), StoreError> {
    for (part, rows) in entries.chunks(ROWS_AT_ONCE).enumerate() {
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO entries (list_id, hash, entry_id, reference, schema, caption, content, marking,
                 legal_basis, source, expires_on) ",
        );
        insert.push_values(rows, |mut row, entry| {
            row.push_bind(list)
                .push_bind(&entry.hash)
                .push_bind(&entry.entity.id.0)
                .push_bind(entry.entity.listing.reference.as_deref())
                .push_bind(entry.entity.profile.schema.as_str())
                .push_bind(entry.entity.profile.caption())
                .push_bind(&entry.content)
                .push_bind(&entry.marking)
                .push_bind(&entry.envelope.legal_basis.0)
                .push_bind(entry.list_source)
                .push_bind(entry.expires.as_deref());
        });
        insert.push(" ON CONFLICT DO NOTHING").build().execute(&mut **transaction).await?;

        let first = part * ROWS_AT_ONCE;
        let mut place = QueryBuilder::<Sqlite>::new(
            "INSERT INTO version_entries (version_id, position, entry)
             SELECT new.version_id, new.position, entries.id FROM (SELECT column1 AS version_id,
                 column2 AS position, column3 AS list_id, column4 AS hash FROM (",
        );
        place.push_values(rows.iter().enumerate(), |mut row, (offset, entry)| {
            row.push_bind(version).push_bind(count(first + offset)).push_bind(list).push_bind(&entry.hash);
        });
        place.push(")) AS new JOIN entries ON entries.list_id = new.list_id AND entries.hash = new.hash");
        place.build().execute(&mut **transaction).await?;
    }
    Ok(())
}

async fn insert_faults(
    transaction: &mut Transaction<'static, Sqlite>,
    version: i64,
    faults: &[Fault],
    envelope: &Envelope,
) -> Result<(), StoreError> {
    let marking = envelope.marking_json()?;
    let expires = envelope.expires();
    let faults: Vec<(usize, String)> = faults
        .iter()
        .take(Store::KEPT_FAULTS)
        .enumerate()
        .map(|(position, fault)| Ok((position, to_json("fault", fault)?)))
        .collect::<Result<_, StoreError>>()?;
    for rows in faults.chunks(ROWS_AT_ONCE) {
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO version_faults (version_id, position, fault, marking, legal_basis, source, expires_on) ",
        );
        insert.push_values(rows, |mut row, (position, fault)| {
            row.push_bind(version)
                .push_bind(count(*position))
                .push_bind(fault)
                .push_bind(&marking)
                .push_bind(&envelope.legal_basis.0)
                .push_bind(&envelope.source)
                .push_bind(expires.as_deref());
        });
        insert.build().execute(&mut **transaction).await?;
    }
    Ok(())
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
