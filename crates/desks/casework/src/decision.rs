//! Decisions: what a named person concludes of matches, and why. A grave one is a proposal until a second person
//! approves it.

use crate::{Alert, CaseworkError, DecisionKind, DeskRules, ThingKey};
use access::{Act, Actor, Proposed, Review, Signature};
use jiff::Timestamp;
use model::{Desk, Envelope, RecordId};
use serde::{Deserialize, Serialize};

/// What a person concluded of an alert's matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry: the alert's.
    pub envelope: Envelope,
    /// The alert's desk.
    pub desk: Desk,
    /// The alert.
    pub alert: RecordId,
    /// By whom, and whether it stands.
    pub state: State,
}

/// What is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// The conclusion.
    pub kind: DecisionKind,
    /// The matches it is about.
    pub things: Vec<ThingKey>,
}

/// Whether a decision stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// One person's word is enough.
    Final {
        /// What was decided.
        ruling: Ruling,
        /// By whom.
        by: Signature,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
    /// Two persons must stand for it.
    Reviewed(Review<Ruling>),
}

impl Decision {
    /// Decides the named matches of an alert, or all open ones where none is named. It is final or a proposal, as the
    /// desk's rules say.
    ///
    /// # Errors
    /// When there is no reason, nobody answers for it, the desk makes no such decision, or a match is not open.
    pub fn make(
        id: RecordId,
        alert: &Alert,
        (kind, things): (DecisionKind, &[ThingKey]),
        rules: &DeskRules,
        act: Act<'_>,
    ) -> Result<Self, CaseworkError> {
        let reason = act.justified()?.to_owned();
        let mut things = if things.is_empty() { alert.open_things() } else { things.to_vec() };
        things.sort();
        things.dedup();
        if things.is_empty() {
            return Err(CaseworkError::NothingOpen);
        }
        let mut highest: f64 = 0.0;
        for thing in &things {
            let open = alert.matched(thing).filter(|matched| matched.is_open());
            let matched = open.ok_or_else(|| CaseworkError::NotOpen(thing.clone()))?;
            highest = highest.max(matched.probability);
        }
        let ruling = Ruling { kind, things };
        let state = if rules.is_grave(kind, highest)? {
            State::Reviewed(Review::Proposed(Proposed::new(ruling, act)?))
        } else {
            State::Final { ruling, by: act.by.signature(), at: act.at, reason }
        };
        Ok(Self { id, envelope: alert.envelope.clone(), desk: alert.desk, alert: alert.id, state })
    }

    /// Approves a grave decision as a second person.
    ///
    /// # Errors
    /// When it is no other person, or nothing waits for approval.
    pub fn approve(&mut self, by: &Actor, at: Timestamp, note: Option<&str>) -> Result<(), CaseworkError> {
        self.review()?.approve(by, at, note)?;
        Ok(())
    }

    /// Rejects a grave decision as a second person, or takes it back as the proposer.
    ///
    /// # Errors
    /// When no person rejects it, there is no reason, or nothing waits for approval.
    pub fn reject(&mut self, act: Act<'_>) -> Result<(), CaseworkError> {
        Ok(self.review()?.reject(act)?)
    }

    /// What is decided.
    pub fn ruling(&self) -> &Ruling {
        match &self.state {
            State::Final { ruling, .. } => ruling,
            State::Reviewed(review) => review.what(),
        }
    }

    /// Who decided it first.
    pub fn by(&self) -> &Signature {
        match &self.state {
            State::Final { by, .. } => by,
            State::Reviewed(review) => review.proposal().by(),
        }
    }

    /// When it was decided first.
    pub fn at(&self) -> Timestamp {
        match &self.state {
            State::Final { at, .. } => *at,
            State::Reviewed(review) => review.proposal().at(),
        }
    }

    /// Why.
    pub fn reason(&self) -> &str {
        match &self.state {
            State::Final { reason, .. } => reason,
            State::Reviewed(review) => review.proposal().reason(),
        }
    }

    /// Whether it waits for a second person.
    pub fn is_open(&self) -> bool {
        matches!(&self.state, State::Reviewed(review) if review.is_open())
    }

    /// Whether it stands: final, or approved.
    pub fn stands(&self) -> bool {
        match &self.state {
            State::Final { .. } => true,
            State::Reviewed(review) => review.approved().is_some(),
        }
    }

    /// The state's name in columns and catalogues.
    pub fn state_name(&self) -> &'static str {
        match &self.state {
            State::Final { .. } => "final",
            State::Reviewed(Review::Proposed(_)) => "proposed",
            State::Reviewed(Review::Approved(_)) => "approved",
            State::Reviewed(Review::Rejected(_)) => "rejected",
        }
    }

    fn review(&mut self) -> Result<&mut Review<Ruling>, CaseworkError> {
        match &mut self.state {
            State::Reviewed(review) => Ok(review),
            State::Final { .. } => Err(CaseworkError::NothingWaits),
        }
    }
}
