//! What the tests of casework share: fictional people, an alert, a clock that is a number.
#![allow(dead_code, reason = "every test file uses its own part")]

use access::{Act, Actor, ActorKind, Scopes};
use casework::{
    Alert, AlertStatus, DeskRules, EntryRef, Evidence, Matched, NameMatch, Settings, Standing, SubjectRef,
    ThingRef,
};
use jiff::Timestamp;
use matching::{Index, IndexBuilder, IndexedList, Match, ScreenOptions, screen_batch};
use model::{Desk, Entity, Envelope, LegalBasis, ListId, Marking, Name, RecordId, Schema, Subject};

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

pub fn id(number: u8) -> RecordId {
    RecordId::new(at(0), [number; 10])
}

pub fn person(number: u8) -> Actor {
    let name = format!("person {number}");
    Actor { id: id(number), name, kind: ActorKind::Person, grants: Vec::new(), scopes: Scopes::All }
}

pub fn envelope() -> Envelope {
    Envelope {
        marking: Marking::default(),
        legal_basis: LegalBasis("national sanctions act, section 4".into()),
        source: "test".into(),
        expires_on: None,
    }
}

pub fn act<'a>(by: &'a Actor, second: i64, reason: &'a str) -> Act<'a> {
    Act::new(by, at(second), reason)
}

pub fn list() -> ListId {
    ListId("demo".into())
}

pub fn entity(id: &str, names: &[&str]) -> Entity {
    let mut entity = Entity::new(id, Schema::Person);
    entity.profile.names = names.iter().map(|name| Name::primary(*name)).collect();
    entity
}

pub fn indexed() -> IndexedList {
    IndexedList { id: list(), version: "version-1".into(), expires_on: None }
}

pub fn index(entities: &[Entity]) -> Index {
    let mut builder = IndexBuilder::new();
    builder.add_list(indexed(), entities);
    Index::from_bytes(builder.finish()).unwrap()
}

pub fn settings() -> Settings {
    Settings::of(&ScreenOptions::on("2026-11-25".parse().unwrap()))
}

pub fn screened(subject: &Subject, entities: &[Entity]) -> Vec<Match> {
    screen_batch(&index(entities), std::slice::from_ref(subject), &settings().options()).remove(0)
}

pub fn matched(subject: &Subject, entity: &Entity, found: &Match, probability: f64) -> Matched {
    Matched {
        thing: ThingRef::Entry(EntryRef::of(&list(), entity)),
        caption: entity.profile.caption().to_owned(),
        evidence: Evidence::NameMatch(NameMatch::new(subject, found, &settings(), &[indexed()])),
        score: found.score,
        probability,
        found_at: at(0),
        standing: Standing::Open,
        reopens: None,
    }
}

/// An alert on Nabil Sadiq, whom the list has under these ids, each match as probable as stated.
pub fn alert(entries: &[(&str, f64)]) -> Alert {
    let subject = Subject::named("C-1", Schema::Person, "Nabil Sadiq");
    let entities: Vec<Entity> = entries.iter().map(|(id, _)| entity(id, &["Nabil Sadiq"])).collect();
    let found = screened(&subject, &entities);
    let matches = entities.iter().zip(entries).map(|(entity, (_, probability))| {
        let found = found.iter().find(|found| found.entry == entity.id).expect("the very same name");
        matched(&subject, entity, found, *probability)
    });
    Alert {
        id: id(50),
        envelope: envelope(),
        desk: Desk::Finance,
        screening: id(40),
        subject: SubjectRef::lasting(&subject),
        caption: "Nabil Sadiq".into(),
        matches: matches.collect(),
        status: AlertStatus::Open,
        assigned: None,
        case: None,
        opened_at: at(0),
        due_at: rules().due_after(at(0)),
        closed_at: None,
        changed_at: Timestamp::UNIX_EPOCH,
    }
}

pub fn rules() -> DeskRules {
    DeskRules::shipped(Desk::Finance)
}
