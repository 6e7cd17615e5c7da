//! The rights of whoever is known here: finding what is known, giving it out, correcting it, erasing it.

mod erasures;

use crate::http::asked::{Asked, Seen, Sent};
use crate::http::gate::guarded;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::{Desk, RecordId};
use node::casework::{Correction, RecordRef};
use node::identity::{Action, Bearer};
use node::rights::{NewCorrection, SubjectQuery};
use node::serving::subject_from_json;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Finding, exporting, correcting, erasing.
pub fn routes(app: &Shared) -> OpenApiRouter<Shared> {
    let looking =
        OpenApiRouter::new().routes(routes!(find)).routes(routes!(export)).routes(routes!(corrections));
    let correcting = OpenApiRouter::new().routes(routes!(correct));
    guarded(app, Action::RecordExport, looking)
        .merge(guarded(app, Action::RecordCorrect, correcting))
        .merge(erasures::routes(app))
}

/// Which subject: say it in one of the ways.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// The desk; by default the key's.
    #[schema(value_type = Option<String>)]
    desk: Option<Desk>,
    /// By the lasting id that it was screened or registered under.
    reference: Option<String>,
    /// By a name as it was written; all alerts and monitored subjects of the desk are looked through.
    name: Option<String>,
    /// By exactly its data, as it was screened: `{"schema", "properties"}`.
    subject: Option<Value>,
    /// Whoever these records are about: alerts, monitored-subjects, suppressions.
    records: Option<Vec<RecordName>>,
    /// Why, in words; an export and an erasure need it.
    reason: Option<String>,
}

/// A record.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecordName {
    /// `alert`, `monitored-subject`, `suppression`, `case-note`, `case-file`, …
    kind: String,
    /// Its id.
    id: String,
}

impl RecordName {
    fn of(record: &RecordRef) -> Self {
        Self { kind: record.kind.clone(), id: record.id.to_string() }
    }

    fn read(&self) -> Result<RecordRef, Problem> {
        let id = self.id.parse::<RecordId>();
        let id = id.map_err(|_| Problem::usage(format!("{:?} is no id of a record", self.id)))?;
        Ok(RecordRef::new(self.kind.as_str(), id))
    }
}

impl Wanted {
    fn query(&self) -> Result<SubjectQuery, Problem> {
        let one = || Problem::usage("say who is meant by one of reference, name, subject, records");
        let reference = self.reference.clone().map(SubjectQuery::Reference);
        let name = self.name.clone().map(SubjectQuery::Name);
        let subject = match &self.subject {
            Some(value) => Some(SubjectQuery::Data(Box::new(subject_from_json("", value)?.0.profile))),
            None => None,
        };
        let records = match &self.records {
            Some(records) => {
                Some(SubjectQuery::Records(records.iter().map(RecordName::read).collect::<Result<_, _>>()?))
            }
            None => None,
        };
        let mut ways = [reference, name, subject, records].into_iter().flatten();
        match (ways.next(), ways.next()) {
            (Some(way), None) => Ok(way),
            _ => Err(one()),
        }
    }
}

/// What is known of a subject: ids, no content.
#[derive(Serialize, ToSchema)]
struct FindingsView {
    /// The records that are about it.
    records: Vec<RecordName>,
    /// Records about somebody with the same data under another id, or none: a person must say whether it is the same.
    alike: Vec<RecordName>,
    /// Cases that are about others too: what their notes and files say of the subject a person must see.
    shared_cases: Vec<String>,
    /// Own entries of the desk that name it: they end by their own four eyes, not by an erasure.
    own_entries: Vec<String>,
    /// Alerts that nobody decided yet.
    undecided: u64,
}

