//! Accounts: inviting people, their roles, links, closing. Nobody changes their own account; where the node wants it, a
//! second person approves what roles somebody is given.

use super::common::next;
use super::roles::{self, RoleAt};
use crate::http::asked::{Asked, Id, Seen, Sent, etag, page};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::state::{App, Shared};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::LegalBasis;
use node::casework::Stored;
use node::identity::{Action, Bearer, MadeLink, NewUser, User};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Accounts, for those who see, manage or approve them.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing = OpenApiRouter::new().routes(routes!(list)).routes(routes!(show));
    let managing =
        OpenApiRouter::new().routes(routes!(invite)).routes(routes!(change, close)).routes(routes!(link));
    let approving = OpenApiRouter::new().routes(routes!(approve)).routes(routes!(reject));
    guarded(app, Action::UserView, seeing).merge(guarded(app, Action::UserManage, managing)).merge(guarded(
        app,
        Action::UserApprove,
        approving,
    ))
}

/// An account.
#[derive(Serialize, ToSchema)]
struct UserView {
    /// Its id.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// The name to log in with.
    login: String,
    /// The name to show.
    name: String,
    /// Roles at desks.
    roles: Vec<RoleAt>,
    /// Who the person is at the OpenID Connect provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// Whether there is a way to log in with it.
    set_up: bool,
    /// Whether an authenticator is set up.
    authenticator: bool,
    /// A change of roles that waits for a second person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pending: Option<PendingView>,
    /// Why it may be held.
    legal_basis: String,
    /// When it was made.
    created_at: String,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<String>,
}

/// A change of roles that waits for a second person.
#[derive(Serialize, ToSchema)]
struct PendingView {
    /// The roles there will be.
    roles: Vec<RoleAt>,
    /// Who the person will be at the provider.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// The name of who proposed it.
    by: String,
    /// When.
    at: String,
    /// Why.
    reason: String,
}

impl UserView {
    fn of(Stored { record: user, revision }: &Stored<User>) -> Self {
        Self {
            id: user.id.to_string(),
            revision: *revision,
            login: user.login.clone(),
            name: user.name.clone(),
            roles: roles::shown(&user.grants),
            subject: user.federated.as_ref().map(|who| who.subject.clone()),
            set_up: user.is_set_up(),
            authenticator: user.totp.is_some(),
            pending: user.pending.as_ref().map(|pending| PendingView {
                roles: roles::shown(&pending.what().grants),
                subject: pending.what().federated.as_ref().map(|who| who.subject.clone()),
                by: pending.by().name.clone(),
                at: pending.at().to_string(),
                reason: pending.reason().to_owned(),
            }),
            legal_basis: user.envelope.legal_basis.0.clone(),
            created_at: user.created_at.to_string(),
            closed_at: user.closed_at.map(|at| at.to_string()),
        }
    }
}

/// A page of accounts.
#[derive(Serialize, ToSchema)]
struct UserPage {
    /// The accounts, the oldest first.
    users: Vec<UserView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Which page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserQuery {
    cursor: Option<String>,
    limit: Option<usize>,
}

/// The accounts of this node, the oldest first, closed ones too.
#[utoipa::path(get, path = "/api/v1/users", tag = "users",
    params(
        ("cursor" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<usize>, Query, description = "Accounts of a page, 1 to 500; by default 50"),
    ),
    responses((status = 200, body = UserPage)))]
async fn list(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<UserQuery>,
) -> Result<Json<UserPage>, Problem> {
    let (after, limit) = page(query.cursor.as_deref(), query.limit)?;
    let found = app.node.accounts(&bearer.actor, after, limit).await?;
    Ok(Json(UserPage { users: found.records.iter().map(UserView::of).collect(), next: next(found.next) }))
}

/// One account. Its ETag is its revision.
#[utoipa::path(get, path = "/api/v1/users/{id}", tag = "users",
    params(("id" = String, Path, description = "The account's id")),
    responses((status = 200, body = UserView, headers(("etag" = String, description = "The account's revision")))))]
async fn show(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    Ok(shown(&app.node.account(&bearer.actor, id).await?))
}

/// A person to be invited.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewPerson {
    /// The name to log in with: Latin letters, digits and `.-_@`.
    login: String,
    /// The name to show.
    name: String,
    /// Roles at desks.
    roles: Vec<RoleAt>,
    /// Who the person is at the OpenID Connect provider: its `sub`.
    #[serde(default)]
    subject: Option<String>,
    /// Why the account may be held.
    legal_basis: String,
    /// Why the person is given these roles.
    reason: String,
}

/// A one-time link. It is shown once.
#[derive(Serialize, ToSchema)]
struct LinkMade {
    /// The account's id.
    id: String,
    /// The name to log in with.
    login: String,
    /// The link, to be given to that person and nobody else: without a public address of the node, its path.
    link: String,
    /// Until when it is good.
    until: String,
    /// Whether the account's roles wait for a second person.
    awaits_approval: bool,
}

