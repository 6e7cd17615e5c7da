//! The node's index: a file named by its hash in the data folder, built when the lists in screening changed, opened
//! read-only by any number of processes. One process builds at a time, and the others take what it built.

use crate::background::in_background;
use crate::{Node, NodeError, off_thread};
use matching::{ENGINE_VERSION, Index, IndexBuilder, IndexedList};
use memmap2::{Mmap, MmapOptions};
use sha2::{Digest, Sha256};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::VersionId;

/// So many times a file that was replaced between naming and opening is looked up again.
const TRIES: usize = 5;

/// So often it is looked whether another process has ended building.
const LOOKS: Duration = Duration::from_millis(50);

/// An index, opened.
pub struct OpenIndex {
    /// The index.
    pub index: Index,
    /// Name of its file.
    pub file: String,
    /// Whether it was built just now.
    pub built: bool,
}

/// When the pages of a mapped file are brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pages {
    /// As they are looked at.
    AsNeeded,
    /// All at once, where the system can (Linux): then no request waits for one.
    AtOnce,
}

/// What an index is built from.
pub(crate) struct Inputs {
    pub(crate) lists: Vec<(IndexedList, VersionId)>,
    pub(crate) hash: String,
}

impl Node {
    /// Opens the index over the current versions of all lists in screening, building it when it is not there.
    /// `building` is called before a build, which may take seconds.
    ///
    /// # Errors
    /// When there is no list in screening, or the index can neither be opened nor built.
    pub async fn index(&self, building: &(dyn Fn() + Sync)) -> Result<OpenIndex, NodeError> {
        let inputs = self.index_inputs().await?;
        self.index_of(inputs, building).await
    }

    /// Opens the index over these versions, building it when it is not there.
    async fn index_of(&self, inputs: Inputs, building: &(dyn Fn() + Sync)) -> Result<OpenIndex, NodeError> {
        if let Some(open) = self.built_index(&inputs.hash, Pages::AsNeeded).await? {
            return Ok(open);
        }
        building();
        let _alone = self.builds_alone().await?;
        // Whoever built before may have built just this.
        match self.built_index(&inputs.hash, Pages::AsNeeded).await? {
            Some(open) => Ok(open),
            None => self.build_index(inputs, Pages::AsNeeded).await,
        }
    }

