//! List files to entries: which format, which list, read whole.

use crate::{NodeError, Source, SourceBook};
use lists::{Format, Input, ListFile, ReadOptions, detect, read_list};
use matching::{IndexBuilder, IndexedList};
use model::{Fault, ListId, Parsed};
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

/// Reads a list whole with its reader.
pub(crate) fn read(
    inputs: &[ListInput],
    format: Format,
    source: Option<&Source>,
) -> Result<Parsed<ListFile>, NodeError> {
    let mapping = source.map(Source::parsed_mapping).transpose()?.flatten();
    let inputs: Vec<Input<'_>> =
        inputs.iter().map(|input| Input { name: &input.name, bytes: &input.bytes }).collect();
    Ok(read_list(format, &inputs, &ReadOptions { mapping }))
}

/// An index in memory over list files, without a store; the name of a list is its configured one where the format
/// tells which list it is, else the file's name without ending. Faults come with the name of their file.
///
/// # Errors
/// When a file cannot be read, its format cannot be told, or it holds no entry.
pub fn index_of_files(
    groups: &[Vec<ListInput>],
    format: Option<Format>,
    sources: &SourceBook,
    source: Option<&Source>,
) -> Result<(matching::Index, Vec<(String, Fault)>), NodeError> {
    let mut builder = IndexBuilder::new();
    let mut all_faults = Vec::new();
    for inputs in groups {
        let Some(first) = inputs.first() else { continue };
        let known = format.or(source.map(|source| source.config.format)).or_else(|| first.format());
        let format = known.ok_or_else(|| NodeError::UnknownFormat { name: first.name.clone() })?;
        let source = source.or_else(|| sources.guess(format, &first.name));
        let Parsed { value: list, faults } = read(inputs, format, source)?;
        if list.entries.is_empty() {
            let reason = faults.last().map(ToString::to_string).unwrap_or_else(|| "it holds no entry".into());
            return Err(NodeError::Usage {
                what: format!("nothing could be read from {}: {reason}", first.name),
                remedy: "check the file, or state its format".into(),
            });
        }
        all_faults.extend(faults.into_iter().map(|fault| (first.name.clone(), fault)));
        let id = source.map_or_else(|| ListId(stem(&first.name)), |source| source.config.id.clone());
        let version = store::hash_of(&inputs.iter().flat_map(|input| &input.bytes).copied().collect::<Vec<u8>>());
        let expires_on = source.and_then(|source| source.config.expires_on);
        builder.add_list(IndexedList { id, version, expires_on }, &list.entries);
    }
    let index = matching::Index::from_bytes(builder.finish())
        .map_err(|error| NodeError::Index { path: "in memory".into(), error })?;
    Ok((index, all_faults))
}

fn stem(name: &str) -> String {
    name.split('.').find(|part| !part.is_empty()).unwrap_or(name).to_owned()
}
