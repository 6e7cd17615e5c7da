//! An index with the cards of its entries: everything a request needs, from mapped files.

use super::cards::{Cards, write_cards};
use crate::index_file::{Inputs, map_file};
use crate::{Node, NodeError, off_thread};
use matching::Index;
use std::path::PathBuf;

/// One state of the lists, ready to be asked.
pub struct Generation {
    hash: String,
    index: Index,
    cards: Cards,
}

impl Generation {
    /// Hash over the lists and their versions.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The entries.
    pub fn cards(&self) -> &Cards {
        &self.cards
    }
}

impl Node {
    /// Hash over the lists in screening and their versions: the same hash is the same generation.
    ///
    /// # Errors
    /// When there is no list in screening or the records cannot be read.
    pub async fn generation_hash(&self) -> Result<String, NodeError> {
        Ok(self.index_inputs().await?.hash)
    }

    /// Opens the index and the cards over the current versions of all lists in screening, building what is not
    /// there.
    ///
    /// # Errors
    /// When there is no list in screening, or something can neither be opened nor built.
    pub async fn generation(&self) -> Result<Generation, NodeError> {
        let inputs = self.index_inputs().await?;
        let hash = inputs.hash.clone();
        let cards = self.cards(&inputs).await?;
        let index = self.index_of(inputs, &|| ()).await?.index;
        self.drop_other_cards(&hash);
        Ok(Generation { hash, index, cards })
    }

    async fn cards(&self, inputs: &Inputs) -> Result<Cards, NodeError> {
        let path = self.cards_path(&inputs.hash);
        if let Some(cards) = map_file(&path).ok().and_then(Cards::open) {
            return Ok(cards);
        }
        let mut writer = write_cards();
        for (list, version) in &inputs.lists {
            let entries = self.store.entries(*version).await?;
            let list = list.id.clone();
            writer = off_thread(move || {
                entries.iter().for_each(|entry| writer.add(&list, entry));
                writer
            })
            .await?;
        }
        let target = path.clone();
        off_thread(move || crate::index_file::write_file(&target, &writer.finish())).await??;
        let bytes = map_file(&path)?;
        Cards::open(bytes).ok_or(NodeError::Worker)
    }

    fn cards_path(&self, hash: &str) -> PathBuf {
        self.index_path(&format!("{}.cards", &hash[..32]))
    }

    /// Cards of earlier generations; who has them mapped keeps them until the end.
    fn drop_other_cards(&self, hash: &str) {
        let kept = self.cards_path(hash);
        let files = std::fs::read_dir(self.index_path("")).into_iter().flatten().flatten();
        for file in files.map(|file| file.path()).filter(|path| *path != kept) {
            if file.extension().is_some_and(|extension| extension == "cards") {
                // Where the system lets nobody delete a file that is open (Windows), the next refresh tries again.
                let _ = std::fs::remove_file(file);
            }
        }
    }
}
