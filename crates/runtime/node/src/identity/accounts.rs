//! Accounts: who answers for what is done in this node.

use super::stated;
use crate::{Node, NodeError};
use access::{Action, Actor, FourEyes, Grant, User};
use jiff::Timestamp;
use model::{Envelope, LegalBasis, Marking, RecordId};
use store::{Query, Stored, Tx};

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The name to log in with.
    pub login: String,
    /// The name to show.
    pub name: String,
    /// Roles at desks.
    pub grants: Vec<Grant>,
    /// Why it may be held.
    pub legal_basis: LegalBasis,
}

impl Node {
    /// Makes an account, asked for at the terminal. Logins are kept in lower case.
    ///
    /// # Errors
    /// When the login is taken or cannot be one, a name or role is missing, or the records cannot be written.
    pub async fn add_user(&self, new: NewUser) -> Result<User, NodeError> {
        let mut tx = self.store.write("user.add").await?;
        let user = new_account(&mut tx, self.fresh_id(), new, "terminal", self.clock.now()).await?;
        tx.insert(&user).await?;
        let about = [("user", user.id)];
        self.tell(&mut tx, &self.itself(), Action::UserManage, None, &about, &user.grants).await?;
        tx.commit().await?;
        Ok(user)
    }

    /// Closes an account: nobody acts with it any more, and its keys do nothing.
    ///
    /// # Errors
    /// When there is no such account, or the records cannot be written.
    pub async fn close_user(&self, wanted: &str) -> Result<User, NodeError> {
        let kept = self.user_called(wanted).await?;
        let mut tx = self.store.write("user.close").await?;
        let closed = self.close_in(&mut tx, &self.itself(), kept).await?;
        tx.commit().await?;
        Ok(closed.record)
    }

    /// All accounts, the oldest first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn users(&self) -> Result<Vec<User>, NodeError> {
        let users = self.store.read().await?.all(&Query::all()).await?;
        Ok(users.into_iter().map(|stored| stored.record).collect())
    }

    /// Keeps how pages look to the person behind an actor. It is about nobody else and leaves no trace in the log.
    ///
    /// # Errors
    /// When no person is behind the actor, or the records cannot be written.
    pub async fn keep_look(&self, actor: &Actor, look: &str) -> Result<(), NodeError> {
        let person = actor.person().ok_or(FourEyes::Nobody)?;
        let mut tx = self.store.write("user.look").await?;
        let Some(Stored { mut record, revision, .. }) = tx.get::<User>(person).await? else { return Ok(()) };
        if record.look.as_deref() != Some(look) {
            record.look = Some(look.to_owned());
            tx.update(&record, revision).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// The account of this login.
    pub(super) async fn user_called(&self, wanted: &str) -> Result<Stored<User>, NodeError> {
        let query = Query::all().key("login", wanted.trim().to_lowercase());
        let found = self.store.read().await?.find::<User>(&query).await?;
        found.ok_or_else(|| NodeError::NotFound {
            wanted: wanted.to_owned(),
            remedy: "`entente user list` shows the accounts".into(),
        })
    }

    /// The account of this id, whether it is open or not.
    pub(super) async fn user(&self, id: RecordId) -> Result<Option<User>, NodeError> {
        Ok(self.store.read().await?.get::<User>(id).await?.map(|stored| stored.record))
    }
}

/// An account that is not there yet, of a login that nobody has.
pub(super) async fn new_account(
    tx: &mut Tx,
    id: RecordId,
    new: NewUser,
    source: &str,
    now: Timestamp,
) -> Result<User, NodeError> {
    let login = login(&new.login)?;
    let name = stated("name", &new.name)?;
    if new.grants.is_empty() {
        return Err(NodeError::Usage {
            what: format!("{login} has no role"),
            remedy: "give at least one, as in analyst at the finance desk".into(),
        });
    }
    if tx.find::<User>(&Query::all().key("login", login.as_str())).await?.is_some() {
        return Err(NodeError::Usage {
            what: format!("there is an account {login} already"),
            remedy: "`entente user list` shows them; choose another login".into(),
        });
    }
    let envelope = Envelope {
        marking: Marking::default(),
        legal_basis: LegalBasis(stated("legal basis", &new.legal_basis.0)?),
        source: source.to_owned(),
        expires_on: None,
    };
    Ok(User::new(id, envelope, (login, name), new.grants, now))
}

/// A login: letters, digits, `.`, `-`, `_`, `@`, so that it is the same wherever it is written.
fn login(text: &str) -> Result<String, NodeError> {
    let login = text.trim().to_lowercase();
    let fits = |letter: char| letter.is_ascii_alphanumeric() || ".-_@".contains(letter);
    match (1..=64).contains(&login.len()) && login.chars().all(fits) {
        true => Ok(login),
        false => Err(NodeError::Usage {
            what: format!("{text:?} cannot be a login"),
            remedy: "use up to 64 Latin letters, digits and .-_@".into(),
        }),
    }
}
