//! Monitored subjects: registered with a purpose, a basis and a last day, one by one or as a stream; and how far the
//! changes of lists have come.

use super::common::{By, EnvelopeView, PageQuery, next, parsed};
use super::screenings::places;
use crate::http::asked::{Asked, Id, Seen, Sent, etag};
use crate::http::body::packing;
use crate::http::gate::guarded;
use crate::http::input::{Input, arriving};
use crate::http::problem::Problem;
use crate::http::records::visible;
use crate::state::{App, Shared};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::{Desk, RecordId, Subject};
use node::NodeError;
use node::casework::{MonitoredSubject, NewMonitored, Registered, Stored};
use node::identity::{Action, Bearer};
use node::intake::{IntakeOptions, Row, SubjectFormat, Subjects};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use tokio::sync::mpsc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// So many subjects are registered in one transaction.
const PIECE: usize = 500;
/// The first so many rows that were lost are told.
const TOLD: usize = 100;

/// Monitored subjects and what is done with them.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let seeing =
        OpenApiRouter::new().routes(routes!(subjects)).routes(routes!(subject)).routes(routes!(reach));
    let registering =
        OpenApiRouter::new().routes(routes!(register)).routes(routes!(register_many)).routes(routes!(end));
    guarded(app, Action::MonitoringView, seeing).merge(guarded(app, Action::MonitoringRegister, registering))
}

/// A subject registered for monitoring.
#[derive(Serialize, ToSchema)]
struct MonitoredView {
    /// Its id.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// The desk.
    desk: &'static str,
    /// The caller's lasting id of the subject.
    subject: String,
    /// The subject's name to show.
    caption: String,
    /// Its data, as screened.
    profile: Value,
    /// For what purpose it is monitored.
    purpose: String,
    /// Whether it is monitored today.
    standing: bool,
    /// Who registered it.
    by: By,
    /// When it was registered, or its data last changed.
    at: String,
    /// When monitoring was ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_at: Option<String>,
    /// Marking, legal basis, source, and the last day of monitoring.
    envelope: EnvelopeView,
}

impl MonitoredView {
    fn of(kept: &Stored<MonitoredSubject>, today: jiff::civil::Date) -> Self {
        let record = &kept.record;
        Self {
            id: record.id.to_string(),
            revision: kept.revision,
            desk: record.desk.as_str(),
            subject: record.subject.id.clone(),
            caption: record.subject.profile.caption().to_owned(),
            profile: super::common::json(&record.subject.profile),
            purpose: record.purpose.clone(),
            standing: record.stands(today),
            by: By::of(&record.by),
            at: record.at.to_string(),
            ended_at: record.ended_at.map(|at| at.to_string()),
            envelope: EnvelopeView::of(&record.envelope),
        }
    }
}

/// A page of monitored subjects.
#[derive(Serialize, ToSchema)]
struct MonitoredPage {
    /// The subjects, the latest first.
    monitored_subjects: Vec<MonitoredView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Which monitored subjects.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MonitoredQuery {
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    desk: Option<Desk>,
    /// Only the one of this id of the caller's.
    subject: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// Subjects of a page, 1 to 500; by default 50.
    limit: Option<usize>,
}

/// The monitored subjects of a desk, the latest first; those of which monitoring was ended are left out.
#[utoipa::path(get, path = "/api/v1/monitored-subjects", tag = "monitoring", params(MonitoredQuery),
    responses((status = 200, body = MonitoredPage)))]
async fn subjects(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(MonitoredQuery { desk, subject, cursor, limit }): Asked<MonitoredQuery>,
) -> Result<Json<MonitoredPage>, Problem> {
    let (desk, after, limit) = PageQuery { desk, cursor, limit }.read(&bearer)?;
    let page = app.node.monitored_subjects(&bearer.actor, desk, subject.as_deref(), after, limit).await?;
    let today = app.clock.today();
    let monitored_subjects = page.records.iter().map(|kept| MonitoredView::of(kept, today)).collect();
    Ok(Json(MonitoredPage { monitored_subjects, next: next(page.next) }))
}

/// One monitored subject.
#[utoipa::path(get, path = "/api/v1/monitored-subjects/{id}", tag = "monitoring",
    params(("id" = String, Path, description = "The record's id")),
    responses((status = 200, body = MonitoredView, headers(("etag" = String, description = "Its revision")))))]
async fn subject(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    let kept = of_desk(&app, &bearer, id).await?;
    Ok((etag(kept.revision), Json(MonitoredView::of(&kept, app.clock.today()))).into_response())
}

