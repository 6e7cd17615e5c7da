//! One screening over a stream: a thread reads subjects, workers screen them, alerts are written, lines go out, each
//! a few pieces ahead of the next and no further. Memory stays bounded however long the stream is.

use super::reply::{BrokenLine, LastLine, Line, SubjectLine};
use crate::http::input::Meter;
use crate::http::problem::Problem;
use crate::state::Shared;
use axum::body::Bytes;
use model::{Fault, Subject};
use node::casework::ScreeningRun;
use node::intake::{Row, Subjects};
use node::serving::{Busy, Generation, Priority, Screened};
use node::{NodeError, ScreenOptions};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::spawn_blocking;

/// A piece is so many subjects, or fewer when they are large.
const SUBJECTS: usize = 256;
const BYTES: u64 = 1 << 20;

/// The first so many rows that were lost are told.
const TOLD_FAULTS: usize = 100;

/// A client that does not take its reply for so long has gone.
const PATIENCE: Duration = Duration::from_secs(60);

/// A piece of the reply.
pub type Out = Sender<Result<Bytes, Infallible>>;

/// Something under way that broke, or the next piece of it.
type Step<T> = Result<T, Problem>;

/// Rows that were read together.
#[derive(Default)]
struct Piece<T> {
    subjects: T,
    lost: u64,
    faults: Vec<Fault>,
}

/// Screens all rows and writes the reply. Where the client goes away or the input breaks off, what was screened stands
/// and the record has no end.
pub async fn screen(
    app: Shared,
    generation: Arc<Generation>,
    rows: Subjects,
    meter: Meter,
    run: ScreeningRun,
    out: Out,
) {
    let options = Arc::new(run.options());
    let (read, to_screen) = channel(1);
    let (screened, to_take) = channel(1);
    spawn_blocking(move || read_all(rows, &meter, &read));
    tokio::spawn(screen_all(app, generation, options, to_screen, screened));
    let id = run.screening().id.to_string();
    if let Err(error) = take_all(run, to_take, &out).await {
        send(&out, Line::Broken(BrokenLine { screening: id, error }).alone()).await;
    }
}

fn read_all(rows: Subjects, meter: &Meter, out: &Sender<Step<Piece<Vec<Subject>>>>) {
    let mut piece = Piece::<Vec<Subject>>::default();
    let mut begun = meter.bytes();
    for row in rows {
        match row {
            Ok(Row::Subject(subject, _)) => piece.subjects.push(*subject),
            Ok(Row::Lost(fault)) => {
                piece.lost += 1;
                if piece.faults.len() < TOLD_FAULTS {
                    piece.faults.push(fault);
                }
            }
            Err(error) => {
                // What was read before the input broke is screened all the same.
                if out.blocking_send(Ok(piece)).is_ok() {
                    let _ = out.blocking_send(Err(error.into()));
                }
                return;
            }
        }
        if piece.subjects.len() >= SUBJECTS || meter.bytes() - begun >= BYTES {
            begun = meter.bytes();
            if out.blocking_send(Ok(std::mem::take(&mut piece))).is_err() {
                return;
            }
        }
    }
    // Where nobody takes it any more, the screening has ended.
    let _ = out.blocking_send(Ok(piece));
}

async fn screen_all(
    app: Shared,
    generation: Arc<Generation>,
    options: Arc<ScreenOptions>,
    mut pieces: Receiver<Step<Piece<Vec<Subject>>>>,
    out: Sender<Step<Piece<Screened>>>,
) {
    while let Some(piece) = pieces.recv().await {
        let screened = match piece {
            Ok(piece) => screen_piece(&app, &generation, &options, piece).await.map_err(Problem::from),
            Err(problem) => Err(problem),
        };
        let broken = screened.is_err();
        if out.send(screened).await.is_err() || broken {
            return;
        }
    }
}

async fn screen_piece(
    app: &Shared,
    generation: &Arc<Generation>,
    options: &Arc<ScreenOptions>,
    piece: Piece<Vec<Subject>>,
) -> Result<Piece<Screened>, Busy> {
    let work = piece.subjects.into_iter().map(|subject| (subject, Arc::clone(options))).collect();
    let subjects = app.service.screen(generation, work, Priority::Bulk).await?;
    Ok(Piece { subjects, lost: piece.lost, faults: piece.faults })
}

async fn take_all(
    mut run: ScreeningRun,
    mut pieces: Receiver<Step<Piece<Screened>>>,
    out: &Out,
) -> Result<(), Problem> {
    let mut lost = 0;
    let mut faults = Vec::new();
    while let Some(piece) = pieces.recv().await {
        let piece = piece?;
        lost += piece.lost;
        let room = TOLD_FAULTS - faults.len();
        faults.extend(piece.faults.into_iter().take(room));
        let lines = take(&mut run, &piece.subjects).await?;
        if !lines.is_empty() && !send(out, lines.into()).await {
            // Nobody reads on: nothing is left to say, and the record has no end.
            return Ok(());
        }
    }
    let finished = run.finish(lost).await?;
    send(out, Line::Last(LastLine::of(&finished, &faults)).alone()).await;
    Ok(())
}

async fn take(run: &mut ScreeningRun, screened: &Screened) -> Result<Vec<u8>, NodeError> {
    let outcomes = run.take(screened).await?;
    let mut lines = Vec::new();
    for ((subject, matches), outcome) in screened.iter().zip(&outcomes) {
        if !matches.is_empty() {
            Line::Subject(SubjectLine::of(subject, matches, outcome)).push(&mut lines);
        }
    }
    Ok(lines)
}

/// Whether the client takes it.
async fn send(out: &Out, lines: Bytes) -> bool {
    matches!(tokio::time::timeout(PATIENCE, out.send(Ok(lines))).await, Ok(Ok(())))
}
