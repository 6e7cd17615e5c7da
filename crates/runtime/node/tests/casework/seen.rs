//! What somebody acts upon must be as they saw it, whoever is first; and work is handed only to those who may do it.

use crate::{World, denied, id, listed, subject};
use access::{Grant, Role};
use jiff::civil::Date;
use model::{Desk, Entity, LegalBasis, Name, Schema};
use node::NodeError;
use node::casework::{Decided, DecisionKind, Queue, QueueOrder, Silenced, own_entity};
use node::identity::NewUser;

fn day() -> Date {
    "2026-12-31".parse().unwrap()
}

#[track_caller]
fn changed<T: std::fmt::Debug>(outcome: Result<T, NodeError>) {
    assert!(matches!(outcome, Err(NodeError::Changed { .. })), "{outcome:?}");
}

#[tokio::test]
async fn suppressions_and_own_entries_are_approved_as_they_were_seen() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let (analyst, approver) = (&world.analyst, &world.approver);
    let alert = world.alerted(&subject("C-1", "Nabil Sadeq")).await;
    let things = world.node.alert(analyst, alert).await.unwrap().record.open_things();
    let ruling = (DecisionKind::FalsePositive, &[][..]);
    world.node.decide(analyst, alert, None, ruling, "another birth date").await.unwrap();
    let proposed = world
        .node
        .propose_suppression(analyst, alert, &things[0], day(), "another birth date")
        .await
        .unwrap();
    changed(world.node.approve_suppression(approver, proposed.id, Some(7), None).await);
    changed(world.node.reject_suppression(approver, proposed.id, Some(7), "no").await);
    world.node.approve_suppression(approver, proposed.id, Some(1), Some("seen")).await.unwrap();
    changed(world.node.take_back_suppression(analyst, proposed.id, Some(1), "new papers").await);
    let found = async |which: Silenced| {
        world.node.suppressions(analyst, Desk::Finance, &which, None, 10).await.unwrap().records.len()
    };
    assert_eq!(found(Silenced { subject: Some("C-1".into()), ..Silenced::default() }).await, 1);
    assert_eq!(found(Silenced { waiting: true, ..Silenced::default() }).await, 0);
    assert_eq!(found(Silenced { ended: Some(true), ..Silenced::default() }).await, 0);

    let mut entity = Entity::new("any", Schema::Person);
    entity.profile.names.push(Name::primary("Zafar Mirzoyev"));
    let basis = LegalBasis("sanctions act, section 4".into());
    let entry = world
        .node
        .propose_own_entry(analyst, Desk::Finance, &basis, (entity, day()), "court order 5")
        .await
        .unwrap();
    changed(world.node.approve_own_entry(approver, entry.id, Some(9), None).await);
    changed(world.node.reject_own_entry(approver, entry.id, Some(9), "no").await);
    world.node.approve_own_entry(approver, entry.id, Some(1), None).await.unwrap();
    changed(world.node.propose_own_entry_change(analyst, entry.id, Some(1), None, "lifted").await);
}

#[tokio::test]
async fn alerts_are_handed_to_people_who_may_decide_them() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let alert = world.alerted(&subject("C-1", "Nabil Sadiq")).await;
    let account = async |login: &str, role: Role, desk: Desk| {
        let new = NewUser {
            login: login.into(),
            name: login.into(),
            grants: vec![Grant::at(role, [desk])],
            legal_basis: LegalBasis("staff act".into()),
        };
        world.node.add_user(new).await.unwrap().id
    };
    let zarina = account("zarina", Role::Analyst, Desk::Finance).await;
    for stranger in [
        account("tahir", Role::Analyst, Desk::Travel).await,
        account("adila", Role::Auditor, Desk::Finance).await,
        id(99),
    ] {
        let refused = world.node.assign_alert(&world.analyst, alert, None, Some(stranger)).await;
        assert!(matches!(refused, Err(NodeError::Usage { .. })), "{refused:?}");
    }
    denied(world.node.assign_alert(&world.reviewer, alert, None, Some(zarina)).await);
    let before = world.node.alert(&world.analyst, alert).await.unwrap();
    world.node.assign_alert(&world.analyst, alert, Some(before.revision), Some(zarina)).await.unwrap();
    changed(world.node.assign_alert(&world.analyst, alert, Some(before.revision), None).await);
    let after = world.node.alert(&world.analyst, alert).await.unwrap().record;
    assert!(after.changed_at > before.record.changed_at, "whoever keeps a copy must see it");
    let queue =
        Queue { changed_since: Some(after.changed_at), order: QueueOrder::Changed, ..Queue::default() };
    assert_eq!(world.node.alerts(&world.analyst, Desk::Finance, &queue).await.unwrap().records.len(), 1);
    world.node.close_user("zarina").await.unwrap();
    assert!(
        world.node.assign_alert(&world.analyst, alert, None, Some(zarina)).await.is_err(),
        "a closed account"
    );
}

#[tokio::test]
async fn decisions_of_a_desk_are_found_by_what_they_are() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    for (number, kind) in [DecisionKind::Inconclusive, DecisionKind::TrueMatch].into_iter().enumerate() {
        let alert = world.alerted(&subject(&format!("C-{number}"), "Nabil Sadiq")).await;
        world.node.decide(&world.analyst, alert, None, (kind, &[]), "looked").await.unwrap();
    }
    let found = async |which: Decided| {
        world.node.decided(&world.analyst, Desk::Finance, &which, None, 10).await.unwrap().records.len()
    };
    assert_eq!(found(Decided::default()).await, 2);
    assert_eq!(found(Decided { kind: Some(DecisionKind::TrueMatch), ..Decided::default() }).await, 1);
    assert_eq!(found(Decided { state: Some("proposed".into()), ..Decided::default() }).await, 1);
    assert_eq!(found(Decided { person: Some(world.approver.id), ..Decided::default() }).await, 0);
    denied(world.node.decided(&world.stranger, Desk::Finance, &Decided::default(), None, 10).await);
    denied(
        world.node.note_taken_out(&world.stranger, access::Action::AlertView, Desk::Finance, "alerts").await,
    );
}

#[test]
fn an_own_entry_is_read_from_properties() {
    #[track_caller]
    fn check(schema: &str, properties: serde_json::Value, expected: Option<&str>) {
        let read = own_entity(schema, &properties).ok().map(|entity| entity.profile.caption().to_owned());
        assert_eq!(read.as_deref(), expected, "{schema} {properties}");
    }
    check(
        "Person",
        serde_json::json!({"name": ["Zafar Mirzoyev"], "birthDate": ["1970"]}),
        Some("Zafar Mirzoyev"),
    );
    check("Vessel", serde_json::json!({"imoNumber": ["9074729"]}), Some(""));
    check("Person", serde_json::json!({}), None);
    check("Person", serde_json::json!("no object"), None);
    check("Nonsense", serde_json::json!({"name": ["Zafar Mirzoyev"]}), None);
}
