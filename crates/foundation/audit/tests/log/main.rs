//! The log held to its word: its tree, its notes, and what verification tells of a log that somebody changed.

mod mutations;
mod notes;
mod tree;

use audit::{Checkpoint, KeptTile, SigningKey, Tree, leaf_hash};
use std::collections::BTreeMap;

type Tiles = BTreeMap<String, Vec<u8>>;

/// A log with its tiles and a checkpoint at each size that is asked for.
#[derive(Clone)]
struct Log {
    leaves: Vec<Vec<u8>>,
    tiles: Tiles,
    notes: Vec<String>,
}

impl Log {
    fn of(leaves: Vec<Vec<u8>>, sizes: &[usize]) -> Self {
        let (mut tree, mut tiles, mut notes) = (Tree::new(), Tiles::new(), Vec::new());
        let mut keep =
            |kept: Vec<KeptTile>| tiles.extend(kept.into_iter().map(|tile| (tile.path, tile.bytes)));
        for size in sizes {
            let done = usize::try_from(tree.size()).unwrap();
            leaves[done..*size].iter().for_each(|leaf| keep(tree.push(leaf_hash(leaf))));
            keep(tree.edge());
            notes.push(Checkpoint::of(&tree).sign(&key()).unwrap());
        }
        Self { leaves, tiles, notes }
    }
}

fn key() -> SigningKey {
    SigningKey::new("log.example/party", &[7; 32]).unwrap()
}

/// So many leaves, each another one.
fn leaves(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|number| format!("leaf {number}").into_bytes()).collect()
}
