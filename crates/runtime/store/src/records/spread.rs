//! Keys that many records share, spread out in a table of their own with what such records are filtered and ordered by:
//! the keyed hashes of other keys lead to a few records, these would lead to most.

use super::Record;
use crate::columns::placeholders;
use crate::{Store, StoreError, Tx, Value, values};
use model::RecordId;

/// Where a kind's keys of one label are spread out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The label; the table has the key's value in a column of this name.
    pub label: &'static str,
    /// The table. Its rows go with their record.
    pub table: &'static str,
    /// Those of the kind's columns that it has, too.
    pub columns: &'static [&'static str],
}

impl Spread {
    /// Whether the table has this column.
    pub(super) fn has(&self, column: &str) -> bool {
        column == "id" || self.columns.contains(&column)
    }
}

impl Tx {
    /// Spreads out a record's keys.
    pub(super) async fn spread<R: Record>(&mut self, record: &R) -> Result<(), StoreError> {
        let Some(spread) = R::KIND.spread else { return Ok(()) };
        let all = record.columns();
        let place = |column: &&str| R::KIND.columns.iter().position(|name| name == column);
        let places: Vec<usize> = spread.columns.iter().filter_map(place).collect();
        let names = [&[spread.label, "id"], spread.columns].concat().join(", ");
        for (_, value) in record.keys().into_iter().filter(|(label, _)| *label == spread.label) {
            let mut row = values![value, record.id()];
            row.extend(places.iter().map(|place| all[*place].clone()));
            let rows = placeholders(1, row.len());
            let sql = format!("INSERT INTO {} ({names}) VALUES {rows} ON CONFLICT DO NOTHING", spread.table);
            self.sql().run(sql, row).await?;
        }
        Ok(())
    }

    /// Takes a record's keys back.
    pub(super) async fn gather<R: Record>(&mut self, id: RecordId) -> Result<(), StoreError> {
        let Some(spread) = R::KIND.spread else { return Ok(()) };
        let sql = format!("DELETE FROM {} WHERE id = $1", spread.table);
        self.sql().run(sql, values![id]).await?;
        Ok(())
    }
}

impl Store {
    /// Does what a migration left to the program.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub(crate) async fn backfill(&self) -> Result<(), StoreError> {
        let waits = "SELECT name FROM backfills WHERE name = 'alert_lists'";
        if self.read().await?.sql().first(waits, values![]).await?.is_none() {
            return Ok(());
        }
        let mut tx = self.write("store.backfill").await?;
        let lists = tx.sql().rows("SELECT id FROM lists", values![]).await?;
        for list in lists {
            let list: String = list.only()?;
            tx.spread_key::<casework::Alert>(&list).await?;
        }
        tx.sql().run("DELETE FROM backfills WHERE name = 'alert_lists'", values![]).await?;
        tx.commit().await
    }
}

impl Tx {
    /// Spreads out one key of all records that have it.
    async fn spread_key<R: Record>(&mut self, key: &str) -> Result<(), StoreError> {
        let Some(spread) = R::KIND.spread else { return Ok(()) };
        let names = spread.columns.join(", ");
        let columns: Vec<String> = spread.columns.iter().map(|column| format!("r.{column}")).collect();
        let sql = format!(
            "INSERT INTO {} ({}, id, {names}) SELECT CAST($1 AS TEXT), r.id, {} FROM record_keys k
             JOIN {} r ON r.id = k.record WHERE k.hash = $2 ON CONFLICT DO NOTHING",
            spread.table,
            spread.label,
            columns.join(", "),
            R::KIND.table,
        );
        let hash: Value = self.store.keys().search_hash(R::KIND.name, spread.label, key).into();
        self.sql().run(sql, vec![key.into(), hash]).await?;
        Ok(())
    }
}
