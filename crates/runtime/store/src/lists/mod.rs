//! Lists, their immutable versions and entries: what the engine's index is built from.

mod entries;
mod records;
mod shortcuts;
mod types;
mod versions;

pub use types::{
    Attempt, AttemptOutcome, FetchState, FoundEntry, ListRecord, NewVersion, VersionEntry, VersionId,
    VersionRecord,
};
