//! Who may ask the node for something: accounts, API keys, and the gate that knows a key when it sees one.
//!
//! Accounts and keys are made at the terminal, by whoever runs the node and holds its data folder; each is a leaf of
//! the audit log.

mod accounts;
mod gate;
mod keys;

pub use access::{Action, Actor, ApiKey, Desks, Grant, Review, Role, Scopes, Signature, User};
pub use accounts::NewUser;
pub use gate::{Bearer, Gate, Refused};
pub use keys::{MadeKey, NewKey};

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
