//! The records of screenings: who asked, for what purpose and on what basis, against what, and how many.

use crate::api::common::{By, EnvelopeView, PageQuery, json, next};
use crate::http::asked::{Asked, Id, etag};
use crate::http::problem::Problem;
use crate::http::records::visible;
use crate::state::Shared;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use node::casework::{Screening, Stored};
use node::identity::Bearer;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;

/// The record of one run over subjects.
#[derive(Serialize, ToSchema)]
pub struct ScreeningView {
    /// Its id.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// The desk.
    desk: &'static str,
    /// For what purpose.
    purpose: String,
    /// What set it off: `request`, `registration`, `list-change` or `own-entry-change`.
    trigger: &'static str,
    /// Who asked for it.
    by: By,
    /// When it began.
    at: String,
    /// When it ended; none while it runs, or when it was cut off.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    /// Version of the engine.
    engine: String,
    /// The lists that were screened against.
    lists: Vec<ScreenedList>,
    /// What was asked of the engine.
    settings: Value,
    /// How many.
    counts: ScreeningCounts,
    /// Marking, legal basis, source and last day.
    envelope: EnvelopeView,
}

/// A list that was screened against.
#[derive(Serialize, ToSchema)]
struct ScreenedList {
    /// The list.
    list: String,
    /// Its version.
    version: String,
}

/// How many, and nothing else: of those who did not match nothing is kept.
#[derive(Serialize, ToSchema)]
struct ScreeningCounts {
    /// Subjects screened.
    subjects: u64,
    /// Subjects with a match.
    matched: u64,
    /// Matches of all of them.
    matches: u64,
    /// Matches that a suppression silenced.
    suppressed: u64,
    /// Alerts opened, or opened again.
    alerts: u64,
    /// Rows that could not be read.
    lost: u64,
}

impl ScreeningView {
    fn of(kept: &Stored<Screening>) -> Self {
        let record = &kept.record;
        let counts = record.counts;
        Self {
            id: record.id.to_string(),
            revision: kept.revision,
            desk: record.desk.as_str(),
            purpose: record.purpose.clone(),
            trigger: record.trigger.as_str(),
            by: By::of(&record.by),
            at: record.at.to_string(),
            finished_at: record.finished_at.map(|at| at.to_string()),
            engine: record.engine.clone(),
            lists: record
                .lists
                .iter()
                .map(|list| ScreenedList { list: list.id.0.clone(), version: list.version.clone() })
                .collect(),
            settings: json(&record.settings),
            counts: ScreeningCounts {
                subjects: counts.subjects,
                matched: counts.matched,
                matches: counts.matches,
                suppressed: counts.suppressed,
                alerts: counts.alerts,
                lost: counts.lost,
            },
            envelope: EnvelopeView::of(&record.envelope),
        }
    }
}

/// A page of records of screenings.
#[derive(Serialize, ToSchema)]
pub struct ScreeningPage {
    /// The records, the latest first.
    screenings: Vec<ScreeningView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// The records of screenings of a desk, the latest first.
#[utoipa::path(get, path = "/api/v1/screenings", tag = "screenings", params(PageQuery),
    responses((status = 200, body = ScreeningPage)))]
pub async fn screenings(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<PageQuery>,
) -> Result<Json<ScreeningPage>, Problem> {
    let (desk, after, limit) = query.read(&bearer)?;
    let page = app.node.screenings(&bearer.actor, desk, after, limit).await?;
    let screenings = page.records.iter().map(ScreeningView::of).collect();
    Ok(Json(ScreeningPage { screenings, next: next(page.next) }))
}

/// The record of one screening.
#[utoipa::path(get, path = "/api/v1/screenings/{id}", tag = "screenings",
    params(("id" = String, Path, description = "The screening's id")),
    responses((status = 200, body = ScreeningView, headers(("etag" = String, description = "Its revision")))))]
pub async fn screening(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let found = app.node.screening(&bearer.actor, id).await;
    let kept = visible(&bearer, id, found, |record| record.desk)?;
    Ok((etag(kept.revision), Json(ScreeningView::of(&kept))).into_response())
}
