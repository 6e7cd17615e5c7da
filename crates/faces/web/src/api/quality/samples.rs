//! Samples of decisions, drawn by a seed that nobody chooses, and what second reviewers say of them.

use super::figures::days;
use crate::api::common::{By, PageQuery, next, parsed};
use crate::http::asked::{Asked, Id, Seen, Sent, etag};
use crate::http::problem::Problem;
use crate::http::records::visible;
use crate::state::{App, Shared};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::{Desk, RecordId};
use node::casework::{DecisionKind, Sample, SecondReview, Stored};
use node::identity::Bearer;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Decisions drawn for a second look.
#[derive(Serialize, ToSchema)]
pub struct SampleView {
    /// Its id.
    id: String,
    /// The seed, in hexadecimal: with it an auditor draws the same decisions again.
    seed: String,
    /// The share that was asked for.
    share: f64,
    /// The first day of the decisions.
    from: String,
    /// The last day.
    to: String,
    /// How many decisions there were to draw from.
    population: u64,
    /// How many were drawn.
    drawn: u64,
    /// Who drew it.
    by: By,
    /// When.
    at: String,
}

impl SampleView {
    fn of(sample: &Sample) -> Self {
        Self {
            id: sample.id.to_string(),
            seed: sample.seed.clone(),
            share: sample.share,
            from: sample.from.to_string(),
            to: sample.to.to_string(),
            population: sample.population,
            drawn: sample.drawn,
            by: By::of(&sample.by),
            at: sample.at.to_string(),
        }
    }
}

/// A page of samples.
#[derive(Serialize, ToSchema)]
pub struct SamplePage {
    /// The samples, the latest first.
    samples: Vec<SampleView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Samples that were drawn at a desk, the latest first.
#[utoipa::path(get, path = "/api/v1/quality/samples", tag = "quality", params(PageQuery),
    responses((status = 200, body = SamplePage)))]
pub async fn samples(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<PageQuery>,
) -> Result<Json<SamplePage>, Problem> {
    let (desk, after, limit) = query.read(&bearer)?;
    let page = app.node.samples(&bearer.actor, desk, after, limit).await?;
    let samples = page.records.iter().map(|kept| SampleView::of(&kept.record)).collect();
    Ok(Json(SamplePage { samples, next: next(page.next) }))
}

/// A sample to be drawn.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSample {
    /// The first day of the decisions, YYYY-MM-DD.
    from: String,
    /// The last day, YYYY-MM-DD.
    to: String,
    /// The share of them, above 0 and at most 1; at least one is drawn.
    share: f64,
    /// The desk; needed by people who work at several.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    desk: Option<Desk>,
}

/// Draws a share of the decisions that were made on some days and stand, for a second look.
#[utoipa::path(post, path = "/api/v1/quality/samples", tag = "quality", request_body = NewSample,
    responses((status = 201, body = SampleView)))]
pub async fn draw(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(new): Sent<NewSample>,
) -> Result<Response, Problem> {
    let desk = bearer.desk_of(new.desk)?;
    let days = days(&new.from, &new.to)?;
    let sample = app.node.draw_sample(&bearer.actor, desk, days, new.share).await?;
    Ok((StatusCode::CREATED, Json(SampleView::of(&sample))).into_response())
}

/// A drawn decision, and what the second reviewer says of it.
#[derive(Serialize, ToSchema)]
pub struct SecondReviewView {
    /// Its id.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// The sample.
    sample: String,
    /// The alert.
    alert: String,
    /// The decision.
    decision: String,
    /// What was decided.
    first: &'static str,
    /// Who decided it.
    first_by: By,
    /// What the second reviewer would have decided; none while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    second: Option<&'static str>,
    /// Who that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    second_by: Option<By>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    second_at: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Whether both say the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    agrees: Option<bool>,
}

impl SecondReviewView {
    fn of(kept: &Stored<SecondReview>) -> Self {
        let review = &kept.record;
        let second = review.second.as_ref();
        Self {
            id: review.id.to_string(),
            revision: kept.revision,
            sample: review.sample.to_string(),
            alert: review.alert.to_string(),
            decision: review.decision.to_string(),
            first: review.first.as_str(),
            first_by: By::of(&review.first_by),
            second: second.map(|second| second.kind.as_str()),
            second_by: second.map(|second| By::of(&second.by)),
            second_at: second.map(|second| second.at.to_string()),
            reason: second.map(|second| second.reason.clone()),
            agrees: review.agrees(),
        }
    }
}

/// A page of second reviews.
#[derive(Serialize, ToSchema)]
pub struct ReviewPage {
    /// The reviews, in the order they were drawn.
    reviews: Vec<SecondReviewView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Which drawn decisions.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReviewQuery {
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    desk: Option<Desk>,
    /// Only those of this sample.
    sample: Option<String>,
    /// Only those that nobody looked at yet.
    #[serde(default)]
    waiting: bool,
    /// The `next` of the page before.
    cursor: Option<String>,
    /// Reviews of a page, 1 to 500; by default 50.
    limit: Option<usize>,
}

/// Decisions that were drawn at a desk, and what second reviewers say of them.
#[utoipa::path(get, path = "/api/v1/quality/reviews", tag = "quality", params(ReviewQuery),
    responses((status = 200, body = ReviewPage)))]
pub async fn reviews(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(ReviewQuery { desk, sample, waiting, cursor, limit }): Asked<ReviewQuery>,
) -> Result<Json<ReviewPage>, Problem> {
    let (desk, after, limit) = PageQuery { desk, cursor, limit }.read(&bearer)?;
    let sample = sample.map(|sample| parsed("sample", &sample, "the id of a sample")).transpose()?;
    let page = app.node.second_reviews(&bearer.actor, desk, (sample, waiting), after, limit).await?;
    let reviews = page.records.iter().map(SecondReviewView::of).collect();
    Ok(Json(ReviewPage { reviews, next: next(page.next) }))
}

/// One drawn decision.
#[utoipa::path(get, path = "/api/v1/quality/reviews/{id}", tag = "quality",
    params(("id" = String, Path, description = "The review's id")),
    responses((status = 200, body = SecondReviewView, headers(("etag" = String, description = "Its revision")))))]
pub async fn review(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    shown(&app, &bearer, id).await
}

/// What a second reviewer says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// What they would have decided.
    kind: String,
    /// Why, in words.
    reason: String,
}

/// Says what a second person would have decided. Whoever decided it, and their keys, cannot. The key must be good for
/// `quality.view` too.
#[utoipa::path(post, path = "/api/v1/quality/reviews/{id}/verdict", tag = "quality", request_body = Verdict,
    params(("id" = String, Path, description = "The review's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the review as it was seen")),
    responses((status = 200, body = SecondReviewView, headers(("etag" = String, description = "Its new revision")))))]
pub async fn give_verdict(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(verdict): Sent<Verdict>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    let kind = DecisionKind::parse(&verdict.kind)
        .ok_or_else(|| Problem::usage(format!("there is no decision {:?}", verdict.kind)))?;
    app.node.review_again(&bearer.actor, id, seen, kind, &verdict.reason).await?;
    shown(&app, &bearer, id).await
}

async fn of_desk(app: &App, bearer: &Bearer, id: RecordId) -> Result<Stored<SecondReview>, Problem> {
    visible(bearer, id, app.node.second_review(&bearer.actor, id).await, |review| review.desk)
}

async fn shown(app: &App, bearer: &Bearer, id: RecordId) -> Result<Response, Problem> {
    let kept = of_desk(app, bearer, id).await?;
    Ok((etag(kept.revision), Json(SecondReviewView::of(&kept))).into_response())
}
