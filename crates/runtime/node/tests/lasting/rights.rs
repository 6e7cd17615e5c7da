//! The rights of subjects: what is known is found and given out, corrected, erased for good, and kept no longer than the
//! rules say.

use crate::support::TestPlace;
use crate::{World, id, soon, subject};
use access::ActorKind;
use jiff::{SignedDuration, Timestamp};
use model::{Desk, Entity, LegalBasis, Name, RecordId, Schema};
use node::NodeError;
use node::casework::{
    Alert, AlertStatus, BelowLineOrder, DecisionKind, NewFile, NewMonitored, RecordRef, Standing, Withdrawal,
};
use node::jobs::JobState;
use node::rights::{NewCorrection, NewErasure, SubjectQuery};
use std::io::Read;
use std::path::Path;
use store::{Channel, Delivery, DeliveryState, KeptAnswer, KeptReply, Query, Store};

/// What must be nowhere in the clear: a name, an id, and words of a note and a file.
const MARKERS: [&str; 4] = ["Zqxmarkerov", "customer-zqx77", "zqxnoteword", "zqxfileword"];

/// Whoever is erased: listed by one name, marked by another.
fn marked() -> model::Subject {
    subject("customer-zqx77", &["Nabil Sadiq", "Zqxmarkerov Nabil"])
}

fn by_reference() -> SubjectQuery {
    SubjectQuery::Reference("customer-zqx77".into())
}

/// Files that hold a marker, in any folder of the place.
fn leaks(folder: &Path, found: &mut Vec<String>) {
    for file in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = file.path();
        if path.is_dir() {
            leaks(&path, found);
            continue;
        }
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let mut all = vec![bytes];
        // Backups are compressed: what is inside must say nothing either.
        let mut unpacked = Vec::new();
        if zstd::Decoder::new(&all[0][..]).is_ok_and(|mut it| it.read_to_end(&mut unpacked).is_ok()) {
            all.push(unpacked);
        }
        for marker in MARKERS {
            let wanted = [marker.to_owned(), hex::encode(marker)];
            let holds =
                |bytes: &[u8]| wanted.iter().any(|it| memchr::memmem::find(bytes, it.as_bytes()).is_some());
            if all.iter().any(|bytes| holds(bytes)) {
                found.push(format!("{marker} in {}", path.display()));
            }
        }
    }
}

#[track_caller]
fn nothing_in_the_clear(place: &TestPlace, when: &str) {
    let mut found = Vec::new();
    place.data_folders().iter().for_each(|folder| leaks(folder, &mut found));
    assert!(found.is_empty(), "{when}: {found:?}");
}

