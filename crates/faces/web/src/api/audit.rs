//! The audit log for auditors: leaves page by page, checkpoints, proofs, its verification; and the files of
//! c2sp.org/tlog-tiles, so that other people's tools read the log too. Nothing here changes it.

use crate::http::asked::Asked;
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::http::records::missing;
use crate::state::Shared;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use node::audit_log::{AuditOrder, InclusionProof, Leaf};
use node::identity::{Action, Bearer};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tokio::sync::Semaphore;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Leaves of a page, unless told otherwise, and at most.
const PAGE: usize = 100;
const LARGEST_PAGE: usize = 1000;

/// One verification at a time: it reads the whole log.
static PLACE: Semaphore = Semaphore::const_new(1);
/// Seconds after which whoever finds it under way may ask again.
const ASK_AGAIN: u64 = 30;

/// The log, its proofs and its files.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let reading = OpenApiRouter::new()
        .routes(routes!(leaves))
        .routes(routes!(leaf))
        .routes(routes!(checkpoints))
        .routes(routes!(consistency))
        .routes(routes!(checkpoint))
        .routes(routes!(tile));
    guarded(app, Action::AuditRead, reading).merge(guarded(
        app,
        Action::AuditVerify,
        OpenApiRouter::new().routes(routes!(verification)),
    ))
}

/// A leaf: who did what, when, at which desk, to which records; never who a subject is.
#[derive(Serialize, ToSchema)]
struct LeafView {
    /// Its place, counted from 0.
    place: u64,
    /// When it was done.
    at: String,
    /// The person, key or node that did it.
    actor: String,
    /// What was done.
    action: String,
    /// At which desk; none for the node as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    desk: Option<&'static str>,
    /// To which records.
    about: Vec<About>,
    /// The leaf as it is hashed, canonical JSON with the salted hash of its details.
    canonical: String,
}

/// A record that a leaf is about.
#[derive(Serialize, ToSchema)]
struct About {
    /// Its kind.
    kind: String,
    /// Its id.
    id: String,
}

impl LeafView {
    fn of(place: u64, leaf: &Leaf) -> Self {
        Self {
            place,
            at: leaf.at.to_string(),
            actor: leaf.actor.to_string(),
            action: leaf.action.clone(),
            desk: leaf.desk.map(model::Desk::as_str),
            about: leaf
                .about
                .iter()
                .map(|(kind, id)| About { kind: kind.clone(), id: id.to_string() })
                .collect(),
            canonical: String::from_utf8_lossy(&leaf.canonical()).into_owned(),
        }
    }
}

/// Leaves of the log.
#[derive(Serialize, ToSchema)]
struct LeavesView {
    /// The leaves that the key may read, the oldest first.
    leaves: Vec<LeafView>,
    /// From where to go on; none at the end.
    next: Option<u64>,
    /// How many leaves the log has.
    size: u64,
}

/// Which leaves.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct LeavesQuery {
    /// The first place; by default 0.
    #[serde(default)]
    from: u64,
    /// Places that are looked at, 1 to 1000; by default 100.
    limit: Option<usize>,
}

/// Leaves of the log, the oldest first: of the desks that the key's owner audits, and for whoever audits the node all.
#[utoipa::path(get, path = "/api/v1/audit/leaves", tag = "audit", params(LeavesQuery),
    responses((status = 200, body = LeavesView)))]
async fn leaves(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<LeavesQuery>,
) -> Result<Json<LeavesView>, Problem> {
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Problem::usage(format!("limit must be 1 to {LARGEST_PAGE}")));
    }
    let from = i64::try_from(query.from).map(i64::unsigned_abs);
    let from = from.map_err(|_| Problem::usage("from is larger than any log"))?;
    let page = app.node.audit_leaves(&bearer.actor, from, limit).await?;
    let leaves = page.leaves.iter().map(|(place, leaf)| LeafView::of(*place, leaf)).collect();
    Ok(Json(LeavesView { leaves, next: page.next, size: page.size }))
}

/// A leaf with the proof that it is in the log.
#[derive(Serialize, ToSchema)]
struct ProvedView {
    /// The leaf.
    leaf: LeafView,
    /// Its hash in the tree (RFC 6962), in hexadecimal.
    hash: String,
    /// The proof; none while no checkpoint is over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<ProofView>,
}

/// Hashes that lead to the root of a checkpoint, in the order of RFC 6962.
#[derive(Serialize, ToSchema)]
struct ProofView {
    /// The checkpoint, a signed note (c2sp.org/tlog-checkpoint).
    checkpoint: String,
    /// Leaves under it.
    size: u64,
    /// The hashes, in hexadecimal.
    hashes: Vec<String>,
}

impl ProofView {
    fn of(proof: InclusionProof) -> Self {
        Self { checkpoint: proof.checkpoint, size: proof.size, hashes: proof.hashes }
    }
}

