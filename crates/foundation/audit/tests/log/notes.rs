//! Leaves, keys and checkpoints as texts: the same bytes always, read back as they were, refused once they are changed.

use crate::{key, leaves};
use audit::{Checkpoint, Commitment, Leaf, LeafFault, NoteFault, SigningKey, Tree, VerifyingKey, leaf_hash};
use jiff::Timestamp;
use model::{Desk, RecordId};
use proptest::prelude::*;

fn checkpoint() -> Checkpoint {
    let mut tree = Tree::new();
    leaves(5).iter().for_each(|leaf| drop(tree.push(leaf_hash(leaf))));
    Checkpoint::of(&tree)
}

fn leaf() -> Leaf {
    let id = |number| RecordId::new(Timestamp::from_second(1_790_000_000).unwrap(), [number; 10]);
    Leaf {
        at: Timestamp::from_millisecond(1_790_000_000_250).unwrap(),
        actor: id(1),
        action: "alert.decide".into(),
        desk: Some(Desk::Finance),
        about: vec![("alert".into(), id(2)), ("decision".into(), id(3))],
        details: Commitment::to(b"\"false-positive\"", [9; 16]),
    }
}

#[test]
fn a_leaf_has_these_bytes() {
    insta::assert_snapshot!(String::from_utf8(leaf().canonical()).unwrap());
    let of_the_node = Leaf { desk: None, about: vec![], ..leaf() };
    insta::assert_snapshot!(String::from_utf8(of_the_node.canonical()).unwrap());
}

#[test]
fn a_checkpoint_and_its_keys_have_these_texts() {
    let note = checkpoint().sign(&key()).unwrap();
    insta::assert_snapshot!(format!("{}\n{}\n\n{note}", key().secret_text(), key().verifying().text()));
}

#[test]
fn details_are_proved_by_whoever_holds_them() {
    let leaf = leaf();
    assert!(leaf.details.is_to(b"\"false-positive\""));
    assert!(!leaf.details.is_to(b"\"true-match\""));
    assert_ne!(leaf.details, Commitment::to(b"\"false-positive\"", [8; 16]));
}

#[test]
fn bytes_that_only_mean_a_leaf_are_none() {
    let text = String::from_utf8(leaf().canonical()).unwrap();
    let spaced = text.replace(':', ": ");
    let more = text.replacen('{', "{\"more\":1,", 1);
    let escaped = text.replace("\"finance\"", "\"fin\\u0061nce\"");
    for changed in [spaced, more, escaped] {
        assert!(Leaf::parse(changed.as_bytes()).is_err(), "{changed}");
    }
    assert!(matches!(Leaf::parse(format!("{text} ").as_bytes()), Err(LeafFault::NotCanonical)));
    assert!(matches!(Leaf::parse(b"leaf"), Err(LeafFault::Form(_))));
}

#[test]
fn keys_read_back_as_they_were() {
    let again = SigningKey::parse(&format!("{}\n", key().secret_text())).unwrap();
    assert_eq!(again.verifying().text(), key().verifying().text());
    assert_eq!(VerifyingKey::parse(key().verifying().text()).unwrap().name(), "log.example/party");
    for name in ["", "two words", "a+b"] {
        assert!(SigningKey::new(name, &[7; 32]).is_err(), "{name}");
    }
    for text in ["", "a+b", "PRIVATE+KEY+a+00000000+AQ=="] {
        assert!(SigningKey::parse(text).is_err() && VerifyingKey::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_checkpoint_of_another_key_or_log_is_refused() {
    #[track_caller]
    fn check(signer: &SigningKey, expected: Result<Checkpoint, NoteFault>) {
        let note = checkpoint().sign(signer).unwrap();
        assert_eq!(Checkpoint::open(&note, key().verifying()), expected);
    }
    check(&key(), Ok(checkpoint()));
    check(&SigningKey::new("log.example/party", &[8; 32]).unwrap(), Err(NoteFault::Signature));
    check(&SigningKey::new("log.example/other", &[7; 32]).unwrap(), Err(NoteFault::Origin));
}

proptest! {
    #[test]
    fn a_leaf_reads_back_as_it_was(nanos in any::<i64>(), action in ".{0,20}", kind in ".{0,20}", salt in any::<[u8; 16]>(), details in any::<Vec<u8>>()) {
        let at = Timestamp::from_nanosecond(nanos.into()).unwrap();
        let about = vec![(kind, RecordId::new(at, [4; 10]))];
        let leaf = Leaf { at, action, about, details: Commitment::to(&details, salt), ..leaf() };
        prop_assert_eq!(Leaf::parse(&leaf.canonical()).unwrap(), leaf);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,200}") {
        prop_assert!(Leaf::parse(text.as_bytes()).is_err());
        prop_assert!(Checkpoint::open(&text, key().verifying()).is_err());
        prop_assert!(SigningKey::parse(&text).is_err());
        prop_assert!(VerifyingKey::parse(&text).is_err());
    }

    #[test]
    fn a_note_with_another_character_does_not_say_something_else(at in any::<prop::sample::Index>(), to in any::<char>()) {
        let note = checkpoint().sign(&key()).unwrap();
        let mut letters: Vec<char> = note.chars().collect();
        letters[at.index(note.chars().count())] = to;
        let changed: String = letters.into_iter().collect();
        // A signature can be followed by others; what is signed cannot change.
        if let Ok(opened) = Checkpoint::open(&changed, key().verifying()) {
            prop_assert_eq!(opened, checkpoint());
        }
    }
}
