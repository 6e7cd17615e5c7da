//! What the records of every kind must do, on SQLite and on PostgreSQL alike.

use crate::support::{TestPlace, at, envelope, id};
use access::User;
use model::RecordId;
use store::{Cursor, Query, Store, StoreError, Stored};

fn user(number: u8, login: &str) -> User {
    let created_at = at(i64::from(number / 3));
    User::new(id(number), envelope(), (login, format!("Officer {login}")), Vec::new(), created_at)
}

async fn insert(store: &Store, users: &[User]) {
    let mut tx = store.write("test").await.unwrap();
    for user in users {
        tx.insert(user).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_record_comes_back_and_is_changed_by_revision() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        insert(&store, &[user(1, "anna")]).await;
        let mut tx = store.write("test").await.unwrap();
        let Stored { mut record, revision } = tx.get::<User>(id(1)).await.unwrap().unwrap();
        assert_eq!((&record, revision), (&user(1, "anna"), 1));
        record.login = "anna.primerova".into();
        assert_eq!(tx.update(&record, 1).await.unwrap(), 2);
        let stale = tx.update(&record, 1).await.unwrap_err();
        assert!(matches!(stale, StoreError::Stale { .. }), "{stale}");
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        assert_eq!(read.get::<User>(id(1)).await.unwrap().unwrap().revision, 2);
        let by_login = async |store: &Store, login: &str| {
            store.read().await.unwrap().count::<User>(&Query::all().key("login", login)).await.unwrap()
        };
        assert_eq!((by_login(&store, "anna").await, by_login(&store, "anna.primerova").await), (0, 1));
        assert!(read.get::<User>(id(9)).await.unwrap().is_none());
        let mut tx = store.write("test").await.unwrap();
        let twice = tx.insert(&user(1, "anna")).await.unwrap_err();
        assert!(matches!(twice, StoreError::Exists { .. }), "{twice}");
    }
}

#[tokio::test]
async fn what_is_not_committed_never_was() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        let mut tx = store.write("test").await.unwrap();
        tx.insert(&user(1, "anna")).await.unwrap();
        drop(tx);
        assert_eq!(store.read().await.unwrap().count::<User>(&Query::all()).await.unwrap(), 0);
        // The next writer gets its turn.
        insert(&store, &[user(1, "anna")]).await;
    }
}

#[tokio::test]
async fn a_snapshot_does_not_move() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        insert(&store, &[user(1, "anna")]).await;
        let mut before = store.read().await.unwrap();
        assert_eq!(before.count::<User>(&Query::all()).await.unwrap(), 1);
        insert(&store, &[user(2, "boris")]).await;
        assert_eq!(before.count::<User>(&Query::all()).await.unwrap(), 1);
        assert_eq!(store.read().await.unwrap().count::<User>(&Query::all()).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn pages_give_everything_once_in_order() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        let users: Vec<User> = (1..=20).map(|number| user(number, &format!("u{number}"))).collect();
        insert(&store, &users).await;
        for descending in [false, true] {
            let query = if descending {
                Query::all().descending("created_at")
            } else {
                Query::all().ascending("created_at")
            };
            let mut seen = Vec::new();
            let mut cursor: Option<Cursor> = None;
            loop {
                let page = store.read().await.unwrap();
                let mut page = page;
                let page = page.page::<User>(&query.clone().limit(7).after(cursor)).await.unwrap();
                seen.extend(page.records.into_iter().map(|stored| stored.record.id));
                let Some(next) = page.next else { break };
                cursor = Some(next.to_string().parse().unwrap());
            }
            let mut expected: Vec<RecordId> = users.iter().map(|user| user.id).collect();
            if descending {
                expected.reverse();
            }
            assert_eq!(seen, expected);
        }
        let mut read = store.read().await.unwrap();
        let some = Query::all().at_least("created_at", at(2)).below("created_at", at(4)).is("closed", false);
        assert_eq!(read.count::<User>(&some).await.unwrap(), 6);
        assert_eq!(read.tally::<User>("closed", &Query::all()).await.unwrap(), [(store::Value::Int(0), 20)]);
        let wrong = read.page::<User>(&Query::all().is("login", "u1")).await.unwrap_err();
        assert!(matches!(wrong, StoreError::Column { .. }), "{wrong}");
    }
}

#[tokio::test]
async fn an_erased_record_is_known_to_be_erased_and_nothing_more() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        insert(&store, &[user(1, "anna")]).await;
        let mut tx = store.write("test").await.unwrap();
        assert!(tx.erase::<User>(id(1), at(9)).await.unwrap());
        assert!(!tx.erase::<User>(id(1), at(9)).await.unwrap());
        tx.commit().await.unwrap();
        let mut read = store.read().await.unwrap();
        assert!(read.get::<User>(id(1)).await.unwrap().is_none());
        assert_eq!(read.erased(id(1)).await.unwrap(), Some(at(9)));
        assert_eq!(read.count::<User>(&Query::all().key("login", "anna")).await.unwrap(), 0);
        let ledger = std::fs::read_to_string(place.folder.path().join("keys/erased")).unwrap();
        assert!(ledger.starts_with(&id(1).to_string()), "{ledger}");
    }
}

#[tokio::test]
async fn other_keys_do_not_open_the_records() {
    for place in TestPlace::all() {
        Store::open(place.place.clone()).await.unwrap().close().await;
        let keys = place.folder.path().join("keys");
        std::fs::rename(&keys, place.folder.path().join("elsewhere")).unwrap();
        let none = Store::open(place.place.clone()).await.unwrap_err().to_string();
        assert!(none.contains("holds no keys"), "{none}");
        let other = TestPlace::folder();
        Store::open(other.place.clone()).await.unwrap().close().await;
        let theirs = other.folder.path().join("keys");
        let wrong = Store::open_with_keys(&place.place, &theirs).await.unwrap_err().to_string();
        assert!(wrong.contains("lacks the"), "{wrong}");
    }
}
