//! Where a node's records lie: in a folder, or in a PostgreSQL database with a folder beside it.

use crate::backend::{Backend, Postgres, Sqlite};
use crate::{StoreError, schema};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a node's records lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// All in one folder: `entente.db` (SQLite), `blobs/`.
    Folder(PathBuf),
    /// Records in PostgreSQL, so that several instances share them; blobs and index files in a folder.
    Postgres {
        /// Address of the database: `postgres://user@host/name`.
        url: String,
        /// The folder; instances on several machines share it over the network.
        folder: PathBuf,
    },
}

impl From<&Path> for Place {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.to_owned())
    }
}

impl Place {
    /// The folder for everything that is not in the database.
    pub fn folder(&self) -> &Path {
        match self {
            Self::Folder(folder) | Self::Postgres { folder, .. } => folder,
        }
    }

    /// Opens the database and brings its schema up to date.
    pub(crate) async fn open(&self) -> Result<(Arc<dyn Backend>, PathBuf), StoreError> {
        let opened = self.connect().await?;
        schema::migrate(opened.0.as_ref()).await?;
        Ok(opened)
    }

    /// Opens the database as it is.
    pub(crate) async fn connect(&self) -> Result<(Arc<dyn Backend>, PathBuf), StoreError> {
        let folder = self.folder();
        let blobs = folder.join("blobs");
        std::fs::create_dir_all(&blobs).map_err(|error| StoreError::folder(&blobs, error))?;
        let backend: Arc<dyn Backend> = match self {
            Self::Folder(folder) => {
                // Two first starts at once would both try to turn the new file to WAL.
                let lock = lock_file(folder).await?;
                let backend = Arc::new(Sqlite::open(&folder.join("entente.db")).await?);
                drop(lock);
                backend
            }
            Self::Postgres { url, .. } => Arc::new(Postgres::open(url).await?),
        };
        Ok((backend, folder.to_owned()))
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
