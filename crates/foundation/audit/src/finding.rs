//! What a verification finds wrong with a log, in words for whoever keeps or audits it.

use crate::NoteFault;
use std::fmt;

/// Places next to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
}

impl Places {
    pub(crate) fn one(place: u64) -> Self {
        Self { first: place, last: place }
    }
}

impl fmt::Display for Places {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.first == self.last {
            true => write!(out, "leaf {}", self.first),
            false => write!(out, "leaves {} to {}", self.first, self.last),
        }
    }
}

/// One thing that is wrong. Places count from 0, as they were signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Finding {
    /// Leaves say something else than was signed.
    #[error("edited: {0} no longer what was signed")]
    Edited(Places),
    /// Leaves are gone that others follow.
    #[error("deleted: {0} gone")]
    Deleted(Places),
    /// Leaves stand among signed ones that nobody signed there.
    #[error("inserted: {0} never signed at this place")]
    Inserted(Places),
    /// All leaves are there, in another order.
    #[error("reordered: from leaf {first} on, leaves stand in another order than was signed")]
    Reordered {
        /// The first place with another leaf.
        first: u64,
    },
    /// The end of the log is gone.
    #[error("truncated: {kept} leaves are left of {signed} that were signed")]
    Truncated {
        /// Leaves left.
        kept: u64,
        /// Leaves signed.
        signed: u64,
    },
    /// Two signed checkpoints cannot be of one log: whoever has the key signed two histories.
    #[error("forked: the signed checkpoints over {one} and {other} leaves are not of one history")]
    Forked {
        /// Size of the one.
        one: u64,
        /// Size of the other.
        other: u64,
    },
    /// Leaves are not those that were signed, and the tiles that would tell which are gone or changed too.
    #[error(
        "changed: leaves {from} to {} are not those that were signed; the tiles that would tell which are missing or changed too",
        to - 1
    )]
    Changed {
        /// The first place that may be changed.
        from: u64,
        /// The first place that is not told of.
        to: u64,
    },
    /// A checkpoint is not one of this log's.
    #[error("checkpoint {number} is not good: {fault}")]
    Checkpoint {
        /// Which of those given, from 1 on.
        number: usize,
        /// Why.
        fault: NoteFault,
    },
    /// The leaves are as they were signed, but a tile is not.
    #[error("tile: {path} is missing or not that of its leaves")]
    Tile {
        /// Its path.
        path: String,
    },
}
