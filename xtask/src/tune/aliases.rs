//! Rows for direct comparison out of the lists themselves: two names of one entry are one subject, the names of another
//! entry on the same list that come nearest are not. Entries that share a name with an individual of the UN list are left
//! out, so that what is measured on that list stays unseen.

use super::rows::Row;
use crate::data::LabelledQuery;
use matching::tuning::{Searcher, WeightSet, pair_features};
use matching::{Index, IndexBuilder, IndexedList};
use model::{Entity, ListId, Name, Profile, Schema};
use std::collections::{HashMap, HashSet};
use text::Style;

/// Lists whose entries gather several names; the UK's rows of the development index have one each.
const LISTS: [&str; 2] = ["ofac", "eu"];
/// Names of an entry that are paired, and pairs of one entry.
const NAMES: usize = 8;
const PAIRS: usize = 4;
/// Other entries that are paired with an entry, and how far down the candidates are looked for.
const OTHERS: usize = 2;
const DEPTH: usize = 60;
const FLOOR: f32 = -9.0;
/// Weight of two names of different entries against two names of one.
const APART: f32 = 2.0;
/// Weight of a labelled query and the name that it found, as a pair.
const QUERY: f32 = 0.15;

/// Names of the UN's individuals, as [`key`] writes them.
fn unseen(lists: &[(ListId, Vec<Entity>)]) -> HashSet<String> {
    let un = lists.iter().filter(|(id, _)| id.0 == "un").flat_map(|(_, entries)| entries);
    un.flat_map(|entry| &entry.profile.names).map(key).collect()
}

/// The words of a name, whatever their order.
fn key(name: &Name) -> String {
    let mut words = text::words(&name.text);
    words.sort();
    words.join(" ")
}

/// Pairs of names of one entry, and of two entries of one list.
pub fn rows(lists: &[(ListId, Vec<Entity>)], weights: &WeightSet) -> Vec<Row> {
    let unseen = unseen(lists);
    let wanted = lists.iter().filter(|(id, _)| LISTS.contains(&id.0.as_str()));
    wanted.flat_map(|(id, entries)| of_list(id, entries, &unseen, weights)).collect()
}

fn of_list(id: &ListId, entries: &[Entity], unseen: &HashSet<String>, weights: &WeightSet) -> Vec<Row> {
    let mut builder = IndexBuilder::new();
    builder.add_list(IndexedList { id: id.clone(), version: "dev".to_owned(), expires_on: None }, entries);
    let index = Index::from_bytes(builder.finish()).expect("what was built is an index");
    let by_id: HashMap<&str, &Entity> = entries.iter().map(|entry| (entry.id.0.as_str(), entry)).collect();
    let mut searcher = Searcher::new(&index);
    let mut rows = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        if entry.profile.names.iter().any(|name| unseen.contains(&key(name))) {
            continue;
        }
        same(entry, weights, &mut rows);
        // Every second entry is enough: there are far more strangers than aliases.
        if number % 2 == 0 {
            apart(entry, &by_id, &mut searcher, weights, &mut rows);
        }
    }
    rows
}

fn same(entry: &Entity, weights: &WeightSet, rows: &mut Vec<Row>) {
    let names = &entry.profile.names[..entry.profile.names.len().min(NAMES)];
    let mut seen = HashSet::new();
    for (at, a) in names.iter().enumerate() {
        for b in &names[at + 1..] {
            if seen.len() < PAIRS && key(a) != key(b) && seen.insert((key(a), key(b))) {
                rows.push(pair([&a.text, &b.text], entry.profile.schema, true, 1.0, weights));
            }
        }
    }
}

fn apart(
    entry: &Entity,
    by_id: &HashMap<&str, &Entity>,
    searcher: &mut Searcher<'_>,
    weights: &WeightSet,
    rows: &mut Vec<Row>,
) {
    let profile = &entry.profile;
    let Some(name) = profile.names.first() else { return };
    let alone = Profile { names: vec![name.clone()], ..Profile::new(profile.schema) };
    let stranger = |other: &Entity| {
        let born = other.profile.birth_dates.iter().any(|date| profile.birth_dates.contains(date));
        let named = other.profile.names.iter().any(|a| profile.names.iter().any(|b| key(a) == key(b)));
        other.id != entry.id && !born && !named
    };
    let candidates = searcher.candidates(&alone, weights, FLOOR, DEPTH);
    let strangers = candidates.iter().filter(|candidate| stranger(by_id[candidate.entry.as_str()]));
    for candidate in strangers.take(OTHERS) {
        rows.push(pair([&name.text, &candidate.name], profile.schema, false, APART, weights));
    }
}

/// A pair of names as a row.
fn pair(names: [&String; 2], schema: Schema, label: bool, weight: f32, weights: &WeightSet) -> Row {
    let (features, style) = pair_features(&names.map(String::clone), schema, weights);
    Row { features, offset: 0.0, label, person: style == Style::Person, weight, pair: false }
}

/// Labelled queries with the names that they found: the best right one, or the two best wrong ones.
pub fn of_queries(index: &Index, queries: &[LabelledQuery], weights: &WeightSet) -> Vec<Row> {
    let rows = super::rows::over(index, queries, |searcher, query| {
        let profile = &query.subject.profile;
        let label = !query.is_negative();
        let Some(name) = profile.names.first() else { return Vec::new() };
        let candidates = searcher.candidates(profile, weights, FLOOR, DEPTH);
        let wanted = candidates.iter().filter(|candidate| label == query.expected.contains(&candidate.entry));
        wanted
            .take(if label { 1 } else { 2 })
            .map(|candidate| pair([&name.text, &candidate.name], profile.schema, label, QUERY, weights))
            .collect()
    });
    rows.into_iter().flatten().collect()
}
