//! Rotating the wrapping key: a new one is made, every data key is wrapped under it in pieces, and the old one is
//! destroyed when nothing is wrapped under it any more. Cut off anywhere, it is taken up where it was.

use super::{Keys, attach, keys};
use crate::{Snapshot, Store, StoreError, Tx, values};
use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

/// A rotation under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// Number of the new wrapping key.
    pub to: i64,
    /// Whether one was under way already and is taken up.
    pub resumed: bool,
}

impl Tx {
    /// Begins to rotate the wrapping key, or takes up a rotation that was cut off. From the commit on, all instances
    /// wrap new data keys under the new one.
    ///
    /// # Errors
    /// When the folder of keys or the records cannot be written.
    pub async fn begin_rotation(&mut self) -> Result<Rotation, StoreError> {
        let known = self.wrapping_keys().await?;
        let newest = known.last().copied().unwrap_or_default();
        let resumed = known.len() > 1;
        let to = if resumed { newest } else { newest + 1 };
        Keys::make_next(self.store.keys().folder(), to)?;
        self.attach_keys().await?;
        Ok(Rotation { to, resumed })
    }

    /// Wraps a piece of the data keys anew: those after a record's that are not under the new wrapping key yet. Gives
    /// the record whose key was the last one, and how many there were; none at the end.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn rewrap(
        &mut self,
        rotation: &Rotation,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Option<(String, usize)>, StoreError> {
        let sql = "SELECT record, wrapping, wrapped FROM data_keys
                   WHERE record > $1 AND wrapping <> $2 ORDER BY record LIMIT $3";
        let rows = self.sql().rows(sql, values![after.unwrap_or_default(), rotation.to, limit]).await?;
        let mut last = None;
        for row in &rows {
            let (record, wrapped): (String, Vec<u8>) = (row.get("record")?, row.get("wrapped")?);
            let key = self.store.unwrap_key(&record, row.get("wrapping")?, &wrapped)?;
            let (number, wrapped) = self.store.keys().wrap(&record, &key)?;
            let sql = "UPDATE data_keys SET wrapping = $1, wrapped = $2 WHERE record = $3";
            self.sql().run(sql, values![number, wrapped, &record]).await?;
            last = Some(record);
        }
        Ok(last.map(|last| (last, rows.len())))
    }

    /// Ends a rotation: what is left is wrapped anew, and with the commit the old wrapping keys are destroyed.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn end_rotation(&mut self, rotation: &Rotation) -> Result<(), StoreError> {
        self.rewrap(rotation, None, usize::MAX >> 1).await?;
        for number in self.wrapping_keys().await? {
            if number != rotation.to {
                self.sql().run("DELETE FROM key_names WHERE name = $1", values![keys::name(number)]).await?;
                self.doomed_keys.push(number);
            }
        }
        Ok(())
    }

    /// Looks into the folder of keys again, and takes up what the records say of them.
    pub(crate) async fn attach_keys(&mut self) -> Result<(), StoreError> {
        let folder = self.store.keys().folder().to_owned();
        let keys = attach(self.sql(), &folder).await?;
        self.store.use_keys(keys);
        Ok(())
    }
}

impl Snapshot {
    /// Numbers of the wrapping keys that data keys may be wrapped under: more than one while a rotation is under way.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn wrapping_keys(&mut self) -> Result<Vec<i64>, StoreError> {
        let rows = self.sql().rows("SELECT name FROM key_names", values![]).await?;
        let names: Vec<String> = rows.iter().map(|row| row.only()).collect::<Result<_, _>>()?;
        let numbers: BTreeSet<i64> = names.iter().filter_map(|name| keys::number(name)).collect();
        Ok(numbers.into_iter().collect())
    }
}

impl Store {
    /// Unwraps a data key. Another instance may have begun a rotation since this one read the folder of keys.
    pub(crate) fn unwrap_key(
        &self,
        record: &str,
        number: i64,
        wrapped: &[u8],
    ) -> Result<super::Key, StoreError> {
        let held = self.keys();
        if held.holds(number) {
            return held.unwrap(record, number, wrapped);
        }
        if let Some(mut keys) = Keys::read(held.folder())? {
            // Which one new data keys go under is for the records to say.
            keys.wrap_under(held.current());
            self.use_keys(keys);
        }
        self.keys().unwrap(record, number, wrapped)
    }

    pub(crate) fn destroy_keys(&self, numbers: &[i64]) -> Result<(), StoreError> {
        let mut keys = Keys::clone(&self.keys());
        for number in numbers {
            keys.destroy(*number)?;
        }
        self.use_keys(keys);
        Ok(())
    }

    fn use_keys(&self, keys: Keys) {
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(keys);
    }
}