/// Everything that can be known of a subject; gives its alert and its case.
async fn plant(world: &World, place: &TestPlace) -> (RecordId, RecordId) {
    let node = &world.node;
    let alert = world.alerted(&marked()).await;
    let other = world.alerted(&subject("customer-other", &["Nabil Sadiq"])).await;
    let basis = LegalBasis("act".into());
    let case = node.open_case(&world.analyst, Desk::Finance, "Zqxmarkerov", &basis, &[alert]).await.unwrap();
    node.write_note(&world.analyst, case.id, "zqxnoteword of Zqxmarkerov", None).await.unwrap();
    let file = NewFile {
        name: "Zqxmarkerov.txt".into(),
        media_type: "text/plain".into(),
        bytes: b"zqxfileword ".repeat(50),
    };
    node.add_file(&world.analyst, case.id, file).await.unwrap();
    let shared =
        node.open_case(&world.analyst, Desk::Finance, "Both", &basis, &[alert, other]).await.unwrap();
    node.write_note(&world.analyst, shared.id, "zqxnoteword again", None).await.unwrap();
    let ruling = (DecisionKind::Inconclusive, &[][..]);
    node.decide(&world.analyst, alert, None, ruling, "Zqxmarkerov cannot be told apart").await.unwrap();
    let monitored = NewMonitored {
        subjects: vec![marked()],
        purpose: "monitoring".into(),
        legal_basis: basis.clone(),
        until: "2027-11-25".parse().unwrap(),
        marking: None,
    };
    node.monitor(&world.analyst, Desk::Finance, monitored).await.unwrap();
    let mut profile = marked().profile;
    profile.names.push(Name::primary("Zqxmarkerov Junior"));
    let record = RecordRef::new("alert", alert);
    let new = NewCorrection { about: record, profile, reason: "the alias was missing".into() };
    node.correct(&world.keeper, Desk::Finance, None, new).await.unwrap();
    let below = BelowLineOrder {
        legal_basis: basis,
        line: 1000.0,
        floor: -1000.0,
        most: 10,
        keep_until: "2027-01-01".parse().unwrap(),
    };
    let reviewer = crate::person(9, "Timur", access::Role::Reviewer);
    node.test_below_line(&reviewer, Desk::Finance, below, vec![marked()]).await.unwrap();
    let service = world.service().await;
    let properties = serde_json::json!({ "name": ["Nabil Sadiq", "Zqxmarkerov"] });
    let line = serde_json::json!({ "id": "customer-zqx77", "schema": "Person", "properties": properties });
    let innocent = line.to_string().replace("customer-zqx77", "c-2").replace("Nabil Sadiq", "Nobody Atall");
    let job = world.upload(&service, format!("{line}\n{innocent}\n")).await.id;
    nothing_in_the_clear(place, "an upload that waits");
    let (runner, _) = world.runner(&service);
    soon("the end of the job", async || world.state(job).await == JobState::Finished).await;
    runner.stop().await;
    let store = Store::open(place.place.clone()).await.unwrap();
    let mut tx = store.write("test").await.unwrap();
    let reply = KeptReply {
        id: id(70),
        envelope: crate::support::envelope(),
        caller: id(71),
        key: "once".into(),
        request: "hash".into(),
        answer: Some(KeptAnswer {
            status: 200,
            headers: Vec::new(),
            body: "{\"name\": \"Zqxmarkerov Nabil\"}".into(),
        }),
        made_at: Timestamp::UNIX_EPOCH,
    };
    tx.insert(&reply).await.unwrap();
    let told = Delivery {
        id: id(72),
        envelope: crate::support::envelope(),
        channel: Channel::Webhook,
        to: id(73).to_string(),
        event: "alert.opened".into(),
        payload: serde_json::json!({ "data": { "alert": alert } }),
        state: DeliveryState::Sent,
        attempts: 1,
        due_at: Timestamp::UNIX_EPOCH,
        error: None,
    };
    tx.insert(&told).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    (alert, shared.id)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_whoever_was_erased() {
    for place in TestPlace::all() {
        let world = World::new(&place.place, &["Nabil Sadiq"]).await;
        let node = &world.node;
        let (alert, shared) = plant(&world, &place).await;
        let store = Store::open(place.place.clone()).await.unwrap();
        let before = place.folder.path().join("before.backup");
        store.backup(&before, Timestamp::UNIX_EPOCH).await.unwrap();
        nothing_in_the_clear(&place, "before anything is erased");

        let found = node.find_subject(&world.keeper, Desk::Finance, &by_reference()).await.unwrap();
        let kinds: Vec<&str> = found.records.iter().map(|record| record.kind.as_str()).collect();
        for kind in [
            "alert",
            "below-line-test",
            "case",
            "case-file",
            "case-note",
            "correction",
            "decision",
            "delivery",
            "job",
            "kept-reply",
            "monitored-subject",
        ] {
            assert!(kinds.contains(&kind), "{kind} is not among {kinds:?}");
        }
        assert_eq!(found.shared_cases, [shared]);
        let view = node.view_case(&world.analyst, shared).await.unwrap();
        let also = vec![RecordRef::new("case-note", view.notes[0].id)];
        let reason = "the subject asks for it and nothing stands against it";
        let new = NewErasure { subject: by_reference(), also, reason: reason.into() };
        let order = node.propose_erasure(&world.keeper, Desk::Finance, new).await.unwrap().record;
        let done = node.approve_erasure(&world.approver, order.id, None).await.unwrap().record;
        let erased = done.outcome.unwrap().erased;
        assert_eq!((erased["alert"], erased["case-note"], erased["case-file"]), (2, 2, 1), "{erased:?}");

        let after = place.folder.path().join("after.backup");
        store.backup(&after, Timestamp::UNIX_EPOCH).await.unwrap();
        nothing_in_the_clear(&place, "after");
        let gone = node.find_subject(&world.keeper, Desk::Finance, &by_reference()).await;
        assert!(matches!(gone, Err(NodeError::NotFound { .. })), "{gone:?}");
        let by_name = SubjectQuery::Name("zqxmarkerov  nabil".into());
        assert!(node.find_subject(&world.keeper, Desk::Finance, &by_name).await.is_err());
        assert!(store.read().await.unwrap().erased(alert).await.unwrap().is_some());
        assert_eq!(
            node.view_case(&world.analyst, shared).await.unwrap().alerts.len(),
            1,
            "the other's stays"
        );
        // A restore of the older backup does not bring it back.
        let restored = TestPlace::folder();
        let keys = place.folder.path().join("keys");
        Store::restore(&restored.place, &keys, &before, &|| Ok(())).await.unwrap();
        let again = Store::open_with_keys(&restored.place, &keys).await.unwrap();
        let mut read = again.read().await.unwrap();
        assert!(read.get::<Alert>(alert).await.unwrap().is_none());
        let alerts = read.all::<Alert>(&Query::all()).await.unwrap();
        assert!(alerts.iter().all(|kept| kept.record.subject.reference.as_deref() == Some("customer-other")));
        nothing_in_the_clear(&restored, "restored");
    }
}

#[tokio::test]
async fn an_erasure_needs_two_persons_and_names_nobody() {
    let place = TestPlace::folder();
    let world = World::new(&place.place, &["Nabil Sadiq"]).await;
    let node = &world.node;
    let alert = world.alerted(&marked()).await;
    let propose = async |actor: &access::Actor, reason: &str| {
        let new = NewErasure { subject: by_reference(), also: Vec::new(), reason: reason.into() };
        node.propose_erasure(actor, Desk::Finance, new).await
    };
    assert!(matches!(propose(&world.analyst, "why").await, Err(NodeError::Denied(_))));
    assert!(propose(&world.keeper, " ").await.is_err());
    let named = propose(&world.keeper, "because nabil  SADIQ asks").await.unwrap_err().to_string();
    assert!(named.contains("names the subject"), "{named}");
    let order = propose(&world.keeper, "asked for").await.unwrap().record.id;
    let key = access::Actor { kind: ActorKind::Key { owner: world.approver.id }, ..world.approver.clone() };
    for wrong in [&world.keeper, &key, &world.analyst, &world.administrator] {
        assert!(node.approve_erasure(wrong, order, None).await.is_err(), "{wrong:?}");
    }
    assert!(node.alert(&world.analyst, alert).await.is_ok());
    assert!(node.reject_erasure(&world.approver, order, "").await.is_err(), "a rejection needs a reason");
    node.reject_erasure(&world.approver, order, "a case is open elsewhere").await.unwrap();
    assert!(node.approve_erasure(&world.approver, order, None).await.is_err(), "it was settled");
    assert!(node.alert(&world.analyst, alert).await.is_ok());

    // What becomes known of the same subject meanwhile is erased too.
    let order = propose(&world.keeper, "asked for again").await.unwrap().record.id;
    let monitored = NewMonitored {
        subjects: vec![marked()],
        purpose: "monitoring".into(),
        legal_basis: LegalBasis("act".into()),
        until: "2027-11-25".parse().unwrap(),
        marking: None,
    };
    node.monitor(&world.analyst, Desk::Finance, monitored).await.unwrap();
    let done = node.approve_erasure(&world.approver, order, None).await.unwrap().record;
    assert_eq!(done.outcome.unwrap().erased["monitored-subject"], 1);
    let page = node.erasures(&world.keeper, Desk::Finance, false, None, 10).await.unwrap();
    let states: Vec<&str> = page.records.iter().map(|kept| kept.record.state_name()).collect();
    assert_eq!(states, ["done", "rejected"]);
}

#[tokio::test]
async fn what_is_known_is_given_out_with_purpose_and_basis_and_without_staff() {
    let place = TestPlace::folder();
    let world = World::new(&place.place, &["Nabil Sadiq"]).await;
    let node = &world.node;
    let alert = world.alerted(&marked()).await;
    let like = world.order(false);
    node.screen_subjects(&world.analyst, like, vec![marked()]).await.unwrap();
    let ruling = (DecisionKind::Inconclusive, &[][..]);
    node.decide(&world.analyst, alert, None, ruling, "not enough is known").await.unwrap();
    let found = node.find_subject(&world.keeper, Desk::Finance, &by_reference()).await.unwrap();
    assert_eq!((found.undecided, found.alike.len()), (0, 1), "{found:?}");
    for query in [
        by_reference(),
        SubjectQuery::Name("Zqxmarkerov Nabil".into()),
        SubjectQuery::Records(vec![RecordRef::new("alert", alert)]),
    ] {
        let given = node.export_subject(&world.keeper, Desk::Finance, &query, "asked for").await.unwrap();
        let bundle = given.bundle;
        assert!(bundle["alerts"].as_array().unwrap().iter().any(|it| it["id"] == alert.to_string()));
        let screening = &bundle["screenings"][0];
        assert_eq!(screening["purpose"], "customer due diligence");
        assert_eq!(screening["legal_basis"], "anti-money-laundering act, section 9");
        let text = bundle.to_string();
        assert!(text.contains("not enough is known") && !text.contains("Zarina"), "{text}");
    }
    let denied = node.export_subject(&world.analyst, Desk::Finance, &by_reference(), "curious").await;
    assert!(matches!(denied, Err(NodeError::Denied(_))));
    assert!(node.export_subject(&world.keeper, Desk::Finance, &by_reference(), "").await.is_err());
    let store = Store::open(place.place.clone()).await.unwrap();
    let leaves = store.read().await.unwrap().leaves(0, 1000).await.unwrap();
    let leaves: Vec<String> =
        leaves.iter().map(|(_, leaf)| String::from_utf8_lossy(leaf).into_owned()).collect();
    let disclosures = leaves.iter().filter(|leaf| leaf.contains("disclosure")).count();
    assert_eq!(disclosures, 3, "{leaves:#?}");
    assert!(leaves.iter().all(|leaf| !MARKERS.iter().any(|marker| leaf.contains(marker))));
}

#[tokio::test]
async fn a_correction_withdraws_what_is_a_match_no_longer() {
    let place = TestPlace::folder();
    let world = World::new(&place.place, &["Nabil Sadiq", "Wenceslas Imaginarius"]).await;
    let node = &world.node;
    let alert = world.alerted(&subject("c-1", &["Nabil Sadiq"])).await;
    let correct = async |name: &str, seen| {
        let profile = subject("c-1", &[name]).profile;
        let about = RecordRef::new("alert", alert);
        let new = NewCorrection { about, profile, reason: "misspelt at the counter".into() };
        node.correct(&world.keeper, Desk::Finance, seen, new).await
    };
    assert!(matches!(correct("Somebody Else", Some(99)).await, Err(NodeError::Changed { .. })));
    let made = correct("Wenceslas Imaginarius", None).await.unwrap();
    assert_eq!(made.before["names"][0]["text"], "Nabil Sadiq");
    let kept = node.alert(&world.analyst, alert).await.unwrap().record;
    assert_eq!((kept.status, kept.caption.as_str()), (AlertStatus::Open, "Wenceslas Imaginarius"));
    let withdrawn =
        |standing: &Standing| matches!(standing, Standing::Withdrawn { why: Withdrawal::SubjectChanged, .. });
    assert_eq!(kept.matches.iter().filter(|matched| withdrawn(&matched.standing)).count(), 1);
    assert_eq!(kept.open_things().len(), 1);
    correct("Quite Somebody Else", None).await.unwrap();
    let kept = node.alert(&world.analyst, alert).await.unwrap().record;
    assert_eq!(kept.status, AlertStatus::Closed);
    let all = node.corrections(&world.keeper, Desk::Finance, alert).await.unwrap();
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|it| it.by.actor == world.keeper.id && it.reason == "misspelt at the counter"));
}

