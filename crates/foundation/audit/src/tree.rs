//! The growing edge of the tree: what it takes to add a leaf, to tell the root, and to fill tiles. It is small however
//! long the log is, and is opened anew from the tiles at the edge.

use crate::tiles::{self, HEIGHT, KeptTile, Tiles};
use crate::{Checkpoint, Hash};
use tlog_tiles::{EMPTY_HASH, Tile, node_hash};

/// A tree's size and its edge: on every level, the hashes that do not fill a tile yet.
#[derive(Clone, Default)]
pub struct Tree {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

/// Why a tree does not open.
#[derive(Debug, thiserror::Error)]
pub enum TreeFault {
    /// A tile is not there, or not whole.
    #[error("{path} of the audit log is missing or not whole; verify the log before anything is signed")]
    Tile {
        /// Its path.
        path: String,
    },
    /// The tiles are not those of the checkpoint.
    #[error(
        "the audit log's tiles do not give the root of the checkpoint over {size} leaves; verify the log before anything is signed"
    )]
    Root {
        /// Size of the checkpoint.
        size: u64,
    },
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// The tree of a checkpoint, from the tiles at its edge.
    ///
    /// # Errors
    /// When a tile is missing, or the tiles are not those of the checkpoint.
    pub fn open(checkpoint: &Checkpoint, tiles: &impl Tiles) -> Result<Self, TreeFault> {
        let size = checkpoint.size;
        let mut levels = Vec::new();
        for level in 0..tiles::levels(size) {
            let width = tiles::width(size, level);
            if width == 0 {
                levels.push(Vec::new());
                continue;
            }
            let path = tiles::path_of(level, tiles::beyond(size, level + 1), width);
            let hashes = tiles.tile(&path).and_then(|bytes| tiles::hashes(bytes, width));
            levels.push(hashes.ok_or(TreeFault::Tile { path })?);
        }
        let tree = Self { size, levels };
        if tree.root() == checkpoint.root { Ok(tree) } else { Err(TreeFault::Root { size }) }
    }

    /// Paths of the tiles at the edge of a tree with so many leaves: what `open` reads.
    pub fn edge_paths(size: u64) -> Vec<String> {
        let of_level = |level| match tiles::width(size, level) {
            0 => None,
            width => Some(tiles::path_of(level, tiles::beyond(size, level + 1), width)),
        };
        (0..tiles::levels(size)).filter_map(of_level).collect()
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf by its hash. Gives the tiles that are full now.
    pub fn push(&mut self, leaf: Hash) -> Vec<KeptTile> {
        let mut full = Vec::new();
        let mut hash = leaf;
        self.size += 1;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(hash);
            if self.levels[level].len() < 1 << HEIGHT {
                break;
            }
            let number = tiles::beyond(self.size, level + 1) - 1;
            let tile = KeptTile::new(level, number, &self.levels[level]);
            hash = Tile::subtree_hash(&tile.bytes);
            self.levels[level].clear();
            full.push(tile);
        }
        full
    }

    /// The tiles that are not full, as they are at this size.
    pub fn edge(&self) -> Vec<KeptTile> {
        let levels = self.levels.iter().enumerate().filter(|(_, hashes)| !hashes.is_empty());
        levels
            .map(|(level, hashes)| KeptTile::new(level, tiles::beyond(self.size, level + 1), hashes))
            .collect()
    }

    /// The root hash (RFC 6962).
    pub fn root(&self) -> Hash {
        // From the right: the smallest whole subtree is the rightmost, and every next one stands to its left.
        let subtrees = self.levels.iter().flat_map(|hashes| whole_subtrees(hashes));
        subtrees.reduce(|right, left| node_hash(left, right)).unwrap_or(EMPTY_HASH)
    }
}

/// Hashes of the whole subtrees over a row, from the right.
fn whole_subtrees(row: &[Hash]) -> impl Iterator<Item = Hash> {
    let mut end = row.len();
    let widths = (0..usize::from(HEIGHT)).map(|bit| row.len() & (1 << bit)).filter(|width| *width > 0);
    widths.map(move |width| {
        let start = end - width;
        let bytes: Vec<u8> = row[start..end].iter().flat_map(|hash| hash.0).collect();
        end = start;
        Tile::subtree_hash(&bytes)
    })
}
