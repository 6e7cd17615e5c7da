//! The wrapping key rotated: by steps, beside another instance, and killed at any moment; what was backed up before
//! opens for nobody afterwards.

use crate::support::{TestPlace, at, envelope};
use access::User;
use model::RecordId;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use store::{BlobId, Place, Query, Store};

/// The test program runs itself as the one that rotates when this is set.
const ROTATOR: &str = "ENTENTE_TEST_ROTATOR";

/// Records of the node whose keys are rotated.
const RECORDS: u16 = 400;

/// Rotations that are killed, and for how long at most.
const KILLS: u32 = 60;
const BOUND: Duration = Duration::from_secs(25);

fn user(number: u16) -> User {
    let mut random = [0; 10];
    random[..2].copy_from_slice(&number.to_be_bytes());
    let id = RecordId::new(at(0), random);
    User::new(id, envelope(), (format!("user{number}"), "Fictional"), Vec::new(), at(0))
}

async fn fill(store: &Store, numbers: std::ops::Range<u16>) -> BlobId {
    let mut tx = store.write("test").await.unwrap();
    for number in numbers {
        tx.insert(&user(number)).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.put_blob(b"file", at(0), &envelope()).await.unwrap()
}

/// Rotates from beginning to end, a few keys at a time.
async fn rotate(store: &Store) -> i64 {
    let mut tx = store.write("test").await.unwrap();
    let rotation = tx.begin_rotation().await.unwrap();
    tx.commit().await.unwrap();
    let mut after = None;
    loop {
        let mut tx = store.write("test").await.unwrap();
        let piece = tx.rewrap(&rotation, after.as_deref(), 7).await.unwrap();
        tx.commit().await.unwrap();
        match piece {
            Some((last, _)) => after = Some(last),
            None => break,
        }
    }
    let mut tx = store.write("test").await.unwrap();
    tx.end_rotation(&rotation).await.unwrap();
    tx.commit().await.unwrap();
    rotation.to
}

fn wrapping_keys(place: &Path) -> Vec<String> {
    let files = std::fs::read_dir(place.join("keys")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.starts_with("wrapping")).collect();
    names.sort();
    names
}

async fn all_is_there(store: &Store, records: u64, blob: &BlobId) {
    let mut read = store.read().await.unwrap();
    assert_eq!(read.all::<User>(&Query::all()).await.unwrap().len() as u64, records);
    drop(read);
    assert_eq!(store.blob(blob).await.unwrap(), b"file");
}

#[tokio::test]
async fn a_rotated_key_is_gone_and_everything_else_is_there_at_every_instance() {
    for place in TestPlace::all() {
        let folder = place.folder.path();
        let store = Store::open(place.place.clone()).await.unwrap();
        let other = Store::open(place.place.clone()).await.unwrap();
        let blob = fill(&store, 0..20).await;
        let before = folder.join("before.backup");
        store.backup(&before, at(1)).await.unwrap();

        // The other instance writes while the keys are rewrapped, under the key that it knows.
        let mut tx = store.write("test").await.unwrap();
        let rotation = tx.begin_rotation().await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((rotation.to, rotation.resumed), (2, false));
        fill(&other, 20..25).await;
        all_is_there(&other, 25, &blob).await;
        assert_eq!(store.read().await.unwrap().wrapping_keys().await.unwrap(), [1, 2]);
        assert_eq!(rotate(&store).await, 2, "taken up, not begun anew");
        assert_eq!(wrapping_keys(folder), ["wrapping-2.key"]);
        // Half destroyed when it was killed, a key is destroyed when the records are opened again.
        std::fs::write(folder.join("keys/wrapping-1.destroyed"), "0000").unwrap();
        Store::open(place.place.clone()).await.unwrap().close().await;
        assert_eq!(wrapping_keys(folder), ["wrapping-2.key"]);
        assert_eq!(store.read().await.unwrap().wrapping_keys().await.unwrap(), [2]);
        for instance in [&store, &other] {
            all_is_there(instance, 25, &blob).await;
        }
        fill(&other, 25..30).await;
        all_is_there(&store, 30, &blob).await;

        let after = folder.join("after.backup");
        store.backup(&after, at(1)).await.unwrap();
        let keys = folder.join("keys");
        let target = TestPlace::folder();
        let refused =
            Store::restore(&target.place, &keys, &before, &|| Ok(())).await.unwrap_err().to_string();
        assert!(refused.contains("lacks the wrapping-1 key"), "{refused}");
        Store::restore(&target.place, &keys, &after, &|| Ok(())).await.unwrap();
        all_is_there(&Store::open_with_keys(&target.place, &keys).await.unwrap(), 30, &blob).await;
    }
}

/// Rotates again and again until it is killed.
#[allow(clippy::disallowed_methods, reason = "where to rotate is said to the child process there")]
#[tokio::test]
async fn rotator() {
    let Ok(place) = std::env::var(ROTATOR) else { return };
    let mut parts = place.split('\n');
    let folder = PathBuf::from(parts.next().unwrap());
    let place = match parts.next() {
        Some(url) => Place::Postgres { url: url.to_owned(), folder },
        None => Place::Folder(folder),
    };
    let store = Store::open(place).await.unwrap();
    loop {
        rotate(&store).await;
    }
}

#[allow(clippy::disallowed_methods, reason = "the test is bounded in time")]
async fn check(place: &TestPlace) {
    let folder = place.folder.path();
    let store = Store::open(place.place.clone()).await.unwrap();
    let blob = fill(&store, 0..RECORDS).await;
    store.close().await;
    let said = match &place.place {
        Place::Folder(folder) => folder.display().to_string(),
        Place::Postgres { url, folder } => format!("{}\n{url}", folder.display()),
    };
    let begin = Instant::now();
    let mut kills = 0;
    while kills < KILLS && begin.elapsed() < BOUND {
        let mut rotator = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "rotation::rotator"])
            .env(ROTATOR, &said)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(20 + u64::from(kills) * 7919 % 400));
        rotator.kill().unwrap();
        rotator.wait().unwrap();
        kills += 1;
        let store = Store::open(place.place.clone()).await.unwrap();
        all_is_there(&store, RECORDS.into(), &blob).await;
        store.close().await;
    }
    let store = Store::open(place.place.clone()).await.unwrap();
    let last = rotate(&store).await;
    all_is_there(&store, RECORDS.into(), &blob).await;
    assert_eq!(wrapping_keys(folder), [format!("wrapping-{last}.key")]);
    println!("{kills} rotations killed, {last} wrapping keys made");
    assert!(kills >= 20, "only {kills} rotations were killed in {BOUND:?}");
    assert!(last > 2, "no rotation came to its end");
}

#[tokio::test]
async fn a_killed_rotation_loses_nothing_in_a_folder() {
    check(&TestPlace::folder()).await;
}

#[tokio::test]
async fn a_killed_rotation_loses_nothing_in_postgres() {
    if let Some(place) = TestPlace::postgres() {
        check(&place).await;
    }
}