/// Finds what is known of a subject at a desk. That somebody looked is in the audit log.
#[utoipa::path(post, path = "/api/v1/subjects/find", tag = "subjects", request_body = Wanted,
    responses(
        (status = 200, body = FindingsView),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
async fn find(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(wanted): Sent<Wanted>,
) -> Result<Json<FindingsView>, Problem> {
    let desk = bearer.desk_of(wanted.desk)?;
    let found = app.node.find_subject(&bearer.actor, desk, &wanted.query()?).await?;
    Ok(Json(FindingsView {
        records: found.records.iter().map(RecordName::of).collect(),
        alike: found.alike.iter().map(RecordName::of).collect(),
        shared_cases: found.shared_cases.iter().map(ToString::to_string).collect(),
        own_entries: found.own_entries.iter().map(ToString::to_string).collect(),
        undecided: found.undecided,
    }))
}

/// Gives out all that is known and was decided of a subject, with purpose and legal basis of each screening. Who works
/// here is not named. It is a disclosure in the audit log; `reason` says to whom and why.
#[utoipa::path(post, path = "/api/v1/subjects/export", tag = "subjects", request_body = Wanted,
    responses(
        (status = 200, body = Value),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
async fn export(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(wanted): Sent<Wanted>,
) -> Result<Json<Value>, Problem> {
    let desk = bearer.desk_of(wanted.desk)?;
    let reason = wanted.reason.as_deref().unwrap_or_default();
    let given = app.node.export_subject(&bearer.actor, desk, &wanted.query()?, reason).await?;
    Ok(Json(given.bundle))
}

/// A correction to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct WantedCorrection {
    /// The desk; by default the key's.
    #[schema(value_type = Option<String>)]
    desk: Option<Desk>,
    /// The alert or monitored-subject.
    record: RecordName,
    /// What is known of the subject now, all of it: `{"schema", "properties"}`.
    subject: Value,
    /// Why, in words.
    reason: String,
}

/// A correction.
#[derive(Serialize, ToSchema)]
struct CorrectionView {
    /// Its id.
    id: String,
    /// The record.
    record: RecordName,
    /// What it said.
    before: Value,
    /// What it says now.
    after: Value,
    /// Who corrected it.
    by: String,
    /// When.
    at: String,
    /// Why.
    reason: String,
}

impl CorrectionView {
    fn of(correction: Correction) -> Self {
        Self {
            id: correction.id.to_string(),
            record: RecordName::of(&correction.about),
            before: correction.before,
            after: correction.after,
            by: correction.by.name,
            at: correction.at.to_string(),
            reason: correction.reason,
        }
    }
}

/// Corrects what an alert or a monitored subject says of its subject, and looks again with the new data: open matches
/// that are none any more are withdrawn, new ones open the alert. What was decided stays decided.
#[utoipa::path(post, path = "/api/v1/subjects/corrections", tag = "subjects", request_body = WantedCorrection,
    params(("if-match" = Option<String>, Header, description = "The ETag of the record as it was seen")),
    responses(
        (status = 201, body = CorrectionView),
        (status = 404, body = Problem, content_type = "application/problem+json"),
    ))]
async fn correct(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Seen(seen): Seen,
    Sent(wanted): Sent<WantedCorrection>,
) -> Result<Response, Problem> {
    let desk = bearer.desk_of(wanted.desk)?;
    let new = NewCorrection {
        about: wanted.record.read()?,
        profile: subject_from_json("", &wanted.subject)?.0.profile,
        reason: wanted.reason,
    };
    let made = app.node.correct(&bearer.actor, desk, seen, new).await?;
    Ok((StatusCode::CREATED, Json(CorrectionView::of(made))).into_response())
}

/// Which corrections.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CorrectionsQuery {
    about: String,
    desk: Option<Desk>,
}

/// Corrections of one record.
#[derive(Serialize, ToSchema)]
struct Corrections {
    /// The corrections, the oldest first.
    corrections: Vec<CorrectionView>,
    /// None: there are few.
    next: Option<String>,
}

/// The corrections of a record, the oldest first.
#[utoipa::path(get, path = "/api/v1/subjects/corrections", tag = "subjects",
    params(
        ("about" = String, Query, description = "The record's id"),
        ("desk" = Option<String>, Query, description = "The desk; by default the key's"),
    ),
    responses((status = 200, body = Corrections)))]
async fn corrections(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<CorrectionsQuery>,
) -> Result<Json<Corrections>, Problem> {
    let desk = bearer.desk_of(query.desk)?;
    let about = query.about.parse().map_err(|_| Problem::usage("about must be the id of a record"))?;
    let found = app.node.corrections(&bearer.actor, desk, about).await?;
    Ok(Json(Corrections { corrections: found.into_iter().map(CorrectionView::of).collect(), next: None }))
}
