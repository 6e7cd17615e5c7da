//! What is measured on: the labelled data, and the real lists read by the `lists` room. Nothing of it is shipped.

use super::now;
use super::stats::sample;
use crate::data::{self, LabelledPair, LabelledQuery};
use anyhow::{Context, Result, bail};
use jiff::civil::{Date, date};
use lists::{Format, Input, ReadOptions, read_list};
use matching::{Index, IndexBuilder, IndexedList, ScreenOptions, Screener};
use model::{Entity, ListId, Name, PartialDate, Profile, Schema, Severity, Subject};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

/// The day of all screenings of the benchmark: no entry of the data has expired on it.
pub const TODAY: Date = date(2026, 3, 1);

/// One part in so many of the queries is asked in a quick run.
const QUICK: usize = 8;

/// Entries by list.
pub type Lists = Vec<(ListId, Vec<Entity>)>;

/// The labelled data, as every section needs them.
pub struct Corpus {
    /// Folder of the shared data.
    pub shared: PathBuf,
    /// Whether samples are small.
    pub quick: bool,
    /// Entries of the development index by list.
    pub entries: Lists,
    /// Labelled queries.
    pub queries: Vec<LabelledQuery>,
    /// Labelled pairs.
    pub pairs: Vec<LabelledPair>,
    index: OnceLock<(Vec<u8>, Duration)>,
}

impl Corpus {
    /// Reads the labelled data.
    pub fn read(shared: &Path, quick: bool) -> Result<Self> {
        Ok(Self {
            shared: shared.to_owned(),
            quick,
            entries: data::index_dev(shared)?,
            queries: Self::read_queries(shared, quick)?,
            pairs: data::pairs_dev(shared)?,
            index: OnceLock::new(),
        })
    }

    /// Reads the labelled queries, or a sample of them.
    pub fn read_queries(shared: &Path, quick: bool) -> Result<Vec<LabelledQuery>> {
        let queries = data::queries_dev(shared)?;
        let most = if quick { queries.len() / QUICK } else { queries.len() };
        Ok(sample(queries, most, 1))
    }

    /// How many items a section takes: all, or one part in eight.
    pub fn most(&self, all: usize) -> usize {
        if self.quick { all.div_ceil(QUICK) } else { all }
    }

    /// An index over the development entries.
    pub fn index(&self) -> Result<Index> {
        Ok(Index::from_bytes(self.built().0.clone())?)
    }

    /// The bytes of that index, built once, and how long building took.
    pub fn built(&self) -> &(Vec<u8>, Duration) {
        self.index.get_or_init(|| {
            let begin = now();
            let bytes = bytes_of(&self.entries);
            (bytes, begin.elapsed())
        })
    }
}

/// How many names the entries have.
pub fn count_names(lists: &[(ListId, Vec<Entity>)]) -> usize {
    lists.iter().flat_map(|(_, entries)| entries).map(|entry| entry.profile.names.len()).sum()
}

/// An index over entries by list.
pub fn index_of(lists: &[(ListId, Vec<Entity>)]) -> Result<Index> {
    Ok(Index::from_bytes(bytes_of(lists))?)
}

/// The bytes of an index over entries by list.
pub fn bytes_of(lists: &[(ListId, Vec<Entity>)]) -> Vec<u8> {
    let mut builder = IndexBuilder::new();
    for (id, entries) in lists {
        let list = IndexedList { id: id.clone(), version: "bench".to_owned(), expires_on: None };
        builder.add_list(list, entries);
    }
    builder.finish()
}

/// Options of a screening by matches alone: all lists, no explanations.
pub fn options() -> ScreenOptions {
    ScreenOptions { explain: false, ..ScreenOptions::on(TODAY) }
}

/// Works on all items with all cores, a screener for each, and gives the results in the order of the items.
pub fn screen_all<T: Sync, R: Send>(
    index: &Index,
    items: &[T],
    work: impl Fn(&mut Screener<'_>, &T) -> R + Sync,
) -> Vec<R> {
    in_parallel(items, |chunk| {
        let mut screener = Screener::new(index);
        chunk.iter().map(|item| work(&mut screener, item)).collect()
    })
}

/// Works on the items in one run of neighbours for each core, and gives the results in the order of the items.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let size = items.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = items.chunks(size).map(|chunk| scope.spawn(|| work(chunk))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect()
    })
}

/// A profile with one name.
pub fn named(schema: Schema, name: &str) -> Profile {
    Profile { names: vec![Name::primary(name)], ..Profile::new(schema) }
}

/// The UN list.
pub fn un_list(shared: &Path) -> Result<(ListId, Vec<Entity>)> {
    real_list(shared, "un", Format::UnXml, &["un/UN_consolidated_2026-02-27.xml"])
}

/// The real lists: UN, OFAC (SDN and the others) and UK.
pub fn real_lists(shared: &Path) -> Result<Lists> {
    let sdn = ["ofac/sdn_2021-07.csv", "ofac/add_2021-07.csv", "ofac/alt_2021-07.csv"];
    let others =
        ["ofac/cons_prim_2025-12-19.csv", "ofac/cons_add_2025-12-19.csv", "ofac/cons_alt_2025-12-19.csv"];
    Ok(vec![
        un_list(shared)?,
        real_list(shared, "ofac-sdn", Format::OfacCsv, &sdn)?,
        real_list(shared, "ofac-cons", Format::OfacCsv, &others)?,
        real_list(shared, "uk", Format::HmtCsv, &["uk/sanctionsconlist_2018-04-13.csv"])?,
    ])
}

fn real_list(shared: &Path, id: &str, format: Format, files: &[&str]) -> Result<(ListId, Vec<Entity>)> {
    let mut read = Vec::new();
    for file in files {
        let path = shared.join("data/lists").join(file);
        read.push(std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    let inputs: Vec<Input<'_>> = files.iter().zip(&read).map(|(name, bytes)| Input { name, bytes }).collect();
    let list = read_list(format, &inputs, &ReadOptions::default());
    if let Some(fault) = list.faults.iter().find(|fault| fault.severity == Severity::Fatal) {
        bail!("cannot read list {id}: {fault}");
    }
    Ok((ListId(id.to_owned()), list.value.entries))
}

/// Somebody on no list, as labelled in `negatives_dev.csv`.
pub struct Unlisted {
    /// With the name alone.
    pub name_only: Subject,
    /// With birth date and nationality as well.
    pub full: Subject,
}

/// The unlisted people.
pub fn negatives_dev(shared: &Path) -> Result<Vec<Unlisted>> {
    let path = shared.join("data/screening/negatives_dev.csv");
    let mut reader =
        csv::Reader::from_path(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let headers = reader.headers()?.clone();
    let column = |record: &csv::StringRecord, name: &str| -> String {
        headers
            .iter()
            .position(|header| header == name)
            .and_then(|at| record.get(at))
            .unwrap_or_default()
            .to_owned()
    };
    let mut people = Vec::new();
    for (record, at) in reader.records().zip(1..) {
        let record = record?;
        let name_only = Subject {
            id: format!("negative-{at}"),
            profile: named(Schema::Person, &column(&record, "full_name")),
        };
        let mut full = name_only.clone();
        full.profile.birth_dates =
            PartialDate::parse_iso(&column(&record, "date_of_birth")).into_iter().collect();
        let nationality = column(&record, "nationality");
        let code = lists::countries::code(&nationality).with_context(|| {
            format!("negatives_dev.csv: no code is known for the country {nationality:?}")
        })?;
        full.profile.nationalities = vec![code.to_owned()];
        people.push(Unlisted { name_only, full });
    }
    Ok(people)
}
