//! Taking an upload in: it is kept sealed as it arrives, within the node's bound, and screened afterwards.

use super::JobView;
use crate::api::screenings::form;
use crate::http::asked::{Asked, etag};
use crate::http::input::{Bounded, Input, arriving};
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::Desk;
use node::NodeError;
use node::identity::Bearer;
use node::intake::Subjects;
use node::jobs::{Arriving, UploadOrder};
use node::serving::Busy;
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// So many uploads arrive at once: each holds a thread that reads.
static PLACES: Semaphore = Semaphore::const_new(8);

/// Seconds after which whoever finds all places taken may ask again.
const ASK_AGAIN: u64 = 10;

/// How the subjects are known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UploadQuery {
    desk: Option<Desk>,
    purpose: Option<String>,
    legal_basis: Option<String>,
    #[serde(default)]
    lasting: bool,
}

/// Takes subjects in to be screened under the key's purpose and legal basis, while nobody waits.
///
/// The body is what `POST /api/v1/screenings` takes, up to the node's bound. It is kept sealed until it is screened, and
/// forgotten part by part. The key must be good for `job.run` too, and for `job.view` and `alert.view` to see what comes
/// of it. The reply is the job; an upload that breaks off leaves nothing.
#[utoipa::path(post, path = "/api/v1/jobs/screenings", tag = "jobs",
    params(
        ("desk" = Option<String>, Query, description = "The desk; needed by people who work at several"),
        ("purpose" = Option<String>, Query, description = "What a person screens for; a key has its own"),
        ("legal_basis" = Option<String>, Query, description = "On which basis a person screens; a key has its own"),
        ("lasting" = Option<bool>, Query, description = "Whether ids of subjects last, as customer numbers do"),
    ),
    request_body(description = "Subjects", content(
        (String = "application/x-ndjson",
            example = "{\"id\": \"c-1\", \"schema\": \"Person\", \"properties\": {\"name\": [\"Oleg Vymyshlenko\"]}}"),
        (String = "text/csv", example = "id,name,birth_date\nc-1,Oleg Vymyshlenko,1960-03-12"),
    )),
    responses((status = 202, body = JobView, headers(("location" = String, description = "The job's address")))))]
pub(super) async fn upload(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<UploadQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let (options, packing) = form(request.headers())?;
    let mandate = bearer.mandate(query.purpose.as_deref(), query.legal_basis.as_deref())?;
    let _place = PLACES.try_acquire().map_err(|_| Busy::Overload(ASK_AGAIN))?;
    let generation = app.generation()?;
    let most = app.node.settings().jobs.largest_upload_mib;
    let body = arriving(request.into_body());
    let opened = tokio::task::spawn_blocking(move || {
        let (input, meter) = Input::unpacked(body, packing);
        Subjects::open(Bounded::new(input, most), "the body", &options).map(|rows| (rows, meter))
    });
    let (rows, meter) = opened.await.map_err(|_| NodeError::Worker)??;
    let order = UploadOrder {
        desk: bearer.desk_of(query.desk)?,
        purpose: mandate.purpose,
        legal_basis: mandate.legal_basis,
        lasting: query.lasting,
    };
    let arriving = Arriving { rows, read: Box::new(move || meter.bytes()) };
    // On a task of its own: where the client hangs up, what arrived is still forgotten.
    let receiving =
        tokio::spawn(
            async move { app.node.receive_upload(&bearer.actor, order, arriving, &generation).await },
        );
    let kept = receiving.await.map_err(|_| NodeError::Worker)??;
    let location = [(header::LOCATION, format!("/api/v1/jobs/{}", kept.record.id))];
    let view = Json(JobView::of(&kept, None));
    Ok((StatusCode::ACCEPTED, location, etag(kept.revision), view).into_response())
}