/// A subject to be monitored.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSubject {
    /// The caller's lasting id of the subject, a customer number for instance.
    id: String,
    /// FollowTheMoney schema: `Person`, `Organization`, `Company`, `Vessel`, ….
    schema: String,
    /// FollowTheMoney properties, each a list of texts.
    properties: Value,
    /// The last day of monitoring, YYYY-MM-DD.
    until: String,
    /// For what purpose; by default that of the key.
    #[serde(default)]
    purpose: Option<String>,
    /// On what legal basis; by default that of the key.
    #[serde(default)]
    legal_basis: Option<String>,
    /// The desk; needed by people who work at several.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    desk: Option<Desk>,
}

/// What registering came to.
#[derive(Default, Serialize, ToSchema)]
struct RegisteredView {
    /// Subjects that were registered or renewed.
    subjects: usize,
    /// Those that were not monitored before.
    new: usize,
    /// Those whose data changed.
    changed: usize,
    /// Rows that could not be read.
    lost: usize,
    /// The first hundred of these, with line and reason.
    faults: Vec<Value>,
    /// Ids of the records, in the order of the subjects.
    ids: Vec<String>,
    /// Alerts that their first screening opened.
    alerts: u64,
    /// The screenings of the new and changed ones.
    screenings: Vec<String>,
}

impl RegisteredView {
    fn add(&mut self, registered: Registered) {
        self.subjects += registered.ids.len();
        self.new += registered.new;
        self.changed += registered.changed;
        self.ids.extend(registered.ids.iter().map(ToString::to_string));
        if let Some(screening) = registered.screening {
            self.alerts += screening.counts.alerts;
            self.screenings.push(screening.id.to_string());
        }
    }
}

/// Registers a subject for monitoring, or renews its data, purpose and last day. It is screened at once, and again
/// whenever a list or its data change.
#[utoipa::path(post, path = "/api/v1/monitored-subjects", tag = "monitoring", request_body = NewSubject,
    responses((status = 201, body = RegisteredView)))]
async fn register(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(new): Sent<NewSubject>,
) -> Result<Response, Problem> {
    let desk = bearer.desk_of(new.desk)?;
    if new.id.trim().is_empty() {
        return Err(Problem::usage("id is empty; a monitored subject needs an id that lasts"));
    }
    let line =
        serde_json::json!({"id": new.id, "schema": new.schema, "properties": new.properties}).to_string();
    let options = IntakeOptions { format: Some(SubjectFormat::JsonLines), ..IntakeOptions::default() };
    let row =
        Subjects::open(std::io::Cursor::new(line.into_bytes()), "the body", &options)?.next().transpose()?;
    let subject = match row {
        Some(Row::Subject(subject, _)) => *subject,
        Some(Row::Lost(fault)) => return Err(Problem::usage(fault.to_string())),
        None => return Err(Problem::usage("there is no subject in the body")),
    };
    let mandate = bearer.stated_mandate(new.purpose.as_deref(), new.legal_basis.as_deref())?;
    let order = NewMonitored {
        subjects: vec![subject],
        purpose: mandate.purpose,
        legal_basis: mandate.legal_basis,
        until: parsed("until", &new.until, "2026-12-31")?,
        marking: None,
    };
    let mut view = RegisteredView::default();
    view.add(app.node.monitor(&bearer.actor, desk, order).await?);
    Ok((StatusCode::CREATED, Json(view)).into_response())
}

/// How a stream of subjects is registered.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StreamQuery {
    /// The last day of monitoring, YYYY-MM-DD.
    until: String,
    /// For what purpose; by default that of the key.
    purpose: Option<String>,
    /// On what legal basis; by default that of the key.
    legal_basis: Option<String>,
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    desk: Option<Desk>,
}

/// Registers many subjects: the body is JSON lines, `{"id", "schema", "properties"}` each, plain or as gzip, of any
/// size. They are registered 500 at a time; where the body breaks off, what came before stands, and sending it again
/// registers nobody twice.
#[utoipa::path(post, path = "/api/v1/monitored-subjects/stream", tag = "monitoring", params(StreamQuery),
    request_body(content = String, content_type = "application/x-ndjson"),
    responses((status = 200, body = RegisteredView),
        (status = 429, body = Problem, content_type = "application/problem+json")))]
