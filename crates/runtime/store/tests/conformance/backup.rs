//! Backups: made while writing goes on, restored into either database; what was erased stays erased and is nowhere.

use crate::support::{TestPlace, at, envelope, id};
use access::User;
use casework::CaseFile;
use model::{Desk, ListId};
use std::fs;
use std::path::Path;
use store::{BlobId, ListRecord, NewVersion, Query, Store};

const SECRET: &str = "Zuleykha Primerova of Nowhere Street";
const FILE: &[u8] = b"scanned passport of Zuleykha Primerova, fictional";

fn user(number: u8, name: &str) -> User {
    User::new(id(number), envelope(), (name.to_lowercase(), name), Vec::new(), at(0))
}

fn case_file(number: u8, blob: &BlobId) -> CaseFile {
    CaseFile {
        id: id(number),
        envelope: envelope(),
        case: id(90),
        desk: Desk::Finance,
        by: access::Actor::system(id(91)).signature(),
        at: at(0),
        name: "passport.pdf".into(),
        media_type: "application/pdf".into(),
        size: FILE.len() as u64,
        blob: blob.as_str().into(),
    }
}

/// Two records and a file; the first record and the file are erased after the backup.
async fn filled(store: &Store) -> BlobId {
    let blob = store.put_blob(FILE, at(0), &envelope()).await.unwrap();
    let mut tx = store.write("test").await.unwrap();
    tx.insert(&user(1, SECRET)).await.unwrap();
    tx.insert(&user(2, "Boris")).await.unwrap();
    tx.insert(&case_file(3, &blob)).await.unwrap();
    tx.append_leaf(b"leaf").await.unwrap();
    tx.commit().await.unwrap();
    blob
}

/// Whether a folder holds bytes in any file.
fn holds(folder: &Path, wanted: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().flatten().any(|file| {
        let path = file.path();
        if path.is_dir() {
            return holds(&path, wanted);
        }
        fs::read(&path).is_ok_and(|bytes| bytes.windows(wanted.len()).any(|window| window == wanted))
    })
}

#[tokio::test]
async fn a_backup_is_restored_to_either_database_without_what_was_erased_since() {
    for source in TestPlace::all() {
        let store = Store::open(source.place.clone()).await.unwrap();
        let blob = filled(&store).await;
        let backups = tempfile::tempdir().unwrap();
        let file = backups.path().join("entente.backup");
        let written = store.backup(&file, at(1)).await.unwrap();
        assert_eq!(written.blobs, 1);

        let mut tx = store.write("test").await.unwrap();
        assert!(tx.erase::<User>(id(1), at(2)).await.unwrap());
        assert!(tx.erase::<CaseFile>(id(3), at(2)).await.unwrap());
        tx.commit().await.unwrap();

        for target in TestPlace::all() {
            let keys = source.folder.path().join("keys");
            let report = Store::restore(&target.place, &keys, &file, &|| Ok(())).await.unwrap();
            assert_eq!((report.rows, report.blobs, report.kept_erased), (written.rows, 1, 3));
            let restored = Store::open_with_keys(&target.place, &keys).await.unwrap();
            let mut read = restored.read().await.unwrap();
            assert!(read.get::<User>(id(1)).await.unwrap().is_none());
            assert_eq!(read.erased(id(1)).await.unwrap(), Some(at(2)));
            assert_eq!(read.get::<User>(id(2)).await.unwrap().unwrap().record.name, "Boris");
            assert_eq!(read.count::<User>(&Query::all().key("login", "boris")).await.unwrap(), 1);
            assert_eq!(read.leaves(0, 9).await.unwrap(), [(0, b"leaf".to_vec())]);
            drop(read);
            let gone = restored.blob(&blob).await.unwrap_err().to_string();
            assert!(gone.contains("missing"), "{gone}");
            restored.put_blob(FILE, at(3), &envelope()).await.unwrap();
            assert_eq!(restored.blob(&blob).await.unwrap(), FILE);
            let again =
                Store::restore(&target.place, &keys, &file, &|| Ok(())).await.unwrap_err().to_string();
            assert!(again.contains("holds records already"), "{again}");
        }
    }
}

