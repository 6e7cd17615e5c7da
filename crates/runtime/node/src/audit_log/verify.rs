//! Verifying: all leaves against the tiles and checkpoints of the records, the copy outside them, and checkpoints that
//! others kept.

use super::kept::Kept;
use crate::{Node, NodeError, off_thread};
use audit::{Checkpoint, Leaves, Report, VerifyingKey, tile_paths, verify};
use std::collections::BTreeMap;
use store::Snapshot;

/// So many leaves are read at once.
const PAGE: usize = 5_000;

/// What an auditor brings along.
#[derive(Clone, Debug, Default)]
pub struct AuditOrder {
    /// The log's public keys, one for each name it had; by default those that the node keeps.
    pub keys: Vec<String>,
    /// Checkpoints that were kept elsewhere, with what to call each.
    pub checkpoints: Vec<(String, String)>,
}

/// What a verification found.
#[derive(Clone, Debug)]
pub struct AuditReport {
    /// What was found.
    pub report: Report,
    /// What to call each checkpoint, in the order of their numbers in the findings.
    pub checkpoints: Vec<String>,
    /// Whether there is a copy of the newest checkpoint outside the database.
    pub has_copy: bool,
    /// The public keys that signatures were checked with, the log's own before those of its former names.
    pub keys: Vec<String>,
}

impl Node {
    /// Verifies the whole audit log.
    ///
    /// # Errors
    /// When there is no key to check with, or something cannot be read. What is wrong with the log is in the report.
    pub async fn verify_audit_log(&self, order: AuditOrder) -> Result<AuditReport, NodeError> {
        let kept = Kept(self.folder());
        let keys = verifying_keys(&kept, &order.keys)?;
        // Before the records are read: a copy made later could be over leaves that this state does not have.
        let copy = kept.copy()?;
        let has_copy = copy.is_some();
        let mut snapshot = self.store.read().await?;
        let of_records = snapshot.checkpoints().await?.into_iter();
        let of_records = of_records.map(|(size, note)| (format!("the records' over {size} leaves"), note));
        let of_copy = copy.map(|note| (kept.copy_path().display().to_string(), note));
        let (checkpoints, notes): (Vec<_>, Vec<_>) =
            of_records.chain(of_copy).chain(order.checkpoints).unzip();
        let leaves = read_leaves(&mut snapshot).await?;
        let tiles = read_tiles(&mut snapshot, &notes, &keys).await?;
        let texts = keys.iter().map(|key| key.text().to_owned()).collect();
        let report = off_thread(move || verify(&leaves, &tiles, &notes, &keys)).await?;
        Ok(AuditReport { report, checkpoints, has_copy, keys: texts })
    }
}

fn verifying_keys(kept: &Kept<'_>, given: &[String]) -> Result<Vec<VerifyingKey>, NodeError> {
    let parse = |text: &String| {
        VerifyingKey::parse(text).map_err(|fault| NodeError::Usage {
            what: fault.to_string(),
            remedy: "give the key as `entente audit sign` prints it".into(),
        })
    };
    let keys = match given.is_empty() {
        true => kept.verifying_keys()?,
        false => given.iter().map(parse).collect::<Result<_, _>>()?,
    };
    match keys.is_empty() {
        false => Ok(keys),
        true => Err(NodeError::Usage {
            what: "this node has no key that its audit log was signed with".into(),
            remedy: "sign it with `entente audit sign`, or give the log's public key with --key".into(),
        }),
    }
}

async fn read_leaves(snapshot: &mut Snapshot) -> Result<Leaves, NodeError> {
    let mut leaves = Leaves::new();
    let mut from = 0;
    loop {
        let page = snapshot.leaves(from, PAGE).await?;
        let Some((last, _)) = page.last() else { return Ok(leaves) };
        from = last + 1;
        page.iter().for_each(|(place, leaf)| leaves.take(*place, leaf));
    }
}

/// The tiles under the newest checkpoint.
async fn read_tiles(
    snapshot: &mut Snapshot,
    notes: &[String],
    keys: &[VerifyingKey],
) -> Result<BTreeMap<String, Vec<u8>>, NodeError> {
    let sizes = notes.iter().filter_map(|note| Checkpoint::open_any(note, keys).ok());
    let size = sizes.map(|checkpoint| checkpoint.size).max().unwrap_or(0);
    let mut tiles = BTreeMap::new();
    for path in tile_paths(size) {
        if let Some(tile) = snapshot.tile(&path).await? {
            tiles.insert(path, tile);
        }
    }
    Ok(tiles)
}
