//! Keeps the node's records: lists and their versions, accounts, casework, original files. The only room that sees
//! SQL; it is written once and runs on SQLite and PostgreSQL.
//!
//! A change is one transaction, with its audit leaf in it: it is there whole or not at all, also when the process is
//! killed half way. There is one writer at a time, over all instances of a node, so what a transaction has read stays
//! true until its end. Dropping a [`Tx`] undoes it.
//!
//! What a record says is sealed under a data key of its own; erasing destroys that key. What may be is decided in
//! `node`; here it is kept.
//!
//! ```
//! # use access::User;
//! # use store::{Query, Store, StoreError};
//! # async fn example(store: &Store, user: User, now: jiff::Timestamp) -> Result<(), StoreError> {
//! let mut tx = store.write("user.close").await?;
//! tx.insert(&user).await?;
//! let found = tx.find::<User>(&Query::all().key("login", "anna")).await?;
//! if let Some(mut stored) = found {
//!     stored.record.closed_at = Some(now);
//!     tx.update(&stored.record, stored.revision).await?;
//! }
//! tx.commit().await?;
//!
//! let open = Query::all().is("closed", false).descending("created_at").limit(20);
//! let page = store.read().await?.page::<User>(&open).await?;
//! let next = page.next.map(|cursor| cursor.to_string()); // for the caller to come back with
//! # Ok(())
//! # }
//! ```

mod audit_log;
mod backend;
mod backup;
mod blobs;
mod columns;
mod error;
mod files;
mod kinds;
mod lists;
mod look;
mod moments;
mod place;
mod records;
mod schema;
mod seal;
mod transaction;
mod work;

pub use backend::Value;
pub use backup::{BACKED_UP, BackupReport};
pub use blobs::{BlobId, hash_of};
pub use error::StoreError;
pub use files::create_private;
pub use kinds::millionths;
pub use lists::{
    Attempt, AttemptOutcome, FetchState, FoundEntry, ListRecord, NewVersion, VersionEntry, VersionId,
    VersionRecord,
};
pub use look::Looked;
pub use place::Place;
pub use records::{Cursor, Kind, Page, Query, Record, Spread, Stored};
pub use schema::SCHEMA_VERSION;
pub use seal::Rotation;

pub use transaction::{Snapshot, Tx};
pub use work::{
    Channel, Chunk, ChunkCounts, Delivery, DeliveryState, Job, JobState, KeptAnswer, KeptReply, NoticeChoice,
    Repeated, Webhook,
};

pub(crate) use backend::values;

use backend::Backend;
use seal::Keys;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

/// The records of one node. Cloning gives another handle on the same ones.
#[derive(Clone, Debug)]
pub struct Store {
    backend: Arc<dyn Backend>,
    folder: Arc<PathBuf>,
    keys: Arc<RwLock<Arc<Keys>>>,
}

impl Store {
    /// Opens the records, creating or upgrading them where needed, with the keys in the place's own `keys` folder.
    ///
    /// # Errors
    /// When the place cannot be used, its records were written by a newer program, or the keys are not theirs.
    pub async fn open(place: impl Into<Place>) -> Result<Self, StoreError> {
        let place = place.into();
        let keys = place.folder().join("keys");
        Self::open_with_keys(&place, &keys).await
    }

    /// Opens the records with the keys of another folder: one that no backup of the place takes along.
    ///
    /// # Errors
    /// When the place cannot be used, its records were written by a newer program, or the keys are not theirs.
    pub async fn open_with_keys(place: &Place, keys: &Path) -> Result<Self, StoreError> {
        let (backend, folder) = place.open().await?;
        let keys = seal::open(backend.as_ref(), keys).await?;
        let store = Self { backend, folder: Arc::new(folder), keys: Arc::new(RwLock::new(Arc::new(keys))) };
        store.backfill().await?;
        Ok(store)
    }

    /// Waits for running statements and closes the connections.
    pub async fn close(&self) {
        self.backend.close().await;
    }

    pub(crate) fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.keys.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}
