//! Continuous monitoring: changes of a list reach monitored subjects and open alerts, exactly as screening everybody
//! would.

use crate::{Listed, World, denied, listed, subject};
use model::{Desk, LegalBasis, RecordId, Subject};
use node::casework::{AlertStatus, NewMonitored, Queue, Standing, ThingKey, Withdrawal};
use std::collections::BTreeSet;

fn order(subjects: &[Subject]) -> NewMonitored {
    NewMonitored {
        subjects: subjects.to_vec(),
        purpose: "customer due diligence".into(),
        legal_basis: LegalBasis("anti-money-laundering act, section 9".into()),
        until: "2027-11-25".parse().unwrap(),
        marking: None,
    }
}

impl World {
    pub(crate) async fn monitor(&self, subjects: &[Subject]) -> Vec<RecordId> {
        self.node.monitor(&self.analyst, Desk::Finance, order(subjects)).await.unwrap().ids
    }

    /// Subject and thing of every match that waits for a decision.
    async fn waiting(&self) -> BTreeSet<(String, ThingKey)> {
        let queue = Queue { limit: 1000, ..Queue::default() };
        let found = self.node.alerts(&self.analyst, Desk::Finance, &queue).await.unwrap();
        assert!(found.next.is_none());
        found
            .records
            .iter()
            .flat_map(|stored| {
                let id = stored.record.subject.reference.clone().unwrap();
                stored.record.open_things().into_iter().map(move |thing| (id.clone(), thing))
            })
            .collect()
    }
}

fn pair(subject: &str, entry: &str) -> (String, ThingKey) {
    (subject.to_owned(), ThingKey(format!("{}/{entry}", crate::LIST)))
}

#[tokio::test]
async fn a_new_entry_finds_the_subjects_it_concerns() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    world.node.catch_up().await.unwrap();
    let subjects =
        [subject("C-1", "Nabeel Sadek"), subject("C-2", "Темур Асланов"), subject("C-3", "Marta Lindqvist")];
    denied(world.node.monitor(&world.approver, Desk::Finance, order(&subjects)).await);
    world.monitor(&subjects).await;
    assert_eq!(world.waiting().await, [pair("C-1", "a")].into(), "screened when registered");
    world.list(&[listed("a", &["Nabil Sadiq"]), listed("b", &["Temur Aslanov"])]).await;
    let deltas = world.node.catch_up().await.unwrap();
    assert_eq!((deltas.len(), deltas[0].changed, deltas[0].opened), (1, 1, 1));
    assert_eq!(world.waiting().await, [pair("C-1", "a"), pair("C-2", "b")].into());
    assert!(world.node.catch_up().await.unwrap().is_empty(), "once is enough");
}

#[tokio::test]
async fn delisting_and_changes_reach_open_alerts_at_once() {
    let world = World::with_list(&[
        listed("a", &["Nabil Sadiq"]),
        listed("b", &["Temur Aslanov"]),
        listed("c", &["Zafar Mirzoyev"]),
    ])
    .await;
    world.node.catch_up().await.unwrap();
    let names = ["Nabil Sadiq", "Temur Aslanov", "Zafar Mirzoyev"];
    let mut alerts = Vec::new();
    for (number, name) in names.into_iter().enumerate() {
        alerts.push(world.alerted(&subject(&format!("C-{number}"), name)).await);
    }
    // "a" goes, "b" gets a new number, "c" becomes somebody else.
    world
        .list(&[
            Listed { referents: vec!["b"], ..listed("b2", &["Temur Aslanov"]) },
            listed("c", &["Olga Petrenko"]),
        ])
        .await;
    let delta = world.node.catch_up().await.unwrap().remove(0);
    assert_eq!((delta.removed, delta.changed), (1, 2));
    let standing = async |alert| world.node.alert(&world.analyst, alert).await.unwrap().record;
    let withdrawn =
        |why| move |standing: &Standing| matches!(standing, Standing::Withdrawn { why: w, .. } if *w == why);
    let first = standing(alerts[0]).await;
    assert!(withdrawn(Withdrawal::Delisted)(&first.matches[0].standing), "{:?}", first.matches[0].standing);
    assert_eq!(first.status, AlertStatus::Closed);
    assert_eq!(standing(alerts[1]).await.status, AlertStatus::Open, "the same entry under another number");
    let third = standing(alerts[2]).await;
    assert!(withdrawn(Withdrawal::EntryChanged)(&third.matches[0].standing));
    world.node.remove(crate::LIST, false).await.unwrap();
    world.node.catch_up().await.unwrap();
    assert_eq!(standing(alerts[1]).await.status, AlertStatus::Closed, "the list is out of screening");
}

