//! The schema and its migrations: forward only, checked at every start.

use crate::backend::{Backend, Dialect};
use crate::{StoreError, values};

/// Every migration ever released, oldest first. A released one is never changed: a new one is added.
const MIGRATIONS: [(&str, &str); 10] = [
    ("lists", include_str!("../migrations/0001_lists.sql")),
    ("sealing", include_str!("../migrations/0002_sealing.sql")),
    ("accounts", include_str!("../migrations/0003_accounts.sql")),
    ("casework", include_str!("../migrations/0004_casework.sql")),
    ("work", include_str!("../migrations/0005_work.sql")),
    ("audit", include_str!("../migrations/0006_audit.sql")),
    ("changes", include_str!("../migrations/0007_changes.sql")),
    ("rights", include_str!("../migrations/0008_rights.sql")),
    ("queue", include_str!("../migrations/0009_queue.sql")),
    ("queue lists", include_str!("../migrations/0010_queue_lists.sql")),
];

/// The schema version that this program writes.
#[allow(clippy::cast_possible_wrap, reason = "there are few")]
pub const SCHEMA_VERSION: i64 = MIGRATIONS.len() as i64;

/// Brings the records to [`SCHEMA_VERSION`].
pub(crate) async fn migrate(backend: &dyn Backend) -> Result<(), StoreError> {
    migrate_to(backend, SCHEMA_VERSION).await
}

/// Brings the records to an older version than this program's: what a backup of that time is restored into.
pub(crate) async fn migrate_to(backend: &dyn Backend, wanted: i64) -> Result<(), StoreError> {
    let found = version(backend).await?;
    if found > SCHEMA_VERSION {
        return Err(StoreError::NewerSchema { found, known: SCHEMA_VERSION });
    }
    for (version, (name, template)) in (1..=wanted).zip(MIGRATIONS).filter(|(version, _)| *version > found) {
        let mut tx = backend.write().await?;
        // Another instance may have been quicker.
        let known = "SELECT version FROM schema_versions WHERE version = $1";
        if tx.first(known, values![version]).await?.is_none() {
            tx.script(backend.dialect().render(template).into()).await?;
            let note = "INSERT INTO schema_versions (version, name) VALUES ($1, $2)";
            tx.run(note, values![version, name]).await?;
            tx.commit().await?;
        }
    }
    Ok(())
}

/// The version the records have, without making anything; 0 where there are none.
pub(crate) async fn found(backend: &dyn Backend) -> Result<i64, StoreError> {
    let mut read = backend.read().await?;
    if read.first(backend.dialect().has_versions(), values![]).await?.is_none() {
        return Ok(0);
    }
    read.one("SELECT COALESCE(MAX(version), 0) AS version FROM schema_versions", values![]).await?.only()
}

/// The version the records have; 0 where there are none.
async fn version(backend: &dyn Backend) -> Result<i64, StoreError> {
    let mut tx = backend.write().await?;
    let table = "CREATE TABLE IF NOT EXISTS schema_versions
                     (version {int} PRIMARY KEY, name {text} NOT NULL) {keyed table}";
    tx.script(backend.dialect().render(table).into()).await?;
    if backend.dialect() == Dialect::Sqlite {
        let former = "SELECT 1 FROM sqlite_master WHERE name = '_sqlx_migrations'";
        if tx.first(former, values![]).await?.is_some() {
            // The first programs kept their schema versions where sqlx does.
            tx.script(
                "INSERT INTO schema_versions SELECT version, description FROM _sqlx_migrations WHERE success;
                 DROP TABLE _sqlx_migrations"
                    .into(),
            )
            .await?;
        }
    }
    let sql = "SELECT COALESCE(MAX(version), 0) AS version FROM schema_versions";
    let version = tx.one(sql, values![]).await?.only()?;
    tx.commit().await?;
    Ok(version)
}
