//! Cases, own entries and quality work.

use crate::{World, denied, listed, subject};
use model::{Desk, Entity, LegalBasis, Name, Schema};
use node::NodeError;
use node::casework::{BelowLineOrder, DecisionKind, MatchOutcome, NewFile, OWN_LIST};
use std::io::Read;

fn basis() -> LegalBasis {
    LegalBasis("sanctions act, section 4".into())
}

#[tokio::test]
async fn a_case_holds_alerts_notes_and_files_and_goes_out_as_a_bundle() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let alert = world.alerted(&subject("C-1", "Nabil Sadiq")).await;
    let ruling = (DecisionKind::Inconclusive, &[][..]);
    world.node.decide(&world.analyst, alert, None, ruling, "no birth date").await.unwrap();
    denied(world.node.open_case(&world.approver, Desk::Finance, "March", &basis(), &[alert]).await);
    let case =
        world.node.open_case(&world.analyst, Desk::Finance, "March", &basis(), &[alert]).await.unwrap();
    let note = world.node.write_note(&world.analyst, case.id, "asked the branch", None).await.unwrap();
    world.node.write_note(&world.analyst, case.id, "asked the main branch", Some(note.id)).await.unwrap();
    let bytes = b"passport, page 1".to_vec();
    let file =
        NewFile { name: "../passport.txt".into(), media_type: "text/plain".into(), bytes: bytes.clone() };
    let file = world.node.add_file(&world.analyst, case.id, file).await.unwrap();
    assert_eq!(world.node.case_file(&world.analyst, case.id, file.id).await.unwrap().1, bytes);
    let view = world.node.view_case(&world.reviewer, case.id).await.unwrap();
    assert_eq!((view.alerts.len(), view.notes.len(), view.files.len()), (1, 2, 1));
    assert_eq!(view.alerts[0].record.case, Some(case.id));
    denied(world.node.view_case(&world.stranger, case.id).await);

    denied(world.node.export_case(&world.analyst, case.id).await);
    let bundle = world.node.export_case(&world.approver, case.id).await.unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bundle)).unwrap();
    let mut manifest = String::new();
    zip.by_name("manifest.json").unwrap().read_to_string(&mut manifest).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let parts = manifest["parts"].as_array().unwrap();
    assert_eq!(parts.len(), 6, "case, notes, files, one alert, one decision, one file");
    for part in parts {
        let path = part["path"].as_str().unwrap();
        assert!(!path.contains(".."), "{path}");
        let mut bytes = Vec::new();
        zip.by_name(path).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(store::hash_of(&bytes), part["sha256"], "{path}");
    }

    world.node.close_case(&world.analyst, case.id, None, "reported").await.unwrap();
    let late = world.node.write_note(&world.analyst, case.id, "one more", None).await;
    assert!(matches!(late, Err(NodeError::Casework(_))), "{late:?}");
}

#[tokio::test]
async fn own_entries_are_screened_against_once_two_persons_want_them() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let customer = subject("C-1", "Zafar Mirzoyev");
    let until: jiff::civil::Date = "2026-12-31".parse().unwrap();
    let mut entity = Entity::new("any", Schema::Person);
    entity.profile.names.push(Name::primary("Zafar Mirzoyev"));
    let proposed = world
        .node
        .propose_own_entry(&world.analyst, Desk::Finance, &basis(), (entity, until), "court order 5")
        .await
        .unwrap();
    assert_eq!(
        world.screen(std::slice::from_ref(&customer)).await.1[0].matches.len(),
        0,
        "a proposal matches nobody"
    );
    denied(world.node.approve_own_entry(&world.analyst, proposed.id, None, None).await);
    world.node.approve_own_entry(&world.approver, proposed.id, None, None).await.unwrap();
    let (_, screened) = world.screen(std::slice::from_ref(&customer)).await;
    assert_eq!((screened[0].matches[0].list.0.as_str(), screened[0].matches.len()), (OWN_LIST, 1));
    let MatchOutcome::Alerted(alert) = screened[0].outcome.matches[0] else { panic!("{screened:?}") };

    let removal =
        world.node.propose_own_entry_change(&world.analyst, proposed.id, None, None, "lifted").await.unwrap();
    world.node.reject_own_entry(&world.approver, removal.id, None, "not final yet").await.unwrap();
    assert_eq!(world.screen(std::slice::from_ref(&customer)).await.1[0].matches.len(), 1);
    world.later(60);
    assert_eq!(
        world.screen(std::slice::from_ref(&customer)).await.1[0].matches.len(),
        0,
        "its last day is over"
    );
    world.node.catch_up().await.unwrap();
    let alert = world.node.alert(&world.analyst, alert).await.unwrap().record;
    assert!(alert.matches[0].is_withdrawn(), "what is over waits for nobody");
}

#[tokio::test]
async fn an_own_entry_that_is_removed_withdraws_its_open_matches() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let until: jiff::civil::Date = "2026-12-31".parse().unwrap();
    let mut entity = Entity::new("any", Schema::Person);
    entity.profile.names.push(Name::primary("Zafar Mirzoyev"));
    let entry = world
        .node
        .propose_own_entry(&world.analyst, Desk::Finance, &basis(), (entity, until), "court order 5")
        .await
        .unwrap();
    world.node.approve_own_entry(&world.approver, entry.id, None, None).await.unwrap();
    let alert = world.alerted(&subject("C-1", "Zafar Mirzoyev")).await;
    world.node.propose_own_entry_change(&world.analyst, entry.id, None, None, "lifted").await.unwrap();
    world.node.approve_own_entry(&world.approver, entry.id, None, None).await.unwrap();
    let alert = world.node.alert(&world.analyst, alert).await.unwrap().record;
    assert_eq!(alert.status, node::casework::AlertStatus::Closed);
    assert!(alert.matches[0].is_withdrawn());
}