#[tokio::test]
async fn changed_data_of_a_subject_are_screened_at_once() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"]), listed("b", &["Temur Aslanov"])]).await;
    let ids = world.monitor(&[subject("C-1", "Nabil Sadiq")]).await;
    assert_eq!(world.waiting().await, [pair("C-1", "a")].into());
    let again = world
        .node
        .monitor(&world.analyst, Desk::Finance, order(&[subject("C-1", "nabil sadiq")]))
        .await
        .unwrap();
    assert_eq!((again.ids, again.new, again.changed), (ids.clone(), 0, 0), "the same data");
    let changed = world
        .node
        .monitor(&world.analyst, Desk::Finance, order(&[subject("C-1", "Temur Aslanov")]))
        .await
        .unwrap();
    assert_eq!((changed.ids, changed.changed), (ids.clone(), 1));
    assert_eq!(world.waiting().await, [pair("C-1", "b")].into(), "what it was called before is withdrawn");
    world.node.end_monitoring(&world.analyst, &ids).await.unwrap();
    assert!(
        world
            .node
            .monitored_subjects(&world.analyst, Desk::Finance, None, None, 10)
            .await
            .unwrap()
            .records
            .is_empty()
    );
    world.node.catch_up().await.unwrap();
    world
        .list(&[
            listed("a", &["Nabil Sadiq"]),
            listed("b", &["Temur Aslanov"]),
            listed("d", &["Temur Aslanov"]),
        ])
        .await;
    assert_eq!(world.node.catch_up().await.unwrap()[0].subjects, 0, "nobody is monitored any more");
}

#[tokio::test]
async fn monitoring_ends_with_its_last_day() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    world.node.catch_up().await.unwrap();
    world.monitor(&[subject("C-1", "Temur Aslanov")]).await;
    world.later(400);
    world.list(&[listed("b", &["Temur Aslanov"])]).await;
    assert_eq!(world.node.catch_up().await.unwrap()[0].subjects, 0);
}

/// Names in which neighbours are alike, put together from parts.
fn name(number: usize) -> String {
    const FIRST: [&str; 8] = ["Nabil", "Nabeel", "Temur", "Timur", "Zafar", "Zarif", "Karim", "Kareem"];
    const LAST: [&str; 9] =
        ["Sadiq", "Sadek", "Aslanov", "Arslanov", "Mirzoyev", "Mirzaev", "Holmatov", "Khalmatov", "Rahimi"];
    format!("{} {}", FIRST[number % 8], LAST[number / 8 % 9])
}

#[tokio::test]
async fn following_the_changes_is_screening_everybody() {
    let subjects: Vec<Subject> =
        (0..72).map(|number| subject(&format!("C-{number}"), &name(number * 5))).collect();
    let names: Vec<String> = (0..72).map(|number| name(number * 7)).collect();
    let ids: Vec<String> = (0..72).map(|number| format!("e{number}")).collect();
    // Each version drops some entries, adds some and changes some; the first is large enough to be the rule.
    let version = |turn: usize| -> Vec<Listed<'_>> {
        (0..40)
            .filter(|number| !(number + turn).is_multiple_of(7))
            .map(|number| {
                let called = &names[if number % 5 == 0 { (number + turn) % 72 } else { number }];
                listed(&ids[number], &[called.as_str()])
            })
            .collect()
    };
    let following = World::with_list(&version(0)).await;
    following.node.catch_up().await.unwrap();
    following.monitor(&subjects).await;
    let mut compared = 0;
    for turn in 1..6 {
        following.list(&version(turn)).await;
        following.node.catch_up().await.unwrap();
        let everybody = World::with_list(&version(turn)).await;
        everybody.screen(&subjects).await;
        let (followed, screened) = (following.waiting().await, everybody.waiting().await);
        // Of the entries that changed or went, all that is found either way.
        let lines = |turn| -> BTreeSet<String> { version(turn).iter().map(Listed::line).collect() };
        let (before, now) = (lines(turn - 1), lines(turn));
        let touched: BTreeSet<ThingKey> = ids
            .iter()
            .filter(|id| before.symmetric_difference(&now).any(|line| line.contains(&format!("\"{id}\""))))
            .map(|id| pair("", id).1)
            .collect();
        let of_touched = |pairs: &BTreeSet<(String, ThingKey)>| -> BTreeSet<(String, ThingKey)> {
            pairs.iter().filter(|(_, thing)| touched.contains(thing)).cloned().collect()
        };
        assert_eq!(of_touched(&followed), of_touched(&screened), "turn {turn}");
        compared += of_touched(&screened).len();
        // Of the others, what screening everybody adds.
        following.node.screen_monitored().await.unwrap();
        let missing: Vec<_> = screened.difference(&following.waiting().await).cloned().collect();
        assert_eq!(missing, [], "turn {turn}");
    }
    assert!(compared > 20, "the changes must concern somebody to prove anything: {compared}");
}
