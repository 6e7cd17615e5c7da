//! Keeps the node's records: lists, their immutable versions, the original files. The only room that sees SQL.
//!
//! A change is one transaction: it is there whole or not at all, also when the process is killed half way.
//! What a version must look like to be accepted is decided in `node`; here it is kept.

mod blobs;
mod entries;
mod error;
mod lists;
mod record;
mod schema;
mod versions;

pub use blobs::{BlobId, hash_of};
pub use error::StoreError;
pub use record::{
    Attempt, AttemptOutcome, Envelope, FetchState, FoundEntry, ListRecord, NewVersion, VersionEntry,
    VersionId, VersionRecord,
};
pub use schema::SCHEMA_VERSION;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a writer waits for another one before it gives up. An import of the largest lists takes seconds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(60);

/// The records of one node in its data folder: `entente.db` and `blobs/`.
#[derive(Clone, Debug)]
pub struct Store {
    pool: SqlitePool,
    blobs: PathBuf,
}

impl Store {
    /// Opens the records in `folder`, creating or upgrading them where needed.
    ///
    /// # Errors
    /// When the folder cannot be used, or its records were written by a newer program.
    pub async fn open(folder: &Path) -> Result<Self, StoreError> {
        let blobs = folder.join("blobs");
        std::fs::create_dir_all(&blobs).map_err(|error| StoreError::folder(&blobs, error))?;
        let file = folder.join("entente.db");
        let options = SqliteConnectOptions::new()
            .filename(&file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        // SQLite's migrations take no lock of their own: two first starts at once would both create the tables.
        let lock = lock_file(folder).await?;
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options)
            .await
            .map_err(|error| StoreError::Open { file, error })?;
        schema::migrate(&pool).await?;
        drop(lock);
        Ok(Self { pool, blobs })
    }

    /// Waits for running statements and closes the files.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// A transaction that may write: it queues behind other writers from its first statement, so that what it
    /// read before writing still holds.
    async fn begin(&self) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>, StoreError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }
}

/// Waits for the lock on a thread of its own: were it to block the runtime's threads, whoever holds the lock might
/// never get on.
async fn lock_file(folder: &Path) -> Result<File, StoreError> {
    let path = folder.join("migration.lock");
    let locked = path.clone();
    let lock = move || {
        let file = File::create(&locked)?;
        file.lock()?;
        Ok(file)
    };
    let lock = tokio::task::spawn_blocking(lock).await.map_err(io::Error::other).and_then(|result| result);
    lock.map_err(|error| StoreError::folder(&path, error))
}
