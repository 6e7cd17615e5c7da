//! Deciding, approving, suppressing: who may, what it does to the queue, and when a silenced pair speaks again.

use crate::{Listed, World, denied, listed, subject};
use model::{Desk, RecordId};
use node::NodeError;
use node::casework::{
    AlertStatus, Assignee, DecisionKind, End, MatchOutcome, Queue, QueueOrder, Silenced, Suppression,
    ThingKey,
};

fn thing(entry: &str) -> ThingKey {
    ThingKey(format!("{}/{entry}", crate::LIST))
}

impl World {
    async fn false_positive(&self, alert: RecordId) {
        let ruling = (DecisionKind::FalsePositive, &[][..]);
        let decision = self.node.decide(&self.analyst, alert, None, ruling, "born in 1990").await.unwrap();
        if decision.is_open() {
            self.node.approve_decision(&self.approver, decision.id, None).await.unwrap();
        }
    }

    /// Silences a decided pair, with both persons' word.
    async fn silence(&self, alert: RecordId, entry: &str) -> Suppression {
        let until = "2027-06-30".parse().unwrap();
        let proposed = self
            .node
            .propose_suppression(&self.analyst, alert, &thing(entry), until, "another person")
            .await
            .unwrap();
        denied(self.node.approve_suppression(&self.analyst, proposed.id, None, None).await);
        self.node.approve_suppression(&self.approver, proposed.id, None, Some("seen")).await.unwrap()
    }
}

#[tokio::test]
async fn a_grave_decision_needs_a_second_person() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let alert = world.alerted(&subject("C-1", "Nabil Sadiq")).await;
    let decide = async |actor, seen, reason| {
        world.node.decide(actor, alert, seen, (DecisionKind::Freeze, &[]), reason).await
    };
    for actor in [&world.stranger, &world.approver, &world.reviewer] {
        denied(decide(actor, None, "the same passport").await);
    }
    assert!(decide(&world.analyst, None, " ").await.is_err());
    assert!(matches!(decide(&world.analyst, Some(9), "x").await, Err(NodeError::Changed { .. })));
    let decision = decide(&world.analyst, Some(1), "the same passport").await.unwrap();
    let status = async || world.node.alert(&world.analyst, alert).await.unwrap().record.status;
    assert_eq!(status().await, AlertStatus::AwaitingApproval);
    let waiting = world.node.waiting_decisions(&world.approver, Desk::Finance, None, 10).await.unwrap();
    assert_eq!(waiting.records[0].record.id, decision.id);
    let mut both = world.analyst.clone();
    both.grants.extend(world.approver.grants.clone());
    denied(world.node.approve_decision(&both, decision.id, None).await);
    denied(world.node.reject_decision(&world.reviewer, decision.id, "no").await);
    world.node.reject_decision(&world.approver, decision.id, "the numbers differ").await.unwrap();
    assert_eq!(status().await, AlertStatus::Open);
    let decision = decide(&world.analyst, None, "looked again").await.unwrap();
    world.node.reject_decision(&world.analyst, decision.id, "a slip of mine").await.unwrap();
    let decision = decide(&world.analyst, None, "now surely").await.unwrap();
    world.node.approve_decision(&world.approver, decision.id, None).await.unwrap();
    assert_eq!(status().await, AlertStatus::Closed);
    assert_eq!(world.node.decisions(&world.analyst, alert).await.unwrap().len(), 3);
    let known = world.one(&subject("C-1", "Nabil Sadiq")).await;
    assert_eq!(known, MatchOutcome::Known(alert), "what is known is not asked again");
}

#[tokio::test]
async fn a_suppression_silences_the_pair_until_data_change() {
    let entry = listed("a", &["Nabil Sadiq"]);
    let world = World::with_list(std::slice::from_ref(&entry)).await;
    let customer = subject("C-1", "Nabil Sadiq");
    let first = world.alerted(&customer).await;
    world.false_positive(first).await;
    let again = world.alerted(&customer).await;
    assert_ne!(again, first, "decided, but not silenced: it is asked again");
    world.false_positive(again).await;
    let suppression = world.silence(again, "a").await;
    assert_eq!(world.one(&customer).await, MatchOutcome::Suppressed(suppression.id));
    let namesake = world.one(&subject("C-2", "Nabil Sadiq")).await;
    assert!(matches!(namesake, MatchOutcome::Alerted(_)), "somebody else of the same name is not silenced");

    // A new remark is no matching data, and a new number is the same entry.
    world.list(&[Listed { note: "seen in Multan", ..entry.clone() }]).await;
    assert_eq!(world.one(&customer).await, MatchOutcome::Suppressed(suppression.id));
    world.list(&[Listed { id: "z", referents: vec!["a"], ..entry.clone() }]).await;
    assert_eq!(world.one(&customer).await, MatchOutcome::Suppressed(suppression.id));

    world.list(&[Listed { born: Some("1961"), ..entry }]).await;
    let reopened = world.alerted(&customer).await;
    let matched = world.node.alert(&world.analyst, reopened).await.unwrap().record.matches.remove(0);
    assert_eq!(matched.reopens, Some(suppression.id));
    let ended = world.node.suppression(&world.analyst, suppression.id).await.unwrap().record.ended;
    assert!(matches!(ended, Some(End::Changed { .. })), "{ended:?}");
}

