//! New versions of a list, by file or from its authority, and its end. The rules are those of `entente lists import`:
//! a version that fails, is empty or lost too many entries never replaces the last good one by itself.

use super::upload::Upload;
use super::views::RenewedView;
use crate::api::common::one_of;
use crate::http::asked::{Asked, Sent};
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use node::identity::Bearer;
use node::{Acceptance, ImportOutcome, ImportRequest, ListFormat, NodeError, Renewal};
use serde::Deserialize;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::{Semaphore, SemaphorePermit};
use utoipa::{IntoParams, ToSchema};

/// One list is taken in at a time: it is held as a whole.
static PLACE: Semaphore = Semaphore::const_new(1);
/// Seconds after which whoever finds it taken may ask again.
const ASK_AGAIN: u64 = 10;

/// Which rules a person waives.
const ACCEPT: [(&str, Acceptance); 5] = [
    ("by-the-rules", Acceptance::ByTheRules),
    ("shrunk", Acceptance::Shrunk),
    ("older", Acceptance::Older),
    ("shrunk-or-older", Acceptance::ShrunkOrOlder),
    ("anything", Acceptance::Anything),
];

/// What is known of the files.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// The name of a file that is sent as the body: some formats are told by it.
    name: Option<String>,
    /// The format, where it cannot be told from the files: `un-xml`, `ofac-csv`, `ofac-xml`, `ofac-advanced-xml`,
    /// `eu-xml`, `hmt-csv`, `uk-xml`, `ftm`.
    format: Option<String>,
    /// Who publishes a list that is not configured.
    authority: Option<String>,
    /// Why a list that is not configured may be held.
    legal_basis: Option<String>,
    /// `by-the-rules`; `shrunk` accepts a version that lost more entries than allowed, `older` one that its authority
    /// dates earlier than the current one, `shrunk-or-older` both; `anything` also one that is empty or was read in
    /// part only.
    accept: Option<String>,
}

/// Imports files as a new version of a list: one file as the body, or several as parts called `file` of a form, with a
/// part `mapping` (TOML) for a national list; at most 512 MiB together. The version replaces the current one whole or not
/// at all. 200 where it was current already.
#[utoipa::path(post, path = "/api/v1/lists/{id}/versions", tag = "lists",
    params(("id" = String, Path, description = "The list"), ImportQuery),
    request_body(description = "The files", content(
        (Vec<u8> = "application/octet-stream"), (Vec<u8> = "multipart/form-data"),
    )),
    responses((status = 201, body = RenewedView), (status = 200, body = RenewedView)))]
pub async fn import(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path(id): Path<String>,
    Asked(query): Asked<ImportQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let accept = acceptance(query.accept.as_deref())?;
    let format = match query.format.as_deref() {
        None => None,
        Some(text) => Some(ListFormat::parse(text).ok_or_else(|| {
            Problem::usage(format!("there is no format {text:?}; /api/openapi.json names them"))
        })?),
    };
    let _place = place()?;
    let Upload { files, mapping } = Upload::take(&app, request, query.name.as_deref()).await?;
    let request = ImportRequest {
        origin: files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(" "),
        files,
        list: Some(id),
        format,
        mapping: mapping.map(|text| (PathBuf::from("mapping.toml"), text)),
        authority: query.authority,
        legal_basis: query.legal_basis,
        accept,
        confirmed: false,
    };
    answer(app.node.import_by(&bearer.actor, request).await)
}

/// What may be waived of a fetch.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Fetch {
    /// `by-the-rules`, `shrunk`, `older`, `shrunk-or-older` or `anything`; by default by the rules.
    #[serde(default)]
    accept: Option<String>,
}

/// Renews a list from the addresses that are configured for it, and waits for the outcome. 200 where the authority says
/// that nothing changed, 424 where it does not answer as it should.
#[utoipa::path(post, path = "/api/v1/lists/{id}/fetch", tag = "lists", request_body = Fetch,
    params(("id" = String, Path, description = "The list")),
    responses((status = 201, body = RenewedView), (status = 200, body = RenewedView),
        (status = 424, body = Problem, content_type = "application/problem+json")))]
pub async fn fetch(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path(id): Path<String>,
    Sent(wanted): Sent<Fetch>,
) -> Result<Response, Problem> {
    let accept = acceptance(wanted.accept.as_deref())?;
    let _place = place()?;
    answer(app.node.fetch_by(&bearer.actor, &id, &app.fetching, accept).await)
}

/// How a list ends.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RemoveQuery {
    /// Erase its versions, entries and original files too. Past screenings cannot be replayed then.
    #[serde(default)]
    purge: bool,
}

/// Takes a list out of screening: its open matches are withdrawn within moments. Its versions stay, unless they are
/// purged; a new import takes it up again.
#[utoipa::path(delete, path = "/api/v1/lists/{id}", tag = "lists",
    params(("id" = String, Path, description = "The list"), RemoveQuery),
    responses((status = 204, description = "It is out of screening")))]
pub async fn remove(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path(id): Path<String>,
    Asked(query): Asked<RemoveQuery>,
) -> Result<StatusCode, Problem> {
    app.node.remove_by(&bearer.actor, &id, query.purge).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn acceptance(text: Option<&str>) -> Result<Acceptance, Problem> {
    text.map_or(Ok(Acceptance::ByTheRules), |text| one_of("accept", text, &ACCEPT))
}

fn place() -> Result<SemaphorePermit<'static>, Problem> {
    PLACE.try_acquire().map_err(|_| {
        let detail = "another list is being taken in; try again later";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail).retry_after(ASK_AGAIN)
    })
}

fn answer(outcome: Result<ImportOutcome, NodeError>) -> Result<Response, Problem> {
    let outcome = outcome.map_err(told)?;
    let status = match outcome.renewal {
        Renewal::Unchanged => StatusCode::OK,
        Renewal::First | Renewal::Changed(_) => StatusCode::CREATED,
    };
    Ok((status, Json(RenewedView::of(outcome))).into_response())
}

/// Remedies name options of the command line; here they have other names.
fn told(error: NodeError) -> Problem {
    match &error {
        NodeError::Refused { .. } | NodeError::Usage { .. } => {
            let words = error.to_string();
            let pairs = [
                ("--accept-shrink", "accept=shrunk"),
                ("--accept-older", "accept=older"),
                ("--force", "accept=anything"),
                ("--legal-basis TEXT", "legal_basis=…"),
                ("--format", "format="),
            ];
            Problem::usage(pairs.iter().fold(words, |words, (from, to)| words.replace(from, to)))
        }
        _ => error.into(),
    }
}
