//! The page of a case: what happened in it, drawn; its alerts, notes and files; who works on it; how it ends.

use super::status;
use super::timeline::steps;
use crate::console::addresses::record;
use crate::console::errors::{Failure, record_trouble, telling};
use crate::console::frame::{Frame, Place};
use crate::console::moments::Moment;
use crate::console::name::Shown;
use crate::console::queue::{Choice, QueueRow, Status, hands, in_hands};
use crate::console::reviews::Step;
use crate::console::visitor::Visitor;
use crate::console::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use model::RecordId;
use node::NodeError;
use node::casework::{CaseFile, CaseNote, LARGEST_FILE, Stored};
use node::identity::Action;
use node::permissions;
use serde::Deserialize;

/// A file of a case.
struct FileRow {
    id: String,
    name: Shown,
    size: String,
    who: Shown,
    when: Moment,
}

impl FileRow {
    fn new(file: &CaseFile, words: &Words) -> Self {
        Self {
            id: file.id.to_string(),
            name: Shown::file(&file.name, words),
            size: words.bytes(file.size),
            who: Shown::new(&file.by.name, words),
            when: Moment::new(file.at, words),
        }
    }
}

/// The note that a new one corrects.
struct Corrected {
    id: String,
    text: Shown,
}

/// What was typed and could not be taken, to be shown again.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The note.
    pub note: String,
    /// The result, or the reason for opening it again.
    pub reason: String,
    /// The title.
    pub title: String,
    /// The note that the note corrects.
    pub corrects: String,
    /// Why it was not taken.
    pub trouble: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "case.html")]
struct CasePage {
    f: Frame,
    title: String,
    id: String,
    revision: u64,
    desk_name: String,
    caption: Shown,
    case_title: String,
    status: Status,
    open: bool,
    result: Option<Shown>,
    steps: Vec<Step>,
    notes: Vec<(String, Shown)>,
    alerts: Vec<QueueRow>,
    alerts_said: String,
    files: Vec<FileRow>,
    files_said: String,
    assigned: Option<Shown>,
    people: Vec<Choice>,
    hands_head: String,
    largest: String,
    may_write: bool,
    may_hand: bool,
    place: String,
    unassigned: String,
    may_export: bool,
    opened: Moment,
    opened_by: Shown,
    legal_basis: Shown,
    marking: &'static str,
    corrects: Option<Corrected>,
    typed: Typed,
    trouble: Option<String>,
}

/// What the address asks of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    corrects: String,
}

/// The page of a case. The look is in the audit log.
pub async fn case(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let typed = Typed { corrects: asked.corrects, ..Typed::default() };
    show(&app, &visitor, record(&id)?, typed).await
}

/// The page, with what was typed where an act was refused.
pub async fn show(app: &Shared, visitor: &Visitor, id: RecordId, typed: Typed) -> Result<Response, Failure> {
    let actor = visitor.actor();
    let view = app.node.view_case(actor, id).await?;
    let Stored { record: case, revision, .. } = &view.case;
    let people = app.node.case_workers(actor, case.desk).await?;
    let f = Frame::of(visitor, Place::Cases);
    let w = &f.words;
    let may_write = permissions::may(actor, Action::CaseWrite, Some(case.desk));
    let corrected = |note: &CaseNote| note.id.to_string() == typed.corrects;
    let page_of = CasePage {
        title: w.say("heading-case"),
        id: id.to_string(),
        revision: *revision,
        desk_name: w.say(&format!("desk-{}", case.desk.as_str())),
        caption: Shown::new(&case.title, w),
        case_title: match typed.title.as_str() {
            "" => case.title.clone(),
            title => title.to_owned(),
        },
        status: status(case, w),
        open: case.closed.is_none(),
        result: case.closed.as_ref().map(|closing| Shown::new(&closing.reason, w)),
        steps: steps(&view, &people, w),
        notes: view
            .notes
            .iter()
            .map(|note| (note.id.to_string(), Shown::new(&first_words(&note.text), w)))
            .collect(),
        alerts: view.alerts.iter().map(|kept| QueueRow::new(kept, &people, w)).collect(),
        alerts_said: w.count("count-alerts", view.alerts.len()),
        files: view.files.iter().map(|file| FileRow::new(file, w)).collect(),
        files_said: w.count("console-count-files", view.files.len()),
        assigned: case.assigned.map(|person| in_hands(person, &people, w)),
        people: hands(&people, actor, w),
        hands_head: w.say("console-case-assigned"),
        largest: w.with("console-add-file-about", "size", &w.bytes(LARGEST_FILE as u64)),
        may_write,
        may_hand: may_write && case.closed.is_none(),
        place: format!("/cases/{id}"),
        unassigned: w.say("console-case-unassigned"),
        may_export: permissions::may(actor, Action::CaseExport, Some(case.desk)),
        opened: Moment::new(case.opened_at, w),
        opened_by: Shown::new(&case.opened_by.name, w),
        legal_basis: Shown::new(&case.envelope.legal_basis.0, w),
        marking: case.envelope.marking.tlp.as_str(),
        corrects: view
            .notes
            .iter()
            .find(|note| corrected(note))
            .map(|note| Corrected { id: note.id.to_string(), text: Shown::new(&note.text, w) }),
        trouble: typed.trouble.map(|key| w.say(key)),
        typed,
        f,
    };
    Ok(telling(page_of.typed.trouble, &page_of.f, &page_of))
}

/// What was refused is told on the page of the case as it is now, with what was typed.
pub async fn told(
    error: NodeError,
    app: &Shared,
    visitor: &Visitor,
    id: RecordId,
    typed: Typed,
) -> Result<Response, Failure> {
    match record_trouble(&error) {
        Some(key) => show(app, visitor, id, Typed { trouble: Some(key), ..typed }).await,
        None => Err(error.into()),
    }
}

/// So much of a text as names it in a list.
fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line.to_owned(),
    }
}
