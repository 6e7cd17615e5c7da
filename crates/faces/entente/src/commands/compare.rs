//! `compare`: two names, or a file of pairs.

use super::output::Output;
use super::{faults, input, output};
use crate::cli::{CompareArgs, ShowFormat};
use crate::exit::Exit;
use crate::table;
use language::Catalogue;
use node::pairs::{Confusion, PairsOutcome, compare_names, compare_pairs};
use node::{Comparison, NodeError, Scoring, Verdict, explain};
use serde_json::json;

/// `compare`.
pub fn compare(arguments: CompareArgs) -> anyhow::Result<Exit> {
    match (&arguments.pairs, &arguments.names[..]) {
        (Some(pairs), _) => compare_file(pairs, &arguments),
        (None, [left, right]) => compare_two(left, right, &arguments),
        (None, _) => Err(NodeError::Usage {
            what: "two names are needed".into(),
            remedy: "write `entente compare NAME NAME`, each in quotes".into(),
        }
        .into()),
    }
}

fn compare_two(left: &str, right: &str, arguments: &CompareArgs) -> anyhow::Result<Exit> {
    if let Some(empty) = [left, right].into_iter().find(|name| name.trim().is_empty()) {
        return Err(NodeError::Usage {
            what: format!("{empty:?} is no name"),
            remedy: "give two names, each in quotes".into(),
        }
        .into());
    }
    let comparison = compare_names(arguments.schema, left, right, arguments.scoring);
    match arguments.format {
        ShowFormat::Json => {
            let value = json!({
                "schema": arguments.schema,
                "name1": left,
                "name2": right,
                "score": comparison.score,
                "probability": comparison.probability,
                "verdict": comparison.verdict,
                "explanation": comparison.explanation,
            });
            output::print_line(&serde_json::to_string_pretty(&value)?)?;
        }
        ShowFormat::Table => {
            let words = Catalogue::new(arguments.language);
            output::print(&in_words(&comparison, arguments.scoring, words))?;
        }
    }
    Ok(Exit::Done)
}

fn in_words(comparison: &Comparison, scoring: Scoring, words: Catalogue) -> String {
    let heading = |key: &str| words.text(key, &[]);
    let verdict = match comparison.verdict {
        Verdict::Match => heading("verdict-match"),
        Verdict::NoMatch => heading("verdict-no-match"),
    };
    let decimals = if scoring == Scoring::Ofac { 0 } else { 2 };
    let mut text = table::small(
        &[&heading("heading-verdict"), &heading("heading-score"), &heading("heading-probability")],
        &[vec![verdict, words.decimal(comparison.score, decimals), words.percent(comparison.probability, 1)]],
    );
    let explanation = &comparison.explanation;
    if !explanation.alignment.is_empty() {
        text.push_str(&format!("\n{}\n", heading("part-alignment")));
        for link in &explanation.alignment {
            text.push_str(&format!("  {}\n", table::isolated(&explain::link(link, words))));
        }
    }
    let rows: Vec<Vec<String>> = explanation
        .name_evidence
        .iter()
        .chain(&explanation.corroboration)
        .map(|part| vec![signed(part.log_odds, words), explain::clause(part, words)])
        .collect();
    if !rows.is_empty() {
        text.push('\n');
        text.push_str(&table::small(&[&heading("heading-contribution"), &heading("heading-feature")], &rows));
    }
    text
}

fn signed(value: f64, words: Catalogue) -> String {
    let number = words.decimal(value, 2);
    if value > 0.0 { format!("+{number}") } else { number }
}

fn compare_file(pairs: &str, arguments: &CompareArgs) -> anyhow::Result<Exit> {
    let input = input::open(pairs)?;
    let output = Output::open(arguments.out.as_deref())?;
    let outcome = compare_pairs(input.bytes, &input.name, arguments.scoring, output.writer()?)?;
    output.keep()?;
    let lost = faults::report(&input.name, &outcome.faults, "");
    let text = figures(&outcome);
    // The rows have standard output for themselves, so that they can be piped on.
    match &arguments.out {
        Some(_) => output::print(&text)?,
        None => eprint!("{text}"),
    }
    Ok(if lost { Exit::Faulty } else { Exit::Done })
}

fn figures(outcome: &PairsOutcome) -> String {
    let mut text = format!("{} pairs compared, {} taken for the same\n", outcome.pairs, outcome.matches);
    let Some(all) = &outcome.all else { return text };
    let by_category = outcome.by_category.iter().map(|(name, confusion)| row(name, confusion));
    let rows: Vec<Vec<String>> = std::iter::once(row("all", all)).chain(by_category).collect();
    let titles = ["category", "pairs", "true +", "false +", "true -", "false -", "precision", "recall", "F1"];
    text.push_str(&table::small(&titles, &rows));
    text
}

fn row(name: &str, confusion: &Confusion) -> Vec<String> {
    let share = |share: Option<f64>| share.map_or("—".to_owned(), |share| format!("{share:.3}"));
    let counts = [
        confusion.true_positives,
        confusion.false_positives,
        confusion.true_negatives,
        confusion.false_negatives,
    ];
    let mut row = vec![name.to_owned(), counts.iter().sum::<u64>().to_string()];
    row.extend(counts.iter().map(u64::to_string));
    row.extend([confusion.precision(), confusion.recall(), confusion.f1()].map(share));
    row
}
