//! API keys as people keep their own, and as administrators see and revoke everybody's. A key is shown once.

use super::keys::{MadeKey, NewKey};
use super::people::allow;
use super::{Action, Actor, ApiKey};
use crate::{Node, NodeError};
use jiff::SignedDuration;
use jiff::civil::Date;
use model::RecordId;
use store::{Cursor, Page, Query, Stored, Tx};

/// A key that is replaced is good for so long at most.
const LONGEST_OVERLAP: i64 = 7 * 24;

impl Node {
    /// Makes a key for whoever asks.
    ///
    /// # Errors
    /// When the actor is no person, has no role at that desk, or purpose or basis is missing.
    pub async fn make_own_key(&self, actor: &Actor, new: NewKey) -> Result<MadeKey, NodeError> {
        allow(actor, Action::KeyOwn, actor.person())?;
        if !actor.grants.iter().any(|grant| grant.desks.include(Some(new.desk))) {
            return Err(NodeError::Usage {
                what: format!("you have no role at the {} desk", new.desk.as_str()),
                remedy: "a key does the work of a desk of its owner's; name one of yours".into(),
            });
        }
        let mut tx = self.store.write("key.make").await?;
        let made = self.insert_key(&mut tx, actor.id, new, "session").await?;
        let about = [("key", made.key.id), ("user", actor.id)];
        self.tell(&mut tx, actor, Action::KeyOwn, made.key.desk, &about, &made.key.scopes).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// A page of one's own keys, the oldest first; of everybody's for whoever manages keys.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn keys_of(
        &self,
        actor: &Actor,
        everybody: bool,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<ApiKey>, NodeError> {
        let mut query = Query::all().limit(limit).after(after);
        match everybody {
            true => allow(actor, Action::KeyManage, None)?,
            false => {
                allow(actor, Action::KeyOwn, actor.person())?;
                query = query.is("owner", actor.id);
            }
        }
        Ok(self.store.read().await?.page(&query).await?)
    }

    /// Revokes a key of one's own, or anybody's for whoever manages keys.
    ///
    /// # Errors
    /// When there is none that the actor may revoke, or it has changed since.
    pub async fn revoke_key_as(
        &self,
        actor: &Actor,
        id: RecordId,
        seen: Option<u64>,
    ) -> Result<Stored<ApiKey>, NodeError> {
        let mut tx = self.store.write("key.revoke").await?;
        let Stored { mut record, revision, .. } = kept_key(&mut tx, actor, id, seen).await?;
        let now = self.clock.now();
        if record.revoked_at.is_some_and(|at| at <= now) {
            return Ok(Stored { record, revision });
        }
        record.revoked_at = Some(now);
        tx.update(&record, revision).await?;
        let action = if record.owner == actor.id { Action::KeyOwn } else { Action::KeyManage };
        self.tell(&mut tx, actor, action, record.desk, &[("key", id)], &"revoked").await?;
        tx.commit().await?;
        Ok(Stored { record, revision: revision + 1 })
    }

    /// Puts another key in the place of one's own: the same but for its secret and its last day. The old one is good for
    /// `overlap` hours more, so that nothing fails while the new one is brought where it is used.
    ///
    /// # Errors
    /// When it is not the actor's own, is good no longer, has changed since, or the overlap is out of bounds.
    pub async fn rotate_key(
        &self,
        actor: &Actor,
        id: RecordId,
        seen: Option<u64>,
        (until, overlap): (Option<Date>, u32),
    ) -> Result<MadeKey, NodeError> {
        let mut tx = self.store.write("key.rotate").await?;
        let Stored { mut record, revision, .. } = kept_key(&mut tx, actor, id, seen).await?;
        allow(actor, Action::KeyOwn, Some(record.owner))?;
        let now = self.clock.now();
        let usage = |what: &str, remedy: &str| NodeError::Usage { what: what.into(), remedy: remedy.into() };
        if !record.stands(now) || record.revoked_at.is_some() {
            return Err(usage("this key is expired, revoked or replaced", "make another one"));
        }
        let hours = i64::from(overlap);
        if hours > LONGEST_OVERLAP {
            return Err(usage(
                "the old key would be good for more than a week",
                "give fewer hours of overlap",
            ));
        }
        let until = until.or(record.envelope.expires_on).unwrap_or_else(|| self.clock.today());
        let new = NewKey {
            name: record.name.clone(),
            desk: record.desk,
            purpose: record.purpose.clone(),
            legal_basis: record.envelope.legal_basis.clone(),
            scopes: record.scopes.clone(),
            until,
        };
        let made = self.insert_key(&mut tx, actor.id, new, "session").await?;
        record.revoked_at = now.saturating_add(SignedDuration::from_hours(hours)).ok();
        tx.update(&record, revision).await?;
        let about = [("key", id), ("key", made.key.id)];
        self.tell(&mut tx, actor, Action::KeyOwn, record.desk, &about, &("rotated", hours)).await?;
        tx.commit().await?;
        Ok(made)
    }
}

/// A key that the actor may revoke. Another person's is not there for them.
async fn kept_key(
    tx: &mut Tx,
    actor: &Actor,
    id: RecordId,
    seen: Option<u64>,
) -> Result<Stored<ApiKey>, NodeError> {
    let missing =
        || NodeError::NotFound { wanted: id.to_string(), remedy: "/api/v1/keys shows your keys".into() };
    let kept = tx.get::<ApiKey>(id).await?.ok_or_else(missing)?;
    if allow(actor, Action::KeyOwn, Some(kept.record.owner)).is_err() {
        allow(actor, Action::KeyManage, None).map_err(|_| missing())?;
    }
    match seen {
        Some(seen) if seen != kept.revision => Err(NodeError::Changed { what: "API key" }),
        _ => Ok(kept),
    }
}
