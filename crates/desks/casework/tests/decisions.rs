//! Deciding an alert: what one person may, what needs two, and how the alert stands after each step.

mod common;

use access::{Actor, FourEyes};
use casework::{Alert, AlertStatus, CaseworkError, Decision, DecisionKind, Standing, ThingKey, Withdrawal};
use common::{act, alert, at, id, person, rules};
use model::Desk;

fn key(text: &str) -> ThingKey {
    ThingKey(format!("demo/{text}"))
}

fn decide(alert: &Alert, kind: DecisionKind, things: &[ThingKey]) -> Result<Decision, CaseworkError> {
    Decision::make(id(60), alert, (kind, things), &rules(), act(&person(1), 10, "other birth date"))
}

#[track_caller]
fn check(kind: DecisionKind, probability: f64, state: &str, status: AlertStatus) {
    let mut alert = alert(&[("a", probability)]);
    let decision = decide(&alert, kind, &[]).unwrap();
    assert_eq!(decision.state_name(), state, "{kind:?} at {probability}");
    alert.apply(&decision, at(10)).unwrap();
    assert_eq!(alert.status, status);
    assert_eq!(alert.closed_at.is_some(), status == AlertStatus::Closed);
    assert_eq!(alert.outcome().is_some(), decision.stands());
}

#[test]
fn grave_decisions_wait_for_a_second_person() {
    use AlertStatus::{AwaitingApproval, Closed};
    check(DecisionKind::FalsePositive, 0.3, "final", Closed);
    check(DecisionKind::FalsePositive, 0.99, "proposed", AwaitingApproval);
    check(DecisionKind::Inconclusive, 0.99, "final", Closed);
    check(DecisionKind::TrueMatch, 0.3, "final", Closed);
    check(DecisionKind::TrueMatch, 0.5, "proposed", AwaitingApproval);
    check(DecisionKind::Freeze, 0.1, "proposed", AwaitingApproval);
    check(DecisionKind::Release, 0.1, "final", Closed);
    check(DecisionKind::Release, 0.6, "proposed", AwaitingApproval);
}

#[test]
fn the_gravest_match_decides_on_gravity() {
    let alert = alert(&[("a", 0.2), ("b", 0.9)]);
    assert_eq!(decide(&alert, DecisionKind::TrueMatch, &[key("a")]).unwrap().state_name(), "final");
    assert_eq!(decide(&alert, DecisionKind::TrueMatch, &[]).unwrap().state_name(), "proposed");
}

#[test]
fn a_decided_match_does_not_block_the_others() {
    let mut alert = alert(&[("a", 0.2), ("b", 0.9)]);
    let first = decide(&alert, DecisionKind::FalsePositive, &[key("a")]).unwrap();
    alert.apply(&first, at(10)).unwrap();
    assert_eq!((alert.status, alert.open_things()), (AlertStatus::Open, vec![key("b")]));
    let again = decide(&alert, DecisionKind::FalsePositive, &[key("a")]).unwrap_err();
    assert_eq!(again, CaseworkError::NotOpen(key("a")));
    let mut second = decide(&alert, DecisionKind::TrueMatch, &[]).unwrap();
    alert.apply(&second, at(11)).unwrap();
    assert_eq!(alert.status, AlertStatus::AwaitingApproval);
    second.approve(&person(2), at(12), None).unwrap();
    alert.apply(&second, at(12)).unwrap();
    assert_eq!((alert.status, alert.outcome()), (AlertStatus::Closed, Some(DecisionKind::TrueMatch)));
    assert_eq!(decide(&alert, DecisionKind::Inconclusive, &[]).unwrap_err(), CaseworkError::NothingOpen);
}

#[test]
fn a_rejected_proposal_opens_the_match_again() {
    let mut alert = alert(&[("a", 0.9)]);
    let mut decision = decide(&alert, DecisionKind::TrueMatch, &[]).unwrap();
    alert.apply(&decision, at(10)).unwrap();
    let same = decision.approve(&person(1), at(11), None).unwrap_err();
    assert_eq!(same, CaseworkError::FourEyes(FourEyes::SamePerson));
    decision.reject(act(&person(2), 11, "the passports differ")).unwrap();
    alert.apply(&decision, at(11)).unwrap();
    assert_eq!((alert.status, decision.stands()), (AlertStatus::Open, false));
    assert_eq!(decision.approve(&person(2), at(12), None).unwrap_err(), FourEyes::Settled.into());
}

