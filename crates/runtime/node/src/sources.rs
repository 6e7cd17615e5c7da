//! What is configured of lists: the sources that ship with the program, those of the node's own `sources.toml`, and
//! those of a file the caller names. A later one replaces an earlier one of the same id.

use crate::NodeError;
use crate::reading::parse_mapping;
use lists::{Format, ListConfig, Mapping, Sources};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name of the node's own sources file in its data folder.
pub const SOURCES_FILE: &str = "sources.toml";

/// All configured lists by id.
#[derive(Clone, Debug, Default)]
pub struct SourceBook(BTreeMap<String, Source>);

/// One configured list, with its mapping read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The configuration.
    pub config: ListConfig,
    /// The text of its mapping file: kept with the list, so that a version can be read again the same way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// Folder that relative paths start from.
    #[serde(skip)]
    pub folder: PathBuf,
}

impl SourceBook {
    /// The sources that ship with the program.
    pub fn builtin() -> Self {
        let mut book = Self::default();
        // None of them has a mapping file, so nothing is opened.
        let _ = book.take(Sources::builtin(), Path::new(""));
        book
    }

    /// The sources that ship with the program and those of the node's folder.
    ///
    /// # Errors
    /// When the folder's file is wrong.
    pub fn of_node(folder: &Path) -> Result<Self, NodeError> {
        let mut book = Self::builtin();
        let own = folder.join(SOURCES_FILE);
        if own.exists() {
            book.add_file(&own)?;
        }
        Ok(book)
    }

    /// Adds the lists of a sources file and returns their ids.
    ///
    /// # Errors
    /// When the file cannot be read or is wrong.
    pub fn add_file(&mut self, path: &Path) -> Result<Vec<String>, NodeError> {
        let text = std::fs::read_to_string(path).map_err(|error| NodeError::file(path, error))?;
        let sources =
            Sources::parse(&text).map_err(|error| NodeError::Sources { path: path.to_owned(), error })?;
        self.take(sources, path.parent().unwrap_or(Path::new(".")))
    }

    fn take(&mut self, sources: Sources, folder: &Path) -> Result<Vec<String>, NodeError> {
        let mut ids = Vec::new();
        for config in sources.lists {
            let mapping = match &config.mapping {
                Some(file) => {
                    let path = folder.join(file);
                    Some(std::fs::read_to_string(&path).map_err(|error| NodeError::file(&path, error))?)
                }
                None => None,
            };
            ids.push(config.id.0.clone());
            self.0.insert(config.id.0.clone(), Source { config, mapping, folder: folder.to_owned() });
        }
        Ok(ids)
    }

    /// The list with this id.
    pub fn get(&self, id: &str) -> Option<&Source> {
        self.0.get(id)
    }

    /// All lists by id.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.values()
    }

    /// The one list that a file of this format must be of, judging by format and file name.
    pub(crate) fn guess(&self, format: Format, file: &str) -> Option<&Source> {
        if matches!(format, Format::Ftm | Format::FtmDelta | Format::Mapped) {
            // Any list may come in these.
            return None;
        }
        let file = file.to_lowercase();
        let mut fitting: Vec<&Source> = self.iter().filter(|source| source.config.format == format).collect();
        if fitting.len() > 1 {
            // OFAC publishes two lists in one format; only the names of the files tell them apart.
            fitting.retain(|source| file.contains("cons") == source.config.id.0.contains("cons"));
        }
        match fitting[..] {
            [source] => Some(source),
            _ => None,
        }
    }

    /// The list that is fetched from this address.
    pub(crate) fn by_url(&self, url: &str) -> Option<&Source> {
        self.iter().find(|source| source.config.urls.iter().any(|known| known == url))
    }
}

impl Source {
    /// The mapping, parsed.
    ///
    /// # Errors
    /// When it is wrong.
    pub fn parsed_mapping(&self) -> Result<Option<Mapping>, NodeError> {
        let name = self.config.mapping.as_deref().unwrap_or("mapping");
        self.mapping.as_deref().map(|text| parse_mapping(name, text)).transpose()
    }
}
