//! The gate: knows a key or a session when it sees one. What it has seen is remembered for a second, so that thousands
//! of requests cost one look into the records, and what was revoked or ended at any instance is refused within that second.

use super::bearer::bearer_of_key;
use super::{Bearer, Refused};
use crate::{Node, NodeError};
use access::{ApiKey, ApiKeySecret, SecretToken, TokenHash};
use jiff::{SignedDuration, Timestamp};
use model::RecordId;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

/// What was seen is looked up again after so long.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(1);

/// So much is remembered: then all is forgotten and looked up again.
const MOST: usize = 10_000;

/// Knows keys and sessions.
#[derive(Default)]
pub struct Gate {
    keys: Remembered<RecordId, Option<Arc<Bearer>>>,
    sessions: Remembered<TokenHash, Arc<Bearer>>,
}

impl Gate {
    /// Whose key this is.
    ///
    /// # Errors
    /// When it is no good key, or the records cannot be read.
    pub async fn admit(&self, node: &Node, key: &str) -> Result<Arc<Bearer>, Refused> {
        let key = ApiKeySecret::parse(key).ok_or(Refused::BadKey)?;
        let now = node.clock.now();
        let bearer = match self.keys.get(&key.id, now) {
            Some(bearer) => bearer,
            None => {
                let bearer = look_up(node, key.id, now).await?.map(Arc::new);
                self.keys.put(key.id, now, bearer.clone());
                bearer
            }
        };
        bearer.filter(|bearer| bearer.is_of(&key)).ok_or(Refused::BadKey)
    }

    /// Whose session this is.
    ///
    /// # Errors
    /// When it is none that stands, or the records cannot be read.
    pub async fn admit_session(&self, node: &Node, token: &str) -> Result<Arc<Bearer>, Refused> {
        let token = SecretToken::parse(token).ok_or(Refused::NoSession)?;
        let (hash, now) = (token.hash(), node.clock.now());
        if let Some(bearer) = self.sessions.get(&hash, now) {
            return Ok(bearer);
        }
        // What is no session is not remembered: anybody can send any number of those.
        let bearer = Arc::new(node.session_of(&token).await?.ok_or(Refused::NoSession)?);
        self.sessions.put(hash, now, Arc::clone(&bearer));
        Ok(bearer)
    }

    /// Forgets what it remembers of sessions: one of them was ended here.
    pub fn forget_sessions(&self) {
        self.sessions.forget();
    }
}

/// Things as they were a moment ago.
struct Remembered<K, V>(RwLock<HashMap<K, (Timestamp, V)>>);

impl<K, V> Default for Remembered<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Eq + Hash, V: Clone> Remembered<K, V> {
    fn get(&self, key: &K, now: Timestamp) -> Option<V> {
        let seen = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (at, value) = seen.get(key)?;
        (now.duration_since(*at).abs() < REMEMBERED).then(|| value.clone())
    }

    fn put(&self, key: K, now: Timestamp, value: V) {
        let mut seen = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= MOST {
            seen.clear();
        }
        seen.insert(key, (now, value));
    }

    fn forget(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

async fn look_up(node: &Node, id: RecordId, now: Timestamp) -> Result<Option<Bearer>, NodeError> {
    let key = node.store.read().await?.get::<ApiKey>(id).await?.map(|stored| stored.record);
    let Some(key) = key.filter(|key| key.stands(now)) else { return Ok(None) };
    let owner = node.user(key.owner).await?.filter(|owner| owner.is_open(now));
    Ok(owner.map(|owner| bearer_of_key(&key, key.actor(&owner))))
}
