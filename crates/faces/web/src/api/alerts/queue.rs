//! The queue: which alerts wait, for whom, since when; page by page, or all of them as CSV.

use crate::api::common::{next, one_of, parsed};
use crate::api::views::{AlertPage, AlertSummary};
use crate::http::asked::{Asked, page};
use crate::http::csv;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use jiff::Timestamp;
use model::{Desk, ListId};
use node::casework::{Alert, AlertStatus, Assignee, Queue, QueueOrder, Stored};
use node::identity::{Action, Bearer};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// Which part of the queue.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QueueQuery {
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    desk: Option<Desk>,
    /// `open`, `awaiting-approval` or `closed`; by default all.
    status: Option<String>,
    /// Only alerts with a match on this list.
    list: Option<String>,
    /// Only alerts of these hands: a person's id, `me` or `nobody`.
    assignee: Option<String>,
    /// Only alerts in this case.
    case: Option<String>,
    /// Only alerts of this subject, by the id that lasts.
    subject: Option<String>,
    /// Only alerts past their time that wait.
    #[serde(default)]
    overdue: bool,
    /// Only alerts with at least this probability, 0 to 1.
    min_probability: Option<f64>,
    /// Only alerts that were opened before this moment.
    opened_before: Option<String>,
    /// Only alerts that changed at this moment or later: go on from the newest `changed_at` that you have.
    changed_since: Option<String>,
    /// `due` (what is due first), `probability` (highest first), `latest`, or `changed` (longest ago first); by default
    /// `due`, and with `changed_since` `changed`.
    order: Option<String>,
    /// `json`, or `csv`: all alerts that the filters find as one file.
    format: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// Alerts of a page, 1 to 500; by default 50.
    limit: Option<usize>,
}

impl QueueQuery {
    fn read(&self, bearer: &Bearer) -> Result<Queue, Problem> {
        let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let moment = |name: &str, text: &Option<String>| match text {
            Some(text) => parsed::<Timestamp>(name, text, "2026-11-25T08:00:00Z").map(Some),
            None => Ok(None),
        };
        let status = match text(&self.status) {
            Some(status) => {
                let known = AlertStatus::ALL.map(|status| (status.as_str(), status));
                Some(one_of("status", &status, &known)?)
            }
            None => None,
        };
        if self.min_probability.is_some_and(|probability| !(0.0..=1.0).contains(&probability)) {
            return Err(Problem::usage("min_probability must be 0 to 1"));
        }
        let changed_since = moment("changed_since", &self.changed_since)?;
        let order = match text(&self.order) {
            Some(order) => one_of("order", &order, &QueueOrder::ALL)?,
            None if changed_since.is_some() => QueueOrder::Changed,
            None => QueueOrder::Due,
        };
        let case = text(&self.case).map(|case| parsed("case", &case, "the id of a case")).transpose()?;
        let (after, limit) = page(self.cursor.as_deref(), self.limit)?;
        Ok(Queue {
            status,
            assigned: assignee(bearer, self.assignee.as_deref())?,
            case,
            subject: text(&self.subject),
            list: text(&self.list).map(ListId),
            overdue: self.overdue,
            probability: self.min_probability,
            opened_before: moment("opened_before", &self.opened_before)?,
            changed_since,
            order,
            after,
            limit,
        })
    }
}

fn assignee(bearer: &Bearer, text: Option<&str>) -> Result<Option<Assignee>, Problem> {
    Ok(match text {
        None | Some("") => None,
        Some("nobody") => Some(Assignee::Nobody),
        Some("me") => bearer.actor.person().map(Assignee::Person),
        Some(id) => Some(Assignee::Person(parsed("assignee", id, "a person's id, me or nobody")?)),
    })
}

/// The alerts of a desk, what is due first before the others.
#[utoipa::path(get, path = "/api/v1/alerts", tag = "alerts", params(QueueQuery),
    responses((status = 200, content((AlertPage = "application/json"), (String = "text/csv")))))]
pub async fn queue(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    headers: HeaderMap,
    Asked(query): Asked<QueueQuery>,
) -> Result<Response, Problem> {
    let desk = bearer.desk_of(query.desk)?;
    let queue = query.read(&bearer)?;
    if csv::wanted(&headers, query.format.as_deref())? {
        return exported(app, bearer, desk, queue).await;
    }
    let page = app.node.alerts(&bearer.actor, desk, &queue).await?;
    let alerts = page.records.iter().map(AlertSummary::of).collect();
    Ok(Json(AlertPage { alerts, next: next(page.next) }).into_response())
}

/// Columns of the file.
const COLUMNS: [&str; 13] = [
    "id",
    "revision",
    "status",
    "caption",
    "subject",
    "probability",
    "matches",
    "lists",
    "assigned",
    "case",
    "opened_at",
    "due_at",
    "closed_at",
];

async fn exported(app: Shared, bearer: Arc<Bearer>, desk: Desk, queue: Queue) -> Result<Response, Problem> {
    app.node.note_taken_out(&bearer.actor, Action::AlertView, desk, "alerts").await?;
    csv::export("alerts", &COLUMNS, move |after| {
        let (app, bearer) = (Arc::clone(&app), Arc::clone(&bearer));
        let queue = Queue { after, limit: csv::PAGE, ..queue.clone() };
        async move {
            let page = app.node.alerts(&bearer.actor, desk, &queue).await?;
            Ok((page.records.iter().map(row).collect(), page.next))
        }
    })
    .await
}

fn row(kept: &Stored<Alert>) -> Vec<String> {
    let alert = &kept.record;
    let lists: Vec<&str> = alert.lists().into_iter().map(|list| list.0.as_str()).collect();
    vec![
        alert.id.to_string(),
        kept.revision.to_string(),
        alert.status.as_str().to_owned(),
        alert.caption.clone(),
        alert.subject.reference.clone().unwrap_or_default(),
        format!("{:.4}", alert.probability()),
        alert.matches.len().to_string(),
        lists.join(" "),
        alert.assigned.map(|id| id.to_string()).unwrap_or_default(),
        alert.case.map(|id| id.to_string()).unwrap_or_default(),
        alert.opened_at.to_string(),
        alert.due_at.to_string(),
        alert.closed_at.map(|at| at.to_string()).unwrap_or_default(),
    ]
}
