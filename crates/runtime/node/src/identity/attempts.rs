//! Attempts to get in, counted by the address they come from: a few at once, then one every few seconds. Each instance
//! counts for itself; what protects an account is its own lock-out, which all instances share.

use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

/// So many at once.
const AT_ONCE: i64 = 20;

/// Then one in so many milliseconds.
const ONE_IN: i64 = 3_000;

/// So many addresses are remembered: then those that may do everything again are forgotten.
const MOST: usize = 50_000;

/// Attempts by address.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<IpAddr, Timestamp>>);

impl Attempts {
    /// Counts an attempt. The moment kept for an address is when it will have made up for all its attempts.
    ///
    /// # Errors
    /// After how many seconds there is room for another.
    pub fn count(&self, from: IpAddr, now: Timestamp) -> Result<(), u64> {
        let mut made_up_for = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if made_up_for.len() >= MOST {
            made_up_for.retain(|_, until| *until > now);
        }
        let until = made_up_for.entry(network(from)).or_insert(now);
        let begin = (*until).max(now);
        let owed = begin.duration_since(now).as_millis().try_into().unwrap_or(i64::MAX);
        if owed > (AT_ONCE - 1) * ONE_IN {
            let over = owed - (AT_ONCE - 1) * ONE_IN;
            return Err(u64::try_from(over / 1000 + 1).unwrap_or(1));
        }
        *until = begin.checked_add(SignedDuration::from_millis(ONE_IN)).unwrap_or(begin);
        Ok(())
    }
}

/// Who has one address of IPv6 has all of its network of 64 bits.
fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(ip) => {
            let [a, b, c, d, ..] = ip.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_attempts_at_once_then_one_every_few_seconds() {
        let attempts = Attempts::default();
        let at = |millis| Timestamp::from_millisecond(millis).unwrap();
        let (one, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        for attempt in 0..AT_ONCE {
            assert_eq!(attempts.count(one, at(0)), Ok(()), "{attempt}");
        }
        assert_eq!(attempts.count(one, at(0)), Err(4));
        assert_eq!(attempts.count(other, at(0)), Ok(()), "others are not held up");
        assert_eq!(attempts.count(one, at(ONE_IN)), Ok(()));
        assert!(attempts.count(one, at(ONE_IN + 1)).is_err());
        assert_eq!(attempts.count(one, at(1_000_000)), Ok(()));
    }

    #[test]
    fn addresses_of_one_network_count_as_one() {
        #[track_caller]
        fn check(one: &str, other: &str, same: bool) {
            assert_eq!(
                network(one.parse().unwrap()) == network(other.parse().unwrap()),
                same,
                "{one} {other}"
            );
        }
        check("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true);
        check("2001:db8:1:2::1", "2001:db8:1:3::1", false);
        check("::ffff:192.0.2.1", "192.0.2.1", true);
        check("192.0.2.1", "192.0.2.2", false);
    }
}
