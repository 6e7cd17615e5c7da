//! Learns the weights of the name features from the labelled data, sets the operating points, and writes both as
//! readable tables into the `matching` room. Cross-validated figures are printed and stored beside them.

pub mod aliases;
pub mod fit;
pub mod pairs;
pub mod rows;

use crate::data;
use anyhow::Result;
use matching::tuning::WeightSet;
use matching::{Index, IndexBuilder, IndexedList};
use model::{Entity, ListId};
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
    let lists = data::index_dev(shared)?;
    let index = index(&lists)?;
    let queries = data::queries_dev(shared)?;
    let pairs = data::pairs_dev(shared)?;
    let cases = data::name_cases(root)?;
    let table = root.join(RESOURCES).join("weights.tsv");
    let mut weights = WeightSet::parse(&std::fs::read_to_string(&table)?);
    if !options.measure {
        for round in 0..options.rounds {
            let rows = gather(&index, &queries, &weights);
            let aliases = aliases::rows(&lists, &weights);
            println!("round {round}: {} rows of queries, {} of lists", rows.len(), aliases.len());
            weights = fit::screening(&weights, &rows, &pairs::rows(&cases, &weights), &aliases);
        }
        let mut known = aliases::rows(&lists, &weights);
        known.extend(aliases::of_queries(&index, &queries, &weights));
        let begin = fit::from_lists(&weights, &known);
        let folds = pairs::cross_validate(&pairs, &cases, &begin);
        std::fs::write(root.join(RESOURCES).join("cross_validation.tsv"), pairs::folds_table(&folds))?;
        let mut labelled = pairs::rows(&pairs, &begin);
        labelled.extend(pairs::rows(&cases, &begin));
        weights = fit::direct(&begin, &labelled);
        std::fs::write(&table, fit::table(&weights))?;
    }
    let outcomes = outcomes(&index, &queries, &weights);
    let threshold = rows::threshold_at(&outcomes, rows::STANDARD);
    rows::report(&outcomes, threshold);
    if let Some(class) = &options.show {
        show(&outcomes, &queries, class, threshold);
    }
    pairs::report("labelled pairs", &pairs, &weights);
    pairs::report("name cases", &cases, &weights);
    if !options.measure {
        std::fs::write(
            root.join(RESOURCES).join("calibration.tsv"),
            rows::calibration(&outcomes, &pairs, &cases, &weights, index.name_count()),
        )?;
    }
    Ok(())
}

fn index(lists: &[(ListId, Vec<Entity>)]) -> Result<Index> {
    let mut builder = IndexBuilder::new();
    for (id, entries) in lists {
        let list = IndexedList { id: id.clone(), version: "dev".to_owned(), expires_on: None };
        builder.add_list(list, entries);
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
