//! What verification says of an edited, deleted, reordered, forked or truncated log, and of one that nobody touched.

use crate::{Log, key, leaves};
use audit::{
    Checkpoint, Finding, Former, Leaves, NoteFault, Places, Report, SigningKey, Tree, leaf_hash, verify,
};
use proptest::prelude::*;

fn report(log: &Log) -> Report {
    verify(&log.leaves.iter().collect(), &log.tiles, &log.notes, &[key().verifying().clone()])
}

#[track_caller]
fn check(change: impl FnOnce(&mut Log), expected: &[Finding]) {
    let mut log = Log::of(leaves(600), &[100, 300, 550]);
    change(&mut log);
    assert_eq!(report(&log).findings, expected);
}

fn places(first: u64, last: u64) -> Places {
    Places { first, last }
}

#[test]
fn a_log_that_nobody_touched_is_good() {
    check(|_| (), &[]);
    let log = Log::of(leaves(600), &[100, 300, 550]);
    let good = Report { leaves: 600, signed: 550, checkpoints: 3, findings: vec![] };
    assert_eq!(report(&log), good);
    assert!(report(&Log::of(vec![], &[0])).is_good());
    assert!(report(&Log::of(leaves(3), &[])).is_good());
}

#[test]
fn an_edited_log_is_told() {
    check(|log| log.leaves[0] = b"other".into(), &[Finding::Edited(places(0, 0))]);
    check(|log| log.leaves[299].push(b'!'), &[Finding::Edited(places(299, 299))]);
    check(|log| log.leaves[400..403].fill(b"other".into()), &[Finding::Edited(places(400, 402))]);
    let both = |log: &mut Log| {
        log.leaves[5] = b"one".into();
        log.leaves[549] = b"two".into();
    };
    check(both, &[Finding::Edited(places(5, 5)), Finding::Edited(places(549, 549))]);
}

#[test]
fn a_log_with_deleted_leaves_is_told() {
    check(|log| drop(log.leaves.remove(0)), &[Finding::Deleted(places(0, 0))]);
    check(|log| drop(log.leaves.drain(120..131)), &[Finding::Deleted(places(120, 130))]);
    check(|log| log.leaves.insert(50, b"other".into()), &[Finding::Inserted(places(50, 50))]);
}

#[test]
fn an_empty_place_after_the_newest_checkpoint_is_told() {
    let log = Log::of(leaves(10), &[4]);
    let mut found = Leaves::new();
    let there = (0..).zip(&log.leaves).filter(|(place, _)| *place != 7);
    there.for_each(|(place, leaf)| found.take(place, leaf));
    let report = verify(&found, &log.tiles, &log.notes, &[key().verifying().clone()]);
    assert_eq!(report.findings, [Finding::Deleted(places(7, 7))]);
}

#[test]
fn a_reordered_log_is_told() {
    check(|log| log.leaves.swap(10, 11), &[Finding::Reordered { first: 10 }]);
    check(|log| log.leaves.swap(3, 540), &[Finding::Reordered { first: 3 }]);
    check(|log| log.leaves[200..400].rotate_left(1), &[Finding::Reordered { first: 200 }]);
}

#[test]
fn a_truncated_log_is_told() {
    let truncated = |kept| Finding::Truncated { kept, signed: 550 };
    check(|log| log.leaves.truncate(549), &[truncated(549)]);
    check(|log| log.leaves.truncate(300), &[truncated(300)]);
    check(|log| log.leaves.clear(), &[truncated(0)]);
    // What nobody vouches for yet may be missing without a trace.
    check(|log| log.leaves.truncate(550), &[]);
}

#[test]
fn a_log_truncated_with_its_tiles_and_checkpoints_is_told_by_a_checkpoint_kept_elsewhere() {
    let cut = |log: &mut Log| {
        let elsewhere = log.notes.pop().unwrap();
        *log = Log::of(leaves(300), &[100, 300]);
        log.notes.push(elsewhere);
    };
    check(cut, &[Finding::Truncated { kept: 300, signed: 550 }]);
}

#[test]
fn a_forked_log_is_told() {
    // Whoever has the key writes the log anew from leaf 200 on, signs it, and replaces all that the log keeps.
    let rewrite = |sizes: &'static [usize]| {
        move |log: &mut Log| {
            let elsewhere = log.notes[1].clone();
            log.leaves[200..].fill_with(|| b"other".into());
            *log = Log::of(log.leaves.clone(), sizes);
            log.notes.push(elsewhere);
        }
    };
    check(rewrite(&[100, 550]), &[Finding::Forked { one: 300, other: 550 }]);
    check(rewrite(&[100, 300]), &[Finding::Forked { one: 300, other: 300 }]);
}

