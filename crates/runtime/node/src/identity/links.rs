//! One-time links: the first administrator's, invitations, and those that set a new password. Only their hash is kept.

use super::login::{Entrance, LoginError, own_envelope, told};
use crate::{Node, NodeError, random};
use access::{Action, Actor, Grant, LockOut, RecoveryCodes, Role, SecretToken, SetupLink, User};
use jiff::{SignedDuration, Timestamp};
use model::{Envelope, LegalBasis, Marking, RecordId};
use std::net::IpAddr;
use store::{Query, Stored, Tx};

/// The first administrator's link is good for so long.
const FIRST: SignedDuration = SignedDuration::from_hours(1);

/// Any other.
const LASTS: SignedDuration = SignedDuration::from_hours(72);

/// The login of the first administrator, where nobody else was named.
const ADMINISTRATOR: &str = "administrator";

/// A link that was made. Its token is shown once.
#[derive(Debug)]
pub struct MadeLink {
    /// Whose.
    pub user: User,
    /// Until when it is good.
    pub until: Timestamp,
    token: SecretToken,
}

impl MadeLink {
    /// The address to open, under which the node is reached at `base`.
    pub fn address(&self, base: &str) -> String {
        format!("{}/setup/{}", base.trim_end_matches('/'), self.token.reveal())
    }

    /// The token.
    pub fn token(&self) -> String {
        self.token.reveal()
    }
}

