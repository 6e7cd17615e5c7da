//! Orders to erase: proposed by one person or their key, approved or rejected by another person.

use super::{RecordName, Wanted};
use crate::api::common::next;
use crate::http::asked::{Asked, Id, Sent, etag, page};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::http::records::visible;
use crate::state::Shared;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::{Desk, RecordId};
use node::casework::{ErasureOrder, Stored};
use node::identity::{Action, Bearer};
use node::rights::NewErasure;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Proposing, seeing, approving and rejecting.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let proposing = OpenApiRouter::new()
        .routes(routes!(erasures, propose))
        .routes(routes!(erasure))
        .routes(routes!(reject));
    let approving = OpenApiRouter::new().routes(routes!(approve));
    guarded(app, Action::RecordErase, proposing).merge(guarded(app, Action::ErasureApprove, approving))
}

/// An erasure to be proposed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedErasure {
    /// The subject, and why. The reason is kept when all else is erased: it must not name the subject.
    subject: Wanted,
    /// Records that are about it too, as a person has seen: alike ones, notes and files of shared cases.
    #[serde(default)]
    also: Vec<RecordName>,
}

/// An order to erase.
#[derive(Serialize, ToSchema)]
struct ErasureView {
    /// Its id.
    id: String,
    /// Its revision, which is its ETag.
    revision: u64,
    /// The desk.
    desk: &'static str,
    /// `proposed`, `done` or `rejected`.
    state: &'static str,
    /// The records that were known when it was proposed.
    records: Vec<RecordName>,
    /// Who proposed it.
    proposed_by: String,
    /// When.
    proposed_at: String,
    /// Why.
    reason: String,
    /// When it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    done_at: Option<String>,
    /// How many records of each kind were erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    erased: Option<BTreeMap<String, u64>>,
}

impl ErasureView {
    fn of(kept: &Stored<ErasureOrder>) -> Self {
        let order = &kept.record;
        let proposal = order.review.proposal();
        Self {
            id: order.id.to_string(),
            revision: kept.revision,
            desk: order.desk.as_str(),
            state: order.state_name(),
            records: proposal.what().records.iter().map(RecordName::of).collect(),
            proposed_by: proposal.by().name.clone(),
            proposed_at: proposal.at().to_string(),
            reason: proposal.reason().to_owned(),
            done_at: order.outcome.as_ref().map(|outcome| outcome.at.to_string()),
            erased: order.outcome.as_ref().map(|outcome| outcome.erased.clone()),
        }
    }

    fn answer(kept: &Stored<ErasureOrder>) -> Response {
        (etag(kept.revision), Json(Self::of(kept))).into_response()
    }
}

/// A page of erasures.
#[derive(Serialize, ToSchema)]
struct ErasurePage {
    /// The erasures, the latest first.
    erasures: Vec<ErasureView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Which erasures.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ErasuresQuery {
    desk: Option<Desk>,
    #[serde(default)]
    waiting: bool,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// What a second person says to it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Word {
    /// Why, in words; a rejection needs it.
    #[serde(default)]
    reason: Option<String>,
}

/// Proposes to erase what is known of a subject: alerts with evidence, decisions and suppressions, its monitoring,
/// cases that are about nobody else, results of uploads that it was in, kept answers, files. A second person must
/// approve it.
#[utoipa::path(post, path = "/api/v1/subjects/erasures", tag = "subjects", request_body = WantedErasure,
    responses(
        (status = 201, body = ErasureView, headers(("location" = String, description = "The erasure's address"))),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
async fn propose(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(wanted): Sent<WantedErasure>,
) -> Result<Response, Problem> {
    let desk = bearer.desk_of(wanted.subject.desk)?;
    let new = NewErasure {
        subject: wanted.subject.query()?,
        also: wanted.also.iter().map(RecordName::read).collect::<Result<_, _>>()?,
        reason: wanted.subject.reason.unwrap_or_default(),
    };
    let made = app.node.propose_erasure(&bearer.actor, desk, new).await?;
    let location = [(header::LOCATION, format!("/api/v1/subjects/erasures/{}", made.record.id))];
    Ok((StatusCode::CREATED, location, ErasureView::answer(&made)).into_response())
}

/// The erasures of a desk, the latest first.
#[utoipa::path(get, path = "/api/v1/subjects/erasures", tag = "subjects",
    params(
        ("desk" = Option<String>, Query, description = "The desk; by default the key's"),
        ("waiting" = Option<bool>, Query, description = "Only those that wait for a second person"),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<usize>, Query, description = "Erasures of a page, 1 to 500; by default 50"),
    ),
    responses((status = 200, body = ErasurePage)))]
async fn erasures(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<ErasuresQuery>,
) -> Result<Json<ErasurePage>, Problem> {
    let (after, limit) = page(query.cursor.as_deref(), query.limit)?;
    let desk = bearer.desk_of(query.desk)?;
    let found = app.node.erasures(&bearer.actor, desk, query.waiting, after, limit).await?;
    Ok(Json(ErasurePage {
        erasures: found.records.iter().map(ErasureView::of).collect(),
        next: next(found.next),
    }))
}

/// One erasure. Its ETag is its revision.
#[utoipa::path(get, path = "/api/v1/subjects/erasures/{id}", tag = "subjects",
    params(("id" = String, Path, description = "The erasure's id")),
    responses(
        (status = 200, body = ErasureView, headers(("etag" = String, description = "The erasure's revision"))),
    ))]
async fn erasure(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    Ok(ErasureView::answer(&of_desk(&app, &bearer, id).await?))
}

/// Approves an erasure, as a second person who logged in: everything known of the subject by now is erased, for good.
#[utoipa::path(post, path = "/api/v1/subjects/erasures/{id}/approve", tag = "subjects", request_body = Word,
    params(("id" = String, Path, description = "The erasure's id")),
    responses((status = 200, body = ErasureView)))]
async fn approve(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(word): Sent<Word>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    let done = app.node.approve_erasure(&bearer.actor, id, word.reason.as_deref()).await?;
    Ok(ErasureView::answer(&done))
}

/// Rejects an erasure, as a second person who logged in; whoever proposed it may take it back so.
#[utoipa::path(post, path = "/api/v1/subjects/erasures/{id}/reject", tag = "subjects", request_body = Word,
    params(("id" = String, Path, description = "The erasure's id")),
    responses((status = 200, body = ErasureView)))]
async fn reject(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(word): Sent<Word>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    let reason = word.reason.unwrap_or_default();
    Ok(ErasureView::answer(&app.node.reject_erasure(&bearer.actor, id, &reason).await?))
}

/// An erasure of a desk that the bearer sees; any other is not there for it.
async fn of_desk(app: &Shared, bearer: &Bearer, id: RecordId) -> Result<Stored<ErasureOrder>, Problem> {
    visible(bearer, id, app.node.erasure(&bearer.actor, id).await, |order| order.desk)
}
