//! The machine's clock: the only place that reads it. Also a clock that is set back, for a demo that has a past.

use jiff::{SignedDuration, Timestamp};
use model::Clock;
use std::sync::atomic::{AtomicI64, Ordering};

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "this is the clock that everything else is handed")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A demo's clock: set back while the demo is furnished, so that it has a past. Held at a moment, it shows the same with
/// every run, and moves by a thousandth of a second with each look, so that records keep the order in which they were made.
#[derive(Debug, Default)]
pub struct DemoClock {
    held: Option<Timestamp>,
    looks: AtomicI64,
    back: AtomicI64,
}

impl DemoClock {
    /// The machine's own, or held at a moment.
    pub fn new(held: Option<Timestamp>) -> Self {
        Self { held, ..Self::default() }
    }

    /// Sets it back by so many hours.
    pub fn hours_ago(&self, hours: i64) {
        self.back.store(hours, Ordering::Relaxed);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        let now = match self.held {
            Some(held) => {
                let looks = SignedDuration::from_millis(self.looks.fetch_add(1, Ordering::Relaxed));
                held.saturating_add(looks).unwrap_or(held)
            }
            None => SystemClock.now(),
        };
        let back = SignedDuration::from_hours(self.back.load(Ordering::Relaxed));
        now.saturating_sub(back).unwrap_or(now)
    }
}
