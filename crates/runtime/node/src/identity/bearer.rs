//! Whoever a request is made by: an API key, or a person in a session. With all that the policies let them do, asked once.

use super::sessions::OpenSession;
use crate::NodeError;
use access::{Action, Actor, ApiKey, ApiKeyHash, ApiKeySecret, Desks, Policies, Resource};
use model::{Desk, LegalBasis};

/// Why a request does not pass.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Nothing says who asks.
    #[error(
        "nothing says who asks; send a key as `Authorization: Bearer`, as the password of Basic or in the address as \
         /k/<key>/, or log in at /api/v1/session"
    )]
    NoKey,
    /// The key is not good. Which of the reasons holds is not said.
    #[error("the key is unknown, expired or revoked; ask whoever runs this node for another")]
    BadKey,
    /// The session is not good. Which of the reasons holds is not said.
    #[error("the session is unknown or has ended; log in at /api/v1/session")]
    NoSession,
    /// The request may have been forged by another site.
    #[error(
        "a request that changes something must come from this site and carry the session's token; send the csrf_token \
         that GET /api/v1/session gives as x-csrf-token"
    )]
    Forged,
    /// The key or person is known, but may not do this.
    #[error("{} is not among what you may do here; an administrator can change that", .0.as_str())]
    NotAllowed(Action),
    /// A key asks for what only a person in a session may.
    #[error("this is for people who are logged in; log in at /api/v1/session, without a key")]
    OnlyPeople,
    /// It does not work at this desk.
    #[error("the {} desk is none of yours; you work at: {}", .asked.as_str(), listed(.yours))]
    OtherDesk {
        /// The desk that was asked for.
        asked: Desk,
        /// The desks where it works.
        yours: Vec<Desk>,
    },
    /// It works at several desks, and nothing says at which of them now.
    #[error("say at which desk, as in ?desk=finance; you work at: {}", listed(.0))]
    WhichDesk(Vec<Desk>),
    /// People say what they screen for; keys have it from when they were made.
    #[error("a person's screening needs purpose and legal_basis; a key's are those that it was made with")]
    WhichPurpose,
    /// Nothing says why a record may be held.
    #[error("a person's record needs legal_basis; a key's is the one that it was made with")]
    WhichBasis,
    /// The records do not answer.
    #[error(transparent)]
    Node(#[from] NodeError),
}

/// What something is done for, and why it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    /// The purpose.
    pub purpose: String,
    /// The legal basis.
    pub legal_basis: LegalBasis,
}

/// Whoever a request is made by.
#[derive(Debug)]
pub struct Bearer {
    /// The key or person as an actor.
    pub actor: Actor,
    desks: Vec<Desk>,
    allowed: Vec<Action>,
    shown: Shown,
}

/// What was shown at the gate.
#[derive(Debug)]
enum Shown {
    Key { hash: ApiKeyHash, mandate: Mandate },
    Session(OpenSession),
}

impl Bearer {
    /// Somebody in a session.
    pub(super) fn of_person(actor: Actor, session: OpenSession) -> Self {
        let works_at = |desk: &Desk| actor.grants.iter().any(|grant| grant.desks.include(Some(*desk)));
        let desks: Vec<Desk> = Desk::ALL.into_iter().filter(works_at).collect();
        let whole = actor.grants.iter().any(|grant| grant.desks == Desks::All);
        let places: Vec<Option<Desk>> =
            desks.iter().copied().map(Some).chain(whole.then_some(None)).collect();
        let allowed = allowed(&actor, &places);
        Self { actor, desks, allowed, shown: Shown::Session(session) }
    }

    /// Whether the policies let it do this at a desk of its own, or to the node as a whole. At which, the use case asks.
    ///
    /// # Errors
    /// [`Refused::NotAllowed`] when they do not.
    pub fn may(&self, action: Action) -> Result<(), Refused> {
        match self.allowed.contains(&action) {
            true => Ok(()),
            false => Err(Refused::NotAllowed(action)),
        }
    }

    /// All that it may do somewhere.
    pub fn allowed(&self) -> &[Action] {
        &self.allowed
    }

    /// The desks where it works.
    pub fn desks(&self) -> &[Desk] {
        &self.desks
    }

    /// Whether records of this desk are there for it. What may be done with them, the policies say.
    pub fn sees(&self, desk: Desk) -> bool {
        self.desks.contains(&desk)
    }

