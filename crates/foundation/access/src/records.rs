//! Accounts, sessions, API keys and one-time links as they are kept. Secrets are in them as hashes only, except the
//! authenticator's, which must be shared; the store seals them all.

use crate::{
    Actor, ActorKind, ApiKeyHash, Grant, LockOut, PasswordHash, Proposed, RecoveryCodes, Scopes, TokenHash,
    TotpSecret,
};
use jiff::{SignedDuration, Timestamp};
use model::{Desk, Envelope, RecordId, day_of};
use serde::{Deserialize, Serialize};

/// A person's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry. After its expiry nobody logs in with it.
    pub envelope: Envelope,
    /// The name to log in with, in lower case.
    pub login: String,
    /// The name to show.
    pub name: String,
    /// Where notices go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Roles at desks.
    pub grants: Vec<Grant>,
    /// The password, once one is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<PasswordHash>,
    /// The authenticator, once one is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub totp: Option<TotpSecret>,
    /// What is kept of the codes for whoever loses the authenticator.
    #[serde(default)]
    pub recovery: RecoveryCodes,
    /// Who the person is at an OpenID Connect provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub federated: Option<Federated>,
    /// A change of roles that waits for a second person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Proposed<AccountChange>>,
    /// How pages look to this person, as the console writes it; none before they chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<String>,
    /// Failed attempts.
    #[serde(default)]
    pub lock_out: LockOut,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
}

/// What an account is to become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChange {
    /// Roles at desks, in place of those before.
    pub grants: Vec<Grant>,
    /// Who the person is at an OpenID Connect provider, in place of what was known before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub federated: Option<Federated>,
}

/// Who somebody is at an OpenID Connect provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Federated {
    /// The provider's issuer address.
    pub issuer: String,
    /// The provider's `sub`.
    pub subject: String,
}

impl User {
    /// An open account without any way to log in yet.
    pub fn new(
        id: RecordId,
        envelope: Envelope,
        (login, name): (impl Into<String>, impl Into<String>),
        grants: Vec<Grant>,
        created_at: Timestamp,
    ) -> Self {
        Self {
            id,
            envelope,
            login: login.into(),
            name: name.into(),
            email: None,
            grants,
            password: None,
            totp: None,
            recovery: RecoveryCodes::default(),
            federated: None,
            pending: None,
            look: None,
            lock_out: LockOut::default(),
            created_at,
            closed_at: None,
        }
    }

    /// The person as an actor.
    pub fn actor(&self) -> Actor {
        Actor {
            id: self.id,
            name: self.name.clone(),
            kind: ActorKind::Person,
            grants: self.grants.clone(),
            scopes: Scopes::All,
        }
    }

    /// Whether there is a way to log in with it.
    pub fn is_set_up(&self) -> bool {
        self.password.is_some() || self.federated.is_some()
    }

    /// Makes a change.
    pub fn take(&mut self, change: AccountChange) {
        (self.grants, self.federated) = (change.grants, change.federated);
    }

    /// Whether the account is open at this moment.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.closed_at.is_none() && self.envelope.stands_on(day_of(now))
    }
}

/// A login that lasts for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// Whose.
    pub user: RecordId,
    /// The token's hash.
    pub token: TokenHash,
    /// How far the login is.
    pub stage: Stage,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it was ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// How far a login is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The password was right; the second factor is still to be shown.
    Begun {
        /// The secret of an authenticator that is being set up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        enrolling: Option<TotpSecret>,
    },
    /// Logged in.
    Open,
}

/// The second factor must be shown by then.
const BEGUN: SignedDuration = SignedDuration::from_mins(10);

/// How long sessions last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRule {
    /// Without use.
    pub idle: SignedDuration,
    /// At most, however much it is used.
    pub whole: SignedDuration,
}

impl Default for SessionRule {
    /// Half an hour without use, a working day at most (NIST SP 800-63B-4, AAL2: an hour and a day).
    fn default() -> Self {
        Self { idle: SignedDuration::from_mins(30), whole: SignedDuration::from_hours(12) }
    }
}

impl Session {
    /// Whether the second factor may still be shown at this moment.
    pub fn awaits_second_factor(&self, now: Timestamp) -> bool {
        self.stage != Stage::Open && self.ended_at.is_none() && now.duration_since(self.opened_at) < BEGUN
    }

    /// Whether it stands at this moment.
    pub fn stands(&self, rule: SessionRule, now: Timestamp) -> bool {
        self.stage == Stage::Open
            && self.ended_at.is_none()
            && now.duration_since(self.seen_at) < rule.idle
            && now.duration_since(self.opened_at) < rule.whole
    }
}

/// A key for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Id, which is part of the key.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry. The legal basis is that of screenings made with the key; after its
    /// expiry the key does nothing.
    pub envelope: Envelope,
    /// The person who answers for it.
    pub owner: RecordId,
    /// What it is for, to tell keys apart.
    pub name: String,
    /// The hash.
    pub hash: ApiKeyHash,
    /// What it is good for, within what its owner may do.
    pub scopes: Scopes,
    /// The desk whose work it does.
    pub desk: Desk,
    /// The purpose of screenings made with it.
    pub purpose: String,
    /// Requests a minute; none means the node's own limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<u32>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was revoked, or will be: a key that is replaced is good a while longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

impl ApiKey {
    /// The key as an actor: with the grants that its owner has now, within the key's scopes.
    pub fn actor(&self, owner: &User) -> Actor {
        Actor {
            id: self.id,
            name: self.name.clone(),
            kind: ActorKind::Key { owner: self.owner },
            grants: owner.grants.clone(),
            scopes: self.scopes.clone(),
        }
    }

    /// Whether it is good at this moment.
    pub fn stands(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none_or(|at| now < at) && self.envelope.stands_on(day_of(now))
    }
}

/// A one-time link: the first administrator's, or one to set a new password with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetupLink {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// Whose account it sets up.
    pub user: RecordId,
    /// The token's hash.
    pub token: TokenHash,
    /// Whether it takes the authenticator from the account, so that another is set up with the next login.
    #[serde(default)]
    pub renews_authenticator: bool,
    /// Until when it is good.
    pub until: Timestamp,
    /// When it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Timestamp>,
}

impl SetupLink {
    /// Whether it is good at this moment.
    pub fn stands(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.until
    }
}
