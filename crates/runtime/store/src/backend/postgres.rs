//! PostgreSQL: several instances of a node over one database, on one machine or many.

use super::{Backend, Connection, Dialect, Row, Sql, Value, columns_of, statement};
use crate::StoreError;
use crate::place::without_password;
use async_trait::async_trait;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgConnectOptions, PgPoolOptions, PgRow, PgTypeInfo};
use sqlx::{Connection as _, Encode, PgConnection, PgPool, Row as _, Type, TypeInfo, ValueRef};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

/// Connections of one instance.
const CONNECTIONS: u32 = 16;

/// A database that does not answer by then is taken for unreachable.
const CONNECTS_WITHIN: Duration = Duration::from_secs(30);

/// The writer lock, taken before the transaction's first look at the records. `LOCK TABLE` is the one lock that can be
/// taken before that look: after `SELECT pg_advisory_xact_lock(…)` a transaction would still see the records as they
/// were while it waited.
const LOCK: &str = "LOCK TABLE writer_lock IN EXCLUSIVE MODE";

const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ";

const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

#[derive(Debug)]
pub(crate) struct Postgres {
    pool: PgPool,
}

impl Postgres {
    /// Connects to the database of a `postgres://` address.
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        let failed = |error| StoreError::Open { place: without_password(url), error };
        let options = PgConnectOptions::from_str(url)
            .map_err(failed)?
            .application_name("entente")
            .options([("lock_timeout", "60s"), ("idle_in_transaction_session_timeout", "120s")]);
        // A connection of its own first: a pool would go on trying for long, and not say what is wrong.
        let first = tokio::time::timeout(CONNECTS_WITHIN, PgConnection::connect_with(&options)).await;
        let mut first = first.unwrap_or(Err(sqlx::Error::PoolTimedOut)).map_err(failed)?;
        // One implicit transaction: when two instances start at once, the second waits for the first.
        let lock_table = "SELECT pg_advisory_xact_lock(2026112501);
             CREATE TABLE IF NOT EXISTS writer_lock (held BIGINT)";
        sqlx::raw_sql(lock_table).execute(&mut first).await.map_err(failed)?;
        first.close().await.map_err(failed)?;
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect_lazy_with(options);
        Ok(Self { pool })
    }
}

impl Postgres {
    /// Begins a transaction on a task of its own. Whoever asks may go away while it waits for the lock (a client hangs
    /// up, a task is aborted): then it is begun all the same, and undone. What sqlx begins and is cut off in, or fails in,
    /// would go back to the pool open, with the lock held; so the lock is a statement of its own.
    async fn begin(
        &self,
        begin: &'static str,
        lock: Option<&'static str>,
    ) -> Result<Box<dyn Connection>, StoreError> {
        let pool = self.pool.clone();
        let begun = tokio::spawn(async move {
            let mut inner = pool.begin_with(begin).await?;
            if let Some(lock) = lock {
                sqlx::raw_sql(lock).execute(&mut *inner).await?;
            }
            Ok::<_, sqlx::Error>(inner)
        });
        let inner = begun.await.map_err(|_| sqlx::Error::WorkerCrashed)??;
        Ok(Box::new(Transaction(inner)))
    }
}

#[async_trait]
impl Backend for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    async fn read(&self) -> Result<Box<dyn Connection>, StoreError> {
        self.begin(BEGIN_READ, None).await
    }

    async fn write(&self) -> Result<Box<dyn Connection>, StoreError> {
        self.begin(BEGIN_WRITE, Some(LOCK)).await
    }

    async fn scrub(&self) -> Result<(), StoreError> {
        sqlx::query("VACUUM data_keys").execute(&self.pool).await?;
        Ok(())
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

struct Transaction(sqlx::Transaction<'static, sqlx::Postgres>);

#[async_trait]
impl Connection for Transaction {
    async fn execute(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64, StoreError> {
        Ok(bound(sql, values).execute(&mut *self.0).await?.rows_affected())
    }

    async fn fetch(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let rows = bound(sql, values).fetch_all(&mut *self.0).await?;
        let Some(first) = rows.first() else { return Ok(Vec::new()) };
        let columns = columns_of(first);
        rows.iter().map(|row| read_row(row, &columns)).collect()
    }

    async fn script(&mut self, sql: Sql) -> Result<(), StoreError> {
        sqlx::raw_sql(statement(sql)).execute(&mut *self.0).await?;
        Ok(())
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(self.0.commit().await?)
    }
}

fn bound(sql: Sql, values: Vec<Value>) -> sqlx::query::Query<'static, sqlx::Postgres, PgArguments> {
    values.into_iter().fold(sqlx::query(statement(sql)), |query, value| match value {
        Value::Null => query.bind(Nothing),
        Value::Int(number) => query.bind(number),
        Value::Text(text) => query.bind(text),
        Value::Bytes(bytes) => query.bind(bytes),
    })
}

/// Nothing, of whichever type the statement has in that place: PostgreSQL infers it when told `unknown`.
struct Nothing;

impl Type<sqlx::Postgres> for Nothing {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(705))
    }
}

impl Encode<'_, sqlx::Postgres> for Nothing {
    fn encode_by_ref(&self, _: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}

fn read_row(row: &PgRow, columns: &Arc<[String]>) -> Result<Row, StoreError> {
    let value = |place: usize| -> Result<Value, StoreError> {
        let raw = row.try_get_raw(place)?;
        if raw.is_null() {
            return Ok(Value::Null);
        }
        Ok(match raw.type_info().name() {
            "BYTEA" => Value::Bytes(row.try_get(place)?),
            "INT8" => Value::Int(row.try_get(place)?),
            "INT4" => Value::Int(row.try_get::<i32, _>(place)?.into()),
            "BOOL" => Value::Int(row.try_get::<bool, _>(place)?.into()),
            _ => Value::Text(row.try_get(place)?),
        })
    };
    let values = (0..columns.len()).map(value).collect::<Result<_, _>>()?;
    Ok(Row { columns: Arc::clone(columns), values })
}
