//! Cases, notes and files as the API shows them.

use crate::api::common::{By, EnvelopeView};
use crate::api::views::AlertSummary;
use jiff::Timestamp;
use node::casework::{Case, CaseFile, CaseNote, CaseView, Stored};
use serde::Serialize;
use utoipa::ToSchema;

/// A case in short.
#[derive(Serialize, ToSchema)]
pub struct CaseSummary {
    /// Its id.
    id: String,
    /// How often it was written; its ETag.
    revision: u64,
    /// The desk.
    desk: &'static str,
    /// `open` or `closed`.
    status: &'static str,
    /// What it is about.
    title: String,
    /// The alerts in it.
    alerts: Vec<String>,
    /// Who works on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned: Option<String>,
    /// Who opened it.
    opened_by: By,
    /// When.
    opened_at: String,
    /// Who closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_by: Option<By>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    closed_at: Option<String>,
    /// With what result.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    /// Marking, legal basis, source and last day.
    envelope: EnvelopeView,
}

impl CaseSummary {
    /// A case in short.
    pub fn of(kept: &Stored<Case>) -> Self {
        let case = &kept.record;
        let closed = case.closed.as_ref();
        Self {
            id: case.id.to_string(),
            revision: kept.revision,
            desk: case.desk.as_str(),
            status: case.status_name(),
            title: case.title.clone(),
            alerts: case.alerts.iter().map(ToString::to_string).collect(),
            assigned: case.assigned.map(|id| id.to_string()),
            opened_by: By::of(&case.opened_by),
            opened_at: case.opened_at.to_string(),
            closed_by: closed.map(|closing| By::of(&closing.by)),
            closed_at: closed.map(|closing| closing.at.to_string()),
            result: closed.map(|closing| closing.reason.clone()),
            envelope: EnvelopeView::of(&case.envelope),
        }
    }
}

/// A page of cases.
#[derive(Serialize, ToSchema)]
pub struct CasePage {
    /// The cases, the latest first.
    pub cases: Vec<CaseSummary>,
    /// The cursor of the next page; none at the end.
    pub next: Option<String>,
}

/// A note in a case.
#[derive(Serialize, ToSchema)]
pub struct NoteView {
    /// Its id.
    id: String,
    /// What it says.
    text: String,
    /// Who wrote it.
    by: By,
    /// When.
    at: String,
    /// The earlier note that it corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<String>,
}

impl NoteView {
    /// A note.
    pub fn of(note: &CaseNote) -> Self {
        Self {
            id: note.id.to_string(),
            text: note.text.clone(),
            by: By::of(&note.by),
            at: note.at.to_string(),
            corrects: note.corrects.map(|id| id.to_string()),
        }
    }
}

/// A file in a case.
#[derive(Serialize, ToSchema)]
pub struct FileView {
    /// Its id.
    id: String,
    /// Its name, as the sender stated it.
    name: String,
    /// Its media type, as the sender stated it.
    media_type: String,
    /// Its size in bytes.
    size: u64,
    /// SHA-256 of its bytes.
    sha256: String,
    /// Who added it.
    by: By,
    /// When.
    at: String,
}

impl FileView {
    /// A file.
    pub fn of(file: &CaseFile) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name.clone(),
            media_type: file.media_type.clone(),
            size: file.size,
            sha256: file.blob.clone(),
            by: By::of(&file.by),
            at: file.at.to_string(),
        }
    }
}

/// Something that happened in a case.
#[derive(Serialize, ToSchema)]
struct Event {
    /// When.
    at: String,
    /// `opened`, `alert`, `decision`, `note`, `file` or `closed`.
    what: &'static str,
    /// The record that it is about.
    id: String,
    /// Who did it; none for an alert that a screening opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<By>,
    /// In a few words: a title, a subject, a decision, a file's name, a result.
    text: String,
}

/// A case with all that is in it.
#[derive(Serialize, ToSchema)]
pub struct FullCase {
    /// The case in short.
    #[serde(flatten)]
    summary: CaseSummary,
    /// Its alerts in short. Their revisions are at their own addresses.
    found: Vec<AlertSummary>,
    /// Its notes, the oldest first.
    notes: Vec<NoteView>,
    /// Its files, the oldest first.
    files: Vec<FileView>,
    /// All that happened in it, the oldest first.
    timeline: Vec<Event>,
}

impl FullCase {
    /// A case with all that is in it.
    pub fn of(view: &CaseView) -> Self {
        Self {
            summary: CaseSummary::of(&view.case),
            found: view.alerts.iter().map(AlertSummary::of).collect(),
            notes: view.notes.iter().map(NoteView::of).collect(),
            files: view.files.iter().map(FileView::of).collect(),
            timeline: timeline(view),
        }
    }
}

fn timeline(view: &CaseView) -> Vec<Event> {
    let case = &view.case.record;
    let mut events: Vec<(Timestamp, Event)> = Vec::new();
    let mut add = |at: Timestamp, what, id: String, by, text: String| {
        events.push((at, Event { at: at.to_string(), what, id, by, text }));
    };
    add(case.opened_at, "opened", case.id.to_string(), Some(By::of(&case.opened_by)), case.title.clone());
    for kept in &view.alerts {
        let alert = &kept.record;
        add(alert.opened_at, "alert", alert.id.to_string(), None, alert.caption.clone());
    }
    for decision in &view.decisions {
        let text =
            format!("{} ({}): {}", decision.ruling().kind.as_str(), decision.state_name(), decision.reason());
        add(decision.at(), "decision", decision.id.to_string(), Some(By::of(decision.by())), text);
    }
    for note in &view.notes {
        add(note.at, "note", note.id.to_string(), Some(By::of(&note.by)), note.text.clone());
    }
    for file in &view.files {
        add(file.at, "file", file.id.to_string(), Some(By::of(&file.by)), file.name.clone());
    }
    if let Some(closing) = &case.closed {
        add(closing.at, "closed", case.id.to_string(), Some(By::of(&closing.by)), closing.reason.clone());
    }
    events.sort_by_key(|(at, _)| *at);
    events.into_iter().map(|(_, event)| event).collect()
}
