//! Work waiting for workers: what a person or a payment waits for goes first, and long runs still get on.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Who waits for a piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Somebody waits for this one answer.
    Interactive,
    /// A part of a long run.
    Bulk,
}

/// After so many interactive pieces in a row, a waiting bulk piece has its turn.
const TURNS: u32 = 4;

/// A queue with two lanes.
pub(super) struct Queue<T> {
    lanes: Mutex<Lanes<T>>,
    arrived: Condvar,
}

struct Lanes<T> {
    interactive: VecDeque<T>,
    bulk: VecDeque<T>,
    turns: u32,
    closed: bool,
}

impl<T> Queue<T> {
    pub(super) fn new() -> Self {
        let lanes = Lanes { interactive: VecDeque::new(), bulk: VecDeque::new(), turns: 0, closed: false };
        Self { lanes: Mutex::new(lanes), arrived: Condvar::new() }
    }

    /// Adds a piece of work; gives it back when the queue is closed.
    pub(super) fn push(&self, work: T, priority: Priority) -> Result<(), T> {
        let mut lanes = self.lock();
        if lanes.closed {
            return Err(work);
        }
        match priority {
            Priority::Interactive => lanes.interactive.push_back(work),
            Priority::Bulk => lanes.bulk.push_back(work),
        }
        drop(lanes);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for the next piece; none when the queue is closed and empty.
    pub(super) fn pop(&self) -> Option<T> {
        let mut lanes = self.lock();
        loop {
            if let Some(work) = lanes.next() {
                return Some(work);
            }
            if lanes.closed {
                return None;
            }
            lanes = self.arrived.wait(lanes).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Lets workers end when everything that waits is done.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Lanes<T>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Lanes<T> {
    fn next(&mut self) -> Option<T> {
        let interactive_first = self.turns < TURNS || self.bulk.is_empty();
        if interactive_first && let Some(work) = self.interactive.pop_front() {
            self.turns += 1;
            return Some(work);
        }
        self.turns = 0;
        self.bulk.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interactive_work_goes_first_and_bulk_still_gets_on() {
        let queue = Queue::new();
        for number in 0..10 {
            queue.push(format!("i{number}"), Priority::Interactive).unwrap();
        }
        queue.push("b0".to_owned(), Priority::Bulk).unwrap();
        queue.push("b1".to_owned(), Priority::Bulk).unwrap();
        queue.close();
        assert_eq!(queue.push("late".to_owned(), Priority::Bulk), Err("late".to_owned()));
        let order: Vec<String> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order.join(" "), "i0 i1 i2 i3 b0 i4 i5 i6 i7 b1 i8 i9");
    }
}
