//! The peers in the same run on the same samples: nomenklatura's logic-v1 and logic-v2 and rapidfuzz's token_sort,
//! and nomenklatura's ofac against the OFAC-compatible scoring.

mod environment;
mod job;
mod standing;
mod tables;

use super::corpus::Corpus;
use super::queries::CULTURES;
use super::report::{Report, Table, percent, ratio, thousands};
use super::speed::Speed;
use super::un::UnPeople;
use crate::data::LabelledQuery;
use crate::project::Project;
use anyhow::{Context, Result};
use environment::Environment;
use job::{Asked, CANDIDATES, asked};
use serde::Deserialize;
use standing::{Scored, Standing, is_from, is_listed};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The threshold that nomenklatura's algorithms are meant for.
const NOMENKLATURA: f64 = 0.70;

/// Peers in the order of the tables.
const PEERS: [&str; 3] = ["logic-v2", "logic-v1", "token_sort"];

type ByAlgorithm<T> = BTreeMap<String, Vec<T>>;

/// Raw scores as the script gives them.
#[derive(Deserialize)]
struct Scores {
    versions: BTreeMap<String, String>,
    pairs: ByAlgorithm<f64>,
    matrix: ByAlgorithm<Vec<f64>>,
    aliases: ByAlgorithm<[f64; 2]>,
    queries: ByAlgorithm<[f64; 2]>,
    unlisted: ByAlgorithm<[f64; 2]>,
    ofac: Vec<f64>,
    seconds: Seconds,
}

#[derive(Deserialize)]
struct Seconds {
    pair: BTreeMap<String, f64>,
    query: BTreeMap<String, f64>,
}

/// Has the peers score the samples, and reports.
pub fn report(
    project: &Project,
    corpus: &Corpus,
    un: &UnPeople,
    speed: Option<Speed>,
    report: &mut Report,
) -> Result<()> {
    let environment = Environment::ready(project)?;
    let asked = asked(corpus, un)?;
    let scores: Scores = environment.scores(&asked.job)?;
    let standings = standings(corpus, &asked, &scores)?;
    let versions: Vec<String> =
        scores.versions.iter().map(|(name, version)| format!("{name} {version}")).collect();
    let mut text = format!("In the same run, on the same samples: {}.\n", versions.join(", "));
    for part in [
        on_queries(corpus, &asked, &standings, report),
        tables::pairs(corpus, &scores, report)?,
        tables::original_script(un, &scores, report)?,
        tables::aliases(&scores, &standings, report)?,
        tables::unlisted(&asked, &scores, &standings, report)?,
        tables::speed(&scores, speed, report),
    ] {
        write!(text, "\n{part}").expect("writing to a string does not fail");
    }
    report.section("Peers", text);
    let text = tables::ofac(&asked, &scores, report);
    report.section("OFAC-compatible scoring", text);
    Ok(())
}

fn of<'a, T>(what: &'a ByAlgorithm<T>, name: &str) -> Result<&'a [T]> {
    what.get(name).map(Vec::as_slice).with_context(|| format!("the peers' scores lack {name}"))
}

/// An algorithm on the sampled queries, with its own threshold where it has one.
struct Contestant<'a> {
    name: &'static str,
    own_threshold: Option<f64>,
    /// With at most 1 % of the unlisted alerted.
    fair_threshold: f64,
    standing: Standing<'a>,
}

impl Contestant<'_> {
    /// The threshold it is used with: its own, else the one with 1 % false alarms.
    fn threshold(&self) -> f64 {
        self.own_threshold.unwrap_or(self.fair_threshold)
    }
}

/// The engine first, then the peers.
fn standings<'a>(corpus: &'a Corpus, asked: &Asked<'a>, scores: &Scores) -> Result<Vec<Contestant<'a>>> {
    let contestant = |name, own_threshold, scores: Vec<[f64; 2]>| {
        let scored = asked.queries.iter().zip(scores);
        let scored = scored.map(|(query, [best, expected])| Scored { query, best, expected }).collect();
        let standing = Standing::new(scored, &corpus.queries);
        Contestant { name, own_threshold, fair_threshold: standing.threshold_at(0.01), standing }
    };
    let standard = matching::OperatingPoint::Standard.figures().threshold;
    let own = asked.outcomes.iter().map(|outcome| [outcome.best, outcome.expected]).collect();
    let mut all = vec![contestant("Entente", Some(just_below(standard)), own)];
    for name in PEERS {
        let threshold = (name != "token_sort").then_some(just_below(NOMENKLATURA));
        all.push(contestant(name, threshold, of(&scores.queries, name)?.to_vec()));
    }
    Ok(all)
}

