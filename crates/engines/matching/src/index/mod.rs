//! The index: prepared entries in one immutable run of bytes, named by its hash, opened read-only by many
//! processes without copying or parsing.

mod build;
mod layout;
pub(crate) mod view;

pub use build::IndexBuilder;
pub(crate) use build::{day_number, gender_number, identifier_hash};
pub(crate) use layout::{
    CountryRecord, DateRecord, EntryRecord, HAS_ARTICLE, HAS_CLASSES, IS_JOINED, JOINED, NameRecord,
    Neighbour, SoundRecord, Span, TokenRecord, WEAK, letters_mask,
};

use crate::IndexedList;
use layout::{FORMAT, Header, KeyRecord, MAGIC, Part, records, section};
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use zerocopy::FromBytes;

/// Prepared entries, over bytes that the caller holds (a mapped file, a vector).
pub struct Index {
    bytes: Box<dyn AsRef<[u8]> + Send + Sync>,
    header: Header,
    lists: Vec<IndexedList>,
    ofac: OnceLock<Vec<crate::ofac::Prepared>>,
    looks: OnceLock<Arc<[crate::search::Look]>>,
    names_of_lists: OnceLock<Vec<usize>>,
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
    #[error("index is damaged: {0}; rebuild it with `entente lists reindex`")]
    Damaged(&'static str),
}

impl Index {
    /// Opens an index over its bytes without copying or parsing them.
    ///
    /// # Errors
    /// When the bytes are not an index of this version, or are cut short.
    pub fn from_bytes(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, IndexError> {
        let all = bytes.as_ref();
        let (header, _) = Header::read_from_prefix(all).map_err(|_| IndexError::NotAnIndex)?;
        if header.magic != MAGIC {
            return Err(IndexError::NotAnIndex);
        }
        if header.format.get() != FORMAT {
            return Err(IndexError::Version { found: header.format.get(), expected: FORMAT });
        }
        let meta = section(all, &header, Part::Meta)?;
        let lists = serde_json::from_slice(meta)
            .map_err(|_| IndexError::Damaged("its description is not readable"))?;
        let index = Self {
            bytes: Box::new(bytes),
            header,
            lists,
            ofac: OnceLock::new(),
            looks: OnceLock::new(),
            names_of_lists: OnceLock::new(),
        };
        index.check()?;
        Ok(index)
    }

    /// Every section must hold whole records, so that later reads cannot fail.
    fn check(&self) -> Result<(), IndexError> {
        let part = |part| section(self.bytes(), &self.header, part);
        let tokens = records::<TokenRecord>(part(Part::Tokens)?)?;
        if records::<SoundRecord>(part(Part::Sounds)?)?.len() != tokens.len() {
            return Err(IndexError::Damaged("a token has no sounds"));
        }
        records::<Neighbour>(part(Part::Neighbours)?)?;
        records::<zerocopy::little_endian::U32>(part(Part::Postings)?)?;
        records::<NameRecord>(part(Part::Names)?)?;
        records::<zerocopy::little_endian::U32>(part(Part::NameTokens)?)?;
        records::<zerocopy::little_endian::U32>(part(Part::Classes)?)?;
        records::<KeyRecord>(part(Part::Keys)?)?;
        records::<EntryRecord>(part(Part::Entries)?)?;
        records::<DateRecord>(part(Part::Dates)?)?;
        records::<Span>(part(Part::Places)?)?;
        records::<CountryRecord>(part(Part::Countries)?)?;
        records::<layout::IdentifierRecord>(part(Part::Identifiers)?)?;
        records::<layout::DateKey>(part(Part::DateKeys)?)?;
        let directory = records::<zerocopy::little_endian::U32>(part(Part::Directory)?)?;
        if !directory.len().is_power_of_two() && !(directory.len().saturating_sub(1)).is_power_of_two() {
            return Err(IndexError::Damaged("its key directory has an odd size"));
        }
        section(self.bytes(), &self.header, Part::Strings)?;
        Ok(())
    }

    fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    /// The lists it holds.
    pub fn lists(&self) -> &[IndexedList] {
        &self.lists
    }

    /// How many entries it holds.
    pub fn entry_count(&self) -> usize {
        self.view().entries.len()
    }

    /// How many names it holds.
    pub fn name_count(&self) -> usize {
        self.view().names.len()
    }

    /// How many names the admitted lists hold, by the lists' numbers.
    pub(crate) fn names_of(&self, admitted: &[bool]) -> usize {
        let counts = self.names_of_lists.get_or_init(|| {
            let mut counts = vec![0; self.lists.len()];
            for entry in self.view().entries {
                counts[usize::from(entry.list.get())] += entry.names.count.get() as usize;
            }
            counts
        });
        counts.iter().zip(admitted).filter(|(_, admitted)| **admitted).map(|(count, _)| count).sum()
    }

    /// Every name at a glance, for the search; worked out once for all threads.
    pub(crate) fn looks(&self) -> Arc<[crate::search::Look]> {
        let view = self.view();
        Arc::clone(
            self.looks
                .get_or_init(|| view.names.iter().map(|name| crate::search::look(&view, name)).collect()),
        )
    }

    pub(crate) fn ofac_names(&self) -> &[crate::ofac::Prepared] {
        self.ofac.get_or_init(|| {
            let view = self.view();
            view.names.iter().map(|name| crate::ofac::Prepared::new(view.text(name.text))).collect()
        })
    }
}

/// The part of a sorted table that may hold a key, by the key's first bits.
pub(crate) fn bucket(directory: &[zerocopy::little_endian::U32], key: u32) -> Range<usize> {
    let buckets = directory.len().saturating_sub(1).max(1);
    let bits = buckets.trailing_zeros();
    let at = if bits == 0 { 0 } else { (key >> (32 - bits)) as usize };
    let edge = |at: usize| directory.get(at).map_or(0, |edge| edge.get() as usize);
    edge(at)..edge(at + 1)
}
