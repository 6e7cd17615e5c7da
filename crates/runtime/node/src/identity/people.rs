//! Accounts as an administrator keeps them: inviting, changing roles (with a second person where the node wants one),
//! links, closing. Nobody changes their own.

use super::accounts::{NewUser, new_account};
use super::links::{MadeLink, remove_links};
use super::stated;
use crate::{Node, NodeError};
use access::{AccountChange, Act, Action, Actor, Federated, Grant, Policies, Proposed, Resource, User};
use model::RecordId;
use store::{Cursor, Page, Query, Stored, Tx};

impl Node {
    /// A page of the accounts, the oldest first.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn accounts(
        &self,
        actor: &Actor,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<User>, NodeError> {
        allow(actor, Action::UserView, None)?;
        Ok(self.store.read().await?.page(&Query::all().limit(limit).after(after)).await?)
    }

    /// One account.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn account(&self, actor: &Actor, id: RecordId) -> Result<Stored<User>, NodeError> {
        if actor.person() != Some(id) {
            allow(actor, Action::UserView, None)?;
        }
        self.store.read().await?.get(id).await?.ok_or_else(|| missing(id))
    }

    /// Makes an account and a link with which its person sets a password. Where roles need a second person, it has none
    /// until they are approved.
    ///
    /// # Errors
    /// When the actor may not, the login is taken or cannot be one, or the subject is another account's.
    pub async fn invite(
        &self,
        actor: &Actor,
        new: NewUser,
        subject: Option<&str>,
        reason: &str,
    ) -> Result<MadeLink, NodeError> {
        allow(actor, Action::UserManage, None)?;
        let now = self.clock.now();
        let change = AccountChange { grants: new.grants.clone(), federated: self.federated(subject)? };
        let act = Act::new(actor, now, reason);
        act.justified().map_err(four_eyes)?;
        let mut tx = self.store.write("user.invite").await?;
        free_subject(&mut tx, change.federated.as_ref(), None).await?;
        let mut user = new_account(&mut tx, self.fresh_id(), new, "invitation", now).await?;
        user.grants = Vec::new();
        self.propose(&mut user, change, act)?;
        tx.insert(&user).await?;
        let about = [("user", user.id)];
        let what = (&user.grants, &user.pending.is_some(), reason);
        self.tell(&mut tx, actor, Action::UserManage, None, &about, &what).await?;
        let link = self.invitation(&mut tx, actor, user, false).await?;
        tx.commit().await?;
        Ok(link)
    }

    /// Changes roles, and who somebody is at the provider: at once, or when a second person has approved it.
    ///
    /// # Errors
    /// When the actor may not, it is their own account, it has changed since, or the subject is another account's.
    pub async fn change_account(
        &self,
        actor: &Actor,
        id: RecordId,
        seen: Option<u64>,
        (grants, subject): (Vec<Grant>, Option<&str>),
        reason: &str,
    ) -> Result<Stored<User>, NodeError> {
        let federated = self.federated(subject)?;
        let mut tx = self.store.write("user.change").await?;
        let Stored { mut record, revision, .. } = managed(&mut tx, actor, id, seen).await?;
        free_subject(&mut tx, federated.as_ref(), Some(id)).await?;
        let change = AccountChange { grants, federated };
        self.propose(&mut record, change, Act::new(actor, self.clock.now(), reason))?;
        tx.update(&record, revision).await?;
        let what = (&record.grants, record.pending.is_some(), reason);
        self.tell(&mut tx, actor, Action::UserManage, None, &[("user", id)], &what).await?;
        tx.commit().await?;
        self.account(actor, id).await
    }

    /// Approves a change of roles, as a second person: neither whoever proposed it nor whose roles they are.
    ///
    /// # Errors
    /// When the actor may not, or nothing waits.
    pub async fn approve_account(
        &self,
        actor: &Actor,
        id: RecordId,
        note: Option<&str>,
    ) -> Result<Stored<User>, NodeError> {
        let mut tx = self.store.write("user.approve").await?;
        let (mut user, revision, pending) = waiting(&mut tx, actor, id).await?;
        if actor.person() == Some(id) {
            return Err(four_eyes(access::FourEyes::SamePerson));
        }
        let approved = pending.approve(actor, self.clock.now(), note).map_err(four_eyes)?;
        let change = approved.what().clone();
        free_subject(&mut tx, change.federated.as_ref(), Some(id)).await?;
        user.take(change);
        tx.update(&user, revision).await?;
        let what = ("approved", &user.grants, note);
        self.tell(&mut tx, actor, Action::UserApprove, None, &[("user", id)], &what).await?;
        tx.commit().await?;
        Ok(Stored { record: user, revision: revision + 1 })
    }

    /// Rejects a change of roles, as a second person; whoever proposed it may take it back so.
    ///
    /// # Errors
    /// When the actor may not, there is no reason, or nothing waits.
    pub async fn reject_account(
        &self,
        actor: &Actor,
        id: RecordId,
        reason: &str,
    ) -> Result<Stored<User>, NodeError> {
        let mut tx = self.store.write("user.reject").await?;
        let (user, revision, pending) = waiting(&mut tx, actor, id).await?;
        pending.reject(Act::new(actor, self.clock.now(), reason)).map_err(four_eyes)?;
        tx.update(&user, revision).await?;
        let what = ("rejected", reason);
        self.tell(&mut tx, actor, Action::UserApprove, None, &[("user", id)], &what).await?;
        tx.commit().await?;
        Ok(Stored { record: user, revision: revision + 1 })
    }

    /// A link with which the account's person sets a new password. Whoever makes it could use it, so the authenticator
    /// stays; another one, where roles need a second person, is a matter of the terminal.
    ///
    /// # Errors
    /// When the actor may not, it is their own account, it is closed, or the authenticator may not be renewed so.
    pub async fn link_for(&self, actor: &Actor, id: RecordId, renew: bool) -> Result<MadeLink, NodeError> {
        let mut tx = self.store.write("link.make").await?;
        let user = managed(&mut tx, actor, id, None).await?.record;
        if renew && self.access.second_person_for_roles {
            return Err(NodeError::Usage {
                what: "one person alone does not take an authenticator from another here".into(),
                remedy: format!("run `entente user link {} --authenticator` at the node", user.login),
            });
        }
        let made = self.invitation(&mut tx, actor, user, renew).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Closes an account: its sessions, links and keys are good no longer.
    ///
    /// # Errors
    /// When the actor may not, it is their own account, or it has changed since.
    pub async fn close_account(
        &self,
        actor: &Actor,
        id: RecordId,
        seen: Option<u64>,
    ) -> Result<Stored<User>, NodeError> {
        let mut tx = self.store.write("user.close").await?;
        let kept = managed(&mut tx, actor, id, seen).await?;
        let closed = self.close_in(&mut tx, actor, kept).await?;
        tx.commit().await?;
        Ok(closed)
    }

    /// Closes an account in a change of the caller's.
    pub(super) async fn close_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        Stored { mut record, revision }: Stored<User>,
    ) -> Result<Stored<User>, NodeError> {
        if record.closed_at.is_some() {
            return Ok(Stored { record, revision });
        }
        (record.closed_at, record.pending) = (Some(self.clock.now()), None);
        tx.update(&record, revision).await?;
        self.end_sessions(tx, record.id).await?;
        remove_links(tx, record.id).await?;
        let about = [("user", record.id)];
        self.tell(tx, actor, Action::UserManage, None, &about, &"closed").await?;
        Ok(Stored { record, revision: revision + 1 })
    }

    /// Makes a change, or lays it before a second person where the node wants one.
    fn propose(&self, user: &mut User, change: AccountChange, act: Act<'_>) -> Result<(), NodeError> {
        let proposed = Proposed::new(change, act).map_err(four_eyes)?;
        match self.access.second_person_for_roles {
            true => user.pending = Some(proposed),
            false => {
                user.take(proposed.what().clone());
                user.pending = None;
            }
        }
        Ok(())
    }

    /// Who somebody is at this node's provider.
    fn federated(&self, subject: Option<&str>) -> Result<Option<Federated>, NodeError> {
        let Some(subject) = subject else { return Ok(None) };
        let provider = self.access.openid_connect.as_ref().ok_or_else(|| NodeError::Usage {
            what: "this node has no OpenID Connect provider".into(),
            remedy: "leave the subject out, or name a provider in access.toml".into(),
        })?;
        Ok(Some(Federated { issuer: provider.issuer.clone(), subject: stated("subject", subject)? }))
    }
}

