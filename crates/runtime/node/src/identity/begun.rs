//! A login that is half done, looked at again: a page that asks for the second factor can be loaded twice.

use super::login::{Enrolling, LoginError, by_token, enrolling_of};
use crate::{Node, NodeError};
use access::{SecretToken, Session, Stage, User};

impl Node {
    /// The authenticator that is to be set up in a login that was begun; none where there is one already.
    ///
    /// # Errors
    /// When no such login was begun, or it took too long.
    pub async fn begun_login(&self, ticket: &str) -> Result<Option<Enrolling>, LoginError> {
        let ticket = SecretToken::parse(ticket).ok_or(LoginError::NotBegun)?;
        let mut snapshot = self.store.read().await.map_err(NodeError::from)?;
        let found = snapshot.find::<Session>(&by_token(&ticket)).await?;
        let session =
            found.map(|found| found.record).filter(|found| found.awaits_second_factor(self.clock.now()));
        let session = session.ok_or(LoginError::NotBegun)?;
        let Stage::Begun { enrolling: Some(secret) } = &session.stage else { return Ok(None) };
        let user = snapshot.get::<User>(session.user).await?.ok_or(LoginError::NotBegun)?;
        Ok(Some(enrolling_of(secret, &user.record.login)?))
    }
}
