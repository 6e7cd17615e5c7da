//! The gate: knows a key when it sees one. Keys it has seen are remembered for a second, so that thousands of requests
//! cost one look into the records, and a key that was revoked at any instance is refused within that second.

use crate::{Node, NodeError};
use access::{Action, Actor, ApiKey, ApiKeyHash, ApiKeySecret, Policies, Resource};
use jiff::{SignedDuration, Timestamp};
use model::{Desk, RecordId};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// A key is looked up again after so long.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(1);

/// So many keys are remembered: then all are forgotten and looked up again.
const MOST: usize = 10_000;

/// Why a request does not pass.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// Nothing says who asks.
    #[error(
        "no key was sent; send one as `Authorization: Bearer`, as the password of Basic, or in the address as /k/<key>/"
    )]
    NoKey,
    /// The key is not good. Which of the reasons holds is not said.
    #[error("the key is unknown, expired or revoked; ask whoever runs this node for another")]
    BadKey,
    /// The key is good, but not for this.
    #[error("this key is not good for {}; whoever runs this node can make one that is", .0.as_str())]
    NotAllowed(Action),
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
    /// The records do not answer.
    #[error(transparent)]
    Node(#[from] NodeError),
}

/// Whoever showed a good key.
#[derive(Debug)]
pub struct Bearer {
    /// The key as an actor.
    pub actor: Actor,
    /// The purpose of what is asked with it.
    pub purpose: String,
    /// Its legal basis.
    pub legal_basis: String,
    desks: Vec<Desk>,
    hash: ApiKeyHash,
    allowed: Vec<Action>,
}

impl Bearer {
    /// Whether the policies let it do this at its desk.
    ///
    /// # Errors
    /// [`Refused::NotAllowed`] when they do not.
    pub fn may(&self, action: Action) -> Result<(), Refused> {
        match self.allowed.contains(&action) {
            true => Ok(()),
            false => Err(Refused::NotAllowed(action)),
        }
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
}

fn listed(desks: &[Desk]) -> String {
    match desks {
        [] => "none".to_owned(),
        _ => desks.iter().map(|desk| desk.as_str()).collect::<Vec<_>>().join(", "),
    }
}

/// What a key was found to be, and when.
struct Seen {
    at: Timestamp,
    bearer: Option<Arc<Bearer>>,
}

/// Knows keys.
#[derive(Default)]
pub struct Gate {
    seen: RwLock<HashMap<RecordId, Seen>>,
}

impl Gate {
    /// Whose key this is.
    ///
    /// # Errors
    /// When it is no good key, or the records cannot be read.
    pub async fn admit(&self, node: &Node, key: &str) -> Result<Arc<Bearer>, Refused> {
        let key = ApiKeySecret::parse(key).ok_or(Refused::BadKey)?;
        let now = node.clock.now();
        let bearer = match self.remembered(key.id, now) {
            Some(bearer) => bearer,
            None => self.look_up(node, key.id, now).await?,
        };
        bearer.filter(|bearer| bearer.hash.verify(&key)).ok_or(Refused::BadKey)
    }

    fn remembered(&self, id: RecordId, now: Timestamp) -> Option<Option<Arc<Bearer>>> {
        let seen = self.seen.read().unwrap_or_else(PoisonError::into_inner);
        let found = seen.get(&id)?;
        (now.duration_since(found.at).abs() < REMEMBERED).then(|| found.bearer.clone())
    }

    async fn look_up(
        &self,
        node: &Node,
        id: RecordId,
        now: Timestamp,
    ) -> Result<Option<Arc<Bearer>>, NodeError> {
        let key = node.store.read().await?.get::<ApiKey>(id).await?.map(|stored| stored.record);
        let bearer = match key.filter(|key| key.stands(now)) {
            Some(key) => node
                .user(key.owner)
                .await?
                .filter(|owner| owner.is_open(now))
                .map(|owner| Arc::new(bearer(&key, key.actor(&owner)))),
            None => None,
        };
        let mut seen = self.seen.write().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.clear();
        }
        seen.insert(id, Seen { at: now, bearer: bearer.clone() });
        Ok(bearer)
    }
}

/// The key with all that the policies let it do at its desk, asked once.
fn bearer(key: &ApiKey, actor: Actor) -> Bearer {
    let permitted = |action: &Action| {
        let resource = Resource::at(action.resource(), key.desk);
        key.scopes.include(*action) && Policies::shipped().check(&actor, *action, &resource).is_ok()
    };
    let allowed = Action::ALL.iter().copied().filter(permitted).collect();
    Bearer {
        desks: vec![key.desk],
        purpose: key.purpose.clone(),
        legal_basis: key.envelope.legal_basis.0.clone(),
        hash: key.hash,
        actor,
        allowed,
    }
}
