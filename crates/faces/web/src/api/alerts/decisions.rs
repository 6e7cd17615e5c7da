//! All decisions of a desk, page by page or as CSV.

use super::kind;
use crate::api::common::{next, one_of, parsed};
use crate::api::views::DecisionView;
use crate::http::asked::{Asked, page};
use crate::http::csv;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::Desk;
use node::casework::{Decided, Decision, State as DecisionState};
use node::identity::{Action, Bearer, Review};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Which decisions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DecisionQuery {
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    desk: Option<Desk>,
    /// `final`, `proposed`, `approved` or `rejected`; by default all.
    state: Option<String>,
    /// `true-match`, `false-positive`, `inconclusive`, `freeze` or `release`; by default all.
    kind: Option<String>,
    /// Only those of this person, by id.
    person: Option<String>,
    /// Only those first made at this moment or later.
    since: Option<String>,
    /// `json`, or `csv`: all decisions that the filters find as one file.
    format: Option<String>,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// Decisions of a page, 1 to 500; by default 50.
    limit: Option<usize>,
}

impl DecisionQuery {
    fn read(&self) -> Result<Decided, Problem> {
        let states = ["final", "proposed", "approved", "rejected"].map(|state| (state, state));
        let state = self.state.as_deref().map(|state| one_of("state", state, &states)).transpose()?;
        let person = self.person.as_deref().map(|id| parsed("person", id, "the id of a person"));
        let since = self.since.as_deref().map(|since| parsed("since", since, "2026-11-25T08:00:00Z"));
        Ok(Decided {
            state: state.map(str::to_owned),
            kind: self.kind.as_deref().map(kind).transpose()?,
            person: person.transpose()?,
            since: since.transpose()?,
        })
    }
}

/// A page of decisions.
#[derive(Serialize, ToSchema)]
pub struct DecisionPage {
    /// The decisions, in the order they were made.
    decisions: Vec<DecisionView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// The decisions of a desk, in the order they were made.
#[utoipa::path(get, path = "/api/v1/decisions", tag = "alerts", params(DecisionQuery),
    responses((status = 200, content((DecisionPage = "application/json"), (String = "text/csv")))))]
pub async fn decisions(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    headers: HeaderMap,
    Asked(query): Asked<DecisionQuery>,
) -> Result<Response, Problem> {
    let desk = bearer.desk_of(query.desk)?;
    let which = query.read()?;
    if csv::wanted(&headers, query.format.as_deref())? {
        return exported(app, bearer, desk, which).await;
    }
    let (after, limit) = page(query.cursor.as_deref(), query.limit)?;
    let page = app.node.decided(&bearer.actor, desk, &which, after, limit).await?;
    let decisions = page.records.iter().map(|kept| DecisionView::of(&kept.record)).collect();
    Ok(Json(DecisionPage { decisions, next: next(page.next) }).into_response())
}

/// Columns of the file.
const COLUMNS: [&str; 11] =
    ["id", "alert", "kind", "state", "things", "reason", "by", "at", "settled_by", "settled_at", "note"];

async fn exported(app: Shared, bearer: Arc<Bearer>, desk: Desk, which: Decided) -> Result<Response, Problem> {
    app.node.note_taken_out(&bearer.actor, Action::AlertView, desk, "decisions").await?;
    csv::export("decisions", &COLUMNS, move |after| {
        let (app, bearer, which) = (Arc::clone(&app), Arc::clone(&bearer), which.clone());
        async move {
            let page = app.node.decided(&bearer.actor, desk, &which, after, csv::PAGE).await?;
            Ok((page.records.iter().map(|kept| row(&kept.record)).collect(), page.next))
        }
    })
    .await
}

fn row(decision: &Decision) -> Vec<String> {
    let things: Vec<&str> = decision.ruling().things.iter().map(|thing| thing.0.as_str()).collect();
    let (by, at, note) = match &decision.state {
        DecisionState::Reviewed(Review::Approved(approved)) => (
            approved.by().name.clone(),
            approved.at().to_string(),
            approved.note().unwrap_or_default().to_owned(),
        ),
        DecisionState::Reviewed(Review::Rejected(rejected)) => {
            (rejected.by().name.clone(), rejected.at().to_string(), rejected.reason().to_owned())
        }
        DecisionState::Reviewed(Review::Proposed(_)) | DecisionState::Final { .. } => Default::default(),
    };
    vec![
        decision.id.to_string(),
        decision.alert.to_string(),
        decision.ruling().kind.as_str().to_owned(),
        decision.state_name().to_owned(),
        things.join(" "),
        decision.reason().to_owned(),
        decision.by().name.clone(),
        decision.at().to_string(),
        by,
        at,
        note,
    ]
}
