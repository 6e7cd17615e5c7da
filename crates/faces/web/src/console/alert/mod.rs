//! One alert: subject and entry side by side, why they matched, what was decided, and the form to decide.

mod acts;
mod beyond;
mod deciding;
mod history;
mod matched;

pub use acts::{approve, assign, decide, reject};
pub use history::decided;

use super::addresses::record;
use super::errors::{Failure, telling};
use super::form::Form;
use super::frame::{Frame, Place};
use super::moments::{Clock, Moment};
use super::name::Shown;
use super::queue::{Choice, Status, hands, in_hands};
use super::reviews::{Proposal, Step};
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use beyond::{InCase, Silencing};
use deciding::Deciding;
use matched::MatchView;
use model::{Entity, RecordId};
use node::NodeError;
use node::casework::{Alert, AlertStatus, Matched, Stored};
use node::identity::Action;
use node::permissions;

#[derive(Template)]
#[template(path = "alert.html")]
struct AlertPage {
    f: Frame,
    title: String,
    id: String,
    revision: u64,
    caption: Shown,
    reference: Option<Shown>,
    desk_name: String,
    status: Status,
    due: Option<Clock>,
    opened: Moment,
    assigned: Option<Shown>,
    matches: Vec<MatchView>,
    deciding: Option<Deciding>,
    proposals: Vec<Proposal>,
    events: Vec<Step>,
    in_case: Option<InCase>,
    silencing: Vec<Silencing>,
    may_assign: bool,
    people: Vec<Choice>,
    place: String,
    hands_head: String,
    unassigned: String,
    others: Others,
    legal_basis: Shown,
    marking: &'static str,
    expires: Option<String>,
    trouble: Option<String>,
}

/// Who else looks at the alert.
#[derive(Template)]
#[template(path = "others.html")]
struct Others {
    words: Words,
    names: Vec<Shown>,
}

/// What was typed and could not be taken, to be shown again.
#[derive(Clone, Debug, Default)]
struct Typed {
    kind: String,
    reason: String,
    note: String,
    title: String,
    basis: String,
    thing: String,
    until: String,
    silence: String,
    trouble: Option<&'static str>,
}

/// The page of an alert.
pub async fn alert(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    show(&app, &visitor, record(&id)?, Typed::default()).await
}

/// Who else looks at it, asked for by the page from time to time.
pub async fn others(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = record(&id)?;
    app.node.alert(visitor.actor(), id).await?;
    let words = Words::new(visitor.look.catalogue(), visitor.now);
    let html = present(&app, &visitor, id, words).render();
    Ok(axum::response::Html(html.unwrap_or_default()).into_response())
}

/// The page, where putting the alert into a case or silencing a match of it was refused.
pub async fn refused(
    app: &Shared,
    visitor: &Visitor,
    id: RecordId,
    form: &Form,
    trouble: &'static str,
) -> Result<Response, Failure> {
    let text = |name: &str| form.text(name).to_owned();
    let typed = Typed {
        title: text("title"),
        basis: text("basis"),
        thing: text("thing"),
        until: text("until"),
        silence: text("silence"),
        trouble: Some(trouble),
        ..Typed::default()
    };
    show(app, visitor, id, typed).await
}

fn present(app: &Shared, visitor: &Visitor, id: RecordId, words: Words) -> Others {
    let actor = visitor.actor();
    let names = app.console.presence.see(id, (actor.id, &actor.name), visitor.now);
    Others { words, names: names.iter().map(|name| Shown::new(name, &words)).collect() }
}

async fn show(app: &Shared, visitor: &Visitor, id: RecordId, typed: Typed) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let kept = app.node.alert(actor, id).await?;
    let decisions = app.node.decisions(actor, id).await?;
    let Stored { record: alert, revision, .. } = kept;
    let colleagues = app.node.colleagues(actor, alert.desk).await?;
    let f = Frame::of(visitor, Place::Queue);
    let w = &f.words;
    let mut matches = Vec::new();
    for (number, matched) in alert.matches.iter().enumerate() {
        let entry = entry_of(app, matched).await?;
        matches.push(MatchView::new(matched, entry.as_ref(), number, w));
    }
    let rules = app.node.desk_rules(alert.desk);
    let decides = permissions::may(actor, Action::AlertDecide, Some(alert.desk));
    let page_of = AlertPage {
        title: w.say("console-alert"),
        id: alert.id.to_string(),
        revision,
        caption: Shown::new(&alert.caption, w),
        reference: alert.subject.reference.as_deref().map(|reference| Shown::new(reference, w)),
        desk_name: w.say(&format!("desk-{}", alert.desk.as_str())),
        status: Status::new(alert.status, w),
        due: (alert.status != AlertStatus::Closed).then(|| Clock::new(alert.due_at, w)),
        opened: Moment::new(alert.opened_at, w),
        assigned: alert.assigned.map(|person| in_hands(person, &colleagues, w)),
        deciding: (decides && alert.status == AlertStatus::Open)
            .then(|| Deciding::new(&alert, &matches, &rules, &typed, w)),
        proposals: history::proposals(&decisions, actor, &typed, w),
        events: history::events(&alert, &decisions, w),
        in_case: beyond::in_case(app, actor, &alert, &typed, w).await?,
        silencing: beyond::silencing(app, actor, &alert, &typed, w).await?,
        may_assign: permissions::may(actor, Action::AlertAssign, Some(alert.desk)),
        people: hands(&colleagues, actor, w),
        place: format!("/alerts/{id}"),
        hands_head: w.say("heading-assigned"),
        unassigned: w.say("alert-unassigned"),
        others: present(app, visitor, id, *w),
        legal_basis: Shown::new(&alert.envelope.legal_basis.0, w),
        marking: alert.envelope.marking.tlp.as_str(),
        expires: alert.envelope.expires_on.map(|day| w.day(day)),
        trouble: typed.trouble.map(|key| w.say(key)),
        matches,
        f,
    };
    Ok(telling(typed.trouble, &page_of.f, &page_of))
}

/// The entry as it stands on its list now; none when it is off the list.
async fn entry_of(app: &Shared, matched: &Matched) -> Result<Option<Entity>, Failure> {
    let Some(entry) = matched.thing.entry() else { return Ok(None) };
    match app.node.show(&entry.entry.0, Some(&entry.list.0)).await {
        Ok(found) => {
            let found = found.into_iter().map(|found| found.entity);
            Ok(found.into_iter().find(|entity| entity.id == entry.entry))
        }
        Err(NodeError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Things that wait for a decision.
fn open(alert: &Alert) -> impl Iterator<Item = &Matched> {
    alert.matches.iter().filter(|matched| matched.is_open())
}
