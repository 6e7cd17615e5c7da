//! Logging in, in two steps; who is logged in; logging out; one's own password.

use super::roles::{self, RoleAt};
use crate::http::asked::Sent;
use crate::http::client::Client;
use crate::http::cookie::Cookie;
use crate::http::forged;
use crate::http::gate::logged_in;
use crate::http::problem::Problem;
use crate::state::{App, Shared};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use node::identity::{Bearer, Begun, LoggedIn, SecondFactor};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Logging in is for everybody, the rest for whoever has.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let inside = OpenApiRouter::new().routes(routes!(whoami, log_out)).routes(routes!(change_password));
    OpenApiRouter::new().routes(routes!(log_in)).merge(logged_in(app, inside))
}

/// A step of logging in: first `login` and `password`, then the `ticket` of the first step's answer with a `code` of the
/// authenticator or a `recovery_code`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Login {
    login: Option<String>,
    password: Option<String>,
    ticket: Option<String>,
    code: Option<String>,
    recovery_code: Option<String>,
}

/// What comes next.
#[derive(Serialize, ToSchema)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// Show the second factor, within ten minutes.
    SecondFactor {
        /// To be sent with it.
        ticket: String,
    },
    /// Set an authenticator up first, and show its code.
    Enrol {
        /// To be sent with it.
        ticket: String,
        /// The authenticator's secret in base 32.
        secret: String,
        /// The same as an address, `otpauth://totp/…`, usually shown as a QR code.
        uri: String,
    },
    /// Logged in; the cookie is set.
    Open {
        /// To be sent as `x-csrf-token` with every request that changes something.
        csrf_token: String,
        /// When the session ends, however much it is used.
        ends_at: String,
        /// Codes for whoever loses the authenticator, when it was set up now: each is good once, and they are shown once.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        recovery_codes: Vec<String>,
    },
}

impl Step {
    fn after(begun: Begun) -> Self {
        let ticket = begun.ticket.reveal();
        match begun.enrolling {
            Some(enrolling) => Self::Enrol { ticket, secret: enrolling.secret, uri: enrolling.uri },
            None => Self::SecondFactor { ticket },
        }
    }
}

/// Logs in, a step at a time. What is wrong with a name or password is not said; after five failures an account waits,
/// longer each time. A code is good once.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = Login,
    responses(
        (status = 200, body = Step, description = "The password was right; the second factor comes next"),
        (status = 201, body = Step, description = "Logged in"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
async fn log_in(
    State(app): State<Shared>,
    Client(from): Client,
    uri: Uri,
    headers: HeaderMap,
    Sent(step): Sent<Login>,
) -> Result<Response, Problem> {
    forged::from_here(&app, &uri, &headers)?;
    let Login { login, password, ticket, code, recovery_code } = step;
    match (login, password, ticket, code, recovery_code) {
        (Some(login), Some(password), None, None, None) => {
            let begun = app.entrance.begin(&app.node, from, &login, &password).await?;
            Ok(Json(Step::after(begun)).into_response())
        }
        (None, None, Some(ticket), Some(code), None) => {
            let factor = SecondFactor::Code(&code);
            Ok(opened(&app, app.entrance.complete(&app.node, from, &ticket, factor).await?))
        }
        (None, None, Some(ticket), None, Some(code)) => {
            let factor = SecondFactor::Recovery(&code);
            Ok(opened(&app, app.entrance.complete(&app.node, from, &ticket, factor).await?))
        }
        _ => Err(Problem::usage(
            "send login and password, then the ticket of the answer with either code or recovery_code",
        )),
    }
}

/// The answer to whoever is logged in now.
pub fn opened(app: &App, logged_in: LoggedIn) -> Response {
    let whole = app.node.access_settings().sessions.rule().whole;
    let ends_at = logged_in.session.opened_at.saturating_add(whole).unwrap_or(logged_in.session.opened_at);
    let step = Step::Open {
        csrf_token: logged_in.form_token(),
        ends_at: ends_at.to_string(),
        recovery_codes: logged_in.recovery_codes,
    };
    let cookie = Cookie::Session.set(&logged_in.token.reveal(), whole.as_secs(), app.secure);
    (StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(step)).into_response()
}

/// Who is logged in.
#[derive(Serialize, ToSchema)]
struct Whoami {
    /// The account's id.
    id: String,
    /// The name to log in with.
    login: String,
    /// The name to show.
    name: String,
    /// Roles at desks.
    roles: Vec<RoleAt>,
    /// The desks where there is a role.
    desks: Vec<&'static str>,
    /// What may be done at one of them, or to the node as a whole.
    may: Vec<&'static str>,
    /// Recovery codes that are left.
    recovery_codes: usize,
    /// To be sent as `x-csrf-token` with every request that changes something.
    csrf_token: String,
    /// When the session began.
    opened_at: String,
    /// When it ends, however much it is used.
    ends_at: String,
    /// Without use it ends after so many seconds.
    idle_seconds: i64,
}

/// Who is logged in, with roles and desks.
#[utoipa::path(get, path = "/api/v1/session", tag = "session",
    responses((status = 200, body = Whoami)))]
async fn whoami(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
) -> Result<Json<Whoami>, Problem> {
    let (user, session) = app.node.own_account(&bearer).await?;
    Ok(Json(Whoami {
        id: user.id.to_string(),
        login: user.login,
        name: user.name,
        roles: roles::shown(&user.grants),
        desks: bearer.desks().iter().map(|desk| desk.as_str()).collect(),
        may: bearer.allowed().iter().map(|action| action.as_str()).collect(),
        recovery_codes: user.recovery.left(),
        csrf_token: session.form_token(),
        opened_at: session.opened_at.to_string(),
        ends_at: session.ends_at.to_string(),
        idle_seconds: session.idle.as_secs(),
    }))
}

/// Logs out: the session is good no longer, at any instance of the node.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session",
    params(("x-csrf-token" = String, Header, description = "The session's csrf_token")),
    responses((status = 204, description = "Logged out")))]
async fn log_out(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
) -> Result<Response, Problem> {
    app.node.log_out(&bearer).await?;
    Ok(ended(&app))
}

/// One's own password, to be changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPassword {
    /// The present one.
    password: String,
    /// The new one: twelve characters at least.
    new_password: String,
}

/// Changes one's own password. All sessions of the account end, this one too.
#[utoipa::path(post, path = "/api/v1/session/password", tag = "session", request_body = NewPassword,
    params(("x-csrf-token" = String, Header, description = "The session's csrf_token")),
    responses(
        (status = 204, description = "Changed; log in anew"),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
async fn change_password(
    State(app): State<Shared>,
    Client(from): Client,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(new): Sent<NewPassword>,
) -> Result<Response, Problem> {
    let passwords = (new.password.as_str(), new.new_password.as_str());
    app.node.change_password(&app.entrance, from, &bearer, passwords).await?;
    Ok(ended(&app))
}

/// The answer to whoever is logged in no longer.
fn ended(app: &App) -> Response {
    app.gate.forget_sessions();
    (StatusCode::NO_CONTENT, [(header::SET_COOKIE, Cookie::Session.clear(app.secure))]).into_response()
}
