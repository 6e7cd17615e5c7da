//! The machine's clock: the only place that reads it.

use jiff::Timestamp;
use model::Clock;

/// The machine's clock.
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
