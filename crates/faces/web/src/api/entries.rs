//! One entry of a list as it stands now, and who owns and controls it (the 50 percent rule).

use super::common::EnvelopeView;
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::http::records::missing;
use crate::state::Shared;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::EntryId;
use node::casework::{Owned, Owner};
use node::identity::{Action, Bearer};
use node::{FoundEntry, entity_to_json};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Entries and their owners.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    guarded(app, Action::ListView, OpenApiRouter::new().routes(routes!(entry)).routes(routes!(owners)))
}

/// An entry as it stands on its list now.
#[derive(Serialize, ToSchema)]
struct EntryView {
    /// The list.
    list: String,
    /// The source's own id.
    id: String,
    /// The version that it was taken from.
    version: String,
    /// The entry in FollowTheMoney's form.
    entity: Value,
    /// Marking, legal basis, source and last day.
    envelope: EnvelopeView,
}

/// Who owns and controls an entry.
#[derive(Serialize, ToSchema)]
struct OwnersView {
    /// Whether the list says anything of owners.
    known: bool,
    /// The stated shares of listed owners, added up, in percent.
    listed_percent: f64,
    /// Whether they come to 50 percent or more (OFAC).
    half_or_more: bool,
    /// Whether they come to more than 50 percent (EU, UK).
    more_than_half: bool,
    /// Whether a listed owner's share is not stated: the sum may be larger.
    incomplete: bool,
    /// The owners, listed ones first, then by share.
    owners: Vec<OwnerView>,
    /// Who else controls it.
    control: Vec<OwnerView>,
}

/// Somebody who owns or controls an entry.
#[derive(Serialize, ToSchema)]
struct OwnerView {
    /// The id on the list, or the name where the source gives only that.
    id: String,
    /// The name, where the list has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// Whether the owner is listed, or owned by listed subjects.
    listed: bool,
    /// The share in percent, where it is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<f64>,
    /// The source's word for the link.
    kind: String,
}

impl OwnerView {
    fn of(owner: Owner) -> Self {
        let Owner { id, name, listed, percent, kind } = owner;
        Self { id: id.0, name, listed, percent, kind }
    }
}

impl OwnersView {
    fn of(owned: Option<Owned>) -> Self {
        let known = owned.is_some();
        let owned = owned.unwrap_or(Owned {
            listed_percent: 0.0,
            half_or_more: false,
            more_than_half: false,
            incomplete: false,
            owners: Vec::new(),
            control: Vec::new(),
        });
        Self {
            known,
            listed_percent: owned.listed_percent,
            half_or_more: owned.half_or_more,
            more_than_half: owned.more_than_half,
            incomplete: owned.incomplete,
            owners: owned.owners.into_iter().map(OwnerView::of).collect(),
            control: owned.control.into_iter().map(OwnerView::of).collect(),
        }
    }
}

/// An entry as it stands on its list now, by the source's own id or the authority's reference. Its ETag is the version
/// of the list.
#[utoipa::path(get, path = "/api/v1/entries/{list}/{id}", tag = "lists",
    params(("list" = String, Path, description = "The list"), ("id" = String, Path, description = "The entry's id")),
    responses((status = 200, body = EntryView, headers(("etag" = String, description = "The list's version")))))]
async fn entry(
    State(app): State<Shared>,
    Path((list, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let FoundEntry { list, version, entity, envelope } = found(&app, &list, &id).await?;
    let tag = [(header::ETAG, format!("\"{}\"", version.hash))];
    let view = EntryView {
        list: list.0,
        id: entity.id.0.clone(),
        version: version.hash,
        entity: entity_to_json(&entity),
        envelope: EnvelopeView::of(&envelope),
    };
    Ok((tag, Json(view)).into_response())
}

/// What the list says of the owners of an entry, and whether listed subjects own half of it or more.
#[utoipa::path(get, path = "/api/v1/entries/{list}/{id}/owners", tag = "lists",
    params(("list" = String, Path, description = "The list"), ("id" = String, Path, description = "The entry's id")),
    responses((status = 200, body = OwnersView)))]
async fn owners(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path((list, id)): Path<(String, String)>,
) -> Result<Json<OwnersView>, Problem> {
    let found = found(&app, &list, &id).await?;
    let EntryId(id) = found.entity.id;
    Ok(Json(OwnersView::of(app.node.owners(&bearer.actor, &list, &EntryId(id)).await?)))
}

async fn found(app: &Shared, list: &str, id: &str) -> Result<FoundEntry, Problem> {
    let found = app.node.show(id, Some(list)).await.map_err(|error| match error {
        node::NodeError::NotFound { .. } => missing(id),
        error => error.into(),
    })?;
    let exact = found.iter().position(|found| found.entity.id.0 == id).unwrap_or(0);
    found.into_iter().nth(exact).ok_or_else(|| missing(id))
}
