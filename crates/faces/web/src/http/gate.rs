//! Who asks: every request that is not about the node's health shows a key, and the key must be good for what is asked.

use super::detail::Detail;
use super::keys::AddressKey;
use super::problem::Problem;
use super::repeat;
use crate::state::Shared;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use node::identity::{Action, Refused};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

/// Puts addresses behind the gate: only those pass whose key may do this.
pub fn guarded(app: &Shared, action: Action, addresses: OpenApiRouter<Shared>) -> OpenApiRouter<Shared> {
    addresses
        .layer(from_fn_with_state(Arc::clone(app), repeat::once))
        .layer(from_fn_with_state((Arc::clone(app), action), pass))
}

/// Lets those through whose key may do this.
async fn pass(State((app, action)): State<(Shared, Action)>, mut request: Request, next: Next) -> Response {
    let key = match request.extensions().get::<AddressKey>() {
        Some(AddressKey(key)) => Some(key.clone()),
        None => key_of(request.headers()),
    };
    let admitted = match key {
        Some(key) => app.gate.admit(&app.node, &key).await,
        None => Err(Refused::NoKey),
    };
    match admitted.and_then(|bearer| bearer.may(action).map(|()| bearer)) {
        Ok(bearer) => {
            request.extensions_mut().insert(bearer);
            next.run(request).await
        }
        Err(refused) => refusal(&refused, request.uri().path()),
    }
}

/// The key in the header: as Bearer, or as the password of Basic, whatever the name beside it. Two headers are none:
/// which of them a proxy before us has looked at, nobody knows.
fn key_of(headers: &HeaderMap) -> Option<String> {
    let mut sent = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(only), None) = (sent.next(), sent.next()) else { return None };
    let (scheme, value) = only.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(value.trim().to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

/// In the form in which the address would have answered.
fn refusal(refused: &Refused, path: &str) -> Response {
    let status = match refused {
        Refused::NoKey | Refused::BadKey => StatusCode::UNAUTHORIZED,
        Refused::NotAllowed(_) | Refused::OtherDesk { .. } => StatusCode::FORBIDDEN,
        Refused::WhichDesk(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Refused::Node(error) => {
            tracing::error!(%error, "a key could not be looked up");
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    metrics::counter!("entente_refused_total", "status" => status.as_str().to_owned()).increment(1);
    let words = match refused {
        Refused::Node(_) => "the records cannot be read; the node's log says why".to_owned(),
        _ => refused.to_string(),
    };
    let mut response = match path.starts_with("/api") || path.starts_with("/audit") {
        true => Problem::new(status, words).into_response(),
        false => Detail::new(status, words).into_response(),
    };
    if status == StatusCode::UNAUTHORIZED {
        let ways = HeaderValue::from_static("Bearer realm=\"entente\", Basic realm=\"entente\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, ways);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_the_header() {
        #[track_caller]
        fn check(value: &str, expected: Option<&str>) {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            assert_eq!(key_of(&headers).as_deref(), expected, "{value}");
        }
        check("Bearer ent_1_2", Some("ent_1_2"));
        check("bearer  ent_1_2 ", Some("ent_1_2"));
        check(&format!("Basic {}", STANDARD.encode("anybody:ent_1_2")), Some("ent_1_2"));
        check(&format!("basic {}", STANDARD.encode(":ent:1")), Some("ent:1"));
        check(&format!("Basic {}", STANDARD.encode("no colon")), None);
        check("Basic %%%", None);
        check("Digest ent_1_2", None);
        check("ent_1_2", None);
        let mut two = HeaderMap::new();
        two.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer ent_1_2"));
        two.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer ent_3_4"));
        assert_eq!(key_of(&two), None, "two headers");
    }
}
