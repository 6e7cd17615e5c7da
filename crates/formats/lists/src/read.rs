//! The front door: bytes of a known format in, entries and faults out.

use crate::{Format, Mapping};
use jiff::civil::Date;
use model::{Entity, Fault, Parsed};

/// One file of a list. Formats that come in several files (OFAC's CSV) take several; the name tells them apart
/// where their content does not.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// File name, for telling parts apart and for faults.
    pub name: &'a str,
    /// The content, however the caller holds it (a vector, a mapped file).
    pub bytes: &'a [u8],
}

/// What some formats need beside their bytes.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// How to read a national list; needed for [`Format::Mapped`].
    pub mapping: Option<Mapping>,
    /// What a delta changes; needed for [`Format::FtmDelta`].
    pub base: Vec<Entity>,
}

/// What a list file says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ListHead {
    /// Its format.
    pub format: Format,
    /// The day on which the authority made it.
    pub generated_on: Option<Date>,
    /// The authority's own version, as written.
    pub version: Option<String>,
}

/// A list file read whole.
#[derive(Clone, Debug, PartialEq)]
pub struct ListFile {
    /// Its format.
    pub format: Format,
    /// The day on which the authority made it.
    pub generated_on: Option<Date>,
    /// The authority's own version, as written.
    pub version: Option<String>,
    /// The entries, in the order of the file.
    pub entries: Vec<Entity>,
}

/// Reads a list whole.
pub fn read_list(format: Format, inputs: &[Input<'_>], options: &ReadOptions) -> Parsed<ListFile> {
    let mut entries = Vec::new();
    let Parsed { value: head, faults } =
        read_each(format, inputs, options, &mut |entity| entries.push(entity));
    let ListHead { format, generated_on, version } = head;
    Parsed { value: ListFile { format, generated_on, version, entries }, faults }
}

/// Reads a list entry by entry, in bounded memory.
pub fn read_each(
    format: Format,
    inputs: &[Input<'_>],
    options: &ReadOptions,
    sink: &mut dyn FnMut(Entity),
) -> Parsed<ListHead> {
    let _ = (inputs, options, sink);
    let faults: Vec<Fault> = Vec::new();
    Parsed { value: ListHead { format, generated_on: None, version: None }, faults }
}
