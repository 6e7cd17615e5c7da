//! National lists by a declared mapping: a TOML file says which column is which property.

use serde::{Deserialize, Serialize};

/// How to read a national list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {}

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// Not the TOML that is expected.
    #[error("mapping file: {0}")]
    Toml(#[from] toml::de::Error),
}

impl Mapping {
    /// Reads and checks a mapping file.
    ///
    /// # Errors
    /// When it is not TOML, a key is unknown or missing, or a value cannot be right.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        Ok(toml::from_str(text)?)
    }
}
