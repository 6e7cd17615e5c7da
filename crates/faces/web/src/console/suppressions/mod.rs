//! Suppressions: decided false positives that silence the same pair. The list of them; a suppression's own page is
//! `one`, what is done to it is in `acts`.

mod acts;
mod one;

pub use acts::{approve, propose, reject, withdraw};
pub use one::suppression;

use super::addresses::{Turning, cursor, desk_of};
use super::errors::Failure;
use super::frame::{Frame, Place, page};
use super::name::Shown;
use super::queue::{Choice, Status, chosen, desk_choices};
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use node::casework::{Cursor, EXPIRES_SOON, EntryRef, Silenced, Stored, Suppression};
use node::identity::{Action, Actor};
use node::{NodeError, permissions};
use serde::Deserialize;

/// Suppressions of a page.
const PAGE: usize = 25;

/// Which suppressions, as the address says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    desk: String,
    state: String,
    after: String,
}

/// Which suppressions: what is asked of the records, and which of their states remain.
struct Which {
    asked: Silenced,
    states: &'static [&'static str],
}

impl Filter {
    fn which(&self, today: Date) -> Which {
        let asked = Silenced::default();
        let running = Silenced { ended: Some(false), until_from: Some(today), ..Silenced::default() };
        match self.state.as_str() {
            "waiting" => Which { asked: Silenced { waiting: true, ..asked }, states: &["proposed"] },
            "ending" => {
                let soon = today.saturating_add(EXPIRES_SOON.days());
                Which { asked: Silenced { until_by: Some(soon), ..running }, states: &["in-force"] }
            }
            "reopened" => Which { asked: Silenced { ended: Some(true), ..asked }, states: &["reopened"] },
            "all" => Which { asked, states: &[] },
            _ => Which { asked: running, states: &["in-force"] },
        }
    }
}

/// A suppression as a row of the list.
struct SuppressionRow {
    id: String,
    entry: Shown,
    list: String,
    entry_id: String,
    subject: Subject,
    status: Status,
    author: Shown,
    reason: Shown,
    until: String,
    soon: bool,
}

/// Whom a suppression is about: by reference or fingerprint, never by name.
pub struct Subject {
    /// The caller's reference, where there is one that lasts.
    pub reference: Option<Shown>,
    /// The beginning of the fingerprint of the data.
    pub fingerprint: String,
}

impl Subject {
    fn new(found: &Suppression, words: &Words) -> Self {
        let subject = &found.terms().subject;
        Self {
            reference: subject.reference.as_deref().map(|reference| Shown::new(reference, words)),
            fingerprint: subject.fingerprint.0.chars().take(12).collect(),
        }
    }
}

/// How a suppression stands, as a badge.
pub fn status(found: &Suppression, today: Date, words: &Words) -> Status {
    let state = found.state_name(today);
    let class = match state {
        "in-force" => "good",
        "proposed" => "warn",
        "reopened" => "bad",
        _ => "",
    };
    Status { label: words.say(&format!("suppression-state-{state}")), class }
}

#[derive(Template)]
#[template(path = "suppressions.html")]
struct SuppressionsPage {
    f: Frame,
    title: String,
    desk_name: String,
    desks: Vec<Choice>,
    states: Vec<Choice>,
    shown: String,
    rows: Vec<SuppressionRow>,
    turning: Turning,
}

/// The suppressions of a desk.
pub async fn suppressions(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let desks = permissions::desks(actor, Action::SuppressionView);
    let desk = desk_of(&filter.desk, &desks)?;
    let f = Frame::of(&visitor, Place::Suppressions);
    let w = &f.words;
    let today = model::day_of(w.now());
    let (found, next) = found(&app, actor, desk, &filter, today).await?;
    let mut rows = Vec::new();
    for kept in &found {
        rows.push(row(&app, kept, today, w).await?);
    }
    let parts = [("desk", filter.desk.as_str()), ("state", &filter.state)];
    let page_of = SuppressionsPage {
        title: w.say("console-suppressions"),
        desk_name: w.say(&format!("desk-{}", desk.as_str())),
        desks: desk_choices(&desks, desk, w),
        states: chosen(
            &[
                ("", "suppression-state-in-force"),
                ("ending", "console-ending-soon"),
                ("waiting", "console-awaiting-approval"),
                ("reopened", "suppression-state-reopened"),
                ("all", "console-all"),
            ],
            &filter.state,
            w,
        ),
        shown: w.count("console-count-suppressions", rows.len()),
        rows,
        turning: Turning::new("/suppressions", &parts, &filter.after, next.as_ref()),
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

/// A page of them. Some states are told by the records only: pages that hold none of them are passed over.
async fn found(
    app: &Shared,
    actor: &Actor,
    desk: model::Desk,
    filter: &Filter,
    today: Date,
) -> Result<(Vec<Stored<Suppression>>, Option<Cursor>), Failure> {
    let Which { asked, states } = filter.which(today);
    let mut after = cursor(&filter.after)?;
    loop {
        let mut page = app.node.suppressions(actor, desk, &asked, after, PAGE).await?;
        page.records.retain(|kept| states.is_empty() || states.contains(&kept.record.state_name(today)));
        if !page.records.is_empty() || page.next.is_none() {
            return Ok((page.records, page.next));
        }
        after = page.next;
    }
}

async fn row(
    app: &Shared,
    kept: &Stored<Suppression>,
    today: Date,
    words: &Words,
) -> Result<SuppressionRow, Failure> {
    let found = &kept.record;
    let terms = found.terms();
    let soon = today.saturating_add(EXPIRES_SOON.days());
    Ok(SuppressionRow {
        id: found.id.to_string(),
        entry: entry_name(app, &terms.entry, words).await?,
        list: terms.entry.list.0.clone(),
        entry_id: terms.entry.entry.0.clone(),
        subject: Subject::new(found, words),
        status: status(found, today, words),
        author: Shown::new(&found.review.proposal().by().name, words),
        reason: Shown::new(found.review.proposal().reason(), words),
        until: words.day(terms.until),
        soon: found.in_force(today) && terms.until <= soon,
    })
}

/// An entry by its name, or by its id where it is off its list.
async fn entry_name(app: &Shared, entry: &EntryRef, words: &Words) -> Result<Shown, Failure> {
    match app.node.show(&entry.entry.0, Some(&entry.list.0)).await {
        Ok(found) => {
            let names = found.iter().map(|found| &found.entity).find(|entity| entity.id == entry.entry);
            let name = names.map_or(entry.entry.0.as_str(), |entity| entity.profile.caption());
            Ok(Shown::new(name, words))
        }
        Err(NodeError::NotFound { .. }) => Ok(Shown::new(&entry.entry.0, words)),
        Err(error) => Err(error.into()),
    }
}
