//! An index with the cards of its entries: everything a request needs, from mapped files.

use super::cards::{Cards, write_cards};
use crate::background::in_background;
use crate::index_file::{Inputs, Pages, map_file};
use crate::{Node, NodeError, off_thread};
use jiff::civil::Date;
use matching::{Index, ScreenOptions, Screener};
use model::{Schema, Subject};
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

    /// Makes what the first screening makes of all names, and would wait for.
    pub(super) fn warm(&self) {
        let nobody = Subject::named("", Schema::Thing, "a b");
        std::hint::black_box(Screener::new(&self.index).screen(&nobody, &ScreenOptions::on(Date::MIN)));
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
    /// there. Where another process builds, it is waited for, and what it built is taken.
    ///
    /// # Errors
    /// When there is no list in screening, or something can neither be opened nor built.
    pub async fn generation(&self) -> Result<Generation, NodeError> {
        let hash = self.generation_hash().await?;
        if let Some(generation) = self.built_generation(hash).await? {
            return Ok(generation);
        }
        let _alone = self.builds_alone().await?;
        // The lists may have changed while another process built.
        let inputs = self.index_inputs().await?;
        let cards = match self.built_cards(&inputs.hash).await? {
            Some(cards) => cards,
            None => self.build_cards(&inputs).await?,
        };
        let hash = inputs.hash.clone();
        let index = match self.built_index(&hash, Pages::AtOnce).await? {
            Some(open) => open.index,
            None => self.build_index(inputs, Pages::AtOnce).await?.index,
        };
        self.drop_other_cards(&hash);
        Ok(Generation { hash, index, cards })
    }

    async fn built_generation(&self, hash: String) -> Result<Option<Generation>, NodeError> {
        let Some(cards) = self.built_cards(&hash).await? else { return Ok(None) };
        let Some(open) = self.built_index(&hash, Pages::AtOnce).await? else { return Ok(None) };
        Ok(Some(Generation { hash, index: open.index, cards }))
    }

    async fn built_cards(&self, hash: &str) -> Result<Option<Cards>, NodeError> {
        let path = self.cards_path(hash);
        off_thread(move || map_file(&path, Pages::AtOnce).ok().and_then(Cards::open)).await
    }

    async fn build_cards(&self, inputs: &Inputs) -> Result<Cards, NodeError> {
        let path = self.cards_path(&inputs.hash);
        let mut writer = write_cards();
        for (list, version) in &inputs.lists {
            let entries = self.store.entries(*version).await?;
            let list = list.id.clone();
            writer = in_background(move || {
                entries.iter().for_each(|entry| writer.add(&list, entry));
                writer
            })
            .await?;
        }
        let target = path.clone();
        in_background(move || crate::index_file::write_file(&target, &writer.finish())).await??;
        let bytes = map_file(&path, Pages::AtOnce)?;
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
