//! The lines of a screening's reply: one for each subject with matches, and the last one.

use crate::http::problem::Problem;
use axum::body::Bytes;
use model::{Fault, Subject};
use node::Match;
use node::casework::{MatchOutcome, Screening, SubjectOutcome};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A line of the reply.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Line<'a> {
    /// A subject with matches.
    Subject(SubjectLine<'a>),
    /// The last line of a screening that came to its end.
    Last(LastLine<'a>),
    /// The last line of a screening that was cut off.
    Broken(BrokenLine),
}

/// A subject with matches.
#[derive(Serialize, ToSchema)]
pub struct SubjectLine<'a> {
    /// The subject's id.
    query: &'a str,
    /// Its matches, the best first.
    matches: Vec<MatchLine<'a>>,
    /// The alert that its open matches are in; none where suppressions silence them, or they are known.
    alert: Option<String>,
}

/// A match of a subject.
#[derive(Serialize, ToSchema)]
struct MatchLine<'a> {
    /// The list.
    list: &'a str,
    /// The entry's id on it.
    entry: &'a str,
    /// The entry's schema.
    schema: &'a str,
    /// The entry's name that matched.
    name: &'a str,
    /// The subject's name that matched.
    matched: &'a str,
    /// The engine's score.
    score: f64,
    /// The calibrated probability that both are the same.
    probability: f64,
    /// `alerted`; `known`: a true match decided earlier; `suppressed`; or `gone`: off its list meanwhile.
    outcome: &'static str,
}

impl<'a> SubjectLine<'a> {
    /// A subject with what became of its matches.
    pub fn of(subject: &'a Subject, matches: &'a [Match], outcome: &SubjectOutcome) -> Self {
        let line = |(found, outcome): (&'a Match, &MatchOutcome)| MatchLine {
            list: &found.list.0,
            entry: &found.entry.0,
            schema: found.schema.as_str(),
            name: &found.entry_name,
            matched: &found.subject_name,
            score: found.score,
            probability: found.probability,
            outcome: match outcome {
                MatchOutcome::Alerted(_) => "alerted",
                MatchOutcome::Known(_) => "known",
                MatchOutcome::Suppressed(_) => "suppressed",
                MatchOutcome::Gone => "gone",
            },
        };
        Self {
            query: &subject.id,
            matches: matches.iter().zip(&outcome.matches).map(line).collect(),
            alert: outcome.alert.map(|alert| alert.to_string()),
        }
    }
}

/// The last line of a screening that came to its end.
#[derive(Serialize, ToSchema)]
pub struct LastLine<'a> {
    /// Id of the screening's record.
    screening: String,
    /// How many: subjects, those matched, matches, suppressed ones, alerts, rows lost.
    counts: Value,
    /// The lists with their versions.
    lists: BTreeMap<&'a str, &'a str>,
    /// The engine's version.
    engine: &'a str,
    /// When it ended.
    finished_at: Option<String>,
    /// Why rows were lost: the first hundred.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schema(value_type = Vec<Value>)]
    faults: &'a [Fault],
}

impl<'a> LastLine<'a> {
    /// A finished screening, with rows that were lost.
    pub fn of(screening: &'a Screening, faults: &'a [Fault]) -> Self {
        Self {
            screening: screening.id.to_string(),
            counts: serde_json::to_value(screening.counts).unwrap_or_default(),
            lists: screening.lists.iter().map(|list| (list.id.0.as_str(), list.version.as_str())).collect(),
            engine: &screening.engine,
            finished_at: screening.finished_at.map(|at| at.to_string()),
            faults,
        }
    }
}

/// The last line of a screening that was cut off. What stands above it was screened, its alerts are open.
#[derive(Serialize, ToSchema)]
pub struct BrokenLine {
    /// Id of the screening's record, which has no end.
    pub screening: String,
    /// Why.
    pub error: Problem,
}

impl Line<'_> {
    /// Appends the line.
    pub fn push(&self, out: &mut Vec<u8>) {
        // Texts, numbers and maps with text keys always serialise, and memory takes what is written.
        let _ = serde_json::to_writer(&mut *out, self);
        out.push(b'\n');
    }

    /// The line alone.
    pub fn alone(&self) -> Bytes {
        let mut out = Vec::new();
        self.push(&mut out);
        out.into()
    }
}
