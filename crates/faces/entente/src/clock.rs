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

/// The machine's clock, set back by some hours.
#[derive(Debug, Default)]
pub struct SetBack(AtomicI64);

impl SetBack {
    /// Sets it back by so many hours.
    pub fn hours_ago(&self, hours: i64) {
        self.0.store(hours, Ordering::Relaxed);
    }
}

impl Clock for SetBack {
    fn now(&self) -> Timestamp {
        let now = SystemClock.now();
        let back = SignedDuration::from_hours(self.0.load(Ordering::Relaxed));
        now.checked_sub(back).unwrap_or(now)
    }
}
