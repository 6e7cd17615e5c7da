//! Deciding many alerts alike, with care: a bounded list, each as it was seen, each with its own outcome. Nobody is
//! called a true match, or frozen, in bulk.

use super::{kind, of_desk};
use crate::api::views::DecisionView;
use crate::http::asked::Sent;
use crate::http::problem::Problem;
use crate::http::records;
use crate::state::{App, Shared};
use axum::extract::State;
use axum::http::StatusCode;
use axum::{Extension, Json};
use node::casework::DecisionKind;
use node::identity::Bearer;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// One decision about many alerts.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkDecision {
    /// `false-positive`, `inconclusive` or `release`.
    kind: String,
    /// Why, in words; it is kept with each decision.
    reason: String,
    /// The alerts, as they were seen; at most as many as the desk's rules allow (200 as shipped).
    alerts: Vec<SeenAlert>,
}

/// An alert as it was seen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenAlert {
    /// Its id.
    id: String,
    /// Its ETag, or its `revision`.
    etag: String,
}

/// What became of each alert.
#[derive(Serialize, ToSchema)]
pub struct BulkOutcomes {
    /// In the order of the request.
    outcomes: Vec<BulkOutcome>,
}

/// What became of one alert.
#[derive(Serialize, ToSchema)]
pub struct BulkOutcome {
    /// The alert.
    alert: String,
    /// The status that deciding it alone would have had: 201, 404, 409, 412 or 422.
    status: u16,
    /// The decision; one that is `proposed` waits for a second person.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionView>,
    /// Why it was not decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// Decides the open matches of many alerts alike. Each alert is decided alone, and only if it is as it was seen; the
/// answer tells what became of each. What is grave becomes a proposal. The key must be good for `alert.view` too.
#[utoipa::path(post, path = "/api/v1/alerts/decisions", tag = "alerts", request_body = BulkDecision,
    responses((status = 200, body = BulkOutcomes)))]
pub async fn decide_many(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(wanted): Sent<BulkDecision>,
) -> Result<Json<BulkOutcomes>, Problem> {
    let kind = kind(&wanted.kind)?;
    if !kind.is_for_many() {
        let detail = format!("{} is not decided in bulk; decide the alerts one by one", kind.as_str());
        return Err(Problem::usage(detail));
    }
    let most = model::Desk::ALL.map(|desk| app.node.desk_rules(desk).most_in_bulk).into_iter().min();
    let (most, found) = (most.unwrap_or(0), wanted.alerts.len());
    if found == 0 || found > most {
        let detail =
            format!("1 to {most} alerts can be decided at once, these are {found}; narrow the selection");
        return Err(Problem::usage(detail));
    }
    let different: HashSet<&str> = wanted.alerts.iter().map(|alert| alert.id.as_str()).collect();
    if different.len() < found {
        return Err(Problem::usage("an alert is named twice; name each once"));
    }
    let mut outcomes = Vec::with_capacity(found);
    for seen in wanted.alerts {
        let (status, decision, problem) = match one(&app, &bearer, &seen, kind, &wanted.reason).await {
            Ok(decision) => (StatusCode::CREATED, Some(decision), None),
            Err(problem) => (problem.status(), None, Some(problem)),
        };
        outcomes.push(BulkOutcome { alert: seen.id, status: status.as_u16(), decision, problem });
    }
    Ok(Json(BulkOutcomes { outcomes }))
}

async fn one(
    app: &App,
    bearer: &Bearer,
    seen: &SeenAlert,
    kind: DecisionKind,
    reason: &str,
) -> Result<DecisionView, Problem> {
    let id = records::id(&seen.id)?;
    let revision = seen.etag.trim().trim_matches('"').parse().map_err(|_| {
        let detail = format!("{:?} is no ETag of an alert; send the one that was seen", seen.etag);
        Problem::new(StatusCode::PRECONDITION_FAILED, detail)
    })?;
    of_desk(app, bearer, id).await?;
    let made = app.node.decide(&bearer.actor, id, Some(revision), (kind, &[]), reason).await?;
    Ok(DecisionView::of(&made))
}
