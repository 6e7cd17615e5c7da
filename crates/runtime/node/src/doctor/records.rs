//! What the records say: keys, files, lists, index, audit log, work that waits.

use super::Check;
use crate::audit_log::{AuditOrder, orders_a_new_name};
use crate::backup::LAST_BACKUP;
use crate::{ListState, Node, NodeError};
use jiff::SignedDuration;
use std::fs;

/// Leaves that nobody signed for so long show that nobody signs.
const SIGNED_WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// Work that nobody took up for so long shows that nobody works.
const WORKED_WITHIN: SignedDuration = SignedDuration::from_mins(15);

/// A backup that is older loses more than a day's work and the next day's.
const BACKED_UP_WITHIN: SignedDuration = SignedDuration::from_hours(48);

pub(super) async fn check(node: &Node) -> Vec<Check> {
    let mut checks = Vec::new();
    for (what, result) in [
        ("keys", keys(node).await),
        ("files", files(node).await),
        ("lists", lists(node).await),
        ("index", index(node).await),
        ("audit log", log(node).await),
        ("work", work(node).await),
        ("backup", backup(node).await),
    ] {
        checks.push(result.unwrap_or_else(|error| Check::failed(what, &error)));
    }
    checks
}

async fn backup(node: &Node) -> Result<Check, NodeError> {
    let remedy = "make one daily, and keep it elsewhere: entente backup FILE";
    let Some(last) = node.store.read().await?.moment(LAST_BACKUP).await? else {
        return Ok(Check::watch("backup", "none was made of this node", remedy));
    };
    let found = format!("the last one was made {}", last.strftime("%Y-%m-%d %H:%M UTC"));
    Ok(match node.clock.now().duration_since(last) > BACKED_UP_WITHIN {
        true => Check::watch("backup", found, remedy),
        false => Check::good("backup", found),
    })
}

async fn keys(node: &Node) -> Result<Check, NodeError> {
    let numbers = node.store.read().await?.wrapping_keys().await?;
    Ok(match numbers[..] {
        [one] => Check::good("keys", format!("there and those of these records (wrapping key {one})")),
        _ => Check::watch(
            "keys",
            format!("a rotation of the wrapping key was cut off ({} keys)", numbers.len()),
            "complete it: entente keys rotate",
        ),
    })
}

async fn files(node: &Node) -> Result<Check, NodeError> {
    Ok(match node.store.missing_blobs().await? {
        0 => Check::good("files", "all that records refer to are there"),
        missing => Check::broken(
            "files",
            format!("{missing} that records refer to are missing"),
            "restore the data folder from a backup, or import their lists again",
        ),
    })
}

async fn lists(node: &Node) -> Result<Check, NodeError> {
    let lists = node.status().await?;
    let of = |state: ListState| {
        let names: Vec<&str> =
            lists.iter().filter(|list| list.state == state).map(|list| list.id.0.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let current = lists.iter().filter(|list| list.state == ListState::Current).count();
    if let Some(names) = of(ListState::Expired).or(of(ListState::Missing)) {
        let found = format!("not screened against: {names}");
        return Ok(Check::broken("lists", found, "renew them: entente lists fetch, or entente lists import"));
    }
    if let Some(names) = of(ListState::TooOld) {
        let found = format!("older than they may grow: {names}");
        return Ok(Check::broken("lists", found, "renew them: entente lists fetch"));
    }
    Ok(match current {
        0 => Check::watch(
            "lists",
            "none to screen against",
            "entente lists fetch, or entente lists import FILE",
        ),
        current => Check::good("lists", format!("{current} current")),
    })
}

async fn index(node: &Node) -> Result<Check, NodeError> {
    let inputs = match node.index_inputs().await {
        Ok(inputs) => inputs,
        Err(NodeError::NoLists) => return Ok(Check::good("index", "none needed: there is no list")),
        Err(error) => return Err(error),
    };
    let rebuilt = "it is built at the next screening; to have it now: entente lists reindex";
    let Some(file) = node.store.index_file(&inputs.hash).await? else {
        return Ok(Check::watch("index", "not built yet for the lists as they are", rebuilt));
    };
    let path = node.index_path(&file);
    let whole = fs::read(&path).is_ok_and(|bytes| file.starts_with(&store::hash_of(&bytes)[..32]));
    Ok(match whole {
        true => Check::good("index", format!("{file}, as it was built")),
        false if path.exists() => {
            Check::broken("index", format!("{file} is damaged"), "build it anew: entente lists reindex")
        }
        false => Check::watch("index", format!("{file} is not there"), rebuilt),
    })
}

async fn log(node: &Node) -> Result<Check, NodeError> {
    let unsigned = node.unsigned_leaves().await?;
    if orders_a_new_name(node.folder())? {
        let remedy = "complete it: entente audit sign";
        return Ok(Check::watch("audit log", "it is to go on under a new name, and was cut off", remedy));
    }
    let report = match node.verify_audit_log(AuditOrder::default()).await {
        Ok(found) => found.report,
        Err(error) if error.is_usage() => {
            let found = format!("never signed; {unsigned} leaves");
            return Ok(Check::watch("audit log", found, "entente serve signs it, or entente audit sign"));
        }
        Err(error) => return Err(error),
    };
    if let Some(finding) = report.findings.first() {
        let remedy = "entente audit verify tells all; after a restore by other means: entente audit restart";
        return Ok(Check::broken("audit log", finding.to_string(), remedy));
    }
    let found = format!("verified; {} leaves, {unsigned} not signed yet", report.leaves);
    let old = match unsigned {
        0 => false,
        _ => oldest_unsigned(node, report.signed).await?.is_some_and(|age| age > SIGNED_WITHIN),
    };
    Ok(match old {
        false => Check::good("audit log", found),
        true => Check::watch(
            "audit log",
            found,
            "nobody signs it: run entente serve, or entente audit sign by a timer",
        ),
    })
}

async fn oldest_unsigned(node: &Node, from: u64) -> Result<Option<SignedDuration>, NodeError> {
    let leaves = node.store.read().await?.leaves(from, 1).await?;
    let leaf = leaves.first().and_then(|(_, bytes)| audit::Leaf::parse(bytes).ok());
    Ok(leaf.map(|leaf| node.clock.now().duration_since(leaf.at)))
}

async fn work(node: &Node) -> Result<Check, NodeError> {
    let before = node.clock.now() - WORKED_WITHIN;
    Ok(match node.store.read().await?.overdue(before).await? {
        (0, 0) => Check::good("work", "nothing waits for long"),
        (chunks, deliveries) => Check::watch(
            "work",
            format!("{chunks} parts of jobs and {deliveries} notices wait for longer than 15 minutes"),
            "nobody takes them up: run entente serve, and look into its log",
        ),
    })
}
