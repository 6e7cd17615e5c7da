//! Verification of a whole log: its leaves against its tiles and against checkpoints, those it keeps and those that
//! others kept. The leaves' hashes are held in memory: 32 bytes each.

use crate::compare::compare;
use crate::tiles::{self, KeptTile, Tiles};
use crate::{Checkpoint, Finding, Hash, Places, Tree, VerifyingKey, leaf_hash};

/// Leaves as they were found.
#[derive(Default)]
pub struct Leaves {
    hashes: Vec<Hash>,
    gap: Option<u64>,
}

impl Leaves {
    /// No leaves yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next leaf in, which lies at a place.
    pub fn take(&mut self, place: u64, leaf: &[u8]) {
        if place != self.hashes.len() as u64 {
            self.gap.get_or_insert(self.hashes.len() as u64);
        }
        self.hashes.push(leaf_hash(leaf));
    }
}

impl<L: AsRef<[u8]>> FromIterator<L> for Leaves {
    fn from_iter<I: IntoIterator<Item = L>>(leaves: I) -> Self {
        Self { hashes: leaves.into_iter().map(|leaf| leaf_hash(leaf.as_ref())).collect(), gap: None }
    }
}

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Leaves there are.
    pub leaves: u64,
    /// Leaves under the newest good checkpoint. Those after it nobody vouches for yet.
    pub signed: u64,
    /// Good checkpoints.
    pub checkpoints: usize,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Verifies a log against signed checkpoints in any order: all it keeps, and all that others kept. What is wrong after
/// the newest checkpoint shows only where a place is empty. A log that went on under another name has a key for each.
pub fn verify(leaves: &Leaves, tiles: &impl Tiles, notes: &[String], keys: &[VerifyingKey]) -> Report {
    let (checkpoints, mut findings) = open_all(notes, keys);
    let signed = checkpoints.last().map_or(0, |head| head.size);
    let (held, broken) = rebuild(&leaves.hashes, &checkpoints);
    findings.extend(forks(&checkpoints, &held, &broken));
    if let Some(head) = broken.last().filter(|head| held.last().is_none_or(|held| held.size < head.size)) {
        let good = held.last().map_or(0, |held| held.size);
        findings.extend(damage(&leaves.hashes, good, &broken, head, tiles));
    } else if findings.is_empty()
        && let Some(head) = held.last()
    {
        findings.extend(wrong_tiles(&leaves.hashes, head, tiles));
    }
    if let Some(place) = leaves.gap.filter(|_| findings.is_empty()) {
        findings.push(Finding::Deleted(Places::one(place)));
    }
    Report { leaves: leaves.hashes.len() as u64, signed, checkpoints: checkpoints.len(), findings }
}

/// Good checkpoints by size, each once, and those that are not good.
fn open_all(notes: &[String], keys: &[VerifyingKey]) -> (Vec<Checkpoint>, Vec<Finding>) {
    let (mut good, mut findings) = (Vec::new(), Vec::new());
    for (number, note) in (1..).zip(notes) {
        match Checkpoint::open_any(note, keys) {
            Ok(checkpoint) => good.push(checkpoint),
            Err(fault) => findings.push(Finding::Checkpoint { number, fault }),
        }
    }
    good.sort_by_key(|checkpoint| (checkpoint.size, checkpoint.root.0));
    good.dedup();
    (good, findings)
}

/// Checkpoints that hold over these leaves, and those that do not.
fn rebuild(leaves: &[Hash], checkpoints: &[Checkpoint]) -> (Vec<Checkpoint>, Vec<Checkpoint>) {
    let (mut tree, mut rest) = (Tree::new(), leaves.iter());
    checkpoints.iter().partition(|checkpoint| {
        while tree.size() < checkpoint.size
            && let Some(leaf) = rest.next()
        {
            tree.push(*leaf);
        }
        Checkpoint::of(&tree) == **checkpoint
    })
}

/// Signed checkpoints that contradict each other: over the same leaves, or where a later one holds and an earlier one
/// does not.
fn forks(all: &[Checkpoint], held: &[Checkpoint], broken: &[Checkpoint]) -> Vec<Finding> {
    let same_size = all.windows(2).filter(|pair| pair[0].size == pair[1].size).map(|pair| (pair[0], pair[1]));
    let left_behind = broken.iter().filter_map(|one| {
        let later = held.iter().find(|other| other.size > one.size)?;
        Some((*one, *later))
    });
    let pairs = same_size.chain(left_behind);
    pairs.map(|(one, other)| Finding::Forked { one: one.size, other: other.size }).collect()
}

/// What became of the leaves after the first `good` ones, where the newest checkpoint does not hold.
fn damage(
    leaves: &[Hash],
    good: u64,
    broken: &[Checkpoint],
    head: &Checkpoint,
    tiles: &impl Tiles,
) -> Vec<Finding> {
    let there = leaves.len() as u64;
    if let Some(signed) = signed_leaves(head, tiles) {
        let (_, others) = rebuild(&signed, broken);
        let forks = others.iter().map(|other| Finding::Forked { one: other.size, other: head.size });
        return forks.chain(compare(&signed, leaves)).collect();
    }
    // Without tiles only the checkpoints tell: what lies between the last that holds and the first that does not.
    let first =
        broken.iter().map(|checkpoint| checkpoint.size).find(|size| *size > good).unwrap_or(head.size);
    match first > there {
        true => vec![Finding::Truncated { kept: there, signed: head.size }],
        false => vec![Finding::Changed { from: good, to: first }],
    }
}

/// The hashes of the leaves that were signed, from tiles that give the signed root.
fn signed_leaves(head: &Checkpoint, tiles: &impl Tiles) -> Option<Vec<Hash>> {
    let mut signed = Vec::new();
    for path in tiles::level_paths(head.size, 0) {
        let bytes = tiles.tile(&path)?;
        signed.extend(tiles::hashes(bytes, bytes.len() / size_of::<Hash>())?);
    }
    let (held, _) = rebuild(&signed, std::slice::from_ref(head));
    (held.len() == 1).then_some(signed)
}

/// Tiles that are not those of the leaves.
fn wrong_tiles(leaves: &[Hash], head: &Checkpoint, tiles: &impl Tiles) -> Vec<Finding> {
    let mut tree = Tree::new();
    let size = usize::try_from(head.size).unwrap_or(usize::MAX);
    let full: Vec<KeptTile> = leaves.iter().take(size).flat_map(|leaf| tree.push(*leaf)).collect();
    let wrong =
        full.into_iter().chain(tree.edge()).filter(|tile| tiles.tile(&tile.path) != Some(&tile.bytes));
    wrong.map(|tile| Finding::Tile { path: tile.path }).collect()
}
