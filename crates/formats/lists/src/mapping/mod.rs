//! National lists by a declared mapping: a TOML file says how a table, a JSON file or a numbered text is read and
//! which column is which property. `docs/lists.md` is its reference.

mod apply;
mod date_format;
mod records;
mod workbook;

pub(crate) use apply::read;

use date_format::DateFormat;
use model::Schema;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How to read a national list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What kind of file it is.
    pub format: Shape,
    /// The encoding where it is not UTF-8 and has no byte-order mark, by its WHATWG label: `windows-1251`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// CSV: what separates the columns.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// CSV, XLSX: the line of the column names, counted from 1. 0 means none: columns are then called `1`, `2` …
    #[serde(default = "one")]
    pub header_row: u32,
    /// XLSX: the name of the sheet; the first where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// JSON: the path to the records, with dots: `data.persons`. Without it the file is an array or JSON lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
    /// Text: how a numbered text comes apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextLayout>,
    /// The columns that make an entry's id, joined by `|`.
    pub id: Vec<String>,
    /// The columns that make the id where those of `id` are all empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub id_fallback: Vec<String>,
    /// What stands before every id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id_prefix: String,
    /// Whether rows of one id are one entry.
    #[serde(default)]
    pub group: bool,
    /// How dates are written: `dd.MM.yyyy`, `dd-MMM-yyyy`, `yyyy`. Without any, all usual forms are read, day first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub date_formats: Vec<String>,
    /// Which schema an entry has.
    pub schema: SchemaRule,
    /// Values that every entry has.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<Property, Vec<String>>,
    /// What the columns say. Columns that are not named are kept by their own names.
    #[serde(rename = "column", default)]
    pub columns: Vec<Column>,
}

/// What kind of file a list comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Delimited text.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// A JSON file or JSON lines.
    Json,
    /// Numbered text, one entry under another.
    Text,
}

/// How a numbered text comes apart. Patterns are regular expressions; the named groups of `pattern` are the columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextLayout {
    /// What a line looks like on which an entry starts; lines that follow belong to it.
    pub start: String,
    /// What a whole entry looks like.
    pub pattern: String,
    /// Headings that say what the entries below them are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Lines that say nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<String>,
}

/// A heading of a numbered text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What the heading looks like.
    pub heading: String,
    /// The schema of the entries below it.
    pub schema: Schema,
}

/// Which schema an entry has: by a column's value, else the default one. Sections of a text come before both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemaRule {
    /// Where nothing else tells.
    pub default: Schema,
    /// The column that tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// What its values mean.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Schema>,
}

/// What one column, or several taken together, say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The column, or the columns that are joined: `["Фамилия", "Имя", "Отчество"]`.
    pub from: OneOrMany,
    /// What joins several columns.
    #[serde(default = "space")]
    pub join: String,
    /// What it is.
    pub property: Property,
    /// Signs between several values in one cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub split: Vec<String>,
    /// A pattern between several values in one cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_pattern: Option<String>,
    /// What is taken out of the cell before it is split: a pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove: Option<String>,
    /// Names: the language of the spelling, BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The name under which [`Property::Other`] and notes of numbers are kept; the column's own where not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

/// One column name or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

/// What a column says of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names say it; docs/lists.md lists them")]
pub enum Property {
    Name,
    Alias,
    WeakAlias,
    FormerName,
    OriginalName,
    BirthDate,
    BirthPlace,
    Gender,
    Nationality,
    Country,
    Address,
    Passport,
    NationalId,
    TaxNumber,
    Registration,
    Lei,
    Bic,
    Imo,
    Mmsi,
    CallSign,
    AircraftTail,
    SerialNumber,
    Wallet,
    Contact,
    Number,
    Programme,
    Reference,
    ListedOn,
    UpdatedOn,
    ExpiresOn,
    Position,
    Title,
    Remark,
    Topic,
    /// Kept by its name, not compared.
    Other,
    /// Left out: the one way to drop a column.
    Ignore,
}

/// Why a mapping file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// Not the TOML that is expected.
    #[error("mapping file: {0}")]
    Toml(#[from] toml::de::Error),
    /// A pattern that is none.
    #[error("mapping file: {field}: {error}")]
    Pattern {
        /// Where it stands.
        field: String,
        /// What is wrong with it.
        error: Box<regex::Error>,
    },
    /// Well-formed, but wrong.
    #[error("mapping file: {0}")]
    Wrong(String),
}

