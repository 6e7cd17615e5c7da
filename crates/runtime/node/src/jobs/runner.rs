//! The tasks of one instance that do what waits: parts of uploads, the node's own duties, deliveries. Instances that
//! share a database share the work; each part is done by one of them.

use super::schedule::Duty;
use super::{SCHEDULED, SCREENING, TRIES};
use crate::serving::ScreeningService;
use crate::{Node, NodeError};
use jiff::SignedDuration;
use model::RecordId;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use store::Chunk;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A claimed part is another's again when nobody extended the lease for so long.
const LEASE: SignedDuration = SignedDuration::from_secs(15);

/// So often a lease is extended.
const EXTENDED: Duration = Duration::from_secs(5);

/// So often it is looked whether something waits: another instance may have taken it in.
const LOOK: Duration = Duration::from_secs(1);

/// So often the node's own duties are looked at.
const DUTIES: Duration = Duration::from_secs(10);

/// Whoever stops waits so long for what is under way; then its lease ends by itself.
const STOP_TIME: Duration = Duration::from_secs(10);

/// What the runner tells of: for the log and the figures.
#[derive(Clone, Debug)]
pub enum Note {
    /// A part failed and is tried again.
    Retried {
        /// The job.
        job: RecordId,
        /// Which try it was.
        attempt: u64,
        /// What went wrong.
        error: String,
    },
    /// A part was given up, and its job failed.
    GaveUp {
        /// The job.
        job: RecordId,
        /// What went wrong.
        error: String,
    },
    /// A duty of the node was done.
    Did {
        /// Its name.
        duty: &'static str,
        /// What came of it.
        outcome: String,
    },
    /// A delivery failed; it is tried again unless it was the last time.
    Undelivered {
        /// The delivery.
        delivery: RecordId,
        /// Whether it is given up.
        last: bool,
        /// What went wrong.
        error: String,
    },
    /// The records did not answer; it is tried again.
    Trouble {
        /// What went wrong.
        error: String,
    },
}

/// Where notes go.
pub type Notes = Arc<dyn Fn(Note) + Send + Sync>;

/// The running tasks of an instance.
pub struct Runner {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// What each task has.
#[derive(Clone)]
pub(crate) struct Worker {
    pub(crate) node: Node,
    service: Arc<ScreeningService>,
    pub(crate) notes: Notes,
    stopped: watch::Receiver<bool>,
}

impl Runner {
    /// Begins to work on what waits.
    pub fn start(node: &Node, service: &Arc<ScreeningService>, notes: Notes) -> Self {
        let (stop, stopped) = watch::channel(false);
        let worker = Worker { node: node.clone(), service: Arc::clone(service), notes, stopped };
        let mut tasks = JoinSet::new();
        for _ in 0..node.settings.jobs.at_once.max(1) {
            tasks.spawn(worker.clone().work(SCREENING, LOOK));
        }
        tasks.spawn(worker.clone().work(SCHEDULED, LOOK));
        tasks.spawn(worker.clone().plan());
        tasks.spawn(worker.deliver());
        Self { stop, tasks }
    }

    /// Lets what is under way end, takes up nothing new, and returns when all tasks have ended.
    pub async fn stop(mut self) {
        // Where no task listens any more, all have ended.
        let _ = self.stop.send(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(STOP_TIME, all).await.is_err() {
            self.tasks.shutdown().await;
        }
    }
}

impl Worker {
    /// Claims and does parts of one kind of work.
    async fn work(mut self, kind: &'static str, look: Duration) {
        while !self.is_stopped() {
            match self.claim(kind).await {
                Ok(Some(chunk)) => self.under_lease(kind, &chunk).await,
                Ok(None) => self.wait(look).await,
                Err(error) => {
                    self.trouble(&error);
                    self.wait(look).await;
                }
            }
        }
    }

    async fn claim(&self, kind: &str) -> Result<Option<Chunk>, NodeError> {
        let now = self.node.clock.now();
        if kind == SCREENING && self.service.current().is_none() {
            return Ok(None);
        }
        if !self.node.store.read().await?.has_chunk(kind, now).await? {
            return Ok(None);
        }
        let mut tx = self.node.store.write("job.claim").await?;
        let now = self.node.clock.now();
        let until = now.saturating_add(LEASE).unwrap_or(now);
        let chunk = tx.claim_chunk(kind, now, until).await?;
        tx.commit().await?;
        Ok(chunk)
    }

