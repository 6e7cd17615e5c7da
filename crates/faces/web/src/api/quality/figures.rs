//! Figures of a desk over some days: by person and by list.

use crate::api::common::parsed;
use crate::http::asked::Asked;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::extract::State;
use axum::{Extension, Json};
use jiff::civil::Date;
use model::Desk;
use node::casework::{Figures, Outcomes, Share};
use node::identity::Bearer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Which figures.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FiguresQuery {
    /// The first day of the decisions, YYYY-MM-DD.
    from: String,
    /// The last day, YYYY-MM-DD.
    to: String,
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    desk: Option<Desk>,
}

/// A share with the interval in which it lies at 95 % confidence (Wilson).
#[derive(Serialize, ToSchema)]
pub struct ShareView {
    /// How many.
    hits: u64,
    /// Of how many.
    of: u64,
    /// Lower end of the interval.
    low: f64,
    /// Upper end of the interval.
    high: f64,
}

impl ShareView {
    /// A share.
    pub fn of(share: Share) -> Self {
        Self { hits: share.hits, of: share.of, low: share.low, high: share.high }
    }
}

/// How matches were decided.
#[derive(Serialize, ToSchema)]
struct OutcomesView {
    /// Decided matches.
    decided: u64,
    /// By kind of decision.
    kinds: BTreeMap<&'static str, u64>,
    /// Decided after their time.
    late: u64,
    /// The median time from opening to decision, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    median_seconds: Option<i64>,
    /// The share of false positives.
    false_positives: ShareView,
    /// The share of reviewed decisions that the second reviewer agreed with.
    agreement: ShareView,
}

impl OutcomesView {
    fn of(outcomes: &Outcomes) -> Self {
        Self {
            decided: outcomes.decided,
            kinds: outcomes.kinds.iter().map(|(kind, count)| (kind.as_str(), *count)).collect(),
            late: outcomes.late,
            median_seconds: outcomes.median_seconds,
            false_positives: ShareView::of(outcomes.false_positives()),
            agreement: ShareView::of(outcomes.agreement()),
        }
    }
}

/// Figures of one person.
#[derive(Serialize, ToSchema)]
struct AnalystView {
    /// Who.
    id: String,
    /// The name.
    name: String,
    /// What they decided.
    outcomes: OutcomesView,
}

/// Figures of one list.
#[derive(Serialize, ToSchema)]
struct ListFigures {
    /// The list.
    list: String,
    /// How matches with its entries were decided.
    outcomes: OutcomesView,
}

/// Figures of a desk.
#[derive(Serialize, ToSchema)]
pub struct FiguresView {
    /// All decided matches.
    all: OutcomesView,
    /// By who decided, in the order of their names.
    analysts: Vec<AnalystView>,
    /// By the entry's list.
    lists: Vec<ListFigures>,
}

impl FiguresView {
    fn of(figures: &Figures) -> Self {
        let analyst = |analyst: &node::casework::AnalystFigures| AnalystView {
            id: analyst.analyst.to_string(),
            name: analyst.name.clone(),
            outcomes: OutcomesView::of(&analyst.outcomes),
        };
        Self {
            all: OutcomesView::of(&figures.all),
            analysts: figures.analysts.iter().map(analyst).collect(),
            lists: figures
                .lists
                .iter()
                .map(|(list, outcomes)| ListFigures {
                    list: list.0.clone(),
                    outcomes: OutcomesView::of(outcomes),
                })
                .collect(),
        }
    }
}

/// Figures of a desk over the decisions that were made on some days and stand: by person and by list.
#[utoipa::path(get, path = "/api/v1/quality/figures", tag = "quality", params(FiguresQuery),
    responses((status = 200, body = FiguresView)))]
pub async fn figures(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<FiguresQuery>,
) -> Result<Json<FiguresView>, Problem> {
    let desk = bearer.desk_of(query.desk)?;
    let days = days(&query.from, &query.to)?;
    Ok(Json(FiguresView::of(&app.node.figures(&bearer.actor, desk, days).await?)))
}

/// The first and the last of some days.
///
/// # Errors
/// When they are no days, or run backwards.
pub fn days(from: &str, to: &str) -> Result<(Date, Date), Problem> {
    let (from, to) = (parsed("from", from, "2026-11-01")?, parsed("to", to, "2026-11-30")?);
    match from <= to {
        true => Ok((from, to)),
        false => Err(Problem::usage(format!("{from} is after {to}; give the first day, then the last"))),
    }
}
