//! Reading the log: leaves page by page, checkpoints, proofs, and the files of c2sp.org/tlog-tiles. Whoever audits some
//! desks only reads the leaves of those; the log as a whole is for those who audit the node.

use super::kept::Kept;
use super::verify::{AuditOrder, AuditReport};
use crate::{Node, NodeError};
use access::{Action, Actor, Policies, Resource};
use audit::{Checkpoint, Leaf, leaf_hash, prove_consistency, prove_inclusion, tile_paths};
use model::Desk;
use std::collections::{BTreeMap, HashMap};
use store::Snapshot;

/// Larger than any log.
const ALL: u64 = i64::MAX.unsigned_abs();
/// Hashes, or leaves, of a full tile.
const TILE: u64 = 256;

/// Leaves of the log, in order.
#[derive(Clone, Debug)]
pub struct LeafPage {
    /// Each with its place.
    pub leaves: Vec<(u64, Leaf)>,
    /// From where to go on; none at the end.
    pub next: Option<u64>,
    /// How many leaves the log has.
    pub size: u64,
}

/// A leaf, and the proof that it is under a checkpoint.
#[derive(Clone, Debug)]
pub struct ProvedLeaf {
    /// Its place.
    pub place: u64,
    /// The leaf.
    pub leaf: Leaf,
    /// Its hash in the tree (RFC 6962), in hexadecimal.
    pub hash: String,
    /// The proof; none while no checkpoint is over it.
    pub proof: Option<InclusionProof>,
}

/// Hashes that lead from a leaf, or from an earlier checkpoint, to the root of a checkpoint.
#[derive(Clone, Debug)]
pub struct InclusionProof {
    /// The checkpoint, a signed note.
    pub checkpoint: String,
    /// Leaves under it.
    pub size: u64,
    /// The hashes, in hexadecimal, in the order of RFC 6962.
    pub hashes: Vec<String>,
}

impl Node {
    /// Leaves from a place on that the actor may read; at most `limit` are looked at.
    ///
    /// # Errors
    /// When the actor may read none at all, or the records cannot be read.
    pub async fn audit_leaves(&self, actor: &Actor, from: u64, limit: usize) -> Result<LeafPage, NodeError> {
        let mut snapshot = self.store.read().await?;
        let size = snapshot.log_size().await?;
        let page = snapshot.leaves(from, limit).await?;
        let next = page.last().map(|(place, _)| place + 1).filter(|next| *next < size);
        let mut may: HashMap<Option<Desk>, bool> = HashMap::new();
        let mut leaves = Vec::with_capacity(page.len());
        for (place, bytes) in page {
            let leaf = parsed(place, &bytes)?;
            if *may.entry(leaf.desk).or_insert_with(|| reads(actor, leaf.desk)) {
                leaves.push((place, leaf));
            }
        }
        Ok(LeafPage { leaves, next, size })
    }

    /// A leaf with the proof that it is in the log.
    ///
    /// # Errors
    /// When there is none, or the actor may not read it.
    pub async fn audit_leaf(&self, actor: &Actor, place: u64) -> Result<ProvedLeaf, NodeError> {
        let mut snapshot = self.store.read().await?;
        let missing = || NodeError::NotFound {
            wanted: format!("leaf {place}"),
            remedy: "leaves are counted from 0; the list of leaves tells how many there are".into(),
        };
        let found = snapshot.leaves(place, 1).await?.into_iter().find(|(found, _)| *found == place);
        let (_, bytes) = found.ok_or_else(missing)?;
        let leaf = parsed(place, &bytes)?;
        if !reads(actor, leaf.desk) {
            return Err(missing());
        }
        let proof = match self.newest(&mut snapshot).await? {
            Some((note, head)) if place < head.size => {
                let tiles = tiles_of(&mut snapshot, head.size).await?;
                let hashes = prove_inclusion(&head, place, &tiles).map_err(unproved)?;
                let hashes = hashes.iter().map(|hash| hex::encode(hash.0)).collect();
                Some(InclusionProof { checkpoint: note, size: head.size, hashes })
            }
            _ => None,
        };
        Ok(ProvedLeaf { place, leaf, hash: hex::encode(leaf_hash(&bytes).0), proof })
    }

