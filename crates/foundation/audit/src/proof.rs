//! Proofs: a leaf is in the log, and a log goes on from an earlier one. Made from tiles, checked without them.

use crate::tiles::Reader;
use crate::{Checkpoint, Hash, Tiles};
use tlog_tiles::TileHashReader;

/// Hashes that lead from what is proved to the root of a checkpoint (RFC 6962).
pub type Proof = Vec<Hash>;

/// Why nothing is proved.
#[derive(Debug, thiserror::Error)]
pub enum ProofFault {
    /// Asked for something that is not under the checkpoint.
    #[error("the checkpoint is over {size} leaves, which do not take in {wanted}")]
    Beyond {
        /// Leaves under the checkpoint.
        size: u64,
        /// The place of the leaf, or the size of the earlier log.
        wanted: u64,
    },
    /// The tiles are missing or not those of the checkpoint.
    #[error("no proof can be made from these tiles: {0}")]
    Tiles(tlog_tiles::Error),
    /// The proof does not hold.
    #[error("the proof does not hold")]
    Wrong,
}

/// Proves that the leaf at a place is under a checkpoint.
///
/// # Errors
/// When it is not, or the tiles are missing or not those of the checkpoint.
pub fn prove_inclusion(head: &Checkpoint, place: u64, tiles: &impl Tiles) -> Result<Proof, ProofFault> {
    if place >= head.size {
        return Err(ProofFault::Beyond { size: head.size, wanted: place });
    }
    let (size, root, reader) = (head.size, head.root, Reader(tiles));
    let hashes = TileHashReader::new(size, root, &reader);
    tlog_tiles::prove_record(size, place, &hashes).map_err(ProofFault::Tiles)
}

/// Checks that the leaf with this hash is at this place under a checkpoint.
///
/// # Errors
/// When the proof does not show it.
pub fn check_inclusion(head: &Checkpoint, place: u64, leaf: Hash, proof: &Proof) -> Result<(), ProofFault> {
    if place >= head.size {
        return Err(ProofFault::Beyond { size: head.size, wanted: place });
    }
    tlog_tiles::check_record(proof, head.size, head.root, place, leaf).map_err(|_| ProofFault::Wrong)
}

/// Proves that a log goes on from its first `earlier` leaves.
///
/// # Errors
/// When it has not so many, or the tiles are missing or not those of the checkpoint.
pub fn prove_consistency(head: &Checkpoint, earlier: u64, tiles: &impl Tiles) -> Result<Proof, ProofFault> {
    if earlier > head.size {
        return Err(ProofFault::Beyond { size: head.size, wanted: earlier });
    }
    // Everything goes on from nothing.
    if earlier == 0 {
        return Ok(Proof::new());
    }
    let (size, root, reader) = (head.size, head.root, Reader(tiles));
    let hashes = TileHashReader::new(size, root, &reader);
    tlog_tiles::prove_tree(size, earlier, &hashes).map_err(ProofFault::Tiles)
}

/// Checks that the log of a checkpoint goes on from that of an earlier one.
///
/// # Errors
/// When the proof does not show it: the log was changed, or one of the two is a fork.
pub fn check_consistency(head: &Checkpoint, earlier: &Checkpoint, proof: &Proof) -> Result<(), ProofFault> {
    if earlier.size > head.size {
        return Err(ProofFault::Beyond { size: head.size, wanted: earlier.size });
    }
    if earlier.size == 0 {
        let is_empty = earlier.root == tlog_tiles::EMPTY_HASH && proof.is_empty();
        return if is_empty { Ok(()) } else { Err(ProofFault::Wrong) };
    }
    tlog_tiles::check_tree(proof, head.size, head.root, earlier.size, earlier.root)
        .map_err(|_| ProofFault::Wrong)
}
