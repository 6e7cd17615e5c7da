//! Chunks of jobs: claimed with a lease by one worker at a time, over all instances; finished once, whoever was slow.
//!
//! Results are sealed under the job's key, inputs under a key of their own: it is destroyed when the job ends, so that
//! no backup gives back who was screened and did not match.

use crate::seal::Key;
use crate::{Snapshot, StoreError, Tx, values};
use jiff::Timestamp;
use model::RecordId;

/// A claimed chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The job.
    pub job: RecordId,
    /// Its place in the job, from 0.
    pub position: u64,
    /// How often it has been claimed, this time included. It names the lease.
    pub attempt: u64,
    /// What is to be worked on.
    pub input: Vec<u8>,
}

/// How many chunks of a job are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChunkCounts {
    /// Nobody works on them yet.
    pub waiting: u64,
    /// Somebody works on them, or did until the lease ended.
    pub leased: u64,
    /// Done.
    pub done: u64,
    /// Given up.
    pub failed: u64,
}

impl Tx {
    /// Adds chunks to a job, after those it has, sealed under the key of the job's inputs.
    ///
    /// # Errors
    /// When there is no such job or they cannot be written.
    pub async fn add_chunks<I: AsRef<[u8]> + Sync>(
        &mut self,
        job: RecordId,
        kind: &str,
        inputs: &[I],
    ) -> Result<(), StoreError> {
        // Only what there is can have chunks.
        self.job_key(job).await?;
        let name = input_key(job);
        let key = match self.data_key(&name).await? {
            Some(key) => key,
            None => self.new_data_key(&name).await?,
        };
        let sql = "SELECT COALESCE(MAX(position) + 1, 0) AS next FROM job_chunks WHERE job = $1";
        let first: u64 = self.sql().one(sql, values![job]).await?.only()?;
        for (position, input) in (first..).zip(inputs) {
            let sealed = key.seal(&context(job, position, "input"), input.as_ref())?;
            let sql = "INSERT INTO job_chunks (job, position, kind, state, attempt, until, input)
                       VALUES ($1, $2, $3, 'waiting', 0, 0, $4)";
            self.sql().run(sql, values![job, position, kind, sealed]).await?;
        }
        Ok(())
    }

    /// Claims a chunk of this kind of work until `until`: one that waits, or one whose lease has ended.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn claim_chunk(
        &mut self,
        kind: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Chunk>, StoreError> {
        let mut found = None;
        for state in ["leased", "waiting"] {
            let sql = "SELECT job, position, attempt, input FROM job_chunks
                       WHERE kind = $1 AND state = $2 AND until <= $3 ORDER BY until, job, position LIMIT 1";
            found = self.sql().first(sql, values![kind, state, now]).await?;
            if found.is_some() {
                break;
            }
        }
        let Some(row) = found else { return Ok(None) };
        let (job, position): (RecordId, u64) = (row.get("job")?, row.get("position")?);
        let attempt = row.get::<u64>("attempt")? + 1;
        let sealed: Vec<u8> = row.get("input")?;
        let missing = || StoreError::Missing { kind: "input of job", id: job };
        let key = self.data_key(&input_key(job)).await?.ok_or_else(missing)?;
        let input = key.open(&context(job, position, "input"), &sealed)?.to_vec();
        let sql = "UPDATE job_chunks SET state = 'leased', attempt = $1, until = $2
                   WHERE job = $3 AND position = $4";
        self.sql().run(sql, values![attempt, until, job, position]).await?;
        Ok(Some(Chunk { job, position, attempt, input }))
    }

