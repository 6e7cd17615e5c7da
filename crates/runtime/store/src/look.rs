//! Looking at a place without changing anything: for whoever asks what is wrong with it.

use crate::{BlobId, Place, Snapshot, Store, StoreError, schema, values};
use jiff::Timestamp;

/// The records of a place, before anything opens them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// Their schema version; 0 where there are none yet.
    pub schema: i64,
    /// What time the database has.
    pub clock: Timestamp,
    /// Whether a node ever wrote here.
    pub in_use: bool,
}

impl Store {
    /// Looks at a place. Nothing is made that is not there, and nothing is upgraded.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn look(place: &Place) -> Result<Looked, StoreError> {
        if let Place::Folder(folder) = place
            && !folder.join("entente.db").exists()
        {
            let missing = std::io::Error::new(std::io::ErrorKind::NotFound, "there is no database here");
            return Err(StoreError::folder(&folder.join("entente.db"), missing));
        }
        let (backend, _) = place.connect().await?;
        let mut read = backend.read().await?;
        let row = read.one(backend.dialect().seconds(), values![]).await?;
        let clock =
            Timestamp::from_second(row.only()?).map_err(|error| StoreError::damaged("clock", error))?;
        let schema = schema::found(backend.as_ref()).await?;
        // The first programs had no keys.
        let table = if schema > 1 { "key_names" } else { "lists" };
        let in_use = match schema {
            0 => false,
            _ => read.first(format!("SELECT 1 FROM {table} LIMIT 1"), values![]).await?.is_some(),
        };
        drop(read);
        backend.close().await;
        Ok(Looked { schema, clock, in_use })
    }

    /// Files that records refer to and that are not there.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn missing_blobs(&self) -> Result<u64, StoreError> {
        let mut read = self.read().await?;
        let sql = "SELECT hash FROM blobs b WHERE data_key IS NULL
                       OR EXISTS (SELECT 1 FROM data_keys k WHERE k.record = b.data_key)";
        let mut missing = 0;
        for row in read.sql().rows(sql, values![]).await? {
            missing += u64::from(!self.blob_path(&BlobId(row.only()?)).exists());
        }
        Ok(missing)
    }
}

impl Snapshot {
    /// Chunks of jobs and deliveries that should have been taken up before a moment, and were not.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn overdue(&mut self, before: Timestamp) -> Result<(u64, u64), StoreError> {
        let chunks = "SELECT COUNT(*) AS number FROM job_chunks
                      WHERE state IN ('waiting', 'leased') AND until < $1";
        let chunks = self.sql().one(chunks, values![before]).await?.only()?;
        let deliveries = "SELECT COUNT(*) AS number FROM deliveries WHERE state = 'waiting' AND due_at < $1";
        Ok((chunks, self.sql().one(deliveries, values![before]).await?.only()?))
    }
}
