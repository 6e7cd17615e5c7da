//! What every kept record has: an id of its own, the desk it belongs to, and its envelope.

use crate::marking::stands;
use crate::{LegalBasis, Marking};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Id of a record: a UUID of version 7, so that ids sort by the time they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(Uuid);

impl RecordId {
    /// An id made at `now` from ten random bytes.
    pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(out)
    }
}

impl FromStr for RecordId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// A field of work of the node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Desk {
    /// Counters the financing of terrorism: customers and payments.
    Finance,
    /// Controls foreign terrorist fighters: travellers.
    Travel,
    /// Counters propaganda online: known items.
    Content,
    /// Reviews threats by region: incident data.
    Review,
    /// Sessions, statements, commitments.
    WorkingGroup,
    /// Exchange with other parties.
    Exchange,
}

impl Desk {
    /// All desks.
    pub const ALL: [Self; 6] =
        [Self::Finance, Self::Travel, Self::Content, Self::Review, Self::WorkingGroup, Self::Exchange];

    /// The desk's short name in addresses, policies and columns.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finance => "finance",
            Self::Travel => "travel",
            Self::Content => "content",
            Self::Review => "review",
            Self::WorkingGroup => "working-group",
            Self::Exchange => "exchange",
        }
    }

    /// The desk of this short name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|desk| desk.as_str() == text)
    }
}

/// What every record carries: who may see it, why it is held, where it is from, until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Who may see it.
    pub marking: Marking,
    /// Why it is held.
    pub legal_basis: LegalBasis,
    /// Where it is from.
    pub source: String,
    /// The last day it stands.
    pub expires_on: Option<Date>,
}

impl Envelope {
    /// Whether the record still stands on `today`: the day of expiry is its last.
    pub fn stands_on(&self, today: Date) -> bool {
        stands(self.expires_on, today)
    }
}
