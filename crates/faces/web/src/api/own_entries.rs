//! The party's own entries: proposed by one, approved by another, screened against as the list `own`, never for ever.

use super::common::{Approval, EnvelopeView, Reason, ReviewView, next, parsed};
use crate::http::asked::{Asked, Id, Seen, Sent, etag, page};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::http::records::visible;
use crate::state::{App, Shared};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use jiff::civil::Date;
use model::{Desk, Entity, RecordId};
use node::casework::{OwnEntry, OwnEntryChange, Stored, own_entity};
use node::entity_to_json;
use node::identity::{Action, Bearer};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Own entries and what is done with them.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing = OpenApiRouter::new().routes(routes!(own_entries)).routes(routes!(own_entry));
    let proposing = OpenApiRouter::new()
        .routes(routes!(propose))
        .routes(routes!(propose_content))
        .routes(routes!(propose_removal));
    let approving = OpenApiRouter::new().routes(routes!(approve)).routes(routes!(reject));
    guarded(app, Action::OwnEntryView, seeing)
        .merge(guarded(app, Action::OwnEntryPropose, proposing))
        .merge(guarded(app, Action::OwnEntryApprove, approving))
}

/// One of the party's own entries.
#[derive(Serialize, ToSchema)]
struct OwnEntryView {
    /// Its id.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// The desk that proposed it.
    desk: &'static str,
    /// `proposed`, `in-force`, `removed`, `expired` or `rejected`.
    state: &'static str,
    /// The entry's id on the list `own`.
    entry: String,
    /// The last change that two people stand for.
    #[serde(skip_serializing_if = "Option::is_none")]
    approved: Option<ChangeView>,
    /// What waits for a second person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pending: Option<ChangeView>,
    /// What was turned down last.
    #[serde(skip_serializing_if = "Option::is_none")]
    rejected: Option<ChangeView>,
    /// Marking, legal basis, source and last day of the record.
    envelope: EnvelopeView,
}

/// A change of an own entry.
#[derive(Serialize, ToSchema)]
struct ChangeView {
    /// `content` or `removal`.
    change: &'static str,
    /// The entry in FollowTheMoney's form.
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<Value>,
    /// The last day it is to stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// Who proposed it and who settled it, when, why.
    #[serde(flatten)]
    review: ReviewView,
}

impl ChangeView {
    fn of(what: &OwnEntryChange, review: ReviewView) -> Self {
        let (change, content, until) = match what {
            OwnEntryChange::Content { entity, until } => {
                ("content", Some(entity_to_json(entity)), Some(until.to_string()))
            }
            OwnEntryChange::Removal => ("removal", None, None),
        };
        Self { change, content, until, review }
    }
}

impl OwnEntryView {
    fn of(kept: &Stored<OwnEntry>, today: Date) -> Self {
        let record = &kept.record;
        Self {
            id: record.id.to_string(),
            revision: kept.revision,
            desk: record.desk.as_str(),
            state: record.state_name(today),
            entry: record.entry().0,
            approved: record
                .approved
                .as_ref()
                .map(|approved| ChangeView::of(approved.what(), ReviewView::approved(approved))),
            pending: record
                .pending
                .as_ref()
                .map(|proposed| ChangeView::of(proposed.what(), ReviewView::proposed(proposed))),
            rejected: record
                .rejected
                .as_ref()
                .map(|rejected| ChangeView::of(rejected.proposal().what(), ReviewView::rejected(rejected))),
            envelope: EnvelopeView::of(&record.envelope),
        }
    }
}

/// A page of own entries.
#[derive(Serialize, ToSchema)]
struct OwnEntryPage {
    /// The entries, the latest first.
    own_entries: Vec<OwnEntryView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Which own entries.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OwnEntryQuery {
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    desk: Option<Desk>,
    /// Only those of which something waits for a second person.
    #[serde(default)]
    waiting: bool,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// Entries of a page, 1 to 500; by default 50.
    limit: Option<usize>,
}

/// The own entries of a desk, the latest first.
#[utoipa::path(get, path = "/api/v1/own-entries", tag = "own entries", params(OwnEntryQuery),
    responses((status = 200, body = OwnEntryPage)))]
async fn own_entries(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<OwnEntryQuery>,
) -> Result<Json<OwnEntryPage>, Problem> {
    let desk = bearer.desk_of(query.desk)?;
    let (after, limit) = page(query.cursor.as_deref(), query.limit)?;
    let page = app.node.own_entries(&bearer.actor, desk, query.waiting, after, limit).await?;
    let today = app.clock.today();
    let own_entries = page.records.iter().map(|kept| OwnEntryView::of(kept, today)).collect();
    Ok(Json(OwnEntryPage { own_entries, next: next(page.next) }))
}

/// One own entry.
#[utoipa::path(get, path = "/api/v1/own-entries/{id}", tag = "own entries",
    params(("id" = String, Path, description = "The own entry's id")),
    responses((status = 200, body = OwnEntryView, headers(("etag" = String, description = "Its revision")))))]