    /// Keeps the lease on a chunk until `until`; `false` when another worker has it by now.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn extend_lease(&mut self, chunk: &Chunk, until: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE job_chunks SET until = $1
                   WHERE job = $2 AND position = $3 AND attempt = $4 AND state = 'leased'";
        let values = values![until, chunk.job, chunk.position, chunk.attempt];
        Ok(self.sql().run(sql, values).await? > 0)
    }

    /// Finishes a chunk with its result, and forgets its input; `false` when another worker has it by now or
    /// finished it: then nothing that came of it may be kept, so drop this transaction.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn finish_chunk(&mut self, chunk: &Chunk, result: &[u8]) -> Result<bool, StoreError> {
        let sealed =
            self.job_key(chunk.job).await?.seal(&context(chunk.job, chunk.position, "result"), result)?;
        let sql = "UPDATE job_chunks SET state = 'done', input = NULL, result = $1
                   WHERE job = $2 AND position = $3 AND attempt = $4 AND state = 'leased'";
        let values = values![sealed, chunk.job, chunk.position, chunk.attempt];
        Ok(self.sql().run(sql, values).await? > 0)
    }

    /// Gives a chunk back: to be claimed again from `retry` on, or never. `false` when another worker has it by now.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn give_back_chunk(
        &mut self,
        chunk: &Chunk,
        retry: Option<Timestamp>,
    ) -> Result<bool, StoreError> {
        let state = if retry.is_some() { "waiting" } else { "failed" };
        let until = retry.map_or(0, Timestamp::as_microsecond);
        let sql = "UPDATE job_chunks SET state = $1, until = $2
                   WHERE job = $3 AND position = $4 AND attempt = $5 AND state = 'leased'";
        let values = values![state, until, chunk.job, chunk.position, chunk.attempt];
        Ok(self.sql().run(sql, values).await? > 0)
    }

    /// Gives all chunks of a job to those who claim this kind of work.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn hand_over_chunks(&mut self, job: RecordId, kind: &str) -> Result<(), StoreError> {
        self.sql().run("UPDATE job_chunks SET kind = $1 WHERE job = $2", values![kind, job]).await?;
        Ok(())
    }

    /// Notes whom results of a job are about, as records refer to them: to be found by equality, and to be read by
    /// nobody.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn note_subjects(
        &mut self,
        job: RecordId,
        subjects: impl IntoIterator<Item = String> + Send,
    ) -> Result<(), StoreError> {
        let keys = self.store.keys();
        let hashes: Vec<Vec<u8>> =
            subjects.into_iter().map(|subject| keys.search_hash("job", "subject", &subject)).collect();
        for hash in hashes {
            let sql = "INSERT INTO record_keys (hash, record) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            self.sql().run(sql, values![hash, results_of(job)]).await?;
        }
        Ok(())
    }

    /// Forgets whom results of a job are about.
    pub(super) async fn forget_subjects(&mut self, job: RecordId) -> Result<(), StoreError> {
        let sql = "DELETE FROM record_keys WHERE record = $1";
        self.sql().run(sql, values![results_of(job)]).await?;
        Ok(())
    }

    /// Forgets what a job was given, for it ended: the chunks that are not done, and the key of all inputs. Results
    /// stay.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn forget_inputs(&mut self, job: RecordId, at: Timestamp) -> Result<(), StoreError> {
        if self.drop_inputs(job).await? {
            self.note_erasure(&input_key(job), "input of job", at).await?;
        }
        Ok(())
    }

    /// The same for a job that was given nothing personal: no restore needs to know of it. Gives whether there was a
    /// key.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn drop_inputs(&mut self, job: RecordId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM job_chunks WHERE job = $1 AND state <> 'done'";
        self.sql().run(sql, values![job]).await?;
        let sql = "DELETE FROM data_keys WHERE record = $1";
        Ok(self.sql().run(sql, values![input_key(job)]).await? > 0)
    }
}

impl Snapshot {
    /// Whether a chunk of this kind of work could be claimed: cheaper than trying.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn has_chunk(&mut self, kind: &str, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "SELECT 1 AS found FROM job_chunks
                   WHERE kind = $1 AND state IN ('leased', 'waiting') AND until <= $2 LIMIT 1";
        Ok(self.sql().first(sql, values![kind, now]).await?.is_some())
    }

    /// The jobs whose results are about a subject, as records refer to it.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn jobs_about(&mut self, subject: &str) -> Result<Vec<RecordId>, StoreError> {
        let hash = self.store.keys().search_hash("job", "subject", subject);
        let rows = self.sql().rows("SELECT record FROM record_keys WHERE hash = $1", values![hash]).await?;
        let mut jobs = Vec::with_capacity(rows.len());
        for row in rows {
            let record: String = row.only()?;
            jobs.extend(record.strip_prefix(RESULTS_OF).and_then(|job| job.parse::<RecordId>().ok()));
        }
        Ok(jobs)
    }

    /// How many chunks of a job are where.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn chunk_counts(&mut self, job: RecordId) -> Result<ChunkCounts, StoreError> {
        let sql = "SELECT state, COUNT(*) AS number FROM job_chunks WHERE job = $1 GROUP BY state";
        let mut counts = ChunkCounts::default();
        for row in self.sql().rows(sql, values![job]).await? {
            let number = row.get("number")?;
            match row.get::<String>("state")?.as_str() {
                "waiting" => counts.waiting = number,
                "leased" => counts.leased = number,
                "done" => counts.done = number,
                _ => counts.failed = number,
            }
        }
        Ok(counts)
    }

    /// Results of a job's done chunks from a place on, in order, with their places.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn chunk_results(
        &mut self,
        job: RecordId,
        from: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Vec<u8>)>, StoreError> {
        let key = self.job_key(job).await?;
        let sql = "SELECT position, result FROM job_chunks
                   WHERE job = $1 AND position >= $2 AND state = 'done' ORDER BY position LIMIT $3";
        let rows = self.sql().rows(sql, values![job, from, limit]).await?;
        rows.iter()
            .map(|row| {
                let position = row.get("position")?;
                let sealed: Vec<u8> = row.get("result")?;
                Ok((position, key.open(&context(job, position, "result"), &sealed)?.to_vec()))
            })
            .collect()
    }

    async fn job_key(&mut self, job: RecordId) -> Result<Key, StoreError> {
        let key = self.data_key(&job.to_string()).await?;
        key.ok_or(StoreError::Missing { kind: "job", id: job })
    }
}

/// Under what it is kept whom results of a job are about.
const RESULTS_OF: &str = "results-";

fn results_of(job: RecordId) -> String {
    format!("{RESULTS_OF}{job}")
}

/// The name of the key that a job's inputs are sealed under.
fn input_key(job: RecordId) -> String {
    format!("input-{job}")
}

fn context(job: RecordId, position: u64, what: &str) -> String {
    format!("chunk/{job}/{position}/{what}")
}
