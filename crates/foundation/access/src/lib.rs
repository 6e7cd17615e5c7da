//! Who may do what: roles, Cedar policies, four-eyes types, and how credentials are made and checked.
//!
//! Pure: random bytes and the time are arguments.

mod action;
mod actor;
mod credentials;
mod four_eyes;
mod policies;
mod records;
mod resource;
mod roles;

pub use action::Action;
pub use actor::{Act, Actor, ActorKind, Scopes, Signature};
pub use credentials::{
    ApiKeyHash, ApiKeySecret, Cost, LockOut, Locked, MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARACTERS,
    PasswordError, PasswordHash, RecoveryCode, RecoveryCodes, SecretToken, TokenHash, TotpError, TotpSecret,
};
pub use four_eyes::{Approved, FourEyes, Proposed, Rejected, Review};
pub use policies::{Denied, Policies, PolicyError, Verdict};
pub use records::{AccountChange, ApiKey, Federated, Session, SessionRule, SetupLink, Stage, User};
pub use resource::{Resource, ResourceKind};
pub use roles::{Desks, Grant, Role};