impl LinkMade {
    fn of(app: &App, made: &MadeLink) -> Self {
        let base = app.node.access_settings().public_url.as_ref().map_or("", |url| url.as_str());
        Self {
            id: made.user.id.to_string(),
            login: made.user.login.clone(),
            link: made.address(base),
            until: made.until.to_string(),
            awaits_approval: made.user.pending.is_some(),
        }
    }
}

/// Invites a person: makes an account, and a link with which they set their password. Where roles need a second person,
/// the account has none until they are approved.
#[utoipa::path(post, path = "/api/v1/users", tag = "users", request_body = NewPerson,
    params(("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token")),
    responses((status = 201, body = LinkMade)))]
async fn invite(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(person): Sent<NewPerson>,
) -> Result<Response, Problem> {
    let new = NewUser {
        login: person.login,
        name: person.name,
        grants: roles::grants(&person.roles)?,
        legal_basis: LegalBasis(person.legal_basis),
    };
    let made = app.node.invite(&bearer.actor, new, person.subject.as_deref(), &person.reason).await?;
    Ok((StatusCode::CREATED, Json(LinkMade::of(&app, &made))).into_response())
}

/// What an account is to become.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Change {
    /// Roles at desks, in place of those before.
    roles: Vec<RoleAt>,
    /// Who the person is at the OpenID Connect provider; left out, they do not log in there.
    #[serde(default)]
    subject: Option<String>,
    /// Why.
    reason: String,
}

/// Changes roles, and who somebody is at the provider. Where roles need a second person, this is a proposal (`pending`),
/// and what held before holds until it is approved.
#[utoipa::path(put, path = "/api/v1/users/{id}", tag = "users", request_body = Change,
    params(
        ("id" = String, Path, description = "The account's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the account as it was seen"),
        ("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token"),
    ),
    responses(
        (status = 200, body = UserView, headers(("etag" = String, description = "The account's new revision"))),
    ))]
async fn change(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(change): Sent<Change>,
) -> Result<Response, Problem> {
    let wanted = (roles::grants(&change.roles)?, change.subject.as_deref());
    let kept = app.node.change_account(&bearer.actor, id, seen, wanted, &change.reason).await?;
    app.gate.forget_sessions();
    Ok(shown(&kept))
}

/// Closes an account: its sessions, links and keys are good no longer, at every instance within a second.
#[utoipa::path(delete, path = "/api/v1/users/{id}", tag = "users",
    params(
        ("id" = String, Path, description = "The account's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the account as it was seen"),
        ("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token"),
    ),
    responses(
        (status = 200, body = UserView, headers(("etag" = String, description = "The account's new revision"))),
    ))]
async fn close(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
) -> Result<Response, Problem> {
    let kept = app.node.close_account(&bearer.actor, id, seen).await?;
    app.gate.forget_sessions();
    Ok(shown(&kept))
}

/// What a link is for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewLink {
    /// Whether another authenticator is to be set up: the person lost it, and has no recovery code.
    #[serde(default)]
    authenticator: bool,
}

/// Makes a link with which the account's person sets a new password; links made before are good no longer.
#[utoipa::path(post, path = "/api/v1/users/{id}/link", tag = "users", request_body = NewLink,
    params(
        ("id" = String, Path, description = "The account's id"),
        ("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token"),
    ),
    responses((status = 201, body = LinkMade)))]
async fn link(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(new): Sent<NewLink>,
) -> Result<Response, Problem> {
    let made = app.node.link_for(&bearer.actor, id, new.authenticator).await?;
    Ok((StatusCode::CREATED, Json(LinkMade::of(&app, &made))).into_response())
}

/// A second person's yes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RolesApproval {
    /// What the second person adds.
    #[serde(default)]
    note: Option<String>,
}

/// Approves a change of roles, as a second person: neither who proposed it nor whose roles they are.
#[utoipa::path(post, path = "/api/v1/users/{id}/approval", tag = "users", request_body = RolesApproval,
    params(
        ("id" = String, Path, description = "The account's id"),
        ("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token"),
    ),
    responses(
        (status = 200, body = UserView, headers(("etag" = String, description = "The account's new revision"))),
    ))]
async fn approve(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(approval): Sent<RolesApproval>,
) -> Result<Response, Problem> {
    let kept = app.node.approve_account(&bearer.actor, id, approval.note.as_deref()).await?;
    app.gate.forget_sessions();
    Ok(shown(&kept))
}

/// A second person's no.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RolesRejection {
    /// Why, in words.
    reason: String,
}

/// Rejects a change of roles; whoever proposed it takes it back so.
#[utoipa::path(post, path = "/api/v1/users/{id}/rejection", tag = "users", request_body = RolesRejection,
    params(
        ("id" = String, Path, description = "The account's id"),
        ("x-csrf-token" = Option<String>, Header, description = "The session's csrf_token"),
    ),
    responses(
        (status = 200, body = UserView, headers(("etag" = String, description = "The account's new revision"))),
    ))]
async fn reject(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(rejection): Sent<RolesRejection>,
) -> Result<Response, Problem> {
    Ok(shown(&app.node.reject_account(&bearer.actor, id, &rejection.reason).await?))
}

fn shown(kept: &Stored<User>) -> Response {
    (etag(kept.revision), Json(UserView::of(kept))).into_response()
}
