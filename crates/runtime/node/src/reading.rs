//! List files to entries: which format, which list, read whole.

use crate::{NodeError, SourceBook};
use lists::{Format, Input, ListFile, Mapping, ReadOptions, detect, read_list};
use matching::{IndexBuilder, IndexedList};
use model::{Fault, ListId, Parsed};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The first so many bytes tell a format.
const HEAD: usize = 8 << 10;

/// One list file in memory.
#[derive(Clone, Debug)]
pub struct ListInput {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl ListInput {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(path: &Path) -> Result<Self, NodeError> {
        let bytes = std::fs::read(path).map_err(|error| NodeError::file(path, error))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        Ok(Self { name, bytes })
    }

    /// The format, where it can be told.
    pub(crate) fn format(&self) -> Option<Format> {
        detect(&self.name, &self.bytes[..self.bytes.len().min(HEAD)])
    }
}

/// Files as lists: the parts of OFAC's CSV go together, a FollowTheMoney delta goes with the list before it, and any
/// other file is a list of its own.
pub fn group_files(files: Vec<ListInput>, format: Option<Format>) -> Vec<Vec<ListInput>> {
    let mut groups: Vec<(Option<Format>, bool, Vec<ListInput>)> = Vec::new();
    for file in files {
        let format = format.or_else(|| file.format());
        let consolidated = file.name.to_lowercase().contains("cons");
        let part_of = match format {
            Some(Format::OfacCsv) => groups.iter_mut().find(|(other, other_consolidated, _)| {
                *other == format && *other_consolidated == consolidated
            }),
            Some(Format::FtmDelta) => {
                groups.last_mut().filter(|(other, ..)| matches!(other, Some(Format::Ftm | Format::FtmDelta)))
            }
            _ => None,
        };
        match part_of {
            Some((group_format, _, group)) => {
                *group_format = format;
                group.push(file);
            }
            None => groups.push((format, consolidated, vec![file])),
        }
    }
    groups.into_iter().map(|(.., group)| group).collect()
}

/// Reads a list whole with its reader.
pub(crate) fn read(inputs: &[ListInput], format: Format, mapping: Option<Mapping>) -> Parsed<ListFile> {
    let inputs: Vec<Input<'_>> =
        inputs.iter().map(|input| Input { name: &input.name, bytes: &input.bytes }).collect();
    read_list(format, &inputs, &ReadOptions { mapping })
}

/// A mapping file's text, parsed.
pub(crate) fn parse_mapping(name: &str, text: &str) -> Result<Mapping, NodeError> {
    Mapping::parse(text).map_err(|error| NodeError::Mapping { name: name.to_owned(), error })
}

/// An index over list files, and what was wrong with them.
pub struct FileIndex {
    /// The index.
    pub index: matching::Index,
    /// The faults of each list, under the name of its first file.
    pub faults: Vec<(String, Vec<Fault>)>,
}

/// An index in memory over list files, without a store. A list is named as it is configured where the format tells
/// which list it is, else as its file without ending. Files whose format cannot be told are read by `mapping`, the
/// text of a mapping file.
///
/// # Errors
/// When a file's format cannot be told, or it holds no entry.
pub fn index_of_files(
    groups: &[Vec<ListInput>],
    mapping: Option<&str>,
    sources: &SourceBook,
) -> Result<FileIndex, NodeError> {
    let mut builder = IndexBuilder::new();
    let mut all_faults = Vec::new();
    for inputs in groups {
        let Some(first) = inputs.first() else { continue };
        // A list with its deltas is read as the last of them.
        let detected = inputs.iter().rev().find_map(ListInput::format);
        let format = detected.or(mapping.map(|_| Format::Mapped));
        let format = format.ok_or_else(|| NodeError::UnknownFormat { name: first.name.clone() })?;
        let mapping = mapping.map(|text| parse_mapping("--mapping", text)).transpose()?;
        let Parsed { value: list, faults } = read(inputs, format, mapping);
        if list.entries.is_empty() {
            let reason = faults.last().map_or_else(|| "it holds no entry".into(), ToString::to_string);
            return Err(NodeError::Usage {
                what: format!("nothing could be read from {}: {reason}", first.name),
                remedy: "check that it is a list, and whole".into(),
            });
        }
        all_faults.push((first.name.clone(), faults));
        let source = sources.guess(format, &first.name);
        let id = source.map_or_else(|| ListId(stem(&first.name)), |source| source.config.id.clone());
        let expires_on = source.and_then(|source| source.config.expires_on);
        builder.add_list(IndexedList { id, version: version_of(inputs), expires_on }, &list.entries);
    }
    let index = matching::Index::from_bytes(builder.finish())
        .map_err(|error| NodeError::Index { path: "in memory".into(), error })?;
    Ok(FileIndex { index, faults: all_faults })
}

/// Hash over the files.
fn version_of(inputs: &[ListInput]) -> String {
    let mut hash = Sha256::new();
    inputs.iter().for_each(|input| hash.update(Sha256::digest(&input.bytes)));
    hex::encode(hash.finalize())
}

fn stem(name: &str) -> String {
    name.split('.').find(|part| !part.is_empty()).unwrap_or(name).to_owned()
}
