//! Subject and entry side by side: what each says of the same thing, and whether it agrees. What agrees is the engine's
//! own finding; nothing here compares.

use super::name::Shown;
use super::words::Words;
use model::{Entity, Family, Gender, Identifier, Name, NameKind, NameStrength, Place, Profile};
use node::{Contribution, Explanation};

/// Whether two values agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They speak for one person.
    Agrees,
    /// They speak against it.
    Differs,
    /// Only one side has a value.
    OneSide,
    /// Both have one, and the engine made nothing of it.
    Open,
    /// Nothing that the engine weighs.
    Unweighed,
}

impl Agreement {
    /// Its class in the style, and the part of its catalogue key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::OneSide => "one-side",
            Self::Open => "open",
            Self::Unweighed => "unweighed",
        }
    }

    /// The class of its badge.
    pub fn badge(self) -> &'static str {
        match self {
            Self::Agrees => "good",
            Self::Differs => "bad",
            Self::OneSide | Self::Open | Self::Unweighed => "",
        }
    }
}

/// A row of the comparison.
pub struct Row {
    /// What is compared.
    pub label: String,
    /// What the subject says.
    pub subject: Vec<Value>,
    /// What the entry says.
    pub entry: Vec<Value>,
    /// Whether it agrees.
    pub agreement: Agreement,
    /// The agreement in words; none where there is nothing to say.
    pub said: Option<String>,
}

/// One value of a side.
pub struct Value {
    /// The value.
    pub text: Shown,
    /// What its source adds.
    pub note: String,
}

/// What an entry says beside what identifies it.
pub struct Listed {
    /// Facts by their headings.
    pub facts: Vec<(String, Vec<Shown>)>,
}

