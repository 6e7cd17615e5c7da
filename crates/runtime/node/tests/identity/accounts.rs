//! Accounts as administrators keep them, with and without a second person.

use crate::{PASSWORD, World, here};
use access::{Actor, ActorKind, FourEyes, Grant, Role};
use model::{Desk, LegalBasis, RecordId};
use node::NodeError;
use node::casework::CaseworkError;
use node::identity::{MadeLink, NewUser};

const SECOND_PERSON: &str = "second-person-for-roles = true";

impl World {
    async fn invite(&self, by: &Actor, login: &str, role: Role) -> Result<MadeLink, NodeError> {
        let grants = vec![Grant::at(role, [Desk::Finance])];
        let basis = LegalBasis("staff rules".into());
        let new = NewUser { login: login.into(), name: login.into(), grants, legal_basis: basis };
        self.node.invite(by, new, None, "joins the desk").await
    }

    async fn roles(&self, by: &Actor, of: RecordId) -> Vec<Role> {
        let kept = self.node.account(by, of).await.unwrap();
        kept.record.grants.iter().map(|grant| grant.role).collect()
    }
}

fn analyst() -> Vec<Grant> {
    vec![Grant::at(Role::Analyst, [Desk::Finance])]
}

fn approver() -> Vec<Grant> {
    vec![Grant::everywhere(Role::Approver)]
}

#[track_caller]
fn refused<T: std::fmt::Debug>(found: Result<T, NodeError>, expected: FourEyes) {
    match found.unwrap_err() {
        NodeError::Casework(CaseworkError::FourEyes(found)) => assert_eq!(found, expected),
        other => panic!("{other}"),
    }
}

#[track_caller]
fn denied<T: std::fmt::Debug>(found: Result<T, NodeError>) {
    assert!(matches!(found, Err(NodeError::Denied(_))), "{found:?}");
}

#[tokio::test]
async fn an_invited_person_sets_a_password_and_is_in() {
    let world = World::new().await;
    let omar = world.administrator("omar").await;
    let link = world.invite(&omar, "Sitora", Role::Reviewer).await.unwrap();
    world.node.use_link(&world.entrance, here(), &link.token(), PASSWORD).await.unwrap();
    let (_, session) = world.enrol("sitora").await;
    assert_eq!(session.user.grants, [Grant::at(Role::Reviewer, [Desk::Finance])]);
    let again = world.invite(&omar, "sitora", Role::Analyst).await;
    assert!(again.unwrap_err().to_string().contains("already"));
    assert!(matches!(world.invite(&omar, "not a login", Role::Analyst).await, Err(NodeError::Usage { .. })));
    let all = world.node.accounts(&omar, None, 1).await.unwrap();
    assert_eq!((all.records.len(), all.next.is_some()), (1, true));
}

#[tokio::test]
async fn nobody_changes_their_own_account_and_only_administrators_anybodys() {
    let world = World::new().await;
    let omar = world.administrator("omar").await;
    let zarina = world.analyst().await.1.user.actor();
    let key = Actor { kind: ActorKind::Key { owner: omar.id }, ..omar.clone() };
    denied(world.node.change_account(&omar, omar.id, None, (approver(), None), "me").await);
    denied(world.node.close_account(&omar, omar.id, None).await);
    denied(world.node.link_for(&omar, omar.id, true).await);
    for stranger in [&zarina, &key] {
        denied(world.invite(stranger, "sitora", Role::Analyst).await);
        denied(world.node.change_account(stranger, zarina.id, None, (approver(), None), "up").await);
        denied(world.node.close_account(stranger, zarina.id, None).await);
        denied(world.node.link_for(stranger, zarina.id, false).await);
    }
    denied(world.node.accounts(&zarina, None, 10).await);
    assert!(world.node.account(&zarina, zarina.id).await.is_ok(), "one's own can be seen");
    denied(world.node.account(&zarina, omar.id).await);
}

