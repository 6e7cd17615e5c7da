//! The queue of the key's desk, one alert with its evidence, and decisions on it. A key sees its own desk only and
//! proposes what is grave: it approves nothing.

use super::views::{AlertPage, AlertSummary, AlertView, DecisionView};
use crate::http::asked::{Asked, Id, Seen, Sent, etag, page};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::state::{App, Shared};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::RecordId;
use node::NodeError;
use node::casework::{Alert, AlertStatus, DecisionKind, Queue, Stored, ThingKey};
use node::identity::{Action, Bearer};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The queue, its alerts and what is decided on them.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing = OpenApiRouter::new().routes(routes!(queue)).routes(routes!(alert));
    let deciding = OpenApiRouter::new().routes(routes!(decide));
    guarded(app, Action::AlertView, seeing).merge(guarded(app, Action::AlertDecide, deciding))
}

/// Which part of the queue.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QueueQuery {
    status: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

impl QueueQuery {
    fn read(self) -> Result<Queue, Problem> {
        let status = match self.status.as_deref() {
            None | Some("") => None,
            Some(text) => Some(AlertStatus::parse(text).ok_or_else(|| {
                let known = AlertStatus::ALL.map(AlertStatus::as_str).join(", ");
                Problem::usage(format!("there is no status {text:?}; choose one of {known}"))
            })?),
        };
        let (after, limit) = page(self.cursor.as_deref(), self.limit)?;
        Ok(Queue { status, after, limit, ..Queue::default() })
    }
}

/// The alerts of the key's desk, what is due first before the others.
#[utoipa::path(get, path = "/api/v1/alerts", tag = "alerts",
    params(
        ("status" = Option<String>, Query, description = "`open`, `awaiting-approval` or `closed`; by default all"),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<usize>, Query, description = "Alerts of a page, 1 to 500; by default 50"),
    ),
    responses(
        (status = 200, body = AlertPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
async fn queue(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<QueueQuery>,
) -> Result<Json<AlertPage>, Problem> {
    let page = app.node.alerts(&bearer.actor, bearer.desk, &query.read()?).await?;
    Ok(Json(AlertPage {
        alerts: page.records.iter().map(AlertSummary::of).collect(),
        next: page.next.map(|cursor| cursor.to_string()),
    }))
}

/// An alert with its matches, their evidence and the decisions on it. Its ETag is its revision.
#[utoipa::path(get, path = "/api/v1/alerts/{id}", tag = "alerts",
    params(("id" = String, Path, description = "The alert's id")),
    responses(
        (status = 200, body = AlertView, headers(("etag" = String, description = "The alert's revision"))),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
async fn alert(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let kept = of_desk(&app, &bearer, id).await?;
    let decisions = app.node.decisions(&bearer.actor, kept.record.id).await?;
    Ok((etag(kept.revision), Json(AlertView::of(&kept, &decisions))).into_response())
}

/// A decision to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDecision {
    /// `true-match`, `false-positive`, `inconclusive`, `freeze` or `release`; the desk must make such decisions.
    kind: String,
    /// Why, in words.
    reason: String,
    /// The matches it is about, by their `thing`; by default all that are open.
    #[serde(default)]
    things: Vec<String>,
}

/// Decides an alert. What is grave becomes a proposal (`state` is `proposed`, `awaits_approval` is true): a second
/// person, logged in, must approve it. With `If-Match`, only the alert as it was seen is decided. The key must be good
/// for `alert.view` too: nobody decides what they cannot see.
#[utoipa::path(post, path = "/api/v1/alerts/{id}/decisions", tag = "alerts", request_body = NewDecision,
    params(
        ("id" = String, Path, description = "The alert's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the alert as it was seen"),
    ),
    responses(
        (status = 201, body = DecisionView, headers(("etag" = String, description = "The alert's new revision"))),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 412, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
async fn decide(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(new): Sent<NewDecision>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    let kind = DecisionKind::parse(&new.kind).ok_or_else(|| {
        let known = DecisionKind::ALL.map(DecisionKind::as_str).join(", ");
        Problem::usage(format!("there is no decision {:?}; choose one of {known}", new.kind))
    })?;
    let things: Vec<ThingKey> = new.things.into_iter().map(ThingKey).collect();
    let made = app.node.decide(&bearer.actor, id, seen, (kind, &things), &new.reason).await?;
    let revision = app.node.alert(&bearer.actor, id).await?.revision;
    Ok((StatusCode::CREATED, etag(revision), Json(DecisionView::of(&made))).into_response())
}

/// An alert of the key's desk. Its owner may work at other desks too; the key does not.
async fn of_desk(app: &App, bearer: &Bearer, id: RecordId) -> Result<Stored<Alert>, Problem> {
    let kept = app.node.alert(&bearer.actor, id).await?;
    match kept.record.desk == bearer.desk {
        true => Ok(kept),
        false => Err(Problem::from(NodeError::NotFound {
            wanted: id.to_string(),
            remedy: "GET /api/v1/alerts shows the alerts of this key's desk".into(),
        })),
    }
}
