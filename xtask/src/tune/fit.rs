//! Logistic regression with signs that may not turn: what speaks against never speaks for.

use super::rows::Row;
use matching::tuning::{COUNT, Features, SUMMED, TABLE, WeightSet, Weights, at};
use std::fmt::Write;

/// How strongly weights are held to where they began.
const PULL: f32 = 2.0;
/// The same for the pairs of the lists themselves, of which there are many.
const LISTS_PULL: f32 = 20.0;
/// The same for direct comparison, which has few labelled pairs.
const DIRECT_PULL: f32 = 5.0;
const STEPS: usize = 1500;

/// Share of the names of one subject that have nothing to do with one another, such as a name of war: no weight can bring
/// them together, and none is bent for them.
const UNLIKE: f32 = 0.05;
/// Share of the pairs called different that are one subject after all.
const TWICE_LISTED: f32 = 0.002;

/// What an alias of a listed person counts in screening against a labelled query.
const ALIAS: f32 = 0.12;
/// The same of one of the project's own name cases.
const CASE: f32 = 0.15;

/// What only direct comparison sees.
const DIRECT_ONLY: [&str; 3] = ["letters-unlike", "letters-least", "letters-shuffled"];

/// Rows of pairs as a search would have seen them.
fn as_searched(rows: &[Row]) -> Vec<Row> {
    let mut rows = rows.to_vec();
    for row in &mut rows {
        for feature in DIRECT_ONLY {
            row.features[at(feature)] = 0.0;
        }
    }
    rows
}

/// Learns the weights for screening from labelled queries, name cases, and the aliases of the lists' people.
pub fn screening(start: &WeightSet, queries: &[Row], cases: &[Row], aliases: &[Row]) -> WeightSet {
    // A search does not hear names as one word.
    let searched = |row: &&Row| row.person && row.label && row.features[at("whole-alike")] == 0.0;
    let (aliases, cases) = (as_searched(aliases), as_searched(cases));
    let aliases: Vec<&Row> = aliases.iter().filter(searched).collect();
    let column = |person: bool, start: &Weights| {
        let labelled = queries.iter().chain(&cases).filter(|row| row.person == person);
        let mut rows: Vec<(&Row, f32)> =
            labelled.map(|row| (row, if row.pair { CASE * row.weight } else { row.weight })).collect();
        if person {
            rows.extend(aliases.iter().map(|row| (*row, ALIAS)));
        }
        fit_column(start, &rows, PULL)
    };
    WeightSet { person: column(true, &start.person), other: column(false, &start.other), ..start.clone() }
}

/// Learns where direct comparison begins: from names that the lists themselves call one or keep apart.
pub fn from_lists(weights: &WeightSet, rows: &[Row]) -> WeightSet {
    let column = |person: bool, start: &Weights| {
        let rows: Vec<(&Row, f32)> =
            rows.iter().filter(|row| row.person == person).map(|row| (row, row.weight)).collect();
        fit_column(start, &rows, LISTS_PULL)
    };
    WeightSet {
        person_direct: column(true, &weights.person),
        other_direct: column(false, &weights.other),
        ..weights.clone()
    }
}

/// Whoever compares two names asks about just these differences, while lists and customers are careless with them.
const ASKED: [(&str, f32); 6] = [
    ("initial-contradicted", -5.0),
    ("legal-differs", -7.0),
    ("letters-unlike", -4.0),
    ("generic-contradicted", -3.0),
    ("generic-extra", -2.0),
    ("contradicted", -2.0),
];

/// The very same name stands so far above its nearest relatives in direct comparison.
const NAME_SAME: f32 = 2.5;

/// Learns the weights for direct comparison from labelled pairs, held to those from the lists.
pub fn direct(begin: &WeightSet, pairs: &[Row]) -> WeightSet {
    let column = |person: bool, start: &Weights| {
        let rows: Vec<(&Row, f32)> =
            pairs.iter().filter(|row| row.person == person).map(|row| (row, row.weight)).collect();
        let mut start = start.clone();
        for (feature, least) in ASKED {
            let slot = &mut start.features[at(feature)];
            *slot = slot.min(least);
        }
        let mut learned = fit_column(&start, &rows, DIRECT_PULL);
        // A rule that few labels would bend: another initial is another person.
        let slot = &mut learned.features[at("initial-contradicted")];
        *slot = slot.min(-5.0);
        // The pairs hold few names that are quite the same, and those are right at any score.
        let slot = &mut learned.features[at("name-same")];
        *slot = slot.max(NAME_SAME);
        learned
    };
    WeightSet {
        person_direct: column(true, &begin.person_direct),
        other_direct: column(false, &begin.other_direct),
        ..begin.clone()
    }
}

fn fit_column(start: &Weights, rows: &[(&Row, f32)], pull: f32) -> Weights {
    let scale = scales(rows);
    // The last weight is the pairs' own intercept: pairs are chosen to be alike, customers are not.
    let mut weights: Vec<f32> =
        start.features.iter().zip(&scale).map(|(weight, scale)| weight * scale).collect();
    weights.push(0.0);
    let begin = weights.clone();
    let total: f32 = rows.iter().map(|(_, weight)| weight).sum::<f32>().max(1.0);
    let (mut first, mut second) = (vec![0.0f32; COUNT + 1], vec![0.0f32; COUNT + 1]);
    for step in 1..=STEPS {
        let gradient = gradient(rows, &scale, &weights);
        let rate = 0.05 * (1.0 - step as f32 / (STEPS as f32 + 1.0));
        for at in 0..=COUNT {
            let pull = if at == COUNT { 0.0 } else { pull * (weights[at] - begin[at]) };
            let slope = (gradient[at] + pull) / total;
            first[at] = 0.9 * first[at] + 0.1 * slope;
            second[at] = 0.999 * second[at] + 0.001 * slope * slope;
            let (mean, spread) = (
                first[at] / (1.0 - 0.9f32.powi(step as i32)),
                second[at] / (1.0 - 0.999f32.powi(step as i32)),
            );
            weights[at] -= rate * mean / (spread.sqrt() + 1e-7);
            if at < COUNT {
                weights[at] = TABLE[at].sign.hold(weights[at] / scale[at]) * scale[at];
            }
        }
    }
    let mut learned = Weights { features: [0.0; COUNT] };
    for (at, slot) in learned.features.iter_mut().enumerate() {
        *slot = weights[at] / scale[at];
    }
    learned
}

