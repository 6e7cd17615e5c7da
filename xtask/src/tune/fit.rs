//! Logistic regression with signs that may not turn: what speaks against never speaks for.

use super::rows::Row;
use matching::tuning::{COUNT, FEATURES, Features, WeightSet, Weights};
use std::fmt::Write;

/// How strongly weights are held to where they began.
const PULL: f32 = 2.0;
/// The same for direct comparison, which has few labelled pairs.
pub const DIRECT_PULL: f32 = 3.0;
const STEPS: usize = 1500;

/// Learns the weights for screening, then from them those for direct comparison.
pub fn fit(start: &WeightSet, queries: &[Row], pairs: &[Row]) -> WeightSet {
    let screening = |person: bool, start: &Weights| {
        let rows = queries.iter().chain(pairs).filter(|row| row.person == person);
        let rows: Vec<(&Row, f32)> = rows.map(|row| (row, if row.pair { 0.5 } else { row.weight })).collect();
        fit_column(start, &rows, PULL)
    };
    let (person, other) = (screening(true, &start.person), screening(false, &start.other));
    let (person_direct, other_direct) = direct(&person, &other, pairs, DIRECT_PULL);
    WeightSet { person, other, person_direct, other_direct }
}

/// How far rarity counts in direct comparison, against screening: there nobody has searched through many names.
const DIRECT_MASS: f32 = 0.6;

/// Where the weights for direct comparison begin when screening weights are milder: whoever compares two names asks
/// about just these differences, while customers bring them by chance.
const DIRECT_PRIORS: &[(&str, f32)] = &[
    ("initial-contradicted", -4.0),
    ("legal-differs", -4.0),
    ("number-differs", -3.0),
    ("number-missing", -3.0),
    ("generic-extra", -2.0),
    ("generic-contradicted", -3.0),
    ("patronymic-differs", -4.0),
    ("contradicted", -2.0),
];

/// Learns the weights for direct comparison from labelled pairs, held to those for screening.
pub fn direct(person: &Weights, other: &Weights, pairs: &[Row], pull: f32) -> (Weights, Weights) {
    let column = |is_person: bool, screening: &Weights| {
        let mut start = screening.clone();
        for (at, feature) in FEATURES.iter().enumerate() {
            if feature.ends_with("-mass") {
                start.features[at] *= DIRECT_MASS;
            }
        }
        for (feature, least) in DIRECT_PRIORS {
            let at = FEATURES.iter().position(|name| name == feature).expect("priors name features");
            start.features[at] = start.features[at].min(*least);
        }
        let start = &start;
        let rows: Vec<(&Row, f32)> =
            pairs.iter().filter(|row| row.person == is_person).map(|row| (row, row.weight)).collect();
        fit_column(start, &rows, pull)
    };
    let (mut person, mut other) = (column(true, person), column(false, other));
    // Rules that few labels would bend: another initial is another person; companies' words change places.
    let at = |feature: &str| FEATURES.iter().position(|name| *name == feature).expect("rules name features");
    person.features[at("initial-contradicted")] = person.features[at("initial-contradicted")].min(-4.0);
    other.features[at("order")] = other.features[at("order")].max(-0.8);
    (person, other)
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
        let mut gradient = vec![0.0f32; COUNT + 1];
        for (row, weight) in rows {
            let pair = if row.pair { weights[COUNT] } else { 0.0 };
            let score: f32 = row
                .features
                .iter()
                .zip(&scale)
                .zip(&weights)
                .map(|((value, scale), weight)| value / scale * weight)
                .sum::<f32>()
                + row.offset
                + pair;
            let slip = (1.0 / (1.0 + (-score).exp()) - f32::from(u8::from(row.label))) * weight / total;
            for at in 0..COUNT {
                if row.features[at] != 0.0 {
                    gradient[at] += slip * row.features[at] / scale[at];
                }
            }
            gradient[COUNT] += if row.pair { slip } else { 0.0 };
        }
        let rate = 0.05 * (1.0 - step as f32 / (STEPS as f32 + 1.0));
        for at in 0..=COUNT {
            let pull = if at == COUNT { 0.0 } else { pull / total * (weights[at] - begin[at]) };
            let slope = gradient[at] + pull;
            first[at] = 0.9 * first[at] + 0.1 * slope;
            second[at] = 0.999 * second[at] + 0.001 * slope * slope;
            let (mean, spread) = (
                first[at] / (1.0 - 0.9f32.powi(step as i32)),
                second[at] / (1.0 - 0.999f32.powi(step as i32)),
            );
            weights[at] -= rate * mean / (spread.sqrt() + 1e-7);
            if at < COUNT {
                weights[at] = held_to_sign(FEATURES[at], weights[at]);
            }
        }
    }
    let mut learned = Weights { features: [0.0; COUNT] };
    for (at, slot) in learned.features.iter_mut().enumerate() {
        *slot = weights[at] / scale[at];
    }
    learned
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

/// The bounds of the search rest on these signs.
fn held_to_sign(feature: &str, weight: f32) -> f32 {
    const AGAINST: &[&str] = &[
        "legal-differs",
        "legal-missing",
        "number-differs",
        "number-missing",
        "contradicted",
        "contradicted-mass",
        "extra",
        "extra-mass",
        "generic-contradicted",
        "generic-extra",
        "patronymic-differs",
        "patronymic-omitted",
        "order",
        "chain",
        "single",
        "weak-alias",
        "uncovered-shorter",
        "uncovered-longer",
        "gender-form",
        "one-link-contradicted",
        "low-mass",
        "second-unlike",
        "contradicted-share",
        "very-low-mass",
        "minor-extra",
        "chained-extra",
        "unlikeness",
        "least-alike",
        "vowelless",
        "known-apart",
    ];
    // What the field's rules settle, whatever few labels say: "A bin B" is not "B bin A", Ivanovich is not Petrovich.
    match feature {
        // The very same name stands above every name that is merely close to it.
        "name-same" => return weight.max(1.5),
        "chain" => return weight.min(-8.0),
        "initials-only" => return weight.min(-15.0),
        "patronymic-differs" => return weight.min(-6.0),
        "number-differs" => return weight.min(-6.0),
        "unlikeness" => return weight.min(-0.1),
        _ => {}
    }
    if AGAINST.contains(&feature) || feature == "initial-contradicted" {
        weight.min(0.0)
    } else if feature.ends_with("-mass")
        || matches!(feature, "name-same" | "legal-same" | "legal-wider" | "number-same")
    {
        weight.max(0.0)
    } else {
        weight
    }
}

/// The weights as a table.
pub fn table(weights: &WeightSet) -> String {
    let mut table = String::from(
        "# Weights of the name features in log-odds: feature; people and everything else in screening; the same in direct comparison. Written by `cargo xtask tune`.\n",
    );
    let columns = [&weights.person, &weights.other, &weights.person_direct, &weights.other_direct];
    for (at, feature) in FEATURES.iter().enumerate() {
        let numbers: Vec<String> =
            columns.iter().map(|column| format!("{:.4}", column.features[at])).collect();
        writeln!(table, "{feature}\t{}", numbers.join("\t")).expect("writing to a string does not fail");
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
