//! Many pairs of names compared: `schema,name1,name2[,is_match][,category]` in, the same rows with score and verdict
//! out, and, where labels exist, how often the verdict was right.

use crate::NodeError;
use crate::intake::decoded;
use csv::StringRecord;
use matching::{Comparison, Scoring, Verdict, compare};
use model::{Fault, Location, Name, Profile, Schema};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{Read, Write};

/// How verdicts met labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Confusion {
    /// Same, and said to be the same.
    pub true_positives: u64,
    /// Not the same, and said to be the same.
    pub false_positives: u64,
    /// Not the same, and said not to be.
    pub true_negatives: u64,
    /// Same, and said not to be.
    pub false_negatives: u64,
}

/// What a file of pairs came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PairsOutcome {
    /// Pairs compared.
    pub pairs: u64,
    /// Pairs taken for the same.
    pub matches: u64,
    /// Rows that could not be compared, and why; they are written with empty score and verdict.
    pub faults: Vec<Fault>,
    /// Over all labelled rows, where there are any.
    pub all: Option<Confusion>,
    /// By category, where the file has them.
    pub by_category: BTreeMap<String, Confusion>,
}

impl Confusion {
    fn count(&mut self, is_match: bool, said: Verdict) {
        *match (is_match, said) {
            (true, Verdict::Match) => &mut self.true_positives,
            (false, Verdict::Match) => &mut self.false_positives,
            (false, Verdict::NoMatch) => &mut self.true_negatives,
            (true, Verdict::NoMatch) => &mut self.false_negatives,
        } += 1;
    }

    /// Of those said to be the same, the share that is; none when nothing was.
    pub fn precision(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_positives)
    }

    /// Of those that are the same, the share said to be; none when nothing is.
    pub fn recall(&self) -> Option<f64> {
        share(self.true_positives, self.true_positives + self.false_negatives)
    }

    /// Harmonic mean of precision and recall; none when there is neither a true positive nor a mistake.
    pub fn f1(&self) -> Option<f64> {
        share(2 * self.true_positives, 2 * self.true_positives + self.false_positives + self.false_negatives)
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Two names as profiles, compared.
pub fn compare_names(schema: Schema, left: &str, right: &str, scoring: Scoring) -> Comparison {
    let profile = |name: &str| {
        let mut profile = Profile::new(schema);
        profile.names.push(Name::primary(name.trim()));
        profile
    };
    compare(&profile(left), &profile(right), scoring)
}

/// The word that stands for a verdict in files.
pub fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Match => "match",
        Verdict::NoMatch => "no-match",
    }
}

/// Compares every pair of a CSV file and writes its rows with `score` and `verdict` after their own columns.
///
/// # Errors
/// When the file cannot be read, a needed column is missing, or the rows cannot be written.
pub fn compare_pairs(
    input: impl Read + Send + 'static,
    name: &str,
    scoring: Scoring,
    out: impl Write,
) -> Result<PairsOutcome, NodeError> {
    let text = decoded(input, None).map_err(|error| NodeError::input(name, error))?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let header = reader.headers().map_err(|error| NodeError::input(name, error.into()))?.clone();
    let columns = Columns::find(&header, name)?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let mut outcome = PairsOutcome::default();
    write(&mut writer, &header, ["score", "verdict"])?;
    for (number, record) in reader.records().enumerate() {
        let record = record.map_err(|error| NodeError::input(name, error.into()))?;
        let line = record.position().map_or(number as u64 + 2, csv::Position::line);
        match columns.pair(&record, line) {
            Ok(pair) => {
                let comparison = compare_names(pair.schema, pair.left, pair.right, scoring);
                outcome.count(&pair, comparison.verdict);
                let score = format!("{:.4}", comparison.score);
                write(&mut writer, &record, [&score, verdict_word(comparison.verdict)])?;
            }
            Err(fault) => {
                outcome.faults.push(fault);
                write(&mut writer, &record, ["", ""])?;
            }
        }
    }
    writer.flush().map_err(NodeError::Output)?;
    Ok(outcome)
}

fn write(
    writer: &mut csv::Writer<impl Write>,
    record: &StringRecord,
    more: [&str; 2],
) -> Result<(), NodeError> {
    writer.write_record(record.iter().chain(more)).map_err(|error| NodeError::Output(error.into()))
}

impl PairsOutcome {
    fn count(&mut self, pair: &Pair<'_>, said: Verdict) {
        self.pairs += 1;
        self.matches += u64::from(said == Verdict::Match);
        if let Some(is_match) = pair.is_match {
            self.all.get_or_insert_default().count(is_match, said);
            if let Some(category) = pair.category {
                self.by_category.entry(category.to_owned()).or_default().count(is_match, said);
            }
        }
    }
}

struct Pair<'a> {
    schema: Schema,
    left: &'a str,
    right: &'a str,
    is_match: Option<bool>,
    category: Option<&'a str>,
}

/// Where the columns stand.
struct Columns {
    schema: Option<usize>,
    left: usize,
    right: usize,
    is_match: Option<usize>,
    category: Option<usize>,
}

impl Columns {
    fn find(header: &StringRecord, name: &str) -> Result<Self, NodeError> {
        let at = |wanted: &str| header.iter().position(|title| title.trim().eq_ignore_ascii_case(wanted));
        let needed = |wanted: &str| {
            at(wanted).ok_or_else(|| NodeError::Usage {
                what: format!("{name} has no column {wanted}"),
                remedy: "the first line must name the columns schema,name1,name2[,is_match][,category]"
                    .into(),
            })
        };
        Ok(Self {
            left: needed("name1")?,
            right: needed("name2")?,
            schema: at("schema"),
            is_match: at("is_match"),
            category: at("category"),
        })
    }

    fn pair<'a>(&self, record: &'a StringRecord, line: u64) -> Result<Pair<'a>, Fault> {
        let field = |at: Option<usize>| {
            at.and_then(|at| record.get(at)).map(str::trim).filter(|text| !text.is_empty())
        };
        let lost = |field: &str, what: &str| Fault::record(Location::line(line).field(field), what);
        let left = field(Some(self.left)).ok_or_else(|| lost("name1", "there is no name"))?;
        let right = field(Some(self.right)).ok_or_else(|| lost("name2", "there is no name"))?;
        let schema = match field(self.schema) {
            Some(text) => Schema::parse(text).ok_or_else(|| {
                lost("schema", &format!("{text:?} is no schema"))
                    .remedy("use Person, Organization, Company, Vessel …")
            })?,
            None => Schema::LegalEntity,
        };
        let is_match = match field(self.is_match) {
            Some(text) => Some(truth(text).ok_or_else(|| {
                lost("is_match", &format!("{text:?} is neither true nor false")).remedy("use true or false")
            })?),
            None => None,
        };
        Ok(Pair { schema, left, right, is_match, category: field(self.category) })
    }
}

fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "match" | "t" | "y" => Some(true),
        "false" | "0" | "no" | "no-match" | "f" | "n" => Some(false),
        _ => None,
    }
}
