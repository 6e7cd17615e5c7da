//! The request log and the figures of requests. Both know a request by its route, not by its address: what was asked
//! for, and any key, stays out.

use super::admission::InOneLine;
use axum::extract::{MatchedPath, Request};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

/// Logs and counts a request.
pub async fn request(request: Request, next: Next) -> Response {
    #[allow(clippy::disallowed_methods, reason = "how long a request took, for the log and the figures")]
    let begin = Instant::now();
    let method = request.method().clone();
    let route: MatchedPath = match request.extensions().get::<MatchedPath>() {
        Some(route) => route.clone(),
        None => return secured(next.run(request).await),
    };
    let response = secured(next.run(request).await);
    let time = begin.elapsed();
    let status = response.status().as_u16();
    let labels = [
        ("route", route.as_str().to_owned()),
        ("method", method.to_string()),
        ("status", status.to_string()),
    ];
    metrics::counter!("entente_requests_total", &labels).increment(1);
    metrics::histogram!("entente_request_seconds", "route" => route.as_str().to_owned())
        .record(time.as_secs_f64());
    if response.extensions().get::<InOneLine>().is_some() {
        return response;
    }
    tracing::info!(
        target: "entente::request",
        method = method.as_str(),
        route = route.as_str(),
        status,
        micros = time.as_micros() as u64,
    );
    response
}

/// What every answer says to browsers.
fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-store"),
    ] {
        if !headers.contains_key(name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    response
}
