//! The node's audit log as a whole: signing what was added, verifying all of it. Its leaves are written by the use
//! cases that they tell of, each in the transaction of its change.

mod kept;
mod read;
mod sign;
mod verify;

pub use audit::{Finding, Leaf, Report};
pub use read::{InclusionProof, LeafPage, ProvedLeaf};
pub use sign::SignedLog;
pub use verify::{AuditOrder, AuditReport};
