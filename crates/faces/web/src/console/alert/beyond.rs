//! What goes beyond the decision of an alert: the case that it is in, or may be put into; and silencing a decided false
//! positive for good.

use super::Typed;
use crate::console::errors::Failure;
use crate::console::name::Shown;
use crate::console::queue::{Choice, Status};
use crate::console::suppressions;
use crate::console::words::Words;
use crate::state::Shared;
use jiff::ToSpan;
use jiff::civil::Date;
use node::NodeError;
use node::casework::{Alert, DecisionKind, Silenced, Standing, WhichCases};
use node::identity::{Action, Actor};
use node::permissions;

/// Open cases to choose from.
const CASES: usize = 100;

/// A suppression lasts so many days unless somebody says otherwise.
const USUAL_DAYS: i64 = 180;

/// The case of an alert.
pub struct InCase {
    /// Address and title of the case that it is in.
    pub now: Option<(String, Shown)>,
    /// Other open cases.
    pub cases: Vec<Choice>,
    /// Whether the reader may put it into one.
    pub may_write: bool,
    /// The title as typed before.
    pub title: String,
    /// The legal basis as typed before, or that of the alert.
    pub basis: String,
}

/// A match that was decided a false positive.
pub struct Silencing {
    /// What suppressions name it by.
    pub key: String,
    /// Its number on the page.
    pub number: usize,
    /// The entry.
    pub caption: Shown,
    /// The suppression that there is, with its address.
    pub now: Option<(String, Status)>,
    /// Whether the reader may propose one.
    pub may_propose: bool,
    /// The last day as typed before, or the usual one.
    pub until: String,
    /// The last day that the desk allows.
    pub latest: String,
    /// The first one.
    pub today: String,
    /// The reason as typed before, or that of the decision.
    pub reason: String,
}

/// The case of an alert, for whoever sees cases.
pub async fn in_case(
    app: &Shared,
    actor: &Actor,
    alert: &Alert,
    typed: &Typed,
    words: &Words,
) -> Result<Option<InCase>, Failure> {
    if !permissions::may(actor, Action::CaseView, Some(alert.desk)) {
        return Ok(None);
    }
    let now = match alert.case {
        Some(id) => match app.node.case_record(actor, id).await {
            Ok(case) => Some((format!("/cases/{id}"), Shown::new(&case.record.title, words))),
            Err(NodeError::NotFound { .. }) => None,
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    let may_write = permissions::may(actor, Action::CaseWrite, Some(alert.desk));
    let mut cases = Vec::new();
    if may_write {
        let open = WhichCases { open: Some(true), assigned: None };
        let found = app.node.cases(actor, alert.desk, open, None, CASES).await?;
        let others = found.records.into_iter().filter(|kept| Some(kept.record.id) != alert.case);
        cases.extend(others.map(|kept| Choice {
            value: kept.record.id.to_string(),
            label: kept.record.title,
            chosen: false,
        }));
        cases.sort_by(|one, other| words.catalogue().order(&one.label, &other.label));
    }
    let basis = match typed.basis.as_str() {
        "" => alert.envelope.legal_basis.0.clone(),
        basis => basis.to_owned(),
    };
    Ok(Some(InCase { now, cases, may_write, title: typed.title.clone(), basis }))
}

/// The matches of an alert that were decided false positives, for whoever sees suppressions.
pub async fn silencing(
    app: &Shared,
    actor: &Actor,
    alert: &Alert,
    typed: &Typed,
    words: &Words,
) -> Result<Vec<Silencing>, Failure> {
    if !permissions::may(actor, Action::SuppressionView, Some(alert.desk)) {
        return Ok(Vec::new());
    }
    let may_propose = permissions::may(actor, Action::SuppressionPropose, Some(alert.desk));
    let today = model::day_of(words.now());
    let longest = app.node.desk_rules(alert.desk).longest_suppression_days;
    let mut silencing = Vec::new();
    for (at, matched) in alert.matches.iter().enumerate() {
        let Standing::Decided { decision, kind: DecisionKind::FalsePositive, .. } = matched.standing else {
            continue;
        };
        let Some(entry) = matched.thing.entry() else { continue };
        let resting = Silenced { decision: Some(decision), ..Silenced::default() };
        let found = app.node.suppressions(actor, alert.desk, &resting, None, CASES).await?;
        let found = found.records.into_iter().map(|kept| kept.record);
        let mut of_entry = found.filter(|found| found.terms().entry.same_entry(entry));
        let now = of_entry.next();
        let key = matched.thing.key().0;
        let again = typed.thing == key;
        let day = |days: i64| today.saturating_add(days.days()).to_string();
        silencing.push(Silencing {
            number: at + 1,
            caption: Shown::new(&matched.caption, words),
            may_propose: may_propose && now.as_ref().is_none_or(|found| !stands(found, today)),
            now: now.map(|found| {
                (format!("/suppressions/{}", found.id), suppressions::status(&found, today, words))
            }),
            until: if again { typed.until.clone() } else { day(USUAL_DAYS.min(i64::from(longest))) },
            latest: day(i64::from(longest)),
            today: today.to_string(),
            reason: if again { typed.silence.clone() } else { String::new() },
            key,
        });
    }
    Ok(silencing)
}

/// Whether there is no need for another one.
fn stands(found: &node::casework::Suppression, today: Date) -> bool {
    matches!(found.state_name(today), "proposed" | "in-force")
}
