//! The queue of the key's desk, one alert with its evidence, and decisions on it. A key sees its own desk only and
//! proposes what is grave: it approves nothing.

use super::views::{AlertPage, AlertSummary, AlertView, DecisionView};
use crate::http::problem::Problem;
use crate::state::{App, Shared};
use axum::body::{Body, to_bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::RecordId;
use node::NodeError;
use node::casework::{Alert, AlertStatus, Cursor, DecisionKind, Queue, Stored, ThingKey};
use node::identity::Bearer;
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Alerts of a page, unless told otherwise, and at most.
const PAGE: usize = 50;
const LARGEST_PAGE: usize = 500;

/// A decision is a few words.
const LARGEST_DECISION: usize = 256 * 1024;
/// A client must have sent it by then.
const DECISION_TIME: Duration = Duration::from_secs(30);

/// For keys that may see alerts.
pub fn seeing_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(queue)).routes(routes!(alert))
}

/// For keys that may decide them.
pub fn deciding_routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(decide))
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
        let after = match self.cursor.as_deref() {
            None | Some("") => None,
            Some(text) => Some(text.parse::<Cursor>().map_err(|error| Problem::usage(error.to_string()))?),
        };
        let limit = self.limit.unwrap_or(PAGE);
        if !(1..=LARGEST_PAGE).contains(&limit) {
            return Err(Problem::usage(format!("limit must be 1 to {LARGEST_PAGE}")));
        }
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
    query: Result<Query<QueueQuery>, QueryRejection>,
) -> Result<Json<AlertPage>, Problem> {
    let Query(query) = query.map_err(|error| Problem::usage(error.body_text()))?;
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
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let kept = of_desk(&app, &bearer, &id).await?;
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
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let seen = seen(request.headers())?;
    let id = of_desk(&app, &bearer, &id).await?.record.id;
    let new = decision(request.into_body()).await?;
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
async fn of_desk(app: &App, bearer: &Bearer, id: &str) -> Result<Stored<Alert>, Problem> {
    let missing = || NodeError::NotFound {
        wanted: id.to_owned(),
        remedy: "GET /api/v1/alerts shows the alerts of this key's desk".into(),
    };
    let parsed: RecordId = id.parse().map_err(|_| missing())?;
    let kept = app.node.alert(&bearer.actor, parsed).await?;
    match kept.record.desk == bearer.desk {
        true => Ok(kept),
        false => Err(missing().into()),
    }
}

fn etag(revision: u64) -> [(HeaderName, String); 1] {
    [(header::ETAG, format!("\"{revision}\""))]
}

/// The revision that `If-Match` names; none where any will do.
fn seen(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let mut sent = headers.get_all(header::IF_MATCH).iter();
    let Some(value) = sent.next() else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if sent.next().is_some() || text.contains(',') {
        return Err(Problem::bad("send one ETag in if-match: that of the alert as it was seen"));
    }
    if text == "*" {
        return Ok(None);
    }
    let tag = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    tag.and_then(|tag| tag.parse().ok()).map(Some).ok_or_else(|| {
        let what = format!(
            "{text:?} is no ETag of an alert; send the one that GET of the alert gave, with its quotes"
        );
        Problem::new(StatusCode::PRECONDITION_FAILED, what)
    })
}

async fn decision(body: Body) -> Result<NewDecision, Problem> {
    let read = tokio::time::timeout(DECISION_TIME, to_bytes(body, LARGEST_DECISION)).await;
    let bytes = read
        .map_err(|_| {
            Problem::new(StatusCode::REQUEST_TIMEOUT, "the decision did not arrive in time; send it again")
        })?
        .map_err(|_| {
            let kib = LARGEST_DECISION / 1024;
            let what = format!("the decision broke off or is larger than {kib} KiB; send a shorter one");
            Problem::new(StatusCode::PAYLOAD_TOO_LARGE, what)
        })?;
    serde_json::from_slice(&bytes).map_err(|error| {
        Problem::usage(format!("the body is not a decision: {error}; send {{\"kind\", \"reason\"}} as JSON"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn if_match_names_the_revision_that_was_seen() {
        #[track_caller]
        fn check(sent: &[&'static str], expected: Result<Option<u64>, StatusCode>) {
            let mut headers = HeaderMap::new();
            for value in sent {
                headers.append(header::IF_MATCH, HeaderValue::from_static(value));
            }
            let found = seen(&headers).map_err(|problem| problem.into_response().status());
            assert_eq!(found, expected, "{sent:?}");
        }
        check(&[], Ok(None));
        check(&["*"], Ok(None));
        check(&["\"3\""], Ok(Some(3)));
        check(&[" \"3\" "], Ok(Some(3)));
        check(&["W/\"3\""], Err(StatusCode::PRECONDITION_FAILED));
        check(&["3"], Err(StatusCode::PRECONDITION_FAILED));
        check(&["\"three\""], Err(StatusCode::PRECONDITION_FAILED));
        check(&["\"2\", \"3\""], Err(StatusCode::BAD_REQUEST));
        check(&["\"2\"", "\"3\""], Err(StatusCode::BAD_REQUEST));
    }
}
