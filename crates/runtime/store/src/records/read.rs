//! Reading records: one, a page of them, or only their number.

use super::query::{Filter, known};
use super::{Cursor, Page, Query, Record, Stored, context};
use crate::backend::Row;
use crate::seal::Key;
use crate::{Snapshot, StoreError, Value, values};
use jiff::Timestamp;
use model::RecordId;

/// What is read of a record; a record whose data key is gone is erased.
const SELECT: &str = "r.id, r.revision, r.body, k.wrapping, k.wrapped";

/// So many records are read at a time where all are wanted.
const PAGE: usize = 1000;

/// After so many records that were opened, whatever else waits for this thread has its turn.
const TURN: usize = 64;

impl Snapshot {
    /// The record of this id.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn get<R: Record>(&mut self, id: RecordId) -> Result<Option<Stored<R>>, StoreError> {
        let table = R::KIND.table;
        let sql =
            format!("SELECT {SELECT} FROM {table} r JOIN data_keys k ON k.record = r.id WHERE r.id = $1");
        let row = self.sql().first(sql, values![id]).await?;
        row.map(|row| self.unsealed(&row)).transpose()
    }

    /// A page of the records that are looked for.
    ///
    /// # Errors
    /// When the records cannot be read, or the kind has no such column.
    pub async fn page<R: Record>(&mut self, query: &Query) -> Result<Page<R>, StoreError> {
        let order = query.order(&R::KIND)?;
        let Filter { from, sql: filter, mut values } = query.filter(&R::KIND, &self.store.keys(), order)?;
        let page = query.page(&R::KIND, &mut values)?;
        let way = query.way();
        // Which ones first, by what indexes say, and then what they hold: sorting need not carry it.
        let sql = format!(
            "SELECT {SELECT}, p.place FROM (SELECT r.id, r.{order} AS place FROM {from}{filter}{page}) p
             JOIN {table} r ON r.id = p.id LEFT JOIN data_keys k ON k.record = r.id
             ORDER BY p.place {way}, p.id {way}",
            table = R::KIND.table,
        );
        let mut rows = self.sql().rows(sql, values).await?;
        let more = rows.len() > query.wanted();
        rows.truncate(query.wanted());
        let last = rows.last().filter(|_| more);
        let next =
            last.map(|row| Ok::<_, StoreError>(Cursor { value: row.get("place")?, id: row.get("id")? }));
        let next = next.transpose()?;
        let mut records = Vec::with_capacity(rows.len());
        for (number, row) in rows.iter().enumerate() {
            if number % TURN == TURN - 1 {
                tokio::task::yield_now().await;
            }
            records.push(self.unsealed(row)?);
        }
        Ok(Page { records, next })
    }

    /// All records that are looked for, read a page at a time: of this one state, however many there are.
    ///
    /// # Errors
    /// When the records cannot be read, or the kind has no such column.
    pub async fn all<R: Record>(&mut self, query: &Query) -> Result<Vec<Stored<R>>, StoreError> {
        let mut query = query.clone().limit(PAGE);
        let mut all = Vec::new();
        loop {
            let Page { records, next } = self.page(&query).await?;
            all.extend(records);
            match next {
                Some(next) => query = query.after(Some(next)),
                None => return Ok(all),
            }
        }
    }

    /// The first of the records that are looked for.
    ///
    /// # Errors
    /// When the records cannot be read, or the kind has no such column.
    pub async fn find<R: Record>(&mut self, query: &Query) -> Result<Option<Stored<R>>, StoreError> {
        Ok(self.page(&query.clone().limit(1)).await?.records.pop())
    }

    /// How many there are of what is looked for.
    ///
    /// # Errors
    /// When the records cannot be read, or the kind has no such column.
    pub async fn count<R: Record>(&mut self, query: &Query) -> Result<u64, StoreError> {
        let Filter { from, sql: filter, values } = query.filter(&R::KIND, &self.store.keys(), "id")?;
        let sql = format!("SELECT COUNT(*) AS number FROM {from}{filter}");
        self.sql().one(sql, values).await?.only()
    }

    /// Of what is looked for, how many fit each of these, by their conditions on columns: all counted in one go.
    ///
    /// # Errors
    /// When the records cannot be read, the kind has no such column, or one of them asks for a key.
    pub async fn count_each<R: Record, const N: usize>(
        &mut self,
        query: &Query,
        each: [&Query; N],
    ) -> Result<[u64; N], StoreError> {
        let Filter { from, sql: filter, mut values } = query.filter(&R::KIND, &self.store.keys(), "id")?;
        let mut sums = Vec::with_capacity(N);
        for (number, one) in each.iter().enumerate() {
            let fits = one.columns(&R::KIND, &mut values)?;
            sums.push(format!("COALESCE(SUM(CASE WHEN {fits} THEN 1 ELSE 0 END), 0) AS n{number}"));
        }
        let row = self.sql().one(format!("SELECT {} FROM {from}{filter}", sums.join(", ")), values).await?;
        let mut counts = [0; N];
        for (number, count) in counts.iter_mut().enumerate() {
            *count = row.get(&format!("n{number}"))?;
        }
        Ok(counts)
    }

    /// How many there are of what is looked for, by the values of a column.
    ///
    /// # Errors
    /// When the records cannot be read, or the kind has no such column.
    pub async fn tally<R: Record>(
        &mut self,
        column: &'static str,
        query: &Query,
    ) -> Result<Vec<(Value, u64)>, StoreError> {
        let column = known(&R::KIND, column)?;
        let Filter { from, sql: filter, values } = query.filter(&R::KIND, &self.store.keys(), column)?;
        let sql = format!(
            "SELECT r.{column} AS place, COUNT(*) AS number FROM {from}{filter} GROUP BY r.{column} ORDER BY r.{column}"
        );
        let rows = self.sql().rows(sql, values).await?;
        rows.iter().map(|row| Ok((row.get("place")?, row.get("number")?))).collect()
    }

    /// When the record of this id was erased, if it was.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn erased(&mut self, id: RecordId) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT erased_at FROM erasures WHERE record = $1";
        let Some(row) = self.sql().first(sql, values![id]).await? else { return Ok(None) };
        let at = Timestamp::from_microsecond(row.only()?);
        at.map(Some).map_err(|error| StoreError::damaged("erasure", error))
    }

    /// The data key of a record or blob.
    pub(crate) async fn data_key(&mut self, record: &str) -> Result<Option<Key>, StoreError> {
        let sql = "SELECT wrapping, wrapped FROM data_keys WHERE record = $1";
        let Some(row) = self.sql().first(sql, values![record]).await? else { return Ok(None) };
        let wrapped: Vec<u8> = row.get("wrapped")?;
        self.store.unwrap_key(record, row.get("wrapping")?, &wrapped).map(Some)
    }

    fn unsealed<R: Record>(&self, row: &Row) -> Result<Stored<R>, StoreError> {
        let (id, revision): (RecordId, u64) = (row.get("id")?, row.get("revision")?);
        let wrapped: Vec<u8> = row.get("wrapped")?;
        let key = self.store.unwrap_key(&id.to_string(), row.get("wrapping")?, &wrapped)?;
        let plain = key.open(&context(&R::KIND, id, revision), &row.get::<Vec<u8>>("body")?)?;
        let record = serde_json::from_slice(&plain);
        let record = record.map_err(|error| StoreError::damaged(R::KIND.name, error))?;
        Ok(Stored { record, revision })
    }
}
