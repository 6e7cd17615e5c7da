//! Learns the weights of the name features from the labelled data, sets the operating points, and writes both as
//! readable tables into the `matching` room. Cross-validated figures are printed and stored beside them.

pub mod fit;
pub mod pairs;
pub mod rows;

use crate::data;
use anyhow::Result;
use matching::tuning::WeightSet;
use matching::{Index, IndexBuilder, IndexedList};
use rows::{Outcome, gather, outcomes};
use std::path::Path;

/// Where the tables go, below the project's root.
pub const RESOURCES: &str = "crates/engines/matching/resources";

/// Options of a run.
pub struct Options {
    /// How often candidates are gathered anew under the weights learned so far.
    pub rounds: usize,
    /// Only measure with the shipped weights.
    pub measure: bool,
    /// Print queries of this class that went wrong.
    pub show: Option<String>,
}

/// Learns and writes, or only measures.
///
/// # Errors
/// When the shared data cannot be read or the tables not be written.
pub fn run(root: &Path, shared: &Path, options: &Options) -> Result<()> {
    let index = index(shared)?;
    let queries = data::queries_dev(shared)?;
    let pairs = data::pairs_dev(shared)?;
    let cases = data::name_cases(root)?;
    let table = root.join(RESOURCES).join("weights.tsv");
    let mut weights = WeightSet::parse(&std::fs::read_to_string(&table)?);
    if !options.measure {
        for round in 0..options.rounds {
            let rows = gather(&index, &queries, &weights);
            println!("round {round}: {} rows", rows.len());
            let mut labelled = pairs::rows(&pairs, &weights);
            labelled.extend(pairs::rows(&cases, &weights));
            weights = fit::fit(&weights, &rows, &labelled);
        }
        std::fs::write(&table, fit::table(&weights))?;
    }
    let outcomes = outcomes(&index, &queries, &weights);
    let threshold = rows::threshold_at(&outcomes, 0.0085);
    rows::report(&outcomes, threshold);
    if let Some(class) = &options.show {
        show(&outcomes, &queries, class, threshold);
    }
    pairs::report("labelled pairs", &pairs, &weights);
    pairs::report("name cases", &cases, &weights);
    if !options.measure {
        let mut labelled = data::pairs_dev(shared)?;
        labelled.extend(data::name_cases(root)?);
        let folds = pairs::cross_validate(&pairs, &cases, &weights, fit::DIRECT_PULL);
        std::fs::write(root.join(RESOURCES).join("cross_validation.tsv"), pairs::folds_table(&folds))?;
        std::fs::write(
            root.join(RESOURCES).join("calibration.tsv"),
            rows::calibration(&outcomes, &labelled, &weights),
        )?;
    }
    Ok(())
}

fn index(shared: &Path) -> Result<Index> {
    let mut builder = IndexBuilder::new();
    for (id, entries) in data::index_dev(shared)? {
        builder.add_list(IndexedList { id, version: "dev".to_owned(), expires_on: None }, &entries);
    }
    Ok(Index::from_bytes(builder.finish())?)
}

fn show(outcomes: &[Outcome], queries: &[data::LabelledQuery], class: &str, threshold: f32) {
    for (outcome, query) in outcomes.iter().zip(queries).filter(|(_, query)| query.class == class) {
        let wrong =
            if query.is_negative() { outcome.best >= threshold } else { outcome.expected < threshold };
        if wrong {
            println!(
                "{:.2}/{:.2}\t{:?}\t{:?}\t{:?}",
                outcome.best,
                outcome.expected,
                query.subject.profile.names.iter().map(|name| &name.text).collect::<Vec<_>>(),
                outcome.best_name,
                query.expected,
            );
        }
    }
}
