//! The tree: its root is the library's, it opens anew at every size, and its proofs hold for what they prove only.

use crate::{Log, Tiles, key, leaves};
use audit::*;
use proptest::prelude::*;
use std::cell::RefCell;
use tlog_tiles::{Error, HashReader, stored_hashes, tree_hash};

/// All hashes of a tree in memory, as the library lays them out.
#[derive(Default)]
struct Stored(RefCell<Vec<Hash>>);

impl HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let stored = self.0.borrow();
        Ok(indexes.iter().map(|index| stored[usize::try_from(*index).unwrap()]).collect())
    }
}

fn head(log: &Log) -> Checkpoint {
    Checkpoint::open(log.notes.last().unwrap(), key().verifying()).unwrap()
}

#[test]
fn the_root_is_that_of_rfc_6962_at_every_size() {
    let (stored, mut tree) = (Stored::default(), Tree::new());
    for (size, leaf) in (0..).zip(leaves(1100)) {
        assert!(tree.root() == tree_hash(size, &stored).unwrap(), "{size} leaves");
        let hashes = stored_hashes(size, &leaf, &stored).unwrap();
        stored.0.borrow_mut().extend(hashes);
        tree.push(leaf_hash(&leaf));
    }
}

#[test]
fn the_tree_opens_anew_from_its_edge_at_every_size() {
    let all = leaves(70_000);
    let log = Log::of(all.clone(), &[1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000]);
    for note in &log.notes {
        let checkpoint = Checkpoint::open(note, key().verifying()).unwrap();
        let size = checkpoint.size;
        let edge: Tiles =
            Tree::edge_paths(size).into_iter().map(|path| (path.clone(), log.tiles[&path].clone())).collect();
        let mut tree = Tree::open(&checkpoint, &edge).unwrap_or_else(|fault| panic!("{size}: {fault}"));
        all[usize::try_from(size).unwrap()..].iter().for_each(|leaf| drop(tree.push(leaf_hash(leaf))));
        assert!(tree.root() == head(&log).root, "from {size} on");
        assert!(tile_paths(size).iter().all(|path| log.tiles.contains_key(path)), "{size}");
    }
}

#[test]
fn a_changed_edge_does_not_open() {
    let log = Log::of(leaves(300), &[300]);
    let paths = Tree::edge_paths(300);
    assert_eq!(paths, ["tile/0/001.p/44", "tile/1/000.p/1"]);
    for path in paths {
        let mut tiles = log.tiles.clone();
        tiles.get_mut(&path).unwrap()[0] ^= 1;
        assert!(matches!(Tree::open(&head(&log), &tiles), Err(TreeFault::Root { size: 300 })), "{path}");
        tiles.get_mut(&path).unwrap().pop();
        assert!(matches!(Tree::open(&head(&log), &tiles), Err(TreeFault::Tile { .. })), "{path}");
        tiles.remove(&path);
        assert!(matches!(Tree::open(&head(&log), &tiles), Err(TreeFault::Tile { .. })), "{path}");
    }
}

#[test]
fn what_is_not_under_a_checkpoint_has_no_proof() {
    let log = Log::of(leaves(5), &[0, 5]);
    let (empty, head) = (Checkpoint::open(&log.notes[0], key().verifying()).unwrap(), head(&log));
    assert!(matches!(prove_inclusion(&head, 5, &log.tiles), Err(ProofFault::Beyond { size: 5, wanted: 5 })));
    assert!(matches!(prove_inclusion(&empty, 0, &log.tiles), Err(ProofFault::Beyond { .. })));
    assert!(matches!(prove_consistency(&head, 6, &log.tiles), Err(ProofFault::Beyond { .. })));
    assert!(matches!(prove_inclusion(&head, 0, &Tiles::new()), Err(ProofFault::Tiles(_))));
    assert!(check_consistency(&head, &empty, &Proof::new()).is_ok());
    assert!(check_consistency(&empty, &head, &Proof::new()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_leaf_is_proved_at_its_place_and_nowhere_else(
        size in 1usize..900,
        place in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
        flip in any::<(prop::sample::Index, u8)>(),
    ) {
        let log = Log::of(leaves(size), &[size]);
        let (head, at, other) = (head(&log), place.index(size), other.index(size));
        let mut proof = prove_inclusion(&head, at as u64, &log.tiles).unwrap();
        let leaf = leaf_hash(&log.leaves[at]);
        prop_assert!(check_inclusion(&head, at as u64, leaf, &proof).is_ok());
        prop_assert_eq!(check_inclusion(&head, other as u64, leaf, &proof).is_ok(), other == at);
        prop_assert!(check_inclusion(&head, at as u64, leaf_hash(b"other"), &proof).is_err());
        if !proof.is_empty() {
            let at_hash = flip.0.index(proof.len());
            proof[at_hash].0[usize::from(flip.1 % 32)] ^= 1;
            prop_assert!(check_inclusion(&head, at as u64, leaf, &proof).is_err());
        }
    }

    #[test]
    fn a_log_goes_on_from_its_own_past_only(
        size in 1usize..900,
        earlier in any::<prop::sample::Index>(),
        changed in any::<prop::sample::Index>(),
    ) {
        let earlier = earlier.index(size) + 1;
        let log = Log::of(leaves(size), &[earlier, size]);
        let past = Checkpoint::open(&log.notes[0], key().verifying()).unwrap();
        let proof = prove_consistency(&head(&log), past.size, &log.tiles).unwrap();
        prop_assert!(check_consistency(&head(&log), &past, &proof).is_ok());
        let mut other = leaves(earlier);
        other[changed.index(earlier)] = b"other".into();
        let forked = head(&Log::of(other, &[earlier]));
        prop_assert!(check_consistency(&head(&log), &forked, &proof).is_err());
    }
}
