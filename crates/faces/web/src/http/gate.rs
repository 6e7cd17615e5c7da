//! Who asks: every request that is not about the node's health shows a key or is made in a session, and whoever it is of
//! must be allowed what is asked.

use super::cookie::Cookie;
use super::detail::Detail;
use super::forged;
use super::keys::AddressKey;
use super::problem::Problem;
use super::repeat;
use crate::state::{App, Shared};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use node::identity::{Action, Bearer, Refused};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;

/// How people get in, where an answer must name a way.
pub const BY_SESSION: &str = "Session realm=\"entente\"";

/// What an address wants of whoever asks.
#[derive(Clone, Copy)]
enum Wanted {
    /// To be allowed this.
    Action(Action),
    /// To be a person in a session.
    Session,
}

/// Puts addresses behind the gate: only those pass who may do this.
pub fn guarded(app: &Shared, action: Action, addresses: OpenApiRouter<Shared>) -> OpenApiRouter<Shared> {
    addresses
        .layer(from_fn_with_state(Arc::clone(app), repeat::once))
        .layer(from_fn_with_state((Arc::clone(app), Wanted::Action(action)), pass))
}

/// Puts addresses behind the gate that are for whoever is logged in, and for nobody else.
pub fn logged_in(app: &Shared, addresses: OpenApiRouter<Shared>) -> OpenApiRouter<Shared> {
    addresses.layer(from_fn_with_state((Arc::clone(app), Wanted::Session), pass))
}

/// Lets those through who may do this.
async fn pass(State((app, wanted)): State<(Shared, Wanted)>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let admitted = admit(&app, &parts).await.and_then(|bearer| {
        match wanted {
            Wanted::Action(action) => bearer.may(action)?,
            Wanted::Session if bearer.session().is_none() => return Err(Refused::OnlyPeople),
            Wanted::Session => {}
        }
        Ok(bearer)
    });
    match admitted {
        Ok(bearer) => {
            parts.extensions.insert(bearer);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refused) => refusal(&refused, parts.uri.path()),
    }
}

/// What a request shows of who makes it.
enum Shown {
    Key(String),
    Session(String),
    Nothing,
}

impl Shown {
    /// A key counts before a cookie: a browser sends cookies unasked.
    fn of(app: &App, request: &Parts) -> Self {
        let key = match request.extensions.get::<AddressKey>() {
            Some(AddressKey(key)) => Some(key.clone()),
            None => key_of(&request.headers),
        };
        let session = || Cookie::Session.read(&request.headers, app.secure);
        key.map(Self::Key).or_else(|| session().map(Self::Session)).unwrap_or(Self::Nothing)
    }
}

async fn admit(app: &App, request: &Parts) -> Result<Arc<Bearer>, Refused> {
    match Shown::of(app, request) {
        Shown::Key(key) => app.gate.admit(&app.node, &key).await,
        Shown::Session(token) => {
            let bearer = app.gate.admit_session(&app.node, &token).await?;
            if let Some(session) = bearer.session() {
                forged::refuse(app, session, (&request.method, &request.uri, &request.headers))?;
            }
            Ok(bearer)
        }
        Shown::Nothing => Err(Refused::NoKey),
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
    let status = status_of(refused);
    if let Refused::Node(error) = refused {
        tracing::error!(%error, "a key or session could not be looked up");
    }
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
        // Basic would make a browser ask for a password in a window of its own, which no session is opened by.
        let ways = match refused {
            Refused::NoSession => BY_SESSION,
            _ => "Bearer realm=\"entente\", Basic realm=\"entente\"",
        };
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(ways));
    }
    response
}

/// The status of an answer that refuses.
pub fn status_of(refused: &Refused) -> StatusCode {
    match refused {
        Refused::NoKey | Refused::BadKey | Refused::NoSession => StatusCode::UNAUTHORIZED,
        Refused::NotAllowed(_) | Refused::OtherDesk { .. } | Refused::Forged | Refused::OnlyPeople => {
            StatusCode::FORBIDDEN
        }
        Refused::WhichDesk(_) | Refused::WhichPurpose | Refused::WhichBasis => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refused::Node(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
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
