//! Reading one state of the records, and changing them whole or not at all.

use crate::backend::Connection;
use crate::seal::Erasure;
use crate::{Store, StoreError};
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// How often a transaction is begun anew when the database is busy or a connection is lost.
const TRIES: u32 = 5;

/// One state of the records, as it was when reading began, however long reading takes.
pub struct Snapshot {
    connection: Box<dyn Connection>,
    pub(crate) store: Store,
}

impl Snapshot {
    pub(crate) fn sql(&mut self) -> &mut (dyn Connection + 'static) {
        self.connection.as_mut()
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Snapshot").finish_non_exhaustive()
    }
}

/// A change of the records: reads everything, writes everything, and is undone unless [`Tx::commit`] is called.
#[derive(Debug)]
pub struct Tx {
    snapshot: Snapshot,
    name: &'static str,
    began: Instant,
    /// Files that nothing refers to once this is committed.
    pub(crate) doomed: Vec<PathBuf>,
    /// What is erased once this is committed.
    pub(crate) erasures: Vec<Erasure>,
    /// Wrapping keys that nothing needs once this is committed.
    pub(crate) doomed_keys: Vec<i64>,
}

impl Deref for Tx {
    type Target = Snapshot;

    fn deref(&self) -> &Snapshot {
        &self.snapshot
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Snapshot {
        &mut self.snapshot
    }
}

impl Store {
    /// Begins to read one state of the records.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(&self) -> Result<Snapshot, StoreError> {
        let mut tries = 0;
        loop {
            match self.backend.read().await {
                Ok(connection) => return Ok(Snapshot { connection, store: self.clone() }),
                Err(error) => again("read", &mut tries, error).await?,
            }
        }
    }

    /// Begins a change, named for the metrics. It waits for its turn: there is one writer at a time, so what it
    /// reads stays true until its end, and only this waiting can fail for others' sake. That is where it is tried
    /// again; the statements that follow run once.
    ///
    /// # Errors
    /// When the database does not answer or stays busy.
    pub async fn write(&self, name: &'static str) -> Result<Tx, StoreError> {
        let waiting = stopwatch();
        let mut tries = 0;
        loop {
            match self.backend.write().await {
                Ok(connection) => {
                    let waited = waiting.elapsed();
                    metrics::histogram!("entente_store_wait_seconds", "transaction" => name).record(waited);
                    let snapshot = Snapshot { connection, store: self.clone() };
                    return Ok(Tx {
                        snapshot,
                        name,
                        began: stopwatch(),
                        doomed: Vec::new(),
                        erasures: Vec::new(),
                        doomed_keys: Vec::new(),
                    });
                }
                Err(error) => again(name, &mut tries, error).await?,
            }
        }
    }
}

impl Tx {
    /// Makes the change last. When this returns, it survives a loss of power.
    ///
    /// # Errors
    /// When the database refuses; nothing is changed then. When the connection is lost at this very moment, the
    /// change may or may not have been made: ids made before the transaction tell.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self { snapshot, name, began, doomed, erasures, doomed_keys } = self;
        let Snapshot { connection, store } = snapshot;
        connection.commit().await?;
        metrics::histogram!("entente_store_seconds", "transaction" => name).record(began.elapsed());
        if !erasures.is_empty() {
            store.keys().note_erasures(&erasures)?;
            store.backend.scrub().await?;
        }
        if !doomed_keys.is_empty() {
            store.destroy_keys(&doomed_keys)?;
        }
        for file in doomed {
            match std::fs::remove_file(&file) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::folder(&file, error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Waits a little where trying again makes sense; gives the error back where it does not.
async fn again(name: &'static str, tries: &mut u32, error: StoreError) -> Result<(), StoreError> {
    *tries += 1;
    if *tries >= TRIES || !error.passes() {
        return Err(error);
    }
    metrics::counter!("entente_store_retries", "transaction" => name).increment(1);
    tokio::time::sleep(Duration::from_millis(20 << *tries)).await;
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "measures how long a transaction took; decides nothing")]
fn stopwatch() -> Instant {
    Instant::now()
}