async fn own_entry(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    shown(&app, &bearer, id).await
}

/// What an own entry is to say.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Content {
    /// FollowTheMoney schema: `Person`, `Organization`, `Company`, `Vessel`, ….
    schema: String,
    /// FollowTheMoney properties, each a list of texts: `{"name": ["…"], "birthDate": ["1960-03-12"]}`.
    properties: Value,
    /// The last day it stands, YYYY-MM-DD, at most three years from now.
    until: String,
    /// Why, in words.
    reason: String,
    /// Desk of a new entry; needed by people who work at several.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    desk: Option<Desk>,
    /// Legal basis of a new entry; by default that of the key.
    #[serde(default)]
    legal_basis: Option<String>,
}

impl Content {
    fn read(&self) -> Result<(Entity, Date), Problem> {
        Ok((own_entity(&self.schema, &self.properties)?, parsed("until", &self.until, "2026-12-31")?))
    }
}

/// Proposes a new own entry. A second person, logged in, must approve it: until then nobody matches it. The key must be
/// good for `own-entry.view` too.
#[utoipa::path(post, path = "/api/v1/own-entries", tag = "own entries", request_body = Content,
    responses((status = 201, body = OwnEntryView, headers(("etag" = String, description = "Its revision")))))]
async fn propose(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(content): Sent<Content>,
) -> Result<Response, Problem> {
    bearer.may(Action::OwnEntryView)?;
    let desk = bearer.desk_of(content.desk)?;
    let basis = bearer.basis(content.legal_basis.as_deref())?;
    let read = content.read()?;
    let made = app.node.propose_own_entry(&bearer.actor, desk, &basis, read, &content.reason).await?;
    Ok((StatusCode::CREATED, shown(&app, &bearer, made.id).await?).into_response())
}

/// Proposes other content for an own entry, or a later last day.
#[utoipa::path(put, path = "/api/v1/own-entries/{id}", tag = "own entries", request_body = Content,
    params(("id" = String, Path, description = "The own entry's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the own entry as it was seen")),
    responses((status = 202, body = OwnEntryView, description = "It waits for a second person",
        headers(("etag" = String, description = "Its new revision")))))]
async fn propose_content(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(content): Sent<Content>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    if content.legal_basis.is_some() || content.desk.is_some() {
        return Err(Problem::usage(
            "desk and legal basis of an own entry stay; propose a new entry where they differ",
        ));
    }
    let read = Some(content.read()?);
    app.node.propose_own_entry_change(&bearer.actor, id, seen, read, &content.reason).await?;
    Ok((StatusCode::ACCEPTED, shown(&app, &bearer, id).await?).into_response())
}

/// Proposes that an own entry stand no longer. A second person must approve it.
#[utoipa::path(post, path = "/api/v1/own-entries/{id}/removal", tag = "own entries", request_body = Reason,
    params(("id" = String, Path, description = "The own entry's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the own entry as it was seen")),
    responses((status = 202, body = OwnEntryView, description = "It waits for a second person",
        headers(("etag" = String, description = "Its new revision")))))]
async fn propose_removal(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(Reason { reason }): Sent<Reason>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    app.node.propose_own_entry_change(&bearer.actor, id, seen, None, &reason).await?;
    Ok((StatusCode::ACCEPTED, shown(&app, &bearer, id).await?).into_response())
}

/// Approves what waits, as a second person: the list `own` changes at once, and with it monitored subjects and open
/// alerts. No key approves.
#[utoipa::path(post, path = "/api/v1/own-entries/{id}/approval", tag = "own entries", request_body = Approval,
    params(("id" = String, Path, description = "The own entry's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the own entry as it was seen")),
    responses((status = 200, body = OwnEntryView, headers(("etag" = String, description = "Its new revision")))))]
async fn approve(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(approval): Sent<Approval>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    app.node.approve_own_entry(&bearer.actor, id, seen, approval.note.as_deref()).await?;
    shown(&app, &bearer, id).await
}

/// Rejects what waits, as a second person. No key rejects.
#[utoipa::path(post, path = "/api/v1/own-entries/{id}/rejection", tag = "own entries", request_body = Reason,
    params(("id" = String, Path, description = "The own entry's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the own entry as it was seen")),
    responses((status = 200, body = OwnEntryView, headers(("etag" = String, description = "Its new revision")))))]
async fn reject(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(Reason { reason }): Sent<Reason>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    app.node.reject_own_entry(&bearer.actor, id, seen, &reason).await?;
    shown(&app, &bearer, id).await
}

async fn of_desk(app: &App, bearer: &Bearer, id: RecordId) -> Result<Stored<OwnEntry>, Problem> {
    visible(bearer, id, app.node.own_entry(&bearer.actor, id).await, |record| record.desk)
}

async fn shown(app: &App, bearer: &Bearer, id: RecordId) -> Result<Response, Problem> {
    let kept = of_desk(app, bearer, id).await?;
    let view = OwnEntryView::of(&kept, app.clock.today());
    Ok((etag(kept.revision), Json(view)).into_response())
}
