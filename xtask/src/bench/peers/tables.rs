//! The peers' tables beside that of the queries: pairs, UN names, unlisted people, speed, OFAC scores.

use super::job::Asked;
use super::{Contestant, NOMENKLATURA, PEERS, Scores, best_peer, of};
use crate::bench::corpus::Corpus;
use crate::bench::pairs::compared;
use crate::bench::report::{Goal, Report, Table, percent, ratio, thousands};
use crate::bench::speed::Speed;
use crate::bench::stats::{Accuracy, accuracy, best_threshold, share, share_of};
use crate::bench::un::{FALSE_PAIRS, UnPeople, matrix_first, matrix_recall};
use anyhow::Result;

/// Points by which an OFAC-compatible score may differ from the reference.
const OFAC_POINTS: f64 = 5.0;

fn own_threshold(name: &str) -> Option<f64> {
    (name != "token_sort").then_some(NOMENKLATURA)
}

/// The labelled pairs.
pub fn pairs(corpus: &Corpus, scores: &Scores, report: &mut Report) -> Result<String> {
    let mut table = Table::new(&[
        "`pairs_dev`",
        "precision at its threshold",
        "recall",
        "F1",
        "F1 at the threshold best for these pairs",
    ]);
    let mut row = |name: &str, own: Option<Accuracy>, scored: &[(f64, bool)]| {
        let best = verdicts_at(scored, best_threshold(scored)).f1;
        let figure = |of: fn(Accuracy) -> f64| own.map_or("–".to_owned(), |own| format!("{:.3}", of(own)));
        let own = [figure(|own| own.precision), figure(|own| own.recall), figure(|own| own.f1)];
        table.row([name.to_owned()].into_iter().chain(own).chain([format!("{best:.3}")]));
        best
    };
    let own = compared(corpus);
    let verdicts: Vec<(bool, bool)> = own.iter().map(|pair| (pair.said, pair.is_match)).collect();
    row(
        "Entente (learned on these pairs)",
        Some(accuracy(&verdicts)),
        &own.iter().map(|pair| (pair.score, pair.is_match)).collect::<Vec<_>>(),
    );
    let mut figures = Vec::new();
    for name in PEERS {
        let labels = corpus.pairs.iter().map(|pair| pair.is_match);
        let scored: Vec<(f64, bool)> = of(&scores.pairs, name)?.iter().copied().zip(labels).collect();
        let own = own_threshold(name).map(|threshold| verdicts_at(&scored, threshold));
        figures.push((name, row(name, own, &scored)));
    }
    report.peer(
        6,
        best_peer(&figures, |name, f1| format!("{name} {f1:.2}, its threshold fitted to all pairs")),
    );
    Ok(format!("### Labelled pairs\n\n{table}"))
}

fn verdicts_at(scored: &[(f64, bool)], threshold: f64) -> Accuracy {
    accuracy(&scored.iter().map(|(score, is)| (*score >= threshold, *is)).collect::<Vec<_>>())
}

/// Original-script names of the UN against Latin ones.
pub fn original_script(un: &UnPeople, scores: &Scores, report: &mut Report) -> Result<String> {
    let mut table = Table::new(&[
        "original script → Latin",
        "recall at 0.70",
        "Persian, Urdu or Pashto letters",
        "recall at ≤ 0.1 % false pairs",
        "Persian, Urdu or Pashto letters",
        "right one first",
    ]);
    let beyond = |row: usize| un.cross_script[row].is_beyond_arabic();
    let (mut recalls, mut recalls_beyond, mut firsts) = (Vec::new(), Vec::new(), Vec::new());
    for name in PEERS {
        let matrix = of(&scores.matrix, name)?;
        let rows: Vec<usize> = (0..matrix.len()).collect();
        let beyond_rows: Vec<usize> = rows.iter().copied().filter(|row| beyond(*row)).collect();
        let at_own = |rows: &[usize]| match own_threshold(name) {
            Some(threshold) => ratio(share_of(rows, |row| matrix[*row][*row] >= threshold)),
            None => "–".to_owned(),
        };
        let recall = matrix_recall(matrix, FALSE_PAIRS, |_| true);
        let recall_beyond = matrix_recall(matrix, FALSE_PAIRS, beyond);
        let first = matrix_first(matrix);
        table.row([
            name.to_owned(),
            at_own(&rows),
            at_own(&beyond_rows),
            ratio(recall),
            ratio(recall_beyond),
            ratio(first),
        ]);
        recalls.push((name, recall.value));
        recalls_beyond.push((name, recall_beyond.value));
        firsts.push((name, first.value));
    }
    for (place, figures) in [(1, &recalls), (2, &recalls_beyond), (3, &firsts)] {
        report.peer(place, best_peer(figures, |name, value| format!("{name} {value:.3}")));
    }
    Ok(format!("### UN names in their original script\n\n{table}"))
}

