//! Why the records could not be read or written.

use model::{ListId, RecordId};
use std::io;
use std::path::{Path, PathBuf};

/// Why the records could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The data folder is not usable.
    #[error("cannot use {path}: {error}; check that the folder exists and may be written to")]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        #[source]
        error: io::Error,
    },
    /// The database does not open.
    #[error(
        "cannot open the records in {place}: {error}; check the place and the room on its \
             disk, or name another one with --data"
    )]
    Open {
        /// The database file or address.
        place: String,
        /// What the database said.
        #[source]
        error: sqlx::Error,
    },
    /// The records were written by a newer program.
    #[error(
        "the records have schema version {found}, this program knows {known}; use the program version that wrote them, or a newer one"
    )]
    NewerSchema {
        /// In the file.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// Somebody else renewed the list meanwhile.
    #[error("list {0} was renewed by another process meanwhile; run the import again")]
    Conflict(ListId),
    /// A stored original file is missing or altered.
    #[error(
        "the stored file {blob} is {what}; restore the data folder from a backup, or import the list again"
    )]
    Blob {
        /// Hash of the file.
        blob: String,
        /// Missing or damaged.
        what: String,
    },
    /// A record does not have the form this program writes.
    #[error("a stored {record} is damaged: {error}")]
    Damaged {
        /// What kind of record.
        record: &'static str,
        /// What is wrong.
        error: String,
    },
    /// The folder of keys is not the one of these records.
    #[error(
        "the folder of keys {folder} {what}; give the folder that belongs to these records, or copy its keys from the node's first instance"
    )]
    Keys {
        /// The folder or file.
        folder: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// What is sealed does not open: it was altered, or stands in another's place.
    #[error(
        "what is sealed as {context} was altered, or belongs to another place; restore the records from a backup"
    )]
    Sealed {
        /// The place.
        context: String,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes: {0}")]
    Random(String),
    /// There is one of this id.
    #[error("there is a {kind} of this id already")]
    Exists {
        /// What kind of record.
        kind: &'static str,
    },
    /// There is none of this id.
    #[error("there is no {kind} {id}; it may have been erased")]
    Missing {
        /// What kind of record.
        kind: &'static str,
        /// Which.
        id: RecordId,
    },
    /// Somebody else changed the record meanwhile.
    #[error("{kind} {id} was changed by somebody else meanwhile; look at it again")]
    Stale {
        /// What kind of record.
        kind: &'static str,
        /// Which.
        id: RecordId,
    },
    /// The kind has no such column.
    #[error("a {kind} has no column {column} to ask for")]
    Column {
        /// What kind of record.
        kind: &'static str,
        /// The column.
        column: String,
    },
    /// A cursor that nobody gave out.
    #[error("this is no cursor of a former page; begin at the first page")]
    Cursor,
    /// A file is no backup, or a damaged one.
    #[error("the backup {file} cannot be restored: {what}")]
    Backup {
        /// The file.
        file: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The database refused.
    #[error("the records could not be read or written: {0}")]
    Database(#[from] sqlx::Error),
}

/// Codes of PostgreSQL that pass with time: serialisation failure, deadlock, lock not available, starting up or
/// shutting down, too many connections.
const PASSING: [&str; 6] = ["40001", "40P01", "55P03", "57P03", "57P01", "53300"];

/// SQLite's codes for busy, with what it was busy with.
const BUSY: [&str; 4] = ["5", "261", "517", "773"];

impl StoreError {
    /// Whether trying again may help.
    pub fn passes(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut) => true,
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| PASSING.contains(&&*code) || BUSY.contains(&&*code))
            }
            _ => false,
        }
    }

    /// Why a backup is not restored into a place that a node works in.
    pub fn not_empty(backup: &Path) -> Self {
        let what = "the place holds records already; restore into an empty folder or database";
        Self::Backup { file: backup.to_owned(), what: what.into() }
    }

    pub(crate) fn folder(path: &Path, error: io::Error) -> Self {
        Self::Folder { path: path.to_owned(), error }
    }

    pub(crate) fn damaged(record: &'static str, error: impl ToString) -> Self {
        Self::Damaged { record, error: error.to_string() }
    }
}
