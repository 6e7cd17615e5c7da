//! The node's audit log as a whole: signing what was added, verifying all of it. Its leaves are written by the use
//! cases that they tell of, each in the transaction of its change.

mod anew;
mod kept;
mod read;
mod replay;
mod sign;
mod status;
mod verify;

pub(crate) use anew::{Anew, orders_a_new_name};
pub use audit::{Finding, Leaf, Report};
pub use read::{InclusionProof, LeafPage, ProvedLeaf};
pub use replay::{ReplayOutcome, Replayed, Verdict};
pub use sign::SignedLog;
pub use status::AuditStatus;
pub use verify::{AuditOrder, AuditReport};
