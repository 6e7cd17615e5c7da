//! The rights of whoever is known here: what is known of one subject is found, given out, corrected and erased; nothing
//! is kept for ever. What is found is followed from record to record, so that one order reaches all of it.

mod correction;
mod erasing;
mod erasure;
mod export;
mod known;
mod policy;
mod sweep;

pub use correction::NewCorrection;
pub(crate) use correction::{Corrected, of_desk, written};
pub use erasure::NewErasure;
pub use export::Disclosure;
pub use known::{Findings, SubjectQuery};
pub use policy::Retention;
pub use sweep::Swept;

/// An erasure waits for a second person.
pub const ERASURE_PROPOSED: &str = "erasure.proposed";

/// An erasure was approved and done.
pub const ERASURE_DONE: &str = "erasure.done";

use crate::NodeError;
use access::{Action, Actor, Policies, Resource};
use model::{Desk, RecordId};

/// Whether an actor may do this to something of a person, or of nobody, at a desk.
fn may(actor: &Actor, action: Action, desk: Desk, owner: Option<RecordId>) -> Result<(), NodeError> {
    let resource = Resource::at(action.resource(), desk).owned_by(owner);
    Ok(Policies::shipped().check(actor, action, &resource)?)
}
