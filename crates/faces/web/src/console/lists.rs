//! The lists: how each stands, its versions, what is wrong with it, what changed.

use super::errors::Failure;
use super::frame::{Frame, Place, page};
use super::moments::Moment;
use super::name::Shown;
use super::queue::Status;
use super::visitor::Visitor;
use super::words::Words;
use crate::state::Shared;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use model::{Desk, Entity, Fault, Location, Severity};
use node::identity::Action;
use node::{AttemptOutcome, ListDiff, ListState, ListStatus, NodeError, VersionRecord, permissions};

/// Faults, and changed entries of each kind, that are shown.
const MOST: usize = 100;

/// How a list stands.
pub struct ListRow {
    /// Its short name.
    pub id: String,
    /// Its title.
    pub title: Shown,
    /// Who publishes it.
    pub authority: Shown,
    /// What its condition comes to.
    pub state: Status,
    /// Entries of the current version.
    pub entries: String,
    /// How old it is.
    pub age: String,
    /// How old it may grow.
    pub may_grow: Option<String>,
    /// Faults of the current version.
    pub faults: u64,
    /// The same in words.
    pub faults_said: String,
    /// When the current version was taken up.
    pub imported: Option<Moment>,
}

impl ListRow {
    /// A list in short.
    pub fn new(list: &ListStatus, words: &Words) -> Self {
        let faults = list.current.as_ref().map_or(0, |version| version.faults);
        Self {
            id: list.id.0.clone(),
            title: Shown::new(&list.title, words),
            authority: Shown::new(&list.authority, words),
            state: state(list.state, words),
            entries: list.current.as_ref().map(|version| words.number(version.entries)).unwrap_or_default(),
            age: match list.age_days {
                Some(days) => words.count("console-age-days", days),
                None => words.say("console-age-unknown"),
            },
            may_grow: list.max_age_days.map(|days| words.count("console-may-grow-days", days)),
            faults,
            faults_said: words.count("count-faults", faults),
            imported: list.current.as_ref().map(|version| Moment::new(version.imported_at, words)),
        }
    }
}

fn state(state: ListState, words: &Words) -> Status {
    let (key, class) = match state {
        ListState::Current => ("list-state-current", "good"),
        ListState::TooOld => ("list-state-too-old", "bad"),
        ListState::Expired => ("list-state-expired", "bad"),
        ListState::Missing => ("list-state-missing", "warn"),
        ListState::Removed => ("list-state-removed", ""),
    };
    Status { label: words.say(key), class }
}

#[derive(Template)]
#[template(path = "lists.html")]
struct ListsPage {
    f: Frame,
    title: String,
    lists: Vec<ListRow>,
}