#[tokio::test]
async fn decisions_are_sampled_and_reviewed_by_somebody_else() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    for number in 0..10 {
        let alert = world.alerted(&subject(&format!("C-{number}"), "Nabil Sadiq")).await;
        let ruling = (DecisionKind::Inconclusive, &[][..]);
        world.node.decide(&world.analyst, alert, None, ruling, "no birth date").await.unwrap();
    }
    let day: jiff::civil::Date = "2026-11-25".parse().unwrap();
    denied(world.node.draw_sample(&world.analyst, Desk::Finance, (day, day), 0.3).await);
    let sample = world.node.draw_sample(&world.reviewer, Desk::Finance, (day, day), 0.3).await.unwrap();
    assert_eq!((sample.population, sample.drawn), (10, 3));
    let waiting = world
        .node
        .second_reviews(&world.reviewer, Desk::Finance, (None, true), None, 10)
        .await
        .unwrap()
        .records;
    assert_eq!(waiting.len(), 3);
    let kinds = [DecisionKind::Inconclusive, DecisionKind::FalsePositive];
    for (review, kind) in waiting.iter().zip(kinds) {
        world.node.review_again(&world.reviewer, review.record.id, None, kind, "looked again").await.unwrap();
    }
    let figures = world.node.figures(&world.reviewer, Desk::Finance, (day, day)).await.unwrap();
    assert_eq!((figures.all.decided, figures.all.reviewed, figures.all.agreed), (10, 2, 1));
    assert_eq!(figures.analysts[0].name, "Zarina");
    assert_eq!(figures.lists[0].0.0, crate::LIST);
}

#[tokio::test]
async fn what_lies_below_the_line_is_drawn_and_judged() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"]), listed("b", &["Temur Aslanov"])]).await;
    let order = BelowLineOrder {
        legal_basis: basis(),
        line: 100.0,
        floor: -20.0,
        most: 2,
        keep_until: "2026-12-31".parse().unwrap(),
    };
    let subjects =
        vec![subject("1", "Nabil Sadiq"), subject("2", "Temur Aslan"), subject("3", "Nabil Sadeq")];
    denied(world.node.test_below_line(&world.analyst, Desk::Finance, order.clone(), subjects.clone()).await);
    let wrong = BelowLineOrder { floor: 100.0, ..order.clone() };
    assert!(
        world.node.test_below_line(&world.reviewer, Desk::Finance, wrong, subjects.clone()).await.is_err()
    );
    let test = world.node.test_below_line(&world.reviewer, Desk::Finance, order, subjects).await.unwrap();
    assert!(test.found >= 3 && test.pairs.len() == 2 && test.subjects == 3, "{test:?}");
    let judged = world.node.judge_near_miss(&world.reviewer, test.id, None, (1, true)).await.unwrap();
    assert_eq!((judged.missed().hits, judged.missed().of), (1, 1));
    assert!(world.node.judge_near_miss(&world.reviewer, test.id, None, (2, true)).await.is_err());
}

#[tokio::test]
async fn ownership_by_listed_subjects_is_shown() {
    let world = World::new().await;
    let line = |id: &str, schema: &str, properties: serde_json::Value| {
        serde_json::json!({ "id": id, "schema": schema, "properties": properties }).to_string() + "\n"
    };
    let name = |name: &str| serde_json::json!({ "name": [name] });
    let owns = |owner: &str, asset: &str, share: &str| serde_json::json!({ "owner": [owner], "asset": [asset], "percentage": [share] });
    let designated = |called: &str| serde_json::json!({ "name": [called], "topics": ["sanction"] });
    let lines = line("p", "Person", designated("Nabil Sadiq"))
        + &line("q", "Person", designated("Temur Aslanov"))
        + &line("x", "Company", name("Zenith Trading"))
        + &line("y", "Company", name("Zenith Shipping"))
        + &line("o1", "Ownership", owns("p", "x", "30"))
        + &line("o2", "Ownership", owns("q", "x", "20"))
        + &line("o3", "Ownership", owns("x", "y", "50.5"));
    world.import(lines.into_bytes()).await;
    let owners = async |entry: &str| {
        let entry = model::EntryId(entry.into());
        world.node.owners(&world.analyst, crate::LIST, &entry).await.unwrap()
    };
    let owned = owners("x").await.unwrap();
    assert_eq!((owned.listed_percent, owned.half_or_more, owned.more_than_half), (50.0, true, false));
    let below = owners("y").await.unwrap();
    assert_eq!((below.owners[0].name.as_deref(), below.owners[0].listed), (Some("Zenith Trading"), true));
    assert!(below.more_than_half, "owned by one who is owned");
    assert_eq!(owners("p").await, None);
    denied(world.node.owners(&world.stranger, crate::LIST, &model::EntryId("x".into())).await);
}