impl Node {
    /// A link for the first administrator, where nobody runs this node yet: no open account is an administrator's of
    /// the whole node and set up. The account is made where there is none.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn first_link(&self) -> Result<Option<MadeLink>, NodeError> {
        let mut tx = self.store.write("link.first").await?;
        let now = self.clock.now();
        let runs = Grant::everywhere(Role::Administrator);
        let users = tx.all::<User>(&Query::all().is("closed", false)).await?;
        let administrators: Vec<User> = users
            .into_iter()
            .map(|stored| stored.record)
            .filter(|user| user.is_open(now) && user.grants.contains(&runs))
            .collect();
        if administrators.iter().any(User::is_set_up) {
            return Ok(None);
        }
        let user = match administrators.into_iter().next() {
            Some(user) => user,
            None => self.add_administrator(&mut tx, runs).await?,
        };
        let made = self.make_link(&mut tx, &self.itself(), user, false, FIRST).await?;
        tx.commit().await?;
        Ok(Some(made))
    }

    /// A link for an account, asked for at the terminal: to set a password, and with `renew` another authenticator.
    ///
    /// # Errors
    /// When there is no such account, it is closed, or the records cannot be written.
    pub async fn link_at_terminal(&self, login: &str, renew: bool) -> Result<MadeLink, NodeError> {
        let user = self.user_called(login).await?.record;
        let mut tx = self.store.write("link.make").await?;
        let made = self.make_link(&mut tx, &self.itself(), user, renew, LASTS).await?;
        tx.commit().await?;
        Ok(made)
    }

    /// Makes a link; those made before for the same account are good no longer.
    pub(super) async fn make_link(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        user: User,
        renews_authenticator: bool,
        lasts: SignedDuration,
    ) -> Result<MadeLink, NodeError> {
        let now = self.clock.now();
        if !user.is_open(now) {
            return Err(NodeError::Usage {
                what: format!("the account {} is closed", user.login),
                remedy: "a link is for an open account".into(),
            });
        }
        remove_links(tx, user.id).await?;
        let token = SecretToken::new(random());
        let until = now.saturating_add(lasts).unwrap_or(now);
        let link = SetupLink {
            id: self.fresh_id(),
            envelope: own_envelope("link"),
            user: user.id,
            token: token.hash(),
            renews_authenticator,
            until,
            used_at: None,
        };
        tx.insert(&link).await?;
        let about = [("user", user.id), ("link", link.id)];
        self.tell_named(tx, actor, told::LINK, None, &about, &renews_authenticator).await?;
        Ok(MadeLink { user, until, token })
    }

    /// A link for an account, as an administrator.
    pub(super) async fn invitation(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        user: User,
        renew: bool,
    ) -> Result<MadeLink, NodeError> {
        self.make_link(tx, actor, user, renew, LASTS).await
    }

    /// Whose link this is, and until when it is good.
    ///
    /// # Errors
    /// When it is unknown, used or expired.
    pub async fn link(&self, token: &str) -> Result<(User, Timestamp), LoginError> {
        let token = SecretToken::parse(token).ok_or(LoginError::NoLink)?;
        let mut snapshot = self.store.read().await?;
        let now = self.clock.now();
        let link = snapshot.find::<SetupLink>(&by_token(&token)).await?;
        let link =
            link.map(|stored| stored.record).filter(|link| link.stands(now)).ok_or(LoginError::NoLink)?;
        let user = snapshot.get::<User>(link.user).await?.map(|stored| stored.record);
        let user = user.filter(|user| user.is_open(now)).ok_or(LoginError::NoLink)?;
        Ok((user, link.until))
    }

    /// Uses a link: it sets the password, ends the account's sessions and waits, and is good no longer. Where it renews
    /// the authenticator, or there is none, one is set up with the next login.
    ///
    /// # Errors
    /// When the link is unknown, used or expired, or the password is not one.
    pub async fn use_link(
        &self,
        entrance: &Entrance,
        from: IpAddr,
        token: &str,
        password: &str,
    ) -> Result<User, LoginError> {
        entrance.count(self, from)?;
        let (user, _) = self.link(token).await?;
        let hash = entrance.hash(password, &user.login).await?;
        let token = SecretToken::parse(token).ok_or(LoginError::NoLink)?;
        let mut tx = self.store.write("link.use").await?;
        let now = self.clock.now();
        let link = tx.find::<SetupLink>(&by_token(&token)).await?;
        let Some(Stored { record: mut link, revision, .. }) = link.filter(|link| link.record.stands(now))
        else {
            return Err(LoginError::NoLink);
        };
        link.used_at = Some(now);
        tx.update(&link, revision).await?;
        let Stored { mut record, revision, .. } =
            tx.get::<User>(link.user).await?.ok_or(LoginError::NoLink)?;
        if !record.is_open(now) {
            return Err(LoginError::NoLink);
        }
        record.password = Some(hash);
        record.lock_out = LockOut::default();
        if link.renews_authenticator {
            (record.totp, record.recovery) = (None, RecoveryCodes::default());
        }
        tx.update(&record, revision).await?;
        self.end_sessions(&mut tx, record.id).await?;
        let about = [("user", record.id), ("link", link.id)];
        let what = ("link", link.renews_authenticator);
        self.tell_named(&mut tx, &record.actor(), told::PASSWORD, None, &about, &what).await?;
        tx.commit().await?;
        Ok(record)
    }

    async fn add_administrator(&self, tx: &mut Tx, runs: Grant) -> Result<User, NodeError> {
        let mut login = ADMINISTRATOR.to_owned();
        for number in 2.. {
            if tx.find::<User>(&Query::all().key("login", login.as_str())).await?.is_none() {
                break;
            }
            login = format!("{ADMINISTRATOR}-{number}");
        }
        let envelope = Envelope {
            marking: Marking::default(),
            legal_basis: LegalBasis("running the node".into()),
            source: "first start".into(),
            expires_on: None,
        };
        let names = (login, "Administrator");
        let user = User::new(self.fresh_id(), envelope, names, vec![runs], self.clock.now());
        tx.insert(&user).await?;
        let about = [("user", user.id)];
        self.tell(tx, &self.itself(), Action::UserManage, None, &about, &user.grants).await?;
        Ok(user)
    }
}

/// Takes out somebody's links.
pub(super) async fn remove_links(tx: &mut Tx, user: RecordId) -> Result<(), NodeError> {
    for Stored { record, .. } in tx.all::<SetupLink>(&Query::all().is("user_id", user)).await? {
        tx.remove::<SetupLink>(record.id).await?;
    }
    Ok(())
}

fn by_token(token: &SecretToken) -> Query {
    Query::all().key("token", hex::encode(token.hash().as_bytes()))
}
