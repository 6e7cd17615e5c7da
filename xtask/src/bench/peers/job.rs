//! What the peers are asked to score: samples of the same data that the engine is measured on, and the engine's own
//! scores on them.

use crate::bench::corpus::{
    Corpus, Unlisted, index_of, named, negatives_dev, options, real_lists, screen_all,
};
use crate::bench::outcomes::{Outcome, outcomes};
use crate::bench::stats::sample;
use crate::bench::un::UnPeople;
use crate::data::LabelledQuery;
use anyhow::{Result, bail};
use matching::{Scoring, compare};
use model::{Precision, Profile, Schema};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Entries that the peers score for each query.
pub const CANDIDATES: usize = 50;
/// Queries of each class of listed subjects.
const LISTED: usize = 60;
/// Queries of each class of unlisted subjects.
const UNLISTED: usize = 120;
/// People of `negatives_dev`.
const NEGATIVES: usize = 1000;
/// Pairs whose OFAC-compatible scores are compared.
const OFAC_PAIRS: usize = 1000;

/// Facts of one subject or entry.
#[derive(Serialize)]
pub struct Party {
    schema: &'static str,
    names: Vec<String>,
    dates: Vec<String>,
    countries: Vec<String>,
    nationalities: Vec<String>,
}

#[derive(Serialize)]
struct Pair {
    schema: &'static str,
    names: [String; 2],
}

#[derive(Serialize)]
struct Query {
    party: Party,
    /// Numbers of the expected entries.
    expected: Vec<usize>,
}

/// All that is asked.
#[derive(Serialize)]
pub struct Job {
    candidates: usize,
    pairs: Vec<Pair>,
    originals: Vec<Party>,
    primaries: Vec<Party>,
    aliases: Vec<[Party; 2]>,
    entries: Vec<Party>,
    queries: Vec<Query>,
    lists: Vec<Party>,
    unlisted: Vec<Party>,
    /// Query name, listed name.
    pub ofac: Vec<[String; 2]>,
}

/// A job, and the engine's part in it.
pub struct Asked<'a> {
    /// What the peers score.
    pub job: Job,
    /// What the engine makes of the sampled queries, in the order of the job.
    pub outcomes: Vec<Outcome>,
    /// The sampled queries.
    pub queries: Vec<&'a LabelledQuery>,
    /// Whether the engine alerts the sampled unlisted people, by name alone and with all facts.
    pub unlisted: Vec<[bool; 2]>,
    /// The engine's OFAC-compatible scores.
    pub ofac: Vec<f64>,
}

impl From<&Profile> for Party {
    fn from(profile: &Profile) -> Self {
        let dates = profile.birth_dates.iter().filter(|date| date.precision() != Precision::Range);
        Self {
            schema: profile.schema.as_str(),
            names: profile.names.iter().map(|name| name.text.clone()).collect(),
            dates: dates.map(|date| date.to_string().trim_start_matches('~').to_owned()).collect(),
            countries: profile.countries.clone(),
            nationalities: profile.nationalities.clone(),
        }
    }
}

