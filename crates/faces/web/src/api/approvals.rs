//! The second pair of eyes: grave decisions that wait, and the word of the person who approves or rejects them. Keys see
//! what waits; only people settle it.

use super::common::{Approval, PageQuery, Reason, next};
use super::views::DecisionView;
use crate::http::asked::{Asked, Id, Sent};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::{Extension, Json};
use node::identity::{Action, Bearer};
use serde::Serialize;
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

/// A page of what waits.
#[derive(Serialize, ToSchema)]
struct WaitingPage {
    /// The decisions, the oldest first.
    decisions: Vec<DecisionView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Grave decisions of a desk that wait for a second person, the oldest first.
#[utoipa::path(get, path = "/api/v1/approvals", tag = "alerts", params(PageQuery),
    responses((status = 200, body = WaitingPage)))]
async fn waiting(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<PageQuery>,
) -> Result<Json<WaitingPage>, Problem> {
    let (desk, after, limit) = query.read(&bearer)?;
    let found = app.node.waiting_decisions(&bearer.actor, desk, after, limit).await?;
    Ok(Json(WaitingPage {
        decisions: found.records.iter().map(|kept| DecisionView::of(&kept.record)).collect(),
        next: next(found.next),
    }))
}

/// Approves a grave decision, as a second person: not the one who proposed it, nor whoever answers for the key that did.
#[utoipa::path(post, path = "/api/v1/decisions/{id}/approval", tag = "alerts", request_body = Approval,
    params(
        ("id" = String, Path, description = "The decision's id"),
        ("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token"),
    ),
    responses((status = 200, body = DecisionView)))]
async fn approve(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(approval): Sent<Approval>,
) -> Result<Json<DecisionView>, Problem> {
    let decision = app.node.approve_decision(&bearer.actor, id, approval.note.as_deref()).await?;
    Ok(Json(DecisionView::of(&decision)))
}

/// Rejects a grave decision, as a second person; whoever proposed it takes it back so. Its matches are open again.
#[utoipa::path(post, path = "/api/v1/decisions/{id}/rejection", tag = "alerts", request_body = Reason,
    params(
        ("id" = String, Path, description = "The decision's id"),
        ("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token"),
    ),
    responses((status = 200, body = DecisionView)))]
async fn reject(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(Reason { reason }): Sent<Reason>,
) -> Result<Json<DecisionView>, Problem> {
    let decision = app.node.reject_decision(&bearer.actor, id, &reason).await?;
    Ok(Json(DecisionView::of(&decision)))
}
