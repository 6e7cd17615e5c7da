//! What somebody may do, asked beforehand: faces show nobody what they could not open. Use cases ask again.

use crate::{Node, NodeError};
use access::{Action, Actor, ActorKind, Grant, Policies, Resource, Role, Scopes};
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

/// How far a role goes with an action, wherever it is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not at all.
    Never,
    /// With what is one's own.
    Own,
    /// With what is others': never with one's own.
    Others,
    /// With everything there.
    Whole,
}

/// How far a role goes with an action: the policies' own answer.
pub fn reach(role: Role, action: Action) -> Reach {
    let id = RecordId::new(jiff::Timestamp::UNIX_EPOCH, [1; 10]);
    let actor = Actor {
        id,
        name: String::new(),
        kind: ActorKind::Person,
        grants: vec![Grant::everywhere(role)],
        scopes: Scopes::All,
    };
    let may = |resource| Policies::shipped().check(&actor, action, &resource).is_ok();
    let of_others = may(Resource::of_node(action.resource()));
    let own = may(Resource::of_node(action.resource()).owned_by(Some(id)));
    match (of_others, own) {
        (false, false) => Reach::Never,
        (false, true) => Reach::Own,
        (true, false) => Reach::Others,
        (true, true) => Reach::Whole,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_goes_as_far_as_the_policies_say() {
        for (role, action, expected) in [
            (Role::Analyst, Action::AlertDecide, Reach::Whole),
            (Role::Analyst, Action::DecisionApprove, Reach::Never),
            (Role::Approver, Action::DecisionApprove, Reach::Others),
            (Role::Auditor, Action::KeyOwn, Reach::Own),
            (Role::Administrator, Action::UserManage, Reach::Others),
            (Role::Administrator, Action::AlertView, Reach::Never),
        ] {
            assert_eq!(reach(role, action), expected, "{role:?} {action}");
        }
    }
}
