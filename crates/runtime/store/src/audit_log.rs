//! Where the audit log lies: leaves without gaps, written in the transaction of what they tell; tiles; checkpoints.

use crate::{Snapshot, StoreError, Tx, values};

impl Tx {
    /// Adds a leaf's canonical bytes to the log, in the transaction of what it tells. Gives its place: the writer lock
    /// leaves no gap and no fork.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn append_leaf(&mut self, leaf: &[u8]) -> Result<u64, StoreError> {
        let position = self.log_size().await?;
        let sql = "INSERT INTO audit_leaves (position, leaf) VALUES ($1, $2)";
        self.sql().run(sql, values![position, leaf.to_vec()]).await?;
        Ok(position)
    }

    /// Keeps a tile of the log's tree under its path. A tile that is full never changes.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn put_tile(&mut self, path: &str, tile: &[u8]) -> Result<(), StoreError> {
        let sql = "INSERT INTO audit_tiles (path, tile) VALUES ($1, $2) ON CONFLICT (path) DO NOTHING";
        self.sql().run(sql, values![path, tile.to_vec()]).await?;
        Ok(())
    }

    /// Keeps a signed checkpoint over so many leaves.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn put_checkpoint(&mut self, size: u64, note: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO audit_checkpoints (size, note) VALUES ($1, $2) ON CONFLICT (size) DO NOTHING";
        self.sql().run(sql, values![size, note]).await?;
        Ok(())
    }
}

impl Snapshot {
    /// How many leaves the log has.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn log_size(&mut self) -> Result<u64, StoreError> {
        let sql = "SELECT COALESCE(MAX(position) + 1, 0) AS size FROM audit_leaves";
        self.sql().one(sql, values![]).await?.only()
    }

    /// Leaves from a place on, in order, with their places.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn leaves(&mut self, from: u64, limit: usize) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let sql = "SELECT position, leaf FROM audit_leaves WHERE position >= $1 ORDER BY position LIMIT $2";
        let rows = self.sql().rows(sql, values![from, limit]).await?;
        rows.iter().map(|row| Ok((row.get("position")?, row.get("leaf")?))).collect()
    }

    /// The tile of this path.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn tile(&mut self, path: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let row = self.sql().first("SELECT tile FROM audit_tiles WHERE path = $1", values![path]).await?;
        row.map(|row| row.only()).transpose()
    }

    /// The newest checkpoint over at most so many leaves.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn newest_checkpoint(&mut self, at_most: u64) -> Result<Option<String>, StoreError> {
        let sql = "SELECT note FROM audit_checkpoints WHERE size <= $1 ORDER BY size DESC LIMIT 1";
        let row = self.sql().first(sql, values![at_most]).await?;
        row.map(|row| row.only()).transpose()
    }

    /// All checkpoints with the number of leaves under each, the oldest first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn checkpoints(&mut self) -> Result<Vec<(u64, String)>, StoreError> {
        let rows =
            self.sql().rows("SELECT size, note FROM audit_checkpoints ORDER BY size", values![]).await?;
        rows.iter().map(|row| Ok((row.get("size")?, row.get("note")?))).collect()
    }
}
