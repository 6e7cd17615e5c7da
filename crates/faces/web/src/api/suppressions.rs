//! Suppressions: decided false positives that silence the same pair. Proposed by one, approved by another, taken back
//! by one; page by page, or all of them as CSV.

use super::common::{Approval, By, EnvelopeView, Reason, ReviewView, next, parsed};
use crate::http::asked::{Asked, Id, Seen, Sent, etag, page};
use crate::http::csv;
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::http::records::{self, visible};
use crate::state::{App, Shared};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use jiff::civil::Date;
use model::{Desk, ListId, RecordId};
use node::casework::{End, Silenced, Stored, Suppression, ThingKey};
use node::identity::{Action, Bearer};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Suppressions and what is done with them.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing = OpenApiRouter::new().routes(routes!(suppressions)).routes(routes!(suppression));
    let proposing = OpenApiRouter::new().routes(routes!(propose)).routes(routes!(withdraw));
    let approving = OpenApiRouter::new().routes(routes!(approve)).routes(routes!(reject));
    guarded(app, Action::SuppressionView, seeing)
        .merge(guarded(app, Action::SuppressionPropose, proposing))
        .merge(guarded(app, Action::SuppressionApprove, approving))
}

/// A pair that is silenced.
#[derive(Serialize, ToSchema)]
struct SuppressionView {
    /// Its id.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// The desk.
    desk: &'static str,
    /// `proposed`, `in-force`, `rejected`, `expired`, `reopened` (data changed) or `taken-back`.
    state: &'static str,
    /// The caller's lasting id of the subject, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// The entry: list and the source's own id.
    thing: String,
    /// The decision that it rests on.
    decision: String,
    /// The last day.
    until: String,
    /// Who proposed it, and what the second person said.
    review: ReviewView,
    /// How it ended before its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<EndView>,
    /// Marking, legal basis, source and last day of the record.
    envelope: EnvelopeView,
}

/// How a suppression ended before its last day.
#[derive(Serialize, ToSchema)]
struct EndView {
    /// When.
    at: String,
    /// Who took it back; none where data changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<By>,
    /// Why: in words, or whose data changed.
    why: String,
}

impl SuppressionView {
    fn of(kept: &Stored<Suppression>, today: Date) -> Self {
        let record = &kept.record;
        let terms = record.terms();
        Self {
            id: record.id.to_string(),
            revision: kept.revision,
            desk: record.desk.as_str(),
            state: record.state_name(today),
            subject: terms.subject.reference.clone(),
            thing: terms.entry.key().0,
            decision: terms.decision.to_string(),
            until: terms.until.to_string(),
            review: ReviewView::of(&record.review),
            ended: record.ended.as_ref().map(|end| match end {
                End::Changed { change, at } => {
                    EndView { at: at.to_string(), by: None, why: format!("changed: {}", change.as_str()) }
                }
                End::TakenBack { by, at, reason } => {
                    EndView { at: at.to_string(), by: Some(By::of(by)), why: reason.clone() }
                }
            }),
            envelope: EnvelopeView::of(&record.envelope),
        }
    }
}

/// A page of suppressions.
#[derive(Serialize, ToSchema)]
struct SuppressionPage {
    /// The suppressions, the latest first.
    suppressions: Vec<SuppressionView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Which suppressions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SuppressionQuery {
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    desk: Option<Desk>,
    /// Only those that wait for a second person.
    #[serde(default)]
    waiting: bool,
    /// Only those that ended before their last day (true), or only those that did not (false).
    ended: Option<bool>,
    /// Only those of entries on this list.
    list: Option<String>,
    /// Only those of this subject, by the id that lasts.
    subject: Option<String>,
    /// `json`, or `csv`: all suppressions that the filters find as one file.
    format: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// Suppressions of a page, 1 to 500; by default 50.
    limit: Option<usize>,
}

/// The suppressions of a desk, the latest first.
#[utoipa::path(get, path = "/api/v1/suppressions", tag = "suppressions", params(SuppressionQuery),
    responses((status = 200, content((SuppressionPage = "application/json"), (String = "text/csv")))))]
async fn suppressions(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    headers: HeaderMap,
    Asked(query): Asked<SuppressionQuery>,
) -> Result<Response, Problem> {
    let desk = bearer.desk_of(query.desk)?;
    let (after, limit) = page(query.cursor.as_deref(), query.limit)?;
    let text = |text: Option<String>| text.filter(|text| !text.is_empty());
    let which = Silenced {
        waiting: query.waiting,
        ended: query.ended,
        list: text(query.list).map(ListId),
        subject: text(query.subject),
        ..Silenced::default()
    };
    if csv::wanted(&headers, query.format.as_deref())? {
        return exported(app, bearer, desk, which).await;
    }
    let page = app.node.suppressions(&bearer.actor, desk, &which, after, limit).await?;
    let today = app.clock.today();
    let suppressions = page.records.iter().map(|kept| SuppressionView::of(kept, today)).collect();
    Ok(Json(SuppressionPage { suppressions, next: next(page.next) }).into_response())
}

/// Columns of the file.
const COLUMNS: [&str; 12] = [
    "id",
    "state",
    "subject",
    "thing",
    "decision",
    "until",
    "reason",
    "proposed_by",
    "proposed_at",
    "settled_by",
    "settled_at",
    "ended",
];