#[tokio::test]
async fn a_damaged_backup_is_refused() {
    let source = TestPlace::folder();
    let store = Store::open(source.place.clone()).await.unwrap();
    filled(&store).await;
    let file = source.folder.path().join("entente.backup");
    store.backup(&file, at(1)).await.unwrap();
    let keys = source.folder.path().join("keys");
    let text = zstd::decode_all(&fs::read(&file).unwrap()[..]).unwrap();
    let altered = String::from_utf8(text.clone()).unwrap().replacen("Order 7", "Order 8", 1);
    let last_line = text[..text.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap();
    for bad in [altered.as_bytes(), &text[..last_line + 1], b"no backup", b""] {
        fs::write(&file, zstd::encode_all(bad, 1).unwrap()).unwrap();
        let target = TestPlace::folder();
        let refused = Store::restore(&target.place, &keys, &file, &|| Ok(())).await.unwrap_err().to_string();
        assert!(refused.contains("cannot be restored"), "{refused}");
    }
}

#[tokio::test]
async fn what_is_personal_is_in_no_file_neither_before_nor_after_erasing() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        filled(&store).await;
        let backup = place.folder.path().join("entente.backup");
        store.backup(&backup, at(1)).await.unwrap();
        let plain = zstd::decode_all(&fs::read(&backup).unwrap()[..]).unwrap();
        fs::write(place.folder.path().join("backup.json"), plain).unwrap();
        let mut tx = store.write("test").await.unwrap();
        tx.erase::<User>(id(1), at(2)).await.unwrap();
        tx.commit().await.unwrap();
        for folder in place.data_folders() {
            assert!(!holds(&folder, SECRET.as_bytes()), "{}", folder.display());
            assert!(!holds(&folder, SECRET.to_lowercase().as_bytes()), "{}", folder.display());
            assert!(!holds(&folder, b"Zuleykha"), "{}", folder.display());
        }
    }
}

#[tokio::test]
async fn files_that_nothing_refers_to_are_swept_after_a_while() {
    for place in TestPlace::all() {
        let store = Store::open(place.place.clone()).await.unwrap();
        let used = filled(&store).await;
        let unused = store.put_blob(b"left by a cut-off import", at(0), &envelope()).await.unwrap();
        let stray = place.folder.path().join("blobs/ab/stray.sealed");
        fs::create_dir_all(stray.parent().unwrap()).unwrap();
        fs::write(&stray, b"left by a kill").unwrap();
        assert_eq!(store.sweep_blobs(at(0), at(9)).await.unwrap(), 0, "too young to tell");
        // Kept again: somebody is about to refer to it.
        store.put_blob(b"left by a cut-off import", at(5), &envelope()).await.unwrap();
        assert_eq!(store.sweep_blobs(at(4), at(9)).await.unwrap(), 0);
        let ages = jiff::SignedDuration::from_hours(24 * 36_500);
        assert_eq!(store.sweep_blobs(at(0) + ages, at(9)).await.unwrap(), 2);
        assert_eq!(store.blob(&used).await.unwrap(), FILE);
        assert!(store.blob(&unused).await.is_err());
        assert!(!stray.exists());
        assert!(ledger(&place).lines().any(|line| line.starts_with("blob-")), "{}", ledger(&place));
    }
}

#[tokio::test]
async fn a_purged_list_stays_so_after_a_restore_unless_it_came_back() {
    for source in TestPlace::all() {
        let store = Store::open(source.place.clone()).await.unwrap();
        let import = async |second: i64| {
            let list = ListRecord {
                id: ListId("national".into()),
                title: "a list".into(),
                authority: "nobody".into(),
                config: serde_json::Value::Null,
                current: None,
                confirmed_at: None,
                retired_at: None,
                envelope: envelope(),
            };
            let blob = store.put_blob(b"the list", at(second), &envelope()).await.unwrap();
            let mut tx = store.write("test").await.unwrap();
            tx.put_list(&list).await.unwrap();
            let version = NewVersion {
                list: &list.id,
                hash: "hash",
                imported_at: at(second),
                generated_on: None,
                format: "ftm",
                checked: false,
                files: &[("list.json".to_owned(), blob)],
                entries: &[],
                faults: &[],
                envelope: envelope(),
                replaces: None,
            };
            tx.add_version(&version).await.unwrap();
            tx.commit().await.unwrap();
            list.id
        };
        let list = import(1).await;
        let [before, after] = ["before", "after"].map(|name| source.folder.path().join(name));
        store.backup(&before, at(2)).await.unwrap();
        store.purge_list(&list, at(3)).await.unwrap();
        import(4).await;
        store.backup(&after, at(5)).await.unwrap();
        let keys = source.folder.path().join("keys");
        for (file, lists) in [(&before, 0), (&after, 1)] {
            for target in TestPlace::all() {
                Store::restore(&target.place, &keys, file, &|| Ok(())).await.unwrap();
                let restored = Store::open_with_keys(&target.place, &keys).await.unwrap();
                assert_eq!(restored.lists().await.unwrap().len(), lists, "{}", file.display());
            }
        }
        store.purge_list(&list, at(6)).await.unwrap();
        let target = TestPlace::folder();
        Store::restore(&target.place, &keys, &after, &|| Ok(())).await.unwrap();
        let restored = Store::open_with_keys(&target.place, &keys).await.unwrap();
        assert!(restored.lists().await.unwrap().is_empty(), "purged again");
    }
}

/// What was erased, as it is noted beside the keys.
fn ledger(place: &TestPlace) -> String {
    fs::read_to_string(place.folder.path().join("keys/erased")).unwrap_or_default()
}