#[tokio::test]
async fn records_are_kept_as_long_as_the_rules_say() {
    for place in TestPlace::all() {
        let settings = "[retention]\nalert = 30\ncase = 100\nscreening = 60\n";
        std::fs::write(place.folder.path().join("node.toml"), settings).unwrap();
        let world = World::new(&place.place, &["Nabil Sadiq"]).await;
        let node = &world.node;
        let [open, closed, in_case] = [
            world.alerted(&subject("c-1", &["Nabil Sadiq"])).await,
            world.alerted(&subject("c-2", &["Nabil Sadiq"])).await,
            world.alerted(&subject("c-3", &["Nabil Sadiq"])).await,
        ];
        for alert in [closed, in_case] {
            let ruling = (DecisionKind::Inconclusive, &[][..]);
            node.decide(&world.analyst, alert, None, ruling, "cannot be told").await.unwrap();
        }
        let basis = LegalBasis("act".into());
        let case = node.open_case(&world.analyst, Desk::Finance, "A case", &basis, &[in_case]).await.unwrap();
        node.close_case(&world.analyst, case.id, None, "done").await.unwrap();
        let there = async |alert| node.alert(&world.analyst, alert).await.is_ok();
        world.later(SignedDuration::from_hours(29 * 24));
        assert_eq!(node.sweep_records().await.unwrap().0.len(), 0);
        world.later(SignedDuration::from_hours(2 * 24));
        let swept = node.sweep_records().await.unwrap();
        assert_eq!(swept.to_string(), "erased: 1 alert, 1 decision");
        assert_eq!((there(open).await, there(closed).await, there(in_case).await), (true, false, true));
        world.later(SignedDuration::from_hours(70 * 24));
        let swept = node.sweep_records().await.unwrap();
        // The case is over, so its alert is; the screening of the open alert stays with it.
        assert_eq!(swept.to_string(), "erased: 1 alert, 1 case, 1 decision, 2 screening");
        assert_eq!((there(open).await, there(in_case).await), (true, false));
        assert_eq!(node.sweep_records().await.unwrap().to_string(), "nothing was kept long enough");
    }
}

