//! The page of a suppression: whom and what it silences, why, by whom, until when; and what became of it.

use super::{Subject, entry_name, status};
use crate::console::addresses::record;
use crate::console::errors::{Failure, telling};
use crate::console::frame::{Frame, Place};
use crate::console::name::Shown;
use crate::console::queue::Status;
use crate::console::reviews::{Noted, Proposal, Rights, Step, in_order, steps};
use crate::console::visitor::Visitor;
use crate::console::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::RecordId;
use node::casework::{End, Stored, Suppression};
use node::identity::{Action, Review};
use node::{NodeError, permissions};

#[derive(Template)]
#[template(path = "suppression.html")]
struct SuppressionPage {
    f: Frame,
    title: String,
    id: String,
    revision: u64,
    desk_name: String,
    entry: Shown,
    list: String,
    entry_id: String,
    subject: Subject,
    fingerprint: String,
    status: Status,
    until: String,
    days: Option<String>,
    reason: Shown,
    author: Shown,
    approver: Option<Shown>,
    alert: Option<String>,
    proposal: Option<Proposal>,
    may_withdraw: bool,
    steps: Vec<Step>,
    legal_basis: Shown,
    marking: &'static str,
    typed: Noted,
    trouble: Option<String>,
}

/// The page of a suppression.
pub async fn suppression(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    show(&app, &visitor, record(&id)?, Noted::default()).await
}

/// The page, with what was typed where an act was refused.
pub async fn show(app: &Shared, visitor: &Visitor, id: RecordId, typed: Noted) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let Stored { record: found, revision, .. } = app.node.suppression(actor, id).await?;
    let f = Frame::of(visitor, Place::Suppressions);
    let w = &f.words;
    let today = model::day_of(w.now());
    let terms = found.terms();
    let may = |action| permissions::may(actor, action, Some(found.desk));
    let proposes = may(Action::SuppressionPropose);
    // Whoever proposed one takes it back as one that stands is taken back.
    let rights = Rights { approves: may(Action::SuppressionApprove), proposes: false };
    let decision = match app.node.decision(actor, terms.decision).await {
        Ok(decision) => Some(decision.record),
        Err(NodeError::Denied(_) | NodeError::NotFound { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let proposed = match &found.review {
        Review::Proposed(proposed) if found.ended.is_none() => Some(proposed),
        _ => None,
    };
    let place = (id.to_string(), format!("/suppressions/{id}"));
    let page_of = SuppressionPage {
        title: w.say("suppression"),
        id: id.to_string(),
        revision,
        desk_name: w.say(&format!("desk-{}", found.desk.as_str())),
        entry: entry_name(app, &terms.entry, w).await?,
        list: terms.entry.list.0.clone(),
        entry_id: terms.entry.entry.0.clone(),
        subject: Subject::new(&found, w),
        fingerprint: terms.subject.fingerprint.0.clone(),
        status: status(&found, today, w),
        until: w.day(terms.until),
        days: found.in_force(today).then(|| w.days_left(terms.until)),
        reason: Shown::new(found.review.proposal().reason(), w),
        author: Shown::new(&found.review.proposal().by().name, w),
        approver: found.review.approved().map(|approved| Shown::new(&approved.by().name, w)),
        alert: decision.map(|decision| format!("/alerts/{}", decision.alert)),
        proposal: proposed.map(|proposed| {
            let kind = w.say("suppression");
            Proposal::new(proposed, kind, place, (actor, rights), w).of(revision, &typed.note)
        }),
        may_withdraw: proposes && matches!(found.state_name(today), "proposed" | "in-force"),
        steps: history(&found, w),
        legal_basis: Shown::new(&found.envelope.legal_basis.0, w),
        marking: found.envelope.marking.tlp.as_str(),
        trouble: typed.trouble.map(|key| w.say(key)),
        typed,
        f,
    };
    Ok(telling(page_of.typed.trouble, &page_of.f, &page_of))
}

fn history(found: &Suppression, words: &Words) -> Vec<Step> {
    let mut all = steps(&found.review, &words.say("suppression"), words);
    match &found.ended {
        Some(End::Changed { change, at }) => {
            let what = words.say(&format!("suppression-reopened-{}", change.as_str()));
            all.push((*at, Step::new(*at, "alert", Shown::said(&what), words).settling()));
        }
        Some(End::TakenBack { by, at, reason }) => {
            let what = Shown::said(&words.say("suppression-state-taken-back"));
            let step = Step::new(*at, "closed", what, words).settling();
            all.push((*at, step.by(&by.name, words).saying(reason, words)));
        }
        None => {}
    }
    in_order(all)
}
