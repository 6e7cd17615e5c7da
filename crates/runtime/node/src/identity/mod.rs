//! Who may ask the node for something: accounts, passwords, sessions, API keys, and the gate that knows them.
//!
//! The first accounts are made at the terminal, by whoever runs the node and holds its data folder; people then get in
//! by a one-time link. Every act of this is a leaf of the audit log.

mod accounts;
mod attempts;
mod bearer;
mod begun;
mod demo;
mod gate;
mod keys;
mod links;
mod login;
mod own_keys;
mod people;
mod provider;
mod sessions;
mod settings;

pub use access::PasswordError;
pub use access::{
    AccountChange, Action, Actor, ApiKey, Approved, Desks, Federated, FourEyes, Grant, Proposed, Rejected,
    Review, Role, Scopes, Session, Signature, User,
};
pub use accounts::NewUser;
pub use bearer::{Bearer, Mandate, Refused};
pub use demo::DemoDoor;
pub use gate::Gate;
pub use keys::{MadeKey, NewKey};
pub use links::MadeLink;
pub use login::{Begun, Enrolling, Entrance, LoggedIn, LoginError, SecondFactor};
pub use provider::AtProvider;
pub use sessions::OpenSession;
pub use settings::{ACCESS_FILE, AccessSettings, OpenIdSettings, SessionSettings};

use crate::NodeError;

/// What is kept in words must say something.
fn stated(what: &str, text: &str) -> Result<String, NodeError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NodeError::Usage {
            what: format!("the {what} is empty"),
            remedy: "say it in words; it is kept with the record".into(),
        });
    }
    Ok(text.to_owned())
}
