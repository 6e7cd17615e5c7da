//! What the console counts and asks beforehand: figures of a desk, who works there, how far the log is signed.

use crate::{World, denied, listed, subject};
use access::{Action, ActorKind, Grant, Role};
use model::{Desk, LegalBasis};
use node::casework::{DecisionKind, QueueFigures};
use node::identity::{NewUser, User};
use node::permissions;

async fn account(world: &World, login: &str, name: &str, role: Role) -> User {
    let grants = vec![Grant::at(role, [Desk::Finance])];
    let legal_basis = LegalBasis("staff rules".into());
    let new = NewUser { login: login.into(), name: name.into(), grants, legal_basis };
    world.node.add_user(new).await.unwrap()
}

#[tokio::test]
async fn a_desk_is_counted_for_whoever_sees_its_alerts() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let zarina = account(&world, "zarina", "Zarina", Role::Analyst).await.actor();
    let began = world.clock_now();
    let mut alerts = Vec::new();
    for id in ["C-1", "C-2", "C-3"] {
        alerts.push(world.alerted(&subject(id, "Nabil Sadiq")).await);
    }
    let figures = async |since| world.node.queue_figures(&zarina, Desk::Finance, since).await.unwrap();
    let fresh = QueueFigures { open: 3, unassigned: 3, opened_since: 3, ..QueueFigures::default() };
    assert_eq!(figures(began).await, fresh);

    world.node.assign(&zarina, &alerts[..1], zarina.person()).await.unwrap();
    let ruling = |kind| (kind, &[][..]);
    world
        .node
        .decide(&world.analyst, alerts[1], None, ruling(DecisionKind::Freeze), "same passport")
        .await
        .unwrap();
    world
        .node
        .decide(&world.analyst, alerts[2], None, ruling(DecisionKind::Inconclusive), "no card")
        .await
        .unwrap();
    let now = world.clock_now();
    let expected =
        QueueFigures { open: 1, mine: 1, awaiting_approval: 1, closed_since: 1, opened_since: 3, ..fresh };
    assert_eq!(figures(began).await, QueueFigures { unassigned: 0, ..expected });
    assert_eq!((figures(now).await.opened_since, figures(now).await.closed_since), (0, 0));

    world.later(2);
    assert_eq!(figures(now).await.overdue, 2, "what waits for a second person is late, too");
    let reviewer = account(&world, "rana", "Rana", Role::Reviewer).await.actor();
    let waiting = world.node.waiting_figures(&reviewer, Desk::Finance).await.unwrap();
    assert_eq!(waiting.lists.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2], "one list");
    assert_eq!(waiting.ages, [0, 0, 2, 0, 0], "both since two days");
    denied(world.node.waiting_figures(&world.analyst, Desk::Finance).await);
    denied(world.node.queue_figures(&world.stranger, Desk::Finance, began).await);
    denied(world.node.queue_figures(&world.analyst, Desk::Travel, began).await);
}

#[tokio::test]
async fn colleagues_are_known_by_name_and_by_what_they_decide() {
    let world = World::new().await;
    account(&world, "b", "Bahar", Role::Analyst).await;
    account(&world, "a", "Anvar", Role::Approver).await;
    let colleagues = world.node.colleagues(&world.analyst, Desk::Finance).await.unwrap();
    let told: Vec<_> = colleagues.iter().map(|person| (person.name.as_str(), person.works)).collect();
    assert_eq!(told, [("Anvar", false), ("Bahar", true)]);
    denied(world.node.colleagues(&world.stranger, Desk::Finance).await);

    assert_eq!(permissions::desks(&world.analyst, Action::AlertDecide), [Desk::Finance]);
    assert!(permissions::desks(&world.approver, Action::AlertDecide).is_empty());
    assert!(!permissions::may(&world.analyst, Action::AuditRead, None));
}

#[tokio::test]
async fn how_far_the_log_is_signed_is_told_to_auditors() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let auditor = access::Actor {
        kind: ActorKind::Person,
        grants: vec![Grant::everywhere(Role::Auditor)],
        ..world.stranger.clone()
    };
    let status = async || world.node.audit_status(&auditor).await.unwrap();
    let before = status().await;
    assert_eq!((before.signed, before.has_copy, before.key), (None, false, None));
    let signed = world.node.sign_audit_log().await.unwrap();
    world.alerted(&subject("C-1", "Nabil Sadiq")).await;
    let after = status().await;
    assert_eq!((after.signed, after.has_copy), (Some(signed.size), true));
    assert!(after.leaves > signed.size && after.key.is_some(), "{after:?}");
    denied(world.node.audit_status(&world.analyst).await);
}