#[test]
fn without_tiles_the_checkpoints_tell_between_which_leaves() {
    let without = |log: &mut Log| {
        log.leaves.swap(120, 130);
        log.tiles.clear();
    };
    check(without, &[Finding::Changed { from: 100, to: 300 }]);
}

#[test]
fn changed_tiles_and_checkpoints_are_told() {
    let tile = "tile/0/001".to_owned();
    check(|log| log.tiles.get_mut(&tile).unwrap()[9] ^= 1, &[Finding::Tile { path: tile.clone() }]);
    check(|log| drop(log.tiles.remove(&tile)), &[Finding::Tile { path: tile.clone() }]);
    let bad = |fault| [Finding::Checkpoint { number: 2, fault }];
    check(|log| log.notes[1] = log.notes[1].replace("\n300\n", "\n301\n"), &bad(NoteFault::Signature));
    check(|log| log.notes[1] = "no note".into(), &bad(NoteFault::Form));
}

#[test]
fn findings_read_as_sentences() {
    let findings = [
        Finding::Edited(places(7, 9)),
        Finding::Deleted(places(7, 7)),
        Finding::Inserted(places(7, 7)),
        Finding::Reordered { first: 7 },
        Finding::Truncated { kept: 7, signed: 9 },
        Finding::Forked { one: 7, other: 9 },
        Finding::Changed { from: 7, to: 10 },
        Finding::Checkpoint { number: 2, fault: NoteFault::Origin },
        Finding::Tile { path: "tile/0/000".into() },
    ];
    insta::assert_snapshot!(findings.map(|finding| finding.to_string()).join("\n"));
}

/// A change of a log at two places.
#[derive(Clone, Copy, Debug)]
enum Change {
    Edit,
    Delete,
    Swap,
    Truncate,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_change_anywhere_is_told_by_its_kind_and_place(
        size in 2usize..700,
        (a, b) in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        earlier in any::<prop::sample::Index>(),
        change in prop::sample::select(vec![Change::Edit, Change::Delete, Change::Swap, Change::Truncate]),
    ) {
        let mut log = Log::of(leaves(size), &[earlier.index(size), size]);
        let (first, second) = (a.index(size - 1), b.index(size));
        let place = Places { first: first as u64, last: first as u64 };
        let expected = match change {
            Change::Edit => {
                log.leaves[first] = b"other".into();
                Finding::Edited(place)
            }
            // The last leaf is not among those taken: that would be truncation.
            Change::Delete => {
                log.leaves.remove(first);
                Finding::Deleted(place)
            }
            Change::Swap => {
                prop_assume!(first != second);
                log.leaves.swap(first, second);
                Finding::Reordered { first: first.min(second) as u64 }
            }
            Change::Truncate => {
                log.leaves.truncate(first);
                Finding::Truncated { kept: first as u64, signed: size as u64 }
            }
        };
        prop_assert_eq!(report(&log).findings, vec![expected]);
    }

    #[test]
    fn whatever_was_changed_under_the_newest_checkpoint_does_not_pass(
        size in 1usize..40,
        other in prop::collection::vec(0u8..60, 0..40),
    ) {
        let mut log = Log::of(leaves(size), &[size]);
        let changed: Vec<Vec<u8>> = other.iter().map(|number| format!("leaf {number}").into_bytes()).collect();
        let is_prefix = changed.starts_with(&log.leaves);
        log.leaves = changed;
        prop_assert_eq!(report(&log).is_good(), is_prefix);
    }
}

#[test]
fn a_log_that_goes_on_under_another_name_is_one_history() {
    let mut log = Log::of(leaves(600), &[100, 300]);
    let next = SigningKey::new("log.example/anew", &[8; 32]).unwrap();
    let mut tree = Tree::new();
    log.leaves[..550].iter().for_each(|leaf| drop(tree.push(leaf_hash(leaf))));
    let former = Former::claimed(&log.notes[1]).unwrap();
    let note = Checkpoint::of(&tree).sign_anew(&next, &former).unwrap();
    assert!(note.contains("\ncontinues log.example/party 300 "), "{note}");
    log.notes.push(note);
    log.tiles.extend(Log::of(log.leaves.clone(), &[550]).tiles);
    let keys = [next.verifying().clone(), key().verifying().clone()];
    let found = |log: &Log| verify(&log.leaves.iter().collect(), &log.tiles, &log.notes, &keys);
    assert_eq!(found(&log), Report { leaves: 600, signed: 550, checkpoints: 3, findings: vec![] });
    // The former name's key alone knows nothing of what was signed since.
    let fault = Finding::Checkpoint { number: 3, fault: NoteFault::Origin };
    assert_eq!(report(&log).findings, [fault]);
    log.leaves[7] = b"other".into();
    assert_eq!(found(&log).findings, [Finding::Edited(places(7, 7))]);
}
