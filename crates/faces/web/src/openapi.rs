//! The OpenAPI document, made from the handlers.

use crate::routes;
use axum::Json;
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

/// The whole document.
pub fn document() -> utoipa::openapi::OpenApi {
    routes::document()
}

/// The document.
pub async fn json() -> Json<utoipa::openapi::OpenApi> {
    Json(document())
}
