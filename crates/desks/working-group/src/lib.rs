//! The working group's desk: the text that parties agree, one paragraph in three languages, and what differs between
//! its languages. Pure.

mod alignment;
mod statement;

pub use alignment::{Flag, FlagKind, Place, check};
pub use statement::{ByLanguage, Paragraph, Person, Settled, Statement};
