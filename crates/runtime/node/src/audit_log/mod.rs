//! The node's audit log as a whole: signing what was added, verifying all of it. Its leaves are written by the use
//! cases that they tell of, each in the transaction of its change.

mod kept;
mod sign;
mod status;
mod verify;

pub use audit::{Finding, Report};
pub use sign::SignedLog;
pub use status::AuditStatus;
pub use verify::{AuditOrder, AuditReport};
