//! People on no list against the real UN, OFAC and UK lists: how many of them are alerted.

use super::corpus::Corpus;
use super::corpus::{Unlisted, count_names, index_of, negatives_dev, options, real_lists, screen_all};
use super::report::{Goal, Report, Table, percent, thousands};
use super::stats::{Estimate, sample, share};
use anyhow::Result;
use matching::{OperatingPoint, ScreenOptions};
use model::Subject;

/// Measures and reports.
pub fn report(corpus: &Corpus, report: &mut Report) -> Result<()> {
    let lists = real_lists(&corpus.shared)?;
    let people = negatives_dev(&corpus.shared)?;
    let most = corpus.most(people.len());
    let people = sample(people, most, 2);
    let index = index_of(&lists)?;
    let alerted = |subject: fn(&Unlisted) -> &Subject, point: OperatingPoint| -> Estimate {
        let options = ScreenOptions { operating_point: point, ..options() };
        let found = screen_all(&index, &people, |screener, person| {
            !screener.screen(subject(person), &options).is_empty()
        });
        share(found.iter().filter(|found| **found).count(), found.len())
    };
    let mut table = Table::new(&["alerted", "`strict`", "`standard`", "`wide`"]);
    let mut row = |place: usize, what: &str, goal: f64, subject: fn(&Unlisted) -> &Subject| {
        let rates = OperatingPoint::ALL.map(|point| alerted(subject, point));
        let [strict, standard, wide] = rates;
        table.row([what.to_owned(), percent(strict), percent(standard), percent(wide)]);
        report.goal(
            place,
            Goal {
                measure: format!("`negatives_dev` against UN + OFAC + UK at `standard`, {what}"),
                goal: format!("≤ {} % alerted", goal * 100.0),
                measured: percent(standard),
                peer: None,
                met: Some(standard.value <= goal),
                tuned: false,
            },
        );
    };
    row(13, "name only", 0.005, |person| &person.name_only);
    row(14, "with birth date and nationality", 0.0005, |person| &person.full);
    let entries: usize = lists.iter().map(|(_, entries)| entries.len()).sum();
    report.section(
        "Customers on no list",
        format!(
            "{} synthetic people on no list against the real UN, OFAC (SDN and consolidated) and UK lists as \
             the readers give them: {} entries, {} names. Nothing was tuned on them.\n\n{table}",
            thousands(people.len()),
            thousands(entries),
            thousands(count_names(&lists)),
        ),
    );
    Ok(())
}
