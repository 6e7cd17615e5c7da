//! Files of a case, up and down.

use super::head;
use super::views::FileView;
use crate::http::asked::{Asked, Id};
use crate::http::attachment::{attachment, file_name};
use crate::http::body::bounded;
use crate::http::problem::Problem;
use crate::http::records;
use crate::state::Shared;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use node::casework::{LARGEST_FILE, NewFile};
use node::identity::Bearer;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// What a file is called.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FileQuery {
    /// The file's name, without folders.
    name: String,
}

/// Adds a file to a case: the body is the file, `content-type` its media type; at most 64 MiB. Its bytes are kept
/// sealed.
#[utoipa::path(post, path = "/api/v1/cases/{id}/files", tag = "cases",
    params(("id" = String, Path, description = "The case's id"), FileQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = FileView)))]
pub async fn upload(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Asked(query): Asked<FileQuery>,
    request: Request,
) -> Result<Response, Problem> {
    head(&app, &bearer, id).await?;
    let name = file_name(&query.name).ok_or_else(|| {
        let detail = format!("{:?} cannot be a file's name; give one of 1 to 255 bytes", query.name);
        Problem::usage(detail)
    })?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let media_type = kind.unwrap_or("application/octet-stream").to_owned();
    let bytes = bounded(request, LARGEST_FILE).await?.to_vec();
    let added = app.node.add_file(&bearer.actor, id, NewFile { name, media_type, bytes }).await?;
    Ok((StatusCode::CREATED, Json(FileView::of(&added))).into_response())
}

/// A file of a case. The look is in the audit log.
#[utoipa::path(get, path = "/api/v1/cases/{id}/files/{file}", tag = "cases",
    params(("id" = String, Path, description = "The case's id"),
        ("file" = String, Path, description = "The file's id")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
pub async fn download(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path((case, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (case, file) = (records::id(&case)?, records::id(&file)?);
    head(&app, &bearer, case).await?;
    let (file, bytes) = app.node.case_file(&bearer.actor, case, file).await?;
    Ok(attachment(&file.name, bytes))
}
