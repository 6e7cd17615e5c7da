//! The fingerprint of whatever identifies somebody: equal for profiles whose matching data are equal, however they
//! are ordered, spaced or repeated. A suppression is bound to the fingerprints of both sides.

use icu_normalizer::ComposingNormalizerBorrowed;
use model::{Identifier, Name, Place, Profile};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// Version of the canonical form; part of what is hashed, so that forms never mix.
const FORM: &str = "profile-1";

/// SHA-256 over the canonical form of a profile, in hexadecimal. It stands for a person: treat it as personal data.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub String);

impl Fingerprint {
    /// The fingerprint of a profile. Ids, references and what a list says of the designation are no part of it.
    pub fn of(profile: &Profile) -> Self {
        let mut hash = Sha256::new();
        for (field, values) in canonical(profile) {
            put(&mut hash, field);
            hash.update((values.len() as u64).to_be_bytes());
            values.iter().for_each(|value| put(&mut hash, value));
        }
        Self(hex::encode(hash.finalize()))
    }
}

/// Lengths keep neighbouring texts apart.
fn put(hash: &mut Sha256, text: &str) {
    hash.update((text.len() as u64).to_be_bytes());
    hash.update(text.as_bytes());
}

/// Every field that matching looks at, as a set of texts.
fn canonical(profile: &Profile) -> [(&'static str, BTreeSet<String>); 10] {
    [
        (FORM, BTreeSet::from([profile.schema.as_str().to_owned()])),
        ("names", profile.names.iter().filter_map(name).collect()),
        ("birth-dates", profile.birth_dates.iter().map(ToString::to_string).collect()),
        ("birth-places", places(&profile.birth_places)),
        ("gender", profile.gender.iter().map(|gender| format!("{gender:?}")).collect()),
        ("nationalities", folded(&profile.nationalities)),
        ("countries", folded(&profile.countries)),
        ("addresses", places(&profile.addresses)),
        ("identifiers", profile.identifiers.iter().filter_map(identifier).collect()),
        ("end", BTreeSet::new()),
    ]
}

/// A name with what the engine tells apart of it: its strength.
fn name(name: &Name) -> Option<String> {
    let text = fold(&name.text);
    (!text.is_empty()).then(|| format!("{:?}\u{1F}{text}", name.strength))
}

fn places(places: &[Place]) -> BTreeSet<String> {
    let texts = places.iter().map(|place| {
        format!("{}\u{1F}{}", place.country.as_deref().map(fold).unwrap_or_default(), fold(&place.text))
    });
    texts.filter(|text| text != "\u{1F}").collect()
}

fn identifier(identifier: &Identifier) -> Option<String> {
    let country = identifier.country.as_deref().map(fold).unwrap_or_default();
    Some(format!("{:?}\u{1F}{country}\u{1F}{}", identifier.kind, identifier.normalised()?))
}

fn folded(texts: &[String]) -> BTreeSet<String> {
    texts.iter().map(|text| fold(text)).filter(|text| !text.is_empty()).collect()
}

/// One writing for what no reader tells apart: composed letters, small letters, single spaces.
fn fold(text: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    let words: Vec<String> = composed.split_whitespace().map(str::to_lowercase).collect();
    ComposingNormalizerBorrowed::new_nfc().normalize(&words.join(" ")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Gender, IdentifierKind, PartialDate, Schema};
    use proptest::prelude::*;

    fn profile(names: &[&str]) -> Profile {
        let mut profile = Profile::new(Schema::Person);
        profile.names = names.iter().map(|name| Name::primary(*name)).collect();
        profile
    }

    #[track_caller]
    fn check(left: &Profile, right: &Profile, same: bool) {
        assert_eq!(Fingerprint::of(left) == Fingerprint::of(right), same, "{left:?} {right:?}");
    }

    #[test]
    fn what_no_reader_tells_apart_has_one_fingerprint() {
        check(&profile(&["Nabil  Sadiq "]), &profile(&["nabil sadiq"]), true);
        check(&profile(&["Андрей"]), &profile(&["Андреи\u{0306}"]), true);
        check(&profile(&["A B", "C D"]), &profile(&["C D", "A B", "A B", " "]), true);
        let (mut left, mut right) = (profile(&["A"]), profile(&["A"]));
        left.identifiers.push(Identifier::new(IdentifierKind::Passport, "ab-123 456"));
        right.identifiers.push(Identifier::new(IdentifierKind::Passport, "AB123456"));
        check(&left, &right, true);
        left.nationalities.push("PK".into());
        right.nationalities.push("pk".into());
        check(&left, &right, true);
    }

    #[test]
    fn whatever_matching_looks_at_changes_it() {
        let plain = profile(&["Nabil Sadiq"]);
        let changes: [fn(&mut Profile); 10] = [
            |p| p.schema = Schema::Company,
            |p| p.names.push(Name::primary("Nabeel Sadek")),
            |p| p.names[0] = Name::weak_alias("Nabil Sadiq"),
            |p| p.birth_dates.push(PartialDate::year(1960).unwrap()),
            |p| p.birth_places.push(Place { text: "Multan".into(), country: None }),
            |p| p.gender = Some(Gender::Male),
            |p| p.nationalities.push("pk".into()),
            |p| p.countries.push("pk".into()),
            |p| p.addresses.push(Place { text: "Multan".into(), country: None }),
            |p| p.identifiers.push(Identifier::new(IdentifierKind::Passport, "AB123456")),
        ];
        let mut seen = vec![Fingerprint::of(&plain)];
        for change in changes {
            let mut changed = plain.clone();
            change(&mut changed);
            let fingerprint = Fingerprint::of(&changed);
            assert!(!seen.contains(&fingerprint), "{changed:?}");
            seen.push(fingerprint);
        }
    }

    proptest! {
        #[test]
        fn order_and_repetition_do_not_matter(
            mut names in prop::collection::vec("[ \\PC]{0,12}", 1..6), turn in 0usize..6, again in 0usize..6,
        ) {
            let before: Vec<&str> = names.iter().map(String::as_str).collect();
            let before = Fingerprint::of(&profile(&before));
            let turn = turn % names.len();
            names.push(names[again % names.len()].clone());
            names.rotate_left(turn);
            let after: Vec<&str> = names.iter().map(String::as_str).collect();
            prop_assert_eq!(before, Fingerprint::of(&profile(&after)));
        }

        #[test]
        fn other_words_have_other_fingerprints(left in "[a-z ]{1,12}", right in "[a-z ]{1,12}") {
            let same = left.split_whitespace().eq(right.split_whitespace());
            prop_assert_eq!(Fingerprint::of(&profile(&[&left])) == Fingerprint::of(&profile(&[&right])), same);
        }
    }
}
