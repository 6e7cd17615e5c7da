//! The thin layer that carries SQL: what a database must be able to do, in values and rows of our own.
//!
//! Statements are written once, with `$1` placeholders, in the SQL that SQLite and PostgreSQL share. Only what
//! opens a transaction, and the few words of table definitions in which they differ, is the backend's.

mod postgres;
mod sqlite;
mod value;

pub(crate) use postgres::Postgres;
pub(crate) use sqlite::Sqlite;
pub use value::Value;
pub(crate) use value::{Row, values};

use crate::StoreError;
use async_trait::async_trait;
use sqlx::{AssertSqlSafe, Column, SqlSafeStr, SqlStr};
use std::borrow::Cow;
use std::sync::Arc;

/// A statement: fixed, or put together from fixed parts. Data never goes into it, only into its values.
pub(crate) type Sql = Cow<'static, str>;

/// A statement as sqlx takes it.
fn statement(sql: Sql) -> SqlStr {
    match sql {
        Sql::Borrowed(sql) => sql.into_sql_str(),
        Sql::Owned(sql) => AssertSqlSafe(sql).into_sql_str(),
    }
}

/// Names of a row's columns, in the order of the statement.
fn columns_of(row: &impl sqlx::Row) -> Arc<[String]> {
    row.columns().iter().map(|column| column.name().to_owned()).collect()
}

/// A database.
#[async_trait]
pub(crate) trait Backend: Send + Sync + std::fmt::Debug {
    /// Which words its table definitions use.
    fn dialect(&self) -> Dialect;

    /// Begins a transaction that sees one state of all records and writes nothing.
    async fn read(&self) -> Result<Box<dyn Connection>, StoreError>;

    /// Begins a transaction that may write. It holds the one writer lock of the whole database from here to its
    /// end: what it has read stays true, and it cannot fail because of another writer.
    async fn write(&self) -> Result<Box<dyn Connection>, StoreError>;

    /// Makes what was erased leave the files: free pages, dead rows, write-ahead log.
    async fn scrub(&self) -> Result<(), StoreError>;

    /// Waits for running statements and closes all connections.
    async fn close(&self);
}

/// A transaction of a database. Dropping it undoes it.
#[async_trait]
pub(crate) trait Connection: Send {
    /// Runs a statement; gives the number of rows it touched.
    async fn execute(&mut self, sql: Sql, values: Vec<Value>) -> Result<u64, StoreError>;

    /// Runs a statement and gives all its rows.
    async fn fetch(&mut self, sql: Sql, values: Vec<Value>) -> Result<Vec<Row>, StoreError>;

    /// Runs several statements without values: table definitions.
    async fn script(&mut self, sql: Sql) -> Result<(), StoreError>;

    /// Makes everything since the beginning last.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}

impl dyn Connection {
    /// The first row, if there is one.
    pub(crate) async fn first(
        &mut self,
        sql: impl Into<Sql> + Send,
        values: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.fetch(sql.into(), values).await?.into_iter().next())
    }

    /// The one row that there must be.
    pub(crate) async fn one(
        &mut self,
        sql: impl Into<Sql> + Send,
        values: Vec<Value>,
    ) -> Result<Row, StoreError> {
        self.first(sql, values).await?.ok_or_else(|| StoreError::damaged("row", "missing"))
    }

    /// All rows.
    pub(crate) async fn rows(
        &mut self,
        sql: impl Into<Sql> + Send,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        self.fetch(sql.into(), values).await
    }

    /// Runs a statement; gives the number of rows it touched.
    pub(crate) async fn run(
        &mut self,
        sql: impl Into<Sql> + Send,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        self.execute(sql.into(), values).await
    }
}

/// The words in which table definitions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// SQLite: strict tables, one file.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// Columns that the table of every record kind begins with.
    const RECORD: &str = "id {text} PRIMARY KEY, revision {int} NOT NULL,
    marking {text} NOT NULL DEFAULT '{\"tlp\":\"TLP:AMBER+STRICT\"}', legal_basis {text} NOT NULL,
    source {text} NOT NULL, expires_on {text}, body {bytes} NOT NULL";

    /// A table definition in this database's words. `{text}` sorts by bytes, so that both databases sort alike; a
    /// line that opens with `{sqlite}` or `{postgres}` is for that one only.
    pub(crate) fn render(self, template: &str) -> String {
        let (keep, drop) = match self {
            Self::Sqlite => ("{sqlite}", "{postgres}"),
            Self::Postgres => ("{postgres}", "{sqlite}"),
        };
        let lines = template.lines().filter(|line| !line.trim_start().starts_with(drop));
        let text = lines.collect::<Vec<_>>().join("\n").replace(keep, "").replace("{record}", Self::RECORD);
        self.words().iter().fold(text, |text, (word, meaning)| text.replace(word, meaning))
    }

    /// The statement after which a table's numbers go on from the largest, where the database needs to be told.
    pub(crate) fn go_on_numbering(self, table: &str) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
            )),
        }
    }

    /// The statement that gives the database's time, in seconds.
    pub(crate) fn seconds(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT CAST(strftime('%s', 'now') AS INTEGER) AS seconds",
            Self::Postgres => "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT) AS seconds",
        }
    }

    /// The statement that gives a row where the records know their schema version.
    pub(crate) fn has_versions(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT 1 AS there FROM sqlite_master WHERE name = 'schema_versions'",
            Self::Postgres => {
                "SELECT 1 AS there FROM information_schema.tables
                 WHERE table_schema = current_schema() AND table_name = 'schema_versions'"
            }
        }
    }

    fn words(self) -> [(&'static str, &'static str); 6] {
        match self {
            Self::Sqlite => [
                ("{int}", "INTEGER"),
                ("{text}", "TEXT"),
                ("{bytes}", "BLOB"),
                ("{identity}", "INTEGER PRIMARY KEY"),
                ("{table}", "STRICT"),
                ("{keyed table}", "STRICT, WITHOUT ROWID"),
            ],
            Self::Postgres => [
                ("{int}", "BIGINT"),
                ("{text}", "TEXT COLLATE \"C\""),
                ("{bytes}", "BYTEA"),
                ("{identity}", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"),
                ("{table}", ""),
                ("{keyed table}", ""),
            ],
        }
    }
}
