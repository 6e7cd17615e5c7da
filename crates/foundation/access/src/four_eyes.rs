//! Four eyes as types: what needs a second person exists as [`Proposed`] until another one makes it [`Approved`].
//! A function that takes an `Approved<T>` cannot be called with one person's word.

use crate::{Act, Actor, ActorKind, Signature};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Why something was not proposed, approved or rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FourEyes {
    /// The proposer, or a key of the proposer, cannot be the second person.
    #[error("whoever proposed it cannot approve it, nor can their API key; ask another person")]
    SamePerson,
    /// Keys and the node itself have no eyes.
    #[error("only a person who logged in can approve or reject; an API key or a job cannot")]
    NotAPerson,
    /// The node itself proposes nothing.
    #[error("nobody answers for this proposal; a person or a person's API key must make it")]
    Nobody,
    /// A proposal without a reason cannot be judged.
    #[error("give a reason in words")]
    NoReason,
    /// It was approved or rejected before.
    #[error("it was approved or rejected before; look at it again")]
    Settled,
    /// The second look is later than the first.
    #[error("the approval is dated before the proposal; check the clock")]
    BeforeProposal,
}

/// Something that one person proposes and another must approve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed<T> {
    what: T,
    by: Signature,
    at: Timestamp,
    reason: String,
}

impl<T> Proposed<T> {
    /// Proposes something, for a reason.
    ///
    /// # Errors
    /// When nobody answers for it or there is no reason.
    pub fn new(what: T, act: Act<'_>) -> Result<Self, FourEyes> {
        let reason = act.justified()?.to_owned();
        Ok(Self { what, by: act.by.signature(), at: act.at, reason })
    }

    /// Approves it, as a second person.
    ///
    /// # Errors
    /// When the approver is no other person; the proposal is lost then, so keep a clone where it is needed.
    pub fn approve(self, by: &Actor, at: Timestamp, note: Option<&str>) -> Result<Approved<T>, FourEyes> {
        if by.kind != ActorKind::Person {
            return Err(FourEyes::NotAPerson);
        }
        let approval = Approval { by: by.signature(), at, note: note.and_then(words) };
        Approved::new(Parts { proposal: self, approval })
    }

    /// Rejects it, as a second person or as the proposer who takes it back.
    ///
    /// # Errors
    /// When no person rejects it or there is no reason.
    pub fn reject(self, act: Act<'_>) -> Result<Rejected<T>, FourEyes> {
        if act.by.kind != ActorKind::Person {
            return Err(FourEyes::NotAPerson);
        }
        let note = Some(act.justified()?.to_owned());
        Ok(Rejected { proposal: self, rejection: Approval { by: act.by.signature(), at: act.at, note } })
    }

    /// What is proposed.
    pub fn what(&self) -> &T {
        &self.what
    }

    /// Who proposed it.
    pub fn by(&self) -> &Signature {
        &self.by
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Why.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Something that two persons stand for. It is made by [`Proposed::approve`] only; one that is read back from a
/// record is held to the same rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts<T>", into = "Parts<T>", bound(serialize = "T: Clone + Serialize"))]
pub struct Approved<T>(Parts<T>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Parts<T> {
    proposal: Proposed<T>,
    approval: Approval,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Approval {
    by: Signature,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl<T> Approved<T> {
    fn new(parts: Parts<T>) -> Result<Self, FourEyes> {
        let (first, second) = (&parts.proposal, &parts.approval);
        let approver = second.by.person.ok_or(FourEyes::NotAPerson)?;
        if approver != second.by.actor {
            return Err(FourEyes::NotAPerson);
        }
        match first.by.person {
            None => Err(FourEyes::Nobody),
            Some(proposer) if proposer == approver => Err(FourEyes::SamePerson),
            Some(_) if second.at < first.at => Err(FourEyes::BeforeProposal),
            Some(_) => Ok(Self(parts)),
        }
    }

    /// What both stand for.
    pub fn what(&self) -> &T {
        &self.0.proposal.what
    }

    /// The proposal.
    pub fn proposal(&self) -> &Proposed<T> {
        &self.0.proposal
    }

    /// Who approved it.
    pub fn by(&self) -> &Signature {
        &self.0.approval.by
    }

    /// When it was approved.
    pub fn at(&self) -> Timestamp {
        self.0.approval.at
    }

    /// What the approver added.
    pub fn note(&self) -> Option<&str> {
        self.0.approval.note.as_deref()
    }
}

impl<T> TryFrom<Parts<T>> for Approved<T> {
    type Error = FourEyes;

    fn try_from(parts: Parts<T>) -> Result<Self, FourEyes> {
        Self::new(parts)
    }
}

impl<T> From<Approved<T>> for Parts<T> {
    fn from(approved: Approved<T>) -> Self {
        approved.0
    }
}

/// Something that was proposed and turned down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected<T> {
    proposal: Proposed<T>,
    rejection: Approval,
}

impl<T> Rejected<T> {
    /// The proposal.
    pub fn proposal(&self) -> &Proposed<T> {
        &self.proposal
    }

    /// Who turned it down.
    pub fn by(&self) -> &Signature {
        &self.rejection.by
    }

    /// When.
    pub fn at(&self) -> Timestamp {
        self.rejection.at
    }

    /// Why.
    pub fn reason(&self) -> &str {
        self.rejection.note.as_deref().unwrap_or_default()
    }
}

/// Something under review: proposed, and then either approved or rejected by a second person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", bound(serialize = "T: Clone + Serialize"))]
pub enum Review<T> {
    /// Waits for a second person.
    Proposed(Proposed<T>),
    /// Both stand for it.
    Approved(Approved<T>),
    /// Turned down.
    Rejected(Rejected<T>),
}

impl<T: Clone> Review<T> {
    /// Approves what is proposed; nothing changes on an error.
    ///
    /// # Errors
    /// When the approver is no other person, or it was settled before.
    pub fn approve(
        &mut self,
        by: &Actor,
        at: Timestamp,
        note: Option<&str>,
    ) -> Result<&Approved<T>, FourEyes> {
        let approved = self.open()?.clone().approve(by, at, note)?;
        *self = Self::Approved(approved);
        self.approved().ok_or(FourEyes::Settled)
    }

    /// Rejects what is proposed; nothing changes on an error.
    ///
    /// # Errors
    /// When no person rejects it, there is no reason, or it was settled before.
    pub fn reject(&mut self, act: Act<'_>) -> Result<(), FourEyes> {
        *self = Self::Rejected(self.open()?.clone().reject(act)?);
        Ok(())
    }

    fn open(&self) -> Result<&Proposed<T>, FourEyes> {
        match self {
            Self::Proposed(proposed) => Ok(proposed),
            Self::Approved(_) | Self::Rejected(_) => Err(FourEyes::Settled),
        }
    }
}

impl<T> Review<T> {
    /// The proposal, whatever became of it.
    pub fn proposal(&self) -> &Proposed<T> {
        match self {
            Self::Proposed(proposed) => proposed,
            Self::Approved(approved) => approved.proposal(),
            Self::Rejected(rejected) => rejected.proposal(),
        }
    }

    /// What is or was proposed.
    pub fn what(&self) -> &T {
        self.proposal().what()
    }

    /// The approval, where there is one.
    pub fn approved(&self) -> Option<&Approved<T>> {
        match self {
            Self::Approved(approved) => Some(approved),
            Self::Proposed(_) | Self::Rejected(_) => None,
        }
    }

    /// Whether it waits for a second person.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Proposed(_))
    }
}

fn words(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}
