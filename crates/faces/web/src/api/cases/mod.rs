//! Cases: alerts, notes and files that people work on together. Every look into a case is in the audit log.

mod files;
mod views;

use super::common::{PageQuery, Reason, next, parsed};
use crate::http::asked::{Asked, Id, Seen, Sent, etag};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::http::records::{self, visible};
use crate::state::{App, Shared};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::{Desk, RecordId};
use node::casework::{Case, Stored, WhichCases};
use node::identity::{Action, Bearer};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use views::{CasePage, CaseSummary, FullCase, NoteView};

/// Cases and what is done with them.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing =
        OpenApiRouter::new().routes(routes!(cases)).routes(routes!(case)).routes(routes!(files::download));
    let writing = OpenApiRouter::new()
        .routes(routes!(open))
        .routes(routes!(edit))
        .routes(routes!(add_alerts))
        .routes(routes!(take_out))
        .routes(routes!(write_note))
        .routes(routes!(close))
        .routes(routes!(reopen))
        .routes(routes!(files::upload));
    let exporting = OpenApiRouter::new().routes(routes!(export));
    guarded(app, Action::CaseView, seeing).merge(guarded(app, Action::CaseWrite, writing)).merge(guarded(
        app,
        Action::CaseExport,
        exporting,
    ))
}

/// Which cases.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct CaseQuery {
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    desk: Option<Desk>,
    /// Only open ones (true), or only closed ones (false).
    open: Option<bool>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// Cases of a page, 1 to 500; by default 50.
    limit: Option<usize>,
}

/// The cases of a desk, the latest first.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(CaseQuery),
    responses((status = 200, body = CasePage)))]
async fn cases(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(CaseQuery { desk, open, cursor, limit }): Asked<CaseQuery>,
) -> Result<Json<CasePage>, Problem> {
    let (desk, after, limit) = PageQuery { desk, cursor, limit }.read(&bearer)?;
    let page = app.node.cases(&bearer.actor, desk, WhichCases { open, assigned: None }, after, limit).await?;
    let cases = page.records.iter().map(CaseSummary::of).collect();
    Ok(Json(CasePage { cases, next: next(page.next) }))
}

/// A case with its alerts, notes, files and all that happened in it, in order. The look is in the audit log.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "cases",
    params(("id" = String, Path, description = "The case's id")),
    responses((status = 200, body = FullCase, headers(("etag" = String, description = "The case's revision")))))]
async fn case(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    head(&app, &bearer, id).await?;
    let view = app.node.view_case(&bearer.actor, id).await?;
    Ok((etag(view.case.revision), Json(FullCase::of(&view))).into_response())
}

/// A case to be opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewCase {
    /// What it is about.
    title: String,
    /// Why it may be held; by default the basis of the key.
    #[serde(default)]
    legal_basis: Option<String>,
    /// Ids of its first alerts.
    #[serde(default)]
    alerts: Vec<String>,
    /// The desk; needed by people who work at several.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    desk: Option<Desk>,
}

/// Opens a case over alerts of a desk.
#[utoipa::path(post, path = "/api/v1/cases", tag = "cases", request_body = NewCase,
    responses((status = 201, body = CaseSummary, headers(("etag" = String, description = "The case's revision")))))]
async fn open(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(new): Sent<NewCase>,
) -> Result<Response, Problem> {
    let desk = bearer.desk_of(new.desk)?;
    let basis = bearer.basis(new.legal_basis.as_deref())?;
    let alerts = alerts_of(&app, &bearer, &new.alerts).await?;
    let made = app.node.open_case(&bearer.actor, desk, &new.title, &basis, &alerts).await?;
    Ok((StatusCode::CREATED, shown(&app, &bearer, made.id).await?).into_response())
}

/// What of a case is to change.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct CaseEdit {
    /// What it is about.
    #[serde(default)]
    title: Option<String>,
    /// Who is to work on it: a person's id, or `nobody`.
    #[serde(default)]
    assigned: Option<String>,
}

/// Renames a case, or hands it to somebody.
#[utoipa::path(patch, path = "/api/v1/cases/{id}", tag = "cases", request_body = CaseEdit,
    params(("id" = String, Path, description = "The case's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the case as it was seen")),
    responses((status = 200, body = CaseSummary, headers(("etag" = String, description = "The case's new revision")))))]
async fn edit(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(edit): Sent<CaseEdit>,
) -> Result<Response, Problem> {
    head(&app, &bearer, id).await?;
    let assigned = match edit.assigned.as_deref() {
        None => None,
        Some("nobody") => Some(None),
        Some("me") => Some(bearer.actor.person()),
        Some(person) => Some(Some(parsed("assigned", person, "a person's id, me or nobody")?)),
    };
    app.node.edit_case(&bearer.actor, id, seen, (edit.title.as_deref(), assigned)).await?;
    shown(&app, &bearer, id).await
}

/// Alerts that belong to a case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Linked {
    /// Their ids.
    alerts: Vec<String>,
}