#[tokio::test]
async fn files_that_nothing_refers_to_are_deleted_after_a_day() {
    let place = TestPlace::folder();
    let world = World::new(&place.place, &["Nabil Sadiq"]).await;
    let store = Store::open(place.place.clone()).await.unwrap();
    let at = world.clock.0.lock().unwrap().to_owned();
    store.put_blob(b"begun and not ended", at, &crate::support::envelope()).await.unwrap();
    assert_eq!(world.node.sweep().await.unwrap(), 0);
    world.later(SignedDuration::from_hours(25));
    assert_eq!(world.node.sweep().await.unwrap(), 1, "and the list's own file stays");
    assert_eq!(world.node.sweep().await.unwrap(), 0);
}

#[tokio::test]
async fn own_entries_that_name_the_subject_are_found_and_stay() {
    let place = TestPlace::folder();
    let world = World::new(&place.place, &["Nabil Sadiq"]).await;
    let own = |name: &str| {
        let mut entity = Entity::new("", Schema::Person);
        entity.profile.names.push(Name::primary(name));
        let until = "2027-01-31".parse().unwrap();
        let basis = LegalBasis("court order 5".into());
        let (node, analyst) = (world.node.clone(), world.analyst.clone());
        async move {
            let content = (entity, until);
            node.propose_own_entry(&analyst, Desk::Finance, &basis, content, "court order 5")
                .await
                .unwrap()
                .id
        }
    };
    let (of_subject, only, _other) =
        (own("nabil  SADIQ").await, own("Zafar Mirzoyev").await, own("Somebody Else").await);
    world.alerted(&marked()).await;
    let find =
        async |query: &SubjectQuery| world.node.find_subject(&world.keeper, Desk::Finance, query).await;
    assert_eq!(find(&by_reference()).await.unwrap().own_entries, [of_subject]);
    let reason = "asked for in writing";
    let exported =
        world.node.export_subject(&world.keeper, Desk::Finance, &by_reference(), reason).await.unwrap();
    assert_eq!(exported.bundle["own_entries"][0]["id"], of_subject.to_string());

    // Nothing else is known of this one: that is told, and there is nothing to erase.
    let by_name = SubjectQuery::Name("Zafar Mirzoyev".into());
    let found = find(&by_name).await.unwrap();
    assert_eq!((found.records.len(), &found.own_entries[..]), (0, &[only][..]));
    let new = NewErasure { subject: by_name, also: Vec::new(), reason: reason.into() };
    let refused = world.node.propose_erasure(&world.keeper, Desk::Finance, new).await.unwrap_err();
    assert!(refused.to_string().contains("own four eyes"), "{refused}");
}
