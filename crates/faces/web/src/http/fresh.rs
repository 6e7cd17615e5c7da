//! `If-None-Match`: whoever has a record as it is now is told so, without the record (RFC 9110, 13.1.2).

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// Answers 304 where the record is what the client has.
pub async fn answer(request: Request, next: Next) -> Response {
    let asked = match *request.method() {
        Method::GET | Method::HEAD => request.headers().get(header::IF_NONE_MATCH).cloned(),
        _ => None,
    };
    let response = next.run(request).await;
    match asked {
        Some(asked) if response.status() == StatusCode::OK && has(&asked, response.headers()) => {
            let (mut parts, _) = response.into_parts();
            parts.status = StatusCode::NOT_MODIFIED;
            parts.headers.remove(header::CONTENT_TYPE);
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::empty())
        }
        _ => response,
    }
}

/// Whether the client has what this answer says; tags are compared weakly.
fn has(asked: &HeaderValue, answer: &HeaderMap) -> bool {
    let (Ok(asked), Some(Ok(tag))) = (asked.to_str(), answer.get(header::ETAG).map(HeaderValue::to_str))
    else {
        return false;
    };
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    asked.trim() == "*" || asked.split(',').any(|one| bare(one) == bare(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        #[track_caller]
        fn check(asked: &'static str, expected: bool) {
            let answer = HeaderMap::from_iter([(header::ETAG, HeaderValue::from_static("\"3\""))]);
            assert_eq!(has(&HeaderValue::from_static(asked), &answer), expected, "{asked}");
        }
        check("\"3\"", true);
        check("W/\"3\"", true);
        check("\"2\", \"3\"", true);
        check("*", true);
        check("\"2\"", false);
        check("3", false);
        assert!(!has(&HeaderValue::from_static("*"), &HeaderMap::new()), "what has no tag is no record");
    }
}
