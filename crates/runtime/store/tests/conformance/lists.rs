//! What any store must do: versions are whole and immutable, the current one is judged against, files come back
//! byte for byte, a newer schema is refused.

use jiff::Timestamp;
use jiff::civil::date;
use model::{Entity, Envelope, Fault, LegalBasis, ListId, Location, Marking, Name, Schema, Tlp};
use std::time::Instant;
use store::{Attempt, AttemptOutcome, FetchState, ListRecord, NewVersion, Store, StoreError, VersionId};

fn envelope() -> Envelope {
    Envelope {
        marking: Marking { tlp: Tlp::Green, ..Marking::default() },
        legal_basis: LegalBasis("Order 7 of the fictional ministry".into()),
        source: "file:list.csv".into(),
        expires_on: Some(date(2031, 1, 1)),
    }
}

fn list(id: &str) -> ListRecord {
    ListRecord {
        id: ListId(id.into()),
        title: "A fictional list".into(),
        authority: "Ministry of Examples".into(),
        config: serde_json::json!({"max_age_days": 3}),
        current: None,
        confirmed_at: None,
        retired_at: None,
        envelope: envelope(),
    }
}

fn entity(id: &str, name: &str) -> Entity {
    let mut entity = Entity::new(id, Schema::Person);
    entity.profile.names.push(Name::primary(name));
    entity.listing.reference = Some(format!("REF.{id}"));
    entity
}

fn at() -> Timestamp {
    "2026-05-01T10:00:00Z".parse().unwrap()
}

struct Fixture {
    store: Store,
    list: ListId,
    _folder: tempfile::TempDir,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        store.put_list(&list("fictional")).await.unwrap();
        Self { store, list: ListId("fictional".into()), _folder: folder }
    }

    async fn add(
        &self,
        hash: &str,
        entries: &[Entity],
        replaces: Option<VersionId>,
    ) -> Result<VersionId, StoreError> {
        let faults = [Fault::record(Location::line(7), "no name")];
        let version = NewVersion {
            list: &self.list,
            hash,
            imported_at: at(),
            generated_on: Some(date(2026, 4, 30)),
            format: "ftm",
            checked: true,
            files: &[("list.json".into(), self.store.put_blob(hash.as_bytes(), at(), &envelope()).await?)],
            entries,
            faults: &faults,
            envelope: envelope(),
            replaces,
        };
        Ok(self.store.add_version(&version).await?.id)
    }
}

#[tokio::test]
async fn a_version_comes_back_as_it_was_stored() {
    let fixture = Fixture::new().await;
    let entries = [
        entity("a", "Anna Ivanovna Primerova"),
        entity("b", "احمد مثال"),
        entity("a", "Second of the same id"),
    ];
    let id = fixture.add("h1", &entries, None).await.unwrap();
    assert_eq!(fixture.store.entries(id).await.unwrap(), entries);
    let version = fixture.store.version(id).await.unwrap();
    assert_eq!((version.entries, version.faults, version.checked), (3, 1, true));
    assert_eq!(version.envelope, envelope());
    assert_eq!(version.generated_on, Some(date(2026, 4, 30)));
    assert_eq!(fixture.store.version_faults(id, 10).await.unwrap()[0].what, "no name");
    let files = fixture.store.version_files(id).await.unwrap();
    assert_eq!(fixture.store.blob(&files[0].1).await.unwrap(), b"h1");
    assert_eq!(fixture.store.list(&fixture.list).await.unwrap().unwrap().current, Some(id));
}

