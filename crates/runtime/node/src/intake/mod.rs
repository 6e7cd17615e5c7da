//! Subjects out of a stream: CSV with guessed columns, or FollowTheMoney-shaped JSON lines, in any common encoding
//! and in bounded memory. A bad row is reported with its line and costs no other row.

mod columns;
mod csv;
mod encoding;
pub(crate) mod json;
mod lines;

pub use columns::{ColumnMap, Property};
pub use encoding::decoded;

use crate::NodeError;
use model::{Fault, Schema, Subject};
use std::io::{BufRead, BufReader, Read};

/// The form of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectFormat {
    /// Comma-, semicolon-, tab- or bar-separated values with a header line.
    Csv,
    /// One JSON object a line: `{"id", "schema", "properties": {"name": [..], ..}}`.
    JsonLines,
}

/// What the caller knows of the input.
#[derive(Clone, Debug, Default)]
pub struct IntakeOptions {
    /// The form, where it is not to be told from the first sign.
    pub format: Option<SubjectFormat>,
    /// The encoding (a WHATWG label), where it is not to be detected.
    pub encoding: Option<String>,
    /// Columns that are not to be guessed.
    pub columns: ColumnMap,
    /// What subjects are whose rows do not say.
    pub schema: Option<Schema>,
}

/// One row of the input.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A subject, with what was odd about it.
    Subject(Box<Subject>, Vec<Fault>),
    /// A row that is lost, and why.
    Lost(Fault),
}

/// The rows of an input, one by one.
pub struct Subjects {
    rows: Box<dyn Iterator<Item = Result<Row, NodeError>> + Send>,
}

impl Subjects {
    /// Begins to read: tells encoding and form, and for CSV the columns.
    ///
    /// # Errors
    /// When the input cannot be read, is empty, or has no column that could be a name.
    pub fn open(
        input: impl Read + Send + 'static,
        name: &str,
        options: &IntakeOptions,
    ) -> Result<Self, NodeError> {
        let text =
            decoded(input, options.encoding.as_deref()).map_err(|error| NodeError::input(name, error))?;
        let mut text = BufReader::with_capacity(1 << 16, text);
        let format = match options.format {
            Some(format) => format,
            None => guess_format(&mut text).map_err(|error| NodeError::input(name, error))?,
        };
        let lines = lines::Lines::new(text, name);
        Ok(Self {
            rows: match format {
                SubjectFormat::Csv => Box::new(csv::CsvRows::open(lines, options)?),
                SubjectFormat::JsonLines => Box::new(json::JsonRows::new(lines, options.schema)),
            },
        })
    }
}

impl Iterator for Subjects {
    type Item = Result<Row, NodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rows.next()
    }
}

/// JSON lines begin with a brace; anything else is taken for CSV.
fn guess_format(text: &mut impl BufRead) -> std::io::Result<SubjectFormat> {
    let head = text.fill_buf()?;
    Ok(match head.trim_ascii_start().first() {
        Some(b'{') => SubjectFormat::JsonLines,
        _ => SubjectFormat::Csv,
    })
}
