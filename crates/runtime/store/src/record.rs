//! The records as types, and how they are laid in and taken out of columns.

use crate::{BlobId, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use model::{Entity, EntryId, Fault, LegalBasis, ListId, Marking};
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// What every record carries: who may see it, why it is held, where it is from, until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// Who may see it.
    pub marking: Marking,
    /// Why it is held.
    pub legal_basis: LegalBasis,
    /// Where it is from.
    pub source: String,
    /// The last day it stands.
    pub expires_on: Option<Date>,
}

/// A list as this node knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRecord {
    /// Short name.
    pub id: ListId,
    /// Full name.
    pub title: String,
    /// Who publishes it.
    pub authority: String,
    /// Its configuration, opaque here.
    pub config: serde_json::Value,
    /// The version that is screened against.
    pub current: Option<VersionId>,
    /// When the authority last said that the current version is current.
    pub confirmed_at: Option<Timestamp>,
    /// When it was taken out of screening.
    pub retired_at: Option<Timestamp>,
    /// Marking, legal basis, source, expiry of the list.
    pub envelope: Envelope,
}

/// Number of a version inside this store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VersionId(pub(crate) i64);

/// An immutable import of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionRecord {
    /// Number inside this store.
    pub id: VersionId,
    /// The list.
    pub list: ListId,
    /// Hash over the original files and the entries read from them.
    pub hash: String,
    /// When it was imported.
    pub imported_at: Timestamp,
    /// The authority's own date of it.
    pub generated_on: Option<Date>,
    /// Name of the format.
    pub format: String,
    /// Whether this format's reader was checked on a real file.
    pub checked: bool,
    /// Number of entries.
    pub entries: u64,
    /// Number of faults.
    pub faults: u64,
    /// Marking, legal basis, source, expiry of the version.
    pub envelope: Envelope,
}

/// A version about to be stored.
#[derive(Clone, Debug)]
pub struct NewVersion<'a> {
    /// The list.
    pub list: &'a ListId,
    /// Hash over the original files and the entries.
    pub hash: &'a str,
    /// When.
    pub imported_at: Timestamp,
    /// The authority's own date.
    pub generated_on: Option<Date>,
    /// Name of the format.
    pub format: &'a str,
    /// Whether this format's reader was checked on a real file.
    pub checked: bool,
    /// The original files in order: name, stored bytes.
    pub files: &'a [(String, BlobId)],
    /// What was read.
    pub entries: &'a [Entity],
    /// What was wrong; the first [`crate::Store::KEPT_FAULTS`] are kept.
    pub faults: &'a [Fault],
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The version that was current when the import was judged: if it is no longer, the import must be judged
    /// again.
    pub replaces: Option<VersionId>,
}

/// An entry's place in a version, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionEntry {
    /// The source's own id.
    pub entry: EntryId,
    /// Hash over the content.
    pub hash: String,
    /// Place in the version.
    pub position: i64,
}

/// An entry that was looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundEntry {
    /// The list it stands on.
    pub list: ListId,
    /// The version it was taken from.
    pub version: VersionRecord,
    /// The entry.
    pub entity: Entity,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
}

/// How a try to renew a list ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// A new version is current.
    Imported,
    /// The current version is still the authority's.
    Unchanged,
    /// The file was read, and the rules kept it out.
    Refused,
    /// There was nothing to read.
    Failed,
}

/// One try to renew a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// In words.
    pub detail: String,
}

/// What a server said of a file when it was last fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchState {
    /// The entity tag.
    pub etag: Option<String>,
    /// The `Last-Modified` header as sent.
    pub last_modified: Option<String>,
    /// The bytes that came.
    pub blob: BlobId,
    /// When.
    pub fetched_at: Timestamp,
}

impl AttemptOutcome {
    const ALL: [Self; 4] = [Self::Imported, Self::Unchanged, Self::Refused, Self::Failed];

    /// The word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Unchanged => "unchanged",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self, StoreError> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.as_str() == text)
            .ok_or_else(|| StoreError::damaged("import attempt", format!("outcome {text:?}")))
    }
}

impl Envelope {
    pub(crate) fn marking_json(&self) -> Result<String, StoreError> {
        to_json("marking", &self.marking)
    }

    pub(crate) fn expires(&self) -> Option<String> {
        self.expires_on.map(|date| date.to_string())
    }

    pub(crate) fn from_row(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            marking: from_json("marking", row.try_get("marking")?)?,
            legal_basis: LegalBasis(row.try_get("legal_basis")?),
            source: row.try_get("source")?,
            expires_on: optional("expiry", row.try_get("expires_on")?)?,
        })
    }
}

impl ListRecord {
    pub(crate) fn from_row(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ListId(row.try_get("id")?),
            title: row.try_get("title")?,
            authority: row.try_get("authority")?,
            config: from_json("list configuration", row.try_get("config")?)?,
            current: row.try_get::<Option<i64>, _>("current_version")?.map(VersionId),
            confirmed_at: optional("moment", row.try_get("confirmed_at")?)?,
            retired_at: optional("moment", row.try_get("retired_at")?)?,
            envelope: Envelope::from_row(row)?,
        })
    }
}

impl VersionRecord {
    pub(crate) fn from_row(row: &SqliteRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: VersionId(row.try_get("id")?),
            list: ListId(row.try_get("list_id")?),
            hash: row.try_get("hash")?,
            imported_at: parsed("moment", row.try_get("imported_at")?)?,
            generated_on: optional("date", row.try_get("generated_on")?)?,
            format: row.try_get("format")?,
            checked: row.try_get("checked")?,
            entries: row.try_get::<i64, _>("entry_count")?.unsigned_abs(),
            faults: row.try_get::<i64, _>("fault_count")?.unsigned_abs(),
            envelope: Envelope::from_row(row)?,
        })
    }
}

pub(crate) fn to_json<T: serde::Serialize>(record: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::damaged(record, error))
}

pub(crate) fn from_json<T: DeserializeOwned>(record: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::damaged(record, error))
}

pub(crate) fn parsed<T>(record: &'static str, text: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    text.parse().map_err(|error| StoreError::damaged(record, error))
}

pub(crate) fn optional<T>(record: &'static str, text: Option<&str>) -> Result<Option<T>, StoreError>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    text.map(|text| parsed(record, text)).transpose()
}