    /// The desk at which it works now: the one that is asked for, or the only one.
    ///
    /// # Errors
    /// When it does not work at that desk, or works at several and none is named.
    pub fn desk_of(&self, asked: Option<Desk>) -> Result<Desk, Refused> {
        match (asked, self.desks.as_slice()) {
            (Some(desk), _) if self.sees(desk) => Ok(desk),
            (Some(asked), _) => Err(Refused::OtherDesk { asked, yours: self.desks.clone() }),
            (None, [desk]) => Ok(*desk),
            (None, _) => Err(Refused::WhichDesk(self.desks.clone())),
        }
    }

    /// What its work is done for: a key's own, or what a person states.
    ///
    /// # Errors
    /// When a person states none, or somebody states another for a key.
    pub fn mandate(&self, purpose: Option<&str>, legal_basis: Option<&str>) -> Result<Mandate, Refused> {
        match (&self.shown, said(purpose), said(legal_basis)) {
            (Shown::Key { mandate, .. }, None, None) => Ok(mandate.clone()),
            (Shown::Session(_), Some(purpose), Some(basis)) => {
                Ok(Mandate { purpose, legal_basis: LegalBasis(basis) })
            }
            _ => Err(Refused::WhichPurpose),
        }
    }

    /// Why a record is held: as is stated, or as the key was made with.
    ///
    /// # Errors
    /// When a person states nothing.
    pub fn basis(&self, stated: Option<&str>) -> Result<LegalBasis, Refused> {
        match (said(stated), &self.shown) {
            (Some(basis), _) => Ok(LegalBasis(basis)),
            (None, Shown::Key { mandate, .. }) => Ok(mandate.legal_basis.clone()),
            (None, Shown::Session(_)) => Err(Refused::WhichBasis),
        }
    }

    /// What a record is kept for and why it is held: as is stated, or as the key was made with.
    ///
    /// # Errors
    /// When a person leaves one out.
    pub fn stated_mandate(&self, purpose: Option<&str>, basis: Option<&str>) -> Result<Mandate, Refused> {
        let purpose = match (said(purpose), &self.shown) {
            (Some(purpose), _) => purpose,
            (None, Shown::Key { mandate, .. }) => mandate.purpose.clone(),
            (None, Shown::Session(_)) => return Err(Refused::WhichPurpose),
        };
        Ok(Mandate { purpose, legal_basis: self.basis(basis)? })
    }

    /// The session, when it is a person in one.
    pub fn session(&self) -> Option<&OpenSession> {
        match &self.shown {
            Shown::Session(session) => Some(session),
            Shown::Key { .. } => None,
        }
    }

    /// Whether it was this key that was shown.
    pub(super) fn is_of(&self, key: &ApiKeySecret) -> bool {
        matches!(&self.shown, Shown::Key { hash, .. } if hash.verify(key))
    }
}

/// What somebody said, where it says something.
fn said(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The key with all that the policies let it do at its desk.
pub(super) fn bearer_of_key(key: &ApiKey, actor: Actor) -> Bearer {
    let mandate = Mandate { purpose: key.purpose.clone(), legal_basis: key.envelope.legal_basis.clone() };
    let allowed = match actor.grants.is_empty() {
        true => Vec::new(),
        false => allowed(&actor, &[Some(key.desk)]),
    };
    Bearer { actor, desks: vec![key.desk], allowed, shown: Shown::Key { hash: key.hash, mandate } }
}

/// What the policies let an actor do in one of these places. One's own things are one's own.
fn allowed(actor: &Actor, places: &[Option<Desk>]) -> Vec<Action> {
    let permitted = |action: &Action| {
        let check = |resource: &Resource| Policies::shipped().check(actor, *action, resource).is_ok();
        match action {
            Action::KeyOwn => check(&Resource::of_node(action.resource()).owned_by(actor.person())),
            _ => places
                .iter()
                .any(|desk| check(&Resource { kind: action.resource(), desk: *desk, owner: None })),
        }
    };
    Action::ALL.iter().copied().filter(permitted).collect()
}

fn listed(desks: &[Desk]) -> String {
    match desks {
        [] => "none".to_owned(),
        _ => desks.iter().map(|desk| desk.as_str()).collect::<Vec<_>>().join(", "),
    }
}