/// Whether an actor may do this to an account of the node.
pub(super) fn allow(actor: &Actor, action: Action, owner: Option<RecordId>) -> Result<(), NodeError> {
    let resource = Resource::of_node(action.resource()).owned_by(owner);
    Ok(Policies::shipped().check(actor, action, &resource)?)
}

/// An account that somebody may change, as they saw it.
async fn managed(
    tx: &mut Tx,
    actor: &Actor,
    id: RecordId,
    seen: Option<u64>,
) -> Result<Stored<User>, NodeError> {
    allow(actor, Action::UserManage, Some(id))?;
    let kept = tx.get::<User>(id).await?.ok_or_else(|| missing(id))?;
    match seen {
        Some(seen) if seen != kept.revision => Err(NodeError::Changed { what: "user" }),
        _ => Ok(kept),
    }
}

/// An account with the change that waits taken out of it.
async fn waiting(
    tx: &mut Tx,
    actor: &Actor,
    id: RecordId,
) -> Result<(User, u64, Proposed<AccountChange>), NodeError> {
    allow(actor, Action::UserApprove, None)?;
    let Stored { mut record, revision, .. } = tx.get::<User>(id).await?.ok_or_else(|| missing(id))?;
    let pending = record.pending.take().ok_or_else(|| four_eyes(access::FourEyes::Settled))?;
    Ok((record, revision, pending))
}

/// One person at the provider has one account here.
async fn free_subject(
    tx: &mut Tx,
    federated: Option<&Federated>,
    own: Option<RecordId>,
) -> Result<(), NodeError> {
    let Some(federated) = federated else { return Ok(()) };
    let taken = tx.find::<User>(&by_subject(&federated.issuer, &federated.subject)).await?;
    match taken.filter(|user| Some(user.record.id) != own) {
        Some(_) => Err(NodeError::Usage {
            what: "another account has this subject".into(),
            remedy: "one person at the provider has one account here; look through /api/v1/users".into(),
        }),
        None => Ok(()),
    }
}

/// Whoever is known to the provider by this name.
pub(super) fn by_subject(issuer: &str, subject: &str) -> Query {
    Query::all().key("federated", format!("{issuer}\u{1F}{subject}"))
}

fn four_eyes(error: access::FourEyes) -> NodeError {
    NodeError::Casework(error.into())
}

fn missing(id: RecordId) -> NodeError {
    NodeError::NotFound { wanted: id.to_string(), remedy: "/api/v1/users shows the accounts".into() }
}
