//! What is wrong with a node, and what to do: folder, database, keys, lists, index, log, work, disk, clock. Looks at a
//! node that does not start, too; an older schema is left as it is.

mod folder;
mod records;

use crate::{Node, NodeError};
use jiff::{SignedDuration, Timestamp};
use model::Clock;
use std::sync::Arc;
use store::{Place, SCHEMA_VERSION, Store};

/// Clocks of two machines may differ by so much.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(5);

/// No machine that runs this program has an earlier time.
const EARLIEST: &str = "2026-01-01T00:00:00Z";

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// In order.
    Good,
    /// It works, and somebody should look at it.
    Watch,
    /// Something is broken.
    Broken,
}

impl Health {
    /// A word for tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Watch => "watch",
            Self::Broken => "broken",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What.
    pub what: &'static str,
    /// How it stands.
    pub health: Health,
    /// What was found.
    pub found: String,
    /// What to do; nothing where it is in order.
    pub remedy: String,
}

impl Check {
    /// In order.
    pub fn good(what: &'static str, found: impl Into<String>) -> Self {
        Self { what, health: Health::Good, found: found.into(), remedy: String::new() }
    }

    /// It works, and somebody should look at it.
    pub fn watch(what: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what, health: Health::Watch, found: found.into(), remedy: remedy.into() }
    }

    /// Something is broken.
    pub fn broken(what: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what, health: Health::Broken, found: found.into(), remedy: remedy.into() }
    }

    /// Broken, as an error says.
    fn failed(what: &'static str, error: &NodeError) -> Self {
        // Our errors end with what to do.
        let text = error.to_string();
        match text.rsplit_once("; ") {
            Some((found, remedy)) => Self::broken(what, found, remedy),
            None => Self::broken(what, text, "mend the cause and run this again"),
        }
    }
}

/// Looks at everything in a place.
pub async fn examine(place: &Place, clock: Arc<dyn Clock>) -> Vec<Check> {
    let mut checks = vec![folder::check(place.folder())];
    if !place.folder().is_dir() {
        return checks;
    }
    checks.extend(folder::disk(place.folder()));
    let looked = match Store::look(place).await {
        Ok(looked) => looked,
        Err(error) => {
            checks.push(Check::failed("database", &error.into()));
            return checks;
        }
    };
    checks.push(time(clock.now(), looked.clock));
    checks.push(schema(looked.schema, place));
    if looked.schema != SCHEMA_VERSION {
        return checks;
    }
    match Node::open(place.clone(), clock).await {
        Ok(node) => {
            checks.extend(records::check(&node).await);
            node.close().await;
        }
        Err(error) => checks.push(Check::failed("keys", &error)),
    }
    checks
}

fn time(own: Timestamp, database: Timestamp) -> Check {
    let apart = own.duration_since(database);
    let found = format!("{}", own.strftime("%Y-%m-%d %H:%M:%S UTC"));
    if EARLIEST.parse().is_ok_and(|earliest: Timestamp| own < earliest) {
        return Check::broken("clock", found, "set this machine's clock: listings, leases and keys go by it");
    }
    match apart.abs() > CLOCKS_DIFFER + SignedDuration::from_secs(1) {
        true => Check::broken(
            "clock",
            format!("{found}; the database's differs by {} s", apart.as_secs()),
            "synchronise both clocks (NTP): leases and sessions go by them",
        ),
        false => Check::good("clock", found),
    }
}

fn schema(found: i64, place: &Place) -> Check {
    let what = format!("{place}: schema version {found}");
    match found.cmp(&SCHEMA_VERSION) {
        std::cmp::Ordering::Equal => Check::good("database", what),
        std::cmp::Ordering::Less => Check::watch(
            "database",
            what,
            format!(
                "the next command upgrades it to {SCHEMA_VERSION}; make a backup with the former program first"
            ),
        ),
        std::cmp::Ordering::Greater => Check::broken(
            "database",
            format!("{what}, this program knows {SCHEMA_VERSION}"),
            "use the program that wrote it, or a newer one",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_that_differ_and_clocks_that_were_never_set_are_told() {
        #[track_caller]
        fn check(own: &str, database: &str, health: Health) {
            assert_eq!(
                time(own.parse().unwrap(), database.parse().unwrap()).health,
                health,
                "{own} {database}"
            );
        }
        check("2026-11-25T08:00:00Z", "2026-11-25T08:00:01Z", Health::Good);
        check("2026-11-25T08:00:00Z", "2026-11-25T08:00:30Z", Health::Broken);
        check("2026-11-25T09:00:00Z", "2026-11-25T08:00:00Z", Health::Broken);
        check("1970-01-01T00:00:09Z", "1970-01-01T00:00:09Z", Health::Broken);
    }
}
