//! Lists and versions as types, and how they are taken out of columns.

use crate::backend::Row;
use crate::columns::{envelope, from_json, optional, parsed};
use crate::{BlobId, StoreError};
use jiff::Timestamp;
use jiff::civil::Date;
use model::{Entity, EntryId, Envelope, Fault, ListId};

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

impl ListRecord {
    pub(crate) fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: ListId(row.get("id")?),
            title: row.get("title")?,
            authority: row.get("authority")?,
            config: from_json("list configuration", &row.get::<String>("config")?)?,
            current: row.get::<Option<i64>>("current_version")?.map(VersionId),
            confirmed_at: optional("moment", row, "confirmed_at")?,
            retired_at: optional("moment", row, "retired_at")?,
            envelope: envelope(row)?,
        })
    }
}

impl VersionRecord {
    pub(crate) fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: VersionId(row.get("id")?),
            list: ListId(row.get("list_id")?),
            hash: row.get("hash")?,
            imported_at: parsed("moment", row, "imported_at")?,
            generated_on: optional("date", row, "generated_on")?,
            format: row.get("format")?,
            checked: row.get("checked")?,
            entries: row.get("entry_count")?,
            faults: row.get("fault_count")?,
            envelope: envelope(row)?,
        })
    }
}
