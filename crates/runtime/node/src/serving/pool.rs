//! Threads that screen. Each keeps its working memory for as long as it is asked about the same generation.

use super::generation::Generation;
use super::load::Load;
use super::queue::{Priority, Queue};
use matching::{Match, ScreenOptions, Screener};
use model::Subject;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Instant;
use tokio::sync::oneshot;

/// A piece of work: some subjects with their options, and where the results go.
pub(super) struct Work {
    pub generation: Arc<Generation>,
    pub subjects: Vec<(Subject, Arc<ScreenOptions>)>,
    pub units: usize,
    pub reply: oneshot::Sender<Screened>,
}

/// Subjects handed back with their matches, in the order they came.
pub type Screened = Vec<(Subject, Vec<Match>)>;

/// The threads.
pub(super) struct Pool {
    queue: Arc<Queue<Work>>,
    threads: Vec<JoinHandle<()>>,
}

impl Pool {
    pub(super) fn start(threads: usize, load: &Arc<Load>) -> std::io::Result<Self> {
        let queue = Arc::new(Queue::new());
        let threads = (0..threads.max(1))
            .map(|number| {
                let (queue, load) = (Arc::clone(&queue), Arc::clone(load));
                thread::Builder::new().name(format!("screening-{number}")).spawn(move || work(&queue, &load))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { queue, threads })
    }

    pub(super) fn push(&self, work: Work, priority: Priority) -> Result<(), Work> {
        self.queue.push(work, priority)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.queue.close();
        for thread in self.threads.drain(..) {
            // A worker that died has said so to whoever waited for it.
            let _ = thread.join();
        }
    }
}

/// Works until the queue is closed. A screener lives as long as the generation it screens against is asked for.
fn work(queue: &Queue<Work>, load: &Load) {
    let mut next = queue.pop();
    while let Some(first) = next {
        let generation = Arc::clone(&first.generation);
        let mut screener = Screener::new(generation.index());
        do_work(&mut screener, first, load);
        next = queue.pop();
        while let Some(work) = next.take_if(|work| Arc::ptr_eq(&work.generation, &generation)) {
            do_work(&mut screener, work, load);
            next = queue.pop();
        }
    }
}

fn do_work(screener: &mut Screener<'_>, work: Work, load: &Load) {
    #[allow(
        clippy::disallowed_methods,
        reason = "admission needs to know how long work takes; results do not"
    )]
    let begin = Instant::now();
    // Whoever asked may have gone away: then nobody needs the answer.
    if !work.reply.is_closed() {
        let screened = work
            .subjects
            .into_iter()
            .map(|(subject, options)| {
                let matches = screener.screen(&subject, &options);
                (subject, matches)
            })
            .collect();
        load.took(work.units, begin.elapsed());
        // The same: nobody waits any more.
        let _ = work.reply.send(screened);
    }
    load.remove(work.units);
}