async fn exported(
    app: Shared,
    bearer: Arc<Bearer>,
    desk: Desk,
    which: Silenced,
) -> Result<Response, Problem> {
    app.node.note_taken_out(&bearer.actor, Action::SuppressionView, desk, "suppressions").await?;
    let today = app.clock.today();
    csv::export("suppressions", &COLUMNS, move |after| {
        let (app, bearer, which) = (Arc::clone(&app), Arc::clone(&bearer), which.clone());
        async move {
            let page = app.node.suppressions(&bearer.actor, desk, &which, after, csv::PAGE).await?;
            Ok((page.records.iter().map(|kept| row(SuppressionView::of(kept, today))).collect(), page.next))
        }
    })
    .await
}

fn row(view: SuppressionView) -> Vec<String> {
    let (by, at, reason, settled_by, settled_at) = view.review.into_texts();
    vec![
        view.id,
        view.state.to_owned(),
        view.subject.unwrap_or_default(),
        view.thing,
        view.decision,
        view.until,
        reason,
        by,
        at,
        settled_by,
        settled_at,
        view.ended.map(|end| format!("{}: {}", end.at, end.why)).unwrap_or_default(),
    ]
}

/// One suppression.
#[utoipa::path(get, path = "/api/v1/suppressions/{id}", tag = "suppressions",
    params(("id" = String, Path, description = "The suppression's id")),
    responses((status = 200, body = SuppressionView, headers(("etag" = String, description = "Its revision")))))]
async fn suppression(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    shown(&app, &bearer, id).await
}

/// A suppression to be proposed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSuppression {
    /// The alert with the match.
    alert: String,
    /// The match that was decided a false positive, by its `thing`.
    thing: String,
    /// The last day, YYYY-MM-DD, at most a year from now.
    until: String,
    /// Why, in words.
    reason: String,
}

/// Proposes to silence a match that was decided a false positive. A second person, logged in, must approve it. The key
/// must be good for `suppression.view` too.
#[utoipa::path(post, path = "/api/v1/suppressions", tag = "suppressions", request_body = NewSuppression,
    responses((status = 201, body = SuppressionView, headers(("etag" = String, description = "Its revision")))))]
async fn propose(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(new): Sent<NewSuppression>,
) -> Result<Response, Problem> {
    let alert =
        records::id(&new.alert).map_err(|_| Problem::usage(format!("{:?} is no alert", new.alert)))?;
    let until = parsed("until", &new.until, "2026-12-31")?;
    let thing = ThingKey(new.thing);
    bearer.may(Action::AlertView)?;
    visible(&bearer, alert, app.node.alert(&bearer.actor, alert).await, |alert| alert.desk)?;
    let made = app.node.propose_suppression(&bearer.actor, alert, &thing, until, &new.reason).await?;
    Ok((StatusCode::CREATED, shown(&app, &bearer, made.id).await?).into_response())
}

/// Approves a suppression, as a second person: it is in force from now on. No key approves.
#[utoipa::path(post, path = "/api/v1/suppressions/{id}/approval", tag = "suppressions", request_body = Approval,
    params(("id" = String, Path, description = "The suppression's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the suppression as it was seen")),
    responses((status = 200, body = SuppressionView, headers(("etag" = String, description = "Its new revision")))))]
async fn approve(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(approval): Sent<Approval>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    app.node.approve_suppression(&bearer.actor, id, seen, approval.note.as_deref()).await?;
    shown(&app, &bearer, id).await
}

/// Rejects a suppression, as a second person. No key rejects.
#[utoipa::path(post, path = "/api/v1/suppressions/{id}/rejection", tag = "suppressions", request_body = Reason,
    params(("id" = String, Path, description = "The suppression's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the suppression as it was seen")),
    responses((status = 200, body = SuppressionView, headers(("etag" = String, description = "Its new revision")))))]
async fn reject(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(Reason { reason }): Sent<Reason>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    app.node.reject_suppression(&bearer.actor, id, seen, &reason).await?;
    shown(&app, &bearer, id).await
}

/// Takes a suppression back: the pair is alerted again. One person is enough to look again.
#[utoipa::path(post, path = "/api/v1/suppressions/{id}/withdrawal", tag = "suppressions", request_body = Reason,
    params(("id" = String, Path, description = "The suppression's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the suppression as it was seen")),
    responses((status = 200, body = SuppressionView, headers(("etag" = String, description = "Its new revision")))))]
async fn withdraw(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(Reason { reason }): Sent<Reason>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    app.node.take_back_suppression(&bearer.actor, id, seen, &reason).await?;
    shown(&app, &bearer, id).await
}

async fn of_desk(app: &App, bearer: &Bearer, id: RecordId) -> Result<Stored<Suppression>, Problem> {
    visible(bearer, id, app.node.suppression(&bearer.actor, id).await, |record| record.desk)
}

async fn shown(app: &App, bearer: &Bearer, id: RecordId) -> Result<Response, Problem> {
    let kept = of_desk(app, bearer, id).await?;
    let view = SuppressionView::of(&kept, app.clock.today());
    Ok((etag(kept.revision), Json(view)).into_response())
}
