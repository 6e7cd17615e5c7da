//! Work that keeps a core busy while requests are answered: on threads of low standing, which yield the core to whoever
//! waits for an answer. Building an index beside a service on one core then costs it little.

use crate::NodeError;
use std::thread;
use tokio::sync::oneshot;

/// What the threads add to their niceness: beside a request they get a tenth of a core, alone all of it.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Does work on a thread of low standing. A thread of its own: standing that was given up cannot be taken back.
pub(crate) async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, NodeError> {
    let (done, waits) = oneshot::channel();
    let thread = thread::Builder::new().name("background".into()).spawn(move || {
        step_back();
        // Whoever asked may have gone away.
        let _ = done.send(work());
    });
    thread.map_err(|_| NodeError::Worker)?;
    waits.await.map_err(|_| NodeError::Worker)
}

/// Lowers the standing of this thread. Linux knows niceness by thread; elsewhere it is the whole process's, and stays.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{getpriority_process, setpriority_process};
        // Where it may not be lowered, the work is done all the same.
        let before = getpriority_process(None).unwrap_or_default();
        let _ = setpriority_process(None, before + NICENESS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_is_done_and_a_panic_is_told() {
        assert_eq!(in_background(|| 7).await.unwrap(), 7);
        let broken = in_background(|| assert_eq!(1, 2, "this test wants a panic")).await;
        assert!(matches!(broken, Err(NodeError::Worker)));
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn only_the_thread_steps_back() {
        use rustix::process::getpriority_process;
        let standing = || getpriority_process(None).unwrap();
        let before = standing();
        let there = in_background(standing).await.unwrap();
        assert_eq!((there, standing()), ((before + NICENESS).min(19), before));
    }
}
