//! Four eyes: what one person's word cannot do, however it is tried, also by way of stored records.

use access::{Act, Actor, ActorKind, Approved, FourEyes, Proposed, Review, Scopes};
use jiff::Timestamp;
use model::RecordId;
use serde_json::Value;

fn id(number: u8) -> RecordId {
    RecordId::new(Timestamp::UNIX_EPOCH, [number; 10])
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn actor(number: u8, kind: ActorKind) -> Actor {
    Actor { id: id(number), name: "somebody".into(), kind, grants: Vec::new(), scopes: Scopes::All }
}

fn person(number: u8) -> Actor {
    actor(number, ActorKind::Person)
}

fn key_of(owner: u8) -> Actor {
    actor(100, ActorKind::Key { owner: id(owner) })
}

fn proposed(by: &Actor) -> Proposed<String> {
    Proposed::new("freeze".to_owned(), Act::new(by, at(10), "the same passport")).unwrap()
}

#[track_caller]
fn check(proposer: &Actor, approver: &Actor, when: i64, expected: Result<(), FourEyes>) {
    let outcome = proposed(proposer).approve(approver, at(when), None);
    assert_eq!(outcome.map(|_| ()), expected);
    let mut review = Review::Proposed(proposed(proposer));
    assert_eq!(review.approve(approver, at(when), None).map(|_| ()), expected);
    assert_eq!(review.approved().is_some(), expected.is_ok(), "nothing changes on an error");
}

#[test]
fn another_person_approves_and_nobody_else() {
    check(&person(1), &person(2), 11, Ok(()));
    check(&key_of(1), &person(2), 11, Ok(()));
    check(&person(1), &person(1), 11, Err(FourEyes::SamePerson));
    check(&key_of(1), &person(1), 11, Err(FourEyes::SamePerson));
    check(&person(1), &key_of(1), 11, Err(FourEyes::NotAPerson));
    check(&person(1), &key_of(2), 11, Err(FourEyes::NotAPerson));
    check(&person(1), &Actor::system(id(3)), 11, Err(FourEyes::NotAPerson));
    check(&person(1), &person(2), 9, Err(FourEyes::BeforeProposal));
}

#[test]
fn a_proposal_has_a_reason_and_somebody_who_answers_for_it() {
    let propose = |by: &Actor, reason: &str| Proposed::new((), Act::new(by, at(1), reason)).map(|_| ());
    assert_eq!(propose(&person(1), " \n"), Err(FourEyes::NoReason));
    assert_eq!(propose(&Actor::system(id(3)), "because"), Err(FourEyes::Nobody));
    assert_eq!(propose(&key_of(1), "because"), Ok(()));
}

#[test]
fn what_is_settled_stays_settled() {
    let (first, second) = (person(1), person(2));
    let mut review = Review::Proposed(proposed(&first));
    assert_eq!(review.reject(Act::new(&second, at(11), " ")), Err(FourEyes::NoReason));
    assert_eq!(review.reject(Act::new(&key_of(2), at(11), "no")), Err(FourEyes::NotAPerson));
    assert_eq!(review.reject(Act::new(&first, at(11), "a slip of mine")), Ok(()), "proposers may take back");
    assert_eq!(review.approve(&second, at(12), None).map(|_| ()), Err(FourEyes::Settled));
    let mut review = Review::Proposed(proposed(&first));
    assert!(review.approve(&second, at(12), Some(" ")).unwrap().note().is_none());
    assert_eq!(review.reject(Act::new(&second, at(13), "no")), Err(FourEyes::Settled));
}

#[test]
fn stored_approvals_are_held_to_the_same_rule() {
    let approved = proposed(&person(1)).approve(&person(2), at(11), Some("seen the file")).unwrap();
    let stored = serde_json::to_value(&approved).unwrap();
    assert_eq!(serde_json::from_value::<Approved<String>>(stored.clone()).unwrap(), approved);
    let one = serde_json::to_value(id(1)).unwrap();
    let forgeries: [fn(&mut Value, Value); 5] = [
        |stored, one| stored["approval"]["by"]["person"] = one,
        |stored, one| {
            stored["approval"]["by"]["actor"] = one.clone();
            stored["approval"]["by"]["person"] = one;
        },
        |stored, _| stored["approval"]["by"]["person"] = Value::Null,
        |stored, _| stored["proposal"]["by"]["person"] = Value::Null,
        |stored, _| stored["approval"]["at"] = "1969-01-01T00:00:00Z".into(),
    ];
    for forge in forgeries {
        let mut forged = stored.clone();
        forge(&mut forged, one.clone());
        let read = serde_json::from_value::<Approved<String>>(forged.clone());
        assert!(read.is_err(), "{forged}");
    }
    let review = Review::Approved(approved);
    let stored = serde_json::to_value(&review).unwrap();
    assert_eq!(serde_json::from_value::<Review<String>>(stored).unwrap(), review);
}