#[tokio::test]
async fn a_suppression_ends_on_its_last_day_or_when_taken_back() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"])]).await;
    let customer = subject("C-1", "Nabil Sadiq");
    let alert = world.alerted(&customer).await;
    let until = "2027-06-30".parse().unwrap();
    let early = world.node.propose_suppression(&world.analyst, alert, &thing("a"), until, "why").await;
    assert!(matches!(early, Err(NodeError::Casework(_))), "it was not decided: {early:?}");
    world.false_positive(alert).await;
    let suppression = world.silence(alert, "a").await;
    world.later(300);
    let after = world.alerted(&customer).await;
    world.false_positive(after).await;
    let (thing, until) = (thing("a"), "2027-12-31".parse().unwrap());
    let other = world.node.propose_suppression(&world.analyst, after, &thing, until, "why");
    let other = other.await.unwrap();
    world.node.approve_suppression(&world.approver, other.id, None, None).await.unwrap();
    assert_eq!(world.one(&customer).await, MatchOutcome::Suppressed(other.id));
    denied(world.node.take_back_suppression(&world.approver, other.id, None, "new papers").await);
    world.node.take_back_suppression(&world.analyst, other.id, None, "new papers").await.unwrap();
    assert!(matches!(world.one(&customer).await, MatchOutcome::Alerted(_)));
    let all =
        world.node.suppressions(&world.analyst, Desk::Finance, &Silenced::default(), None, 10).await.unwrap();
    assert_eq!(all.records.len(), 2);
    assert!(all.records.iter().any(|stored| stored.record.id == suppression.id));
}

#[tokio::test]
async fn the_queue_is_filtered_assigned_and_decided_in_bulk() {
    let world = World::with_list(&[listed("a", &["Nabil Sadiq"]), listed("b", &["Temur Aslanov"])]).await;
    let first = world.alerted(&subject("C-1", "Nabeel Sadek")).await;
    let second = world.alerted(&subject("C-2", "Темур Асланов")).await;
    world.node.assign(&world.approver, &[first], Some(world.analyst.id)).await.unwrap();
    denied(world.node.assign(&world.reviewer, &[first], None).await);
    let find = async |queue: Queue| -> Vec<RecordId> {
        let found = world.node.alerts(&world.analyst, Desk::Finance, &queue).await.unwrap().records;
        found.into_iter().map(|stored| stored.record.id).collect()
    };
    let all = Queue { order: QueueOrder::Latest, ..Queue::default() };
    assert_eq!(find(all.clone()).await, [second, first]);
    let mine = Some(Assignee::Person(world.analyst.id));
    assert_eq!(find(Queue { assigned: mine, ..all.clone() }).await, [first]);
    assert_eq!(find(Queue { assigned: Some(Assignee::Nobody), ..all.clone() }).await, [second]);
    assert_eq!(find(Queue { subject: Some("C-2".into()), ..all.clone() }).await, [second]);
    assert_eq!(find(Queue { list: Some(model::ListId("none".into())), ..all.clone() }).await, []);
    assert_eq!(find(Queue { overdue: true, ..all.clone() }).await, []);
    world.later(2);
    assert_eq!(find(Queue { overdue: true, ..all.clone() }).await.len(), 2);
    denied(world.node.alerts(&world.stranger, Desk::Finance, &all).await);
    denied(world.node.alerts(&world.analyst, Desk::Travel, &all).await);

    let both = [first, second];
    let grave = world.node.decide_in_bulk(&world.analyst, &both, DecisionKind::Freeze, "all").await;
    assert!(grave.is_err(), "grave decisions are made one by one");
    assert_eq!(
        find(Queue { status: Some(AlertStatus::Open), ..all.clone() }).await.len(),
        2,
        "none was decided"
    );
    world.node.decide_in_bulk(&world.analyst, &both, DecisionKind::Inconclusive, "no data").await.unwrap();
    assert_eq!(find(Queue { status: Some(AlertStatus::Closed), ..all }).await.len(), 2);
    let many = vec![first; 201];
    assert!(
        world.node.decide_in_bulk(&world.analyst, &many, DecisionKind::Inconclusive, "all").await.is_err()
    );
}
