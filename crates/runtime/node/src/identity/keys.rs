//! API keys: made for a person who answers for them, shown once, revoked at once.

use super::stated;
use crate::{Node, NodeError, random};
use access::{Action, ApiKey, ApiKeySecret, Scopes};
use jiff::civil::Date;
use model::{Desk, Envelope, LegalBasis, Marking, RecordId};
use store::{Query, Stored, Tx};

/// A key to be made.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// What it is for, to tell keys apart.
    pub name: String,
    /// The desk whose work it does.
    pub desk: Desk,
    /// The purpose of screenings made with it.
    pub purpose: String,
    /// Their legal basis.
    pub legal_basis: LegalBasis,
    /// What it is good for, within what its owner may do.
    pub scopes: Scopes,
    /// Its last day.
    pub until: Date,
}

/// A key that was made. The secret is nowhere else: it is shown once.
pub struct MadeKey {
    /// The record.
    pub key: ApiKey,
    /// The key to hand over.
    pub secret: String,
}

impl Node {
    /// Makes a key that the person of this login answers for, asked for at the terminal.
    ///
    /// # Errors
    /// When there is no such owner, purpose or basis is missing, the last day is over, or nothing can be written.
    pub async fn make_key(&self, owner: &str, new: NewKey) -> Result<MadeKey, NodeError> {
        let owner = self.user_called(owner).await?.record;
        if !owner.is_open(self.clock.now()) {
            return Err(NodeError::Usage {
                what: format!("the account {} is closed", owner.login),
                remedy: "a key needs a person who answers for it; name another owner".into(),
            });
        }
        let mut tx = self.store.write("key.make").await?;
        let made = self.insert_key(&mut tx, owner.id, new, "terminal").await?;
        let about = [("key", made.key.id), ("user", owner.id)];
        self.tell(&mut tx, &self.itself(), Action::KeyManage, made.key.desk, &about, &made.key.scopes)
            .await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Writes a new key of somebody.
    pub(super) async fn insert_key(
        &self,
        tx: &mut Tx,
        owner: RecordId,
        new: NewKey,
        source: &str,
    ) -> Result<MadeKey, NodeError> {
        if new.until < self.clock.today() {
            return Err(NodeError::Usage {
                what: format!("the key would have expired on {}", new.until),
                remedy: "give a last day that is still to come".into(),
            });
        }
        let id = self.fresh_id();
        let secret = ApiKeySecret::new(id, random());
        let key = ApiKey {
            id,
            envelope: Envelope {
                marking: Marking::default(),
                legal_basis: LegalBasis(stated("legal basis", &new.legal_basis.0)?),
                source: source.to_owned(),
                expires_on: Some(new.until),
            },
            owner,
            name: stated("name", &new.name)?,
            hash: secret.hash(),
            scopes: new.scopes,
            desk: new.desk,
            purpose: stated("purpose", &new.purpose)?,
            rate: None,
            created_at: self.clock.now(),
            revoked_at: None,
        };
        tx.insert(&key).await?;
        Ok(MadeKey { key, secret: secret.reveal() })
    }

    /// Revokes a key: within a second it is good for nothing, at every instance of the node.
    ///
    /// # Errors
    /// When there is no such key, or the records cannot be written.
    pub async fn revoke_key(&self, id: RecordId) -> Result<ApiKey, NodeError> {
        let mut tx = self.store.write("key.revoke").await?;
        let Stored { mut record, revision, .. } = tx.get::<ApiKey>(id).await?.ok_or_else(|| {
            NodeError::NotFound { wanted: id.to_string(), remedy: "`entente key list` shows the keys".into() }
        })?;
        if record.revoked_at.is_none_or(|at| at > self.clock.now()) {
            record.revoked_at = Some(self.clock.now());
            tx.update(&record, revision).await?;
            let about = [("key", id)];
            self.tell(&mut tx, &self.itself(), Action::KeyManage, record.desk, &about, &"revoked").await?;
        }
        tx.commit().await?;
        Ok(record)
    }

    /// All keys with the logins of their owners, the oldest first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn keys(&self) -> Result<Vec<(ApiKey, String)>, NodeError> {
        let users = self.users().await?;
        let owner = |id: RecordId| users.iter().find(|user| user.id == id).map(|user| user.login.clone());
        let named = |Stored { record, .. }: Stored<ApiKey>| {
            let owner = owner(record.owner).unwrap_or_default();
            (record, owner)
        };
        let keys = self.store.read().await?.all(&Query::all()).await?;
        Ok(keys.into_iter().map(named).collect())
    }
}