/// Scores count when they are greater; a threshold itself must count too.
fn just_below(threshold: f64) -> f64 {
    threshold - 1e-9
}

/// The peer that is best by a measure, with what it came to.
fn best_peer(figures: &[(&str, f64)], words: impl Fn(&str, f64) -> String) -> String {
    let best = figures.iter().filter(|(_, value)| value.is_finite()).max_by(|a, b| a.1.total_cmp(&b.1));
    best.map_or("–".to_owned(), |(name, value)| words(name, *value))
}

fn on_queries(
    corpus: &Corpus,
    asked: &Asked<'_>,
    standings: &[Contestant<'_>],
    report: &mut Report,
) -> String {
    let table = |heading: &str| {
        let measures =
            ["recall without `held_far`", "Arabic → Latin", "Cyrillic → Latin", "`neg_homonym_dob` alerted"];
        Table::new(&[&[heading, "false alarms"], measures.as_slice()].concat())
    };
    let (mut own, mut fair) = (table("at its own threshold"), table("at ≤ 1 % false alarms"));
    let cells = |contestant: &Contestant<'_>, threshold: f64| {
        let Contestant { name, standing, .. } = contestant;
        [
            (*name).to_owned(),
            percent(standing.alarms(threshold, |_| true)),
            ratio(standing.recall(threshold, is_listed)),
            ratio(standing.recall(threshold, is_from("Arabic"))),
            ratio(standing.recall(threshold, is_from("Cyrillic"))),
            percent(standing.alarms(threshold, |query| query.class == "neg_homonym_dob")),
        ]
    };
    for contestant in standings {
        if let Some(threshold) = contestant.own_threshold {
            own.row(cells(contestant, threshold));
        }
        fair.row(cells(contestant, contestant.fair_threshold));
    }
    let peers = &standings[1..];
    let recall = |of: &dyn Fn(&LabelledQuery) -> bool| -> String {
        let figures: Vec<(&str, f64)> = peers
            .iter()
            .map(|peer| (peer.name, peer.standing.recall(peer.fair_threshold, of).value))
            .collect();
        best_peer(&figures, |name, value| format!("{name} {value:.2} at ≤ 1 % (sample)"))
    };
    report.peer(8, recall(&is_listed));
    report.peer(9, recall(&is_from("Arabic")));
    report.peer(10, recall(&is_from("Cyrillic")));
    let homonyms: Vec<String> = peers
        .iter()
        .map(|peer| {
            let alerted =
                peer.standing.alarms(peer.threshold(), |query| query.class == "neg_homonym_dob").value;
            format!("{} {:.0} %", peer.name, alerted * 100.0)
        })
        .collect();
    report.peer(12, format!("{} (sample)", homonyms.join(", ")));
    let multiples: Vec<(&str, f64)> = peers.iter().map(|peer| (peer.name, -worst_multiple(peer))).collect();
    report.peer(11, best_peer(&multiples, |name, multiple| format!("{name} {:.1} (sample)", -multiple)));
    format!(
        "### Labelled queries\n\n{} of {} queries, drawn by class and weighed back to the whole. The peers have \
         no index of their own here: for each query they score the {CANDIDATES} entries that token_sort finds \
         most alike, over names turned to ASCII by ICU, and always the expected entries, so that retrieval \
         costs them nothing. token_sort sees all names but those of entries with other birth years; it has no \
         threshold of its own.\n\n{own}\n{fair}",
        thousands(asked.queries.len()),
        thousands(corpus.queries.len()),
    )
}

/// False alarms of the worst-off culture as a multiple of the overall rate.
fn worst_multiple(peer: &Contestant<'_>) -> f64 {
    let threshold = peer.threshold();
    let overall = peer.standing.alarms(threshold, |_| true).value;
    let rates = CULTURES
        .iter()
        .map(|(class, _)| peer.standing.alarms(threshold, |query| query.class == *class).value / overall);
    rates.fold(0.0, f64::max)
}
