//! The party's own entries: the list of them. An entry's own page is `one`, the form that proposes one is `editing`,
//! what is done to it is in `acts`.

mod acts;
mod editing;
mod one;
mod written;

pub use acts::{approve, reject, remove};
pub use editing::{change, edit, new, propose};
pub use one::own_entry;

use super::addresses::{Turning, cursor, desk_of};
use super::errors::Failure;
use super::frame::{Frame, Place, page};
use super::moments::Moment;
use super::name::Shown;
use super::queue::{Choice, Status, chosen, desk_choices};
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use node::casework::{OwnEntry, OwnEntryChange, Stored};
use node::identity::{Action, Proposed, Review};
use node::permissions;
use serde::Deserialize;

/// Entries of a page.
const PAGE: usize = 50;

/// Which own entries, as the address says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    desk: String,
    state: String,
    after: String,
}

/// An own entry as a row of the list.
struct EntryRow {
    id: String,
    caption: Shown,
    kind: String,
    status: Status,
    waits: Option<String>,
    until: Option<String>,
    author: Shown,
    changed: Moment,
}

impl EntryRow {
    fn new(kept: &Stored<OwnEntry>, today: Date, words: &Words) -> Self {
        let entry = &kept.record;
        let history = entry.history();
        let content = content(&history);
        let latest = history.last().map(Review::proposal);
        Self {
            id: entry.id.to_string(),
            caption: Shown::new(caption(&history), words),
            kind: content.map(|(entity, _)| schema(entity.profile.schema, words)).unwrap_or_default(),
            status: status(entry, today, words),
            waits: entry.pending.as_ref().map(|pending| proposed(entry, pending, words)),
            until: content.map(|(_, until)| words.day(until)),
            author: Shown::new(latest.map_or("", |latest| &latest.by().name), words),
            changed: Moment::new(latest.map_or(words.now(), Proposed::at), words),
        }
    }
}

/// The content that an entry has, or was proposed to have: the latest of those that were approved or wait.
fn content(history: &[Review<OwnEntryChange>]) -> Option<(&model::Entity, Date)> {
    let of = |review: &'_ Review<OwnEntryChange>| !matches!(review, Review::Rejected(_));
    let contents = |keep: &dyn Fn(&Review<OwnEntryChange>) -> bool| {
        history.iter().rev().filter(|review| keep(review)).find_map(|review| match review.what() {
            OwnEntryChange::Content { entity, until } => Some((&**entity, *until)),
            OwnEntryChange::Removal => None,
        })
    };
    contents(&of).or_else(|| contents(&|_| true))
}

/// The name to show.
fn caption(history: &[Review<OwnEntryChange>]) -> &str {
    content(history).map_or("", |(entity, _)| entity.profile.caption())
}

/// What is proposed, in words.
fn proposed(entry: &OwnEntry, pending: &Proposed<OwnEntryChange>, words: &Words) -> String {
    words.say(match pending.what() {
        OwnEntryChange::Removal => "console-own-removal",
        OwnEntryChange::Content { .. } if entry.approved.is_some() => "console-own-change",
        OwnEntryChange::Content { .. } => "console-own-new",
    })
}

/// How an entry stands, as a badge.
fn status(entry: &OwnEntry, today: Date, words: &Words) -> Status {
    let state = entry.state_name(today);
    let class = match state {
        "in-force" => "good",
        "proposed" => "warn",
        "expired" => "bad",
        _ => "",
    };
    Status { label: words.say(&format!("own-entry-state-{state}")), class }
}

/// A kind of thing, in words.
fn schema(schema: model::Schema, words: &Words) -> String {
    words.say(&format!("schema-{}", schema.as_str().to_lowercase()))
}

#[derive(Template)]
#[template(path = "own_entries.html")]
struct OwnEntriesPage {
    f: Frame,
    title: String,
    desk_name: String,
    desks: Vec<Choice>,
    states: Vec<Choice>,
    shown: String,
    rows: Vec<EntryRow>,
    turning: Turning,
    may_propose: bool,
}

/// The own entries of a desk.
pub async fn own_entries(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let desks = permissions::desks(actor, Action::OwnEntryView);
    let desk = desk_of(&filter.desk, &desks)?;
    let f = Frame::of(&visitor, Place::OwnEntries);
    let w = &f.words;
    let waiting = filter.state == "waiting";
    let found = app.node.own_entries(actor, desk, waiting, cursor(&filter.after)?, PAGE).await?;
    let today = model::day_of(w.now());
    let parts = [("desk", filter.desk.as_str()), ("state", &filter.state)];
    let page_of = OwnEntriesPage {
        title: w.say("console-own-entries"),
        desk_name: w.say(&format!("desk-{}", desk.as_str())),
        desks: desk_choices(&desks, desk, w),
        states: chosen(&[("", "console-all"), ("waiting", "console-awaiting-approval")], &filter.state, w),
        shown: w.count("console-count-own-entries", found.records.len()),
        rows: found.records.iter().map(|kept| EntryRow::new(kept, today, w)).collect(),
        turning: Turning::new("/own-entries", &parts, &filter.after, found.next.as_ref()),
        may_propose: permissions::may(actor, Action::OwnEntryPropose, Some(desk)),
        f,
    };
    Ok(page(&page_of.f, &page_of))
}
