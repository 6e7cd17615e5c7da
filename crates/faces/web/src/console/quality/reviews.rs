//! Second reviews: decisions drawn by a seed that nobody chooses, and what another person says of each.

use super::{FEW, day, desk_of, same, show};
use crate::console::addresses::record;
use crate::console::errors::{Failure, trouble};
use crate::console::form::{Form, Posted};
use crate::console::frame::{Frame, Place, Said, onward, page_with};
use crate::console::name::Shown;
use crate::console::queue::Choice;
use crate::console::visitor::Visitor;
use crate::console::words::Words;
use crate::state::{App, Shared};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use node::casework::{DecisionKind, SecondReview, Stored};
use node::identity::Action;
use node::permissions;

/// A drawn decision in short.
pub struct ReviewRow {
    /// Its id.
    pub id: String,
    /// What was decided.
    pub first: String,
    /// Who decided it.
    pub by: Shown,
}

impl ReviewRow {
    /// A drawn decision.
    pub fn new(review: &SecondReview, words: &Words) -> Self {
        Self {
            id: review.id.to_string(),
            first: words.say(&format!("decision-{}", review.first.as_str())),
            by: Shown::new(&review.first_by.name, words),
        }
    }
}

/// Draws decisions for a second look.
pub async fn draw(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    let desk = desk_of(&form)?;
    let share = form.text("share").trim().parse::<f64>().map(|percent| percent / 100.0);
    let (Some(from), Some(to), Ok(share)) = (day(form.text("from")), day(form.text("to")), share) else {
        return show(&app, &visitor, &same(&form), Some("console-trouble-sample")).await;
    };
    if !(share > 0.0 && share <= 1.0) || from > to {
        return show(&app, &visitor, &same(&form), Some("console-trouble-sample")).await;
    }
    app.node.draw_sample(visitor.actor(), desk, (from, to), share).await?;
    Ok(onward(&format!("/quality?desk={}&from={from}&to={to}#reviews", desk.as_str()), Said::Drawn))
}

/// What a second reviewer said.
struct Verdict {
    kind: String,
    agrees: bool,
    by: Shown,
    at: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "review.html")]
struct ReviewPage {
    f: Frame,
    title: String,
    id: String,
    revision: u64,
    alert: String,
    sees_alert: bool,
    row: ReviewRow,
    verdict: Option<Verdict>,
    may_say: bool,
    own: bool,
    kinds: Vec<Choice>,
    reason: String,
    trouble: Option<String>,
}

/// One drawn decision.
pub async fn review(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let kept = found(&app, &visitor, &id).await?;
    shown(&visitor, &app, &kept, &Form::default(), None)
}

fn shown(
    visitor: &Visitor,
    app: &App,
    kept: &Stored<SecondReview>,
    typed: &Form,
    trouble: Option<&'static str>,
) -> Result<Response, Failure> {
    let f = Frame::of(visitor, Place::Quality);
    let w = &f.words;
    let review = &kept.record;
    let may = |action| permissions::may(visitor.actor(), action, Some(review.desk));
    let own = review.first_by.person == visitor.actor().person();
    let rules = app.node.desk_rules(review.desk);
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page_of = ReviewPage {
        title: w.say("console-review"),
        id: review.id.to_string(),
        revision: kept.revision,
        alert: review.alert.to_string(),
        sees_alert: may(Action::AlertView),
        row: ReviewRow::new(review, w),
        verdict: review.second.as_ref().map(|second| Verdict {
            kind: w.say(&format!("decision-{}", second.kind.as_str())),
            agrees: review.agrees() == Some(true),
            by: Shown::new(&second.by.name, w),
            at: w.moment(second.at),
            reason: second.reason.clone(),
        }),
        may_say: may(Action::QualityReview) && !own && review.second.is_none(),
        own,
        kinds: rules
            .decisions
            .iter()
            .map(|rule| Choice {
                value: rule.kind.as_str().to_owned(),
                label: w.say(&format!("decision-{}", rule.kind.as_str())),
                chosen: typed.text("kind") == rule.kind.as_str(),
            })
            .collect(),
        reason: typed.text("reason").to_owned(),
        trouble: trouble.map(|key| w.say(key)),
        f,
    };
    Ok(page_with(status, &page_of.f, &page_of))
}

/// Says what a second person would have decided, and goes on to the next that waits.
pub async fn verdict(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Posted { visitor, form }: Posted,
) -> Result<Response, Failure> {
    let kept = found(&app, &visitor, &id).await?;
    let Some(kind) = DecisionKind::parse(form.text("kind")) else {
        return shown(&visitor, &app, &kept, &form, Some("console-trouble-no-kind"));
    };
    let actor = visitor.actor();
    match app.node.review_again(actor, kept.record.id, form.revision(), kind, form.text("reason")).await {
        Ok(review) => {
            let waiting = app.node.second_reviews(actor, review.desk, (None, true), None, FEW).await?;
            let mine = |kept: &&Stored<SecondReview>| kept.record.first_by.person != actor.person();
            let next = match waiting.records.iter().find(mine) {
                Some(next) => format!("/quality/reviews/{}", next.record.id),
                None => format!("/quality?desk={}#reviews", review.desk.as_str()),
            };
            Ok(onward(&next, Said::Reviewed))
        }
        Err(error) => match trouble(&error) {
            Some(key) => {
                let kept = found(&app, &visitor, &id).await?;
                shown(&visitor, &app, &kept, &form, Some(key))
            }
            None => Err(error.into()),
        },
    }
}

async fn found(app: &App, visitor: &Visitor, id: &str) -> Result<Stored<SecondReview>, Failure> {
    let id = record(id)?;
    app.node.second_review(visitor.actor(), id).await.map_err(Failure::hidden)
}