/// The slope of the loss over all rows, worked out on all cores; sums are taken in one order, whatever their number.
fn gradient(rows: &[(&Row, f32)], scale: &Features, weights: &[f32]) -> Vec<f32> {
    const CHUNK: usize = 4096;
    let chunks: Vec<&[(&Row, f32)]> = rows.chunks(CHUNK).collect();
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get());
    let share = chunks.len().div_ceil(cores).max(1);
    let parts: Vec<Vec<f32>> = std::thread::scope(|scope| {
        let workers: Vec<_> = chunks
            .chunks(share)
            .map(|chunks| {
                scope.spawn(move || {
                    let slopes = chunks.iter().map(|rows| slope_of(rows, scale, weights));
                    slopes.collect::<Vec<_>>()
                })
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect()
    });
    let mut sum = vec![0.0f32; COUNT + 1];
    for part in parts {
        for (slot, value) in sum.iter_mut().zip(part) {
            *slot += value;
        }
    }
    sum
}

fn slope_of(rows: &[(&Row, f32)], scale: &Features, weights: &[f32]) -> Vec<f32> {
    let mut scaled = [0.0f32; COUNT];
    for at in 0..COUNT {
        scaled[at] = weights[at] / scale[at];
    }
    let mut slope = [0.0f32; COUNT];
    let mut intercept = 0.0;
    for (row, weight) in rows {
        let pair = if row.pair { weights[COUNT] } else { 0.0 };
        let score: f32 =
            row.features.iter().zip(&scaled).take(SUMMED).map(|(value, weight)| value * weight).sum::<f32>()
                + row.offset
                + pair;
        let doubt = if row.pair { (0.0, 0.0) } else { (UNLIKE, TWICE_LISTED) };
        let slip = slip(score, row.label, doubt) * weight;
        for (slot, value) in slope.iter_mut().zip(&row.features).take(SUMMED) {
            *slot += slip * value;
        }
        intercept += if row.pair { slip } else { 0.0 };
    }
    slope.iter().zip(scale).map(|(slope, scale)| slope / scale).chain([intercept]).collect()
}

/// How the loss of a row changes with its score. A label is believed but for a share: of those that say one subject, and
/// of those that say two.
fn slip(score: f32, label: bool, (unlike, twice): (f32, f32)) -> f32 {
    let p = 1.0 / (1.0 + (-score).exp());
    if label {
        -(1.0 - unlike) * p * (1.0 - p) / ((1.0 - unlike) * p + unlike).max(1e-12)
    } else {
        (1.0 - twice) * p * (1.0 - p) / (1.0 - (1.0 - twice) * p).max(1e-12)
    }
}

fn scales(rows: &[(&Row, f32)]) -> Features {
    let mut scale = [1.0f32; COUNT];
    for (at, slot) in scale.iter_mut().enumerate() {
        let used: Vec<f32> =
            rows.iter().map(|(row, _)| row.features[at].abs()).filter(|value| *value > 0.0).collect();
        if !used.is_empty() {
            *slot = (used.iter().sum::<f32>() / used.len() as f32).max(0.1);
        }
    }
    scale
}

/// The weights as a table.
pub fn table(weights: &WeightSet) -> String {
    let mut table = String::from(
        "# Weights of the name features in log-odds: feature; people and everything else in screening; the same in direct comparison. Written by `cargo xtask tune`.\n",
    );
    let columns = [&weights.person, &weights.other, &weights.person_direct, &weights.other_direct];
    for (at, feature) in TABLE.iter().enumerate() {
        let numbers: Vec<String> =
            columns.iter().map(|column| format!("{:.4}", column.features[at])).collect();
        writeln!(table, "{}\t{}", feature.name, numbers.join("\t"))
            .expect("writing to a string does not fail");
    }
    table
}

/// Slope and intercept of the log-odds that a score is of one subject (Platt).
pub fn platt(scored: &[(f32, bool)]) -> (f64, f64) {
    let (mut slope, mut intercept) = (1.0f64, 0.0f64);
    for _ in 0..200 {
        let (mut g0, mut g1, mut h00, mut h01, mut h11) = (0.0, 0.0, 1e-6, 0.0, 1e-6);
        for &(score, label) in scored {
            let score = f64::from(score);
            let p = 1.0 / (1.0 + (-(slope * score + intercept)).exp());
            let slip = p - f64::from(u8::from(label));
            let curve = (p * (1.0 - p)).max(1e-9);
            g0 += slip * score;
            g1 += slip;
            h00 += curve * score * score;
            h01 += curve * score;
            h11 += curve;
        }
        let det = h00 * h11 - h01 * h01;
        if det.abs() < 1e-12 {
            break;
        }
        let (step0, step1) = ((h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det);
        slope -= step0.clamp(-1.0, 1.0);
        intercept -= step1.clamp(-2.0, 2.0);
    }
    (slope, intercept)
}
