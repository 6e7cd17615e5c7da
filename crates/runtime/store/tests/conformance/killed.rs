//! A writer is killed hundreds of times at any moment, on both databases: whatever it acknowledged is there, and
//! nothing is there by half.

use crate::support::{TestPlace, envelope};
use access::User;
use jiff::Timestamp;
use model::RecordId;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use store::{Place, Query, Store};

/// The test program runs itself as the writer when this is set.
const WRITER: &str = "ENTENTE_TEST_WRITER";

/// Writers that are killed, and for how long at most.
const KILLS: u32 = 300;
const BOUND: Duration = Duration::from_secs(40);

fn user(place: u64) -> User {
    let mut random = [0; 10];
    random[..8].copy_from_slice(&place.to_be_bytes());
    let at = Timestamp::UNIX_EPOCH;
    let id = RecordId::new(at, random);
    User::new(id, envelope(), (format!("user{place}"), "Fictional"), Vec::new(), at)
}

/// Writes a record and its leaf in one transaction, again and again, and says so after each commit.
#[allow(clippy::disallowed_methods, reason = "where to write is said to the child process there")]
#[tokio::test]
async fn writer() {
    let Ok(place) = std::env::var(WRITER) else { return };
    let mut parts = place.split('\n');
    let folder = PathBuf::from(parts.next().unwrap());
    let place = match parts.next() {
        Some(url) => Place::Postgres { url: url.to_owned(), folder },
        None => Place::Folder(folder),
    };
    let store = Store::open(place).await.unwrap();
    let mut out = std::io::stdout();
    writeln!(out, "ready").unwrap();
    loop {
        let mut tx = store.write("test").await.unwrap();
        let next = tx.log_size().await.unwrap();
        tx.insert(&user(next)).await.unwrap();
        tx.append_leaf(&next.to_be_bytes()).await.unwrap();
        tx.commit().await.unwrap();
        writeln!(out, "wrote {next}").unwrap();
        out.flush().unwrap();
    }
}

#[allow(clippy::disallowed_methods, reason = "the test is bounded in time")]
async fn check(place: &TestPlace) {
    let store = Store::open(place.place.clone()).await.unwrap();
    let said = match &place.place {
        Place::Folder(folder) => folder.display().to_string(),
        Place::Postgres { url, folder } => format!("{}\n{url}", folder.display()),
    };
    let begin = Instant::now();
    let (mut kills, mut acknowledged) = (0, 0);
    while kills < KILLS && begin.elapsed() < BOUND {
        let mut writer = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "killed::writer", "--nocapture"])
            .env(WRITER, &said)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(writer.stdout.take().unwrap());
        let mut line = String::new();
        // Every fourth writer dies while it opens the records.
        while kills % 4 != 0 && !line.contains("ready") {
            line.clear();
            assert!(lines.read_line(&mut line).unwrap() > 0, "the writer ended by itself");
        }
        std::thread::sleep(Duration::from_micros(u64::from(kills) * 7919 % 40_000));
        writer.kill().unwrap();
        writer.wait().unwrap();
        let mut said = String::new();
        lines.read_to_string(&mut said).unwrap();
        // A line that was cut off acknowledged nothing.
        let whole = said.lines().take(said.matches('\n').count());
        let last = whole.filter_map(|line| line.strip_prefix("wrote ")?.parse::<u64>().ok()).last();
        acknowledged = acknowledged.max(last.map_or(0, |last| last + 1));
        kills += 1;

        let mut read = store.read().await.unwrap();
        let size = read.log_size().await.unwrap();
        assert!(size >= acknowledged, "{acknowledged} acknowledged, {size} there");
        assert_eq!(read.count::<User>(&Query::all()).await.unwrap(), size, "a change without its leaf");
    }
    let mut read = store.read().await.unwrap();
    let size = read.log_size().await.unwrap();
    for place in 0..size {
        let kept = read.get::<User>(user(place).id).await.unwrap().expect("a record is missing");
        assert_eq!(kept.record, user(place));
    }
    println!("{kills} writers killed, {size} changes, {acknowledged} acknowledged");
    assert!(kills >= 200, "only {kills} writers were killed in {BOUND:?}");
    assert!(size > 0);
}

#[tokio::test]
async fn a_killed_writer_loses_nothing_acknowledged_in_a_folder() {
    check(&TestPlace::folder()).await;
}

#[tokio::test]
async fn a_killed_writer_loses_nothing_acknowledged_in_postgres() {
    if let Some(place) = TestPlace::postgres() {
        check(&place).await;
    }
}
