//! A method that an address does not take is told before anything else that may be wrong with a request: who sends one
//! looks for the address first, and not for a key.

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::sync::Arc;
use utoipa::openapi::{OpenApi, PathItem};

/// What the addresses of the document take, as their answer to other methods says it.
pub type Taken = Arc<HashMap<String, HeaderValue>>;

/// What each address of this program's own takes. The document is as the routes made it.
pub fn taken(document: &OpenApi) -> Taken {
    let own = document.paths.paths.iter().filter(|(path, _)| path.starts_with("/api/v1/"));
    Arc::new(own.filter_map(|(path, item)| Some((path.clone(), allow(item)?))).collect())
}

fn allow(item: &PathItem) -> Option<HeaderValue> {
    let all = [
        ("GET,HEAD", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ];
    let names: Vec<&str> = all.into_iter().filter_map(|(name, taken)| taken.then_some(name)).collect();
    HeaderValue::from_str(&names.join(",")).ok()
}

/// Turns other methods away.
pub async fn first(State(taken): State<Taken>, request: Request, next: Next) -> Response {
    let allow = request.extensions().get::<MatchedPath>().and_then(|path| taken.get(path.as_str()));
    match allow {
        Some(allow) if !takes(allow, request.method()) => {
            (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, allow.clone())]).into_response()
        }
        _ => next.run(request).await,
    }
}

fn takes(allow: &HeaderValue, method: &Method) -> bool {
    allow.to_str().is_ok_and(|allow| allow.split(',').any(|name| name == method.as_str()))
}
