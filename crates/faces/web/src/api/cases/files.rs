//! Files of a case, up and down. What comes down is saved and never run: no browser shows it on this node's address.

use super::head;
use super::views::FileView;
use crate::http::asked::{Asked, Id};
use crate::http::body::bounded;
use crate::http::problem::Problem;
use crate::http::records;
use crate::state::Shared;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use node::casework::{LARGEST_FILE, NewFile};
use node::identity::Bearer;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
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
    let name = name(&query.name)?;
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
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(&disposition(&file.name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// A name that is no path and fits on a line.
fn name(text: &str) -> Result<String, Problem> {
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    match (1..=255).contains(&name.len())
        && !name.chars().any(char::is_control)
        && name != ".."
        && name != "."
    {
        true => Ok(name.to_owned()),
        false => Err(Problem::usage(format!("{text:?} cannot be a file's name; give one of 1 to 255 bytes"))),
    }
}

/// The file as an attachment (RFC 6266): the name in ASCII for old clients, in full for all others.
fn disposition(name: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "._- ".contains(letter);
    let ascii: String = name.chars().map(|letter| if plain(letter) { letter } else { '_' }).collect();
    let full = utf8_percent_encode(name, NON_ALPHANUMERIC);
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_paths() {
        #[track_caller]
        fn check(text: &str, expected: Option<&str>) {
            assert_eq!(name(text).ok().as_deref(), expected, "{text:?}");
        }
        check("passport.pdf", Some("passport.pdf"));
        check("../../etc/passwd", Some("passwd"));
        check("C:\\papers\\паспорт.pdf", Some("паспорт.pdf"));
        check("..", None);
        check("a/", None);
        check("", None);
        check("two\nlines", None);
    }

    #[test]
    fn no_name_ends_its_header() {
        #[track_caller]
        fn check(name: &str, expected: &str) {
            let found = disposition(name);
            assert_eq!(found, expected);
            assert!(HeaderValue::from_str(&found).is_ok());
        }
        check("a.pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a%2Epdf");
        check(
            "\"; x=\r\n.html",
            "attachment; filename=\"___x___.html\"; filename*=UTF-8''%22%3B%20x%3D%0D%0A%2Ehtml",
        );
        check("ж", "attachment; filename=\"_\"; filename*=UTF-8''%D0%B6");
    }
}
