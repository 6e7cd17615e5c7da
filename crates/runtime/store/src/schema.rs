//! The schema and its migrations, checked at every start.

use crate::StoreError;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{SqlSafeStr, SqlitePool};

/// Every migration ever released, oldest first. A released one is never edited: a new one is added.
const MIGRATIONS: [(i64, &str, &str); 1] = [(1, "lists", include_str!("../migrations/0001_lists.sql"))];

/// The schema version that this program writes.
pub const SCHEMA_VERSION: i64 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// Brings the records to [`SCHEMA_VERSION`].
pub(crate) async fn migrate(pool: &SqlitePool) -> Result<(), StoreError> {
    let migrations = MIGRATIONS
        .iter()
        .map(|&(version, name, sql)| {
            Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
        })
        .collect();
    match Migrator::with_migrations(migrations).run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(found)) => {
            Err(StoreError::NewerSchema { found, known: SCHEMA_VERSION })
        }
        Err(error) => Err(StoreError::Migration { error }),
    }
}
