//! Charts of a desk's figures. Each is a table with a drawn column: whoever does not see the bars reads the same numbers
//! beside them, and no bar is told from another by its colour alone.

use crate::console::name::Shown;
use crate::console::words::Words;
use jiff::SignedDuration;
use node::OperatingPoint;
use node::casework::{AGES, DecisionKind, Figures, Outcomes, Share, WaitingFigures};

/// A chart.
pub struct Chart {
    /// Its id on the page.
    pub id: &'static str,
    /// What it is of.
    pub title: String,
    /// What to know of it.
    pub about: String,
    /// Whether its numbers take the whole width.
    pub wide: bool,
    /// What the rows are.
    pub rows_are: String,
    /// The ends and the middle of a scale of shares.
    pub scale: Vec<String>,
    /// The headings of the numbers.
    pub heads: Vec<String>,
    /// The rows.
    pub rows: Vec<ChartRow>,
    /// What the kinds of bars mean.
    pub legend: Vec<(&'static str, String)>,
}

/// A row.
pub struct ChartRow {
    /// What it is of.
    pub label: Shown,
    /// What is drawn.
    pub bars: Vec<Bar>,
    /// The numbers.
    pub cells: Vec<String>,
}

/// Something drawn, from 0 to 100.
pub struct Bar {
    /// How it is drawn.
    pub class: &'static str,
    /// Where it begins.
    pub x: String,
    /// How long it is.
    pub width: String,
}

impl Bar {
    fn new(class: &'static str, from: f64, to: f64) -> Self {
        Self { class, x: format!("{:.2}", from * 100.0), width: format!("{:.2}", (to - from) * 100.0) }
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of alerts are far below 2^52")]
fn part(count: u64, of: u64) -> f64 {
    count as f64 / of.max(1) as f64
}

/// Bars one after another, each of so many of `most`.
fn stacked(counts: &[(&'static str, u64)], most: u64) -> Vec<Bar> {
    let mut at = 0.0;
    let bar = |(class, count): &(&'static str, u64)| {
        let from = at;
        at += part(*count, most);
        Bar::new(class, from, at)
    };
    counts.iter().map(bar).filter(|bar| bar.width != "0.00").collect()
}

/// Alerts that wait, by list.
pub fn by_list(waiting: &WaitingFigures, words: &Words) -> Chart {
    let most = waiting.lists.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let rows = waiting.lists.iter().map(|(list, count)| ChartRow {
        label: Shown::new(&list.0, words),
        bars: stacked(&[("full", *count)], most),
        cells: vec![words.number(*count)],
    });
    Chart {
        id: "by-list",
        title: words.say("console-chart-by-list"),
        about: words.say("console-chart-by-list-about"),
        wide: false,
        rows_are: words.say("console-list"),
        scale: Vec::new(),
        heads: vec![words.say("console-chart-alerts")],
        rows: rows.collect(),
        legend: Vec::new(),
    }
}

/// Alerts that wait, by how long.
pub fn by_age(waiting: &WaitingFigures, words: &Words) -> Chart {
    let most = waiting.ages.iter().copied().max().unwrap_or_default();
    let span = |at: usize| words.span(AGES.get(at).copied().unwrap_or(SignedDuration::ZERO));
    let rows = waiting.ages.iter().enumerate().map(|(at, count)| {
        let label = match at {
            0 => words.with("console-age-below", "span", &span(0)),
            at if at < AGES.len() => {
                words.with_two("console-age-between", ("from", &span(at - 1)), ("to", &span(at)))
            }
            _ => words.with("console-age-above", "span", &span(AGES.len() - 1)),
        };
        ChartRow {
            label: Shown::said(&label),
            bars: stacked(&[("full", *count)], most),
            cells: vec![words.number(*count)],
        }
    });
    Chart {
        id: "by-age",
        title: words.say("console-chart-by-age"),
        about: words.say("console-chart-by-age-about"),
        wide: false,
        rows_are: words.say("console-age"),
        scale: Vec::new(),
        heads: vec![words.say("console-chart-alerts")],
        rows: rows.collect(),
        legend: Vec::new(),
    }
}

/// How many of some decided matches were true, false and neither.
fn told_apart(outcomes: &Outcomes) -> [(&'static str, u64); 3] {
    let count = |kinds: [DecisionKind; 2]| -> u64 {
        kinds.iter().map(|kind| outcomes.kinds.get(kind).copied().unwrap_or_default()).sum()
    };
    let (right, wrong) = (
        count([DecisionKind::TrueMatch, DecisionKind::Freeze]),
        count([DecisionKind::FalsePositive, DecisionKind::Release]),
    );
    [("full", right), ("hollow", wrong), ("thin", outcomes.decided.saturating_sub(right + wrong))]
}

fn told_apart_heads(words: &Words) -> [String; 3] {
    ["console-chart-true", "console-chart-false", "console-chart-neither"].map(|key| words.say(key))
}

fn told_apart_legend(words: &Words) -> Vec<(&'static str, String)> {
    ["full", "hollow", "thin"].into_iter().zip(told_apart_heads(words)).collect()
}

/// Decided matches, by the operating point that would have alerted them.
pub fn by_point(figures: &Figures, words: &Words) -> Chart {
    let most = figures.points.iter().map(|(_, outcomes)| outcomes.decided).max().unwrap_or_default();
    let rows = figures.points.iter().map(|(point, outcomes): &(OperatingPoint, Outcomes)| {
        let counts = told_apart(outcomes);
        ChartRow {
            label: Shown::said(&words.say(&format!("operating-point-{}", point.as_str()))),
            bars: stacked(&counts, most),
            cells: counts
                .iter()
                .map(|(_, count)| words.number(*count))
                .chain([share(outcomes.precision(), words)])
                .collect(),
        }
    });
    Chart {
        id: "by-point",
        title: words.say("console-chart-by-point"),
        about: words.say("console-chart-by-point-about"),
        wide: true,
        rows_are: words.say("console-operating-point"),
        scale: Vec::new(),
        heads: told_apart_heads(words).into_iter().chain([words.say("console-precision")]).collect(),
        rows: rows.collect(),
        legend: told_apart_legend(words),
    }
}

/// The precision of each list's matches, with the interval in which it lies.
pub fn precision(figures: &Figures, words: &Words) -> Chart {
    let all = (Shown::said(&words.say("console-chart-all-lists")), figures.all.precision());
    let lists =
        figures.lists.iter().map(|(list, outcomes)| (Shown::new(&list.0, words), outcomes.precision()));
    let rows = std::iter::once(all).chain(lists).map(|(label, precision)| ChartRow {
        label,
        bars: interval(precision),
        cells: vec![
            share(precision, words),
            bounds(precision, words),
            words.number(precision.hits),
            words.number(precision.of),
        ],
    });
    Chart {
        id: "precision",
        title: words.say("console-chart-precision"),
        about: words.say("console-chart-precision-about"),
        wide: true,
        rows_are: words.say("console-list"),
        scale: [0.0, 0.5, 1.0].map(|share| words.catalogue().percent(share, 0)).into(),
        heads: vec![
            words.say("console-precision"),
            interval_head(words),
            words.say("console-chart-true"),
            words.say("console-chart-told-apart"),
        ],
        rows: rows.collect(),
        legend: vec![("dot", words.say("console-precision")), ("range", interval_head(words))],
    }
}

/// What each person decided, and how far second reviewers agreed.
pub fn by_analyst(figures: &Figures, words: &Words) -> Chart {
    let most = figures.analysts.iter().map(|one| one.outcomes.decided).max().unwrap_or_default();
    let rows = figures.analysts.iter().map(|one| {
        let outcomes = &one.outcomes;
        let counts = told_apart(outcomes);
        ChartRow {
            label: Shown::new(&one.name, words),
            bars: stacked(&counts, most),
            cells: counts
                .iter()
                .map(|(_, count)| words.number(*count))
                .chain([
                    words.number(outcomes.late),
                    median(outcomes, words),
                    share(outcomes.agreement(), words),
                ])
                .collect(),
        }
    });
    Chart {
        id: "by-analyst",
        title: words.say("console-chart-by-analyst"),
        about: words.say("console-chart-by-analyst-about"),
        wide: true,
        rows_are: words.say("heading-analyst"),
        scale: Vec::new(),
        heads: told_apart_heads(words)
            .into_iter()
            .chain(
                ["console-chart-late", "console-median", "console-chart-agreement"].map(|key| words.say(key)),
            )
            .collect(),
        rows: rows.collect(),
        legend: told_apart_legend(words),
    }
}

/// What the intervals are called, with how sure they are.
pub fn interval_head(words: &Words) -> String {
    words.with("console-interval", "share", &words.catalogue().percent(0.95, 0))
}

/// The span from its lower to its upper end, and the share itself in it.
fn interval(share: Share) -> Vec<Bar> {
    let mut bars = vec![Bar::new("range", share.low, share.high)];
    if share.of > 0 {
        let at = part(share.hits, share.of);
        bars.push(Bar::new("dot", (at - 0.006).max(0.0), (at + 0.006).min(1.0)));
    }
    bars
}

/// A share; nothing is known of nothing.
pub fn share(share: Share, words: &Words) -> String {
    match share.of {
        0 => words.say("console-no-figure"),
        of => words.catalogue().percent(part(share.hits, of), 0),
    }
}

/// The ends of a share's interval.
pub fn bounds(share: Share, words: &Words) -> String {
    let percent = |share| words.catalogue().percent(share, 0);
    match share.of {
        0 => words.say("console-no-figure"),
        _ => words.with_two("console-from-to", ("from", &percent(share.low)), ("to", &percent(share.high))),
    }
}

/// The median time from opening to decision.
pub fn median(outcomes: &Outcomes, words: &Words) -> String {
    match outcomes.median_seconds {
        Some(seconds) => words.span(SignedDuration::from_secs(seconds)),
        None => words.say("console-no-figure"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_one_after_another_and_nothing_takes_no_room() {
        let bars = stacked(&[("full", 3), ("hollow", 0), ("thin", 1)], 8);
        let drawn: Vec<_> = bars.iter().map(|bar| (bar.class, bar.x.as_str(), bar.width.as_str())).collect();
        assert_eq!(drawn, [("full", "0.00", "37.50"), ("thin", "37.50", "12.50")]);
        assert!(stacked(&[("full", 0)], 0).is_empty());
    }

    #[test]
    fn of_nothing_the_whole_scale_is_possible() {
        let bars = interval(Share::of(0, 0));
        assert_eq!((bars.len(), bars[0].x.as_str(), bars[0].width.as_str()), (1, "0.00", "100.00"));
        assert_eq!(interval(Share::of(10, 10)).len(), 2);
    }
}
