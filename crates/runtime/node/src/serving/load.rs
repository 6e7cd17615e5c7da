//! How much work waits, in time: what is waiting, and what a piece of it takes on average.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

/// The average forgets: each new piece counts this share.
const FORGET: u64 = 64;
/// What a name takes before anything was measured.
const FIRST_GUESS: u64 = 200_000;

/// How much work waits. A unit of work is one name.
#[derive(Debug)]
pub struct Load {
    waiting: AtomicUsize,
    unit_nanos: AtomicU64,
    workers: usize,
}

impl Load {
    pub(super) fn new(workers: usize) -> Self {
        Self {
            waiting: AtomicUsize::new(0),
            unit_nanos: AtomicU64::new(FIRST_GUESS),
            workers: workers.max(1),
        }
    }

    /// Units that wait or are being worked on.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// How long new work would wait.
    pub fn wait(&self) -> Duration {
        let units = self.waiting() as u64 / self.workers as u64;
        Duration::from_nanos(units.saturating_mul(self.unit_nanos.load(Ordering::Relaxed)))
    }

    pub(super) fn add(&self, units: usize) {
        self.waiting.fetch_add(units, Ordering::Relaxed);
    }

    pub(super) fn remove(&self, units: usize) {
        self.waiting.fetch_sub(units, Ordering::Relaxed);
    }

    /// Takes note of how long some units took.
    pub(super) fn took(&self, units: usize, time: Duration) {
        let each = time.as_nanos() as u64 / units.max(1) as u64;
        let before = self.unit_nanos.load(Ordering::Relaxed);
        // Workers may overwrite each other's note: the average stays an average.
        self.unit_nanos.store(before - before / FORGET + each / FORGET, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_follows_what_was_measured() {
        let load = Load::new(2);
        assert_eq!(load.wait(), Duration::ZERO);
        load.add(10);
        assert_eq!(load.wait(), Duration::from_millis(1));
        for _ in 0..1000 {
            load.took(4, Duration::from_millis(4));
        }
        let wait = load.wait().as_micros();
        assert!((4900..=5000).contains(&wait), "{wait}");
        load.remove(10);
        assert_eq!(load.wait(), Duration::ZERO);
    }
}