/// All lists.
pub async fn lists(State(app): State<Shared>, visitor: Visitor) -> Result<Response, Failure> {
    allowed(&visitor)?;
    let f = Frame::of(&visitor, Place::Lists);
    let mut all = app.node.status().await?;
    all.sort_by_key(|list| (list.state == ListState::Current, list.id.clone()));
    let page_of = ListsPage {
        title: f.words.say("console-lists"),
        lists: all.iter().map(|list| ListRow::new(list, &f.words)).collect(),
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

/// A version of a list.
struct Version {
    hash: String,
    imported: Moment,
    generated: Option<String>,
    entries: String,
    faults: String,
    format: String,
    current: bool,
}

/// Something wrong with an input.
pub struct FaultRow {
    /// What it costs.
    pub severity: Status,
    /// Where it stands.
    pub place: Vec<Shown>,
    /// What is wrong.
    pub what: Shown,
    /// What can be done.
    pub remedy: Option<Shown>,
}

impl FaultRow {
    /// A fault in words.
    pub fn new(fault: &Fault, words: &Words) -> Self {
        Self {
            severity: severity(fault.severity, words),
            place: place(&fault.location, words),
            what: Shown::new(&fault.what, words),
            remedy: fault.remedy.as_deref().map(|remedy| Shown::new(remedy, words)),
        }
    }
}

/// What changed between the current version and the one before.
struct Changes {
    added: Vec<Named>,
    removed: Vec<Named>,
    changed: Vec<ChangedRow>,
    added_said: String,
    removed_said: String,
    changed_said: String,
    cut: bool,
}

struct Named {
    id: String,
    caption: Shown,
}

struct ChangedRow {
    id: String,
    caption: Shown,
    fields: Vec<FieldRow>,
}

struct FieldRow {
    field: String,
    removed: Vec<Shown>,
    added: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    f: Frame,
    title: String,
    list: ListRow,
    legal_basis: Shown,
    marking: &'static str,
    expires: Option<String>,
    attempt: Option<Attempted>,
    versions: Vec<Version>,
    faults: Vec<FaultRow>,
    changes: Option<Changes>,
}

/// How the last try to renew a list ended.
struct Attempted {
    when: Moment,
    outcome: Status,
    detail: Shown,
}

/// One list.
pub async fn list(
    State(app): State<Shared>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    allowed(&visitor)?;
    let f = Frame::of(&visitor, Place::Lists);
    let w = &f.words;
    let status = app.node.list_status(visitor.actor(), &id).await?;
    let versions = app.node.list_versions(visitor.actor(), &id).await?;
    let faults = app.node.faults(&id, MOST).await?;
    let changes = match app.node.diff(&id, None).await {
        Ok(diff) => Some(Changes::new(&diff, w)),
        Err(NodeError::NotFound { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    let current = status.current.as_ref().map(|version| version.hash.clone());
    let page_of = ListPage {
        title: status.id.0.clone(),
        list: ListRow::new(&status, w),
        legal_basis: Shown::new(&status.legal_basis, w),
        marking: status.marking,
        expires: status.expires_on.map(|day| w.day(day)),
        attempt: status.last_attempt.as_ref().map(|attempt| Attempted {
            when: Moment::new(attempt.at, w),
            outcome: outcome(attempt.outcome, w),
            detail: Shown::new(&attempt.detail, w),
        }),
        versions: versions
            .iter()
            .take(MOST)
            .map(|version| Version::new(version, current.as_deref() == Some(&version.hash), w))
            .collect(),
        faults: faults.iter().map(|fault| FaultRow::new(fault, w)).collect(),
        changes,
        f,
    };
    Ok(page(&page_of.f, &page_of))
}

impl Version {
    fn new(version: &VersionRecord, current: bool, words: &Words) -> Self {
        Self {
            hash: version.hash.chars().take(12).collect(),
            imported: Moment::new(version.imported_at, words),
            generated: version.generated_on.map(|day| words.day(day)),
            entries: words.number(version.entries),
            faults: words.number(version.faults),
            format: version.format.clone(),
            current,
        }
    }
}

impl Changes {
    fn new(diff: &ListDiff, words: &Words) -> Self {
        let named = |entities: &[Entity]| -> Vec<Named> {
            let few = entities.iter().take(MOST);
            few.map(|entity| Named {
                id: entity.id.0.clone(),
                caption: Shown::new(entity.profile.caption(), words),
            })
            .collect()
        };
        let shown = |texts: &[String]| texts.iter().map(|text| Shown::new(text, words)).collect();
        let changed = diff.changed.iter().take(MOST).map(|entry| ChangedRow {
            id: entry.entry.0.clone(),
            caption: Shown::new(&entry.caption, words),
            fields: entry
                .fields
                .iter()
                .map(|field| FieldRow {
                    field: field.field.clone(),
                    removed: shown(&field.removed),
                    added: shown(&field.added),
                })
                .collect(),
        });
        Self {
            added: named(&diff.added),
            removed: named(&diff.removed),
            changed: changed.collect(),
            added_said: words.count("console-added-entries", diff.added.len()),
            removed_said: words.count("console-removed-entries", diff.removed.len()),
            changed_said: words.count("console-changed-entries", diff.changed.len()),
            cut: [diff.added.len(), diff.removed.len(), diff.changed.len()].iter().any(|count| *count > MOST),
        }
    }
}

/// Where a fault stands.
fn place(location: &Location, words: &Words) -> Vec<Shown> {
    let line = location.line.map(|line| words.count("console-line", line));
    let record =
        location.record.as_deref().map(|record| words.with("console-record-number", "record", record));
    let field = location.field.as_deref().map(|field| Shown::new(field, words));
    [line, record].into_iter().flatten().map(|part| Shown::said(&part)).chain(field).collect()
}

fn outcome(outcome: AttemptOutcome, words: &Words) -> Status {
    let (key, class) = match outcome {
        AttemptOutcome::Imported => ("attempt-imported", "good"),
        AttemptOutcome::Unchanged => ("attempt-unchanged", "good"),
        AttemptOutcome::Refused => ("attempt-refused", "bad"),
        AttemptOutcome::Failed => ("attempt-failed", "bad"),
    };
    Status { label: words.say(key), class }
}

fn severity(severity: Severity, words: &Words) -> Status {
    let (key, class) = match severity {
        Severity::Warning => ("fault-warning", "warn"),
        Severity::Record => ("fault-record", "bad"),
        Severity::Fatal => ("fault-fatal", "bad"),
    };
    Status { label: words.say(key), class }
}

/// Whoever has any role sees lists; they are public.
fn allowed(visitor: &Visitor) -> Result<(), Failure> {
    let desks = Desk::ALL.into_iter().map(Some).chain([None]);
    let may = |desk| permissions::may(visitor.actor(), Action::ListView, desk);
    if desks.into_iter().any(may) { Ok(()) } else { Err(Failure::NotAllowed) }
}