#[tokio::test]
async fn unchanged_entries_are_kept_once_and_versions_stay() {
    let fixture = Fixture::new().await;
    let first = fixture.add("h1", &[entity("a", "Anna"), entity("b", "Boris")], None).await.unwrap();
    let second = fixture.add("h2", &[entity("b", "Boris"), entity("c", "Clara")], Some(first)).await.unwrap();
    let hashes =
        |entries: Vec<store::VersionEntry>| entries.into_iter().map(|entry| entry.hash).collect::<Vec<_>>();
    let (old, new) = (
        hashes(fixture.store.version_entries(first).await.unwrap()),
        hashes(fixture.store.version_entries(second).await.unwrap()),
    );
    assert_eq!(old[1], new[0]);
    assert_ne!(old[0], new[1]);
    assert_eq!(fixture.store.entries(first).await.unwrap().len(), 2);
    assert_eq!(fixture.store.versions(&fixture.list).await.unwrap().len(), 2);

    // An old version is made current again without being stored anew.
    let again = fixture.add("h1", &[entity("a", "Anna")], Some(second)).await.unwrap();
    assert_eq!(again, first);
    assert_eq!(fixture.store.entries(first).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_version_judged_against_an_older_one_is_refused() {
    let fixture = Fixture::new().await;
    let first = fixture.add("h1", &[entity("a", "Anna")], None).await.unwrap();
    let refused = fixture.add("h2", &[entity("b", "Boris")], None).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    assert_eq!(fixture.store.list(&fixture.list).await.unwrap().unwrap().current, Some(first));
}

#[tokio::test]
async fn entries_are_found_by_id_and_reference_on_current_versions_only() {
    let fixture = Fixture::new().await;
    let first = fixture.add("h1", &[entity("a", "Anna"), entity("b", "Boris")], None).await.unwrap();
    fixture.add("h2", &[entity("b", "Boris")], Some(first)).await.unwrap();
    let found = async |wanted: &str| fixture.store.find_entries(wanted, None).await.unwrap().len();
    assert_eq!((found("a").await, found("b").await, found("REF.b").await), (0, 1, 1));
    let elsewhere = fixture.store.find_entries("b", Some(&ListId("other".into()))).await.unwrap();
    assert!(elsewhere.is_empty());
    fixture.store.retire_list(&fixture.list, at()).await.unwrap();
    assert_eq!(found("b").await, 0);
}

#[tokio::test]
async fn purging_erases_a_list_and_its_files() {
    let fixture = Fixture::new().await;
    let id = fixture.add("h1", &[entity("a", "Anna")], None).await.unwrap();
    let blob = fixture.store.version_files(id).await.unwrap()[0].1.clone();
    fixture.store.purge_list(&fixture.list, at()).await.unwrap();
    assert!(fixture.store.lists().await.unwrap().is_empty());
    let gone = fixture.store.blob(&blob).await.unwrap_err();
    assert!(gone.to_string().contains("missing"), "{gone}");
    let ledger = std::fs::read_to_string(fixture._folder.path().join("keys/erased")).unwrap();
    assert!(ledger.starts_with("blob-"), "a restore would bring the file back: {ledger}");
}

#[tokio::test]
async fn attempts_and_fetches_are_remembered() {
    let fixture = Fixture::new().await;
    let attempt = Attempt { at: at(), outcome: AttemptOutcome::Refused, detail: "empty".into() };
    fixture.store.add_attempt(&fixture.list, &attempt, &envelope()).await.unwrap();
    assert_eq!(fixture.store.last_attempt(&fixture.list).await.unwrap(), Some(attempt));

    let blob = fixture.store.put_blob(b"bytes", at(), &envelope()).await.unwrap();
    let state = FetchState { etag: Some("\"1\"".into()), last_modified: None, blob, fetched_at: at() };
    fixture.store.put_fetch_state(&fixture.list, "https://list.example/", &state).await.unwrap();
    let read = fixture.store.fetch_state(&fixture.list, "https://list.example/").await.unwrap();
    assert_eq!(read, Some(state));
    assert_eq!(fixture.store.fetch_state(&fixture.list, "https://other.example/").await.unwrap(), None);
}

#[tokio::test]
async fn an_altered_file_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let blob = store.put_blob(b"original", at(), &envelope()).await.unwrap();
    let path =
        folder.path().join("blobs").join(&blob.as_str()[..2]).join(format!("{}.sealed", blob.as_str()));
    let mut sealed = std::fs::read(&path).unwrap();
    *sealed.last_mut().unwrap() ^= 1;
    std::fs::write(path, sealed).unwrap();
    let error = store.blob(&blob).await.unwrap_err().to_string();
    assert!(error.contains("altered"), "{error}");
}

#[tokio::test]
async fn records_of_a_newer_program_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).await.unwrap().close().await;
    let file = format!("sqlite:{}", folder.path().join("entente.db").display());
    let pool = sqlx::SqlitePool::connect(&file).await.unwrap();
    let future = "INSERT INTO schema_versions (version, name) VALUES (9999, 'from the future')";
    sqlx::query(future).execute(&pool).await.unwrap();
    pool.close().await;
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::NewerSchema { found: 9999, .. }), "{error}");
}

#[tokio::test]
async fn every_record_table_carries_marking_basis_source_and_expiry() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).await.unwrap().close().await;
    let file = format!("sqlite:{}", folder.path().join("entente.db").display());
    let pool = sqlx::SqlitePool::connect(&file).await.unwrap();
    for table in ["lists", "list_versions", "blobs", "entries", "version_faults", "import_attempts"] {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
            .bind(table)
            .fetch_all(&pool)
            .await
            .unwrap();
        for column in ["marking", "legal_basis", "source", "expires_on"] {
            assert!(columns.iter().any(|name| name == column), "{table} has no {column}");
        }
        let default: String =
            sqlx::query_scalar("SELECT dflt_value FROM pragma_table_info(?) WHERE name = 'marking'")
                .bind(table)
                .fetch_one(&pool)
                .await
                .unwrap();
        assert!(default.contains(Tlp::default().as_str()), "{table}: {default}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn first_starts_at_once_do_not_collide() {
    let folder = tempfile::tempdir().unwrap();
    let starts: Vec<_> = (0..4)
        .map(|_| {
            let path = folder.path().to_owned();
            tokio::spawn(async move { Store::open(path.as_path()).await.map(|_| ()) })
        })
        .collect();
    for start in starts {
        start.await.unwrap().unwrap();
    }
}

#[tokio::test]
#[allow(clippy::disallowed_methods, reason = "the test is about time")]
async fn a_large_list_is_stored_in_seconds() {
    let fixture = Fixture::new().await;
    let entries: Vec<Entity> =
        (0..20_000).map(|number| entity(&number.to_string(), &format!("Example Person {number}"))).collect();
    let begin = Instant::now();
    fixture.add("large", &entries, None).await.unwrap();
    let took = begin.elapsed();
    println!("20,000 entries stored in {took:?}");
    // Generous: an unoptimised build on a busy machine; the release program has 3 s for OFAC's list.
    assert!(took.as_secs() < 30, "20,000 entries took {took:?}");
}
