//! Cases: the list of them, and opening one. A case's own page is `one`, what is done to it is in `acts`.

mod acts;
mod files;
mod one;
mod timeline;

pub use acts::{assign, close, note, put, rename, reopen, take_out};
pub use files::{add, bundle, file};
pub use one::case;

use super::addresses::{Turning, cursor, desk_of};
use super::errors::{Failure, record_trouble, telling};
use super::form::{Form, Posted};
use super::frame::{Frame, Place, Said, onward};
use super::moments::Moment;
use super::name::Shown;
use super::queue::{Choice, Status, chosen, desk_choices, in_hands};
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use model::{Desk, LegalBasis, RecordId};
use node::casework::{Assignee, Case, Stored, WhichCases};
use node::identity::Action;
use node::permissions::{self, Colleague};
use serde::Deserialize;

/// Cases of a page.
const PAGE: usize = 50;

/// Which cases, as the address says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filter {
    desk: String,
    status: String,
    hands: String,
    after: String,
}

/// A case as a row of the list.
pub struct CaseRow {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub title: Shown,
    /// Whether it is open.
    pub status: Status,
    /// How many alerts are in it.
    pub alerts: String,
    /// Who works on it.
    pub assigned: Option<Shown>,
    /// Who opened it.
    pub opened_by: Shown,
    /// When.
    pub opened: Moment,
}

impl CaseRow {
    fn new(kept: &Stored<Case>, people: &[Colleague], words: &Words) -> Self {
        let case = &kept.record;
        Self {
            id: case.id.to_string(),
            title: Shown::new(&case.title, words),
            status: status(case, words),
            alerts: words.number(case.alerts.len()),
            assigned: case.assigned.map(|id| in_hands(id, people, words)),
            opened_by: Shown::new(&case.opened_by.name, words),
            opened: Moment::new(case.opened_at, words),
        }
    }
}

/// Whether a case is open, as a badge.
pub fn status(case: &Case, words: &Words) -> Status {
    let class = if case.closed.is_some() { "good" } else { "info" };
    Status { label: words.say(&format!("case-status-{}", case.status_name())), class }
}

/// What was typed of a new case, and why it was not opened.
#[derive(Clone, Debug, Default)]
struct Typed {
    title: String,
    basis: String,
    trouble: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "cases.html")]
struct CasesPage {
    f: Frame,
    title: String,
    desk_name: String,
    desk: &'static str,
    desks: Vec<Choice>,
    statuses: Vec<Choice>,
    hands: Vec<Choice>,
    shown: String,
    rows: Vec<CaseRow>,
    turning: Turning,
    may_write: bool,
    typed: Typed,
    trouble: Option<String>,
}

/// The cases of a desk.
pub async fn cases(
    State(app): State<Shared>,
    visitor: Visitor,
    Query(filter): Query<Filter>,
) -> Result<Response, Failure> {
    show(&app, &visitor, &filter, Typed::default()).await
}

async fn show(app: &Shared, visitor: &Visitor, filter: &Filter, typed: Typed) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let desks = permissions::desks(actor, Action::CaseView);
    let desk = desk_of(&filter.desk, &desks)?;
    let f = Frame::of(visitor, Place::Cases);
    let w = &f.words;
    let which = WhichCases {
        open: match filter.status.as_str() {
            "closed" => Some(false),
            "all" => None,
            _ => Some(true),
        },
        assigned: match filter.hands.as_str() {
            "mine" => actor.person().map(Assignee::Person),
            "nobody" => Some(Assignee::Nobody),
            _ => None,
        },
    };
    let found = app.node.cases(actor, desk, which, cursor(&filter.after)?, PAGE).await?;
    let people = app.node.case_workers(actor, desk).await?;
    let parts = [("desk", filter.desk.as_str()), ("status", &filter.status), ("hands", &filter.hands)];
    let page_of = CasesPage {
        title: w.say("console-cases"),
        desk_name: w.say(&format!("desk-{}", desk.as_str())),
        desk: desk.as_str(),
        desks: desk_choices(&desks, desk, w),
        statuses: chosen(
            &[("", "case-status-open"), ("closed", "case-status-closed"), ("all", "console-all")],
            &filter.status,
            w,
        ),
        hands: chosen(
            &[("", "console-anybody"), ("mine", "console-mine"), ("nobody", "console-nobody")],
            &filter.hands,
            w,
        ),
        shown: w.count("console-count-cases", found.records.len()),
        rows: found.records.iter().map(|kept| CaseRow::new(kept, &people, w)).collect(),
        turning: Turning::new("/cases", &parts, &filter.after, found.next.as_ref()),
        may_write: permissions::may(actor, Action::CaseWrite, Some(desk)),
        trouble: typed.trouble.map(|key| w.say(key)),
        typed,
        f,
    };
    Ok(telling(page_of.typed.trouble, &page_of.f, &page_of))
}

/// Opens a case.
pub async fn open(State(app): State<Shared>, Posted { visitor, form }: Posted) -> Result<Response, Failure> {
    let desk = Desk::parse(form.text("desk")).ok_or(Failure::Unreadable)?;
    let typed = |trouble| Typed {
        title: form.text("title").to_owned(),
        basis: form.text("basis").to_owned(),
        trouble: Some(trouble),
    };
    match opened(&app, &visitor, desk, &form, &[]).await? {
        Ok(id) => Ok(onward(&format!("/cases/{id}"), Said::CaseOpened)),
        Err(key) => {
            let filter = Filter { desk: desk.as_str().to_owned(), ..Filter::default() };
            show(&app, &visitor, &filter, typed(key)).await
        }
    }
}

/// Opens a case by a form's `title` and `basis`; or says what is missing.
pub async fn opened(
    app: &Shared,
    visitor: &Visitor,
    desk: Desk,
    form: &Form,
    alerts: &[RecordId],
) -> Result<Result<RecordId, &'static str>, Failure> {
    let (title, basis) = (form.text("title").trim(), form.text("basis").trim());
    if title.is_empty() {
        return Ok(Err("console-trouble-no-title"));
    }
    if basis.is_empty() {
        return Ok(Err("console-trouble-no-basis"));
    }
    match app.node.open_case(visitor.actor(), desk, title, &LegalBasis(basis.to_owned()), alerts).await {
        Ok(case) => Ok(Ok(case.id)),
        Err(error) => record_trouble(&error).map(Err).ok_or_else(|| error.into()),
    }
}
