//! The append-only log: leaves, tiles, signed checkpoints, proofs, and their verification. An auditor can run it alone.
//!
//! Pure: where tiles lie is a trait, the signing key and the time are arguments. The formats are public ones: the tree
//! of RFC 6962 in tiles (c2sp.org/tlog-tiles), checkpoints (c2sp.org/tlog-checkpoint) as signed notes
//! (c2sp.org/signed-note), so that other people's tools read the log too.

mod checkpoint;
mod compare;
mod finding;
mod key;
mod leaf;
mod proof;
mod tiles;
mod tree;
mod verify;

pub use checkpoint::{Checkpoint, Former, NoteFault};
pub use finding::{Finding, Places};
pub use key::{KeyFault, SigningKey, VerifyingKey};
pub use leaf::{Commitment, Leaf, LeafFault};
pub use proof::{Proof, ProofFault, check_consistency, check_inclusion, prove_consistency, prove_inclusion};
pub use tiles::{KeptTile, Tiles, tile_paths};
pub use tlog_tiles::{Hash, record_hash as leaf_hash};
pub use tree::{Tree, TreeFault};
pub use verify::{Leaves, Report, verify};
