//! The OpenAPI document, made from the handlers.

use axum::body::Bytes;
use axum::http::HeaderName;
use axum::http::header::CONTENT_TYPE;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(info(
    title = "Entente",
    description = "Screening against designation lists, and the work that follows from it. The addresses at the root \
        answer as yente 5 does, with more; this program's own lie under /api/v1. Keys are sent as \
        `Authorization: Bearer`, as the password of Basic, or in the address as /k/<key>/…"
))]
struct Frame;

/// The document without any address.
pub fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}

/// The answer that gives the document, written once: it does not change while the program runs.
pub fn answer(document: &utoipa::openapi::OpenApi) -> ([(HeaderName, &'static str); 1], Bytes) {
    // Texts, lists and maps with text keys always serialise.
    let written = serde_json::to_vec(document).unwrap_or_default();
    ([(CONTENT_TYPE, "application/json")], written.into())
}
