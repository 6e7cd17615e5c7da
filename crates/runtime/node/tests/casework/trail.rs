//! Every use case that changes or discloses something leaves a leaf in the audit log, in the same transaction, and no
//! leaf says who a subject is.

use crate::{World, listed, subject};
use model::Desk;
use node::casework::{DecisionKind, NewFile};
use store::Store;

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
