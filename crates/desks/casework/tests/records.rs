//! Own entries, monitored subjects, cases and quality work: their rules.

mod common;

use access::{Actor, FourEyes};
use casework::{
    Case, CaseChange, CaseworkError, Closed, DecisionKind, Figures, MonitoredSubject, OwnEntry, SecondReview,
    Share, draw,
};
use common::{act, at, entity, envelope, id, person};
use jiff::civil::Date;
use matching::OperatingPoint;
use model::{Desk, Envelope, LegalBasis, ListId, RecordId, Schema, Subject};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn own_entry(until: &str) -> Result<OwnEntry, CaseworkError> {
    let content = (entity("x", &["Temur Aslanov"]), day(until));
    OwnEntry::propose(id(80), envelope(), Desk::Finance, content, act(&person(1), 1, "court order 5/1970"))
}

#[test]
fn an_own_entry_stands_once_two_persons_want_it_and_not_for_ever() {
    let mut entry = own_entry("1970-12-31").unwrap();
    assert_eq!((entry.standing(day("1970-01-02")), entry.state_name(day("1970-01-02"))), (None, "proposed"));
    assert_eq!(entry.approve(&person(1), at(2), None).unwrap_err(), FourEyes::SamePerson.into());
    entry.approve(&person(2), at(2), None).unwrap();
    let standing = entry.standing(day("1970-12-31")).unwrap();
    assert_eq!(standing.id, entry.entry());
    assert_eq!(standing.listing.expires_on, Some(day("1970-12-31")), "the engine lets it go as well");
    assert_eq!((entry.standing(day("1971-01-01")), entry.state_name(day("1971-01-01"))), (None, "expired"));
    assert_eq!(entry.approve(&person(2), at(3), None).unwrap_err(), CaseworkError::NothingWaits);
}

#[test]
fn what_stands_keeps_standing_while_a_change_waits() {
    let mut entry = own_entry("1970-12-31").unwrap();
    entry.approve(&person(2), at(2), None).unwrap();
    entry.propose_removal(act(&person(2), 3, "the court lifted it")).unwrap();
    assert!(entry.standing(day("1970-02-01")).is_some());
    let other = entity("x", &["Temur Aslan"]);
    let waiting = entry.propose_content(other, day("1970-12-31"), act(&person(1), 3, "spelling"));
    assert_eq!(waiting.unwrap_err(), CaseworkError::Waiting);
    entry.reject(act(&person(1), 4, "not yet final")).unwrap();
    assert!(entry.standing(day("1970-02-01")).is_some());
    entry.propose_removal(act(&person(2), 5, "now final")).unwrap();
    entry.approve(&person(1), at(6), None).unwrap();
    assert_eq!((entry.standing(day("1970-02-01")), entry.state_name(day("1970-02-01"))), (None, "removed"));
    let told: Vec<_> = entry.history().iter().map(|review| review.proposal().reason().to_owned()).collect();
    assert_eq!(told, ["court order 5/1970", "the court lifted it", "now final"]);
}

#[test]
fn own_entries_have_a_basis_and_an_end() {
    assert!(matches!(own_entry("1969-12-31"), Err(CaseworkError::Expiry { .. })));
    assert!(matches!(own_entry("1980-01-01"), Err(CaseworkError::Expiry { .. })));
    let without = Envelope { legal_basis: LegalBasis(" ".into()), ..envelope() };
    let content = (entity("x", &["Temur Aslanov"]), day("1970-12-31"));
    let proposed = OwnEntry::propose(id(80), without, Desk::Finance, content, act(&person(1), 1, "why"));
    assert_eq!(proposed.unwrap_err(), CaseworkError::NoBasis);
}

#[test]
fn subjects_are_monitored_with_a_basis_and_an_end() {
    let register = |basis: &str, purpose: &str, until: Option<&str>| {
        let envelope =
            Envelope { legal_basis: LegalBasis(basis.into()), expires_on: until.map(day), ..envelope() };
        let subject = Subject::named("C-1", Schema::Person, "Nabil Sadiq");
        MonitoredSubject::register(id(90), envelope, Desk::Finance, subject, purpose, &person(1), at(1))
    };
    assert_eq!(register("", "due diligence", Some("1970-12-31")).unwrap_err(), CaseworkError::NoBasis);
    assert_eq!(register("law", " ", Some("1970-12-31")).unwrap_err(), CaseworkError::NoBasis);
    assert!(matches!(register("law", "due diligence", None), Err(CaseworkError::Expiry { .. })));
    assert!(matches!(
        register("law", "due diligence", Some("1969-12-31")),
        Err(CaseworkError::Expiry { .. })
    ));
    let subject = register("law", "due diligence", Some("1970-12-31")).unwrap();
    assert!(subject.stands(day("1970-12-31")) && !subject.stands(day("1971-01-01")));
    assert!(!MonitoredSubject { ended_at: Some(at(5)), ..subject }.stands(day("1970-01-02")));
}

