//! SQLite: one file, many readers, one writer; WAL with a sync on every commit.

use super::{Backend, Connection, Dialect, Row, Sql, Value, columns_of, statement};
use crate::StoreError;
use async_trait::async_trait;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous,
};
use sqlx::{Row as _, SqlitePool, TypeInfo, ValueRef};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio_stream::StreamExt;

/// How long a writer waits for one of another process. An import of the largest lists takes seconds.
const BUSY_TIMEOUT: Duration = Duration::from_secs(60);

/// Readers at once; each costs a thread.
const READERS: u32 = 8;

#[derive(Debug)]
pub(crate) struct Sqlite {
    readers: SqlitePool,
    writer: SqlitePool,
    /// Writers of this process queue here in order instead of polling the file's lock.
    queue: Arc<Mutex<()>>,
}

impl Sqlite {
    /// Opens the file, creating it where needed.
    pub(crate) async fn open(file: &Path) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is deleted is overwritten: an erased record's key must not stay in a free page.
            .pragma("secure_delete", "ON")
            .busy_timeout(BUSY_TIMEOUT);
        let failed = |error| StoreError::Open { place: file.display().to_string(), error };
        // The writer first: it creates the file.
        let pool = |connections| SqlitePoolOptions::new().max_connections(connections);
        let writer = pool(1).connect_with(options.clone()).await.map_err(failed)?;
        let readers = pool(READERS).connect_with(options).await.map_err(failed)?;
        Ok(Self { readers, writer, queue: Arc::default() })
    }
}

#[async_trait]
impl Backend for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    async fn read(&self) -> Result<Box<dyn Connection>, StoreError> {
        Ok(Box::new(Transaction { inner: self.readers.begin().await?, _turn: None }))
    }

    async fn write(&self) -> Result<Box<dyn Connection>, StoreError> {
        let turn = Arc::clone(&self.queue).lock_owned().await;
        let inner = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        Ok(Box::new(Transaction { inner, _turn: Some(turn) }))
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(&self.writer).await?;
        Ok(())
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

struct Transaction {
    inner: sqlx::Transaction<'static, sqlx::Sqlite>,
    _turn: Option<OwnedMutexGuard<()>>,
}

#[async_trait]
impl Connection for Transaction {
    async fn execute(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(bound(sql, values).execute(&mut *self.inner).await?.rows_affected())
    }

    async fn fetch(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        // One by one, as they come: thousands at once would hold up whatever else waits for this thread.
        let mut rows = bound(sql, values).fetch(&mut *self.inner);
        let Some(first) = rows.try_next().await? else { return Ok(Vec::new()) };
        let columns = columns_of(&first);
        let mut read = vec![read_row(&first, &columns)?];
        while let Some(row) = rows.try_next().await? {
            read.push(read_row(&row, &columns)?);
        }
        Ok(read)
    }

    async fn script(&mut self, sql: Sql) -> Result<(), StoreError> {
        sqlx::raw_sql(statement(sql)).execute(&mut *self.inner).await?;
        Ok(())
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }
}

fn bound(
    sql: Sql,
    values: Vec<Value>,
) -> sqlx::query::Query<'static, sqlx::Sqlite, sqlx::sqlite::SqliteArguments> {
    values.into_iter().fold(sqlx::query(statement(sql)), |query, value| match value {
        Value::Null => query.bind(None::<i64>),
        Value::Int(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        Value::Bytes(bytes) => query.bind(bytes),
    })
}

fn read_row(row: &SqliteRow, columns: &Arc<[String]>) -> Result<Row, StoreError> {
    let value = |place: usize| -> Result<Value, StoreError> {
        let raw = row.try_get_raw(place)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        Ok(match raw.type_info().name() {
            "TEXT" => Value::Text(row.try_get(place)?),
            "BLOB" => Value::Bytes(row.try_get(place)?),
            _ => Value::Int(row.try_get(place)?),
        })
    };
    let values = (0..columns.len()).map(value).collect::<Result<_, _>>()?;
    Ok(Row { columns: Arc::clone(columns), values })
}
