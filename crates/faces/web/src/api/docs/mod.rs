//! `/api/docs`: the OpenAPI document as a page for people. Made once when the program starts, whole in itself: it loads
//! nothing from elsewhere, and reads well without a script; the script only hides what does not fit a search.

mod page;

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, body::Bytes};

/// What the page may do: show itself, and nothing from anywhere else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

const STYLE: &str = include_str!("reader.css");
const SCRIPT: &str = include_str!("reader.js");

/// The page with its style and script.
pub fn routes<S: Clone + Send + Sync + 'static>(document: &utoipa::openapi::OpenApi) -> Router<S> {
    // The document is made of texts, lists and maps with text keys.
    let document = serde_json::to_value(document).unwrap_or_default();
    let page = Bytes::from(page::page(&document));
    Router::new()
        .route("/api/docs", get(async move || file("text/html; charset=utf-8", page.clone())))
        .route("/api/docs/reader.css", get(async || file("text/css; charset=utf-8", STYLE)))
        .route("/api/docs/reader.js", get(async || file("text/javascript; charset=utf-8", SCRIPT)))
}

fn file(kind: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, POLICY)];
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