#[test]
fn a_closed_case_is_read_only() {
    let mut case = Case {
        id: id(30),
        envelope: envelope(),
        desk: Desk::Finance,
        title: "transfers of March".into(),
        alerts: [id(50)].into(),
        assigned: None,
        opened_by: person(1).signature(),
        opened_at: at(1),
        closed: None,
        history: Vec::new(),
    };
    assert_eq!(case.reopen(act(&person(1), 2, "why")).unwrap_err(), CaseworkError::NotClosed);
    assert_eq!(case.close(act(&person(1), 2, "")).unwrap_err(), FourEyes::NoReason.into());
    case.close(act(&person(1), 2, "reported to the unit")).unwrap();
    assert_eq!(case.must_be_open().unwrap_err(), CaseworkError::Closed { what: "case" });
    assert!(case.close(act(&person(1), 3, "again")).is_err());
    assert_eq!(case.reopen(act(&person(2), 4, " ")).unwrap_err(), FourEyes::NoReason.into());
    case.reopen(act(&person(2), 4, "a new transfer")).unwrap();
    assert_eq!((case.must_be_open(), case.status_name()), (Ok(()), "open"));
    let steps: Vec<_> = case.history.iter().map(|step| (step.by.name.as_str(), &step.what)).collect();
    let closed = CaseChange::Closed { reason: "reported to the unit".into() };
    let reopened = CaseChange::Reopened { reason: "a new transfer".into() };
    assert_eq!(steps, [("person 1", &closed), ("person 2", &reopened)]);
}

#[test]
fn whoever_decided_does_not_review() {
    let mut review = SecondReview {
        id: id(31),
        envelope: envelope(),
        desk: Desk::Finance,
        sample: id(32),
        alert: id(50),
        decision: id(60),
        first: DecisionKind::FalsePositive,
        first_by: person(1).signature(),
        second: None,
    };
    let mut by = |by: &Actor, kind| review.review(kind, act(by, 5, "looked again"));
    assert_eq!(by(&person(1), DecisionKind::TrueMatch).unwrap_err(), CaseworkError::OwnDecision);
    by(&person(2), DecisionKind::TrueMatch).unwrap();
    assert_eq!(
        by(&person(3), DecisionKind::TrueMatch).unwrap_err(),
        CaseworkError::Closed { what: "review" }
    );
    assert_eq!(review.agrees(), Some(false));
}

#[test]
fn figures_count_by_person_list_and_operating_point() {
    let strict = OperatingPoint::Strict.figures().threshold;
    let closed = |who: u8, list: &str, kind, seconds: i64, agreed| Closed {
        analyst: person(who).signature(),
        list: Some(ListId(list.into())),
        kind,
        // What was decided last scored highest.
        score: Some(strict - 100.0 + seconds as f64),
        opened_at: at(0),
        decided_at: at(seconds),
        late: seconds > 100,
        agreed,
    };
    let figures = Figures::of(&[
        closed(1, "un", DecisionKind::FalsePositive, 10, Some(true)),
        closed(1, "un", DecisionKind::FalsePositive, 30, Some(false)),
        closed(2, "ofac", DecisionKind::TrueMatch, 200, None),
    ]);
    assert_eq!((figures.all.decided, figures.all.late, figures.all.median_seconds), (3, 1, Some(30)));
    assert_eq!((figures.all.reviewed, figures.all.agreed), (2, 1));
    let people: Vec<_> =
        figures.analysts.iter().map(|one| (one.name.as_str(), one.outcomes.decided)).collect();
    assert_eq!(people, [("person 1", 2), ("person 2", 1)]);
    let lists: Vec<_> = figures.lists.iter().map(|(list, one)| (list.0.as_str(), one.decided)).collect();
    assert_eq!(lists, [("ofac", 1), ("un", 2)]);
    assert_eq!(figures.all.false_positives(), Share::of(2, 3));
    assert_eq!(figures.all.precision(), Share::of(1, 3));
    let points: Vec<_> = figures.points.iter().map(|(point, one)| (point.as_str(), one.decided)).collect();
    assert_eq!(points[0], ("strict", 1), "{points:?}");
    assert_eq!(figures.points[0].1.precision(), Share::of(1, 1));
    let unclear = Figures::of(&[closed(1, "un", DecisionKind::Inconclusive, 10, None)]);
    assert_eq!(unclear.all.precision(), Share::of(0, 0), "what was not told apart counts on neither side");
}

#[test]
fn intervals_are_wilsons() {
    // Values of the published formula, to four places.
    for (hits, of, low, high) in
        [(0, 0, 0.0, 1.0), (0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0)]
    {
        let share = Share::of(hits, of);
        assert!((share.low - low).abs() < 1e-4 && (share.high - high).abs() < 1e-4, "{share:?}");
    }
}

proptest! {
    #[test]
    fn who_is_drawn_depends_on_the_seed_alone(
        seed: [u8; 32], numbers in prop::collection::btree_set(any::<u8>(), 0..60), share in 0.01f64..=1.0, turn: usize,
    ) {
        let mut ids: Vec<RecordId> = numbers.into_iter().map(id).collect();
        let drawn = draw(&seed, &ids, share).unwrap();
        prop_assert_eq!(drawn.len(), (share * ids.len() as f64).ceil() as usize);
        prop_assert!(drawn.iter().all(|id| ids.contains(id)));
        if !ids.is_empty() {
            let turn = turn % ids.len();
            ids.rotate_left(turn);
        }
        prop_assert_eq!(draw(&seed, &ids, share).unwrap(), drawn);
        prop_assert!(draw(&seed, &ids, 0.0).is_err() && draw(&seed, &ids, f64::NAN).is_err());
    }
}
