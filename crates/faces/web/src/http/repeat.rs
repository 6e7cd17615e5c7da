//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a request that is sent again, because its answer did
//! not arrive, is answered as before and not done twice. Keys are the caller's own; streams have none.

use super::body::{is_json, packed};
use super::problem::Problem;
use crate::state::Shared;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header, request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::RecordId;
use node::NodeError;
use node::identity::Bearer;
use node::repeats::{Claim, KeptAnswer};
use std::sync::Arc;

/// The header.
pub const NAME: &str = "idempotency-key";

/// A key is at most so long.
const LONGEST: usize = 128;

/// The largest answer that is kept.
const LARGEST: usize = 1 << 20;

/// Logging in and out, where nothing is to be repeated.
const EXCEPT: &str = "/api/v1/session";

/// Answers that hold a secret are shown once and kept nowhere: a second request at the same time is refused, a later one
/// is done again.
const SECRET: [&str; 2] = ["/api/v1/keys", "/api/v1/users"];

/// Headers of an answer that are kept with it.
const KEPT: [header::HeaderName; 3] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION];

/// Does a request that carries a key once, and answers it as often as it is sent.
pub async fn once(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let concerned = path.starts_with("/api/v1/") && !path.starts_with(EXCEPT);
    if !concerned || !acts(request.method()) || !request.headers().contains_key(NAME) {
        return next.run(request).await;
    }
    match under_key(app, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

/// Methods that do something here; others are turned away by their addresses.
fn acts(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH | Method::DELETE)
}

async fn under_key(app: Shared, request: Request, next: Next) -> Result<Response, Problem> {
    let key = key(request.headers())?;
    let caller = request.extensions().get::<Arc<Bearer>>().map(|bearer| bearer.actor.id);
    let Some(caller) = caller else { return Ok(next.run(request).await) };
    if let Some(kind) = request.headers().get(header::CONTENT_TYPE)
        && !kind.to_str().is_ok_and(is_json)
    {
        return Err(Problem::bad(
            "idempotency-key goes with a body of JSON or none; leave it out where files or streams are sent",
        ));
    }
    let (parts, body) = request.into_parts();
    let body = packed(body).await?;
    match app.node.claim_request(caller, &key, &asked(&parts, &body)).await? {
        Claim::Answered(answer) => Ok(again(*answer)),
        Claim::Other => Err(Problem::usage(
            "this idempotency key was used for another request; choose a new one for each thing to be done",
        )),
        Claim::Running => Err(Problem::new(
            StatusCode::CONFLICT,
            "the first request with this idempotency key is under way, or was cut off; wait for its answer, and look \
             whether it was done before you send it under another key",
        )),
        Claim::New(claim) => {
            let secret = SECRET.iter().any(|path| parts.uri.path().starts_with(path));
            let request = Request::from_parts(parts, Body::from(body));
            // On a task of its own: a client that goes away comes back for the answer.
            let done =
                tokio::spawn(async move { answered(app, claim, next.run(request).await, secret).await });
            done.await.map_err(|_| Problem::from(NodeError::Worker))?
        }
    }
}

/// The key: a string of a structured field (RFC 9651), or the bare text that many clients send.
fn key(headers: &HeaderMap) -> Result<String, Problem> {
    let wrong = || {
        Problem::bad(format!(
            "send one idempotency-key of 1 to {LONGEST} visible letters, as \"8e03978e-40d5\""
        ))
    };
    let mut sent = headers.get_all(NAME).iter();
    let (Some(value), None) = (sent.next(), sent.next()) else { return Err(wrong()) };
    let text = value.to_str().map_err(|_| wrong())?.trim();
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let fits = (1..=LONGEST).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_graphic());
    if fits { Ok(bare.to_owned()) } else { Err(wrong()) }
}

/// Hash of what is asked.
fn asked(parts: &request::Parts, body: &[u8]) -> String {
    let header = |name| parts.headers.get(name).map_or(&b""[..], HeaderValue::as_bytes);
    let lines = [
        parts.method.as_str().as_bytes(),
        parts.uri.path_and_query().map_or("", |path| path.as_str()).as_bytes(),
        header(header::IF_MATCH),
        body,
    ];
    node::repeats::hash_of(&lines.join(&b'\n'))
}

/// Keeps the answer. What went wrong on our side is not kept: the request may be sent again.
async fn answered(
    app: Shared,
    claim: RecordId,
    response: Response,
    secret: bool,
) -> Result<Response, Problem> {
    let (parts, body) = response.into_parts();
    let passes = parts.status.is_server_error()
        || matches!(parts.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
    if passes || secret {
        app.node.give_up_claim(claim).await?;
        return Ok(Response::from_parts(parts, body));
    }
    let bytes = to_bytes(body, LARGEST).await.map_err(|_| {
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the answer is too large to be kept for repeated requests",
        )
    })?;
    let header = |name: &header::HeaderName| {
        Some((name.as_str().to_owned(), parts.headers.get(name)?.to_str().ok()?.to_owned()))
    };
    let answer = KeptAnswer {
        status: parts.status.as_u16(),
        headers: KEPT.iter().filter_map(header).collect(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    app.node.keep_answer(claim, answer).await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

/// The answer as it was given.
fn again(answer: KeptAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, Bytes::from(answer.body)).into_response();
    for (name, value) in &answer.headers {
        let parsed = (header::HeaderName::try_from(name), HeaderValue::try_from(value));
        if let (Ok(name), Ok(value)) = parsed {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_one_string() {
        #[track_caller]
        fn check(sent: &[&'static str], expected: Option<&str>) {
            let mut headers = HeaderMap::new();
            for value in sent {
                headers.append(NAME, HeaderValue::from_static(value));
            }
            assert_eq!(key(&headers).ok().as_deref(), expected, "{sent:?}");
        }
        check(&["\"8e03978e-40d5\""], Some("8e03978e-40d5"));
        check(&["8e03978e-40d5"], Some("8e03978e-40d5"));
        check(&["\"\""], None);
        check(&[""], None);
        check(&["two words"], None);
        check(&["a", "b"], None);
    }
}
