//! What the server is asked: the labelled queries, one a request; subjects with many aliases; streams of customers.

use super::client::request;
use crate::bench::corpus::{Corpus, negatives_dev};
use crate::data::LabelledQuery;
use anyhow::Result;
use model::{Entity, Name, Profile, Subject};
use serde_json::{Map, Value, json};
use std::rc::Rc;

/// One subject in so many of a stream is listed.
const LISTED: usize = 100;

/// Names of a query with many.
const ALIASES: usize = 20;

/// Queries of a request of many.
pub const BATCH: usize = 20;

/// Requests as bytes, asked in turn.
pub type Requests = Rc<[Vec<u8>]>;

/// One labelled query a request.
pub fn queries<'a>(queries: impl Iterator<Item = &'a LabelledQuery>, key: &str) -> Requests {
    queries.map(|query| question(&query.subject.profile, key)).collect()
}

/// [`BATCH`] labelled queries a request.
pub fn batches(queries: &[LabelledQuery], key: &str) -> Requests {
    let batch = |queries: &[LabelledQuery]| {
        let queries: Map<String, Value> = (0..)
            .zip(queries)
            .map(|(at, query): (usize, _)| (format!("q{at}"), subject(&query.subject.profile)))
            .collect();
        request("POST", "/match/default", key, &json!({"queries": queries}).to_string())
    };
    queries.chunks_exact(BATCH).map(batch).collect()
}

/// Entries of the index asked by their first twenty names; and people on no list with twenty names of different ones.
pub fn aliases(corpus: &Corpus, key: &str) -> Result<[Requests; 2]> {
    let has_many = |entry: &&Entity| entry.profile.names.len() >= ALIASES;
    let entries = corpus.entries.iter().flat_map(|(_, entries)| entries).filter(has_many);
    let listed = entries.map(|entry| {
        let mut profile = entry.profile.clone();
        profile.names.truncate(ALIASES);
        question(&profile, key)
    });
    let people = negatives_dev(&corpus.shared)?;
    let unlisted = people.chunks_exact(ALIASES).map(|chunk| {
        let mut profile = chunk[0].full.profile.clone();
        profile.names = chunk.iter().flat_map(|person| person.name_only.profile.names.clone()).collect();
        question(&profile, key)
    });
    Ok([listed.collect(), unlisted.collect()])
}

fn question(profile: &Profile, key: &str) -> Vec<u8> {
    let body = json!({"queries": {"q": subject(profile)}}).to_string();
    request("POST", "/match/default", key, &body)
}

fn subject(profile: &Profile) -> Value {
    let names: Vec<&str> = profile.names.iter().map(|name| name.text.as_str()).collect();
    let mut properties = json!({"name": names});
    if !profile.birth_dates.is_empty() {
        let dates: Vec<String> = profile.birth_dates.iter().map(ToString::to_string).collect();
        properties["birthDate"] = dates.into();
    }
    for (key, countries) in [("nationality", &profile.nationalities), ("country", &profile.countries)] {
        if !countries.is_empty() {
            properties[key] = countries.clone().into();
        }
    }
    json!({"schema": profile.schema.as_str(), "properties": properties})
}

/// Customers as JSON lines: people on no list, and one in a hundred who is.
pub fn stream(corpus: &Corpus, customers: &[Subject]) -> Vec<u8> {
    let listed: Vec<&LabelledQuery> =
        corpus.queries.iter().filter(|query| !query.expected.is_empty()).collect();
    let mixed = customers.iter().enumerate().map(|(at, customer)| match at % LISTED {
        0 => Subject { id: customer.id.clone(), ..listed[at / LISTED % listed.len()].subject.clone() },
        _ => customer.clone(),
    });
    lines(&mixed.collect::<Vec<_>>())
}

/// Subjects as JSON lines.
pub fn lines(subjects: &[Subject]) -> Vec<u8> {
    let mut lines = Vec::new();
    for one in subjects {
        let mut line = subject(&one.profile);
        line["id"] = one.id.clone().into();
        lines.extend(line.to_string().bytes());
        lines.push(b'\n');
    }
    lines
}

/// A list with one more entry, which has a monitored subject's name and birth date.
pub fn with_one_more(entries: &[Entity], subject: &Subject, number: usize) -> Vec<Entity> {
    let mut entries = entries.to_vec();
    let mut entry = Entity::new(format!("bench-{number}"), subject.profile.schema);
    entry.profile.names = vec![Name::primary(subject.profile.caption())];
    entry.profile.birth_dates.clone_from(&subject.profile.birth_dates);
    entries.push(entry);
    entries
}

/// Whether the entry of this number is in an answer.
pub fn is_found(answer: &Value, number: usize) -> bool {
    let results = answer["responses"]["q"]["results"].as_array();
    results.is_some_and(|results| results.iter().any(|result| result["id"] == format!("bench-{number}")))
}

/// The body that asks for a subject.
pub fn asks_for(subject_: &Subject) -> String {
    json!({"queries": {"q": subject(&subject_.profile)}}).to_string()
}
