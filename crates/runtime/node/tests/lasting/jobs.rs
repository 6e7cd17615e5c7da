//! Jobs on both databases: several instances, one of them cut off half way, come to what one alone comes to; duties are
//! done once.

use crate::support::TestPlace;
use crate::{World, soon};
use jiff::SignedDuration;
use model::{Desk, RecordId};
use node::casework::{Alert, Queue, Screening};
use node::jobs::{Job, JobState, Note, PartResult, SCHEDULES, UploadOutcome};
use std::sync::Arc;
use store::{Query, Store};

/// Rows of an upload: every eighth is listed.
fn rows(count: usize) -> String {
    let row = |number: usize| {
        let name =
            if number.is_multiple_of(8) { "Nabil Sadiq".to_owned() } else { format!("Nobody {number}") };
        let properties = serde_json::json!({ "name": [name] });
        serde_json::json!({ "id": format!("c-{number}"), "schema": "Person", "properties": properties })
            .to_string()
    };
    (0..count).map(|number| row(number) + "\n").collect()
}

/// What a job came to, without ids.
async fn outcome(world: &World, job: RecordId) -> (Vec<PartResult>, UploadOutcome, usize) {
    let results = world.node.job_results(&world.analyst, job, 0, 1000).await.unwrap();
    let mut parts: Vec<PartResult> = results.into_iter().map(|(_, part)| part).collect();
    for found in parts.iter_mut().flat_map(|part| &mut part.found) {
        let alert = found.alert.take();
        assert!(alert.is_some(), "{found:?}");
    }
    let (kept, _) = world.node.job(&world.analyst, job).await.unwrap();
    let queue = Queue { limit: 1000, ..Queue::default() };
    let alerts = world.node.alerts(&world.analyst, Desk::Finance, &queue).await.unwrap().records;
    (parts, UploadOutcome::of(&kept.record), alerts.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn instances_share_a_job_and_one_that_is_cut_off_costs_nothing() {
    for (alone, shared) in TestPlace::all().iter().zip(&TestPlace::all()) {
        let one = World::new(&alone.place, &["Nabil Sadiq"]).await;
        let service = one.service().await;
        let job = one.upload(&service, rows(3000)).await.id;
        let (runner, _) = one.runner(&service);
        soon("the end of the job", async || one.state(job).await == JobState::Finished).await;
        runner.stop().await;
        let expected = outcome(&one, job).await;
        assert_eq!((expected.1.counts.subjects, expected.1.counts.alerts, expected.2), (3000, 375, 375));

        let first = World::new(&shared.place, &["Nabil Sadiq"]).await;
        let service = first.service().await;
        let job = first.upload(&service, rows(3000)).await.id;
        let (cut, _) = first.runner(&service);
        soon("a part", async || first.node.job(&first.analyst, job).await.unwrap().1.done > 0).await;
        // Its tasks end wherever they are: what they began is not kept.
        drop(cut);
        let second = World::at(&shared.place, Arc::clone(&first.clock)).await;
        let other_service = second.service().await;
        // The leases of what was cut off end.
        first.later(SignedDuration::from_secs(60));
        let (runner, notes) = first.runner(&service);
        let (other, _) = second.runner(&other_service);
        soon("the end of the job", async || second.state(job).await == JobState::Finished).await;
        runner.stop().await;
        other.stop().await;
        assert_eq!(outcome(&second, job).await, expected);
        let failed = |note: &Note| matches!(note, Note::GaveUp { .. } | Note::Trouble { .. });
        assert!(!notes.lock().unwrap().iter().any(failed), "{notes:?}");
        let store = Store::open(shared.place.clone()).await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(read.count::<Alert>(&Query::all()).await.unwrap(), 375, "an alert twice");
        let screening = read.all::<Screening>(&Query::all()).await.unwrap().remove(0).record;
        assert_eq!(screening.counts, expected.1.counts);
        assert!(screening.finished_at.is_some() && screening.purpose == "customer due diligence");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_done_is_tried_again_and_given_up_with_a_reason() {
    let place = TestPlace::folder();
    let world = World::new(&place.place, &["Nabil Sadiq"]).await;
    let service = world.service().await;
    let job = world.upload(&service, rows(10)).await;
    // Its screening is gone: no part of it can be done.
    let store = Store::open(place.place.clone()).await.unwrap();
    let mut tx = store.write("test").await.unwrap();
    tx.erase::<Screening>(job.screening.unwrap(), crate::support::at(0)).await.unwrap();
    tx.commit().await.unwrap();
    let (runner, notes) = world.runner(&service);
    soon("the end of the job", async || {
        world.later(SignedDuration::from_secs(120));
        world.state(job.id).await == JobState::Failed
    })
    .await;
    runner.stop().await;
    let (kept, parts) = world.node.job(&world.analyst, job.id).await.unwrap();
    let error = UploadOutcome::of(&kept.record).error.unwrap();
    assert!(error.contains("tried 6 times"), "{error}");
    assert_eq!((parts.waiting, parts.leased), (0, 0), "what it was given is forgotten");
    let retried = notes.lock().unwrap().iter().filter(|note| matches!(note, Note::Retried { .. })).count();
    assert_eq!(retried, 5, "{notes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn duties_are_done_once_for_all_instances() {
    for place in TestPlace::all() {
        let first = World::new(&place.place, &["Nabil Sadiq"]).await;
        let second = World::at(&place.place, Arc::clone(&first.clock)).await;
        let (service, other_service) = (first.service().await, second.service().await);
        let ((one, notes), (two, others)) = (first.runner(&service), second.runner(&other_service));
        let store = Store::open(place.place.clone()).await.unwrap();
        let done = Query::all().is("kind", "scheduled").is("state", "finished");
        soon("all duties", async || {
            let mut read = store.read().await.unwrap();
            read.count::<Job>(&done).await.unwrap() >= SCHEDULES.len() as u64
        })
        .await;
        one.stop().await;
        two.stop().await;
        let mut did: Vec<&str> = Vec::new();
        for note in notes.lock().unwrap().iter().chain(others.lock().unwrap().iter()) {
            match note {
                Note::Did { duty, .. } => did.push(duty),
                other => panic!("{other:?}"),
            }
        }
        did.sort_unstable();
        let mut wanted: Vec<&str> = SCHEDULES.iter().map(|schedule| schedule.duty).collect();
        wanted.sort_unstable();
        assert_eq!(did, wanted);
    }
}
