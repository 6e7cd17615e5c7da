//! The labelled queries on the development index: recall and false alarms by class, kind of variation, script,
//! entity type and culture of names; the table of reliability.

use super::outcomes::{Outcome, is_listed, threshold_at};
use super::report::{Goal, Report, Table, percent, ratio, thousands};
use super::stats::{Estimate, share_of};
use matching::OperatingPoint;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Place of `standard` among the operating points.
const STANDARD: usize = OperatingPoint::Standard as usize;

/// Cultures of names among the unlisted, by class; the other unlisted classes are hard cases of several cultures.
pub const CULTURES: [(&str, &str); 14] = [
    ("neg_west", "Western"),
    ("neg_pk_lat", "Pakistani, Latin script"),
    ("neg_pk_urdu", "Pakistani, Urdu script"),
    ("neg_ru_lat", "Russian, Latin script"),
    ("neg_ru_cyr", "Russian, Cyrillic script"),
    ("neg_uk_cyr", "Ukrainian, Cyrillic script"),
    ("neg_ar_lat", "Arabic, Latin script"),
    ("neg_ar_arabic", "Arabic, Arabic script"),
    ("neg_fa_persian", "Persian, Persian script"),
    ("neg_af", "Afghan"),
    ("neg_in", "Indian"),
    ("neg_id", "Indonesian"),
    ("neg_tr", "Turkish"),
    ("neg_east", "East Asian"),
];

/// A culture may have so many times the overall rate of false alarms.
const UNFAIR: f64 = 2.0;

/// Kinds of variation, by class.
const KINDS: [(&str, &[&str]); 8] = [
    ("as listed", &["exact"]),
    ("slips and sound", &["typo1", "typo2", "phonetic"]),
    ("several changes at once", &["combo"]),
    ("words moved, left out, joined", &["reorder", "drop_token", "no_patronymic", "initials", "concat"]),
    ("legal form", &["org_legal_form"]),
    ("an alias taken out of the index", &["held_alias", "held_alias_org"]),
    ("original script", &["xs_held_arabic", "xs_held_cyrillic", "xs_held_cyrillic_org"]),
    ("machine transliteration", &["translit_cyr2lat", "translit_lat2cyr"]),
];

/// Measures and reports all of it.
pub fn report(outcomes: &[Outcome], report: &mut Report) {
    goals(outcomes, report);
    let mut text = format!(
        "{} labelled queries against `index_dev`; a subject is alerted when anything matches, and found when an \
         expected entry is among the matches. Weights and operating points were learned on these queries. \
         `held_far` (names unlike any name left in the index) is reported alone.\n\n",
        thousands(outcomes.len())
    );
    write!(text, "{}\n{}", by_point(outcomes), by_rate(outcomes)).expect("writing to a string does not fail");
    let listed: Vec<&Outcome> = outcomes.iter().filter(|outcome| is_listed(outcome)).collect();
    let kind = |outcome: &Outcome| {
        let found = KINDS.iter().find(|(_, classes)| classes.contains(&outcome.class.as_str()));
        found.map_or("other", |(kind, _)| kind).to_owned()
    };
    for (heading, key) in [
        ("kind of variation", &kind as &dyn Fn(&Outcome) -> String),
        ("scripts (query → entry)", &|outcome| outcome.scripts.clone()),
        ("entity type", &|outcome| outcome.schema.to_owned()),
    ] {
        write!(text, "\n### By {heading}\n\n{}", recall_by(heading, &listed, key))
            .expect("writing to a string does not fail");
    }
    write!(text, "\n### By class\n\n{}", by_class(outcomes)).expect("writing to a string does not fail");
    write!(text, "\n### By culture of the customers\n\n{}", by_culture(outcomes))
        .expect("writing to a string does not fail");
    report.section("Labelled queries", text);
    report.section("Reliability", reliability(outcomes));
}

fn found(outcome: &Outcome, point: usize) -> bool {
    outcome.points[point].1
}

fn alerted(outcome: &Outcome, point: usize) -> bool {
    outcome.points[point].0
}