/// Good aliases against the primary name.
pub fn aliases(scores: &Scores, standings: &[Contestant<'_>], report: &mut Report) -> Result<String> {
    let mut table = Table::new(&["good alias → primary name", "name only", "with birth date"]);
    let mut figures = [Vec::new(), Vec::new()];
    for peer in &standings[1..] {
        let pairs = of(&scores.aliases, peer.name)?;
        let recalls = [0, 1].map(|at| share_of(pairs, |pair| pair[at] > peer.threshold()));
        table.row([peer.name.to_owned()].into_iter().chain(recalls.map(ratio)));
        for (figures, recall) in figures.iter_mut().zip(recalls) {
            figures.push((peer.name, recall.value));
        }
    }
    for (place, figures) in [(4, &figures[0]), (5, &figures[1])] {
        let all: Vec<String> = figures.iter().map(|(name, recall)| format!("{name} {recall:.2}")).collect();
        report.peer(place, all.join(", "));
    }
    Ok(format!(
        "### UN good aliases\n\nPair by pair, at 0.70 (token_sort: at 1 % false alarms on the labelled queries).\n\n{table}"
    ))
}

/// People on no list.
pub fn unlisted(
    asked: &Asked<'_>,
    scores: &Scores,
    standings: &[Contestant<'_>],
    report: &mut Report,
) -> Result<String> {
    let mut table = Table::new(&["alerted", "name only", "with birth date and nationality"]);
    let own = [0, 1].map(|at| percent(share_of(&asked.unlisted, |alerted| alerted[at])));
    table.row(["Entente, `standard`".to_owned()].into_iter().chain(own));
    let mut words = [Vec::new(), Vec::new()];
    for peer in &standings[1..] {
        let best = of(&scores.unlisted, peer.name)?;
        let rates = [0, 1].map(|at| share_of(best, |best| best[at] > peer.threshold()));
        table.row([peer.name.to_owned()].into_iter().chain(rates.map(percent)));
        for (words, rate) in words.iter_mut().zip(rates) {
            words.push(format!("{} {:.1} %", peer.name, rate.value * 100.0));
        }
    }
    for (place, words) in [(13, &words[0]), (14, &words[1])] {
        report.peer(place, format!("{} (sample)", words.join(", ")));
    }
    Ok(format!(
        "### Customers on no list\n\nA sample of {} people of `negatives_dev` against UN + OFAC + UK; thresholds as above.\n\n{table}",
        thousands(asked.unlisted.len()),
    ))
}

/// Times beside the engine's, where it was timed in this run.
pub fn speed(scores: &Scores, speed: Option<Speed>, report: &mut Report) -> String {
    let mut table =
        Table::new(&["one core", "one pair, µs", "times Entente", "queries/s", "Entente is faster by"]);
    if let Some(speed) = speed {
        let queries = thousands(speed.queries_per_second as usize);
        table.row([
            "Entente".to_owned(),
            format!("{:.2}", speed.pair_us),
            "1".to_owned(),
            queries,
            "1".to_owned(),
        ]);
    }
    let (mut pairs, mut queries) = (Vec::new(), Vec::new());
    for name in PEERS {
        let pair_us = scores.seconds.pair.get(name).map_or(f64::NAN, |seconds| seconds * 1e6);
        let rate = scores.seconds.query.get(name).map_or(f64::NAN, |seconds| 1.0 / seconds);
        let times = |ratio: f64| format!("{ratio:.0}");
        table.row([
            name.to_owned(),
            format!("{pair_us:.1}"),
            speed.map_or("–".to_owned(), |speed| times(pair_us / speed.pair_us)),
            format!("{rate:.0}"),
            speed.map_or("–".to_owned(), |speed| times(speed.queries_per_second / rate)),
        ]);
        pairs.push(format!("{name} {pair_us:.0} µs"));
        queries.push(format!("{name} {rate:.0}"));
    }
    report.peer(16, queries.join(", "));
    report.peer(18, pairs.join(", "));
    format!(
        "### Speed\n\nPairs: the labelled pairs, entities made beforehand, tables loaded. Queries: retrieval \
         and scoring of its candidates for nomenklatura; for token_sort a scan of all names of `index_dev`, \
         many queries in one call.\n\n{table}"
    )
}

/// OFAC-compatible scores beside those of nomenklatura's `ofac`.
pub fn ofac(asked: &Asked<'_>, scores: &Scores, report: &mut Report) -> String {
    let differences: Vec<f64> =
        asked.ofac.iter().zip(&scores.ofac).map(|(own, reference)| (own - reference * 100.0).abs()).collect();
    let close = differences.iter().filter(|difference| **difference <= OFAC_POINTS).count();
    let within = share(close, differences.len());
    let mean = differences.iter().sum::<f64>() / differences.len().max(1) as f64;
    let largest = differences.iter().copied().fold(0.0, f64::max);
    report.goal(
        15,
        Goal {
            measure: "OFAC-compatible scoring: pairs within ±5 points of nomenklatura's `ofac`".to_owned(),
            goal: "≥ 95 %".to_owned(),
            measured: percent(within),
            peer: None,
            met: Some(within.value >= 0.95),
            tuned: false,
        },
    );
    let mut table = Table::new(&["reference score", "pairs", "within ±5 points"]);
    for low in (0..100).step_by(20) {
        let (low, high) = (f64::from(low), f64::from(low + 20));
        let inside = |score: f64| score >= low && (score < high || high >= 100.0);
        let members: Vec<f64> = scores
            .ofac
            .iter()
            .zip(&differences)
            .filter(|(reference, _)| inside(**reference * 100.0))
            .map(|(_, difference)| *difference)
            .collect();
        let close = share_of(&members, |difference| *difference <= OFAC_POINTS);
        table.row([format!("{low:.0}–{high:.0}"), thousands(members.len()), percent(close)]);
    }
    format!(
        "{} pairs: labelled pairs, good aliases, queries against right and any entries. Mean difference \
         {mean:.3} points, largest {largest:.2}.\n\n{table}",
        thousands(differences.len()),
    )
}
