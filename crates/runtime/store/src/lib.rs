//! Keeps the node's records: lists, their immutable versions, the original files. The only room that sees SQL.
//!
//! A change is one transaction: it is there whole or not at all, also when the process is killed half way.
//! What a version must look like to be accepted is decided in `node`; here it is kept.

mod backend;
mod blobs;
mod columns;
mod error;
mod lists;
mod place;
mod schema;
mod transaction;

pub use backend::Value;
pub use blobs::{BlobId, hash_of};
pub use error::StoreError;
pub use lists::{
    Attempt, AttemptOutcome, FetchState, FoundEntry, ListRecord, NewVersion, VersionEntry, VersionId,
    VersionRecord,
};
pub use place::Place;
pub use schema::SCHEMA_VERSION;

pub use transaction::{Snapshot, Tx};

pub(crate) use backend::values;

use backend::Backend;
use std::path::PathBuf;
use std::sync::Arc;

/// The records of one node. Cloning gives another handle on the same ones.
#[derive(Clone, Debug)]
pub struct Store {
    backend: Arc<dyn Backend>,
    folder: Arc<PathBuf>,
}

impl Store {
    /// Opens the records, creating or upgrading them where needed.
    ///
    /// # Errors
    /// When the place cannot be used, or its records were written by a newer program.
    pub async fn open(place: impl Into<Place>) -> Result<Self, StoreError> {
        let (backend, folder) = place.into().open().await?;
        Ok(Self { backend, folder: Arc::new(folder) })
    }

    /// Waits for running statements and closes the connections.
    pub async fn close(&self) {
        self.backend.close().await;
    }
}
