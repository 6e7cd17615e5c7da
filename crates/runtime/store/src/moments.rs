//! When something was last done that no record tells of.

use crate::{Snapshot, StoreError, Tx, values};
use jiff::Timestamp;

impl Snapshot {
    /// When this was last done here.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn moment(&mut self, name: &str) -> Result<Option<Timestamp>, StoreError> {
        let row = self.sql().first("SELECT at FROM moments WHERE name = $1", values![name]).await?;
        let Some(row) = row else { return Ok(None) };
        let at = Timestamp::from_microsecond(row.only()?);
        at.map(Some).map_err(|error| StoreError::damaged("moment", error))
    }
}

impl Tx {
    /// Notes that this was done.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn note_moment(&mut self, name: &str, at: Timestamp) -> Result<(), StoreError> {
        let sql = "INSERT INTO moments (name, at) VALUES ($1, $2)
                   ON CONFLICT (name) DO UPDATE SET at = excluded.at";
        self.sql().run(sql, values![name, at]).await?;
        Ok(())
    }
}
