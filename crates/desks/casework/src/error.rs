//! Why a rule of casework did not allow something.

use crate::{DecisionKind, ThingKey};
use access::FourEyes;
use model::Desk;

/// Why a rule of casework did not allow something.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CaseworkError {
    /// Four eyes are needed.
    #[error(transparent)]
    FourEyes(#[from] FourEyes),
    /// The desk does not decide so.
    #[error("the {} desk does not decide {}; choose one of its own kinds", desk.as_str(), kind.as_str())]
    UnknownKind {
        /// The desk.
        desk: Desk,
        /// What was decided.
        kind: DecisionKind,
    },
    /// The alert has no such match, or it is not open.
    #[error("match {0} of this alert is not open; look at the alert again")]
    NotOpen(ThingKey),
    /// Nothing is left to decide.
    #[error("this alert has no open match; look at the alert again")]
    NothingOpen,
    /// A decision that may only be made one by one.
    #[error("{} needs a second person and cannot be decided in bulk; decide the alerts one by one", .0.as_str())]
    NotInBulk(DecisionKind),
    /// More alerts at once than anybody looks at.
    #[error("at most {most} alerts can be changed at once, these are {found}; narrow the selection")]
    TooMany {
        /// The most.
        most: usize,
        /// What was asked.
        found: usize,
    },
    /// Only a decided false positive can be suppressed.
    #[error("match {0} was not decided a false positive; decide it before suppressing it")]
    NotFalsePositive(ThingKey),
    /// A suppression or an own entry without end, or one that lasts too long.
    #[error("choose a last day between today and {latest}")]
    Expiry {
        /// The latest day allowed.
        latest: jiff::civil::Date,
    },
    /// The record is closed.
    #[error("this {what} is closed; open a new one")]
    Closed {
        /// What kind of record.
        what: &'static str,
    },
    /// Only what is closed can be opened again.
    #[error("this case is open; there is nothing to open again")]
    NotClosed,
    /// A proposal waits already.
    #[error("a change of this entry waits for approval already; approve or reject it first")]
    Waiting,
    /// Nothing waits for a second person.
    #[error("nothing waits for approval here; look at the record again")]
    NothingWaits,
    /// What has no basis is not held.
    #[error("state the legal basis; what has none is not held")]
    NoBasis,
    /// The second reviewer must be another person than the first.
    #[error("whoever decided an alert cannot review the decision; ask another person")]
    OwnDecision,
    /// A share outside 0 to 1, a threshold in the wrong order.
    #[error("{what} is out of bounds; {remedy}")]
    Bounds {
        /// What.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
}
