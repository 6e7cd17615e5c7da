//! Results for other programs: JSON lines, one JSON array, CSV. The order is the input's, then best first.

use crate::explain;
use language::Catalogue;
use matching::{Explanation, Match};
use model::Subject;
use serde::Serialize;
use std::io::{self, Write};

/// One subject's results, as JSON lines give them.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    query: &'a str,
    matches: Vec<Found<'a>>,
}

#[derive(Debug, Serialize)]
struct Found<'a> {
    entry: &'a str,
    list: &'a str,
    score: f64,
    probability: f64,
    explanation: Option<Reasons<'a>>,
}

/// The engine's explanation, with the two names it is about and, where a language was chosen, the sentence.
#[derive(Debug, Serialize)]
struct Reasons<'a> {
    subject_name: &'a str,
    entry_name: &'a str,
    #[serde(flatten)]
    parts: &'a Explanation,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// A form that other programs read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One JSON object a line and subject.
    JsonLines,
    /// One JSON array of the same objects.
    Json,
    /// One row a match.
    Csv,
}

/// Writes results in one of the forms.
pub struct Report<W: Write> {
    out: W,
    form: Form,
    words: Option<Catalogue>,
    written: u64,
}

/// The columns of the CSV form.
const COLUMNS: [&str; 9] =
    ["query", "name", "entry", "list", "score", "probability", "schema", "entry_name", "reason"];

impl<W: Write> Report<W> {
    /// Begins a report. Sentences are written only in a language that was chosen; CSV has them in English
    /// otherwise.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(mut out: W, form: Form, words: Option<Catalogue>) -> io::Result<Self> {
        match form {
            Form::Csv => write_row(&mut out, &COLUMNS)?,
            Form::Json => out.write_all(b"[")?,
            Form::JsonLines => {}
        }
        Ok(Self { out, form, words, written: 0 })
    }

    /// Adds one subject.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn subject(&mut self, subject: &Subject, matches: &[Match]) -> io::Result<()> {
        match self.form {
            Form::Csv => matches.iter().try_for_each(|found| self.csv_row(subject, found)),
            Form::JsonLines => {
                self.json(subject, matches)?;
                self.out.write_all(b"\n")
            }
            Form::Json => {
                self.out.write_all(if self.written == 0 { b"\n" } else { b",\n" })?;
                self.written += 1;
                self.json(subject, matches)
            }
        }
    }

    /// Ends the report.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self) -> io::Result<()> {
        if self.form == Form::Json {
            self.out.write_all(if self.written == 0 { b"]\n" } else { b"\n]\n" })?;
        }
        self.out.flush()
    }

    fn json(&mut self, subject: &Subject, matches: &[Match]) -> io::Result<()> {
        let matches = matches
            .iter()
            .map(|found| Found {
                entry: &found.entry.0,
                list: &found.list.0,
                score: found.score,
                probability: found.probability,
                explanation: found.explanation.as_ref().map(|parts| Reasons {
                    subject_name: &found.subject_name,
                    entry_name: &found.entry_name,
                    parts,
                    text: self.words.map(|words| explain::reason(found, words)),
                }),
            })
            .collect();
        Ok(serde_json::to_writer(&mut self.out, &Answer { query: &subject.id, matches })?)
    }

    fn csv_row(&mut self, subject: &Subject, found: &Match) -> io::Result<()> {
        let reason = explain::reason(found, self.words.unwrap_or_default());
        // The isolates keep lines in order on a screen; in a column of its own the sentence needs none at its ends,
        // and those around names stay.
        let fields = [
            &safe(&subject.id),
            &safe(subject.profile.caption()),
            &safe(&found.entry.0),
            &safe(&found.list.0),
            &format!("{:.3}", found.score),
            &format!("{:.4}", found.probability),
            found.schema.as_str(),
            &safe(&found.entry_name),
            &safe(&reason),
        ];
        write_row(&mut self.out, &fields)
    }
}

/// Spreadsheets run a text that begins like a formula, some also behind blanks or in full-width letters: such a text
/// gets an apostrophe before it.
fn safe(text: &str) -> String {
    let begin = text.trim_start();
    match begin.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

fn write_row(out: &mut impl Write, fields: &[&str]) -> io::Result<()> {
    let mut row = csv::Writer::from_writer(Vec::new());
    row.write_record(fields)?;
    out.write_all(&row.into_inner().map_err(|error| io::Error::other(error.to_string()))?)
}

/// Rows of a CSV file, each field made harmless to spreadsheets.
pub fn csv_rows(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        let fields: Vec<String> = row.iter().map(|field| safe(field)).collect();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        // Memory takes whatever is written.
        let _ = write_row(&mut out, &fields);
    }
    out
}
