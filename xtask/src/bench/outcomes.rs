//! What the labelled queries come to: the scores of the best entry and of the best expected one, and what each
//! operating point alerts.

use super::corpus::{options, screen_all};
use super::stats::threshold_above;
use crate::data::LabelledQuery;
use matching::{Index, Match, OperatingPoint, ScreenOptions, Screener};

/// What a query came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its class.
    pub class: String,
    /// The schema that was asked for.
    pub schema: &'static str,
    /// Script of the query and scripts of the entries' names.
    pub scripts: String,
    /// Whether nobody listed is meant.
    pub negative: bool,
    /// By operating point, from strict to wide: whether anything matched, and whether an expected entry did.
    pub points: [(bool, bool); 3],
    /// Best score of any entry; minus infinity where there is none near.
    pub best: f64,
    /// Best score of an expected entry that a caller would be shown.
    pub expected: f64,
    /// Probability of the best match, and whether it is right.
    pub calibration: Option<(f64, bool)>,
    /// Whether the best match is right.
    pub first: bool,
}

/// So far below `wide`, in log-odds, scores are still looked at.
const BELOW_WIDE: f64 = 3.0;

/// Screens queries.
pub fn outcomes(index: &Index, queries: &[&LabelledQuery]) -> Vec<Outcome> {
    screen_all(index, queries, |screener, query| outcome(screener, query))
}

fn outcome(screener: &mut Screener<'_>, query: &LabelledQuery) -> Outcome {
    let deep =
        ScreenOptions { min_score: Some(OperatingPoint::Wide.figures().threshold - BELOW_WIDE), ..options() };
    let is_expected = |found: &Match| query.expected.contains(&found.entry.0);
    let points = OperatingPoint::ALL.map(|point| {
        let matches = screener.screen(&query.subject, &ScreenOptions { operating_point: point, ..options() });
        (!matches.is_empty(), matches.iter().any(is_expected))
    });
    let matches = screener.screen(&query.subject, &deep);
    let best = matches.first();
    let score = |found: Option<&Match>| found.map_or(f64::NEG_INFINITY, |found| found.score);
    Outcome {
        class: query.class.clone(),
        schema: query.subject.profile.schema.as_str(),
        scripts: scripts(query),
        negative: query.is_negative(),
        points,
        best: score(best),
        expected: score(matches.iter().find(|found| is_expected(found))),
        calibration: best.map(|best| (best.probability, is_expected(best))),
        first: best.is_some_and(is_expected),
    }
}

/// `Arabic → Latin`: the query's script and the entries'; `Latin → Latin` also where the entries have others beside.
pub fn scripts(query: &LabelledQuery) -> String {
    let entries = match query.index_scripts.as_slice() {
        scripts if scripts.contains(&query.script) => query.script.clone(),
        scripts if scripts.iter().any(|script| script == "Latin") => "Latin".to_owned(),
        scripts => scripts.join("+"),
    };
    format!("{} → {entries}", query.script)
}

impl Outcome {
    /// Whether an expected entry scores above a threshold.
    pub fn found_above(&self, threshold: f64) -> bool {
        self.expected > threshold
    }
}

/// The threshold that at most this share of the unlisted exceed.
pub fn threshold_at(outcomes: &[Outcome], share: f64) -> f64 {
    let unlisted: Vec<f64> =
        outcomes.iter().filter(|outcome| outcome.negative).map(|outcome| outcome.best).collect();
    let allowed = (unlisted.len() as f64 * share) as usize;
    threshold_above(unlisted, allowed)
}

/// Listed subjects that can be expected to be found: all but those unlike any name left in the index.
pub fn is_listed(outcome: &Outcome) -> bool {
    !outcome.negative && outcome.class != "held_far"
}
