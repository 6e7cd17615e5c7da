//! Taking an upload in: rows are read as they arrive and kept as sealed parts, a few in memory at a time. The job
//! begins when all of it is there; one that breaks off leaves nothing.

use super::screening::{Part, UploadJob, UploadOutcome};
use super::{ARRIVING, Job, JobState, SCREENING, may};
use crate::casework::{Screening, ScreeningOrder, Stored, Trigger};
use crate::intake::{Row, Subjects};
use crate::serving::Generation;
use crate::{Node, NodeError};
use access::{Action, Actor};
use matching::ScreenOptions;
use model::{Desk, Envelope, LegalBasis, RecordId};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// A part has so many rows, or fewer when they are large.
const ROWS: usize = 256;
const BYTES: u64 = 1 << 20;

/// So many parts are written at a time.
const PARTS: usize = 16;

/// What an upload is for.
#[derive(Clone, Debug)]
pub struct UploadOrder {
    /// The desk.
    pub desk: Desk,
    /// For what purpose.
    pub purpose: String,
    /// On what legal basis.
    pub legal_basis: LegalBasis,
    /// Whether subjects' ids last.
    pub lasting: bool,
}

/// Rows as they arrive, and how many bytes were read of them so far.
pub struct Arriving {
    /// The rows.
    pub rows: Subjects,
    /// Bytes read so far, unpacked.
    pub read: Box<dyn Fn() -> u64 + Send>,
}

impl Node {
    /// Takes an upload in as a job. Rows that cannot be read are told with their lines in the results.
    ///
    /// # Errors
    /// When the actor may not, purpose or legal basis are missing, the input breaks off or is too large, or the
    /// records cannot be written; then nothing of it is kept.
    pub async fn receive_upload(
        &self,
        actor: &Actor,
        order: UploadOrder,
        arriving: Arriving,
        generation: &Generation,
    ) -> Result<Stored<Job>, NodeError> {
        may(actor, Action::ScreeningRun, Some(order.desk))?;
        may(actor, Action::JobRun, Some(order.desk))?;
        let screening = ScreeningOrder {
            desk: order.desk,
            purpose: order.purpose,
            legal_basis: order.legal_basis.clone(),
            trigger: Trigger::Request,
            options: ScreenOptions::on(self.clock.today()),
            lasting: order.lasting,
            marking: None,
            keep_until: None,
        };
        let run = self.begin_screening(actor, screening, generation.index().lists()).await?;
        let (id, screening) = (self.fresh_id(), run.screening().id);
        let upload = UploadJob { lasting: order.lasting, parts: 0, rows: 0 };
        let job = Job {
            id,
            envelope: Envelope { source: "upload".into(), ..run.screening().envelope.clone() },
            kind: SCREENING.into(),
            desk: Some(order.desk),
            owner: Some(actor.id),
            screening: Some(screening),
            state: JobState::Receiving,
            created_at: self.clock.now(),
            ended_at: None,
            order: upload.written(),
            outcome: UploadOutcome::default().written(),
        };
        let mut tx = self.store.write("job.receive").await?;
        tx.insert(&job).await?;
        tx.commit().await?;
        let (sender, parts) = channel(2);
        let reading = tokio::task::spawn_blocking(move || read(arriving, &sender));
        let kept = self.keep_parts(id, parts).await;
        let read = reading.await.map_err(|_| NodeError::Worker)?;
        match read.and(kept) {
            Ok((parts, rows)) => self.begin_job(actor, id, UploadJob { parts, rows, ..upload }).await,
            Err(error) => {
                let mut tx = self.store.write("job.broken").await?;
                tx.erase_job(id, self.clock.now()).await?;
                tx.remove::<Screening>(screening).await?;
                tx.commit().await?;
                Err(error)
            }
        }
    }

    async fn keep_parts(&self, job: RecordId, mut parts: Receiver<Part>) -> Result<(u64, u64), NodeError> {
        let (mut count, mut rows) = (0, 0);
        let mut waiting = Vec::with_capacity(PARTS);
        while parts.recv_many(&mut waiting, PARTS).await > 0 {
            let inputs: Vec<Vec<u8>> = waiting.iter().map(Part::written).collect();
            let mut tx = self.store.write("job.parts").await?;
            tx.add_chunks(job, ARRIVING, &inputs).await?;
            tx.commit().await?;
            count += waiting.len() as u64;
            rows += waiting.drain(..).map(|part| part.subjects.len() as u64 + part.lost).sum::<u64>();
        }
        Ok((count, rows))
    }

    async fn begin_job(
        &self,
        actor: &Actor,
        id: RecordId,
        upload: UploadJob,
    ) -> Result<Stored<Job>, NodeError> {
        let mut tx = self.store.write("job.begin").await?;
        let mut kept = tx.get::<Job>(id).await?.ok_or_else(|| super::missing(id))?;
        kept.record.order = upload.written();
        kept.record.state = JobState::Running;
        tx.hand_over_chunks(id, SCREENING).await?;
        kept.revision = tx.update(&kept.record, kept.revision).await?;
        let about: Vec<_> =
            [("job", id)].into_iter().chain(kept.record.screening.map(|id| ("screening", id))).collect();
        let details = (upload.parts, upload.rows);
        self.tell(&mut tx, actor, Action::JobRun, kept.record.desk, &about, &details).await?;
        if upload.parts == 0 {
            self.finish_upload(&mut tx, &mut kept).await?;
        }
        tx.commit().await?;
        self.job_waits.notify_waiters();
        Ok(kept)
    }
}

/// Reads rows into parts until the end, or until nobody takes them.
fn read(arriving: Arriving, parts: &Sender<Part>) -> Result<(), NodeError> {
    let mut part = Part::default();
    let mut begun = (arriving.read)();
    for row in arriving.rows {
        match row? {
            Row::Subject(subject, _) => part.subjects.push(*subject),
            Row::Lost(fault) => {
                part.lost += 1;
                part.faults.push(fault);
            }
        }
        if part.subjects.len() + part.faults.len() >= ROWS || (arriving.read)() - begun >= BYTES {
            begun = (arriving.read)();
            if parts.blocking_send(std::mem::take(&mut part)).is_err() {
                return Ok(());
            }
        }
    }
    if !part.subjects.is_empty() || part.lost > 0 {
        // Where nobody takes it, the failure is theirs to tell.
        let _ = parts.blocking_send(part);
    }
    Ok(())
}
