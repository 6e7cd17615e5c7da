//! Tests below the line: pairs that scored just below the threshold, drawn and judged, to see what it misses.

use super::figures::ShareView;
use crate::api::common::{By, EnvelopeView, PageQuery, json, next, parsed};
use crate::http::asked::{Asked, Id, Seen, Sent, etag};
use crate::http::problem::Problem;
use crate::http::records::visible;
use crate::state::{App, Shared};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use model::{Desk, RecordId, Subject};
use node::casework::{BelowLine, BelowLineOrder, NearMiss, Stored};
use node::identity::Bearer;
use node::intake::{IntakeOptions, Row, SubjectFormat, Subjects};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;

/// At most so many pairs are drawn.
const MOST: usize = 1000;

/// A test below the line.
#[derive(Serialize, ToSchema)]
pub struct BelowLineView {
    /// Its id.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// The threshold that is tested, in log-odds.
    line: f64,
    /// The lowest score looked at.
    floor: f64,
    /// The seed, in hexadecimal.
    seed: String,
    /// Subjects screened.
    subjects: u64,
    /// Pairs between floor and line.
    found: u64,
    /// The share of judged pairs that are the same after all.
    missed: ShareView,
    /// Who ran it.
    by: By,
    /// When.
    at: String,
    /// Marking, legal basis, source and last day.
    envelope: EnvelopeView,
    /// The pairs that were drawn; left out of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pairs: Option<Vec<PairView>>,
}

/// A pair just below the threshold.
#[derive(Serialize, ToSchema)]
struct PairView {
    /// Its number, by which it is judged.
    pair: usize,
    /// The entry.
    thing: String,
    /// The entry's name to show.
    caption: String,
    /// The score, in log-odds.
    score: f64,
    /// Who was screened.
    subject: Value,
    /// The match as the engine gave it.
    result: Value,
    /// Whether a person finds that they are the same; none while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    same: Option<bool>,
}

impl PairView {
    fn of((pair, near): (usize, &NearMiss)) -> Self {
        Self {
            pair,
            thing: near.thing.key().0,
            caption: near.caption.clone(),
            score: near.score,
            subject: json(&near.evidence.subject),
            result: serde_json::from_str(&near.evidence.result).unwrap_or_default(),
            same: near.same,
        }
    }
}

impl BelowLineView {
    fn of(kept: &Stored<BelowLine>, with_pairs: bool) -> Self {
        let test = &kept.record;
        Self {
            id: test.id.to_string(),
            revision: kept.revision,
            line: test.line,
            floor: test.floor,
            seed: test.seed.clone(),
            subjects: test.subjects,
            found: test.found,
            missed: ShareView::of(test.missed()),
            by: By::of(&test.by),
            at: test.at.to_string(),
            envelope: EnvelopeView::of(&test.envelope),
            pairs: with_pairs.then(|| test.pairs.iter().enumerate().map(PairView::of).collect()),
        }
    }
}

/// A page of tests below the line.
#[derive(Serialize, ToSchema)]
pub struct BelowLinePage {
    /// The tests, the latest first, without their pairs.
    tests: Vec<BelowLineView>,
    /// The cursor of the next page; none at the end.
    next: Option<String>,
}

/// Tests below the line of a desk, the latest first.
#[utoipa::path(get, path = "/api/v1/quality/below-the-line", tag = "quality", params(PageQuery),
    responses((status = 200, body = BelowLinePage)))]
pub async fn tests(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Asked(query): Asked<PageQuery>,
) -> Result<Json<BelowLinePage>, Problem> {
    let (desk, after, limit) = query.read(&bearer)?;
    let page = app.node.below_line_tests(&bearer.actor, desk, after, limit).await?;
    let tests = page.records.iter().map(|kept| BelowLineView::of(kept, false)).collect();
    Ok(Json(BelowLinePage { tests, next: next(page.next) }))
}

/// One test below the line, with its pairs.
#[utoipa::path(get, path = "/api/v1/quality/below-the-line/{id}", tag = "quality",
    params(("id" = String, Path, description = "The test's id")),
    responses((status = 200, body = BelowLineView, headers(("etag" = String, description = "Its revision")))))]
pub async fn test(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
) -> Result<Response, Problem> {
    shown(&app, &bearer, id).await
}

