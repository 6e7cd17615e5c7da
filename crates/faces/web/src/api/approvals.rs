//! The second pair of eyes: grave decisions that wait, and the word of the person who approves or rejects them. Keys see
//! what waits; only people settle it.

use super::views::DecisionView;
use crate::http::asked::{Asked, Id, Sent, page};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::{Extension, Json};
use model::Desk;
use node::identity::{Action, Bearer};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What waits, and settling it. Whoever proposed a decision may take it back, so rejecting asks for no more than seeing;
/// the use case asks for the rest.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing = OpenApiRouter::new().routes(routes!(waiting)).routes(routes!(reject));
    let approving = OpenApiRouter::new().routes(routes!(approve));
    guarded(app, Action::AlertView, seeing).merge(guarded(app, Action::DecisionApprove, approving))
}

/// Which page of what waits.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WaitingQuery {
    desk: Option<Desk>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// A page of what waits.
#[derive(Serialize, ToSchema)]
struct WaitingPage {
    /// The decisions, the oldest first.
    decisions: Vec<DecisionView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Grave decisions of a desk that wait for a second person, the oldest first.
#[utoipa::path(get, path = "/api/v1/approvals", tag = "alerts",
    params(
        ("desk" = Option<String>, Query, description = "The desk; needed by people who work at several"),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<usize>, Query, description = "Decisions of a page, 1 to 500; by default 50"),
    ),
    responses(
        (status = 200, body = WaitingPage),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
async fn waiting(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<WaitingQuery>,
) -> Result<Json<WaitingPage>, Problem> {
    let desk = bearer.desk_of(query.desk)?;
    let (after, limit) = page(query.cursor.as_deref(), query.limit)?;
    let found = app.node.waiting_decisions(&bearer.actor, desk, after, limit).await?;
    Ok(Json(WaitingPage {
        decisions: found.records.iter().map(|kept| DecisionView::of(&kept.record)).collect(),
        next: found.next.map(|cursor| cursor.to_string()),
    }))
}

/// A second person's yes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Approval {
    /// What the second person adds.
    #[serde(default)]
    note: Option<String>,
}

/// Approves a grave decision, as a second person: not the one who proposed it, nor whoever answers for the key that did.
#[utoipa::path(post, path = "/api/v1/decisions/{id}/approval", tag = "alerts", request_body = Approval,
    params(
        ("id" = String, Path, description = "The decision's id"),
        ("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token"),
    ),
    responses(
        (status = 200, body = DecisionView),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
async fn approve(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(approval): Sent<Approval>,
) -> Result<Json<DecisionView>, Problem> {
    let decision = app.node.approve_decision(&bearer.actor, id, approval.note.as_deref()).await?;
    Ok(Json(DecisionView::of(&decision)))
}

/// A second person's no.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Rejection {
    /// Why, in words.
    reason: String,
}

/// Rejects a grave decision, as a second person; whoever proposed it takes it back so. Its matches are open again.
#[utoipa::path(post, path = "/api/v1/decisions/{id}/rejection", tag = "alerts", request_body = Rejection,
    params(
        ("id" = String, Path, description = "The decision's id"),
        ("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token"),
    ),
    responses(
        (status = 200, body = DecisionView),
        (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
    ))]
async fn reject(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(rejection): Sent<Rejection>,
) -> Result<Json<DecisionView>, Problem> {
    let decision = app.node.reject_decision(&bearer.actor, id, &rejection.reason).await?;
    Ok(Json(DecisionView::of(&decision)))
}
