//! Logging in: the password, then the second factor. Answers do not tell whether an account exists, neither by their
//! words nor by their time; guessing makes the account wait; a code is taken once, over all instances.

use super::attempts::Attempts;
use super::provider::Believed;
use super::sessions::{form_token_of, remove_old};
use crate::{Node, NodeError, off_thread, random};
use access::{
    Cost, PasswordError, PasswordHash, RecoveryCode, RecoveryCodes, SecretToken, Session, Stage, TotpSecret,
    User,
};
use jiff::Timestamp;
use model::{Envelope, LegalBasis, Marking, RecordId};
use std::net::IpAddr;
use store::{Query, Stored, Tx};
use tokio::sync::{OnceCell, Semaphore};

/// So many passwords are hashed at once: each takes 64 MiB.
const HASHING: usize = 2;

/// So many recovery codes are given out.
const RECOVERY_CODES: usize = 10;

/// What authenticators call this program.
const ISSUER: &str = "Entente";

/// What each act is called in the log.
pub(super) mod told {
    pub const LOGGED_IN: &str = "session.open";
    pub const LOGGED_OUT: &str = "session.end";
    pub const FAILED: &str = "session.fail";
    pub const LOCKED_OUT: &str = "session.lock-out";
    pub const ENROLLED: &str = "authenticator.enrol";
    pub const RECOVERED: &str = "authenticator.recover";
    pub const PASSWORD: &str = "password.set";
    pub const LINK: &str = "link.make";
}

/// Why somebody does not get in.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// No such account, wrong password, closed, or waiting: which of them is not said.
    #[error(
        "name or password is wrong, or the account waits after failed attempts; check both, and after five failures wait \
         a while"
    )]
    Wrong,
    /// The second factor is not right.
    #[error(
        "the code is wrong, was used before, or the account waits after failed attempts; take the next one that the \
         authenticator shows"
    )]
    WrongCode,
    /// The first step is missing or too long ago.
    #[error("this login was not begun here or took too long; begin again with name and password")]
    NotBegun,
    /// Too much from one address.
    #[error("too many attempts from this address; try again in {0} s")]
    TooMany(u64),
    /// The link is not good.
    #[error("this link is unknown, used or expired; ask an administrator for another")]
    NoLink,
    /// The new password is not one.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The provider did not vouch for anybody whom this node knows.
    #[error("{told}")]
    Provider {
        /// What whoever asks is told.
        told: &'static str,
        /// What went wrong, for whoever runs the node.
        why: String,
    },
    /// Something of the node.
    #[error(transparent)]
    Node(#[from] NodeError),
}

impl From<store::StoreError> for LoginError {
    fn from(error: store::StoreError) -> Self {
        Self::Node(error.into())
    }
}

/// A login that is half done: the password was right.
#[derive(Debug)]
pub struct Begun {
    /// What the second step is sent with.
    pub ticket: SecretToken,
    /// An authenticator to be set up first.
    pub enrolling: Option<Enrolling>,
}

/// What is typed into an authenticator, or shown to it as a code.
#[derive(Debug)]
pub struct Enrolling {
    /// The secret in base 32.
    pub secret: String,
    /// The secret as an address, `otpauth://totp/…`.
    pub uri: String,
}

