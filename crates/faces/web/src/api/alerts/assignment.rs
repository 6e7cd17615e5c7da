//! Handing an alert to a person, or back to nobody.

use super::of_desk;
use crate::api::common::parsed;
use crate::api::views::AlertSummary;
use crate::http::asked::{Id, Seen, Sent, etag};
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use node::identity::Bearer;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Who is to work on an alert.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The person's id, or `me`: whoever asks, or answers for the key; `null` hands it back to nobody.
    person: Option<String>,
}

/// Hands an alert to a person who may decide it at its desk, or back to nobody. The key must be good for `alert.view`
/// too.
#[utoipa::path(put, path = "/api/v1/alerts/{id}/assignment", tag = "alerts", request_body = Assignment,
    params(
        ("id" = String, Path, description = "The alert's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the alert as it was seen"),
    ),
    responses((status = 200, body = AlertSummary, headers(("etag" = String, description = "The alert's new revision")))))]
pub async fn assign(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(wanted): Sent<Assignment>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    let to = match wanted.person.as_deref() {
        None => None,
        Some("me") => bearer.actor.person(),
        Some(person) => Some(parsed("person", person, "the id of a person, or me")?),
    };
    app.node.assign_alert(&bearer.actor, id, seen, to).await?;
    let kept = of_desk(&app, &bearer, id).await?;
    Ok((etag(kept.revision), Json(AlertSummary::of(&kept))).into_response())
}