async fn register_many(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<StreamQuery>,
    request: Request,
) -> Result<Json<RegisteredView>, Problem> {
    let desk = bearer.desk_of(query.desk)?;
    let until = parsed("until", &query.until, "2026-12-31")?;
    let unknown = |what: String| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, what);
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let bare = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if !matches!(bare.as_str(), "application/x-ndjson" | "application/ndjson" | "application/jsonl") {
        return Err(unknown(format!("content-type {kind:?} is not taken here; send application/x-ndjson")));
    }
    let packing = packing(request.headers()).map_err(|name| {
        unknown(format!("content-encoding {name:?} is not known; send the body plain or as gzip"))
    })?;
    let _place = places::take(bearer.actor.id)?;
    let body = arriving(request.into_body());
    let (out, mut pieces) = mpsc::channel::<Result<Piece, NodeError>>(1);
    tokio::task::spawn_blocking(move || {
        let (input, _) = Input::unpacked(body, packing);
        if let Err(error) = read(input, &out) {
            // Where nobody listens any more, there is nobody to tell.
            let _ = out.blocking_send(Err(error));
        }
    });
    let mandate = bearer.stated_mandate(query.purpose.as_deref(), query.legal_basis.as_deref())?;
    let mut view = RegisteredView::default();
    while let Some(piece) = pieces.recv().await {
        let piece = match piece {
            Ok(piece) => piece,
            Err(error) => {
                let detail = format!("{error}; {} subjects before that were registered", view.subjects);
                return Err(Problem::bad(detail));
            }
        };
        view.lost += piece.lost;
        let room = TOLD.saturating_sub(view.faults.len());
        view.faults.extend(piece.faults.into_iter().take(room));
        if piece.subjects.is_empty() {
            continue;
        }
        let order = NewMonitored {
            subjects: piece.subjects,
            purpose: mandate.purpose.clone(),
            legal_basis: mandate.legal_basis.clone(),
            until,
            marking: None,
        };
        view.add(app.node.monitor(&bearer.actor, desk, order).await?);
    }
    Ok(Json(view))
}

/// Rows that were read together.
#[derive(Default)]
struct Piece {
    subjects: Vec<Subject>,
    lost: usize,
    faults: Vec<Value>,
}

fn read(input: Input, out: &mpsc::Sender<Result<Piece, NodeError>>) -> Result<(), NodeError> {
    let options = IntakeOptions { format: Some(SubjectFormat::JsonLines), ..IntakeOptions::default() };
    let mut piece = Piece::default();
    for row in Subjects::open(input, "the body", &options)? {
        match row? {
            Row::Subject(subject, _) => piece.subjects.push(*subject),
            Row::Lost(fault) => {
                piece.lost += 1;
                if piece.faults.len() < TOLD {
                    piece.faults.push(super::common::json(&fault));
                }
            }
        }
        if piece.subjects.len() >= PIECE && out.blocking_send(Ok(std::mem::take(&mut piece))).is_err() {
            return Ok(());
        }
    }
    // Where nobody takes it any more, the request has ended.
    let _ = out.blocking_send(Ok(piece));
    Ok(())
}

/// Ends the monitoring of a subject. The record stays until retention erases it.
#[utoipa::path(delete, path = "/api/v1/monitored-subjects/{id}", tag = "monitoring",
    params(("id" = String, Path, description = "The record's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the record as it was seen")),
    responses((status = 200, body = MonitoredView, headers(("etag" = String, description = "Its new revision")))))]
async fn end(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    app.node.end_monitored(&bearer.actor, id, seen).await?;
    let kept = of_desk(&app, &bearer, id).await?;
    Ok((etag(kept.revision), Json(MonitoredView::of(&kept, app.clock.today()))).into_response())
}

/// How far changes of lists have come.
#[derive(Serialize, ToSchema)]
struct Reach {
    /// Whether all changes of all lists have reached monitored subjects and open alerts.
    caught_up: bool,
    /// List by list.
    lists: Vec<ListReachView>,
}

/// How far the changes of a list have come.
#[derive(Serialize, ToSchema)]
struct ListReachView {
    /// The list.
    list: String,
    /// Whether nothing of it is still on its way.
    caught_up: bool,
    /// The version that is screened against; none when the list is out of screening.
    current: Option<String>,
    /// The version whose changes have arrived.
    reached: Option<String>,
    /// When they had.
    at: Option<String>,
}

/// How far the changes of lists have come: which version of each has reached monitored subjects and open alerts.
#[utoipa::path(get, path = "/api/v1/monitored-subjects/reach", tag = "monitoring",
    params(("desk" = Option<String>, Query, description = "The desk; needed by people who work at several")),
    responses((status = 200, body = Reach)))]
async fn reach(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<DeskQuery>,
) -> Result<Json<Reach>, Problem> {
    let lists = app.node.monitoring_reach(&bearer.actor, bearer.desk_of(query.desk)?).await?;
    Ok(Json(Reach {
        caught_up: lists.iter().all(node::casework::ListReach::is_caught_up),
        lists: lists
            .into_iter()
            .map(|list| ListReachView {
                caught_up: list.is_caught_up(),
                list: list.list.0,
                current: list.current,
                reached: list.reached,
                at: list.at.map(|at| at.to_string()),
            })
            .collect(),
    }))
}

/// Which desk.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeskQuery {
    desk: Option<Desk>,
}

async fn of_desk(app: &App, bearer: &Bearer, id: RecordId) -> Result<Stored<MonitoredSubject>, Problem> {
    visible(bearer, id, app.node.monitored_subject(&bearer.actor, id).await, |record| record.desk)
}
