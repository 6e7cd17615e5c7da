//! Rows to learn from, and what queries come to under given weights.

use crate::data::{LabelledPair, LabelledQuery};
use matching::Index;
use matching::tuning::{Features, Searcher, WeightSet};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One candidate to learn from.
#[derive(Clone)]
pub struct Row {
    pub features: Features,
    /// Corroboration, which is not learned here.
    pub offset: f32,
    pub label: bool,
    pub person: bool,
    pub weight: f32,
    /// Whether it comes from a direct comparison rather than from screening.
    pub pair: bool,
}

/// What a query came to.
#[derive(Clone)]
pub struct Outcome {
    pub class: String,
    pub negative: bool,
    /// Best score of any entry, and of an expected one; minus infinity when none.
    pub best: f32,
    pub expected: f32,
    pub best_name: String,
}

/// Candidates far below any threshold teach nothing.
const FLOOR: f32 = -7.0;

/// Runs `work` over all queries on all cores, in order.
pub fn over<T: Send>(
    index: &Index,
    queries: &[LabelledQuery],
    work: impl Fn(&mut Searcher<'_>, &LabelledQuery) -> T + Sync,
) -> Vec<T> {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let size = queries.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = queries
            .chunks(size)
            .map(|chunk| {
                let work = &work;
                scope.spawn(move || {
                    let mut searcher = Searcher::new(index);
                    chunk.iter().map(|query| work(&mut searcher, query)).collect::<Vec<T>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect()
    })
}

/// For a listed subject the best expected entry; for an unlisted one the most alike entries.
pub fn gather(index: &Index, queries: &[LabelledQuery], weights: &WeightSet) -> Vec<Row> {
    let rows = over(index, queries, |searcher, query| {
        let candidates = searcher.candidates(&query.subject.profile, weights, FLOOR, 60);
        let label = !query.is_negative();
        if query.class == "held_far" {
            return Vec::new();
        }
        let wanted = candidates.iter().filter(|candidate| label == query.expected.contains(&candidate.entry));
        wanted
            .take(if label { 1 } else { 4 })
            .enumerate()
            .map(|(rank, candidate)| Row {
                features: candidate.features,
                offset: candidate.corroboration,
                label,
                person: candidate.person,
                weight: if rank == 0 { 1.0 } else { 0.5 },
                pair: false,
            })
            .collect()
    });
    rows.into_iter().flatten().collect()
}

/// What every query comes to.
pub fn outcomes(index: &Index, queries: &[LabelledQuery], weights: &WeightSet) -> Vec<Outcome> {
    over(index, queries, |searcher, query| {
        let candidates = searcher.candidates(&query.subject.profile, weights, FLOOR, 200);
        let expected = candidates.iter().find(|candidate| query.expected.contains(&candidate.entry));
        Outcome {
            class: query.class.clone(),
            negative: query.is_negative(),
            best: candidates.first().map_or(f32::NEG_INFINITY, |candidate| candidate.score),
            expected: expected.map_or(f32::NEG_INFINITY, |candidate| candidate.score),
            best_name: candidates.first().map(|candidate| candidate.name.clone()).unwrap_or_default(),
        }
    })
}

/// The lowest threshold at which at most this share of unlisted subjects is alerted.
pub fn threshold_at(outcomes: &[Outcome], share: f64) -> f32 {
    let mut scores: Vec<f32> =
        outcomes.iter().filter(|outcome| outcome.negative).map(|outcome| outcome.best).collect();
    scores.sort_by(|a, b| b.total_cmp(a));
    let allowed = (scores.len() as f64 * share) as usize;
    scores.get(allowed).map_or(0.0, |score| score + 1e-4)
}

/// Share of listed subjects found at a threshold, `held_far` left out.
pub fn recall(outcomes: &[Outcome], threshold: f32) -> f64 {
    let listed: Vec<&Outcome> =
        outcomes.iter().filter(|outcome| !outcome.negative && outcome.class != "held_far").collect();
    listed.iter().filter(|outcome| outcome.expected >= threshold).count() as f64 / listed.len().max(1) as f64
}

fn false_alarms(outcomes: &[Outcome], threshold: f32) -> f64 {
    let unlisted: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.negative).collect();
    unlisted.iter().filter(|outcome| outcome.best >= threshold).count() as f64 / unlisted.len().max(1) as f64
}

/// Prints every class at a threshold.
pub fn report(outcomes: &[Outcome], threshold: f32) {
    let mut classes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for outcome in outcomes {
        let (all, hit) = classes.entry(&outcome.class).or_default();
        *all += 1;
        *hit += usize::from(if outcome.negative {
            outcome.best >= threshold
        } else {
            outcome.expected >= threshold
        });
    }
    for (class, (all, hit)) in classes {
        println!("{class:24} {hit:5} of {all:5}  {:.4}", hit as f64 / all as f64);
    }
    println!(
        "threshold {threshold:.3}  false alarms {:.4}  recall {:.4}",
        false_alarms(outcomes, threshold),
        recall(outcomes, threshold)
    );
    for share in [0.001, 0.002, 0.005, 0.0099, 0.02, 0.05] {
        let threshold = threshold_at(outcomes, share);
        println!("  at {share}: threshold {threshold:.2} recall {:.4}", recall(outcomes, threshold));
    }
}

/// Share of unlisted subjects that `standard` may alert: below the one in a hundred that it promises, so that namesakes
/// born in another year stay below their own bound.
pub const STANDARD: f64 = 0.0070;

/// The calibration table.
pub fn calibration(
    outcomes: &[Outcome],
    pairs: &[LabelledPair],
    cases: &[LabelledPair],
    weights: &WeightSet,
    names: usize,
) -> String {
    let mut table = String::from(
        "# Operating points: threshold, share of unlisted subjects alerted, share of listed subjects found (development data).\n\
         # Names that they were measured against.\n\
         # Calibrations: slope and intercept from score to log-odds. Written by `cargo xtask tune`.\n",
    );
    for (point, share) in [("strict", 0.001), ("standard", STANDARD), ("wide", 0.04)] {
        let threshold = threshold_at(outcomes, share);
        writeln!(
            table,
            "{point}\t{threshold:.3}\t{:.4}\t{:.4}",
            false_alarms(outcomes, threshold),
            recall(outcomes, threshold)
        )
        .expect("writing to a string does not fail");
    }
    let screening: Vec<(f32, bool)> = outcomes
        .iter()
        .filter(|outcome| outcome.class != "held_far")
        .map(|outcome| if outcome.negative { (outcome.best, false) } else { (outcome.expected, true) })
        .filter(|(score, _)| score.is_finite())
        .collect();
    let (slope, intercept) = super::fit::platt(&screening);
    writeln!(table, "screening\t{slope:.4}\t{intercept:.4}").expect("writing to a string does not fail");
    let (slope, intercept) = super::pairs::calibration(pairs, cases, weights);
    writeln!(table, "comparison\t{slope:.4}\t{intercept:.4}").expect("writing to a string does not fail");
    writeln!(table, "names\t{names}").expect("writing to a string does not fail");
    table
}
