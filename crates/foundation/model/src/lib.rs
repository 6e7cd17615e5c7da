//! The words of the field as types, shared by every room: who is listed and who is screened, names, partial
//! dates, identifiers, markings, legal basis and expiry, and the faults a reader reports.
//!
//! Pure: nothing here reads a file, a clock or the environment.

mod clock;
mod date;
mod entity;
mod fault;
mod identifier;
mod marking;
mod name;
mod record;
mod schema;

pub use clock::{Clock, FixedClock, day_of};
pub use date::{DateParseError, PartialDate, Precision};
pub use entity::{Entity, EntryId, Link, ListId, Listing, Place, Profile, Subject};
pub use fault::{Fault, Location, Parsed, Severity};
pub use identifier::{Identifier, IdentifierKind};
pub use marking::{LegalBasis, Marking, Onward, Tlp};
pub use name::{Gender, Name, NameKind, NameStrength};
pub use record::{Desk, Envelope, RecordId};
pub use schema::{Family, Schema};
