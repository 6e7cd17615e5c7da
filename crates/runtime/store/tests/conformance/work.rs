//! What work that outlives a request must do, on SQLite and on PostgreSQL alike: jobs, deliveries, kept answers, the log.

use crate::support::{TestPlace, at, envelope, id};
use store::{
    Channel, Delivery, DeliveryState, Job, JobState, KeptAnswer, KeptReply, Query, Repeated, Store, Stored,
};

fn job(number: u8) -> Job {
    Job {
        id: id(number),
        envelope: envelope(),
        kind: "screening".into(),
        desk: None,
        owner: None,
        screening: None,
        state: JobState::Running,
        created_at: at(0),
        ended_at: None,
        order: serde_json::json!({"format": "csv"}),
        outcome: serde_json::Value::Null,
    }
}

async fn with_chunks(store: &Store, chunks: &[&str]) {
    let mut tx = store.write("test").await.unwrap();
    tx.insert(&job(1)).await.unwrap();
    tx.add_chunks(id(1), "screening", chunks).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_chunk_whose_lease_ended_is_claimed_anew_and_finished_once() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        with_chunks(&store, &["one", "two"]).await;
        let mut tx = store.write("test").await.unwrap();
        let slow = tx.claim_chunk("screening", at(0), at(10)).await.unwrap().unwrap();
        let other = tx.claim_chunk("screening", at(0), at(10)).await.unwrap().unwrap();
        assert_eq!((&slow.input[..], &other.input[..]), (&b"one"[..], &b"two"[..]));
        assert_eq!(tx.claim_chunk("screening", at(5), at(15)).await.unwrap(), None);
        assert_eq!(tx.claim_chunk("mail", at(50), at(60)).await.unwrap(), None);
        assert!(tx.extend_lease(&other, at(30)).await.unwrap());
        let again = tx.claim_chunk("screening", at(10), at(20)).await.unwrap().unwrap();
        assert_eq!((again.position, again.attempt, &again.input[..]), (0, 2, &b"one"[..]));
        // Whoever lost the lease neither finishes nor keeps it.
        assert!(!tx.finish_chunk(&slow, b"late").await.unwrap());
        assert!(!tx.extend_lease(&slow, at(99)).await.unwrap());
        assert!(tx.finish_chunk(&again, b"result one").await.unwrap());
        assert!(!tx.finish_chunk(&again, b"result one").await.unwrap());
        assert!(tx.give_back_chunk(&other, Some(at(40))).await.unwrap());
        assert_eq!(tx.claim_chunk("screening", at(39), at(50)).await.unwrap(), None);
        let other = tx.claim_chunk("screening", at(40), at(50)).await.unwrap().unwrap();
        assert!(tx.give_back_chunk(&other, None).await.unwrap());
        let counts = tx.chunk_counts(id(1)).await.unwrap();
        assert_eq!((counts.waiting, counts.leased, counts.done, counts.failed), (0, 0, 1, 1));
        assert_eq!(tx.chunk_results(id(1), 0, 9).await.unwrap(), [(0, b"result one".to_vec())]);
        tx.forget_inputs(id(1), at(60)).await.unwrap();
        tx.commit().await.unwrap();
        // What was done stays; what was given is gone, with its key.
        let mut read = store.read().await.unwrap();
        let counts = read.chunk_counts(id(1)).await.unwrap();
        assert_eq!((counts.waiting, counts.leased, counts.done, counts.failed), (0, 0, 1, 0));
        assert_eq!(read.chunk_results(id(1), 0, 9).await.unwrap(), [(0, b"result one".to_vec())]);
        assert!(!read.has_chunk("screening", at(1000)).await.unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_share_the_chunks_and_lose_none() {
    for place in TestPlace::all() {
        let first = Store::open(place.place.clone()).await.unwrap();
        let second = Store::open(place.place.clone()).await.unwrap();
        let inputs: Vec<String> = (0..40).map(|number| number.to_string()).collect();
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        with_chunks(&first, &inputs).await;
        let workers = [first.clone(), second.clone(), first.clone(), second].map(|store| {
            tokio::spawn(async move {
                let mut done = Vec::new();
                loop {
                    let mut tx = store.write("claim").await.unwrap();
                    let Some(chunk) = tx.claim_chunk("screening", at(0), at(60)).await.unwrap() else {
                        break;
                    };
                    tx.commit().await.unwrap();
                    let mut tx = store.write("finish").await.unwrap();
                    assert!(tx.finish_chunk(&chunk, &chunk.input).await.unwrap());
                    tx.append_leaf(&chunk.input).await.unwrap();
                    tx.commit().await.unwrap();
                    done.push(chunk.position);
                }
                done
            })
        });
        let mut done = Vec::new();
        for worker in workers {
            done.extend(worker.await.unwrap());
        }
        done.sort_unstable();
        assert_eq!(done, (0..40).collect::<Vec<u64>>());
        let leaves = first.read().await.unwrap().leaves(0, 100).await.unwrap();
        assert_eq!(leaves.iter().map(|(place, _)| *place).collect::<Vec<_>>(), done, "the log has a gap");
    }
}

#[tokio::test]
async fn deliveries_are_taken_once_and_tried_again_when_due() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        let delivery = Delivery {
            id: id(1),
            envelope: envelope(),
            channel: Channel::Webhook,
            to: "hook".into(),
            event: "alert.opened".into(),
            payload: serde_json::json!({"alert": 7}),
            state: DeliveryState::Waiting,
            attempts: 0,
            due_at: at(0),
            error: None,
        };
        let mut tx = store.write("test").await.unwrap();
        tx.insert(&delivery).await.unwrap();
        let taken = tx.take_deliveries(at(1), at(60), 10).await.unwrap();
        assert_eq!(taken.len(), 1);
        assert!(tx.take_deliveries(at(2), at(61), 10).await.unwrap().is_empty());
        let mut again = tx.take_deliveries(at(60), at(120), 10).await.unwrap();
        let Stored { mut record, revision } = again.remove(0);
        assert_eq!(record.attempts, 2);
        record.state = DeliveryState::Sent;
        tx.update(&record, revision).await.unwrap();
        assert!(tx.take_deliveries(at(500), at(600), 10).await.unwrap().is_empty());
        assert_eq!(tx.count::<Delivery>(&Query::all().key("to", "hook")).await.unwrap(), 1);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_repeated_request_is_answered_as_before() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        let reply = KeptReply {
            id: id(1),
            envelope: envelope(),
            caller: id(2),
            key: "k".into(),
            request: "hash".into(),
            answer: None,
            made_at: at(0),
        };
        let mut tx = store.write("test").await.unwrap();
        assert_eq!(tx.repeated(id(2), "k", "hash").await.unwrap(), Repeated::No);
        tx.insert(&reply).await.unwrap();
        assert_eq!(tx.repeated(id(2), "k", "hash").await.unwrap(), Repeated::Running);
        let answer = KeptAnswer { status: 201, headers: Vec::new(), body: "{}".into() };
        tx.update(&KeptReply { answer: Some(answer.clone()), ..reply }, 1).await.unwrap();
        assert_eq!(tx.repeated(id(2), "k", "hash").await.unwrap(), Repeated::Yes(Box::new(answer)));
        assert_eq!(tx.repeated(id(2), "k", "other").await.unwrap(), Repeated::Other);
        assert_eq!(tx.repeated(id(3), "k", "hash").await.unwrap(), Repeated::No);
        assert_eq!(tx.forget_replies(at(0)).await.unwrap(), 0);
        assert_eq!(tx.forget_replies(at(1)).await.unwrap(), 1);
        assert_eq!(tx.repeated(id(2), "k", "hash").await.unwrap(), Repeated::No);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn the_newest_checkpoint_over_so_many_leaves_is_found() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        let mut tx = store.write("test").await.unwrap();
        for (size, note) in [(4, "four"), (9, "nine"), (9, "another nine")] {
            tx.put_checkpoint(size, note).await.unwrap();
        }
        tx.commit().await.unwrap();
        let mut snapshot = store.read().await.unwrap();
        for (at_most, expected) in
            [(3, None), (4, Some("four")), (8, Some("four")), (i64::MAX.unsigned_abs(), Some("nine"))]
        {
            let found = snapshot.newest_checkpoint(at_most).await.unwrap();
            assert_eq!(found.as_deref(), expected, "at most {at_most}");
        }
        drop(snapshot);
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stops_waiting_for_the_writer_leaves_nothing_locked() {
    let moment = std::time::Duration::from_millis(200);
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        let held = store.write("test").await.unwrap();
        let waiting = store.clone();
        let waiting = tokio::spawn(async move { waiting.write("test").await.map(drop) });
        tokio::time::sleep(moment).await;
        waiting.abort();
        drop(held);
        for _ in 0..20 {
            let write = tokio::time::timeout(moment * 100, store.write("test")).await;
            drop(write.expect("the lock is held by nobody").unwrap());
            assert_eq!(store.read().await.unwrap().count::<Job>(&Query::all()).await.unwrap(), 0);
        }
    }
}
