//! Designation lists in their official formats: UN, OFAC, EU, UK, FollowTheMoney, and national lists by a
//! declared mapping. Every reader returns what it read *and* its faults; one bad record never costs the good ones.
//!
//! The front door is [`detect()`] and [`read_list`] ([`read_each`] where a list is too big to hold). Pure: bytes are
//! handed in, nothing is opened here.

mod config;
pub mod countries;
pub mod dates;
mod decode;
mod detect;
mod draft;
mod eu;
mod faults;
mod format;
pub mod ftm;
mod hmt;
mod identifiers;
mod mapping;
mod names;
mod ofac;
mod read;
mod rows;
mod uk;
mod un;
mod xml;

pub use config::{ConfigError, ListConfig, Sources, is_list_id};
pub use detect::detect;
pub use format::Format;
pub use mapping::{
    Column, Mapping, MappingError, OneOrMany, Property, SchemaRule, Section, Shape, TextLayout,
};
pub use read::{Input, ListFile, ListHead, ReadOptions, read_each, read_list};
