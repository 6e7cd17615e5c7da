//! What somebody may do, asked beforehand: faces show nobody what they could not open. Use cases ask again.

use crate::{Node, NodeError};
use access::{Action, Actor, Policies, Resource};
use model::{Desk, RecordId};

/// Whether an actor may do this at a desk; none is the node as a whole.
pub fn may(actor: &Actor, action: Action, desk: Option<Desk>) -> bool {
    let resource = match desk {
        Some(desk) => Resource::at(action.resource(), desk),
        None => Resource::of_node(action.resource()),
    };
    Policies::shipped().check(actor, action, &resource).is_ok()
}

/// The desks at which an actor may do this.
pub fn desks(actor: &Actor, action: Action) -> Vec<Desk> {
    Desk::ALL.into_iter().filter(|desk| may(actor, action, Some(*desk))).collect()
}

/// Somebody whom work can be given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// The person.
    pub id: RecordId,
    /// The name to show.
    pub name: String,
    /// Whether the person does this work at the desk now.
    pub works: bool,
}

impl Node {
    /// The people of a node, for whoever sees the alerts of a desk: to tell by name who works on what, and to hand
    /// alerts to those who decide there. By name.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn colleagues(&self, actor: &Actor, desk: Desk) -> Result<Vec<Colleague>, NodeError> {
        self.people_at(actor, desk, Action::AlertView, Action::AlertDecide).await
    }

    /// The same for whoever sees the cases of a desk: to hand cases to those who write into them.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn case_workers(&self, actor: &Actor, desk: Desk) -> Result<Vec<Colleague>, NodeError> {
        self.people_at(actor, desk, Action::CaseView, Action::CaseWrite).await
    }

    async fn people_at(
        &self,
        actor: &Actor,
        desk: Desk,
        seeing: Action,
        working: Action,
    ) -> Result<Vec<Colleague>, NodeError> {
        Policies::shipped().check(actor, seeing, &Resource::at(seeing.resource(), desk))?;
        let now = self.clock.now();
        let users = self.users().await?.into_iter();
        let mut people: Vec<_> = users
            .map(|user| Colleague {
                id: user.id,
                works: user.is_open(now) && may(&user.actor(), working, Some(desk)),
                name: user.name,
            })
            .collect();
        people.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
        Ok(people)
    }
}