fn false_alarms(outcomes: &[Outcome], point: usize) -> Estimate {
    share_of(outcomes.iter().filter(|outcome| outcome.negative), |outcome| alerted(outcome, point))
}

fn goals(outcomes: &[Outcome], report: &mut Report) {
    let alarms = false_alarms(outcomes, STANDARD);
    let mut recall = |place: usize, what: &str, goal: f64, of: &dyn Fn(&Outcome) -> bool| {
        let recall =
            share_of(outcomes.iter().filter(|outcome| is_listed(outcome) && of(outcome)), |outcome| {
                found(outcome, STANDARD)
            });
        report.goal(
            place,
            Goal {
                measure: format!("`queries_dev` on `index_dev` at `standard`: {what}"),
                goal: format!("recall ≥ {goal:.2} at ≤ 1 % false alarms"),
                measured: format!("{} at {}", ratio(recall), percent(alarms)),
                peer: None,
                met: Some(recall.value >= goal && alarms.value <= 0.01),
                tuned: true,
            },
        );
    };
    recall(8, "all classes but `held_far`", 0.92, &|_| true);
    recall(9, "Arabic script against Latin entries", 0.85, &|outcome| outcome.scripts == "Arabic → Latin");
    recall(10, "Cyrillic against Latin entries", 0.95, &|outcome| outcome.scripts == "Cyrillic → Latin");
    let (culture, worst) = worst_culture(outcomes);
    report.goal(
        11,
        Goal {
            measure: "… false alarms of the worst-off culture of names, as a multiple of the overall rate"
                .to_owned(),
            goal: format!("≤ {UNFAIR}"),
            measured: format!("{worst:.2} ({culture})"),
            peer: None,
            met: Some(worst <= UNFAIR),
            tuned: true,
        },
    );
    let homonyms = class_share(outcomes, "neg_homonym_dob", |outcome| alerted(outcome, STANDARD));
    report.goal(
        12,
        Goal {
            measure: "same name, other birth date (`neg_homonym_dob`), at `standard`".to_owned(),
            goal: "≤ 5 % alerted".to_owned(),
            measured: percent(homonyms),
            peer: None,
            met: Some(homonyms.value <= 0.05),
            tuned: true,
        },
    );
}

fn class_share(outcomes: &[Outcome], class: &str, test: impl Fn(&Outcome) -> bool) -> Estimate {
    share_of(outcomes.iter().filter(|outcome| outcome.class == class), test)
}

fn worst_culture(outcomes: &[Outcome]) -> (&'static str, f64) {
    let overall = false_alarms(outcomes, STANDARD).value;
    let multiple =
        |class: &str| class_share(outcomes, class, |outcome| alerted(outcome, STANDARD)).value / overall;
    let multiples = CULTURES.iter().map(|(class, name)| (*name, multiple(class)));
    multiples
        .filter(|(_, multiple)| multiple.is_finite())
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or(("none", 0.0))
}

fn by_point(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new(&[
        "operating point",
        "false alarms",
        "recall without `held_far`",
        "recall of `held_far`",
        "right entry first",
        "threshold, log-odds",
    ]);
    for (at, point) in OperatingPoint::ALL.into_iter().enumerate() {
        let listed = || outcomes.iter().filter(|outcome| is_listed(outcome));
        table.row([
            format!("`{}`", point.as_str()),
            percent(false_alarms(outcomes, at)),
            ratio(share_of(listed(), |outcome| found(outcome, at))),
            ratio(class_share(outcomes, "held_far", |outcome| found(outcome, at))),
            ratio(share_of(listed(), |outcome| alerted(outcome, at) && outcome.first)),
            format!("{:.2}", point.figures().threshold),
        ]);
    }
    table
}

fn by_rate(outcomes: &[Outcome]) -> Table {
    let mut table = Table::new(&[
        "false alarms allowed",
        "recall without `held_far`",
        "recall of `held_far`",
        "threshold, log-odds",
    ]);
    for rate in [0.001, 0.002, 0.005, 0.01, 0.02, 0.05] {
        let threshold = threshold_at(outcomes, rate);
        let listed = outcomes.iter().filter(|outcome| is_listed(outcome));
        table.row([
            format!("{} %", rate * 100.0),
            ratio(share_of(listed, |outcome| outcome.found_above(threshold))),
            ratio(class_share(outcomes, "held_far", |outcome| outcome.found_above(threshold))),
            format!("{threshold:.2}"),
        ]);
    }
    table
}

