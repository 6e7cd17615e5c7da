//! Every use case that changes or discloses something leaves a leaf in the audit log, in the same transaction, and no
//! leaf says who a subject is.

use crate::{World, listed, subject};
use model::Desk;
use node::casework::{ALERT_OPENED, DECISION_PROPOSED, DecisionKind, NewFile};
use store::{Delivery, Query, Store, Webhook};

impl World {
    async fn leaves(&self) -> Vec<String> {
        let store = Store::open(self.node.folder()).await.unwrap();
        let leaves = store.read().await.unwrap().leaves(0, 1000).await.unwrap();
        store.close().await;
        leaves.into_iter().map(|(_, leaf)| String::from_utf8_lossy(&leaf).into_owned()).collect()
    }
}

#[tokio::test]
async fn what_is_done_is_told_and_who_it_is_about_is_not() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let node = &world.node;
    let alert = world.alerted(&subject("customer-77", "Nabil Sadiq")).await;
    node.assign(&world.analyst, &[alert], Some(world.analyst.id)).await.unwrap();
    let ruling = (DecisionKind::Freeze, &[][..]);
    let decision = node.decide(&world.analyst, alert, None, ruling, "Nabil's passport").await.unwrap();
    node.approve_decision(&world.approver, decision.id, None).await.unwrap();
    let basis = model::LegalBasis("sanctions act".into());
    let case = node.open_case(&world.analyst, Desk::Finance, "Sadiq", &basis, &[alert]).await.unwrap();
    node.write_note(&world.analyst, case.id, "Nabil Sadiq called", None).await.unwrap();
    let file =
        NewFile { name: "sadiq.txt".into(), media_type: "text/plain".into(), bytes: b"Sadiq".to_vec() };
    node.add_file(&world.analyst, case.id, file).await.unwrap();
    node.view_case(&world.reviewer, case.id).await.unwrap();
    node.export_case(&world.approver, case.id).await.unwrap();
    let leaves = world.leaves().await;
    let wanted = [
        "screening.run",
        "alert.assign",
        "alert.decide",
        "decision.approve",
        "case.write",
        "case.view",
        "case.export",
    ];
    for action in wanted {
        assert!(leaves.iter().any(|leaf| leaf.contains(action)), "{action} is not told: {leaves:#?}");
    }
    let of_case = leaves.iter().filter(|leaf| leaf.contains("case.write")).count();
    assert_eq!(of_case, 3, "opened, note, file");
    for leaf in &leaves {
        for personal in ["Nabil", "Sadiq", "sadiq", "customer-77", "passport"] {
            assert!(!leaf.contains(personal), "{leaf}");
        }
    }
    let refused = leaves.len();
    assert!(node.decide(&world.stranger, alert, None, ruling, "x").await.is_err());
    assert!(node.view_case(&world.stranger, case.id).await.is_err());
    assert_eq!(world.leaves().await.len(), refused, "what was refused and undone leaves nothing half done");
}

#[tokio::test]
async fn webhooks_are_told_what_they_asked_for_and_no_names() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let store = Store::open(world.node.folder()).await.unwrap();
    let hook = |number: u8, desk, enabled, events: &[&str]| Webhook {
        id: crate::id(number),
        envelope: model::Envelope {
            marking: model::Marking::default(),
            legal_basis: model::LegalBasis("agreement".into()),
            source: "test".into(),
            expires_on: None,
        },
        desk,
        url: "https://hooks.example.org".into(),
        secret: "s".into(),
        events: events.iter().map(|event| (*event).to_owned()).collect(),
        enabled,
        created_at: jiff::Timestamp::UNIX_EPOCH,
    };
    let mut tx = store.write("test").await.unwrap();
    for hook in [
        hook(101, Some(Desk::Finance), true, &[ALERT_OPENED, DECISION_PROPOSED]),
        hook(102, Some(Desk::Travel), true, &[ALERT_OPENED]),
        hook(103, None, false, &[ALERT_OPENED]),
        hook(104, None, true, &[ALERT_OPENED]),
    ] {
        tx.insert(&hook).await.unwrap();
    }
    tx.commit().await.unwrap();
    let alert = world.alerted(&subject("customer-77", "Nabil Sadiq")).await;
    world.alerted(&subject("customer-77", "Nabil Sadiq")).await;
    let ruling = (DecisionKind::Freeze, &[][..]);
    world.node.decide(&world.analyst, alert, None, ruling, "the same passport").await.unwrap();
    let sent = store.read().await.unwrap().page::<Delivery>(&Query::all()).await.unwrap().records;
    let mut told: Vec<_> =
        sent.iter().map(|stored| (stored.record.event.as_str(), stored.record.to.clone())).collect();
    told.sort();
    let [first, fourth] = [101, 104].map(|number| crate::id(number).to_string());
    assert_eq!(told, [(ALERT_OPENED, first.clone()), (ALERT_OPENED, fourth), (DECISION_PROPOSED, first)]);
    for stored in sent {
        let payload = stored.record.payload.to_string();
        assert!(!payload.contains("Nabil") && !payload.contains("customer-77"), "{payload}");
    }
    store.close().await;
}

#[tokio::test]
async fn changes_of_lists_keys_and_backups_are_told() {
    #[track_caller]
    fn check(leaves: &[String], since: usize, actions: &[&str]) {
        let told: Vec<String> = leaves[since..]
            .iter()
            .map(|leaf| {
                serde_json::from_str::<serde_json::Value>(leaf).unwrap()["action"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        assert_eq!(told, actions);
    }
    let world = World::new().await;
    let entries = [listed("a", &["Nabil Sadiq"])];
    world.list(&entries).await;
    check(&world.leaves().await, 0, &["list.import"]);
    world.list(&entries).await;
    let unusable = node::ImportRequest {
        files: vec![node::ListInput { name: "demo.json".into(), bytes: b"nonsense".to_vec() }],
        list: Some(crate::LIST.into()),
        format: Some(node::ListFormat::Ftm),
        legal_basis: Some("a test".into()),
        ..node::ImportRequest::default()
    };
    assert!(world.node.import(unusable.clone()).await.is_err());
    check(&world.leaves().await, 1, &["list.import", "list.import"]);
    world.node.remove(crate::LIST, false).await.unwrap();
    world.node.remove(crate::LIST, true).await.unwrap();
    world.node.rotate_keys(&world.node.itself(), &|_| ()).await.unwrap();
    world.node.back_up(&world.node.itself(), &world.node.folder().join("b")).await.unwrap();
    world.node.tell_of_start().await.unwrap();
    let all = ["list.manage", "list.manage", "keys.rotate", "keys.rotate", "backup.make", "node.configure"];
    check(&world.leaves().await, 3, &all);
    // Analysts do none of it, and what is refused is not told.
    crate::denied(world.node.import_by(&world.analyst, unusable).await);
    crate::denied(world.node.remove_by(&world.analyst, crate::LIST, true).await);
    crate::denied(world.node.rotate_keys(&world.analyst, &|_| ()).await);
    crate::denied(world.node.back_up(&world.analyst, &world.node.folder().join("b")).await);
    assert_eq!(world.leaves().await.len(), 9);
}