    /// Does a part while its lease is extended beside it.
    async fn under_lease(&self, kind: &str, chunk: &Chunk) {
        if chunk.attempt > TRIES {
            // It took the whole program down with it so often.
            return self.failed(chunk, "the program ended while it worked on it").await;
        }
        let work = async {
            match kind {
                SCREENING => self.node.do_part(&self.service, chunk).await,
                _ => self.do_duty(chunk).await,
            }
        };
        // Both go on at the same time: the work may hold the writer lock that extending waits for.
        let done = tokio::select! {
            done = work => done,
            never = self.keep_lease(chunk) => match never {},
        };
        if let Err(error) = done {
            self.failed(chunk, &error.to_string()).await;
        }
    }

    /// Extends the lease again and again.
    async fn keep_lease(&self, chunk: &Chunk) -> Infallible {
        loop {
            tokio::time::sleep(EXTENDED).await;
            if let Err(error) = self.extend(chunk).await {
                self.trouble(&error);
            }
        }
    }

    async fn extend(&self, chunk: &Chunk) -> Result<(), NodeError> {
        let now = self.node.clock.now();
        let mut tx = self.node.store.write("job.extend").await?;
        // Whoever has it by now finishes it first; then what is done here is not kept.
        tx.extend_lease(chunk, now.saturating_add(LEASE).unwrap_or(now)).await?;
        Ok(tx.commit().await?)
    }

    async fn failed(&self, chunk: &Chunk, error: &str) {
        let (job, attempt) = (chunk.job, chunk.attempt);
        let kept = if attempt >= TRIES {
            (self.notes)(Note::GaveUp { job, error: error.to_owned() });
            self.node.give_up(chunk, error).await
        } else {
            (self.notes)(Note::Retried { job, attempt, error: error.to_owned() });
            self.put_off(chunk).await
        };
        if let Err(error) = kept {
            // The lease ends by itself, and the part is tried again then.
            self.trouble(&error);
        }
    }

    async fn put_off(&self, chunk: &Chunk) -> Result<(), NodeError> {
        let pause = SignedDuration::from_secs(1 << chunk.attempt.min(8));
        let now = self.node.clock.now();
        let mut tx = self.node.store.write("job.put_off").await?;
        tx.give_back_chunk(chunk, Some(now.saturating_add(jittered(pause)).unwrap_or(now))).await?;
        Ok(tx.commit().await?)
    }

    async fn do_duty(&self, chunk: &Chunk) -> Result<(), NodeError> {
        let duty = Duty::of(&chunk.input)?;
        let outcome = self.node.do_duty(&duty).await?;
        if self.node.finish_duty(chunk, &duty, &outcome).await? {
            (self.notes)(Note::Did { duty: duty.name(), outcome });
        }
        Ok(())
    }

    /// Plans the node's own duties when their time has come.
    async fn plan(mut self) {
        while !self.is_stopped() {
            if let Err(error) = self.node.plan_duties().await {
                self.trouble(&error);
            }
            self.wait(DUTIES).await;
        }
    }

    /// Sends what waits in the outbox.
    async fn deliver(mut self) {
        while !self.is_stopped() {
            match self.deliver_due().await {
                Ok(true) => {}
                Ok(false) => self.wait(LOOK).await,
                Err(error) => {
                    self.trouble(&error);
                    self.wait(LOOK).await;
                }
            }
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        *self.stopped.borrow()
    }

    /// Waits a while, until something was taken in, or until told to stop.
    async fn wait(&mut self, time: Duration) {
        let waits = Arc::clone(&self.node.job_waits);
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = waits.notified() => {}
            // An error means that whoever could stop us is gone: the next look sees it.
            _ = self.stopped.changed() => {}
        }
    }

    fn trouble(&self, error: &NodeError) {
        (self.notes)(Note::Trouble { error: error.to_string() });
    }
}

/// A pause, up to a fifth shorter or longer, so that many do not come back at once.
pub(crate) fn jittered(pause: SignedDuration) -> SignedDuration {
    let [random] = crate::random::<1>();
    let share = 0.8 + 0.4 * f64::from(random) / 255.0;
    SignedDuration::from_millis((pause.as_secs_f64() * 1000.0 * share) as i64)
}
