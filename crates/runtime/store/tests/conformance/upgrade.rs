//! Records of the first programs are opened, upgraded and kept; every table is in a backup or left out on purpose.

use crate::support::TestPlace;
use model::ListId;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use std::fs;
use std::path::Path;
use store::{BlobId, Store, hash_of};

/// Kept as it was: never changed.
const FIRST_SCHEMA: &str = include_str!("first_schema.sql");

/// Not in backups: sessions and links must not come back, index files are built anew, the last four are the place's own.
const LEFT_OUT: [&str; 7] =
    ["sessions", "setup_links", "indexes", "schema_versions", "writer_lock", "backfills", "moments"];

async fn pool(folder: &Path) -> sqlx::SqlitePool {
    let options = SqliteConnectOptions::new().filename(folder.join("entente.db")).create_if_missing(true);
    SqlitePoolOptions::new().connect_with(options).await.unwrap()
}

#[tokio::test]
async fn records_of_the_first_programs_are_upgraded() {
    let place = TestPlace::folder();
    let old = pool(place.folder.path()).await;
    sqlx::raw_sql(FIRST_SCHEMA).execute(&old).await.unwrap();
    old.close().await;
    let blob = BlobId::from(hash_of(b"old").as_str());
    let folder = place.folder.path().join("blobs").join(&blob.as_str()[..2]);
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{}.zst", blob.as_str()));
    fs::write(file, zstd::encode_all(&b"old"[..], 1).unwrap()).unwrap();

    for _ in 0..2 {
        let store = Store::open(place.place.clone()).await.unwrap();
        assert_eq!(store.list(&ListId("fictional".into())).await.unwrap().unwrap().title, "A fictional list");
        assert_eq!(store.blob(&blob).await.unwrap(), b"old");
        store.close().await;
    }
}

#[tokio::test]
async fn every_table_is_in_a_backup_or_left_out_on_purpose() {
    let place = TestPlace::folder();
    Store::open(place.place.clone()).await.unwrap().close().await;
    let sql =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    let tables: Vec<String> =
        sqlx::query_scalar(sql).fetch_all(&pool(place.folder.path()).await).await.unwrap();
    let missing: Vec<_> = tables
        .iter()
        .filter(|table| !store::BACKED_UP.contains(&table.as_str()) && !LEFT_OUT.contains(&table.as_str()))
        .collect();
    assert!(missing.is_empty(), "neither backed up nor left out: {missing:?}");
}
