//! The labelled data of the shared folder, as the model's types. Used for tuning and for benchmarks; never shipped.

use anyhow::{Context, Result};
use model::{Entity, ListId, Name, PartialDate, Schema, Subject};
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// A query with its right answers.
pub struct LabelledQuery {
    /// Who is screened.
    pub subject: Subject,
    /// The kind of variation, or of unlisted person.
    pub class: String,
    /// Script of the query.
    pub script: String,
    /// Scripts left in the expected entries.
    pub index_scripts: Vec<String>,
    /// Ids of the entries that are this subject; empty for unlisted people.
    pub expected: Vec<String>,
}

impl LabelledQuery {
    /// Whether nobody listed is meant.
    pub fn is_negative(&self) -> bool {
        self.class.starts_with("neg_")
    }
}

/// Two names and whether they are one.
pub struct LabelledPair {
    /// Schema of both.
    pub schema: Schema,
    /// The names.
    pub names: [String; 2],
    /// Whether they name one subject.
    pub is_match: bool,
    /// How sure the labeller was.
    pub quality: String,
    /// Kind of difference, where given.
    pub category: String,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    #[serde(default)]
    cls: String,
    schema: String,
    names: Vec<String>,
    src: Option<String>,
    dob: Option<OneOrMany>,
    country: Option<OneOrMany>,
    #[serde(default)]
    expected: Vec<String>,
    #[serde(default)]
    script: String,
    #[serde(default)]
    index_scripts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn all(this: Option<Self>) -> Vec<String> {
        match this {
            None => Vec::new(),
            Some(Self::One(one)) => vec![one],
            Some(Self::Many(many)) => many,
        }
    }
}

impl Row {
    fn profile(&mut self) -> model::Profile {
        let mut profile = model::Profile::new(Schema::parse(&self.schema).unwrap_or(Schema::LegalEntity));
        profile.names = self.names.drain(..).map(Name::primary).collect();
        profile.birth_dates = OneOrMany::all(self.dob.take())
            .iter()
            .filter_map(|date| PartialDate::parse_iso(date).ok())
            .collect();
        profile.countries = OneOrMany::all(self.country.take());
        profile
    }
}

fn rows(path: &Path) -> Result<Vec<Row>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    BufReader::new(liblzma::read::XzDecoder::new(file))
        .lines()
        .map(|line| serde_json::from_str(&line?).with_context(|| format!("bad row in {}", path.display())))
        .collect()
}

/// The development index: entries by list, in file order.
pub fn index_dev(shared: &Path) -> Result<Vec<(ListId, Vec<Entity>)>> {
    let mut lists: Vec<(ListId, Vec<Entity>)> = Vec::new();
    for mut row in rows(&shared.join("data/screening/index_dev.jsonl.xz"))? {
        let list = ListId(row.src.take().unwrap_or_default());
        let entity = Entity { profile: row.profile(), ..Entity::new(row.id, Schema::Thing) };
        match lists.iter_mut().find(|(id, _)| *id == list) {
            Some((_, entries)) => entries.push(entity),
            None => lists.push((list, vec![entity])),
        }
    }
    Ok(lists)
}

/// The labelled queries against the development index.
pub fn queries_dev(shared: &Path) -> Result<Vec<LabelledQuery>> {
    let rows = rows(&shared.join("data/screening/queries_dev.jsonl.xz"))?;
    Ok(rows
        .into_iter()
        .map(|mut row| LabelledQuery {
            subject: Subject { profile: row.profile(), id: row.id },
            class: row.cls,
            script: row.script,
            index_scripts: row.index_scripts,
            expected: row.expected,
        })
        .collect())
}

/// The labelled pairs.
pub fn pairs_dev(shared: &Path) -> Result<Vec<LabelledPair>> {
    let path = shared.join("data/screening/pairs_dev.csv");
    let mut text = String::new();
    File::open(&path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .read_to_string(&mut text)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .records()
        .map(|record| {
            let record = record?;
            let column = |at: usize| record.get(at).unwrap_or_default().to_owned();
            Ok(LabelledPair {
                schema: Schema::parse(&column(0)).unwrap_or(Schema::LegalEntity),
                names: [column(1), column(2)],
                is_match: column(3) == "true",
                quality: column(4),
                category: column(5),
            })
        })
        .collect()
}

/// The project's own name cases as labelled pairs: rows of the tables of `tests/names`.
pub fn name_cases(root: &Path) -> Result<Vec<LabelledPair>> {
    let mut files: Vec<_> =
        std::fs::read_dir(root.join("tests/names"))?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    let mut pairs = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(&file)?.lines() {
            let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
            let [left, right, schema, verdict, ..] = cells[..] else { continue };
            // What stands in braces is a fact beside the name, or a letter that cannot be seen.
            let bare = !left.contains('{') && !right.contains('{');
            let (Some(schema), true) =
                (Schema::parse(schema), bare && matches!(verdict, "match" | "no match"))
            else {
                continue;
            };
            pairs.push(LabelledPair {
                schema,
                names: [left.to_owned(), right.to_owned()],
                is_match: verdict == "match",
                quality: String::new(),
                category: "name case".to_owned(),
            });
        }
    }
    Ok(pairs)
}