/// Adds alerts to a case. An alert is in one case at most: the last one that took it.
#[utoipa::path(post, path = "/api/v1/cases/{id}/alerts", tag = "cases", request_body = Linked,
    params(("id" = String, Path, description = "The case's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the case as it was seen")),
    responses((status = 200, body = CaseSummary, headers(("etag" = String, description = "The case's new revision")))))]
async fn add_alerts(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(linked): Sent<Linked>,
) -> Result<Response, Problem> {
    head(&app, &bearer, id).await?;
    let alerts = alerts_of(&app, &bearer, &linked.alerts).await?;
    app.node.add_to_case(&bearer.actor, id, seen, &alerts).await?;
    shown(&app, &bearer, id).await
}

/// Takes an alert out of a case. It stays in the queue, in no case.
#[utoipa::path(delete, path = "/api/v1/cases/{id}/alerts/{alert}", tag = "cases",
    params(("id" = String, Path, description = "The case's id"),
        ("alert" = String, Path, description = "The alert's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the case as it was seen")),
    responses((status = 200, body = CaseSummary, headers(("etag" = String, description = "The case's new revision")))))]
async fn take_out(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path((id, alert)): Path<(String, String)>,
    Seen(seen): Seen,
) -> Result<Response, Problem> {
    let (id, alert) = (records::id(&id)?, records::id(&alert)?);
    head(&app, &bearer, id).await?;
    app.node.take_from_case(&bearer.actor, id, seen, alert).await?;
    shown(&app, &bearer, id).await
}

/// A note to be written.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNote {
    /// What it says.
    text: String,
    /// The earlier note that it corrects.
    #[serde(default)]
    corrects: Option<String>,
}

/// Writes a note into a case. Notes are not changed; a later one corrects an earlier one.
#[utoipa::path(post, path = "/api/v1/cases/{id}/notes", tag = "cases", request_body = NewNote,
    params(("id" = String, Path, description = "The case's id")),
    responses((status = 201, body = NoteView)))]
async fn write_note(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Sent(note): Sent<NewNote>,
) -> Result<Response, Problem> {
    head(&app, &bearer, id).await?;
    let corrects = note.corrects.as_deref().map(|note| parsed("corrects", note, "the id of a note"));
    let written = app.node.write_note(&bearer.actor, id, &note.text, corrects.transpose()?).await?;
    Ok((StatusCode::CREATED, Json(NoteView::of(&written))).into_response())
}

/// Closes a case with a result. Nothing but reading, and opening it again, is done to a closed case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/closing", tag = "cases", request_body = Reason,
    params(("id" = String, Path, description = "The case's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the case as it was seen")),
    responses((status = 200, body = CaseSummary, headers(("etag" = String, description = "The case's new revision")))))]
async fn close(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(Reason { reason }): Sent<Reason>,
) -> Result<Response, Problem> {
    head(&app, &bearer, id).await?;
    app.node.close_case(&bearer.actor, id, seen, &reason).await?;
    shown(&app, &bearer, id).await
}

/// Opens a closed case again, for a reason.
#[utoipa::path(post, path = "/api/v1/cases/{id}/reopening", tag = "cases", request_body = Reason,
    params(("id" = String, Path, description = "The case's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the case as it was seen")),
    responses((status = 200, body = CaseSummary, headers(("etag" = String, description = "The case's new revision")))))]
async fn reopen(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(Reason { reason }): Sent<Reason>,
) -> Result<Response, Problem> {
    head(&app, &bearer, id).await?;
    app.node.reopen_case(&bearer.actor, id, seen, &reason).await?;
    shown(&app, &bearer, id).await
}

/// A case with its alerts, decisions, notes and files as one ZIP file, with a manifest of hashes. Taking it out is in
/// the audit log.
#[utoipa::path(get, path = "/api/v1/cases/{id}/bundle", tag = "cases",
    params(("id" = String, Path, description = "The case's id")),
    responses((status = 200, body = Vec<u8>, content_type = "application/zip")))]
async fn export(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    head(&app, &bearer, id).await?;
    let bytes = app.node.export_case(&bearer.actor, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"case-{id}.zip\"")),
    ];
    Ok((headers, bytes).into_response())
}

/// The record of a case that is there for whoever asks, without what is in it.
async fn head(app: &App, bearer: &Bearer, id: RecordId) -> Result<Stored<Case>, Problem> {
    visible(bearer, id, app.node.case_record(&bearer.actor, id).await, |case| case.desk)
}

async fn shown(app: &App, bearer: &Bearer, id: RecordId) -> Result<Response, Problem> {
    let kept = head(app, bearer, id).await?;
    Ok((etag(kept.revision), Json(CaseSummary::of(&kept))).into_response())
}

/// Alerts that are there for whoever asks.
async fn alerts_of(app: &App, bearer: &Bearer, ids: &[String]) -> Result<Vec<RecordId>, Problem> {
    let mut alerts = Vec::with_capacity(ids.len());
    for text in ids {
        let unknown = || Problem::usage(format!("{text:?} is no alert of this desk"));
        let id = records::id(text).map_err(|_| unknown())?;
        let found = app.node.alert(&bearer.actor, id).await;
        visible(bearer, id, found, |alert| alert.desk).map_err(|_| unknown())?;
        alerts.push(id);
    }
    Ok(alerts)
}
