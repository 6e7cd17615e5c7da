//! The quality of decisions and thresholds: figures of a desk as charts, decisions drawn for a second look, tests of what
//! lies below the threshold.

mod below;
pub mod charts;
mod reviews;

pub use below::{judge, run, test};
pub use reviews::{draw, review, verdict};

use super::errors::Failure;
use super::form::Form;
use super::frame::{Frame, Place, page_with};
use super::queue::{Choice, desk_choices};
use super::visitor::Visitor;
use super::words::Words;
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use below::TestRow;
use charts::Chart;
use jiff::Span;
use jiff::civil::Date;
use model::Desk;
use node::casework::Figures;
use node::identity::Action;
use node::{OperatingPoint, permissions};
use reviews::ReviewRow;
use serde::Deserialize;

/// Days that are looked at unless others are chosen.
const DAYS: i64 = 30;

/// Reviews and tests on the page.
const FEW: usize = 20;

/// What is looked at.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Of {
    desk: String,
    from: String,
    to: String,
}

#[derive(Template)]
#[template(path = "quality.html")]
struct QualityPage {
    f: Frame,
    title: String,
    desk_name: String,
    desk: &'static str,
    desks: Vec<Choice>,
    from: Date,
    to: Date,
    decided: String,
    late: String,
    median: String,
    precision: String,
    precision_bounds: String,
    agreement: String,
    charts: Vec<Chart>,
    may_review: bool,
    reviews: Vec<ReviewRow>,
    tests: Vec<TestRow>,
    interval: String,
    points: Vec<Choice>,
    keep_until: Date,
    trouble: Option<String>,
}

/// The figures of a desk.
pub async fn quality(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(of): Query<Of>,
) -> Result<Response, Failure> {
    show(&app, &visitor, &of, None).await
}

async fn show(
    app: &App,
    visitor: &Visitor,
    of: &Of,
    trouble: Option<&'static str>,
) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let desks = permissions::desks(actor, Action::QualityView);
    let desk = chosen(&of.desk, &desks)?;
    let f = Frame::of(visitor, Place::Quality);
    let w = &f.words;
    let today = model::day_of(visitor.now);
    let to = day(&of.to).unwrap_or(today);
    let from = day(&of.from).unwrap_or_else(|| to.saturating_sub(Span::new().days(DAYS))).min(to);
    let figures = app.node.figures(actor, desk, (from, to)).await?;
    let waiting = app.node.waiting_figures(actor, desk).await?;
    let reviews = app.node.second_reviews(actor, desk, (None, true), None, FEW).await?;
    let tests = app.node.below_line_tests(actor, desk, None, FEW).await?;
    let may_review = permissions::may(actor, Action::QualityReview, Some(desk));
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page_of = QualityPage {
        title: w.say("console-quality"),
        desk_name: w.say(&format!("desk-{}", desk.as_str())),
        desk: desk.as_str(),
        desks: desk_choices(&desks, desk, w),
        from,
        to,
        decided: w.number(figures.all.decided),
        late: w.number(figures.all.late),
        median: charts::median(&figures.all, w),
        precision: charts::share(figures.all.precision(), w),
        precision_bounds: charts::bounds(figures.all.precision(), w),
        agreement: charts::share(figures.all.agreement(), w),
        charts: all_charts(&figures, &waiting, w),
        may_review,
        reviews: reviews.records.iter().map(|kept| ReviewRow::new(&kept.record, w)).collect(),
        tests: tests.records.iter().map(|kept| TestRow::new(&kept.record, w)).collect(),
        interval: charts::interval_head(w),
        points: OperatingPoint::ALL
            .into_iter()
            .map(|point| Choice {
                value: point.as_str().to_owned(),
                label: w.say(&format!("operating-point-{}", point.as_str())),
                chosen: point == OperatingPoint::Standard,
            })
            .collect(),
        keep_until: today.saturating_add(Span::new().days(DAYS)),
        trouble: trouble.map(|key| w.say(key)),
        f,
    };
    Ok(page_with(status, &page_of.f, &page_of))
}

fn all_charts(figures: &Figures, waiting: &node::casework::WaitingFigures, words: &Words) -> Vec<Chart> {
    vec![
        charts::by_list(waiting, words),
        charts::by_age(waiting, words),
        charts::precision(figures, words),
        charts::by_point(figures, words),
        charts::by_analyst(figures, words),
    ]
}

fn chosen(wanted: &str, desks: &[Desk]) -> Result<Desk, Failure> {
    match Desk::parse(wanted) {
        Some(desk) if desks.contains(&desk) => Ok(desk),
        Some(_) => Err(Failure::NotAllowed),
        None => desks.first().copied().ok_or(Failure::NotAllowed),
    }
}

fn day(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

/// The desk that a form is about.
fn desk_of(form: &Form) -> Result<Desk, Failure> {
    Desk::parse(form.text("desk")).ok_or(Failure::Unreadable)
}

/// The same, to show the page again.
fn same(form: &Form) -> Of {
    let text = |name: &str| form.text(name).to_owned();
    Of { desk: text("desk"), from: text("from"), to: text("to") }
}
