//! The queue of the key's desk, one alert with its evidence, and decisions on it. A key sees its own desk only and
//! proposes what is grave: it approves nothing.

mod assignment;
mod bulk;
mod decisions;
mod queue;

use super::views::{AlertView, DecisionView};
use crate::http::asked::{Id, Seen, Sent, etag};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::http::records::visible;
use crate::state::{App, Shared};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::RecordId;
use node::casework::{Alert, DecisionKind, Stored, ThingKey};
use node::identity::{Action, Bearer};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The queue, its alerts and what is decided on them.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing = OpenApiRouter::new()
        .routes(routes!(queue::queue))
        .routes(routes!(alert))
        .routes(routes!(decisions::decisions));
    let deciding = OpenApiRouter::new().routes(routes!(decide)).routes(routes!(bulk::decide_many));
    let assigning = OpenApiRouter::new().routes(routes!(assignment::assign));
    guarded(app, Action::AlertView, seeing).merge(guarded(app, Action::AlertDecide, deciding)).merge(guarded(
        app,
        Action::AlertAssign,
        assigning,
    ))
}

/// An alert with its matches, their evidence and the decisions on it. Its ETag is its revision.
#[utoipa::path(get, path = "/api/v1/alerts/{id}", tag = "alerts",
    params(("id" = String, Path, description = "The alert's id")),
    responses((status = 200, body = AlertView, headers(("etag" = String, description = "The alert's revision")))))]
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
    ))]
async fn decide(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(new): Sent<NewDecision>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    let kind = kind(&new.kind)?;
    let things: Vec<ThingKey> = new.things.into_iter().map(ThingKey).collect();
    let made = app.node.decide(&bearer.actor, id, seen, (kind, &things), &new.reason).await?;
    let revision = app.node.alert(&bearer.actor, id).await?.revision;
    Ok((StatusCode::CREATED, etag(revision), Json(DecisionView::of(&made))).into_response())
}

/// The kind of a decision.
fn kind(text: &str) -> Result<DecisionKind, Problem> {
    DecisionKind::parse(text).ok_or_else(|| {
        let known = DecisionKind::ALL.map(DecisionKind::as_str).join(", ");
        Problem::usage(format!("there is no decision {text:?}; choose one of {known}"))
    })
}

/// An alert that is there for whoever asks.
async fn of_desk(app: &App, bearer: &Bearer, id: RecordId) -> Result<Stored<Alert>, Problem> {
    visible(bearer, id, app.node.alert(&bearer.actor, id).await, |alert| alert.desk)
}
