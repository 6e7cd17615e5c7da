//! How long records of each kind are kept: as shipped, and as the node sets it.

use crate::NodeError;
use jiff::{SignedDuration, Timestamp};
use model::Desk;
use std::collections::BTreeMap;

/// What ships with the program.
const SHIPPED: &str = include_str!("../../resources/retention.toml");

/// Days by kind, or by `kind@desk`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention(BTreeMap<String, u32>);

impl Retention {
    /// The shipped days, with those that a node sets in their place.
    ///
    /// # Errors
    /// When the node sets days for a kind or desk that there is not.
    pub fn with(own: &BTreeMap<String, u32>) -> Result<Self, NodeError> {
        let mut days: BTreeMap<String, u32> = toml::from_str(SHIPPED).unwrap_or_default();
        let known: Vec<String> = days.keys().filter(|kind| !kind.contains('@')).cloned().collect();
        for (name, value) in own {
            let (kind, desk) = name.split_once('@').unwrap_or((name, ""));
            if !known.iter().any(|known| known == kind) || (!desk.is_empty() && Desk::parse(desk).is_none()) {
                return Err(NodeError::Usage {
                    what: format!("retention of {name:?} cannot be set"),
                    remedy: format!("in node.toml, set it for one of {}, or for one@desk", known.join(", ")),
                });
            }
            days.insert(name.clone(), *value);
        }
        Ok(Self(days))
    }

    /// How many days records of a kind are kept at a desk.
    pub fn days(&self, kind: &str, desk: Option<Desk>) -> u32 {
        let own = desk.and_then(|desk| self.0.get(&format!("{kind}@{}", desk.as_str())));
        own.or_else(|| self.0.get(kind)).copied().unwrap_or(u32::MAX)
    }

    /// What ended before this moment is kept no longer.
    pub(super) fn before(&self, kind: &str, desk: Option<Desk>, now: Timestamp) -> Timestamp {
        let hours = i64::from(self.days(kind, desk)) * 24;
        now.saturating_sub(SignedDuration::from_hours(hours)).unwrap_or(Timestamp::MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_sets_its_own_days() {
        #[track_caller]
        fn check(own: &[(&str, u32)], kind: &str, desk: Option<Desk>, expected: Option<u32>) {
            let own = own.iter().map(|(name, days)| ((*name).to_owned(), *days)).collect();
            assert_eq!(Retention::with(&own).ok().map(|days| days.days(kind, desk)), expected);
        }
        check(&[], "alert", Some(Desk::Finance), Some(1826));
        check(&[], "alert", Some(Desk::Travel), Some(183));
        check(&[("alert", 9)], "alert", Some(Desk::Finance), Some(9));
        check(&[("alert", 9)], "alert", Some(Desk::Travel), Some(183));
        check(&[("job@finance", 2)], "job", Some(Desk::Finance), Some(2));
        check(&[("job@finance", 2)], "job", Some(Desk::Travel), Some(30));
        check(&[("alerts", 9)], "alert", None, None);
        check(&[("alert@moon", 9)], "alert", None, None);
    }
}