#[tokio::test]
async fn roles_change_at_once_where_one_person_is_enough() {
    let world = World::new().await;
    let omar = world.administrator("omar").await;
    let (_, session) = world.analyst().await;
    let zarina = session.user.id;
    let kept = world.node.account(&omar, zarina).await.unwrap();
    let wanted = (approver(), None);
    let changed =
        world.node.change_account(&omar, zarina, Some(kept.revision), wanted, "promoted").await.unwrap();
    assert!(changed.revision > kept.revision && changed.record.pending.is_none());
    assert!(world.bearer(&session).await.unwrap().may(access::Action::DecisionApprove).is_ok());
    let stale = world.node.change_account(&omar, zarina, Some(kept.revision), (analyst(), None), "x").await;
    assert!(matches!(stale, Err(NodeError::Changed { .. })));
    refused(world.node.change_account(&omar, zarina, None, (analyst(), None), " ").await, FourEyes::NoReason);
    world.node.close_account(&omar, zarina, None).await.unwrap();
    assert!(world.bearer(&session).await.is_none());
}

#[tokio::test]
async fn a_second_person_approves_roles_where_the_node_wants_one() {
    let world = World::with_settings(SECOND_PERSON).await;
    let (omar, farid) = (world.administrator("omar").await, world.administrator("farid").await);
    let (_, session) = world.analyst().await;
    let zarina = session.user.id;
    let pending =
        world.node.change_account(&omar, zarina, None, (approver(), None), "promoted").await.unwrap();
    assert!(pending.record.pending.is_some());
    assert_eq!(world.roles(&omar, zarina).await, [Role::Analyst], "what held before holds");
    refused(world.node.approve_account(&omar, zarina, None).await, FourEyes::SamePerson);
    let key = Actor { kind: ActorKind::Key { owner: farid.id }, ..farid.clone() };
    denied(world.node.approve_account(&key, zarina, None).await);
    denied(world.node.approve_account(&session.user.actor(), zarina, None).await);
    world.node.approve_account(&farid, zarina, Some("yes")).await.unwrap();
    assert_eq!(world.roles(&omar, zarina).await, [Role::Approver]);
    refused(world.node.approve_account(&farid, zarina, None).await, FourEyes::Settled);
    // Now an approver of the whole node, but not of one's own roles.
    let zarina_acts = Actor { grants: approver(), ..session.user.actor() };
    world.node.change_account(&omar, zarina, None, (analyst(), None), "back").await.unwrap();
    refused(world.node.approve_account(&zarina_acts, zarina, None).await, FourEyes::SamePerson);
    world.node.reject_account(&omar, zarina, "taken back").await.unwrap();
    assert_eq!(world.roles(&omar, zarina).await, [Role::Approver]);
}

#[tokio::test]
async fn an_invited_person_has_no_role_until_it_is_approved() {
    let world = World::with_settings(SECOND_PERSON).await;
    let (omar, farid) = (world.administrator("omar").await, world.administrator("farid").await);
    let link = world.invite(&omar, "sitora", Role::Approver).await.unwrap();
    assert!(link.user.pending.is_some());
    world.node.use_link(&world.entrance, here(), &link.token(), PASSWORD).await.unwrap();
    let (_, session) = world.enrol("sitora").await;
    let bearer = world.bearer(&session).await.unwrap();
    assert_eq!(bearer.allowed(), [access::Action::KeyOwn]);
    assert!(bearer.desks().is_empty());
    world.node.approve_account(&farid, link.user.id, None).await.unwrap();
    assert!(world.bearer(&session).await.unwrap().may(access::Action::DecisionApprove).is_ok());
    // One person alone takes no authenticator from another.
    assert!(matches!(world.node.link_for(&omar, link.user.id, true).await, Err(NodeError::Usage { .. })));
    assert!(world.node.link_for(&omar, link.user.id, false).await.is_ok());
}