fn recall_by(heading: &str, listed: &[&Outcome], key: &dyn Fn(&Outcome) -> String) -> Table {
    let mut groups: BTreeMap<String, Vec<&Outcome>> = BTreeMap::new();
    for outcome in listed {
        groups.entry(key(outcome)).or_default().push(outcome);
    }
    let mut table = Table::new(&[heading, "queries", "`strict`", "`standard`", "`wide`"]);
    for (group, members) in groups {
        let at = |point: usize| ratio(share_of(members.iter().copied(), |outcome| found(outcome, point)));
        table.row([group, thousands(members.len()), at(0), at(1), at(2)]);
    }
    table
}

fn by_class(outcomes: &[Outcome]) -> Table {
    let mut classes: BTreeMap<(bool, &str), Vec<&Outcome>> = BTreeMap::new();
    for outcome in outcomes {
        classes.entry((outcome.negative, &outcome.class)).or_default().push(outcome);
    }
    let mut table = Table::new(&["class", "queries", "is", "`strict`", "`standard`", "`wide`"]);
    for ((negative, class), members) in classes {
        let at = |point: usize| {
            let share = share_of(members.iter().copied(), |outcome| {
                if negative { alerted(outcome, point) } else { found(outcome, point) }
            });
            if negative { percent(share) } else { ratio(share) }
        };
        let is = if negative { "alerted" } else { "found" };
        table.row([format!("`{class}`"), thousands(members.len()), is.to_owned(), at(0), at(1), at(2)]);
    }
    table
}

fn by_culture(outcomes: &[Outcome]) -> String {
    let overall = false_alarms(outcomes, STANDARD);
    let mut table = Table::new(&[
        "culture",
        "queries",
        "alerted at `standard`",
        "times the overall rate",
        "within twice",
    ]);
    for (class, culture) in CULTURES {
        let members = outcomes.iter().filter(|outcome| outcome.class == class).count();
        let alarms = class_share(outcomes, class, |outcome| alerted(outcome, STANDARD));
        let multiple = alarms.value / overall.value;
        let fair = if multiple <= UNFAIR { "yes" } else { "**no**" };
        table.row([
            culture.to_owned(),
            thousands(members),
            percent(alarms),
            format!("{multiple:.2}"),
            fair.to_owned(),
        ]);
    }
    format!(
        "No culture may have more than {UNFAIR} times the overall rate of false alarms, which is {} over all \
         unlisted, the hard cases among them.\n\n{table}",
        percent(overall)
    )
}

/// Probability against what came true, by tenths, over the best match of every query.
fn reliability(outcomes: &[Outcome]) -> String {
    let mut table = Table::new(&["probability", "best matches", "mean probability", "right"]);
    let (mut error, mut all) = (0.0, 0);
    for tenth in 0..10 {
        let members: Vec<(f64, bool)> = outcomes
            .iter()
            .filter_map(|outcome| outcome.calibration)
            .filter(|(probability, _)| ((probability * 10.0) as usize).min(9) == tenth)
            .collect();
        if members.is_empty() {
            continue;
        }
        let mean = members.iter().map(|(probability, _)| probability).sum::<f64>() / members.len() as f64;
        let right = share_of(&members, |(_, right)| *right);
        error += (mean - right.value).abs() * members.len() as f64;
        all += members.len();
        let range = format!("{:.1}–{:.1}", tenth as f64 / 10.0, (tenth + 1) as f64 / 10.0);
        table.row([range, thousands(members.len()), format!("{mean:.3}"), ratio(right)]);
    }
    format!(
        "The probability of the best match of every query, listed and unlisted, against how often that match \
         was right. Three in ten queries here are listed; among real customers far fewer are, and the same \
         score means less.\n\n{table}\nMean distance of probability and share (expected calibration error): \
         {:.3}.\n",
        error / all.max(1) as f64
    )
}
