//! The progress of an upload as server-sent events. A client that comes back says what it saw last and is told what is
//! new; whoever shares the database may answer.

use super::{JobView, of_desk};
use crate::http::asked::Id;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use model::RecordId;
use node::identity::Bearer;
use node::serving::Busy;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;

/// What happened to a job.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it describes what is streamed")]
struct JobEvent {
    /// `progress`, or `end` with the last one.
    event: String,
    /// How often the job was written; `last-event-id` when coming back.
    id: Option<String>,
    /// The job as JSON, as `GET /api/v1/jobs/{id}` gives it.
    data: String,
}

/// So many listen at once.
static PLACES: Semaphore = Semaphore::const_new(64);

/// Seconds after which whoever finds all places taken may ask again.
const ASK_AGAIN: u64 = 10;

/// So often it is looked how far the job is.
const LOOK: Duration = Duration::from_secs(1);

/// So many looks make one stream; then the client comes back, and its key is looked at anew.
const LOOKS: usize = 300;

/// A comment is sent when nothing else is, so that neither side takes the other for gone.
const HEART_BEAT: Duration = Duration::from_secs(10);

/// How far an upload is, as server-sent events: `progress` whenever it changed, `end` when it has ended; the data of
/// each are the job. A client that comes back with `Last-Event-ID` is told what changed since; one that saw the end
/// gets 204.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/events", tag = "jobs",
    params(
        ("id" = String, Path, description = "The job's id"),
        ("last-event-id" = Option<String>, Header, description = "The id of the last event that was seen"),
    ),
    responses(
        (status = 200, body = JobEvent, content_type = "text/event-stream"),
        (status = 204, description = "The job has ended, and its end was seen"),
    ))]
pub(super) async fn events(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (kept, _) = of_desk(&app, &bearer, id).await?;
    let seen = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if kept.record.ended_at.is_some() && seen == Some(kept.revision) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let place = PLACES.try_acquire().map_err(|_| Busy::Overload(ASK_AGAIN))?;
    let (out, events) = mpsc::channel(1);
    tokio::spawn(watch(app, bearer, id, seen, out, place));
    let alive = KeepAlive::new().interval(HEART_BEAT).text("still here");
    Ok(Sse::new(ReceiverStream::new(events)).keep_alive(alive).into_response())
}

async fn watch(
    app: Shared,
    bearer: Arc<Bearer>,
    id: RecordId,
    mut seen: Option<u64>,
    out: mpsc::Sender<Result<Event, Infallible>>,
    _place: SemaphorePermit<'static>,
) {
    for _ in 0..LOOKS {
        // Where the job was erased meanwhile or the records do not answer, the stream ends: coming back tells why.
        let Ok((kept, parts)) = of_desk(&app, &bearer, id).await else { return };
        let ended = kept.record.ended_at.is_some();
        if seen != Some(kept.revision) {
            seen = Some(kept.revision);
            let view = serde_json::to_string(&JobView::of(&kept, Some(parts))).unwrap_or_default();
            let name = if ended { "end" } else { "progress" };
            let event = Event::default().event(name).id(kept.revision.to_string()).data(view);
            if out.send(Ok(event)).await.is_err() {
                return;
            }
        }
        if ended {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = out.closed() => return,
        }
    }
}