/// A leaf with the proof that it is under the newest checkpoint.
#[utoipa::path(get, path = "/api/v1/audit/leaves/{place}", tag = "audit",
    params(("place" = u64, Path, description = "The leaf's place, counted from 0")),
    responses((status = 200, body = ProvedView)))]
async fn leaf(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path(place): Path<String>,
) -> Result<Json<ProvedView>, Problem> {
    let number = place.parse::<i64>().ok().and_then(|number| u64::try_from(number).ok());
    let proved = app.node.audit_leaf(&bearer.actor, number.ok_or_else(|| missing(&place))?).await?;
    Ok(Json(ProvedView {
        leaf: LeafView::of(proved.place, &proved.leaf),
        hash: proved.hash,
        proof: proved.proof.map(ProofView::of),
    }))
}

/// Everything that was signed.
#[derive(Serialize, ToSchema)]
struct CheckpointsView {
    /// The public keys that signed them, as `entente audit verify --key` takes them: the log's own before those of its
    /// former names.
    keys: Vec<String>,
    /// The checkpoints, the oldest first.
    checkpoints: Vec<CheckpointView>,
}

/// A checkpoint.
#[derive(Serialize, ToSchema)]
struct CheckpointView {
    /// Leaves under it.
    size: u64,
    /// The signed note.
    note: String,
}

/// All checkpoints, the oldest first, and the keys that signed them.
#[utoipa::path(get, path = "/api/v1/audit/checkpoints", tag = "audit",
    responses((status = 200, body = CheckpointsView)))]
async fn checkpoints(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
) -> Result<Json<CheckpointsView>, Problem> {
    let (checkpoints, keys) = app.node.audit_checkpoints(&bearer.actor).await?;
    let checkpoints = checkpoints.into_iter().map(|(size, note)| CheckpointView { size, note }).collect();
    Ok(Json(CheckpointsView { keys, checkpoints }))
}

/// From where a proof of consistency begins.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ConsistencyQuery {
    /// Leaves under the earlier checkpoint.
    from: u64,
}

/// The proof that the newest checkpoint goes on from an earlier one.
#[utoipa::path(get, path = "/api/v1/audit/consistency", tag = "audit", params(ConsistencyQuery),
    responses((status = 200, body = ProofView)))]
async fn consistency(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<ConsistencyQuery>,
) -> Result<Json<ProofView>, Problem> {
    Ok(Json(ProofView::of(app.node.audit_consistency(&bearer.actor, query.from).await?)))
}

/// What a verification of the whole log found.
#[derive(Serialize, ToSchema)]
struct VerificationView {
    /// Whether the log is what was signed.
    good: bool,
    /// How many leaves it has.
    leaves: u64,
    /// How many of them nothing vouches for yet.
    unsigned: u64,
    /// Whether there is a copy of the newest checkpoint outside the database.
    has_copy: bool,
    /// What is wrong, in words.
    findings: Vec<String>,
    /// The public keys that signatures were checked with.
    keys: Vec<String>,
}

/// Verifies the whole log against its tiles, its checkpoints and the copy outside the database. An auditor who trusts
/// nobody here runs `entente audit verify` with checkpoints of their own.
#[utoipa::path(get, path = "/api/v1/audit/verification", tag = "audit",
    responses((status = 200, body = VerificationView)))]
async fn verification(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
) -> Result<Json<VerificationView>, Problem> {
    let busy = || {
        let detail = "the log is being verified for somebody else; try again later";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail).retry_after(ASK_AGAIN)
    };
    let _place = PLACE.try_acquire().map_err(|_| busy())?;
    let found = app.node.verify_audit_log_by(&bearer.actor, AuditOrder::default()).await?;
    let report = &found.report;
    Ok(Json(VerificationView {
        good: report.is_good(),
        leaves: report.leaves,
        unsigned: report.leaves.saturating_sub(report.signed),
        has_copy: found.has_copy,
        findings: report.findings.iter().map(ToString::to_string).collect(),
        keys: found.keys.clone(),
    }))
}

/// The newest checkpoint as a signed note (c2sp.org/tlog-checkpoint).
#[utoipa::path(get, path = "/audit/checkpoint", tag = "audit",
    responses((status = 200, body = String, content_type = "text/plain")))]
async fn checkpoint(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
) -> Result<Response, Problem> {
    let note = app.node.audit_checkpoint(&bearer.actor).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], note).into_response())
}

/// A tile of hashes, or a bundle of leaves under `entries/` (c2sp.org/tlog-tiles).
#[utoipa::path(get, path = "/audit/tile/{*path}", tag = "audit",
    params(("path" = String, Path, description = "`0/x001/234`, `1/000.p/17`, `entries/000`")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn tile(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Path(path): Path<String>,
) -> Result<Response, Problem> {
    let bytes = app.node.audit_tile(&bearer.actor, &path).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}
