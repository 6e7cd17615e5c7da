//! The queue stays quick with a hundred thousand alerts in it, whatever it is filtered by: pages come by an index, on
//! both databases.

use crate::support::TestPlace;
use access::Actor;
use casework::{Alert, AlertStatus, Fingerprint, Matched, SubjectRef};
use jiff::Timestamp;
use model::{Desk, Envelope, LegalBasis, Marking, RecordId};
use std::time::{Duration, Instant};
use store::{Place, Query, Store};

const ALERTS: u32 = 100_000;

/// Most alerts are on two lists, a few on a third, and the last ones on a fourth.
fn list(number: u32) -> &'static str {
    match number {
        _ if number >= ALERTS / 20 * 19 => "newest",
        _ if number.is_multiple_of(50) => "rare",
        _ if number.is_multiple_of(3) => "second",
        _ => "first",
    }
}

fn person(number: u32) -> RecordId {
    RecordId::new(Timestamp::UNIX_EPOCH, [u8::try_from(number).unwrap(); 10])
}

fn matched(list: &str, number: u32, at: Timestamp) -> Matched {
    let entry = format!("e-{}", number % 5000);
    let match_of = serde_json::json!({
        "thing": {"entry": {"list": list, "entry": entry, "content": "f"}},
        "caption": "Somebody Fictional",
        "evidence": {
            "type": "name-match/1", "engine": "1", "list_version": "1", "lists": [], "result": "{}", "hash": "",
            "settings": {"operating_point": "standard", "top": 5, "scoring": "evidence", "today": "2026-11-25"},
            "subject": {"id": "", "profile": {"schema": "Person"}},
        },
        "score": 7.0,
        "probability": f64::from(number % 997) / 1000.0,
        "found_at": at,
        "standing": {"is": "open"},
    });
    serde_json::from_value(match_of).unwrap()
}

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
        matches: vec![matched(list(number), number, at)],
        status: if number.is_multiple_of(33) { AlertStatus::AwaitingApproval } else { AlertStatus::Open },
        assigned: number.is_multiple_of(6).then(|| person(number % 48)),
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
            quick(&store, what, &query, Duration::from_millis(10)).await;
        }
        let mut slowest = (Duration::ZERO, String::new());
        for (what, query) in filtered() {
            let took = quick(&store, &what, &query, Duration::from_millis(100)).await;
            slowest = slowest.max((took, what));
        }
        println!("the slowest of all filters: {slowest:?}");
        counted(&store).await;
    }
}

/// Every page that the console's filters and orders can ask for first.
fn filtered() -> Vec<(String, Query)> {
    let desk = || Query::all().is("desk", "finance");
    let now = alert(ALERTS / 2).due_at;
    let states = [
        ("open", desk().is("status", "open")),
        ("awaiting", desk().is("status", "awaiting-approval")),
        ("closed", desk().is("status", "closed")),
        ("late", desk().one_of("status", ["open", "awaiting-approval"]).below("due_at", now)),
    ];
    let mut all = Vec::new();
    for (state, query) in states {
        for (hands, query) in [
            ("anybody", query.clone()),
            ("somebody", query.clone().is("assigned", person(6))),
            ("who has none", query.clone().is("assigned", person(7))),
            ("nobody", query.is_nothing("assigned")),
        ] {
            let lists = ["first", "second", "rare", "newest", "none"];
            let of_list = lists.map(|list| (list, query.clone().key("list", list)));
            for (list, query) in [("any", query)].into_iter().chain(of_list) {
                for (order, query) in [
                    ("due", query.clone().ascending("due_at")),
                    ("probability", query.clone().descending("probability")),
                    ("latest", query.descending("opened_at")),
                ] {
                    all.push((format!("{state}, {hands}, list {list}, by {order}"), query));
                }
            }
        }
    }
    all
}

/// The best time of the first pages of what is asked for, which must be within bounds.
#[allow(clippy::disallowed_methods, reason = "the test is about time")]
async fn quick(store: &Store, what: &str, query: &Query, most: Duration) -> Duration {
    let mut best = Duration::MAX;
    let mut cursor = None;
    for _ in 0..4 {
        let begin = Instant::now();
        let page = store.read().await.unwrap().page::<Alert>(&query.clone().after(cursor)).await.unwrap();
        best = best.min(begin.elapsed());
        cursor = page.next;
    }
    assert!(best < most, "{what}: {best:?}");
    best
}

/// Several counts in one go are as one by one.
async fn counted(store: &Store) {
    let mut snapshot = store.read().await.unwrap();
    let base = Query::all().is("desk", "finance").key("list", "second");
    let each = [
        Query::all().is("status", "open").is_nothing("assigned"),
        Query::all().is("assigned", person(6)).below("due_at", alert(ALERTS / 2).due_at),
        Query::all().is("status", "closed"),
    ];
    let [free, late, closed] =
        snapshot.count_each::<Alert, 3>(&base, [&each[0], &each[1], &each[2]]).await.unwrap();
    let here = || (0..ALERTS).map(alert).filter(|alert| alert.desk == Desk::Finance);
    let here = || here().filter(|alert| alert.lists().iter().any(|list| list.0 == "second"));
    let open = here().filter(|alert| alert.status == AlertStatus::Open && alert.assigned.is_none()).count();
    let of_person = here().filter(|alert| alert.assigned == Some(person(6)));
    let overdue = of_person.filter(|found| found.due_at < alert(ALERTS / 2).due_at).count();
    assert_eq!([free, late, closed], [open as u64, overdue as u64, 0]);
}
