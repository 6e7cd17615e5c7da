//! Records of every kind, kept one way: a table for each kind with the columns that are asked for, and what the
//! record says sealed under a data key of its own.

mod query;
mod read;
mod spread;
mod write;

pub use query::{Cursor, Page, Query};
pub use spread::Spread;

use crate::Value;
use model::{Envelope, RecordId};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something that is kept: an alert, a user, a job.
///
/// Its columns and keys say what it can be found by; everything it holds is sealed. No personal data goes into a
/// column: what is personal and must be found by equality is a key.
pub trait Record: Serialize + DeserializeOwned + Send + Sync {
    /// Where this kind is kept.
    const KIND: Kind;

    /// The record's id.
    fn id(&self) -> RecordId;

    /// Marking, legal basis, source, expiry.
    fn envelope(&self) -> &Envelope;

    /// The values of [`Kind::columns`], in their order.
    fn columns(&self) -> Vec<Value>;

    /// What the record can be found by though it is personal, or though there are several: a label and a value each.
    /// Only a keyed hash of them is kept.
    fn keys(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// Stored files that the record refers to: they stay as long as a record does.
    fn blobs(&self) -> Vec<&str> {
        Vec::new()
    }
}

/// Where a kind of record is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word for it in errors.
    pub name: &'static str,
    /// Its table.
    pub table: &'static str,
    /// Its own columns.
    pub columns: &'static [&'static str],
    /// Its keys that many records share.
    pub spread: Option<Spread>,
}

/// A record as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<R> {
    /// The record.
    pub record: R,
    /// How often it was written: 1 when it is new. An update names the revision it builds on.
    pub revision: u64,
}

/// What a sealed record is bound to.
fn context(kind: &Kind, id: RecordId, revision: u64) -> String {
    format!("{}/{id}/{revision}", kind.name)
}
