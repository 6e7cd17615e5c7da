//! Who acts: a person, a key that acts for one, or the node itself. And how an act is signed in a record.

use crate::{Action, FourEyes, Grant, Role};
use jiff::Timestamp;
use model::{Desk, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who acts, and with what powers. Made by whoever checked the credentials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Id of the person or key; for the node's own work the id of the node's account.
    pub id: RecordId,
    /// The name to show.
    pub name: String,
    /// Person, key or the node.
    pub kind: ActorKind,
    /// Roles at desks.
    pub grants: Vec<Grant>,
    /// Which of the actions that the grants give may be done.
    pub scopes: Scopes,
}

/// What kind of actor acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActorKind {
    /// A person who logged in.
    Person,
    /// A program with an API key of a person, who answers for it.
    Key {
        /// The person.
        owner: RecordId,
    },
    /// The node itself: jobs and clocks.
    System,
}

/// Which actions credentials are good for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scopes {
    /// All that the grants give.
    All,
    /// These only.
    Only(BTreeSet<Action>),
}

impl Scopes {
    /// Whether an action is within them.
    pub fn include(&self, action: Action) -> bool {
        match self {
            Self::All => true,
            Self::Only(actions) => actions.contains(&action),
        }
    }
}

impl Actor {
    /// The node itself, which runs jobs and clocks.
    pub fn system(id: RecordId) -> Self {
        Self {
            id,
            name: "system".to_owned(),
            kind: ActorKind::System,
            grants: Vec::new(),
            scopes: Scopes::All,
        }
    }

    /// The person who answers for the act; none for the node itself.
    pub fn person(&self) -> Option<RecordId> {
        match self.kind {
            ActorKind::Person => Some(self.id),
            ActorKind::Key { owner } => Some(owner),
            ActorKind::System => None,
        }
    }

    /// Whether the actor has this role at this desk; none is the node as a whole.
    pub fn has(&self, role: Role, desk: Option<Desk>) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.desks.include(desk))
    }

    /// The signature under a record.
    pub fn signature(&self) -> Signature {
        Signature { actor: self.id, person: self.person(), name: self.name.clone() }
    }
}

/// Who did something, as a record keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who acted: a person, a key or the node.
    pub actor: RecordId,
    /// The person who answers for it; none for the node itself.
    pub person: Option<RecordId>,
    /// The name at that time.
    pub name: String,
}

/// Somebody does something at a moment for a reason.
#[derive(Clone, Copy, Debug)]
pub struct Act<'a> {
    /// Who.
    pub by: &'a Actor,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: &'a str,
}

impl<'a> Act<'a> {
    /// Somebody does something at a moment for a reason.
    pub fn new(by: &'a Actor, at: Timestamp, reason: &'a str) -> Self {
        Self { by, at, reason }
    }

    /// The reason in words.
    ///
    /// # Errors
    /// When there is none, or no person answers for the act.
    pub fn justified(&self) -> Result<&'a str, FourEyes> {
        let reason = self.reason.trim();
        if self.by.person().is_none() {
            return Err(FourEyes::Nobody);
        }
        if reason.is_empty() { Err(FourEyes::NoReason) } else { Ok(reason) }
    }

    /// The day, in UTC.
    pub fn day(&self) -> jiff::civil::Date {
        model::day_of(self.at)
    }
}