#[test]
fn a_decision_has_a_reason_an_author_and_a_kind_that_the_desk_knows() {
    let plain = alert(&[("a", 0.3)]);
    let made = |alert: &Alert, kind, by: &Actor, reason, desk| {
        let rules = casework::DeskRules::shipped(desk);
        Decision::make(id(60), alert, (kind, &[]), &rules, act(by, 1, reason)).map(|_| ()).unwrap_err()
    };
    let kind = DecisionKind::FalsePositive;
    assert_eq!(made(&plain, kind, &person(1), " ", Desk::Finance), FourEyes::NoReason.into());
    assert_eq!(made(&plain, kind, &Actor::system(id(9)), "x", Desk::Finance), FourEyes::Nobody.into());
    let freeze = CaseworkError::UnknownKind { desk: Desk::Travel, kind: DecisionKind::Freeze };
    assert_eq!(made(&plain, DecisionKind::Freeze, &person(1), "x", Desk::Travel), freeze);
}

#[test]
fn delisting_withdraws_what_is_open_and_leaves_what_is_decided() {
    let mut alert = alert(&[("a", 0.3), ("b", 0.9), ("c", 0.9)]);
    let first = decide(&alert, DecisionKind::FalsePositive, &[key("a")]).unwrap();
    alert.apply(&first, at(10)).unwrap();
    let mut second = decide(&alert, DecisionKind::TrueMatch, &[key("b")]).unwrap();
    alert.apply(&second, at(10)).unwrap();
    assert!(!alert.withdraw(&key("a"), Withdrawal::Delisted, at(20)));
    assert!(alert.withdraw(&key("b"), Withdrawal::Delisted, at(20)));
    assert!(alert.withdraw(&key("c"), Withdrawal::Delisted, at(20)));
    assert_eq!((alert.status, alert.closed_at), (AlertStatus::Closed, Some(at(20))));
    assert_eq!(alert.outcome(), Some(DecisionKind::FalsePositive));
    // Whoever approves too late changes nothing any more.
    second.approve(&person(2), at(30), None).unwrap();
    alert.apply(&second, at(30)).unwrap();
    let withdrawn = Standing::Withdrawn { why: Withdrawal::Delisted, at: at(20) };
    assert_eq!(alert.matched(&key("b")).unwrap().standing, withdrawn);
}

#[test]
fn a_later_screening_adds_only_what_is_new() {
    let mut decided = alert(&[("a", 0.3)]);
    let decision = decide(&decided, DecisionKind::FalsePositive, &[]).unwrap();
    decided.apply(&decision, at(10)).unwrap();
    let same = alert(&[("a", 0.3)]).matches;
    assert!(!decided.add(same.clone(), &rules(), at(100)), "the same match again");
    assert_eq!(decided.status, AlertStatus::Closed);
    let mut changed = same;
    let casework::ThingRef::Entry(entry) = &mut changed[0].thing else { panic!("an entry") };
    entry.content = casework::Fingerprint("other".into());
    assert!(decided.add(changed, &rules(), at(100)), "the entry's data changed");
    assert_eq!((decided.status, decided.opened_at), (AlertStatus::Open, at(100)));
    assert_eq!(decided.due_at, at(100 + 24 * 3600));
    assert!(decided.add(alert(&[("b", 0.3)]).matches, &rules(), at(200)), "another entry");
    assert_eq!((decided.matches.len(), decided.opened_at), (2, at(100)), "it was open already");
}

#[test]
fn records_are_read_as_they_were_written() {
    let mut alert = alert(&[("a", 0.9), ("b", 0.2)]);
    let mut decision = decide(&alert, DecisionKind::TrueMatch, &[]).unwrap();
    alert.apply(&decision, at(10)).unwrap();
    let read = |alert: &Alert| serde_json::from_str::<Alert>(&serde_json::to_string(alert).unwrap()).unwrap();
    assert_eq!(read(&alert), alert);
    decision.approve(&person(2), at(12), Some("seen")).unwrap();
    let stored = serde_json::to_string(&decision).unwrap();
    assert_eq!(serde_json::from_str::<Decision>(&stored).unwrap(), decision);
}