/// The rows of a comparison; what neither side says has none.
pub fn rows(
    subject: &Profile,
    entry: Option<&Profile>,
    explanation: Option<&Explanation>,
    words: &Words,
) -> Vec<Row> {
    let findings: &[Contribution] = explanation.map_or(&[], |explanation| &explanation.corroboration);
    let row = |key: &str, kinds: &[&str], values: &dyn Fn(&Profile) -> Vec<Value>| {
        let (subject, entry) = (values(subject), entry.map(values).unwrap_or_default());
        if subject.is_empty() && entry.is_empty() {
            return None;
        }
        let agreement = match (subject.is_empty(), entry.is_empty()) {
            _ if kinds.is_empty() => Agreement::Unweighed,
            (false, false) => agreement(findings, kinds),
            _ => Agreement::OneSide,
        };
        let said = (agreement != Agreement::Unweighed)
            .then(|| words.say(&format!("console-agreement-{}", agreement.as_str())));
        Some(Row { label: words.say(key), subject, entry, agreement, said })
    };
    let w = words;
    let (born, nationality) = match subject.schema.family() {
        Family::Person | Family::PersonOrOrganisation => {
            ("console-field-birth-date", "console-field-nationality")
        }
        Family::Vessel | Family::Aircraft => ("console-field-built", "console-field-flag"),
        Family::Organisation | Family::Other => ("console-field-founded", "console-field-country"),
    };
    [
        row("console-field-kind", &[], &|side| {
            let schema = format!("schema-{}", side.schema.as_str().to_lowercase());
            vec![plain(&w.say(&schema), w)]
        }),
        row(born, &["birth-date", "birth-month", "birth-year", "birth-range"], &|side| {
            side.birth_dates.iter().map(|date| plain(&w.date(date), w)).collect()
        }),
        row("console-field-birth-place", &["birth-place"], &|side| places(&side.birth_places, w)),
        row("console-field-gender", &["gender"], &|side| {
            side.gender.into_iter().map(|gender| plain(&w.say(gender_key(gender)), w)).collect()
        }),
        row(nationality, &["nationality", "country"], &|side| countries(&side.nationalities, w)),
        row("console-field-country", &["country", "nationality"], &|side| countries(&side.countries, w)),
        row("console-field-address", &[], &|side| places(&side.addresses, w)),
        row("console-field-identifier", &["identifier"], &|side| {
            side.identifiers.iter().map(|identifier| numbered(identifier, w)).collect()
        }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The names of a side, the one that matched first.
pub fn names(profile: &Profile, matched: &str, words: &Words) -> Vec<Value> {
    let first = profile.names.iter().filter(|name| name.text == matched);
    let rest = profile.names.iter().filter(|name| name.text != matched);
    let value = |name: &Name| Value {
        text: Shown::new(&name.text, words),
        note: name_note(name, words).unwrap_or_default(),
    };
    first.chain(rest).map(value).collect()
}

/// What the list says of an entry beside what identifies it.
pub fn listed(entity: &Entity, words: &Words) -> Listed {
    let listing = &entity.listing;
    let texts = |values: &[String]| values.iter().map(|text| Shown::new(text, words)).collect::<Vec<_>>();
    let dates = |dates: &[model::PartialDate]| {
        dates.iter().map(|date| Shown::new(&words.date(date), words)).collect::<Vec<_>>()
    };
    let facts = [
        ("console-listing-reference", texts(listing.reference.as_slice())),
        ("console-listing-programmes", texts(&listing.programmes)),
        ("console-listing-listed", dates(listing.listed_on.as_slice())),
        ("console-listing-updated", dates(&listing.updated_on)),
        ("console-listing-expires", {
            listing.expires_on.iter().map(|day| Shown::new(&words.day(*day), words)).collect()
        }),
        ("console-listing-positions", texts(&listing.positions)),
        ("console-listing-titles", texts(&listing.titles)),
        ("console-listing-remarks", texts(&listing.remarks)),
    ];
    let facts = facts.into_iter().filter(|(_, values)| !values.is_empty());
    Listed { facts: facts.map(|(key, values)| (words.say(key), values)).collect() }
}

/// What the engine made of values of these kinds: what speaks against weighs more than what speaks for.
fn agreement(findings: &[Contribution], kinds: &[&str]) -> Agreement {
    let ours = findings.iter().filter(|finding| kinds.iter().any(|kind| finding.feature.starts_with(kind)));
    let mut weights = ours.map(|finding| finding.log_odds).peekable();
    match weights.peek() {
        None => Agreement::Open,
        Some(_) => match weights.any(|weight| weight < 0.0) {
            true => Agreement::Differs,
            false => Agreement::Agrees,
        },
    }
}

fn plain(text: &str, words: &Words) -> Value {
    Value { text: Shown::new(text, words), note: String::new() }
}

fn places(places: &[Place], words: &Words) -> Vec<Value> {
    let note = |place: &Place| place.country.as_deref().map(|code| words.catalogue().country(code));
    let value = |place: &Place| {
        let note = note(place).filter(|country| *country != place.text).unwrap_or_default();
        Value { text: Shown::new(&place.text, words), note }
    };
    places.iter().map(value).collect()
}

fn countries(codes: &[String], words: &Words) -> Vec<Value> {
    codes.iter().map(|code| plain(&words.catalogue().country(code), words)).collect()
}

fn numbered(identifier: &Identifier, words: &Words) -> Value {
    let kind = serde_json::to_value(identifier.kind).ok();
    let kind = kind.as_ref().and_then(serde_json::Value::as_str).unwrap_or("other").to_owned();
    let kind = words.say(&format!("identifier-{kind}"));
    let country = identifier.country.as_deref().map(|code| words.catalogue().country(code));
    let parts: Vec<String> = std::iter::once(kind).chain(country).chain(identifier.note.clone()).collect();
    Value { text: Shown::new(&identifier.value, words), note: parts.join(&words.say("list-separator")) }
}

fn gender_key(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => "gender-female",
        Gender::Male => "gender-male",
        Gender::Other => "gender-other",
    }
}

fn name_note(name: &Name, words: &Words) -> Option<String> {
    if name.strength == NameStrength::Weak {
        return Some(words.say("name-weak-alias"));
    }
    let key = match name.kind {
        NameKind::Primary => return None,
        NameKind::Alias => "name-alias",
        NameKind::Former => "name-former",
        NameKind::OriginalScript => "name-original-script",
    };
    Some(words.say(key))
}
