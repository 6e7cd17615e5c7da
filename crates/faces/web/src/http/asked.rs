//! What requests to `/api/v1` carry, read once for all: the query, a body of JSON, an id in the address, a page of a
//! list, the revision that was seen. What cannot be read is told as a problem.

use super::body::JsonBytes;
use super::problem::Problem;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use model::RecordId;
use node::casework::Cursor;
use serde::de::DeserializeOwned;

/// Records of a page, unless told otherwise, and at most.
const PAGE: usize = 50;
const LARGEST_PAGE: usize = 500;

/// The query of an address.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let told = |error: QueryRejection| Problem::usage(error.body_text());
        Query::<T>::from_request_parts(parts, state).await.map(|Query(query)| Self(query)).map_err(told)
    }
}

/// A body of JSON.
pub struct Sent<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let JsonBytes(bytes) = JsonBytes::from_request(request, state).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            Problem::usage(format!("the body is not what this address takes: {error}; see /api/openapi.json"))
        })
    }
}

/// The id of a record in the address.
pub struct Id(pub RecordId);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let missing = |what: &str| {
            let detail =
                format!("{what:?} is no id of a record; the list at the address before it shows ids");
            Problem::new(StatusCode::NOT_FOUND, detail)
        };
        let path = Path::<String>::from_request_parts(parts, state).await;
        let Path(text) = path.map_err(|error| missing(&error.body_text()))?;
        text.parse().map(Self).map_err(|_| missing(&text))
    }
}

/// The revision that `If-Match` names; none where any will do.
pub struct Seen(pub Option<u64>);

impl<S: Send + Sync> FromRequestParts<S> for Seen {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        seen(&parts.headers).map(Self)
    }
}

fn seen(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let mut sent = headers.get_all(header::IF_MATCH).iter();
    let Some(value) = sent.next() else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if sent.next().is_some() || text.contains(',') {
        return Err(Problem::bad("send one ETag in if-match: that of the record as it was seen"));
    }
    if text == "*" {
        return Ok(None);
    }
    let tag = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    tag.and_then(|tag| tag.parse().ok()).map(Some).ok_or_else(|| {
        let what = format!(
            "{text:?} is no ETag of this record; send the one that GET of the record gave, with its quotes"
        );
        Problem::new(StatusCode::PRECONDITION_FAILED, what)
    })
}

/// The header that tells a record's revision.
pub fn etag(revision: u64) -> [(HeaderName, String); 1] {
    [(header::ETAG, format!("\"{revision}\""))]
}

/// After what a page begins, and how many records it may hold, as `cursor` and `limit` of the query say.
///
/// # Errors
/// When the cursor is none of this node's, or the limit is out of bounds.
pub fn page(cursor: Option<&str>, limit: Option<usize>) -> Result<(Option<Cursor>, usize), Problem> {
    let after = match cursor {
        None | Some("") => None,
        Some(text) => Some(text.parse::<Cursor>().map_err(|error| Problem::usage(error.to_string()))?),
    };
    let limit = limit.unwrap_or(PAGE);
    match (1..=LARGEST_PAGE).contains(&limit) {
        true => Ok((after, limit)),
        false => Err(Problem::usage(format!("limit must be 1 to {LARGEST_PAGE}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use axum::response::IntoResponse;

    #[test]
    fn if_match_names_the_revision_that_was_seen() {
        #[track_caller]
        fn check(sent: &[&'static str], expected: Result<Option<u64>, StatusCode>) {
            let mut headers = HeaderMap::new();
            for value in sent {
                headers.append(header::IF_MATCH, HeaderValue::from_static(value));
            }
            let found = seen(&headers).map_err(|problem| problem.into_response().status());
            assert_eq!(found, expected, "{sent:?}");
        }
        check(&[], Ok(None));
        check(&["*"], Ok(None));
        check(&["\"3\""], Ok(Some(3)));
        check(&[" \"3\" "], Ok(Some(3)));
        check(&["W/\"3\""], Err(StatusCode::PRECONDITION_FAILED));
        check(&["3"], Err(StatusCode::PRECONDITION_FAILED));
        check(&["\"three\""], Err(StatusCode::PRECONDITION_FAILED));
        check(&["\"2\", \"3\""], Err(StatusCode::BAD_REQUEST));
        check(&["\"2\"", "\"3\""], Err(StatusCode::BAD_REQUEST));
    }
}
