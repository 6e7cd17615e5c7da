//! One-time links: whose they are, and the password that is set with them.

use crate::http::asked::Sent;
use crate::http::client::Client;
use crate::http::forged;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// For whoever holds a link.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(look, set_password))
}

/// Whose link it is.
#[derive(Serialize, ToSchema)]
struct LinkView {
    /// The name to log in with.
    login: String,
    /// The name to show.
    name: String,
    /// Until when the link is good.
    until: String,
}

/// Whose link this is. Looking does not use it up.
#[utoipa::path(get, path = "/api/v1/setup/{token}", tag = "session",
    params(("token" = String, Path, description = "The link's token")),
    responses(
        (status = 200, body = LinkView),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
async fn look(
    State(app): State<Shared>,
    Client(from): Client,
    Path(token): Path<String>,
) -> Result<Json<LinkView>, Problem> {
    app.entrance.count(&app.node, from)?;
    let (user, until) = app.node.link(&token).await?;
    Ok(Json(LinkView { login: user.login, name: user.name, until: until.to_string() }))
}

/// A password to be set.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetPassword {
    /// Twelve characters at least.
    password: String,
}

/// What was set up.
#[derive(Serialize, ToSchema)]
struct SetUp {
    /// The name to log in with, at `/api/v1/session`.
    login: String,
}

/// Sets the password of the link's account. The link is good no longer, and all sessions of the account end.
#[utoipa::path(post, path = "/api/v1/setup/{token}", tag = "session", request_body = SetPassword,
    params(("token" = String, Path, description = "The link's token")),
    responses(
        (status = 200, body = SetUp),
        (status = 429, body = Problem, content_type = "application/problem+json"),
    ))]
async fn set_password(
    State(app): State<Shared>,
    Client(from): Client,
    Path(token): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    Sent(new): Sent<SetPassword>,
) -> Result<Json<SetUp>, Problem> {
    forged::from_here(&app, &uri, &headers)?;
    let user = app.node.use_link(&app.entrance, from, &token, &new.password).await?;
    app.gate.forget_sessions();
    Ok(Json(SetUp { login: user.login }))
}
