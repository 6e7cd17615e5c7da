//! API keys: people make, replace and revoke their own; administrators see and revoke everybody's. A key is shown once.

use super::common::next;
use super::roles::desk;
use crate::http::asked::{Asked, Id, Seen, Sent, etag, page};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use jiff::civil::Date;
use model::LegalBasis;
use node::casework::Stored;
use node::identity::{Action, ApiKey, Bearer, MadeKey, Scopes};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The old key is good for so many hours after it was replaced, unless told otherwise.
const OVERLAP: u32 = 24;

/// Keys, for people.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let own =
        OpenApiRouter::new().routes(routes!(list, make)).routes(routes!(revoke)).routes(routes!(rotate));
    guarded(app, Action::KeyOwn, own)
}

/// A key, without its secret.
#[derive(Serialize, ToSchema)]
struct KeyView {
    /// Its id, which is a part of the key.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// The person who answers for it.
    owner: String,
    /// What it is for.
    name: String,
    /// The desk whose work it does.
    desk: &'static str,
    /// The purpose of screenings made with it.
    purpose: String,
    /// Their legal basis.
    legal_basis: String,
    /// What it is good for; left out, all that its owner may do.
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<&'static str>>,
    /// Its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// When it was made.
    created_at: String,
    /// When it was revoked; of a key that was replaced, when it will be.
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_at: Option<String>,
}

impl KeyView {
    fn of(key: &ApiKey, revision: u64) -> Self {
        let scopes = match &key.scopes {
            Scopes::All => None,
            Scopes::Only(actions) => Some(actions.iter().map(|action| action.as_str()).collect()),
        };
        Self {
            id: key.id.to_string(),
            revision,
            owner: key.owner.to_string(),
            name: key.name.clone(),
            desk: key.desk.as_str(),
            purpose: key.purpose.clone(),
            legal_basis: key.envelope.legal_basis.0.clone(),
            scopes,
            until: key.envelope.expires_on.map(|day| day.to_string()),
            created_at: key.created_at.to_string(),
            revoked_at: key.revoked_at.map(|at| at.to_string()),
        }
    }
}

/// A key with its secret, which is shown now and never again.
#[derive(Serialize, ToSchema)]
struct KeyMade {
    /// The key to hand over.
    secret: String,
    /// The key as it is kept.
    #[serde(flatten)]
    key: KeyView,
}

impl KeyMade {
    fn answer(made: &MadeKey) -> Response {
        let view = Self { secret: made.secret.clone(), key: KeyView::of(&made.key, 1) };
        (StatusCode::CREATED, etag(1), Json(view)).into_response()
    }
}

/// A page of keys.
#[derive(Serialize, ToSchema)]
struct KeyPage {
    /// The keys, the oldest first.
    keys: Vec<KeyView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Whose keys.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyQuery {
    #[serde(default)]
    everybody: bool,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// One's own keys, or everybody's for those who manage keys; without secrets.
#[utoipa::path(get, path = "/api/v1/keys", tag = "keys",
    params(
        ("everybody" = Option<bool>, Query, description = "Everybody's keys, for those who manage them"),
        ("cursor" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<usize>, Query, description = "Keys of a page, 1 to 500; by default 50"),
    ),
    responses((status = 200, body = KeyPage)))]
async fn list(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<KeyQuery>,
) -> Result<Json<KeyPage>, Problem> {
    let (after, limit) = page(query.cursor.as_deref(), query.limit)?;
    let found = app.node.keys_of(&bearer.actor, query.everybody, after, limit).await?;
    Ok(Json(KeyPage {
        keys: found.records.iter().map(|kept| KeyView::of(&kept.record, kept.revision)).collect(),
        next: next(found.next),
    }))
}

/// A key to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewKey {
    /// What it is for, to tell keys apart.
    name: String,
    /// The desk whose work it does: one of the maker's.
    desk: String,
    /// The purpose of screenings made with it.
    purpose: String,
    /// Their legal basis.
    legal_basis: String,
    /// What it is good for, within what its owner may do; by default `screening.run` and `list.view`.
    #[serde(default)]
    scopes: Vec<String>,
    /// Its last day.
    #[schema(value_type = String)]
    until: Date,
}

/// Makes a key for whoever asks. Its secret is in this answer and nowhere else.
#[utoipa::path(post, path = "/api/v1/keys", tag = "keys", request_body = NewKey,
    params(("x-csrf-token" = String, Header, description = "The session's csrf_token")),
    responses((status = 201, body = KeyMade)))]
async fn make(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(new): Sent<NewKey>,
) -> Result<Response, Problem> {
    let order = node::identity::NewKey {
        name: new.name,
        desk: desk(&new.desk)?,
        purpose: new.purpose,
        legal_basis: LegalBasis(new.legal_basis),
        scopes: scopes(&new.scopes)?,
        until: new.until,
    };
    Ok(KeyMade::answer(&app.node.make_own_key(&bearer.actor, order).await?))
}

/// Revokes a key: within a second it is good for nothing, at every instance.
#[utoipa::path(delete, path = "/api/v1/keys/{id}", tag = "keys",
    params(
        ("id" = String, Path, description = "The key's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the key as it was seen"),
        ("x-csrf-token" = String, Header, description = "The session's csrf_token"),
    ),
    responses((status = 200, body = KeyView, headers(("etag" = String, description = "The key's new revision")))))]
async fn revoke(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
) -> Result<Response, Problem> {
    let Stored { record, revision } = app.node.revoke_key_as(&bearer.actor, id, seen).await?;
    Ok((etag(revision), Json(KeyView::of(&record, revision))).into_response())
}

/// How a key is replaced.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Rotation {
    /// The new key's last day; by default the old one's.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    until: Option<Date>,
    /// For so many hours both keys are good, at most a week; by default 24.
    #[serde(default)]
    overlap_hours: Option<u32>,
}

/// Replaces a key of one's own by another that is the same but for its secret. The new one is in this answer and nowhere
/// else; the old one is good a while longer.
#[utoipa::path(post, path = "/api/v1/keys/{id}/rotation", tag = "keys", request_body = Rotation,
    params(
        ("id" = String, Path, description = "The old key's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the key as it was seen"),
        ("x-csrf-token" = String, Header, description = "The session's csrf_token"),
    ),
    responses((status = 201, body = KeyMade)))]
async fn rotate(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(rotation): Sent<Rotation>,
) -> Result<Response, Problem> {
    let wanted = (rotation.until, rotation.overlap_hours.unwrap_or(OVERLAP));
    Ok(KeyMade::answer(&app.node.rotate_key(&bearer.actor, id, seen, wanted).await?))
}

fn scopes(names: &[String]) -> Result<Scopes, Problem> {
    if names.is_empty() {
        return Ok(Scopes::Only([Action::ScreeningRun, Action::ListView].into()));
    }
    let action = |name: &String| {
        let unknown = || {
            let known: Vec<&str> = Action::ALL.iter().map(|action| action.as_str()).collect();
            Problem::usage(format!("there is no scope {name:?}; choose among {}", known.join(", ")))
        };
        Action::parse(name).ok_or_else(unknown)
    };
    names.iter().map(action).collect::<Result<_, _>>().map(Scopes::Only)
}
