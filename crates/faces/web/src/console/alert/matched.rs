//! One match of an alert as the page shows it.

use crate::console::explained::Explained;
use crate::console::moments::Moment;
use crate::console::name::Shown;
use crate::console::queue::Status;
use crate::console::words::Words;
use model::Entity;
use node::casework::{DecisionKind, EntryRef, Evidence, Matched, Standing};

/// A match with its explanation.
pub struct MatchView {
    /// Its number on the page, from 1 on.
    pub number: usize,
    /// What decisions name it by.
    pub key: String,
    /// The entry's name.
    pub caption: Shown,
    /// The list.
    pub list: String,
    /// The entry's id there.
    pub entry_id: String,
    /// What became of it.
    pub standing: Status,
    /// Whether it waits for a decision.
    pub open: bool,
    /// Why it matched; none when the stored result cannot be read.
    pub explained: Option<Explained>,
    /// What there is to know of the entry now, when it is not what it was.
    pub notice: Option<String>,
    /// When it was found.
    pub found: Moment,
    /// Version of the list.
    pub list_version: String,
    /// Version of the engine.
    pub engine: String,
    /// Hash of the stored result.
    pub hash: String,
}

impl MatchView {
    /// A match; `entry` is the entry as it stands now.
    pub fn new(matched: &Matched, entry: Option<&Entity>, number: usize, words: &Words) -> Self {
        let Evidence::NameMatch(evidence) = &matched.evidence;
        let reference = matched.thing.entry();
        let explained = evidence.matched();
        Self {
            number: number + 1,
            key: matched.thing.key().0,
            caption: Shown::new(&matched.caption, words),
            list: reference.map(|entry| entry.list.0.clone()).unwrap_or_default(),
            entry_id: reference.map(|entry| entry.entry.0.clone()).unwrap_or_default(),
            standing: standing(&matched.standing, words),
            open: matched.is_open(),
            explained: explained.map(|found| Explained::new(&found, &evidence.subject.profile, entry, words)),
            notice: notice(reference, entry, words),
            found: Moment::new(matched.found_at, words),
            list_version: evidence.list_version.chars().take(12).collect(),
            engine: evidence.engine.clone(),
            hash: evidence.hash.clone(),
        }
    }
}

/// What became of a match, as a badge.
fn standing(standing: &Standing, words: &Words) -> Status {
    let decision = |kind: DecisionKind| words.say(&format!("decision-{}", kind.as_str()));
    match standing {
        Standing::Open => Status { label: words.say("alert-status-open"), class: "info" },
        Standing::Proposed { kind, .. } => {
            Status { label: words.with("console-proposed-kind", "kind", &decision(*kind)), class: "warn" }
        }
        Standing::Decided { kind, .. } => Status { label: decision(*kind), class: "good" },
        Standing::Withdrawn { why, .. } => {
            Status { label: words.say(&format!("withdrawal-{}", why.as_str())), class: "" }
        }
    }
}

/// What there is to know of an entry that is not what it was when it matched.
fn notice(then: Option<&EntryRef>, now: Option<&Entity>, words: &Words) -> Option<String> {
    let then = then?;
    match now {
        None => Some(words.say("console-entry-gone")),
        Some(now) if EntryRef::of(&then.list, now).content != then.content => {
            Some(words.say("console-entry-changed"))
        }
        Some(_) => None,
    }
}
