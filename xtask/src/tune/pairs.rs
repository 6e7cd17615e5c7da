//! Labelled pairs: rows to learn from, figures, and the cross-validated estimate.

use super::fit;
use super::rows::Row;
use crate::data::LabelledPair;
use matching::tuning::{WeightSet, pair_features};
use text::Style;

/// How much one of the project's own name cases counts against a labelled pair.
const NAME_CASE: f32 = 1.0;

/// Pairs as rows.
pub fn rows(pairs: &[LabelledPair], weights: &WeightSet) -> Vec<Row> {
    pairs
        .iter()
        .map(|pair| {
            let (features, style) = pair_features(&pair.names, pair.schema, weights);
            Row {
                features,
                offset: 0.0,
                label: pair.is_match,
                person: style == Style::Person,
                weight: if pair.category == "name case" { NAME_CASE } else { 1.0 },
                pair: true,
            }
        })
        .collect()
}

fn scores(rows: &[Row], weights: &WeightSet) -> Vec<f32> {
    rows.iter()
        .map(|row| if row.person { &weights.person_direct } else { &weights.other_direct }.sum(&row.features))
        .collect()
}

/// The threshold with the best F1, and that F1.
fn best_threshold(scored: &[(f32, bool)]) -> (f32, f64) {
    let mut sorted: Vec<(f32, bool)> = scored.to_vec();
    sorted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let all = sorted.iter().filter(|(_, label)| *label).count() as f64;
    let (mut best, mut hits) = ((f32::MAX, 0.0), 0.0);
    for (at, (score, label)) in sorted.iter().enumerate() {
        hits += f64::from(u8::from(*label));
        let f1 = 2.0 * hits / (at as f64 + 1.0 + all);
        let next = sorted.get(at + 1).map_or(score - 1.0, |(score, _)| *score);
        if f1 > best.1 && next < *score {
            best = ((score + next) / 2.0, f1);
        }
    }
    best
}

/// Prints F1 of the given weights, and the pairs that go wrong.
pub fn report(title: &str, pairs: &[LabelledPair], weights: &WeightSet) {
    let scored: Vec<(f32, bool)> = scores(&rows(pairs, weights), weights)
        .into_iter()
        .zip(pairs.iter().map(|pair| pair.is_match))
        .collect();
    let (threshold, f1) = best_threshold(&scored);
    println!("{title}: F1 {f1:.4} at {threshold:.2} (fitted)");
    for ((score, label), pair) in scored.iter().zip(pairs) {
        if (*score >= threshold) != *label {
            println!(
                "  {} {score:6.2} {:?} {} | {}",
                if *label { "missed" } else { "wrong " },
                pair.schema,
                pair.names[0],
                pair.names[1]
            );
        }
    }
}

/// Five folds: weights and threshold are learned on four, measured on the fifth. Where they begin knows none of the pairs.
pub fn cross_validate(pairs: &[LabelledPair], cases: &[LabelledPair], begin: &WeightSet) -> Vec<f64> {
    let folds = 5;
    let mut figures = Vec::new();
    for fold in 0..folds {
        let part = |inside: bool| -> Vec<LabelledPair> {
            let wanted =
                pairs.iter().enumerate().filter(|(at, _)| (at * 7919 % 313 % folds == fold) == inside);
            wanted
                .map(|(_, pair)| LabelledPair {
                    schema: pair.schema,
                    names: pair.names.clone(),
                    is_match: pair.is_match,
                    quality: pair.quality.clone(),
                    category: pair.category.clone(),
                })
                .collect()
        };
        let (train, test) = (part(false), part(true));
        let mut labelled = rows(&train, begin);
        labelled.extend(rows(cases, begin));
        let learned = fit::direct(begin, &labelled);
        let scored = |pairs: &[LabelledPair]| -> Vec<(f32, bool)> {
            scores(&rows(pairs, &learned), &learned)
                .into_iter()
                .zip(pairs.iter().map(|pair| pair.is_match))
                .collect()
        };
        let (threshold, _) = best_threshold(&scored(&train));
        let threshold = f64::from(threshold);
        let (mut hits, mut said, mut all) = (0.0, 0.0, 0.0);
        for ((score, label), pair) in scored(&test).into_iter().zip(&test) {
            let yes = f64::from(score) >= threshold;
            if yes != label {
                println!(
                    "  fold {fold} {} {:6.2} {:?} {} | {}",
                    if label { "missed" } else { "wrong " },
                    f64::from(score) - threshold,
                    pair.schema,
                    pair.names[0],
                    pair.names[1]
                );
            }
            said += f64::from(u8::from(yes));
            all += f64::from(u8::from(label));
            hits += f64::from(u8::from(yes && label));
        }
        figures.push(2.0 * hits / (said + all));
    }
    let mean = figures.iter().sum::<f64>() / folds as f64;
    println!("pairs: cross-validated F1 {mean:.4} ({figures:.3?})");
    figures
}

/// Slope and intercept from score to log-odds for direct comparisons. Even odds stand where most name cases come out right,
/// for they are the field's rules, and among such thresholds where the F1 on the labelled pairs is best.
pub fn calibration(pairs: &[LabelledPair], cases: &[LabelledPair], weights: &WeightSet) -> (f64, f64) {
    let scored = |pairs: &[LabelledPair]| -> Vec<(f32, bool)> {
        let scores = scores(&rows(pairs, weights), weights);
        scores.into_iter().zip(pairs.iter().map(|pair| pair.is_match)).collect()
    };
    let (scored, ruled) = (scored(pairs), scored(cases));
    let mut all: Vec<(f32, bool)> = scored.iter().chain(&ruled).copied().collect();
    let (slope, _) = fit::platt(&all);
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let between = all.windows(2).map(|pair| (pair[0].0 + pair[1].0) / 2.0);
    let wrong =
        |threshold: f32| ruled.iter().filter(|(score, label)| (*score >= threshold) != *label).count();
    let best = between
        .max_by(|a, b| wrong(*b).cmp(&wrong(*a)).then(f1_at(&scored, *a).total_cmp(&f1_at(&scored, *b))));
    (slope, -slope * f64::from(best.unwrap_or(0.0)))
}

fn f1_at(scored: &[(f32, bool)], threshold: f32) -> f64 {
    let said = scored.iter().filter(|(score, _)| *score >= threshold);
    let (said, hits) =
        said.fold((0.0, 0.0), |(said, hits), (_, label)| (said + 1.0, hits + f64::from(u8::from(*label))));
    let all = scored.iter().filter(|(_, label)| *label).count() as f64;
    2.0 * hits / (said + all)
}

/// The folds' figures as a table, for the scorecard.
pub fn folds_table(folds: &[f64]) -> String {
    let mut table = String::from(
        "# F1 on each fold of the labelled pairs, learned on the other folds. Written by `cargo xtask tune`.\n",
    );
    for (fold, f1) in folds.iter().enumerate() {
        table.push_str(&format!("{fold}\t{f1:.4}\n"));
    }
    table
}
