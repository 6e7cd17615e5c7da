//! The lock-out rule: after some failures in a row an account waits, each time twice as long. A right password during
//! the wait does not help, so guessing gains nothing; a wait ends by itself, so that nobody can lock others out for good.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// So many failures in a row cost nothing.
const FREE: u32 = 5;

/// The first wait.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(60);

/// The longest wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

/// After so long without a failure the count begins anew.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// An account must wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many failed attempts; try again after {until}")]
pub struct Locked {
    /// Until when.
    pub until: Timestamp,
}

/// Failures of one account, or of one address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockOut {
    failures: u32,
    last: Option<Timestamp>,
}

impl LockOut {
    /// Whether an attempt may be made now.
    ///
    /// # Errors
    /// When the account must wait.
    pub fn standing(&self, now: Timestamp) -> Result<(), Locked> {
        match self.until() {
            Some(until) if now < until => Err(Locked { until }),
            _ => Ok(()),
        }
    }

    /// Notes a failed attempt; true when it is the one that makes the account wait.
    pub fn failed(&mut self, now: Timestamp) -> bool {
        let forgotten = self.last.is_some_and(|last| now.duration_since(last) >= FORGOTTEN_AFTER);
        self.failures = if forgotten { 1 } else { self.failures.saturating_add(1) };
        self.last = Some(now);
        self.failures >= FREE
    }

    /// Notes a success: the count begins anew.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Failures in a row.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    fn until(&self) -> Option<Timestamp> {
        let times = self.failures.checked_sub(FREE)?;
        let wait = FIRST_WAIT.checked_mul(1 << times.min(10)).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
        self.last?.checked_add(wait).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn waits_grow_and_end_by_themselves() {
        let mut lock = LockOut::default();
        for second in 0..4 {
            assert!(!lock.failed(at(second)));
            assert_eq!(lock.standing(at(second)), Ok(()));
        }
        let mut now = 4;
        for wait in [60, 120, 240, 480, 960, 1920, 3600, 3600] {
            assert!(lock.failed(at(now)));
            assert_eq!(lock.standing(at(now + wait - 1)), Err(Locked { until: at(now + wait) }));
            assert_eq!(lock.standing(at(now + wait)), Ok(()));
            now += wait;
        }
        lock.succeeded();
        assert!(!lock.failed(at(now)));
    }

    #[test]
    fn old_failures_are_forgotten() {
        let mut lock = LockOut::default();
        for second in 0..4 {
            lock.failed(at(second));
        }
        assert!(!lock.failed(at(3 + 24 * 3600)));
        assert_eq!(lock.failures(), 1);
    }
}