/// Draws the samples and has the engine score them.
pub fn asked<'a>(corpus: &'a Corpus, un: &UnPeople) -> Result<Asked<'a>> {
    let queries = stratified_queries(corpus);
    let outcomes = outcomes(&corpus.index()?, &queries);
    let lists = real_lists(&corpus.shared)?;
    let people = sample(negatives_dev(&corpus.shared)?, corpus.most(NEGATIVES), 5);
    let unlisted = alerted(&index_of(&lists)?, &people);
    let ofac = ofac_pairs(corpus, un);
    let own_ofac = ofac.iter().map(ofac_score).collect();
    let person = |name: &str| Party::from(&named(Schema::Person, name));
    let mut number = HashMap::new();
    let mut entries = Vec::new();
    for entry in corpus.entries.iter().flat_map(|(_, entries)| entries) {
        number.insert(entry.id.0.as_str(), entries.len());
        entries.push(Party::from(&entry.profile));
    }
    let job = Job {
        candidates: CANDIDATES,
        pairs: corpus
            .pairs
            .iter()
            .map(|pair| Pair { schema: pair.schema.as_str(), names: pair.names.clone() })
            .collect(),
        originals: un.cross_script.iter().map(|someone| person(&someone.original)).collect(),
        primaries: un.cross_script.iter().map(|someone| person(&someone.primary)).collect(),
        aliases: un
            .aliases
            .iter()
            .map(|alias| {
                [&alias.name, &alias.primary].map(|name| {
                    Party::from(&Profile {
                        birth_dates: alias.birth_dates.clone(),
                        ..named(Schema::Person, name)
                    })
                })
            })
            .collect(),
        entries,
        queries: queries
            .iter()
            .map(|query| Query {
                party: Party::from(&query.subject.profile),
                expected: query.expected.iter().filter_map(|id| number.get(id.as_str()).copied()).collect(),
            })
            .collect(),
        lists: lists
            .iter()
            .flat_map(|(_, entries)| entries)
            .map(|entry| Party::from(&entry.profile))
            .collect(),
        unlisted: people.iter().map(|person| Party::from(&person.full.profile)).collect(),
        ofac,
    };
    if job.queries.is_empty() {
        bail!("no labelled queries to ask the peers");
    }
    Ok(Asked { job, outcomes, queries, unlisted, ofac: own_ofac })
}

/// So many queries of every class: each class stands for its size in the whole.
fn stratified_queries(corpus: &Corpus) -> Vec<&LabelledQuery> {
    let mut classes: BTreeMap<&str, Vec<&LabelledQuery>> = BTreeMap::new();
    for query in &corpus.queries {
        classes.entry(&query.class).or_default().push(query);
    }
    let drawn = classes.into_values().map(|members| {
        let most = if members[0].is_negative() { UNLISTED } else { LISTED };
        sample(members, corpus.most(most), 6)
    });
    drawn.flatten().collect()
}

fn alerted(index: &matching::Index, people: &[Unlisted]) -> Vec<[bool; 2]> {
    screen_all(index, people, |screener, person| {
        [&person.name_only, &person.full].map(|subject| !screener.screen(subject, &options()).is_empty())
    })
}

/// Labelled pairs, good aliases, and queries with an entry's name: the right entry's, or any.
fn ofac_pairs(corpus: &Corpus, un: &UnPeople) -> Vec<[String; 2]> {
    let labelled = corpus.pairs.iter().map(|pair| pair.names.clone()).collect::<Vec<_>>();
    let aliases =
        un.aliases.iter().map(|alias| [alias.name.clone(), alias.primary.clone()]).collect::<Vec<_>>();
    let entries: Vec<_> = corpus.entries.iter().flat_map(|(_, entries)| entries).collect();
    let by_id: HashMap<&str, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.id.0.as_str(), at)).collect();
    let asked = corpus.queries.iter().enumerate().filter_map(|(at, query)| {
        let expected = query.expected.first().and_then(|id| by_id.get(id.as_str()).copied());
        let entry = entries[expected.unwrap_or(at * 7919 % entries.len())];
        let listed = entry.profile.names.get(at % entry.profile.names.len().max(1))?;
        Some([query.subject.profile.caption().to_owned(), listed.text.clone()])
    });
    let mut pairs = sample(labelled, OFAC_PAIRS / 2, 7);
    pairs.extend(sample(aliases, OFAC_PAIRS / 4, 8));
    let missing = OFAC_PAIRS - pairs.len();
    pairs.extend(sample(asked.collect(), missing, 9));
    pairs
}

fn ofac_score([query, listed]: &[String; 2]) -> f64 {
    compare(&named(Schema::LegalEntity, query), &named(Schema::LegalEntity, listed), Scoring::Ofac).score
}
