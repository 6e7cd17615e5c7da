//! Logging in at the OpenID Connect provider: there, and back.

use super::session::{Step, opened};
use crate::http::asked::Asked;
use crate::http::client::Client;
use crate::http::cookie::Cookie;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use node::identity::LoginError;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// A login at the provider may take so many seconds.
const TIME: i64 = 600;

/// For whoever wants to log in.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(start)).routes(routes!(back))
}

/// Sends the browser to the provider to log in there.
#[utoipa::path(get, path = "/api/v1/session/oidc/start", tag = "session",
    responses(
        (status = 303, description = "To the provider"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
async fn start(State(app): State<Shared>, Client(from): Client) -> Result<Response, Problem> {
    let there = app.entrance.begin_at_provider(&app.node, from).await?;
    let cookie = Cookie::Provider.set(&there.secret.reveal(), TIME, app.secure);
    let headers = [
        (header::SET_COOKIE, cookie),
        // Addresses hold letters, digits and signs of ASCII only.
        (
            header::LOCATION,
            HeaderValue::try_from(String::from(there.address)).unwrap_or(HeaderValue::from_static("/")),
        ),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// What the provider sends back.
#[derive(Deserialize)]
struct Back {
    code: Option<String>,
    state: Option<String>,
}

/// Takes the browser back from the provider: whoever it vouches for is logged in, if they have an account here. The
/// answer leads on to `/` by itself: a browser does not send the new cookie where another site sent it.
#[utoipa::path(get, path = "/api/v1/session/oidc/callback", tag = "session",
    params(
        ("code" = Option<String>, Query, description = "The provider's code"),
        ("state" = Option<String>, Query, description = "What the login was begun with"),
    ),
    responses(
        (status = 201, body = Step, description = "Logged in"),
        (status = 404, body = Problem, content_type = "application/problem+json"),
        (status = 409, body = Problem, content_type = "application/problem+json"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
async fn back(
    State(app): State<Shared>,
    Client(from): Client,
    headers: HeaderMap,
    Asked(back): Asked<Back>,
) -> Result<Response, Problem> {
    let secret = Cookie::Provider.read(&headers, app.secure).ok_or(LoginError::NotBegun)?;
    // Without a code the provider says no; what it says of why goes to nobody.
    let (Some(state), Some(code)) = (back.state, back.code) else { return Err(LoginError::NotBegun.into()) };
    let logged_in = app.entrance.complete_at_provider(&app.node, from, &secret, (&state, &code)).await?;
    let mut response = opened(&app, logged_in);
    response.headers_mut().append(header::SET_COOKIE, Cookie::Provider.clear(app.secure));
    response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("0; url=/"));
    Ok(response)
}
