//! Alerts replayed: the same bytes, another engine, an altered record, an erased one, a purged list.

use crate::{LIST, World, denied, listed, subject};
use matching::ENGINE_VERSION;
use model::{Desk, RecordId};
use node::audit_log::{Replayed, Verdict};
use node::casework::{Alert, Evidence, NameMatch, Queue, Replay};
use store::Store;

impl World {
    async fn replay(&self, alert: RecordId) -> Replayed {
        self.node.replay_alert(&self.node.itself(), alert).await.unwrap()
    }

    async fn verdict(&self, alert: RecordId) -> Verdict {
        match self.replay(alert).await {
            Replayed::Matches(mut matches) if matches.len() == 1 => matches.remove(0).verdict,
            other => panic!("{other:?}"),
        }
    }

    /// Writes the evidence of an alert's one match anew.
    async fn change(&self, alert: RecordId, change: impl FnOnce(&mut NameMatch)) {
        let store = Store::open(self.node.folder()).await.unwrap();
        let mut tx = store.write("test").await.unwrap();
        let mut kept = tx.get::<Alert>(alert).await.unwrap().unwrap();
        let Evidence::NameMatch(evidence) = &mut kept.record.matches[0].evidence;
        change(evidence);
        tx.update(&kept.record, kept.revision).await.unwrap();
        tx.commit().await.unwrap();
        store.close().await;
    }
}

#[tokio::test]
async fn an_alert_is_computed_anew_against_the_lists_as_they_were() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"]), listed("b", &["Omar Khayali"])]).await;
    let alert = world.alerted(&subject("customer-77", "Nabil Sadiq")).await;
    assert_eq!(world.verdict(alert).await, Verdict::Compared(Replay::Same));
    // Lists go on; what was found then is found again.
    world.list(&[listed("b", &["Omar Khayali"]), listed("c", &["Sadiq Sadiq"])]).await;
    assert_eq!(world.verdict(alert).await, Verdict::Compared(Replay::Same));
    denied(world.node.replay_alert(&world.analyst, alert).await);
    let nobody = world.node.replay_alert(&world.node.itself(), crate::id(99)).await.unwrap_err();
    assert!(nobody.is_usage(), "{nobody}");
}

#[tokio::test]
async fn what_monitoring_found_is_found_again() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    world.node.catch_up().await.unwrap();
    world.monitor(&[subject("C-1", "Temur Aslanov"), subject("C-2", "Marta Lindqvist")]).await;
    world.list(&[listed("a", &["Nabil Sadiq"]), listed("b", &["Temur Aslanov"])]).await;
    world.node.catch_up().await.unwrap();
    let queue = world.node.alerts(&world.analyst, Desk::Finance, &Queue::default()).await.unwrap().records;
    assert_eq!(queue.len(), 1);
    world.list(&[listed("c", &["Aslan Temur"])]).await;
    assert_eq!(world.verdict(queue[0].record.id).await, Verdict::Compared(Replay::Same));
}

#[tokio::test]
async fn what_differs_is_said_with_what_made_it() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let alert = world.alerted(&subject("customer-77", "Nabil Sadiq")).await;
    // As if the engine of an earlier program had made it.
    world
        .change(alert, |evidence| {
            let mut found = evidence.matched().unwrap();
            found.score += 1.5;
            let lists = evidence.lists.clone();
            *evidence = NameMatch::new(&evidence.subject.clone(), &found, &evidence.settings.clone(), &lists);
            evidence.engine = "0.0.1".into();
        })
        .await;
    let Verdict::Compared(Replay::OtherEngine { then, now, result }) = world.verdict(alert).await else {
        panic!("another engine")
    };
    assert_eq!((then.as_str(), now.as_str(), result.is_some()), ("0.0.1", ENGINE_VERSION, true));
    // As if somebody had touched what this engine made.
    world.change(alert, |evidence| evidence.engine = ENGINE_VERSION.into()).await;
    assert!(matches!(world.verdict(alert).await, Verdict::Compared(Replay::Differs { now: Some(_) })));
    world.change(alert, |evidence| evidence.result = evidence.result.replace("Nabil", "Nabeel")).await;
    assert_eq!(world.verdict(alert).await, Verdict::Compared(Replay::Altered));
}

#[tokio::test]
async fn what_cannot_be_compared_any_more_is_said() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let alert = world.alerted(&subject("customer-77", "Nabil Sadiq")).await;
    world.node.remove(LIST, true).await.unwrap();
    let Verdict::ListsGone(lists) = world.verdict(alert).await else { panic!("the list is purged") };
    assert_eq!((lists.len(), lists[0].0.as_str()), (1, LIST));
    let store = Store::open(world.node.folder()).await.unwrap();
    let mut tx = store.write("test").await.unwrap();
    let at = jiff::Timestamp::from_second(1_800_000_000).unwrap();
    tx.erase::<Alert>(alert, at).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    assert_eq!(world.replay(alert).await, Replayed::Erased(at));
}
