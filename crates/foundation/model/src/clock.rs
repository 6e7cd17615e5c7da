//! Time as an argument. Only the binary implements [`Clock`] over the machine's clock.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Where a use case learns what time it is.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Today's date in UTC, on which listings and legal bases begin and expire.
    fn today(&self) -> Date {
        day_of(self.now())
    }
}

/// The day of a moment in UTC: the day that expiries and clocks count by.
pub fn day_of(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}

/// A clock that stands still: for tests and for replaying a past screening.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
