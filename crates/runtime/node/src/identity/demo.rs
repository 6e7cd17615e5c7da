//! The door of a demo: one enters as any of its fictional people, without password and authenticator. There is a door
//! only to a node that had no account before, it lets nobody in but the accounts that were made with it, and nothing of
//! it is kept: with the process that made it, it is gone.

use super::accounts::new_account;
use super::login::{LoggedIn, LoginError, told};
use super::{Entrance, NewUser};
use crate::{Node, NodeError, random};
use access::{SecretToken, Stage, User};
use model::RecordId;
use std::net::IpAddr;
use store::Query;

/// The door of a demo.
#[derive(Debug)]
pub struct DemoDoor {
    token: SecretToken,
    people: Vec<User>,
}

impl DemoDoor {
    /// Its path, which holds the secret.
    pub fn path(&self) -> String {
        format!("/demo/{}", self.token.reveal())
    }

    /// Whether somebody knows it.
    pub fn opens(&self, token: &str) -> bool {
        SecretToken::parse(token).is_some_and(|sent| self.token.hash().verify(&sent))
    }

    /// Whom one can enter as, in the order in which they were named.
    pub fn people(&self) -> &[User] {
        &self.people
    }
}

impl Node {
    /// Makes the accounts of a demo, and the door to them.
    ///
    /// # Errors
    /// When the node has an account already: then it is no demo, and gets no door.
    pub async fn open_demo(&self, people: Vec<NewUser>) -> Result<DemoDoor, NodeError> {
        let mut tx = self.store.write("demo.open").await?;
        if tx.find::<User>(&Query::all()).await?.is_some() {
            return Err(NodeError::Usage {
                what: "this node has accounts; a demo is made of an empty one".into(),
                remedy: "run `entente serve --demo`, which makes a node of its own".into(),
            });
        }
        let mut made = Vec::with_capacity(people.len());
        for person in people {
            let user = new_account(&mut tx, self.fresh_id(), person, "demo", self.clock.now()).await?;
            tx.insert(&user).await?;
            let about = [("user", user.id)];
            let action = access::Action::UserManage;
            self.tell(&mut tx, &self.itself(), action, None, &about, &user.grants).await?;
            made.push(user);
        }
        tx.commit().await?;
        Ok(DemoDoor { token: SecretToken::new(random()), people: made })
    }

    /// Lets somebody in as one of a demo's people.
    ///
    /// # Errors
    /// When it is none of them, or too much comes from this address.
    pub async fn enter_demo(
        &self,
        door: &DemoDoor,
        (entrance, from): (&Entrance, IpAddr),
        person: RecordId,
    ) -> Result<LoggedIn, LoginError> {
        entrance.count(self, from)?;
        let mut tx = self.store.write("demo.enter").await?;
        let known = door.people.iter().any(|user| user.id == person);
        let user = tx.get::<User>(person).await?.map(|kept| kept.record);
        let user = user.filter(|user| known && user.is_open(self.clock.now())).ok_or(LoginError::NoLink)?;
        let token = SecretToken::new(random());
        let session = self.new_session(user.id, &token, Stage::Open);
        tx.insert(&session).await?;
        let about = [("user", user.id), ("session", session.id)];
        self.tell_named(&mut tx, &user.actor(), told::LOGGED_IN, None, &about, &"demo").await?;
        tx.commit().await?;
        Ok(LoggedIn { token, session, user, recovery_codes: Vec::new() })
    }
}