    /// The proof that the newest checkpoint goes on from the first `earlier` leaves.
    ///
    /// # Errors
    /// When the actor may not, there is no checkpoint, or it is over fewer leaves.
    pub async fn audit_consistency(&self, actor: &Actor, earlier: u64) -> Result<InclusionProof, NodeError> {
        whole(actor)?;
        let mut snapshot = self.store.read().await?;
        let newest = self.newest(&mut snapshot).await?;
        let (checkpoint, head) = newest.ok_or_else(no_checkpoint)?;
        let tiles = tiles_of(&mut snapshot, head.size).await?;
        let hashes = prove_consistency(&head, earlier, &tiles).map_err(|fault| NodeError::Usage {
            what: fault.to_string(),
            remedy: "give the size of an earlier checkpoint of this log".into(),
        })?;
        let hashes = hashes.iter().map(|hash| hex::encode(hash.0)).collect();
        Ok(InclusionProof { checkpoint, size: head.size, hashes })
    }

    /// All checkpoints with the number of leaves under each, the oldest first, and the public keys that
    /// signed them, the latest first.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn audit_checkpoints(
        &self,
        actor: &Actor,
    ) -> Result<(Vec<(u64, String)>, Vec<String>), NodeError> {
        whole(actor)?;
        let keys = Kept(self.folder()).verifying_keys()?;
        let keys = keys.iter().map(|key| key.text().to_owned()).collect();
        Ok((self.store.read().await?.checkpoints().await?, keys))
    }

    /// The newest checkpoint as a signed note.
    ///
    /// # Errors
    /// When the actor may not, or nothing was signed yet.
    pub async fn audit_checkpoint(&self, actor: &Actor) -> Result<String, NodeError> {
        whole(actor)?;
        self.store.read().await?.newest_checkpoint(ALL).await?.ok_or_else(no_checkpoint)
    }

    /// [`Node::verify_audit_log`], for whoever audits the node.
    ///
    /// # Errors
    /// When the actor may not, there is no key to check with, or something cannot be read.
    pub async fn verify_audit_log_by(
        &self,
        actor: &Actor,
        order: AuditOrder,
    ) -> Result<AuditReport, NodeError> {
        let resource = Resource::of_node(Action::AuditVerify.resource());
        Policies::shipped().check(actor, Action::AuditVerify, &resource)?;
        self.verify_audit_log(order).await
    }

    /// A tile of what was signed, by its path after `tile/`: `0/x001/234`, `1/000.p/17`, `entries/000`.
    ///
    /// # Errors
    /// When the actor may not, or there is no such tile.
    pub async fn audit_tile(&self, actor: &Actor, path: &str) -> Result<Vec<u8>, NodeError> {
        whole(actor)?;
        let missing = || NodeError::NotFound {
            wanted: format!("tile/{path}"),
            remedy: "tiles are named as c2sp.org/tlog-tiles does, and are of what was signed".into(),
        };
        let mut snapshot = self.store.read().await?;
        if let Some(number) = path.strip_prefix("entries/") {
            let newest = self.newest(&mut snapshot).await?;
            let signed = newest.map_or(0, |(_, head)| head.size);
            let (number, width) = numbered(number).ok_or_else(missing)?;
            let from = number.checked_mul(TILE).ok_or_else(missing)?;
            if from.checked_add(width).is_none_or(|end| end > signed) {
                return Err(missing());
            }
            return entries(&mut snapshot, from, width).await?.ok_or_else(missing);
        }
        snapshot.tile(&format!("tile/{path}")).await?.ok_or_else(missing)
    }

    /// The newest checkpoint, signed by one of the log's keys.
    async fn newest(&self, snapshot: &mut Snapshot) -> Result<Option<(String, Checkpoint)>, NodeError> {
        let Some(note) = snapshot.newest_checkpoint(ALL).await? else { return Ok(None) };
        let keys = Kept(self.folder()).verifying_keys()?;
        let head = Checkpoint::open_any(&note, &keys).map_err(|fault| NodeError::AuditLog {
            what: format!("the newest checkpoint is not good: {fault}"),
        })?;
        Ok(Some((note, head)))
    }
}

