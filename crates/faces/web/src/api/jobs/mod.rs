//! Jobs: an upload of subjects that is screened while nobody waits for it, its progress, its results.

mod events;
mod results;
mod upload;

use super::common::{PageQuery, next};
use crate::http::asked::{Asked, Id, Seen, etag};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::http::records::there;
use crate::state::Shared;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::Desk;
use node::casework::Stored;
use node::identity::{Action, Bearer};
use node::jobs::{ChunkCounts, Job, UploadOutcome};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Uploads and what comes of them.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let sending = OpenApiRouter::new().routes(routes!(upload::upload));
    let seeing = OpenApiRouter::new()
        .routes(routes!(jobs))
        .routes(routes!(job))
        .routes(routes!(events::events))
        .routes(routes!(results::results));
    let stopping = OpenApiRouter::new().routes(routes!(cancel));
    guarded(app, Action::ScreeningRun, sending).merge(guarded(app, Action::JobView, seeing)).merge(guarded(
        app,
        Action::JobRun,
        stopping,
    ))
}

/// A job.
#[derive(Serialize, ToSchema)]
pub struct JobView {
    /// Its id.
    id: String,
    /// Its revision, which is its ETag.
    revision: u64,
    /// `receiving`, `running`, `finished`, `failed` or `cancelled`.
    state: &'static str,
    /// The desk.
    desk: Option<&'static str>,
    /// The record of its screening: purpose, legal basis, counts.
    screening: Option<String>,
    /// When it was sent.
    created_at: String,
    /// When it ended.
    ended_at: Option<String>,
    /// Rows of the upload, lost ones too; known when all has arrived.
    rows: u64,
    /// How many of its parts are where.
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<Parts>,
    /// How many so far: subjects, those matched, matches, suppressed ones, alerts, rows lost.
    counts: Value,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// How many parts of a job are where.
#[derive(Serialize, ToSchema)]
struct Parts {
    /// Nobody works on them yet.
    waiting: u64,
    /// Somebody works on them.
    running: u64,
    /// Done.
    done: u64,
}

impl JobView {
    fn of(kept: &Stored<Job>, parts: Option<ChunkCounts>) -> Self {
        let job = &kept.record;
        let outcome = UploadOutcome::of(job);
        Self {
            id: job.id.to_string(),
            revision: kept.revision,
            state: job.state.as_str(),
            desk: job.desk.map(Desk::as_str),
            screening: job.screening.map(|id| id.to_string()),
            created_at: job.created_at.to_string(),
            ended_at: job.ended_at.map(|at| at.to_string()),
            rows: job.order["rows"].as_u64().unwrap_or_default(),
            parts: parts.map(|parts| Parts {
                waiting: parts.waiting,
                running: parts.leased,
                done: parts.done,
            }),
            counts: serde_json::to_value(outcome.counts).unwrap_or_default(),
            error: outcome.error,
        }
    }
}

/// A page of jobs.
#[derive(Serialize, ToSchema)]
struct JobPage {
    /// The jobs.
    jobs: Vec<JobView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// The uploads of a desk, the latest first.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "jobs", params(PageQuery),
    responses((status = 200, body = JobPage)))]
async fn jobs(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<PageQuery>,
) -> Result<Json<JobPage>, Problem> {
    let (desk, after, limit) = query.read(&bearer)?;
    let found = app.node.jobs(&bearer.actor, desk, after, limit).await?;
    Ok(Json(JobPage {
        jobs: found.records.iter().map(|kept| JobView::of(kept, None)).collect(),
        next: next(found.next),
    }))
}

/// One upload, and how far it is. Its ETag is its revision.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "jobs",
    params(("id" = String, Path, description = "The job's id")),
    responses((status = 200, body = JobView, headers(("etag" = String, description = "The job's revision")))))]
async fn job(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let (kept, parts) = of_desk(&app, &bearer, id).await?;
    Ok((etag(kept.revision), Json(JobView::of(&kept, Some(parts)))).into_response())
}

/// Stops an upload: what is not screened yet will not be, and is forgotten. Results and alerts so far stay.
#[utoipa::path(delete, path = "/api/v1/jobs/{id}", tag = "jobs",
    params(
        ("id" = String, Path, description = "The job's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the job as it was seen"),
    ),
    responses((status = 200, body = JobView)))]
async fn cancel(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    let kept = app.node.cancel_job(&bearer.actor, id, seen).await?;
    Ok((etag(kept.revision), Json(JobView::of(&kept, None))).into_response())
}

/// A job of a desk that the bearer sees; any other is not there for it.
async fn of_desk(
    app: &Shared,
    bearer: &Bearer,
    id: model::RecordId,
) -> Result<(Stored<Job>, ChunkCounts), Problem> {
    let sees = |kept: &Stored<Job>| kept.record.desk.is_some_and(|desk| bearer.sees(desk));
    there(id, app.node.job(&bearer.actor, id).await, |(kept, _)| sees(kept))
}
