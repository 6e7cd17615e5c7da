//! What came of an upload, as a stream of lines, whole or part by part.

use super::of_desk;
use crate::http::asked::{Asked, Id};
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use model::{Fault, RecordId};
use node::identity::Bearer;
use node::jobs::{Found, PartResult, UploadOutcome};
use node::serving::Busy;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;

/// So many are read at once.
static PLACES: Semaphore = Semaphore::const_new(32);

/// Seconds after which whoever finds all places taken may ask again.
const ASK_AGAIN: u64 = 5;

/// So many parts are read at a time.
const AT_ONCE: usize = 8;

/// A client that does not take its reply for so long has gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which part of the results.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResultsQuery {
    #[serde(default)]
    cursor: u64,
    limit: Option<u64>,
}

/// The last line.
#[derive(Serialize, ToSchema)]
struct ResultsEnd {
    /// The job.
    job: String,
    /// Its state.
    state: &'static str,
    /// The cursor to go on from; none when all there is was given.
    next: Option<u64>,
    /// How many so far.
    counts: Value,
    /// Why these results broke off.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Problem>,
}

/// A row that was lost.
#[derive(Serialize)]
struct FaultLine<'a> {
    fault: &'a Fault,
}

/// A line of the results.
#[derive(Serialize)]
#[serde(untagged)]
enum Line<'a> {
    Found(&'a Found),
    Fault(FaultLine<'a>),
    Last(Box<ResultsEnd>),
}

/// What came of an upload: a line for each subject with matches, in the order of the upload, as `POST
/// /api/v1/screenings` gives them; a line with `fault` for each row that could not be read; and a last line that says
/// where to go on while more is to come. Alerts are what stands: results are what was found then.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/results", tag = "jobs",
    params(
        ("id" = String, Path, description = "The job's id"),
        ("cursor" = Option<u64>, Query, description = "The `next` of the last line before"),
        ("limit" = Option<u64>, Query, description = "Parts of the upload, of up to 256 rows each; by default all"),
    ),
    responses((status = 200, body = ResultsEnd, content_type = "application/x-ndjson")))]
pub(super) async fn results(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Asked(query): Asked<ResultsQuery>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    // What may not be seen is refused before anything is sent.
    app.node.job_results(&bearer.actor, id, u64::MAX >> 1, 1).await?;
    let place = PLACES.try_acquire().map_err(|_| Busy::Overload(ASK_AGAIN))?;
    let (out, lines) = mpsc::channel(2);
    tokio::spawn(give(app, bearer, id, query, out, place));
    let kind = [(header::CONTENT_TYPE, "application/x-ndjson")];
    Ok((kind, Body::from_stream(ReceiverStream::new(lines))).into_response())
}

async fn give(
    app: Shared,
    bearer: Arc<Bearer>,
    id: RecordId,
    query: ResultsQuery,
    out: mpsc::Sender<Result<Bytes, Infallible>>,
    _place: SemaphorePermit<'static>,
) {
    let mut from = query.cursor;
    let end = query.limit.map(|limit| from.saturating_add(limit));
    let error = loop {
        let left = end.map_or(AT_ONCE, |end| AT_ONCE.min(usize::try_from(end - from).unwrap_or(AT_ONCE)));
        if left == 0 {
            break None;
        }
        match app.node.job_results(&bearer.actor, id, from, left).await {
            Ok(parts) if parts.is_empty() => break None,
            Ok(parts) => {
                from = parts.last().map_or(from, |(position, _)| position + 1);
                if !send(&out, written(parts.iter().map(|(_, part)| part))).await {
                    return;
                }
            }
            Err(error) => break Some(error.into()),
        }
    };
    if let Some(last) = last_line(&app, &bearer, id, from, error).await {
        let mut line = Vec::new();
        push(&mut line, &Line::Last(Box::new(last)));
        send(&out, line).await;
    }
}

async fn last_line(
    app: &Shared,
    bearer: &Bearer,
    id: RecordId,
    from: u64,
    error: Option<Problem>,
) -> Option<ResultsEnd> {
    let (kept, parts) = of_desk(app, bearer, id).await.ok()?;
    let more = match kept.record.ended_at {
        None => true,
        // Parts that were not done are gone: those that were may lie behind them.
        Some(_) => parts.done > 0 && !app.node.job_results(&bearer.actor, id, from, 1).await.ok()?.is_empty(),
    };
    Some(ResultsEnd {
        job: id.to_string(),
        state: kept.record.state.as_str(),
        next: more.then_some(from),
        counts: serde_json::to_value(UploadOutcome::of(&kept.record).counts).unwrap_or_default(),
        error,
    })
}

fn written<'a>(parts: impl Iterator<Item = &'a PartResult>) -> Vec<u8> {
    let mut lines = Vec::new();
    for part in parts {
        part.found.iter().for_each(|found| push(&mut lines, &Line::Found(found)));
        part.faults.iter().for_each(|fault| push(&mut lines, &Line::Fault(FaultLine { fault })));
    }
    lines
}

fn push(out: &mut Vec<u8>, line: &Line<'_>) {
    // Texts and numbers always serialise, and memory takes what is written.
    let _ = serde_json::to_writer(&mut *out, line);
    out.push(b'\n');
}

/// Whether the client takes it.
async fn send(out: &mpsc::Sender<Result<Bytes, Infallible>>, lines: Vec<u8>) -> bool {
    lines.is_empty() || matches!(tokio::time::timeout(PATIENCE, out.send(Ok(lines.into()))).await, Ok(Ok(())))
}
