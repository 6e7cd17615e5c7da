//! Alerts: what was found of one subject and waits for people. One alert for a subject, with all its matches.

use crate::{
    CaseworkError, Decision, DecisionKind, DeskRules, Evidence, State, SubjectRef, ThingKey, ThingRef,
};
use jiff::Timestamp;
use model::{Desk, Envelope, RecordId};
use serde::{Deserialize, Serialize};

/// What was found of one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The desk whose alert it is.
    pub desk: Desk,
    /// The screening that opened it.
    pub screening: RecordId,
    /// The subject.
    pub subject: SubjectRef,
    /// The subject's name to show.
    pub caption: String,
    /// What it was matched with, the best first.
    pub matches: Vec<Matched>,
    /// Where it stands.
    pub status: AlertStatus,
    /// Who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<RecordId>,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<RecordId>,
    /// When it was opened, or opened again.
    pub opened_at: Timestamp,
    /// Until when it must be decided.
    pub due_at: Timestamp,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// When anything of it last changed.
    #[serde(default)]
    pub changed_at: Timestamp,
}

/// Where an alert stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AlertStatus {
    /// Somebody must decide.
    Open,
    /// Decided gravely; a second person must approve.
    AwaitingApproval,
    /// Nothing is left to decide.
    Closed,
}

impl AlertStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::AwaitingApproval, Self::Closed];

    /// The status's name in addresses, columns and catalogues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::AwaitingApproval => "awaiting-approval",
            Self::Closed => "closed",
        }
    }

    /// The status of this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// One thing that a subject was matched with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Matched {
    /// The thing.
    pub thing: ThingRef,
    /// Its name to show.
    pub caption: String,
    /// Why.
    pub evidence: Evidence,
    /// The engine's score.
    pub score: f64,
    /// The calibrated probability that subject and thing are the same.
    pub probability: f64,
    /// When it was found.
    pub found_at: Timestamp,
    /// What became of it.
    pub standing: Standing,
    /// The suppression that this match reopened, because data changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopens: Option<RecordId>,
}

/// What became of a match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Standing {
    /// Waits for a decision.
    Open,
    /// Decided gravely, waits for a second person.
    Proposed {
        /// The decision.
        decision: RecordId,
        /// Its kind.
        kind: DecisionKind,
    },
    /// Decided.
    Decided {
        /// The decision.
        decision: RecordId,
        /// Its kind.
        kind: DecisionKind,
        /// When.
        at: Timestamp,
    },
    /// No longer a match, without anybody deciding.
    Withdrawn {
        /// Why.
        why: Withdrawal,
        /// When.
        at: Timestamp,
    },
}

/// Why a match is one no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Withdrawal {
    /// The entry is off its list.
    Delisted,
    /// The entry's data changed, and the subject is no longer alike.
    EntryChanged,
    /// The subject's data changed, and it is no longer alike.
    SubjectChanged,
}

impl Withdrawal {
    /// The reason's name in columns and catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Delisted => "delisted",
            Self::EntryChanged => "entry-changed",
            Self::SubjectChanged => "subject-changed",
        }
    }
}

impl Alert {
    /// The highest probability among the matches that are not withdrawn: what the queue is ordered by.
    pub fn probability(&self) -> f64 {
        let standing = self.matches.iter().filter(|matched| !matched.is_withdrawn());
        standing.map(|matched| matched.probability).fold(0.0, f64::max)
    }

    /// The highest score among the matches that are not withdrawn.
    pub fn score(&self) -> Option<f64> {
        let standing = self.matches.iter().filter(|matched| !matched.is_withdrawn());
        standing.map(|matched| matched.score).max_by(f64::total_cmp)
    }

    /// The match with this thing.
    pub fn matched(&self, thing: &ThingKey) -> Option<&Matched> {
        self.matches.iter().find(|matched| matched.thing.key() == *thing)
    }

    /// Things that wait for a decision.
    pub fn open_things(&self) -> Vec<ThingKey> {
        self.matches.iter().filter(|matched| matched.is_open()).map(|matched| matched.thing.key()).collect()
    }

    /// The gravest outcome among the decided matches.
    pub fn outcome(&self) -> Option<DecisionKind> {
        self.matches.iter().filter_map(Matched::outcome).min_by_key(|kind| match kind {
            DecisionKind::Freeze => 0,
            DecisionKind::TrueMatch => 1,
            DecisionKind::Release => 2,
            DecisionKind::Inconclusive => 3,
            DecisionKind::FalsePositive => 4,
        })
    }

    /// Lists that its matches stand on.
    pub fn lists(&self) -> Vec<&model::ListId> {
        let mut lists: Vec<_> =
            self.matches.iter().filter_map(|matched| Some(&matched.thing.entry()?.list)).collect();
        lists.sort();
        lists.dedup();
        lists
    }