    /// The index of this name, where it is there.
    pub(crate) async fn built_index(&self, hash: &str, pages: Pages) -> Result<Option<OpenIndex>, NodeError> {
        for _ in 0..TRIES {
            let Some(file) = self.store.index_file(hash).await? else { break };
            let path = self.index_path(&file);
            match off_thread(move || map(&path, pages)).await? {
                Ok(index) => return Ok(Some(OpenIndex { index, file, built: false })),
                // Another process replaced it after we read its name, or it was written by another engine version,
                // or a disk fault damaged it: look again, and build if it stays so.
                Err(NodeError::File { error, .. }) if error.kind() == io::ErrorKind::NotFound => {}
                Err(NodeError::Index { .. }) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    /// Builds the index anew, whether or not it is there.
    ///
    /// # Errors
    /// When there is no list in screening or the index cannot be built.
    pub async fn reindex(&self) -> Result<OpenIndex, NodeError> {
        let inputs = self.index_inputs().await?;
        let _alone = self.builds_alone().await?;
        self.build_index(inputs, Pages::AsNeeded).await
    }

    /// Waits until no other process builds in this folder, and keeps them waiting until what it gives is dropped. What
    /// a process that was killed held is free again.
    pub(crate) async fn builds_alone(&self) -> Result<File, NodeError> {
        let path = self.index_path("building.lock");
        let failed = |error| NodeError::file(&path, error);
        fs::create_dir_all(self.index_path("")).map_err(failed)?;
        let file = File::create(&path).map_err(failed)?;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                // Looked at again rather than waited for: a thread that waits would keep a program from ending.
                Err(TryLockError::WouldBlock) => tokio::time::sleep(LOOKS).await,
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
        }
    }

    pub(crate) async fn index_inputs(&self) -> Result<Inputs, NodeError> {
        let mut lists = Vec::new();
        let mut hash = Sha256::new();
        hash.update(ENGINE_VERSION);
        for list in self.store.lists().await? {
            // What has no legal basis, or was taken out, is not screened against; what has expired is, by its date,
            // left out by the engine.
            let (Some(current), None) = (list.current, list.retired_at) else { continue };
            if list.envelope.legal_basis.0.trim().is_empty() {
                continue;
            }
            let version = self.store.version(current).await?;
            let expires_on = list.envelope.expires_on;
            hash.update(format!("{}\0{}\0{expires_on:?}\0", list.id, version.hash));
            lists.push((IndexedList { id: list.id, version: version.hash, expires_on }, current));
        }
        if lists.is_empty() {
            return Err(NodeError::NoLists);
        }
        Ok(Inputs { lists, hash: hex::encode(hash.finalize()) })
    }

    /// Builds the index over these versions. The caller [builds alone](Self::builds_alone).
    pub(crate) async fn build_index(&self, inputs: Inputs, pages: Pages) -> Result<OpenIndex, NodeError> {
        let mut builder = IndexBuilder::new();
        for (list, version) in inputs.lists {
            let entries = self.store.entries(version).await?;
            builder = in_background(move || {
                builder.add_list(list, &entries);
                builder
            })
            .await?;
        }
        let folder = self.index_path("");
        let file = in_background(move || write(&folder, &builder.finish())).await??;
        let replaced = self.store.put_index_file(&inputs.hash, &file, self.clock.now()).await?;
        for old in replaced.iter().filter(|old| **old != file) {
            // Where the system lets nobody delete a file that is open (Windows), the next build tries again.
            let _ = fs::remove_file(self.index_path(old));
        }
        let path = self.index_path(&file);
        let index = off_thread(move || map(&path, pages)).await??;
        Ok(OpenIndex { index, file, built: true })
    }

    pub(crate) fn index_path(&self, file: &str) -> PathBuf {
        self.folder.join("indexes").join(file)
    }
}

/// Writes an index under its hash.
fn write(folder: &Path, bytes: &[u8]) -> Result<String, NodeError> {
    let name = format!("{}.index", &store::hash_of(bytes)[..32]);
    write_file(&folder.join(&name), bytes)?;
    Ok(name)
}

/// Writes a file beside its place and renames it: under its name it is always whole.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), NodeError> {
    let folder = path.parent().unwrap_or(path);
    let write = || {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        let mut permissions = file.as_file().metadata()?.permissions();
        permissions.set_readonly(true);
        file.as_file().set_permissions(permissions)?;
        file.persist(path).map_err(|error| error.error)
    };
    write().map(|_| ()).map_err(|error| NodeError::file(path, error))
}

fn map(path: &Path, pages: Pages) -> Result<Index, NodeError> {
    let bytes = map_file(path, pages)?;
    Index::from_bytes(bytes).map_err(|error| NodeError::Index { path: path.to_owned(), error })
}

/// Maps a file of the index folder.
pub(crate) fn map_file(path: &Path, pages: Pages) -> Result<Mmap, NodeError> {
    let file = File::open(path).map_err(|error| NodeError::file(path, error))?;
    let mut options = MmapOptions::new();
    if pages == Pages::AtOnce {
        options.populate();
    }
    // SAFETY: a mapped file must not change while it is mapped. Files of the index folder are written under a
    // temporary name, made read-only, renamed to the hash of their content or of what they were made from, and never
    // written again; replacing one deletes its name, and the mapping keeps the content until it is dropped. Nothing
    // else has business in the node's data folder.
    #[allow(unsafe_code, reason = "mapping a file is unsafe by nature; this is the only place")]
    let bytes = unsafe { options.map(&file) };
    bytes.map_err(|error| NodeError::file(path, error))
}
