//! Where a node's records lie: in a folder, or in a PostgreSQL database with a folder beside it.

use crate::backend::{Backend, Postgres, Sqlite};
use crate::{StoreError, schema};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a node's records lie.
#[derive(Clone, PartialEq, Eq)]
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

impl std::fmt::Display for Place {
    /// The place as it may be shown: an address without its password.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(folder) => write!(out, "{}", folder.display()),
            Self::Postgres { url, .. } => out.write_str(&without_password(url)),
        }
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Place({self})")
    }
}

/// An address as it may be shown. Passwords stand before the @, or among what follows a question mark.
pub(crate) fn without_password(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => format!("{}://…{}", &url[..scheme], &url[at..]),
        (Some(_), _) => url.to_owned(),
        // No address at all: it may be a password in the wrong place.
        (None, _) => "…".to_owned(),
    }
}

impl From<&Path> for Place {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.to_owned())
    }
}

impl From<&PathBuf> for Place {
    fn from(folder: &PathBuf) -> Self {
        Self::Folder(folder.clone())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        #[track_caller]
        fn check(url: &str, shown: &str) {
            let place = Place::Postgres { url: url.to_owned(), folder: PathBuf::new() };
            assert_eq!(
                (place.to_string(), format!("{place:?}")),
                (shown.to_owned(), format!("Place({shown})"))
            );
        }
        check("postgres://entente:secret@db.example:5432/entente", "postgres://…@db.example:5432/entente");
        check("postgres://entente:se@cret@db/entente", "postgres://…@db/entente");
        check("postgres://db/entente?user=entente&password=secret", "postgres://db/entente");
        check("postgres://db/entente", "postgres://db/entente");
        check("entente:secret", "…");
    }
}