    /// Adds what a later screening of the same subject found. A match with the same entry and the same data on both
    /// sides is the same match and stays as it is, whatever number the entry has now; one with other data replaces it
    /// and waits for a decision. True when anything changed.
    pub fn add(&mut self, found: Vec<Matched>, rules: &DeskRules, now: Timestamp) -> bool {
        let was_open = self.status != AlertStatus::Closed;
        let mut changed = false;
        for new in found {
            match self.matches.iter_mut().find(|old| old.same_thing(&new)) {
                Some(old) if old.same_data(&new) && !old.is_withdrawn() => changed |= old.learn_ids(&new),
                Some(old) => {
                    *old = new;
                    changed = true;
                }
                None => {
                    self.matches.push(new);
                    changed = true;
                }
            }
        }
        if changed {
            self.matches.sort_by(|a, b| b.score.total_cmp(&a.score));
            self.settle(now);
            if !was_open && self.status != AlertStatus::Closed {
                self.opened_at = now;
                self.due_at = rules.due_after(now);
            }
        }
        changed
    }

    /// Takes a match back that is one no longer: an open one, or one that waits for approval. Decided matches stay
    /// as they were decided. True when anything changed.
    pub fn withdraw(&mut self, thing: &ThingKey, why: Withdrawal, now: Timestamp) -> bool {
        let mut changed = false;
        for matched in self.matches.iter_mut().filter(|matched| matched.thing.key() == *thing) {
            if matches!(matched.standing, Standing::Open | Standing::Proposed { .. }) {
                matched.standing = Standing::Withdrawn { why, at: now };
                changed = true;
            }
        }
        self.settle(now);
        changed
    }

    /// Takes over what was decided, proposed or rejected.
    ///
    /// # Errors
    /// When a match that is decided anew is not open.
    pub fn apply(&mut self, decision: &Decision, now: Timestamp) -> Result<(), CaseworkError> {
        let kind = decision.ruling().kind;
        let standing = match &decision.state {
            State::Final { at, .. } => Standing::Decided { decision: decision.id, kind, at: *at },
            State::Reviewed(review) if review.is_open() => Standing::Proposed { decision: decision.id, kind },
            State::Reviewed(review) => match review.approved() {
                Some(approved) => Standing::Decided { decision: decision.id, kind, at: approved.at() },
                None => Standing::Open,
            },
        };
        let fresh = matches!(&decision.state, State::Final { .. }) || decision.is_open();
        for thing in &decision.ruling().things {
            let matched = self.matches.iter_mut().find(|matched| matched.thing.key() == *thing);
            match matched {
                Some(matched) if fresh && matched.is_open() => matched.standing = standing.clone(),
                // A match that changed or was withdrawn while its decision waited is not what was decided.
                Some(matched) if !fresh && matched.waits_for(decision.id) => {
                    matched.standing = standing.clone()
                }
                _ if fresh => return Err(CaseworkError::NotOpen(thing.clone())),
                _ => {}
            }
        }
        self.settle(now);
        Ok(())
    }

    /// Works out the status from the matches.
    fn settle(&mut self, now: Timestamp) {
        self.changed_at = now;
        let any =
            |wanted: fn(&Standing) -> bool| self.matches.iter().any(|matched| wanted(&matched.standing));
        self.status = if any(|standing| matches!(standing, Standing::Open)) {
            AlertStatus::Open
        } else if any(|standing| matches!(standing, Standing::Proposed { .. })) {
            AlertStatus::AwaitingApproval
        } else {
            AlertStatus::Closed
        };
        self.closed_at = match self.status {
            AlertStatus::Closed => self.closed_at.or(Some(now)),
            AlertStatus::Open | AlertStatus::AwaitingApproval => None,
        };
    }
}

impl Matched {
    /// Whether it waits for a decision.
    pub fn is_open(&self) -> bool {
        self.standing == Standing::Open
    }

    /// Whether it is a match no longer.
    pub fn is_withdrawn(&self) -> bool {
        matches!(self.standing, Standing::Withdrawn { .. })
    }

    /// What was decided.
    pub fn outcome(&self) -> Option<DecisionKind> {
        match self.standing {
            Standing::Decided { kind, .. } => Some(kind),
            Standing::Open | Standing::Proposed { .. } | Standing::Withdrawn { .. } => None,
        }
    }

    /// Whether both are of one thing, also when it was renumbered in between.
    pub fn same_thing(&self, other: &Self) -> bool {
        match (&self.thing, &other.thing) {
            (ThingRef::Entry(own), ThingRef::Entry(others)) => own.same_entry(others),
            (own, others) => own.key() == others.key(),
        }
    }

    /// Takes over ids that its entry has by now. It keeps its own key, by which decisions know it.
    fn learn_ids(&mut self, newer: &Self) -> bool {
        let (ThingRef::Entry(own), ThingRef::Entry(newer)) = (&mut self.thing, &newer.thing) else {
            return false;
        };
        let known = own.referents.len();
        own.referents.extend(newer.ids().filter(|id| **id != own.entry).cloned());
        own.referents.len() > known
    }

    /// Whether it waits for a second person's word on this decision.
    fn waits_for(&self, wanted: RecordId) -> bool {
        matches!(self.standing, Standing::Proposed { decision, .. } if decision == wanted)
    }

    /// Whether both sides have the data they had.
    pub fn same_data(&self, other: &Self) -> bool {
        let content = |matched: &Self| matched.thing.entry().map(|entry| entry.content.clone());
        let subject = |matched: &Self| crate::Fingerprint::of(&matched.evidence.subject().profile);
        content(self) == content(other) && subject(self) == subject(other)
    }
}
