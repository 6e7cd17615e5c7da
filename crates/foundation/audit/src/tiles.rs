//! Tiles: the hashes of the tree in files of 256, named as c2sp.org/tlog-tiles does. Where they lie is a trait.

use std::collections::BTreeMap;
use tlog_tiles::{Error, HASH_SIZE, Hash, Tile, TileReader};

/// Height of a tile: 2^8 hashes.
pub(crate) const HEIGHT: u8 = 8;

/// Where tiles lie.
pub trait Tiles {
    /// The tile of this path, if it is there.
    fn tile(&self, path: &str) -> Option<&[u8]>;
}

impl Tiles for BTreeMap<String, Vec<u8>> {
    fn tile(&self, path: &str) -> Option<&[u8]> {
        self.get(path).map(Vec::as_slice)
    }
}

/// A tile to keep. A full one never changes; one that is not full is of one size of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTile {
    /// Its path: `tile/LEVEL/NUMBER`, ending in `.p/WIDTH` unless it is full.
    pub path: String,
    /// Its hashes.
    pub bytes: Vec<u8>,
}

impl KeptTile {
    pub(crate) fn new(level: usize, number: u64, hashes: &[Hash]) -> Self {
        let bytes = hashes.iter().flat_map(|hash| hash.0).collect();
        Self { path: path_of(level, number, hashes.len()), bytes }
    }
}

/// Paths of all tiles of a log with so many leaves, level by level.
pub fn tile_paths(size: u64) -> Vec<String> {
    (0..levels(size)).flat_map(|level| level_paths(size, level)).collect()
}

/// Paths of the tiles of one level.
pub(crate) fn level_paths(size: u64, level: usize) -> impl Iterator<Item = String> {
    let full = beyond(size, level + 1);
    let last = match width(size, level) {
        0 => None,
        width => Some(path_of(level, full, width)),
    };
    (0..full).map(move |number| path_of(level, number, 1 << HEIGHT)).chain(last)
}

/// How many levels of tiles a log has.
pub(crate) fn levels(size: u64) -> usize {
    (0..8).take_while(|level| beyond(size, *level) > 0).count()
}

/// How many hashes a level of tiles has; of level + 1, how many full tiles.
pub(crate) fn beyond(size: u64, level: usize) -> u64 {
    u32::try_from(level * usize::from(HEIGHT)).ok().and_then(|bits| size.checked_shr(bits)).unwrap_or(0)
}

/// How many hashes the last tile of a level has, where it is not full.
pub(crate) fn width(size: u64, level: usize) -> usize {
    usize::from(beyond(size, level).to_le_bytes()[0])
}

pub(crate) fn path_of(level: usize, number: u64, width: usize) -> String {
    // Both are bounded by the shape of the tree.
    let (level, width) = (u8::try_from(level).unwrap_or(0), u32::try_from(width).unwrap_or(1));
    path(&Tile::new(HEIGHT, level, number, width, false))
}

/// The library names tiles with their height; c2sp.org/tlog-tiles fixes it and leaves it out.
fn path(tile: &Tile) -> String {
    let path = tile.path();
    path.strip_prefix("tile/8/").map_or(path.clone(), |rest| format!("tile/{rest}"))
}

/// Hashes of a tile that has so many.
pub(crate) fn hashes(bytes: &[u8], width: usize) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks::<HASH_SIZE>();
    (rest.is_empty() && hashes.len() == width).then(|| hashes.iter().map(|hash| Hash(*hash)).collect())
}

/// Tiles as the library reads them.
pub(crate) struct Reader<'a, T>(pub(crate) &'a T);

impl<T: Tiles> TileReader for Reader<'_, T> {
    fn height(&self) -> u8 {
        HEIGHT
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, Error> {
        let read = |tile: &Tile| {
            let missing = || Error::InvalidInput(format!("{} is missing", path(tile)));
            self.0.tile(&path(tile)).map(<[u8]>::to_vec).ok_or_else(missing)
        };
        tiles.iter().map(read).collect()
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}