fn reads(actor: &Actor, desk: Option<Desk>) -> bool {
    let resource = Resource { kind: Action::AuditRead.resource(), desk, owner: None };
    Policies::shipped().check(actor, Action::AuditRead, &resource).is_ok()
}

/// The log as a whole tells of all desks.
fn whole(actor: &Actor) -> Result<(), NodeError> {
    let resource = Resource::of_node(Action::AuditRead.resource());
    Ok(Policies::shipped().check(actor, Action::AuditRead, &resource)?)
}

fn parsed(place: u64, bytes: &[u8]) -> Result<Leaf, NodeError> {
    Leaf::parse(bytes).map_err(|fault| NodeError::AuditLog { what: format!("leaf {place}: {fault}") })
}

fn unproved(fault: audit::ProofFault) -> NodeError {
    NodeError::AuditLog { what: fault.to_string() }
}

fn no_checkpoint() -> NodeError {
    NodeError::NotFound {
        wanted: "a checkpoint".into(),
        remedy: "sign the log with `entente audit sign`; run it from a timer".into(),
    }
}

async fn tiles_of(snapshot: &mut Snapshot, size: u64) -> Result<BTreeMap<String, Vec<u8>>, NodeError> {
    let mut tiles = BTreeMap::new();
    for path in tile_paths(size) {
        if let Some(tile) = snapshot.tile(&path).await? {
            tiles.insert(path, tile);
        }
    }
    Ok(tiles)
}

/// The leaves of a bundle, each after its length as two bytes; none where one of them is gone.
async fn entries(snapshot: &mut Snapshot, from: u64, width: u64) -> Result<Option<Vec<u8>>, NodeError> {
    let page = snapshot.leaves(from, usize::try_from(width).unwrap_or(0)).await?;
    let mut bundle = Vec::new();
    for (expected, (place, leaf)) in (from..).zip(&page) {
        let Ok(length) = u16::try_from(leaf.len()) else { return Ok(None) };
        if *place != expected {
            return Ok(None);
        }
        bundle.extend(length.to_be_bytes());
        bundle.extend(leaf);
    }
    Ok((page.len() as u64 == width).then_some(bundle))
}

/// Number and width of a tile, out of `x001/x234/067` or `000.p/17`.
fn numbered(path: &str) -> Option<(u64, u64)> {
    let (path, width) = match path.split_once(".p/") {
        Some((path, width)) => (path, width.parse().ok().filter(|width| (1..TILE).contains(width))?),
        None => (path, TILE),
    };
    let mut number = 0_u64;
    let parts: Vec<&str> = path.split('/').collect();
    let (last, before) = parts.split_last()?;
    let digits = |part: &str| match part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()) {
        true => part.parse::<u64>().ok(),
        false => None,
    };
    for part in before {
        number = number.checked_mul(1000)?.checked_add(digits(part.strip_prefix('x')?)?)?;
    }
    Some((number.checked_mul(1000)?.checked_add(digits(last)?)?, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_numbered_in_groups_of_three() {
        #[track_caller]
        fn check(path: &str, expected: Option<(u64, u64)>) {
            assert_eq!(numbered(path), expected, "{path}");
        }
        check("000", Some((0, 256)));
        check("x001/x234/067", Some((1_234_067, 256)));
        check("005.p/17", Some((5, 17)));
        check("005.p/256", None);
        check("005.p/0", None);
        check("5", None);
        check("001/234", None);
        check("x001", None);
        check("../x", None);
        check("", None);
    }
}
