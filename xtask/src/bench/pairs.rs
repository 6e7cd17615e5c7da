//! The labelled pairs by direct comparison: precision, recall, F1 and what is confused, by category.

use super::corpus::{Corpus, named};
use super::report::{Goal, Report, Table, ratio, thousands};
use super::stats::{Estimate, accuracy, bootstrap};
use crate::data::LabelledPair;
use anyhow::{Context, Result};
use matching::{Scoring, Verdict, compare};
use std::collections::BTreeMap;
use std::path::Path;

/// Where `cargo xtask tune` stores what cross-validation came to, below the project's root: one line for each fold,
/// its number and its F1.
const CROSS_VALIDATION: &str = "crates/engines/matching/resources/cross_validation.tsv";

/// A labelled pair's score and verdict.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Log-odds.
    pub score: f64,
    /// Whether the engine takes them for the same.
    pub said: bool,
    /// Whether they are.
    pub is_match: bool,
}

/// Compares all labelled pairs.
pub fn compared(corpus: &Corpus) -> Vec<Compared> {
    corpus
        .pairs
        .iter()
        .map(|pair| {
            let [left, right] = [0, 1].map(|side| named(pair.schema, &pair.names[side]));
            let outcome = compare(&left, &right, Scoring::Evidence);
            Compared {
                score: outcome.score,
                said: outcome.verdict == Verdict::Match,
                is_match: pair.is_match,
            }
        })
        .collect()
}

/// Reports the pairs.
pub fn report(root: &Path, corpus: &Corpus, compared: &[Compared], report: &mut Report) -> Result<()> {
    let verdicts: Vec<(bool, bool)> = compared.iter().map(|pair| (pair.said, pair.is_match)).collect();
    let overall = accuracy(&verdicts);
    let f1 = bootstrap(&verdicts, |verdicts| accuracy(verdicts).f1);
    let folds = cross_validation(root)?;
    let mean = folds.as_deref().map(mean_of_folds);
    cross_validated_goals(mean, report);
    let stored = match (&folds, mean) {
        (Some(folds), Some(mean)) => {
            let each: Vec<String> = folds.iter().map(|fold| format!("{fold:.3}")).collect();
            format!(
                "Cross-validated by `cargo xtask tune`: mean F1 {} over {} folds ({}).",
                ratio(mean),
                folds.len(),
                each.join(", ")
            )
        }
        _ => format!("No cross-validation is stored in `{CROSS_VALIDATION}`; `cargo xtask tune` writes it."),
    };
    let text = format!(
        "`pairs_dev.csv`, {} pairs, by `compare` with the shipped weights, which were learned on these pairs \
         among others: precision {:.3}, recall {:.3}, F1 {} (bootstrap interval). {stored}\n\n{}\n{}\n{}",
        thousands(compared.len()),
        overall.precision,
        overall.recall,
        ratio(f1),
        confusion("schema", corpus, compared, |pair| pair.schema.as_str().to_owned()),
        confusion("quality of the label", corpus, compared, |pair| pair.quality.clone()),
        confusion("category", corpus, compared, category),
    );
    report.section("Labelled pairs", text);
    Ok(())
}

fn cross_validated_goals(mean: Option<Estimate>, report: &mut Report) {
    let measured = mean.map_or("not stored".to_owned(), ratio);
    let row = |measure: &str, goal: f64| Goal {
        measure: measure.to_owned(),
        goal: format!("F1 ≥ {goal:.2}"),
        measured: measured.clone(),
        peer: None,
        met: mean.map(|mean| mean.value >= goal),
        tuned: false,
    };
    report.goal(6, row("`pairs_dev`, mean of 5-fold cross-validation (interval over folds)", 0.92));
    report.goal(7, row("labelled pairs that nobody tunes on: the same estimate stands for them here", 0.90));
}

/// F1 of each fold, where stored.
fn cross_validation(root: &Path) -> Result<Option<Vec<f64>>> {
    let path = root.join(CROSS_VALIDATION);
    let Ok(text) = std::fs::read_to_string(&path) else { return Ok(None) };
    let rows = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let folds: Result<Vec<f64>> = rows
        .map(|row| {
            let f1 = row.split('\t').nth(1).and_then(|number| number.trim().parse().ok());
            f1.with_context(|| {
                format!("{} holds a line that is not a fold and its F1: {row:?}", path.display())
            })
        })
        .collect();
    Ok(Some(folds?).filter(|folds| !folds.is_empty()))
}

fn mean_of_folds(folds: &[f64]) -> Estimate {
    bootstrap(folds, |folds| folds.iter().sum::<f64>() / folds.len() as f64)
}

/// Kind of difference. Groups of single test cases, which are called after people, go together.
fn category(pair: &LabelledPair) -> String {
    match pair.category.as_str() {
        "" => "none given".to_owned(),
        single if single.ends_with("_tps") => "single cases of one subject".to_owned(),
        single if single.ends_with("_fps") => "single cases of two subjects".to_owned(),
        other => other.replace('_', " "),
    }
}

fn confusion(
    heading: &str,
    corpus: &Corpus,
    compared: &[Compared],
    key: impl Fn(&LabelledPair) -> String,
) -> Table {
    let mut groups: BTreeMap<String, Vec<(bool, bool)>> = BTreeMap::new();
    for (pair, outcome) in corpus.pairs.iter().zip(compared) {
        groups.entry(key(pair)).or_default().push((outcome.said, outcome.is_match));
    }
    let mut table = Table::new(&[
        heading,
        "pairs",
        "rightly matched",
        "wrongly matched",
        "missed",
        "rightly apart",
        "F1",
    ]);
    for (group, verdicts) in groups {
        let count = |said: bool, is: bool| {
            verdicts.iter().filter(|verdict| **verdict == (said, is)).count().to_string()
        };
        let f1 = accuracy(&verdicts).f1;
        let f1 = if f1.is_nan() { "–".to_owned() } else { format!("{f1:.3}") };
        let counts = [count(true, true), count(true, false), count(false, true), count(false, false)];
        let [hits, wrong, missed, apart] = counts;
        table.row([group, thousands(verdicts.len()), hits, wrong, missed, apart, f1]);
    }
    table
}
