//! The queue stays quick with a hundred thousand alerts in it: pages come by an index, on both databases.

use crate::support::TestPlace;
use access::Actor;
use casework::{Alert, AlertStatus, Fingerprint, SubjectRef};
use jiff::Timestamp;
use model::{Desk, Envelope, LegalBasis, Marking, RecordId};
use std::time::{Duration, Instant};
use store::{Place, Query, Store};

const ALERTS: u32 = 100_000;

fn alert(number: u32) -> Alert {
    let at = Timestamp::from_second(1_780_000_000 + i64::from(number.wrapping_mul(7919) % ALERTS)).unwrap();
    let mut random = [0; 10];
    random[..4].copy_from_slice(&number.to_be_bytes());
    Alert {
        id: RecordId::new(at, random),
        envelope: Envelope {
            marking: Marking::default(),
            legal_basis: LegalBasis("Order 7 of the fictional ministry".into()),
            source: "screening".into(),
            expires_on: None,
        },
        desk: if number.is_multiple_of(5) { Desk::Travel } else { Desk::Finance },
        screening: Actor::system(RecordId::new(at, [7; 10])).id,
        subject: SubjectRef {
            reference: Some(format!("customer {number}")),
            fingerprint: Fingerprint("f".into()),
        },
        caption: format!("Fictional customer {number}"),
        matches: Vec::new(),
        status: AlertStatus::Open,
        assigned: None,
        case: None,
        opened_at: at,
        due_at: at,
        closed_at: None,
        changed_at: at,
    }
}

#[allow(clippy::disallowed_methods, reason = "the test is about time")]
#[tokio::test]
async fn release_a_page_of_a_hundred_thousand_alerts_comes_at_once() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        let begin = Instant::now();
        for part in 0..10 {
            let mut tx = store.write("test").await.unwrap();
            for number in part * ALERTS / 10..(part + 1) * ALERTS / 10 {
                tx.insert(&alert(number)).await.unwrap();
            }
            tx.commit().await.unwrap();
        }
        if let Place::Postgres { url, .. } = &place.place {
            // As autovacuum does within a minute.
            let pool = sqlx::PgPool::connect(url).await.unwrap();
            sqlx::query("ANALYZE").execute(&pool).await.unwrap();
        }
        println!("{ALERTS} alerts written in {:?}", begin.elapsed());
        let one_desk = Query::all().is("desk", "finance").is("status", "open");
        let both = Query::all().one_of("desk", ["finance", "travel"]).is("status", "open");
        for (what, query) in [
            ("oldest of a desk", one_desk.clone().ascending("opened_at")),
            ("due first, two desks", both.clone().ascending("due_at")),
            ("most probable, two desks", both.descending("probability")),
            ("of one subject", one_desk.key("subject", alert(7).subject.identity())),
        ] {
            let mut best = Duration::MAX;
            let mut cursor = None;
            for _ in 0..5 {
                let begin = Instant::now();
                let page =
                    store.read().await.unwrap().page::<Alert>(&query.clone().after(cursor)).await.unwrap();
                best = best.min(begin.elapsed());
                cursor = page.next;
            }
            println!("{what}: {best:?}");
            assert!(best < Duration::from_millis(10), "{what}: {best:?}");
        }
    }
}
