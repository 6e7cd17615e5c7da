//! Tests below the line: pairs that scored just below the threshold, drawn and judged by people, to see what it misses.

use super::{charts, day, desk_of, same, show};
use crate::console::addresses::record;
use crate::console::errors::Failure;
use crate::console::explained::Explained;
use crate::console::form::Posted;
use crate::console::frame::{Frame, Place, Said, onward, page};
use crate::console::moments::Moment;
use crate::console::name::Shown;
use crate::console::visitor::Visitor;
use crate::console::words::Words;
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use model::{LegalBasis, Schema, Subject};
use node::casework::{BelowLine, BelowLineOrder, NearMiss, Stored};
use node::identity::Action;
use node::serving::subject_from_json;
use node::{OperatingPoint, permissions};
use serde::Deserialize;
use serde_json::json;

/// Pairs that are drawn at most, and that are on one page.
const MOST: usize = 100;
const PAGE: usize = 10;

/// A test in short.
pub struct TestRow {
    /// Its id.
    pub id: String,
    /// When it was run.
    pub at: Moment,
    /// Who ran it.
    pub by: Shown,
    /// Subjects screened.
    pub subjects: String,
    /// Pairs between floor and line.
    pub found: String,
    /// Drawn pairs that wait for a judgement.
    pub waiting: String,
    /// The share of judged pairs that are the same after all.
    pub missed: String,
    /// The interval in which it lies.
    pub bounds: String,
}

impl TestRow {
    /// A test.
    pub fn new(test: &BelowLine, words: &Words) -> Self {
        let waiting = test.pairs.iter().filter(|pair| pair.same.is_none()).count();
        Self {
            id: test.id.to_string(),
            at: Moment::new(test.at, words),
            by: Shown::new(&test.by.name, words),
            subjects: words.number(test.subjects),
            found: words.number(test.found),
            waiting: words.number(waiting),
            missed: charts::share(test.missed(), words),
            bounds: charts::bounds(test.missed(), words),
        }
    }
}

/// Runs a test over names, one to a line.
pub async fn run(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    let desk = desk_of(&form)?;
    let subjects = subjects(form.text("names"));
    let point = OperatingPoint::parse(form.text("point")).unwrap_or_default();
    let depth = form.text("depth").trim().parse::<f64>().ok().filter(|depth| *depth > 0.0);
    let basis = form.text("basis").trim();
    let keep_until = day(form.text("keep_until")).filter(|day| *day >= model::day_of(visitor.now));
    let (Some(depth), Some(keep_until)) = (depth, keep_until) else {
        return show(&app, &visitor, &same(&form), Some("console-trouble-test")).await;
    };
    if subjects.is_empty() || basis.is_empty() {
        return show(&app, &visitor, &same(&form), Some("console-trouble-test")).await;
    }
    let line = point.figures().threshold;
    let order = BelowLineOrder {
        legal_basis: LegalBasis(basis.to_owned()),
        line,
        floor: line - depth,
        most: MOST,
        keep_until,
    };
    let test = app.node.test_below_line(visitor.actor(), desk, order, subjects).await?;
    Ok(onward(&format!("/quality/tests/{}", test.id), Said::Tested))
}

fn subjects(names: &str) -> Vec<Subject> {
    let lines = names.lines().map(str::trim).filter(|line| !line.is_empty());
    let subject = |(at, name): (usize, &str)| {
        let value = json!({"schema": Schema::Person.as_str(), "properties": {"name": [name]}});
        subject_from_json(&(at + 1).to_string(), &value).ok().map(|(subject, _)| subject)
    };
    lines.enumerate().filter_map(subject).collect()
}

/// A pair just below the threshold.
struct PairView {
    number: usize,
    subject: Shown,
    caption: Shown,
    list: String,
    score: String,
    explained: Option<Explained>,
    same: Option<bool>,
}

impl PairView {
    fn new(number: usize, near: &NearMiss, words: &Words) -> Self {
        let found = near.evidence.matched();
        let profile = &near.evidence.subject.profile;
        Self {
            number,
            subject: Shown::new(profile.caption(), words),
            caption: Shown::new(&near.caption, words),
            list: near.thing.entry().map(|entry| entry.list.0.clone()).unwrap_or_default(),
            score: words.weight(near.score),
            explained: found.map(|found| Explained::new(&found, profile, None, words)),
            same: near.same,
        }
    }
}

#[derive(Template)]
#[template(path = "below.html")]
struct TestPage {
    f: Frame,
    title: String,
    id: String,
    row: TestRow,
    line: String,
    floor: String,
    seed: String,
    keep_until: Option<String>,
    pairs: Vec<PairView>,
    may_judge: bool,
    from: usize,
    first: Option<String>,
    next: Option<String>,
}

/// From which pair on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Start {
    from: usize,
}

/// One test with its pairs.
pub async fn test(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(Start { from }): Query<Start>,
) -> Result<Response, Failure> {
    let test = found(&app, &visitor, &id).await?.record;
    let f = Frame::of(&visitor, Place::Quality);
    let w = &f.words;
    let pairs = test.pairs.iter().enumerate().skip(from).take(PAGE);
    let address = |from: usize| format!("/quality/tests/{id}?from={from}");
    let page_of = TestPage {
        title: w.say("console-test"),
        row: TestRow::new(&test, w),
        line: w.weight(test.line),
        floor: w.weight(test.floor),
        seed: test.seed.clone(),
        keep_until: test.envelope.expires_on.map(|day| w.day(day)),
        pairs: pairs.map(|(number, near)| PairView::new(number, near, w)).collect(),
        may_judge: permissions::may(visitor.actor(), Action::QualityReview, Some(test.desk)),
        from,
        first: (from > 0).then(|| address(0)),
        next: (from + PAGE < test.pairs.len()).then(|| address(from + PAGE)),
        id,
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

/// Says of a pair whether the two are the same after all.
pub async fn judge(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let kept = found(&app, &visitor, &id).await?;
    let pair: usize = form.text("pair").parse().map_err(|_| Failure::Unreadable)?;
    let same = match form.text("same") {
        "yes" => true,
        "no" => false,
        _ => return Err(Failure::Unreadable),
    };
    // Pairs are judged one by one, and each on its own: what others judged meanwhile stays.
    app.node.judge_near_miss(visitor.actor(), kept.record.id, None, (pair, same)).await?;
    let from: usize = form.text("from").parse().unwrap_or_default();
    Ok(onward(&format!("/quality/tests/{id}?from={from}#pair{pair}"), Said::Judged))
}

async fn found(app: &App, visitor: &Visitor, id: &str) -> Result<Stored<BelowLine>, Failure> {
    let id = record(id)?;
    app.node.below_line_test(visitor.actor(), id).await.map_err(Failure::hidden)
}