/// What is shown as the second factor.
#[derive(Clone, Copy, Debug)]
pub enum SecondFactor<'a> {
    /// A code of the authenticator.
    Code(&'a str),
    /// A recovery code.
    Recovery(&'a str),
}

/// Somebody is in.
#[derive(Debug)]
pub struct LoggedIn {
    /// What every request of the session is sent with.
    pub token: SecretToken,
    /// The session.
    pub session: Session,
    /// Who.
    pub user: User,
    /// Codes for whoever loses the authenticator, when one was set up now. They are shown once.
    pub recovery_codes: Vec<String>,
}

impl LoggedIn {
    /// What every unsafe request of the session must carry beside the cookie.
    pub fn form_token(&self) -> String {
        form_token_of(&self.token)
    }
}

/// The way in: counts attempts, and keeps hashing within bounds.
#[derive(Debug)]
pub struct Entrance {
    attempts: Attempts,
    hashing: Semaphore,
    decoy: OnceCell<PasswordHash>,
    pub(super) believed: Believed,
}

impl Default for Entrance {
    fn default() -> Self {
        Self {
            attempts: Attempts::default(),
            hashing: Semaphore::new(HASHING),
            decoy: OnceCell::new(),
            believed: Believed::default(),
        }
    }
}

impl Entrance {
    /// Counts an attempt of this address.
    ///
    /// # Errors
    /// When it made too many.
    pub fn count(&self, node: &Node, from: IpAddr) -> Result<(), LoginError> {
        self.attempts.count(from, node.clock.now()).map_err(LoginError::TooMany)
    }

    /// The first step: name and password.
    ///
    /// # Errors
    /// When they are not right, the account waits, or too much comes from this address.
    pub async fn begin(
        &self,
        node: &Node,
        from: IpAddr,
        login: &str,
        password: &str,
    ) -> Result<Begun, LoginError> {
        self.count(node, from)?;
        let user = node.user_of_login(login).await?;
        let (kept, right) = self.check(user.as_ref(), password).await?;
        // Hashed anew only where it is right: a wrong one is answered after one hashing, whoever it is for.
        let renewed = match right && kept.needs_rehash(Cost::default()) {
            true => user.as_ref().map(|user| (user.login.clone(), password.to_owned())),
            false => None,
        };
        let renewed = match renewed {
            // A password of old that no new rule allows stays as it is.
            Some((login, password)) => self.hash(&password, &login).await.ok(),
            None => None,
        };
        node.begun(user.map(|user| user.id), right.then_some(kept), renewed).await
    }

    /// The second step.
    ///
    /// # Errors
    /// When the first is missing or too long ago, or the code is not right.
    pub async fn complete(
        &self,
        node: &Node,
        from: IpAddr,
        ticket: &str,
        factor: SecondFactor<'_>,
    ) -> Result<LoggedIn, LoginError> {
        self.count(node, from)?;
        let ticket = SecretToken::parse(ticket).ok_or(LoginError::NotBegun)?;
        node.completed(&ticket, factor).await
    }

    /// Whether the password is the account's, and the hash that it was compared with. It takes as long for an account
    /// that is not there.
    pub(super) async fn check(
        &self,
        user: Option<&User>,
        password: &str,
    ) -> Result<(PasswordHash, bool), LoginError> {
        let place = self.hashing.acquire().await.map_err(|_| NodeError::Worker)?;
        let make = || async {
            off_thread(|| PasswordHash::decoy(random(), Cost::default())).await?.map_err(LoginError::from)
        };
        let decoy = self.decoy.get_or_try_init(make).await?;
        let own = user.and_then(|user| user.password.clone());
        let there = own.is_some();
        let (hash, password) = (own.unwrap_or_else(|| decoy.clone()), password.to_owned());
        let checked = off_thread(move || (hash.verify(&password), hash)).await?;
        drop(place);
        Ok((checked.1, checked.0 && there))
    }

    /// The hash of a new password.
    pub(super) async fn hash(&self, password: &str, login: &str) -> Result<PasswordHash, LoginError> {
        let place = self.hashing.acquire().await.map_err(|_| NodeError::Worker)?;
        let (password, login) = (password.to_owned(), login.to_owned());
        let hash =
            off_thread(move || PasswordHash::new(&password, &login, random(), Cost::default())).await?;
        drop(place);
        Ok(hash?)
    }
}

impl Node {
    /// Writes what came of the first step. `right` is the hash that the password was found to fit.
    async fn begun(
        &self,
        user: Option<RecordId>,
        right: Option<PasswordHash>,
        renewed: Option<PasswordHash>,
    ) -> Result<Begun, LoginError> {
        let mut tx = self.store.write("session.begin").await?;
        let now = self.clock.now();
        let user = match user {
            Some(id) => tx.get::<User>(id).await?,
            None => None,
        };
        let Some(mut user) = user else {
            self.tell_named(&mut tx, &self.itself(), told::FAILED, None, &[], &"no account").await?;
            tx.commit().await?;
            return Err(LoginError::Wrong);
        };
        // The account may have changed while its password was looked at.
        let still = right.is_some() && user.record.password == right;
        if !still || !user.record.is_open(now) || user.record.lock_out.standing(now).is_err() {
            self.failed(&mut tx, user, "password").await?;
            tx.commit().await?;
            return Err(LoginError::Wrong);
        }
        if let Some(renewed) = renewed {
            user.record.password = Some(renewed);
            tx.update(&user.record, user.revision).await?;
        }
        let user = user.record;
        let enrolling = user.totp.is_none().then(|| TotpSecret::new(random()));
        let shown = enrolling.as_ref().map(|secret| enrolling_of(secret, &user.login)).transpose()?;
        let ticket = SecretToken::new(random());
        let session = self.new_session(user.id, &ticket, Stage::Begun { enrolling });
        remove_old(&mut tx, user.id, self.access.sessions.rule(), now).await?;
        tx.insert(&session).await?;
        tx.commit().await?;
        Ok(Begun { ticket, enrolling: shown })
    }

    /// Writes what came of the second step.
    async fn completed(
        &self,
        ticket: &SecretToken,
        factor: SecondFactor<'_>,
    ) -> Result<LoggedIn, LoginError> {
        let mut tx = self.store.write("session.open").await?;
        let now = self.clock.now();
        let found = tx.find::<Session>(&by_token(ticket)).await?;
        let found = found.filter(|found| found.record.awaits_second_factor(now));
        let Some(Stored { record: mut session, revision, .. }) = found else {
            return Err(LoginError::NotBegun);
        };
        let user = tx.get::<User>(session.user).await?.filter(|user| user.record.is_open(now));
        let mut user = user.ok_or(LoginError::NotBegun)?;
        if user.record.lock_out.standing(now).is_err() {
            return Err(LoginError::WrongCode);
        }
        let enrolling = match &session.stage {
            Stage::Begun { enrolling } => enrolling.clone(),
            Stage::Open => None,
        };
        let mut recovery_codes = Vec::new();
        let account = &mut user.record;
        let (right, what) = match (enrolling, factor) {
            // Somebody else's ticket was quicker: that authenticator holds.
            (Some(_), _) if account.totp.is_some() => return Err(LoginError::NotBegun),
            (Some(mut secret), SecondFactor::Code(code)) => {
                let right = secret.take(code, now);
                if right {
                    recovery_codes = (0..RECOVERY_CODES).map(|_| RecoveryCode::new(random())).collect();
                    (account.totp, account.recovery) = (Some(secret), RecoveryCodes::of(&recovery_codes));
                }
                (right, Some(told::ENROLLED))
            }
            (Some(_), SecondFactor::Recovery(_)) => (false, None),
            (None, SecondFactor::Code(code)) => {
                (account.totp.as_mut().is_some_and(|totp| totp.take(code, now)), None)
            }
            (None, SecondFactor::Recovery(code)) => (account.recovery.take(code), Some(told::RECOVERED)),
        };
        if !right {
            self.failed(&mut tx, user, "second factor").await?;
            tx.commit().await?;
            return Err(LoginError::WrongCode);
        }
        account.lock_out.succeeded();
        tx.update(&user.record, user.revision).await?;
        let (user, actor) = (user.record.clone(), user.record.actor());
        // Another token than the ticket: whoever knew that knows nothing of the session.
        let token = SecretToken::new(random());
        session =
            Session { token: token.hash(), stage: Stage::Open, opened_at: now, seen_at: now, ..session };
        tx.update(&session, revision).await?;
        let about = [("user", user.id), ("session", session.id)];
        if let Some(what) = what {
            self.tell_named(&mut tx, &actor, what, None, &about, &"").await?;
        }
        self.tell_named(&mut tx, &actor, told::LOGGED_IN, None, &about, &"password and second factor")
            .await?;
        tx.commit().await?;
        let recovery_codes = recovery_codes.iter().map(RecoveryCode::reveal).collect();
        Ok(LoggedIn { token, session, user, recovery_codes })
    }

    /// Counts a failure against an account. What fails while it waits does not make it wait longer, so that nobody
    /// can keep somebody else out.
    pub(super) async fn failed(
        &self,
        tx: &mut Tx,
        mut user: Stored<User>,
        what: &'static str,
    ) -> Result<(), NodeError> {
        let now = self.clock.now();
        let about = [("user", user.record.id)];
        self.tell_named(tx, &self.itself(), told::FAILED, None, &about, &what).await?;
        if user.record.lock_out.standing(now).is_ok() {
            let locked = user.record.lock_out.failed(now);
            tx.update(&user.record, user.revision).await?;
            if locked {
                let failures = user.record.lock_out.failures();
                self.tell_named(tx, &self.itself(), told::LOCKED_OUT, None, &about, &failures).await?;
            }
        }
        Ok(())
    }

    /// A session of somebody from now on.
    pub(super) fn new_session(&self, user: RecordId, token: &SecretToken, stage: Stage) -> Session {
        let now: Timestamp = self.clock.now();
        Session {
            id: self.fresh_id(),
            envelope: own_envelope("login"),
            user,
            token: token.hash(),
            stage,
            opened_at: now,
            seen_at: now,
            ended_at: None,
        }
    }

    /// The account of this login, if there is one.
    pub(super) async fn user_of_login(&self, login: &str) -> Result<Option<User>, NodeError> {
        let query = Query::all().key("login", login.trim().to_lowercase());
        Ok(self.store.read().await?.find::<User>(&query).await?.map(|stored| stored.record))
    }
}

/// The session, or the login that is half done, of this token.
pub(super) fn by_token(token: &SecretToken) -> Query {
    Query::all().key("token", hex::encode(token.hash().as_bytes()))
}

/// Marking and basis of what the node keeps for its own security.
pub(super) fn own_envelope(source: &str) -> Envelope {
    Envelope {
        marking: Marking::default(),
        legal_basis: LegalBasis("security of the node".into()),
        source: source.to_owned(),
        expires_on: None,
    }
}

pub(super) fn enrolling_of(secret: &TotpSecret, login: &str) -> Result<Enrolling, NodeError> {
    let uri = secret.uri(ISSUER, login).map_err(|error| NodeError::Usage {
        what: error.to_string(),
        remedy: "give the account another login".into(),
    })?;
    Ok(Enrolling { secret: secret.base32(), uri })
}
