//! Suppressions cover exactly the pair that was decided, until either side's matching data change; they survive
//! entries being merged or renumbered.

mod common;

use casework::{
    CaseworkError, Change, Coverage, Decision, DecisionKind, EntryRef, Fingerprint, SubjectRef, Suppression,
    ThingKey,
};
use common::{act, alert, at, id, person, rules};
use jiff::civil::Date;
use model::{EntryId, ListId};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

const LAST: &str = "1970-06-30";

fn thing() -> ThingKey {
    ThingKey("demo/a".into())
}

fn propose(kind: DecisionKind, until: &str, reason: &str) -> Result<Suppression, CaseworkError> {
    let mut alert = alert(&[("a", 0.3)]);
    let decision = Decision::make(id(60), &alert, (kind, &[]), &rules(), act(&person(1), 1, "no")).unwrap();
    alert.apply(&decision, at(1)).unwrap();
    Suppression::propose(id(70), &alert, &thing(), day(until), &rules(), act(&person(1), 2, reason))
}

/// In force for Nabil Sadiq, customer C-1, and entry "a", until [`LAST`].
fn suppression() -> Suppression {
    let mut suppression = propose(DecisionKind::FalsePositive, LAST, "he was born in 1990").unwrap();
    suppression.review.approve(&person(2), at(3), None).unwrap();
    suppression
}

#[test]
fn only_an_approved_false_positive_is_silenced_and_not_for_ever() {
    let refused = |kind| propose(kind, LAST, "why").unwrap_err();
    assert_eq!(refused(DecisionKind::Inconclusive), CaseworkError::NotFalsePositive(thing()));
    assert_eq!(refused(DecisionKind::TrueMatch), CaseworkError::NotFalsePositive(thing()));
    let latest = CaseworkError::Expiry { latest: day("1971-01-02") };
    for until in ["1969-12-31", "1971-01-03", "9999-12-31"] {
        assert_eq!(propose(DecisionKind::FalsePositive, until, "why").unwrap_err(), latest, "{until}");
    }
    assert!(propose(DecisionKind::FalsePositive, LAST, " ").is_err());
    let proposed = propose(DecisionKind::FalsePositive, LAST, "why").unwrap();
    let terms = proposed.terms().clone();
    let coverage = proposed.coverage(&terms.subject, &terms.entry, day("1970-01-02"));
    assert_eq!((coverage, proposed.state_name(day(LAST))), (Coverage::NotInForce, "proposed"));
}

#[test]
fn it_ends_on_its_last_day_or_when_taken_back() {
    let mut suppression = suppression();
    let terms = suppression.terms().clone();
    let on =
        |suppression: &Suppression, today| suppression.coverage(&terms.subject, &terms.entry, day(today));
    assert_eq!(on(&suppression, LAST), Coverage::Covers);
    assert_eq!(on(&suppression, "1970-07-01"), Coverage::NotInForce);
    assert_eq!(suppression.state_name(day("1970-07-01")), "expired");
    suppression.take_back(act(&person(1), 9, "new papers")).unwrap();
    assert_eq!(on(&suppression, "1970-01-02"), Coverage::NotInForce);
    assert_eq!(suppression.state_name(day(LAST)), "taken-back");
    assert!(suppression.take_back(act(&person(1), 9, "again")).is_err());
}

/// What may differ between the pair that was decided and the pair that is screened now.
#[derive(Clone, Debug)]
struct Pair {
    reference: Option<&'static str>,
    subject_data: &'static str,
    list: &'static str,
    entry: &'static str,
    referents: Vec<&'static str>,
    entry_data: &'static str,
}

impl Pair {
    fn subject(&self) -> SubjectRef {
        SubjectRef {
            reference: self.reference.map(str::to_owned),
            fingerprint: Fingerprint(self.subject_data.to_owned()),
        }
    }

    fn entry(&self) -> EntryRef {
        EntryRef {
            list: ListId(self.list.to_owned()),
            entry: EntryId(self.entry.to_owned()),
            referents: self.referents.iter().map(|id| EntryId((*id).to_owned())).collect(),
            content: Fingerprint(self.entry_data.to_owned()),
        }
    }

    fn ids(&self) -> BTreeSet<&str> {
        self.referents.iter().copied().chain([self.entry]).collect()
    }
}

prop_compose! {
    fn pair()(
        reference in prop::option::of(prop::sample::select(vec!["C-1", "C-2"])),
        subject_data in prop::sample::select(vec!["s1", "s2"]),
        list in prop::sample::select(vec!["un", "ofac"]),
        entry in prop::sample::select(vec!["a", "b", "c"]),
        referents in prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "d"]), 0..3),
        entry_data in prop::sample::select(vec!["e1", "e2"]),
    ) -> Pair {
        Pair { reference, subject_data, list, entry, referents, entry_data }
    }
}

/// A suppression in force for a pair: made through the types, then given the pair, as a stored record would have it.
fn in_force(pair: &Pair) -> Suppression {
    let mut stored = serde_json::to_value(suppression()).unwrap();
    let terms = &mut stored["review"]["approved"]["proposal"]["what"];
    terms["subject"] = serde_json::to_value(pair.subject()).unwrap();
    terms["entry"] = serde_json::to_value(pair.entry()).unwrap();
    serde_json::from_value(stored).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn it_covers_exactly_the_pair_until_data_change(then in pair(), now in pair()) {
        let same_subject = match (then.reference, now.reference) {
            (Some(then), Some(now)) => then == now,
            (None, None) => then.subject_data == now.subject_data,
            _ => false,
        };
        let same_entry = then.list == now.list && !then.ids().is_disjoint(&now.ids());
        let changed = (then.subject_data != now.subject_data, then.entry_data != now.entry_data);
        let expected = match (same_subject && same_entry, changed) {
            (false, _) => Coverage::OtherPair,
            (true, (false, false)) => Coverage::Covers,
            (true, (true, false)) => Coverage::Reopens(Change::Subject),
            (true, (false, true)) => Coverage::Reopens(Change::Entry),
            (true, (true, true)) => Coverage::Reopens(Change::Both),
        };
        let suppression = in_force(&then);
        prop_assert_eq!(suppression.coverage(&now.subject(), &now.entry(), day(LAST)), expected);
    }

    #[test]
    fn it_survives_merging_and_renumbering(then in pair(), later in prop::collection::vec("[e-h][0-9]{1,3}", 1..5)) {
        // Each time the entry gets a new id, and its list says which ids it had.
        let suppression = in_force(&then);
        let mut entry = then.entry();
        for id in later {
            let before = std::mem::replace(&mut entry.entry, EntryId(id));
            entry.referents.insert(before);
            let coverage = suppression.coverage(&then.subject(), &entry, day(LAST));
            prop_assert_eq!(coverage, Coverage::Covers);
        }
    }

    #[test]
    fn once_reopened_it_stays_silent_no_more(pair in pair()) {
        let mut suppression = in_force(&pair);
        suppression.reopen(Change::Entry, at(9));
        let coverage = suppression.coverage(&pair.subject(), &pair.entry(), day(LAST));
        prop_assert_eq!(coverage, Coverage::NotInForce);
        prop_assert_eq!(suppression.state_name(day(LAST)), "reopened");
    }
}
