//! Looking into lists: how they stand, their versions, faults and differences.

use super::views::{DiffView, FaultView, Faults, FullVersion, ListView, Lists, VersionView, Versions};
use crate::http::asked::Asked;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use node::identity::Bearer;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// So many faults of a version are kept.
const MOST_FAULTS: usize = 10_000;

/// All lists of the node, with how each stands.
#[utoipa::path(get, path = "/api/v1/lists", tag = "lists", responses((status = 200, body = Lists)))]
pub async fn lists(State(app): State<Shared>) -> Result<Json<Lists>, Problem> {
    Ok(Json(Lists { lists: app.node.status().await?.into_iter().map(ListView::of).collect() }))
}

/// How one list stands.
#[utoipa::path(get, path = "/api/v1/lists/{id}", tag = "lists",
    params(("id" = String, Path, description = "The list")), responses((status = 200, body = ListView)))]
pub async fn list(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path(id): Path<String>,
) -> Result<Json<ListView>, Problem> {
    Ok(Json(ListView::of(app.node.list_status(&bearer.actor, &id).await?)))
}

/// All versions of a list, the newest import first.
#[utoipa::path(get, path = "/api/v1/lists/{id}/versions", tag = "lists",
    params(("id" = String, Path, description = "The list")), responses((status = 200, body = Versions)))]
pub async fn versions(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path(id): Path<String>,
) -> Result<Json<Versions>, Problem> {
    let versions = app.node.list_versions(&bearer.actor, &id).await?;
    Ok(Json(Versions { versions: versions.iter().map(VersionView::of).collect() }))
}

/// One version with its original files. It never changes; its ETag is its name.
#[utoipa::path(get, path = "/api/v1/lists/{id}/versions/{version}", tag = "lists",
    params(("id" = String, Path, description = "The list"),
        ("version" = String, Path, description = "The version, or the beginning of its name")),
    responses((status = 200, body = FullVersion, headers(("etag" = String, description = "The version's name")))))]
pub async fn version(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (version, files) = app.node.list_version(&bearer.actor, &id, &version).await?;
    let tag = [(header::ETAG, format!("\"{}\"", version.hash))];
    Ok((tag, Json(FullVersion::of(&version, files))).into_response())
}

/// How many faults.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FaultQuery {
    /// Faults, 1 to 10,000; by default 100.
    limit: Option<usize>,
}

/// What was wrong with the files of a version.
#[utoipa::path(get, path = "/api/v1/lists/{id}/versions/{version}/faults", tag = "lists",
    params(("id" = String, Path, description = "The list"),
        ("version" = String, Path, description = "The version, or the beginning of its name"), FaultQuery),
    responses((status = 200, body = Faults)))]
pub async fn faults(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path((id, version)): Path<(String, String)>,
    Asked(query): Asked<FaultQuery>,
) -> Result<Json<Faults>, Problem> {
    let limit = query.limit.unwrap_or(100);
    if !(1..=MOST_FAULTS).contains(&limit) {
        return Err(Problem::usage(format!("limit must be 1 to {MOST_FAULTS}")));
    }
    let faults = app.node.version_faults(&bearer.actor, &id, &version, limit).await?;
    Ok(Json(Faults { faults: faults.iter().map(FaultView::of).collect() }))
}

/// Which versions are compared.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DiffQuery {
    /// The older version, or the beginning of its name; by default the one before the current one.
    from: Option<String>,
    /// The newer version; by default the current one.
    to: Option<String>,
}

/// What changed between two versions of a list.
#[utoipa::path(get, path = "/api/v1/lists/{id}/diff", tag = "lists",
    params(("id" = String, Path, description = "The list"), DiffQuery),
    responses((status = 200, body = DiffView)))]
pub async fn diff(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Asked(query): Asked<DiffQuery>,
) -> Result<Json<DiffView>, Problem> {
    let versions = match (query.from.as_deref(), query.to.as_deref()) {
        (None, None) => None,
        (Some(from), Some(to)) if !from.is_empty() && !to.is_empty() => Some((from, to)),
        _ => return Err(Problem::usage("name both versions, from and to, or neither")),
    };
    Ok(Json(DiffView::of(app.node.diff(&id, versions).await?)))
}
