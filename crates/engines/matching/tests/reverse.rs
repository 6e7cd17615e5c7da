//! Matching changed entries against an index of subjects finds exactly what screening all subjects finds of these
//! entries.

mod development;

use development::{entries, profile, rows, shared};
use matching::{
    Index, IndexBuilder, IndexedList, Match, OperatingPoint, ScreenOptions, SubjectIndex, screen_batch,
};
use model::{Entity, EntryId, Identifier, IdentifierKind, ListId, Name, Schema, Subject};
use std::collections::HashSet;

fn options(point: OperatingPoint) -> ScreenOptions {
    let today = "2026-11-25".parse().expect("a date");
    ScreenOptions { operating_point: point, explain: false, ..ScreenOptions::on(today) }
}

fn index(entries: &[Entity]) -> Index {
    let mut builder = IndexBuilder::new();
    builder.add_list(IndexedList { id: ListId("l".into()), version: "1".into(), expires_on: None }, entries);
    Index::from_bytes(builder.finish()).expect("an index that was just built opens")
}

/// Matches with the changed entries: subject's place, entry, score.
type Found = Vec<(usize, EntryId, f64)>;

fn of_changed(place: usize, matches: Vec<Match>, changed: &HashSet<EntryId>) -> Found {
    let of_changed = matches.into_iter().filter(|found| changed.contains(&found.entry));
    of_changed.map(|found| (place, found.entry, found.score)).collect()
}

/// Both ways; they must be equal. Gives the number of matches and of candidates.
#[track_caller]
fn check(entries: &[Entity], changed: &[&Entity], subjects: &[Subject], point: OperatingPoint) -> [usize; 2] {
    let options = options(point);
    let index = index(entries);
    let ids: HashSet<EntryId> = changed.iter().map(|entry| entry.id.clone()).collect();
    let everybody: Found = screen_batch(&index, subjects, &options)
        .into_iter()
        .enumerate()
        .flat_map(|(place, matches)| of_changed(place, matches, &ids))
        .collect();
    let candidates =
        SubjectIndex::new(subjects).candidates(changed.iter().map(|entry| &entry.profile), &index, &options);
    let asked: Vec<Subject> = candidates.iter().map(|place| subjects[*place].clone()).collect();
    let reverse: Found = candidates
        .iter()
        .zip(screen_batch(&index, &asked, &options))
        .flat_map(|(place, matches)| of_changed(*place, matches, &ids))
        .collect();
    assert_eq!(everybody, reverse, "{point:?}");
    [everybody.len(), candidates.len()]
}

#[test]
fn a_changed_entry_finds_whom_it_concerns() {
    let named = |id: &str, names: &[&str]| {
        let mut entity = Entity::new(id, Schema::Person);
        entity.profile.names = names.iter().map(|name| Name::primary(*name)).collect();
        entity
    };
    let mut entries = vec![
        named("a", &["Nabil Sadiq", "نبیل صادق"]),
        named("b", &["Temur Aslanov", "Темур Асланов"]),
        named("c", &["Zarina Holmatova"]),
    ];
    entries[1].profile.names.push(Name::weak_alias("Temka"));
    entries[2].profile.identifiers.push(Identifier::new(IdentifierKind::Passport, "AB 123456"));
    let mut by_passport = Subject::named("6", Schema::Person, "Z. Kholmatova");
    by_passport.profile.identifiers.push(Identifier::new(IdentifierKind::Passport, "ab123456"));
    let mut subjects: Vec<Subject> =
        ["Nabeel Sadek", "Набиль Садик", "Aslanov Temur", "Temka", "Marta Lindqvist", "Asad Mirwais"]
            .iter()
            .enumerate()
            .map(|(number, name)| Subject::named(number.to_string(), Schema::Person, *name))
            .collect();
    subjects.push(by_passport);
    for point in OperatingPoint::ALL {
        let changed: Vec<&Entity> = entries.iter().collect();
        let [found, candidates] = check(&entries, &changed, &subjects, point);
        assert!(found >= 4 && candidates < subjects.len(), "{found} found, {candidates} candidates");
        check(&entries, &changed[1..2], &subjects, point);
        check(&entries, &[], &subjects, point);
        check(&entries, &changed, &[], point);
    }
}

#[test]
fn release_changed_entries_find_whom_screening_everybody_finds() {
    let Some(shared) = shared() else { return };
    let entries = entries(&shared);
    let subjects: Vec<Subject> = rows(&shared, "queries_dev.jsonl.xz")
        .iter()
        .enumerate()
        .map(|(number, row)| Subject { id: number.to_string(), profile: profile(row) })
        .collect();
    let changed: Vec<&Entity> = entries.iter().step_by(11).collect();
    for point in OperatingPoint::ALL {
        let [found, candidates] = check(&entries, &changed, &subjects, point);
        println!(
            "{point:?}: {} subjects, {} entries, {found} matches, {candidates} candidates",
            subjects.len(),
            changed.len()
        );
        assert!(found > 100, "the sample must find something to prove anything");
    }
}
