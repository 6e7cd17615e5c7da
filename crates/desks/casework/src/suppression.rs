//! Suppressions: a decided false positive that silences the same pair until either side's matching data change or it
//! expires. It is bound to the subject, the entry, and what both looked like.

use crate::{Alert, CaseworkError, DecisionKind, DeskRules, EntryRef, SubjectRef, ThingKey};
use access::{Act, Proposed, Review, Signature};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use model::{Desk, Envelope, RecordId};
use serde::{Deserialize, Serialize};

/// A pair that is silenced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suppression {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry of the record itself, which outlives the suppression.
    pub envelope: Envelope,
    /// The desk.
    pub desk: Desk,
    /// Author, approver, reason, and what is silenced.
    pub review: Review<SuppressionTerms>,
    /// When it ended before its last day, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<End>,
}

/// What a suppression silences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppressionTerms {
    /// The subject, with the fingerprint it had.
    pub subject: SubjectRef,
    /// The entry, with the fingerprint it had.
    pub entry: EntryRef,
    /// The decision that it rests on.
    pub decision: RecordId,
    /// The last day.
    pub until: Date,
}

/// Why a suppression ended before its last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum End {
    /// Data changed.
    Changed {
        /// Whose.
        change: Change,
        /// When it was noticed.
        at: Timestamp,
    },
    /// A person took it back.
    TakenBack {
        /// Who.
        by: Signature,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

/// Whose matching data changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The subject's.
    Subject,
    /// The entry's.
    Entry,
    /// Both.
    Both,
}

impl Change {
    /// The change's name in answers and catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Entry => "entry",
            Self::Both => "both",
        }
    }
}

/// What a suppression says of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// It is about another pair.
    OtherPair,
    /// It is about this pair, but is not in force: not approved, over, or taken back.
    NotInForce,
    /// It silences the match.
    Covers,
    /// It was about this pair, but data changed since: the match stands again.
    Reopens(Change),
}

impl Suppression {
    /// Proposes to silence a decided false positive until `until`.
    ///
    /// # Errors
    /// When the match is no decided false positive with an entry, the last day is out of bounds, there is no reason,
    /// or nobody answers for it.
    pub fn propose(
        id: RecordId,
        alert: &Alert,
        thing: &ThingKey,
        until: Date,
        rules: &DeskRules,
        act: Act<'_>,
    ) -> Result<Self, CaseworkError> {
        let refused = || CaseworkError::NotFalsePositive(thing.clone());
        let matched = alert.matched(thing).ok_or_else(refused)?;
        let crate::Standing::Decided { decision, kind: DecisionKind::FalsePositive, .. } = matched.standing
        else {
            return Err(refused());
        };
        let entry = matched.thing.entry().ok_or_else(refused)?.clone();
        let today = act.day();
        let latest = today.saturating_add(i64::from(rules.longest_suppression_days).days());
        if until < today || until > latest {
            return Err(CaseworkError::Expiry { latest });
        }
        let terms = SuppressionTerms { subject: alert.subject.clone(), entry, decision, until };
        let review = Review::Proposed(Proposed::new(terms, act)?);
        Ok(Self { id, envelope: alert.envelope.clone(), desk: alert.desk, review, ended: None })
    }

    /// What is silenced.
    pub fn terms(&self) -> &SuppressionTerms {
        self.review.what()
    }

    /// Whether it silences anything on this day.
    pub fn in_force(&self, today: Date) -> bool {
        self.review.approved().is_some() && self.ended.is_none() && today <= self.terms().until
    }

    /// What it says of a match of this subject with this entry on this day.
    pub fn coverage(&self, subject: &SubjectRef, entry: &EntryRef, today: Date) -> Coverage {
        let terms = self.terms();
        if !terms.subject.same_subject(subject) || !terms.entry.same_entry(entry) {
            return Coverage::OtherPair;
        }
        if !self.in_force(today) {
            return Coverage::NotInForce;
        }
        let subject_changed = terms.subject.fingerprint != subject.fingerprint;
        let entry_changed = terms.entry.content != entry.content;
        match (subject_changed, entry_changed) {
            (false, false) => Coverage::Covers,
            (true, false) => Coverage::Reopens(Change::Subject),
            (false, true) => Coverage::Reopens(Change::Entry),
            (true, true) => Coverage::Reopens(Change::Both),
        }
    }

    /// Ends it because data changed.
    pub fn reopen(&mut self, change: Change, at: Timestamp) {
        self.ended = Some(End::Changed { change, at });
    }

    /// Ends it because a person takes it back: one pair of eyes is enough to look again.
    ///
    /// # Errors
    /// When it has ended, nobody answers for it, or there is no reason.
    pub fn take_back(&mut self, act: Act<'_>) -> Result<(), CaseworkError> {
        if self.ended.is_some() {
            return Err(CaseworkError::Closed { what: "suppression" });
        }
        let reason = act.justified()?.to_owned();
        self.ended = Some(End::TakenBack { by: act.by.signature(), at: act.at, reason });
        Ok(())
    }

    /// The state's name on a day, in columns and catalogues.
    pub fn state_name(&self, today: Date) -> &'static str {
        match (&self.review, &self.ended) {
            (Review::Proposed(_), None) => "proposed",
            (Review::Rejected(_), _) => "rejected",
            (_, Some(End::Changed { .. })) => "reopened",
            (_, Some(End::TakenBack { .. })) => "taken-back",
            (Review::Approved(_), None) if today > self.terms().until => "expired",
            (Review::Approved(_), None) => "in-force",
        }
    }
}
