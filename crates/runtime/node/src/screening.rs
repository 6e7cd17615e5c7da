//! One run over a stream of subjects: read, screened on all cores in chunks, given out in the order of the input.
//! Memory stays bounded however long the stream is: only a few chunks are under way at a time.

use crate::NodeError;
use crate::intake::Row;
use matching::{Index, Match, ScreenOptions, screen_batch};
use model::{Fault, Subject};
use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// So many subjects go to a worker at once: enough to make handing over cheap, few enough to show progress.
const CHUNK: usize = 128;

/// Chunks that may wait at each worker.
const WAITING: usize = 2;

/// Where the results of a run go, in the order of the input.
pub trait Sink {
    /// One subject with its matches, best first; none means that nothing was found.
    ///
    /// # Errors
    /// When it cannot be written; the run then ends.
    fn subject(&mut self, subject: &Subject, matches: &[Match]) -> io::Result<()>;

    /// Something wrong with a row. Faults may come a little earlier than the results around them.
    ///
    /// # Errors
    /// When it cannot be written; the run then ends.
    fn fault(&mut self, fault: &Fault) -> io::Result<()>;
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Subjects screened.
    pub subjects: u64,
    /// Subjects with at least one match.
    pub alerted: u64,
    /// Matches of all subjects.
    pub matches: u64,
    /// Rows that were lost.
    pub lost: u64,
    /// Warnings about rows that were screened all the same.
    pub warnings: u64,
}

type Screened = (Vec<Subject>, Vec<Vec<Match>>);

/// A worker's ends of its two channels. Chunks go round the workers, so results are taken in the same round.
struct Worker {
    chunks: SyncSender<Vec<Subject>>,
    results: Receiver<Screened>,
}

/// Screens the rows against the index on `threads` threads.
///
/// # Errors
/// When the input cannot be read on or the sink cannot write.
pub fn screen(
    index: &Index,
    rows: impl Iterator<Item = Result<Row, NodeError>>,
    options: &ScreenOptions,
    threads: usize,
    sink: &mut dyn Sink,
) -> Result<Tally, NodeError> {
    let threads = threads.max(1);
    thread::scope(|scope| {
        let workers: Vec<Worker> = (0..threads)
            .map(|_| {
                let (chunks, to_screen) = sync_channel::<Vec<Subject>>(WAITING);
                let (screened, results) = sync_channel(WAITING + 1);
                scope.spawn(move || {
                    for subjects in to_screen {
                        let matches = screen_batch(index, &subjects, options);
                        if screened.send((subjects, matches)).is_err() {
                            break;
                        }
                    }
                });
                Worker { chunks, results }
            })
            .collect();
        run(rows, &workers, sink)
    })
}

fn run(
    rows: impl Iterator<Item = Result<Row, NodeError>>,
    workers: &[Worker],
    sink: &mut dyn Sink,
) -> Result<Tally, NodeError> {
    let mut tally = Tally::default();
    let mut chunk = Vec::with_capacity(CHUNK);
    let (mut sent, mut received) = (0, 0);
    for row in rows {
        match row? {
            Row::Subject(subject, warnings) => {
                tally.warnings += warnings.len() as u64;
                warnings.iter().try_for_each(|fault| sink.fault(fault)).map_err(NodeError::Output)?;
                chunk.push(*subject);
            }
            Row::Lost(fault) => {
                tally.lost += 1;
                sink.fault(&fault).map_err(NodeError::Output)?;
            }
        }
        if chunk.len() == CHUNK {
            send(workers, sent, std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK)))?;
            sent += 1;
            if sent - received > workers.len() * WAITING {
                receive(workers, received, sink, &mut tally)?;
                received += 1;
            }
        }
    }
    if !chunk.is_empty() {
        send(workers, sent, chunk)?;
        sent += 1;
    }
    while received < sent {
        receive(workers, received, sink, &mut tally)?;
        received += 1;
    }
    Ok(tally)
}

fn send(workers: &[Worker], number: usize, chunk: Vec<Subject>) -> Result<(), NodeError> {
    workers[number % workers.len()].chunks.send(chunk).map_err(|_| NodeError::Worker)
}

fn receive(
    workers: &[Worker],
    number: usize,
    sink: &mut dyn Sink,
    tally: &mut Tally,
) -> Result<(), NodeError> {
    let (subjects, matches) =
        workers[number % workers.len()].results.recv().map_err(|_| NodeError::Worker)?;
    for (subject, matches) in subjects.iter().zip(&matches) {
        tally.subjects += 1;
        tally.alerted += u64::from(!matches.is_empty());
        tally.matches += matches.len() as u64;
        sink.subject(subject, matches).map_err(NodeError::Output)?;
    }
    Ok(())
}
