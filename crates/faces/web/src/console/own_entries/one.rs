//! The page of an own entry: what stands, what is proposed beside it with the differences marked, the second person's
//! word, and its history.

use super::{caption, proposed, status};
use crate::console::addresses::record;
use crate::console::errors::{Failure, telling};
use crate::console::frame::{Frame, Place};
use crate::console::name::Shown;
use crate::console::queue::Status;
use crate::console::reviews::{Noted, Proposal, Rights, Step, in_order, steps};
use crate::console::sides::{self, Value};
use crate::console::visitor::Visitor;
use crate::console::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::{Entity, Profile, RecordId};
use node::casework::{OwnEntry, OwnEntryChange, Stored};
use node::identity::{Action, Review};
use node::permissions;

/// What an entry says of one thing, now and as proposed.
struct Row {
    label: String,
    now: Vec<Value>,
    then: Vec<Value>,
    differs: bool,
}

#[derive(Template)]
#[template(path = "own_entry.html")]
struct OwnEntryPage {
    f: Frame,
    title: String,
    id: String,
    revision: u64,
    desk_name: String,
    caption: Shown,
    entry_id: String,
    status: Status,
    has_now: bool,
    has_then: bool,
    now_head: String,
    rows: Vec<Row>,
    proposal: Option<Proposal>,
    removal: bool,
    may_change: bool,
    may_remove: bool,
    steps: Vec<Step>,
    legal_basis: Shown,
    marking: &'static str,
    typed: Noted,
    trouble: Option<String>,
}

/// The page of an own entry.
pub async fn own_entry(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    show(&app, &visitor, record(&id)?, Noted::default()).await
}

/// The page, with what was typed where an act was refused.
pub async fn show(app: &Shared, visitor: &Visitor, id: RecordId, typed: Noted) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let Stored { record: entry, revision, .. } = app.node.own_entry(actor, id).await?;
    let f = Frame::of(visitor, Place::OwnEntries);
    let w = &f.words;
    let today = model::day_of(w.now());
    let history = entry.history();
    let may = |action| permissions::may(actor, action, Some(entry.desk));
    let proposes = may(Action::OwnEntryPropose);
    let rights = Rights { approves: may(Action::OwnEntryApprove), proposes };
    let now = entry.approved.as_ref().and_then(|approved| entity(approved.what()));
    let waits = entry.pending.as_ref().and_then(|pending| entity(pending.what()));
    // What was only ever turned down is still shown.
    let refused = entry.rejected.as_ref().and_then(|rejected| entity(rejected.proposal().what()));
    let then = waits.or_else(|| refused.filter(|_| now.is_none()));
    let place = (id.to_string(), format!("/own-entries/{id}"));
    let page_of = OwnEntryPage {
        title: w.say("console-own-entry"),
        id: id.to_string(),
        revision,
        desk_name: w.say(&format!("desk-{}", entry.desk.as_str())),
        caption: Shown::new(caption(&history), w),
        entry_id: entry.entry().0,
        status: status(&entry, today, w),
        has_now: now.is_some(),
        has_then: then.is_some(),
        now_head: w.say(match entry.standing(today) {
            Some(_) => "console-as-it-stands",
            None => "console-as-it-stood",
        }),
        rows: rows(now, then, w),
        proposal: entry.pending.as_ref().map(|pending| {
            let what = proposed(&entry, pending, w);
            Proposal::new(pending, what, place, (actor, rights), w).of(revision, &typed.note)
        }),
        removal: entry.pending.as_ref().is_some_and(|pending| *pending.what() == OwnEntryChange::Removal),
        may_change: proposes && entry.pending.is_none(),
        may_remove: proposes && entry.pending.is_none() && entry.standing(today).is_some(),
        steps: in_order(
            history
                .iter()
                .enumerate()
                .flat_map(|(at, review)| {
                    let what = told(&entry, at, review, w);
                    steps(review, &what, w)
                })
                .collect(),
        ),
        legal_basis: Shown::new(&entry.envelope.legal_basis.0, w),
        marking: entry.envelope.marking.tlp.as_str(),
        trouble: typed.trouble.map(|key| w.say(key)),
        typed,
        f,
    };
    Ok(telling(page_of.typed.trouble, &page_of.f, &page_of))
}

fn entity(change: &OwnEntryChange) -> Option<&Entity> {
    match change {
        OwnEntryChange::Content { entity, .. } => Some(entity),
        OwnEntryChange::Removal => None,
    }
}

/// What a step of the history was about.
fn told(entry: &OwnEntry, at: usize, review: &Review<OwnEntryChange>, words: &Words) -> String {
    words.say(match review.what() {
        OwnEntryChange::Removal => "console-own-removal",
        OwnEntryChange::Content { .. } if at == 0 || entry.approved.is_none() => "console-own-new",
        OwnEntryChange::Content { .. } => "console-own-change",
    })
}

/// What the entry says now and as proposed; where there is only one of them, that alone.
fn rows(now: Option<&Entity>, then: Option<&Entity>, words: &Words) -> Vec<Row> {
    let Some(first) = now.or(then) else { return Vec::new() };
    let nothing = Entity::new("", first.profile.schema);
    let (now_entity, then_entity) = (now.unwrap_or(&nothing), then.unwrap_or(&nothing));
    let names = |profile: &Profile| sides::names(profile, profile.caption(), words);
    let until = |entity: &Entity| -> Vec<Value> {
        let day = entity.listing.expires_on.map(|day| words.day(day));
        day.into_iter().map(|day| value(&day, words)).collect()
    };
    let remarks = |entity: &Entity| entity.listing.remarks.iter().map(|text| value(text, words)).collect();
    let pair = |side: bool, of: &Entity, values: Vec<Value>| match side && of.profile.names.is_empty() {
        true => Vec::new(),
        false => values,
    };
    let mut all =
        vec![(words.say("console-field-names"), names(&now_entity.profile), names(&then_entity.profile))];
    for row in sides::rows(&now_entity.profile, Some(&then_entity.profile), None, words) {
        // The side that is not there says nothing, not even its kind.
        let now = pair(now.is_none(), now_entity, row.subject);
        all.push((row.label, now, pair(then.is_none(), then_entity, row.entry)));
    }
    all.push((words.say("console-listing-remarks"), remarks(now_entity), remarks(then_entity)));
    all.push((words.say("heading-expiry"), until(now_entity), until(then_entity)));
    let both = now.is_some() && then.is_some();
    let same = |one: &[Value], other: &[Value]| {
        let text = |value: &Value| format!("{}{}", value.text, value.note);
        one.iter().map(text).eq(other.iter().map(text))
    };
    let said = all.into_iter().filter(|(_, now, then)| !now.is_empty() || !then.is_empty());
    said.map(|(label, now, then)| Row { differs: both && !same(&now, &then), label, now, then }).collect()
}

fn value(text: &str, words: &Words) -> Value {
    Value { text: Shown::new(text, words), note: String::new() }
}
