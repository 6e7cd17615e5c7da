//! Signing: a checkpoint over all leaves, made while nobody else can write. What does not go on from the newest
//! checkpoint, in the records and outside, is not signed: that would make a changed log look whole.

use super::anew::Anew;
use super::kept::Kept;
use crate::{Node, NodeError};
use audit::{Checkpoint, Former, KeptTile, SigningKey, Tree, VerifyingKey, leaf_hash};
use std::collections::BTreeMap;
use store::{Snapshot, Tx};

/// So many leaves are signed in one transaction: others want to write, too.
const STEP: u64 = 50_000;
/// So many leaves are read at once.
const PAGE: usize = 5_000;
/// Larger than any log.
const ALL: u64 = i64::MAX.unsigned_abs();

/// The log as it was signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedLog {
    /// Leaves under the newest checkpoint.
    pub size: u64,
    /// Leaves that no checkpoint was over before.
    pub added: u64,
    /// The newest checkpoint: for others to keep.
    pub note: String,
    /// The key that it is checked with.
    pub key: String,
}

impl Node {
    /// Signs a checkpoint over all leaves of the audit log, and keeps a copy of it outside the database. The first
    /// time makes the key.
    ///
    /// # Errors
    /// When the log does not go on from its newest checkpoint, the key is gone, or something cannot be written.
    pub async fn sign_audit_log(&self) -> Result<SignedLog, NodeError> {
        let mut added = 0;
        loop {
            let step = self.sign_step().await?;
            added += step.signed.added;
            if !step.more {
                return Ok(SignedLog { added, ..step.signed });
            }
        }
    }

    /// Leaves that no checkpoint is over yet.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn unsigned_leaves(&self) -> Result<u64, NodeError> {
        let mut snapshot = self.store.read().await?;
        let newest = snapshot.newest_checkpoint(ALL).await?.and_then(|note| Former::claimed(&note));
        let signed = newest.map_or(0, |newest| newest.size);
        Ok(snapshot.log_size().await?.saturating_sub(signed))
    }

    async fn sign_step(&self) -> Result<Step, NodeError> {
        let kept = Kept(self.folder());
        let mut tx = self.store.write("audit.sign").await?;
        let (newest, copy) = (tx.newest_checkpoint(ALL).await?, kept.copy()?);
        let waiting = Anew::waiting(self.folder())?;
        let key = kept.key()?;
        let anew = waiting.as_ref().filter(|anew| !anew.is_begun(key.as_ref(), newest.as_deref()));
        let key = match (anew, key) {
            // It was made for the new name already, and cut off then.
            (Some(anew), Some(key)) if !anew.ends(&key) => key,
            (Some(_), _) => kept.renew_key()?,
            (None, Some(key)) => key,
            (None, None) if newest.is_none() && copy.is_none() => kept.make_key()?,
            (None, None) => return Err(refused("its key is gone from the folder of keys".into())),
        };
        let former = anew.and_then(|_| latest([copy.as_deref(), newest.as_deref()]));
        if let Some(anew) = anew {
            let stood = former.as_ref().map(|former| (&former.name, former.size, former.root.to_string()));
            self.tell(&mut tx, &self.itself(), anew.action, None, &[], &(&anew.reason, stood)).await?;
        }
        let size = tx.log_size().await?;
        let keys = kept.verifying_keys()?;
        let mut tree = open_tree(&mut tx, &keys, newest.as_deref()).await?;
        let before = tree.size();
        if size < before {
            return Err(refused(format!("{size} leaves are left of {before} that were signed")));
        }
        if anew.is_none() && waiting.is_none() {
            goes_on(&mut tx, &keys, copy.as_deref()).await?;
        }
        let until = size.min(before + STEP);
        let note = match newest {
            Some(note) if until == before => note,
            _ => extend(&mut tx, &mut tree, (&key, former.as_ref()), until).await?,
        };
        tx.commit().await?;
        // After the records: a copy that is behind them is good, one that is ahead of them would accuse them.
        kept.put_copy(&note)?;
        if waiting.is_some() {
            Anew::done(self.folder())?;
        }
        let key = key.verifying().text().to_owned();
        let signed = SignedLog { size: until, added: until - before, note, key };
        Ok(Step { signed, more: until < size })
    }
}

struct Step {
    signed: SignedLog,
    more: bool,
}

/// Where the former log stood at last, as far as anything tells.
fn latest(notes: [Option<&str>; 2]) -> Option<Former> {
    let claimed = notes.into_iter().flatten().filter_map(Former::claimed);
    claimed.max_by_key(|former| former.size)
}

/// The tree under the newest checkpoint.
async fn open_tree(tx: &mut Tx, keys: &[VerifyingKey], newest: Option<&str>) -> Result<Tree, NodeError> {
    let Some(note) = newest else { return Ok(Tree::new()) };
    let newest = open(note, keys, "the newest checkpoint")?;
    let mut tiles = BTreeMap::new();
    for path in Tree::edge_paths(newest.size) {
        if let Some(tile) = tx.tile(&path).await? {
            tiles.insert(path, tile);
        }
    }
    Tree::open(&newest, &tiles).map_err(|fault| refused(fault.to_string()))
}

/// Refuses a log whose checkpoints are not those the copy tells of.
async fn goes_on(
    snapshot: &mut Snapshot,
    keys: &[VerifyingKey],
    copy: Option<&str>,
) -> Result<(), NodeError> {
    let Some(copy) = copy else { return Ok(()) };
    let copy = open(copy, keys, "the copy of the newest checkpoint")?;
    let known = match snapshot.newest_checkpoint(copy.size).await? {
        Some(note) => open(&note, keys, "a checkpoint")? == copy,
        None => false,
    };
    if known {
        return Ok(());
    }
    let size = copy.size;
    Err(refused(format!(
        "the copy outside the database is a checkpoint over {size} leaves that the records lack; if they were set \
         back on purpose, `entente audit restart` lets the log go on under a new name"
    )))
}

/// Adds leaves to the tree, keeps its tiles, and signs it.
async fn extend(
    tx: &mut Tx,
    tree: &mut Tree,
    (key, former): (&SigningKey, Option<&Former>),
    until: u64,
) -> Result<String, NodeError> {
    while tree.size() < until {
        let from = tree.size();
        let left = usize::try_from(until - from).unwrap_or(PAGE);
        let leaves = tx.leaves(from, PAGE.min(left)).await?;
        for (expected, (place, leaf)) in (from..).zip(&leaves) {
            if *place != expected {
                return Err(refused(format!("leaf {expected} is gone")));
            }
            put(tx, tree.push(leaf_hash(leaf))).await?;
        }
        if leaves.is_empty() {
            return Err(refused(format!("leaf {from} is gone")));
        }
    }
    put(tx, tree.edge()).await?;
    let note = match former {
        Some(former) => Checkpoint::of(tree).sign_anew(key, former),
        None => Checkpoint::of(tree).sign(key),
    };
    let note = note.map_err(|fault| refused(fault.to_string()))?;
    tx.put_checkpoint(until, &note).await?;
    Ok(note)
}

async fn put(tx: &mut Tx, tiles: Vec<KeptTile>) -> Result<(), NodeError> {
    for tile in tiles {
        tx.put_tile(&tile.path, &tile.bytes).await?;
    }
    Ok(())
}

fn open(note: &str, keys: &[VerifyingKey], what: &str) -> Result<Checkpoint, NodeError> {
    Checkpoint::open_any(note, keys).map_err(|fault| refused(format!("{what} is not good: {fault}")))
}

fn refused(what: String) -> NodeError {
    NodeError::AuditLog { what }
}