impl Mapping {
    /// Reads and checks a mapping file.
    ///
    /// # Errors
    /// When it is not TOML, a key is unknown or missing, or a value cannot be right.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let mapping: Self = toml::from_str(text)?;
        mapping.compile()?;
        Ok(mapping)
    }

    fn compile(&self) -> Result<Compiled<'_>, MappingError> {
        let wrong = |what: &str| Err(MappingError::Wrong(what.to_owned()));
        if self.id.is_empty() {
            return wrong(
                "id names no column; entries need an id that stays the same from version to version",
            );
        }
        if !self.delimiter.is_ascii() {
            return wrong("delimiter must be an ASCII character");
        }
        if (self.format == Shape::Text) != self.text.is_some() {
            return wrong("format \"text\" and a [text] table belong together");
        }
        let encoding = match &self.encoding {
            None => None,
            Some(label) => match encoding_rs::Encoding::for_label(label.as_bytes()) {
                None => {
                    return wrong(&format!(
                        "encoding {label:?} is not known; use a label such as windows-1251"
                    ));
                }
                known => known,
            },
        };
        let date_formats = self.date_formats.iter().map(|format| DateFormat::parse(format));
        let date_formats = date_formats.collect::<Result<Vec<_>, String>>().map_err(MappingError::Wrong)?;
        let columns = self.columns.iter().map(CompiledColumn::new).collect::<Result<Vec<_>, _>>()?;
        let text = self.text.as_ref().map(CompiledText::new).transpose()?;
        if let Some(text) = &text {
            let groups: BTreeSet<&str> = text.pattern.capture_names().flatten().collect();
            if let Some(unknown) = self.named_columns().find(|name| !groups.contains(name)) {
                return wrong(&format!("column {unknown:?} is no named group of text.pattern"));
            }
        }
        Ok(Compiled { mapping: self, encoding, date_formats, columns, text })
    }

    /// All columns that the mapping names.
    fn named_columns(&self) -> impl Iterator<Item = &str> {
        let mapped = self.columns.iter().flat_map(|column| column.from.names());
        let ids = self.id.iter().chain(&self.id_fallback).map(String::as_str);
        mapped.chain(ids).chain(self.schema.column.as_deref())
    }
}

impl OneOrMany {
    fn names(&self) -> impl Iterator<Item = &str> {
        let names = match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names.as_slice(),
        };
        names.iter().map(String::as_str)
    }
}

/// A mapping with its patterns made ready.
struct Compiled<'m> {
    mapping: &'m Mapping,
    encoding: Option<&'static encoding_rs::Encoding>,
    date_formats: Vec<DateFormat>,
    columns: Vec<CompiledColumn<'m>>,
    text: Option<CompiledText>,
}

struct CompiledColumn<'m> {
    column: &'m Column,
    split: Option<Regex>,
    remove: Option<Regex>,
}

struct CompiledText {
    start: Regex,
    pattern: Regex,
    sections: Vec<(Regex, Schema)>,
    ignore: Vec<Regex>,
}

impl<'m> CompiledColumn<'m> {
    fn new(column: &'m Column) -> Result<Self, MappingError> {
        if column.from.names().next().is_none() {
            return Err(MappingError::Wrong("a column with an empty `from`".to_owned()));
        }
        let signs = column.split.iter().map(|sign| regex::escape(sign));
        let patterns: Vec<String> = signs.chain(column.split_pattern.clone()).collect();
        let split = if patterns.is_empty() { None } else { Some(pattern("split", &patterns.join("|"))?) };
        let remove = column.remove.as_deref().map(|text| pattern("remove", text)).transpose()?;
        Ok(Self { column, split, remove })
    }
}

impl CompiledText {
    fn new(layout: &TextLayout) -> Result<Self, MappingError> {
        let section = |section: &Section| Ok((pattern("text.sections", &section.heading)?, section.schema));
        Ok(Self {
            start: pattern("text.start", &layout.start)?,
            pattern: pattern("text.pattern", &layout.pattern)?,
            sections: layout.sections.iter().map(section).collect::<Result<_, MappingError>>()?,
            ignore: layout
                .ignore
                .iter()
                .map(|text| pattern("text.ignore", text))
                .collect::<Result<_, _>>()?,
        })
    }
}

fn pattern(field: &str, text: &str) -> Result<Regex, MappingError> {
    Regex::new(text)
        .map_err(|error| MappingError::Pattern { field: field.to_owned(), error: Box::new(error) })
}

fn comma() -> char {
    ','
}

fn one() -> u32 {
    1
}

fn space() -> String {
    " ".to_owned()
}

#[cfg(test)]
mod tests;
