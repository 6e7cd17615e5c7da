//! The front door: bytes of a known format in, entries and faults out.

use crate::faults::Faults;
use crate::{Format, Mapping, decode, eu, ftm, hmt, mapping, ofac, uk, un};
use encoding_rs::{UTF_8, WINDOWS_1252};
use jiff::civil::Date;
use model::{Entity, EntryId, Fault, Location, Parsed, PartialDate};
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

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

/// Reads a list whole. Formats that come in several files take them together: OFAC's CSV in any order; for
/// [`Format::FtmDelta`] the list itself first, then its deltas in the order of their versions.
pub fn read_list(format: Format, inputs: &[Input<'_>], options: &ReadOptions) -> Parsed<ListFile> {
    let mut entries = Vec::new();
    let Parsed { value: head, faults } =
        read_each(format, inputs, options, &mut |entity| entries.push(entity));
    let ListHead { format, generated_on, version } = head;
    Parsed { value: ListFile { format, generated_on, version, entries }, faults }
}

/// Reads a list entry by entry: memory holds the bytes that were handed in, one record, and what a format joins
/// from several places (OFAC's addresses and aliases, FollowTheMoney's links).
pub fn read_each(
    format: Format,
    inputs: &[Input<'_>],
    options: &ReadOptions,
    sink: &mut dyn FnMut(Entity),
) -> Parsed<ListHead> {
    let mut faults = Faults::default();
    let mut head = Head { generated_on: None, version: None };
    let mut sink = Sink { put: sink, ids: HashMap::default(), hasher: RandomState::new() };
    match (format, inputs) {
        (_, []) => faults.push(Fault::fatal(Location::default(), "no file was given")),
        (Format::UnXml, [input]) => un::read(&xml(input, &mut faults), &mut head, &mut faults, &mut sink),
        (Format::UkXml, [input]) => uk::read(&xml(input, &mut faults), &mut head, &mut faults, &mut sink),
        (Format::EuXml, [input]) => eu::read(&xml(input, &mut faults), &mut head, &mut faults, &mut sink),
        (Format::OfacXml, [input]) => {
            ofac::xml::read(&xml(input, &mut faults), &mut head, &mut faults, &mut sink);
        }
        (Format::OfacAdvancedXml, [input]) => {
            ofac::advanced::read(&xml(input, &mut faults), &mut head, &mut faults, &mut sink);
        }
        (Format::HmtCsv, [input]) => {
            hmt::read(&windows(input, &mut faults), &mut head, &mut faults, &mut sink)
        }
        (Format::OfacCsv, inputs) => {
            let texts: Vec<Cow<'_, str>> = inputs.iter().map(|input| windows(input, &mut faults)).collect();
            let files: Vec<(&str, &str)> =
                inputs.iter().map(|i| i.name).zip(texts.iter().map(|text| &**text)).collect();
            ofac::csv::read(&files, &mut faults, &mut sink);
        }
        (Format::Ftm, [input]) => ftm::read(input, &[], &mut faults, &mut sink),
        (Format::FtmDelta, [base, deltas @ ..]) => ftm::read(base, deltas, &mut faults, &mut sink),
        (Format::Mapped, inputs) => match &options.mapping {
            Some(mapping) => mapping::read(mapping, inputs, &mut faults, &mut sink),
            None => faults.push(
                Fault::fatal(Location::default(), "a mapped list needs its mapping file")
                    .remedy("name it in the list's configuration"),
            ),
        },
        (_, [_, second, ..]) => {
            let what =
                format!("a list in format {format} comes in one file; {:?} is one too many", second.name);
            faults.push(Fault::fatal(Location::default(), what));
        }
    }
    let Head { generated_on, version } = head;
    Parsed { value: ListHead { format, generated_on, version }, faults: faults.finish() }
}

fn xml<'a>(input: &Input<'a>, faults: &mut Faults) -> Cow<'a, str> {
    let declared = decode::declared_in_xml(input.bytes, faults);
    decode::text(input.bytes, declared, UTF_8, faults)
}

/// Text of the older lists: UTF-8 where it is valid, else Windows-1252.
fn windows<'a>(input: &Input<'a>, faults: &mut Faults) -> Cow<'a, str> {
    decode::text(input.bytes, None, WINDOWS_1252, faults)
}

/// What is learnt of the file while it is read.
pub(crate) struct Head {
    pub(crate) generated_on: Option<Date>,
    pub(crate) version: Option<String>,
}

impl Head {
    /// Notes when the authority made the file.
    pub(crate) fn generated(&mut self, date: Option<PartialDate>, raw: &str, line: u64, faults: &mut Faults) {
        if date.is_none() {
            let what = format!("the list's own date cannot be read: {}", crate::faults::quote(raw));
            faults.warn(Location::line(line), what);
        }
        self.generated_on = date.map(|date| date.first());
        self.version = Some(raw.to_owned());
    }
}

/// Where finished entries go. Ids stay unique: whatever holds entries relies on it.
pub(crate) struct Sink<'a> {
    put: &'a mut dyn FnMut(Entity),
    /// How often an id was seen, by its hash: a list of millions would not fit with the ids themselves.
    ids: HashMap<u64, u32>,
    hasher: RandomState,
}

impl Sink<'_> {
    pub(crate) fn entry(&mut self, mut entity: Entity, faults: &mut Faults) {
        let count = self.ids.entry(self.hasher.hash_one(&entity.id.0)).or_default();
        *count += 1;
        if *count > 1 {
            let renamed = EntryId(format!("{}#{count}", entity.id));
            faults.push(
                Fault::warning(
                    Location::default().record(entity.id.0.clone()),
                    "the id stands on the list twice",
                )
                .remedy(format!("the later entry is kept as {renamed}")),
            );
            entity.id = renamed;
        }
        (self.put)(entity);
    }
}
