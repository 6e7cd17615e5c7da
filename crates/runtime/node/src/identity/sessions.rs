//! Sessions: known by their token, at every instance; ended by whoever logs out, and with the account or its password.

use super::login::{Entrance, LoginError, by_token, told};
use super::{Bearer, Refused};
use crate::{Node, NodeError};
use access::{SecretToken, Session, SessionRule, Stage, User};
use jiff::{SignedDuration, Timestamp};
use model::RecordId;
use std::net::IpAddr;
use store::{Query, Stored, Tx};

/// Use of a session is written down when the last time was so long ago: not with every request.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// What the token that forms carry is derived for.
const FORMS: &str = "entente forms";

/// A session as requests are made in it.
#[derive(Clone, Debug)]
pub struct OpenSession {
    /// Its id.
    pub id: RecordId,
    /// When it began.
    pub opened_at: Timestamp,
    /// When it ends, however much it is used.
    pub ends_at: Timestamp,
    /// How long it lasts without use.
    pub idle: SignedDuration,
    /// What every unsafe request must carry, so that other sites cannot forge one.
    form_token: SecretToken,
}

impl OpenSession {
    /// What every unsafe request must carry beside the cookie.
    pub fn form_token(&self) -> String {
        self.form_token.reveal()
    }

    /// Whether a request carries it.
    pub fn accepts(&self, form_token: &str) -> bool {
        SecretToken::parse(form_token).is_some_and(|sent| self.form_token.hash().verify(&sent))
    }

    fn of(session: &Session, token: &SecretToken, rule: SessionRule) -> Self {
        Self {
            id: session.id,
            opened_at: session.opened_at,
            ends_at: session.opened_at.saturating_add(rule.whole).unwrap_or(session.opened_at),
            idle: rule.idle,
            form_token: token.derived(FORMS),
        }
    }
}

/// What the token that forms carry is in the session of this token.
pub(super) fn form_token_of(token: &SecretToken) -> String {
    token.derived(FORMS).reveal()
}

impl Node {
    /// Whose session this is, while it stands; use of it is written down from time to time.
    pub(super) async fn session_of(&self, token: &SecretToken) -> Result<Option<Bearer>, NodeError> {
        let (now, rule) = (self.clock.now(), self.access.sessions.rule());
        let mut snapshot = self.store.read().await?;
        let Some(found) = snapshot.find::<Session>(&by_token(token)).await? else { return Ok(None) };
        let session = found.record;
        if !session.stands(rule, now) {
            return Ok(None);
        }
        let user = snapshot.get::<User>(session.user).await?.map(|stored| stored.record);
        let Some(user) = user.filter(|user| user.is_open(now)) else { return Ok(None) };
        drop(snapshot);
        if now.duration_since(session.seen_at) >= NOTED_EVERY {
            self.note_use(session.id, now).await?;
        }
        Ok(Some(Bearer::of_person(user.actor(), OpenSession::of(&session, token, rule))))
    }

    async fn note_use(&self, id: RecordId, now: Timestamp) -> Result<(), NodeError> {
        let mut tx = self.store.write("session.use").await?;
        if let Some(Stored { mut record, revision, .. }) = tx.get::<Session>(id).await?
            && record.stands(self.access.sessions.rule(), now)
            && record.seen_at < now
        {
            record.seen_at = now;
            tx.update(&record, revision).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Ends a session: somebody logs out.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn log_out(&self, bearer: &Bearer) -> Result<(), NodeError> {
        let Some(open) = bearer.session() else { return Ok(()) };
        let mut tx = self.store.write("session.end").await?;
        if let Some(Stored { mut record, revision, .. }) = tx.get::<Session>(open.id).await? {
            record.ended_at = Some(self.clock.now());
            tx.update(&record, revision).await?;
            let about = [("user", record.user), ("session", record.id)];
            self.tell_named(&mut tx, &bearer.actor, told::LOGGED_OUT, None, &about, &"").await?;
        }
        Ok(tx.commit().await?)
    }

    /// Changes somebody's own password: all their sessions end, and they log in anew.
    ///
    /// # Errors
    /// When the old password is wrong, the new one is none, or too many were tried.
    pub async fn change_password(
        &self,
        entrance: &Entrance,
        from: IpAddr,
        bearer: &Bearer,
        (old, new): (&str, &str),
    ) -> Result<(), LoginError> {
        entrance.count(self, from)?;
        let user = self.user(bearer.actor.id).await?.ok_or(LoginError::Wrong)?;
        let (kept, right) = entrance.check(Some(&user), old).await?;
        let renewed = entrance.hash(new, &user.login).await;
        let mut tx = self.store.write("password.set").await?;
        let mut user = tx.get::<User>(user.id).await?.ok_or(LoginError::Wrong)?;
        let waits = user.record.lock_out.standing(self.clock.now()).is_err();
        if !right || waits || user.record.password != Some(kept) {
            self.failed(&mut tx, user, "password").await?;
            tx.commit().await?;
            return Err(LoginError::Wrong);
        }
        user.record.password = Some(renewed?);
        tx.update(&user.record, user.revision).await?;
        self.end_sessions(&mut tx, user.record.id).await?;
        let about = [("user", user.record.id)];
        self.tell_named(&mut tx, &bearer.actor, told::PASSWORD, None, &about, &"own").await?;
        Ok(tx.commit().await?)
    }

    /// Ends all sessions of somebody.
    pub(super) async fn end_sessions(&self, tx: &mut Tx, user: RecordId) -> Result<(), NodeError> {
        let open = Query::all().is("user_id", user).is("ended", false);
        for Stored { mut record, revision, .. } in tx.all::<Session>(&open).await? {
            record.ended_at = Some(self.clock.now());
            tx.update(&record, revision).await?;
        }
        Ok(())
    }

    /// Opens a session for somebody for whom a provider has vouched.
    pub(super) async fn open_session(
        &self,
        tx: &mut Tx,
        user: &User,
        how: &'static str,
    ) -> Result<(SecretToken, Session), NodeError> {
        let token = SecretToken::new(crate::random());
        let session = self.new_session(user.id, &token, Stage::Open);
        remove_old(tx, user.id, self.access.sessions.rule(), self.clock.now()).await?;
        tx.insert(&session).await?;
        let about = [("user", user.id), ("session", session.id)];
        self.tell_named(tx, &user.actor(), told::LOGGED_IN, None, &about, &how).await?;
        Ok((token, session))
    }

    /// The account of whoever is logged in, and the session.
    ///
    /// # Errors
    /// When nobody is, or the account is gone.
    pub async fn own_account<'a>(&self, bearer: &'a Bearer) -> Result<(User, &'a OpenSession), Refused> {
        let session = bearer.session().ok_or(Refused::OnlyPeople)?;
        let user = self.user(bearer.actor.id).await?.ok_or(Refused::NoSession)?;
        Ok((user, session))
    }
}

/// Takes out those of somebody's sessions that can stand no longer: the log keeps what there is to know of them.
pub(super) async fn remove_old(
    tx: &mut Tx,
    user: RecordId,
    rule: SessionRule,
    now: Timestamp,
) -> Result<(), NodeError> {
    for Stored { record, .. } in tx.all::<Session>(&Query::all().is("user_id", user)).await? {
        if !record.stands(rule, now) && !record.awaits_second_factor(now) {
            tx.remove::<Session>(record.id).await?;
        }
    }
    Ok(())
}