/// A test to be run.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTest {
    /// The threshold that is tested, in log-odds.
    line: f64,
    /// The lowest score looked at, below the line.
    floor: f64,
    /// At most so many pairs are drawn, up to 1000; by default 100.
    #[serde(default)]
    most: Option<usize>,
    /// The last day on which the drawn pairs may be kept, YYYY-MM-DD: they are of people who did not match.
    keep_until: String,
    /// On what legal basis; by default that of the key.
    #[serde(default)]
    legal_basis: Option<String>,
    /// Subjects, `{"id", "schema", "properties"}` each.
    subjects: Vec<Value>,
    /// The desk; needed by people who work at several.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    desk: Option<Desk>,
}

/// Screens subjects with a lower threshold, and draws pairs between it and the one that is tested, for people to judge.
/// It opens no alert.
#[utoipa::path(post, path = "/api/v1/quality/below-the-line", tag = "quality", request_body = NewTest,
    responses((status = 201, body = BelowLineView, headers(("etag" = String, description = "Its revision")))))]
pub async fn run(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Sent(new): Sent<NewTest>,
) -> Result<Response, Problem> {
    let desk = bearer.desk_of(new.desk)?;
    let most = new.most.unwrap_or(100);
    if !(1..=MOST).contains(&most) {
        return Err(Problem::usage(format!("most must be 1 to {MOST}")));
    }
    let keep_until: jiff::civil::Date = parsed("keep_until", &new.keep_until, "2026-12-31")?;
    if keep_until < app.clock.today() {
        return Err(Problem::usage(format!(
            "keep_until {keep_until} is over; give a day that is still to come"
        )));
    }
    let order = BelowLineOrder {
        legal_basis: bearer.basis(new.legal_basis.as_deref())?,
        line: new.line,
        floor: new.floor,
        most,
        keep_until,
    };
    let subjects = subjects(&new.subjects)?;
    let test = app.node.test_below_line(&bearer.actor, desk, order, subjects).await?;
    Ok((StatusCode::CREATED, shown(&app, &bearer, test.id).await?).into_response())
}

/// Subjects of the body: all of them, or a problem.
fn subjects(values: &[Value]) -> Result<Vec<Subject>, Problem> {
    let lines: String = values.iter().map(|value| format!("{value}\n")).collect();
    let options = IntakeOptions { format: Some(SubjectFormat::JsonLines), ..IntakeOptions::default() };
    let mut subjects = Vec::with_capacity(values.len());
    for row in Subjects::open(std::io::Cursor::new(lines.into_bytes()), "subjects", &options)? {
        match row? {
            Row::Subject(subject, _) => subjects.push(*subject),
            Row::Lost(fault) => return Err(Problem::usage(format!("subjects cannot be read: {fault}"))),
        }
    }
    if subjects.is_empty() {
        return Err(Problem::usage("subjects is empty; give some"));
    }
    Ok(subjects)
}

/// What a person finds of a pair.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The pair's number.
    pair: usize,
    /// Whether subject and entry are the same after all.
    same: bool,
}

/// Says of a drawn pair whether the two are the same after all.
#[utoipa::path(post, path = "/api/v1/quality/below-the-line/{id}/judgements", tag = "quality",
    request_body = Judgement,
    params(("id" = String, Path, description = "The test's id"),
        ("if-match" = Option<String>, Header, description = "The ETag of the test as it was seen")),
    responses((status = 200, body = BelowLineView, headers(("etag" = String, description = "Its new revision")))))]
pub async fn judge(
    State(app): State<Shared>,
    Extension(bearer): Extension<Arc<Bearer>>,
    Id(id): Id,
    Seen(seen): Seen,
    Sent(judgement): Sent<Judgement>,
) -> Result<Response, Problem> {
    of_desk(&app, &bearer, id).await?;
    app.node.judge_near_miss(&bearer.actor, id, seen, (judgement.pair, judgement.same)).await?;
    shown(&app, &bearer, id).await
}

async fn of_desk(app: &App, bearer: &Bearer, id: RecordId) -> Result<Stored<BelowLine>, Problem> {
    visible(bearer, id, app.node.below_line_test(&bearer.actor, id).await, |test| test.desk)
}

async fn shown(app: &App, bearer: &Bearer, id: RecordId) -> Result<Response, Problem> {
    let kept = of_desk(app, bearer, id).await?;
    Ok((etag(kept.revision), Json(BelowLineView::of(&kept, true))).into_response())
}
