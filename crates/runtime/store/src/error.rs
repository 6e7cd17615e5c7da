//! Why the records could not be read or written.

use model::ListId;
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
    /// The database file does not open.
    #[error("cannot open the records in {file}: {error}; check the file, or name another folder with --data")]
    Open {
        /// The database file.
        file: PathBuf,
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
    /// The upgrade of the records failed.
    #[error("the records could not be brought to schema version {known}: {error}", known = crate::SCHEMA_VERSION)]
    Migration {
        /// What went wrong.
        #[source]
        error: sqlx::migrate::MigrateError,
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
    /// The database refused.
    #[error("the records could not be read or written: {0}")]
    Database(#[from] sqlx::Error),
}

impl StoreError {
    pub(crate) fn folder(path: &Path, error: io::Error) -> Self {
        Self::Folder { path: path.to_owned(), error }
    }

    pub(crate) fn damaged(record: &'static str, error: impl ToString) -> Self {
        Self::Damaged { record, error: error.to_string() }
    }
}
