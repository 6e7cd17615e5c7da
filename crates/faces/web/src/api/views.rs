//! Alerts and decisions as the API shows them.

use model::RecordId;
use node::casework::{Alert, Decision, Evidence, Matched, Standing, Stored};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// What was found of one subject and waits for people, in short.
#[derive(Serialize, ToSchema)]
pub struct AlertSummary {
    /// Its id.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// `open`, `awaiting-approval` or `closed`.
    status: &'static str,
    /// The subject's name to show.
    caption: String,
    /// The caller's lasting id of the subject, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// The screening that opened it.
    screening: String,
    /// The highest probability among its matches.
    probability: f64,
    /// How many matches it has.
    matches: usize,
    /// The lists of its matches.
    lists: Vec<String>,
    /// Who works on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned: Option<String>,
    /// The case it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    /// When it was opened, or opened again.
    opened_at: String,
    /// Until when it must be decided.
    due_at: String,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<String>,
    /// When anything of it last changed.
    changed_at: String,
}

impl AlertSummary {
    /// An alert in short.
    pub fn of(kept: &Stored<Alert>) -> Self {
        let alert = &kept.record;
        let text = |id: &RecordId| id.to_string();
        Self {
            id: alert.id.to_string(),
            revision: kept.revision,
            status: alert.status.as_str(),
            caption: alert.caption.clone(),
            subject: alert.subject.reference.clone(),
            screening: alert.screening.to_string(),
            probability: alert.probability(),
            matches: alert.matches.len(),
            lists: alert.lists().into_iter().map(|list| list.0.clone()).collect(),
            assigned: alert.assigned.as_ref().map(text),
            case: alert.case.as_ref().map(text),
            opened_at: alert.opened_at.to_string(),
            due_at: alert.due_at.to_string(),
            closed_at: alert.closed_at.map(|at| at.to_string()),
            changed_at: alert.changed_at.to_string(),
        }
    }
}

/// A page of the queue.
#[derive(Serialize, ToSchema)]
pub struct AlertPage {
    /// The alerts, what is due first before the others.
    pub alerts: Vec<AlertSummary>,
    /// The cursor of the next page; none at the end.
    pub next: Option<String>,
}

/// An alert with its matches, the evidence of each, and the decisions on it.
#[derive(Serialize, ToSchema)]
pub struct AlertView {
    /// The alert in short.
    #[serde(flatten)]
    summary: AlertSummary,
    /// Marking, legal basis, source and last day.
    envelope: Value,
    /// The matches with their evidence, the best first.
    found: Vec<MatchView>,
    /// What was decided or proposed, in that order.
    decisions: Vec<DecisionView>,
}

impl AlertView {
    /// An alert as a whole.
    pub fn of(kept: &Stored<Alert>, decisions: &[Decision]) -> Self {
        Self {
            summary: AlertSummary::of(kept),
            envelope: json(&kept.record.envelope),
            found: kept.record.matches.iter().map(MatchView::of).collect(),
            decisions: decisions.iter().map(DecisionView::of).collect(),
        }
    }
}

/// One thing that a subject was matched with.
#[derive(Serialize, ToSchema)]
struct MatchView {
    /// Its short name, by which decisions name it.
    thing: String,
    /// Its name to show.
    caption: String,
    /// The engine's score.
    score: f64,
    /// The calibrated probability that subject and thing are the same.
    probability: f64,
    /// When it was found.
    found_at: String,
    /// What became of it: `{"is": "open"}`, `proposed`, `decided` or `withdrawn`, with the decision.
    standing: Value,
    /// The engine's version.
    engine: String,
    /// The version of the list.
    list_version: String,
    /// Who was screened, as screened.
    subject: Value,
    /// The match as the engine gave it, with every feature's share.
    result: Value,
    /// SHA-256 of the result as it is kept.
    hash: String,
}

impl MatchView {
    fn of(matched: &Matched) -> Self {
        let Evidence::NameMatch(evidence) = &matched.evidence;
        Self {
            thing: matched.thing.key().0,
            caption: matched.caption.clone(),
            score: matched.score,
            probability: matched.probability,
            found_at: matched.found_at.to_string(),
            standing: json::<Standing>(&matched.standing),
            engine: evidence.engine.clone(),
            list_version: evidence.list_version.clone(),
            subject: json(&evidence.subject),
            result: serde_json::from_str(&evidence.result).unwrap_or_default(),
            hash: evidence.hash.clone(),
        }
    }
}

/// A decision on an alert.
#[derive(Serialize, ToSchema)]
pub struct DecisionView {
    /// Its id.
    id: String,
    /// The alert.
    alert: String,
    /// `true-match`, `false-positive`, `inconclusive`, `freeze` or `release`.
    kind: &'static str,
    /// The matches it is about.
    things: Vec<String>,
    /// Why.
    reason: String,
    /// `final`; a grave one is `proposed` until a second person makes it `approved` or `rejected`.
    state: &'static str,
    /// Whether it waits for a second person, who must log in: no key approves.
    awaits_approval: bool,
    /// The name of who decided, as it was then.
    by: String,
    /// When.
    at: String,
}

impl DecisionView {
    /// A decision.
    pub fn of(decision: &Decision) -> Self {
        Self {
            id: decision.id.to_string(),
            alert: decision.alert.to_string(),
            kind: decision.ruling().kind.as_str(),
            things: decision.ruling().things.iter().map(|thing| thing.0.clone()).collect(),
            reason: decision.reason().to_owned(),
            state: decision.state_name(),
            awaits_approval: decision.is_open(),
            by: decision.by().name.clone(),
            at: decision.at().to_string(),
        }
    }
}

/// Records are made of texts, numbers and maps with text keys: they always have a JSON form.
fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
