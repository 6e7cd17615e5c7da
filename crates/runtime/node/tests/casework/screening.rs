//! Every screening opens alerts, one for a subject; its record holds purpose, basis and counts; who does not match
//! leaves nothing.

use crate::{World, denied, listed, subject};
use model::LegalBasis;
use node::NodeError;
use node::casework::{MatchOutcome, Queue, ScreeningOrder};

#[tokio::test]
async fn a_subject_has_one_alert_however_often_it_is_screened() {
    let world = World::with_list(&[
        listed("a", &["Nabil Sadiq"]),
        listed("b", &["Nabil Sadiq", "Nabil Sadeq"]),
        listed("c", &["Temur Aslanov"]),
    ])
    .await;
    let subjects = [subject("C-1", "Nabil Sadiq"), subject("C-2", "Marta Lindqvist")];
    let (screening, screened) = world.screen(&subjects).await;
    let alert = screened[0].outcome.alert.expect("two entries have this very name");
    assert_eq!(screened[0].outcome.matches, [MatchOutcome::Alerted(alert); 2]);
    assert_eq!(screened[1].outcome.alert, None);
    let counts = screening.counts;
    assert_eq!((counts.subjects, counts.matched, counts.matches, counts.alerts), (2, 1, 2, 1));
    let kept = world.node.alert(&world.analyst, alert).await.unwrap().record;
    assert_eq!((kept.caption.as_str(), kept.matches.len(), kept.screening), ("Nabil Sadiq", 2, screening.id));
    let (again, screened) = world.screen(&subjects).await;
    assert_eq!(
        (screened[0].outcome.alert, again.counts.alerts),
        (Some(alert), 0),
        "the same alert, unchanged"
    );
    let queue = world.node.alerts(&world.analyst, model::Desk::Finance, &Queue::default()).await.unwrap();
    assert_eq!(queue.records.len(), 1);
    assert!(kept.matches.iter().all(|matched| matched.evidence.subject().id == "C-1"));
}

#[tokio::test]
async fn the_record_has_purpose_and_basis_and_nothing_of_whom_it_did_not_match() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let (screening, _) = world.screen(&[subject("C-2", "Marta Lindqvist")]).await;
    let page = world.node.screenings(&world.analyst, model::Desk::Finance, None, 10).await.unwrap();
    let kept = &page.records[0].record;
    assert_eq!(*kept, screening);
    assert_eq!(kept.purpose, "customer due diligence");
    assert_eq!(kept.envelope.legal_basis.0, "anti-money-laundering act, section 9");
    assert!(kept.finished_at.is_some() && kept.lists.len() == 1);
    let text = serde_json::to_string(kept).unwrap();
    assert!(!text.contains("Marta") && !text.contains("C-2"), "{text}");
}

#[tokio::test]
async fn a_screening_needs_a_right_a_purpose_and_a_basis() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let subjects = || vec![subject("C-1", "Nabil Sadiq")];
    for actor in [&world.stranger, &world.approver, &world.reviewer] {
        denied(world.node.screen_subjects(actor, world.order(), subjects()).await);
    }
    let order = world.order();
    let without = [
        ScreeningOrder { purpose: " ".into(), ..order.clone() },
        ScreeningOrder { legal_basis: LegalBasis("".into()), ..order },
    ];
    for order in without {
        let outcome = world.node.screen_subjects(&world.analyst, order, subjects()).await;
        assert!(matches!(outcome, Err(NodeError::Usage { .. })), "{outcome:?}");
    }
    assert!(
        world
            .node
            .screenings(&world.analyst, model::Desk::Finance, None, 10)
            .await
            .unwrap()
            .records
            .is_empty()
    );
}

#[tokio::test]
async fn without_lasting_ids_a_subject_is_known_by_its_data() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let screen = async |subject| {
        let order = ScreeningOrder { lasting: false, ..world.order() };
        let (_, screened) = world.node.screen_subjects(&world.analyst, order, vec![subject]).await.unwrap();
        screened[0].outcome.alert.unwrap()
    };
    let first = screen(subject("row 1", "Nabil Sadiq")).await;
    assert_eq!(screen(subject("row 7", "nabil  SADIQ")).await, first);
    assert_ne!(screen(subject("row 1", "Nabil Saadiq")).await, first);
}
