//! What a node knows of a list before reading it: authority, legal basis, marking, expiry, addresses, limits.

use crate::Format;
use jiff::civil::Date;
use model::{LegalBasis, ListId, Marking};
use serde::{Deserialize, Serialize};

/// One list source, as configured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListConfig {
    /// Short name: lower-case letters, digits and hyphens.
    pub id: ListId,
    /// Full name, for people.
    pub title: String,
    /// Who publishes it.
    pub authority: String,
    /// Why it may be held and screened against.
    pub legal_basis: LegalBasis,
    /// Who may see its entries.
    #[serde(default)]
    pub marking: Marking,
    /// The last day on which the list may be screened against.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// Its format.
    pub format: Format,
    /// Where it is fetched from; several for formats in several files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// Where it lies, relative to the configuration file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// The mapping file of a national list, relative to the configuration file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// The share of its entries that a new version may lose without a person's word.
    #[serde(default = "default_max_shrink")]
    pub max_shrink: f64,
    /// After how many days without a new or confirmed version the list raises an alarm.
    #[serde(default = "default_max_age_days")]
    pub max_age_days: u32,
    /// Overrides what is known of the format's reader: a mapping is checked list by list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked_on_real_file: Option<bool>,
}

/// A set of list sources: one TOML file with a `[[list]]` table for each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The lists, in the order of the file.
    #[serde(rename = "list", default)]
    pub lists: Vec<ListConfig>,
}

/// Why a sources file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not the TOML that is expected.
    #[error("sources file: {0}")]
    Toml(#[from] toml::de::Error),
    /// Well-formed, but wrong.
    #[error("list {list:?}: {what}")]
    Wrong {
        /// Which list.
        list: String,
        /// What is wrong and what to do.
        what: String,
    },
}

impl ListConfig {
    /// Whether its reader has been checked on a real published file.
    pub fn is_checked(&self) -> bool {
        self.checked_on_real_file.unwrap_or_else(|| self.format.checked_on_real_file())
    }

    fn check(&self) -> Result<(), ConfigError> {
        let wrong = |what: &str| Err(ConfigError::Wrong { list: self.id.0.clone(), what: what.to_owned() });
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.0.is_empty() || !self.id.0.chars().all(plain) {
            return wrong("the id may hold lower-case letters, digits and hyphens only");
        }
        if self.authority.trim().is_empty() || self.legal_basis.0.trim().is_empty() {
            return wrong(
                "authority and legal_basis must be stated: a list without a basis cannot be screened against",
            );
        }
        if !(0.0..=1.0).contains(&self.max_shrink) {
            return wrong("max_shrink is a share between 0 and 1");
        }
        if self.format == Format::Mapped && self.mapping.is_none() {
            return wrong("format \"mapped\" needs a mapping file");
        }
        Ok(())
    }
}

impl Sources {
    /// The official addresses that ship with the program.
    pub fn builtin() -> Self {
        Self::parse(include_str!("../resources/sources.toml")).unwrap_or_default()
    }

    /// Reads and checks a sources file.
    ///
    /// # Errors
    /// When it is not TOML, a key is unknown or missing, or a value cannot be right.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let sources: Self = toml::from_str(text)?;
        let mut seen = std::collections::BTreeSet::new();
        for list in &sources.lists {
            list.check()?;
            if !seen.insert(&list.id) {
                return Err(ConfigError::Wrong {
                    list: list.id.0.clone(),
                    what: "is configured twice; remove one".to_owned(),
                });
            }
        }
        Ok(sources)
    }

    /// The list with this id.
    pub fn get(&self, id: &str) -> Option<&ListConfig> {
        self.lists.iter().find(|list| list.id.0 == id)
    }
}

fn default_max_shrink() -> f64 {
    0.1
}

fn default_max_age_days() -> u32 {
    7
}

/// Whether a text can name a list: lower-case letters, digits and hyphens, a letter or digit first, at most 64. It
/// stands in addresses, file names and columns.
pub fn is_list_id(text: &str) -> bool {
    let fits = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    text.len() <= 64
        && text.bytes().next().is_some_and(fits)
        && text.bytes().all(|letter| fits(letter) || letter == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_sources_are_right() {
        let sources = Sources::parse(include_str!("../resources/sources.toml")).unwrap();
        let ids: Vec<&str> = sources.lists.iter().map(|list| list.id.0.as_str()).collect();
        assert_eq!(ids, ["un-sc", "ofac-sdn", "ofac-cons", "eu-fsf", "uk-sanctions-list", "hmt-conlist"]);
        assert!(sources.lists.iter().all(|list| list.urls.iter().all(|url| url.starts_with("https://"))));
        assert_eq!(Sources::builtin(), sources);
        let unchecked: Vec<&str> =
            sources.lists.iter().filter(|list| !list.is_checked()).map(|list| list.id.0.as_str()).collect();
        assert_eq!(unchecked, ["eu-fsf", "uk-sanctions-list", "hmt-conlist"]);
    }

    #[track_caller]
    fn check_refused(changes: &str, expected: &str) {
        let base =
            "[[list]]\nid = \"x\"\ntitle = \"X\"\nauthority = \"A\"\nlegal_basis = \"B\"\nformat = \"ftm\"\n";
        assert!(Sources::parse(base).is_ok());
        let mut table: toml::Table = base.parse().unwrap();
        let list = &mut table["list"].as_array_mut().unwrap()[0];
        list.as_table_mut().unwrap().extend(changes.parse::<toml::Table>().unwrap());
        let error = Sources::parse(&table.to_string()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn a_wrong_configuration_says_what_is_wrong() {
        check_refused("id = \"UN SC\"", "lower-case letters");
        check_refused("legal_basis = \" \"", "without a basis");
        check_refused("max_shrink = 7.0", "between 0 and 1");
        check_refused("format = \"mapped\"", "needs a mapping file");
        check_refused("format = \"pdf\"", "unknown variant");
        check_refused("colour = \"red\"", "unknown field");
    }
}
