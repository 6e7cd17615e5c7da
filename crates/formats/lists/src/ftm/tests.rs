//! What FollowTheMoney says, read into entries and written back.

use super::*;
use crate::{Input, ReadOptions, read_list};
use model::{IdentifierKind, NameKind, NameStrength};
use serde_json::json;

fn list(lines: &[Value]) -> Vec<u8> {
    lines.iter().map(|line| format!("{line}\n")).collect::<String>().into_bytes()
}

fn read(format: Format, files: &[Vec<u8>]) -> (Vec<Entity>, Vec<String>) {
    let inputs: Vec<Input<'_>> = files.iter().map(|bytes| Input { name: "list.jsonl", bytes }).collect();
    let read = read_list(format, &inputs, &ReadOptions::default());
    (read.value.entries, read.faults.iter().map(ToString::to_string).collect())
}

fn person() -> Value {
    json!({
        "id": "X-1", "caption": "Иван Образцов", "schema": "Person", "referents": ["old-1"], "datasets": ["x_list"],
        "properties": {
            "name": ["Ivan Obraztsov", "Иван Образцов"], "alias": ["Vanya O."], "weakAlias": ["Vanya"],
            "previousName": ["Ivan Primerov"], "birthDate": ["1960-03"], "birthPlace": ["Sample City, Russia"],
            "nationality": ["ru", "Ruritania"], "gender": ["male"], "innCode": ["500100732259"],
            "passportNumber": ["A 123"], "topics": ["sanction"], "notes": ["a note"], "eyeColor": ["blue"],
        },
    })
}

#[test]
fn a_person_with_all_that_describes_it() {
    let (entries, faults) = read(
        Format::Ftm,
        &[list(&[
            json!({"id": "own", "schema": "Ownership", "properties": {"owner": ["X-1"], "asset": ["X-2"], "percentage": ["51"]}}),
            person(),
            json!({"id": "s", "schema": "Sanction", "properties": {"entity": ["X-1"], "program": ["SAMPLE"], "listingDate": ["2020-05-04"], "endDate": ["2024-05-04"], "authorityId": ["S.1"], "reason": ["for example"]}}),
            json!({"id": "p", "schema": "Passport", "properties": {"holder": ["X-1"], "number": ["B 9"], "country": ["ru"]}}),
            json!({"id": "X-2", "schema": "Company", "properties": {"name": ["Obrazets LLC"], "ogrnCode": ["1027700132195"], "leiCode": ["5493001KJTIIGC8Y1R12"]}}),
        ])],
    );
    insta::assert_json_snapshot!((entries, faults));
}

#[test]
fn bad_lines_cost_no_other() {
    let mut file = b"{\"id\": \n[1]\n\n{\"id\":\"A\"}\n{\"schema\":\"Person\"}\n".to_vec();
    file.extend(list(&[person()]));
    file.extend(b"{\"id\":\"B\",\"schema\":\"Person\",\"properties\":{\"name\":[\"\xff\"]}}");
    let (entries, faults) = read(Format::Ftm, &[file]);
    assert_eq!(entries.iter().map(|entry| entry.id.0.as_str()).collect::<Vec<_>>(), ["X-1", "B"]);
    insta::assert_json_snapshot!(faults);
}

#[test]
fn deltas_change_the_list_in_their_order() {
    let named = |id: &str, name: &str| json!({"id": id, "schema": "Person", "properties": {"name": [name]}});
    let base = list(&[
        named("A", "First"),
        named("B", "Second"),
        named("C", "Third"),
        json!({"id": "f", "schema": "Family", "properties": {"person": ["A"], "relative": ["C"]}}),
    ]);
    let one = list(&[
        json!({"op": "MOD", "entity": named("B", "Second Renamed")}),
        json!({"op": "ADD", "entity": named("D", "Fourth")}),
        json!({"op": "DEL", "entity": {"id": "A"}}),
        json!({"op": "SWAP", "entity": {"id": "A"}}),
    ]);
    let two =
        list(&[json!({"op": "DEL", "entity": {"id": "D"}}), json!({"op": "DEL", "entity": {"id": "f"}})]);
    let names = |entries: &[Entity]| {
        entries.iter().map(|entry| entry.profile.caption().to_owned()).collect::<Vec<_>>()
    };

    let (entries, faults) = read(Format::FtmDelta, &[base.clone(), one.clone()]);
    assert_eq!(names(&entries), ["Second Renamed", "Third", "Fourth"]);
    assert_eq!(entries[1].listing.links.len(), 1, "the link to the removed entry is still stated");
    assert_eq!(faults.len(), 2, "{faults:?}");

    let (entries, _) = read(Format::FtmDelta, &[base, one, two]);
    assert_eq!(names(&entries), ["Second Renamed", "Third"]);
    assert_eq!(entries[1].listing.links, []);
}

#[test]
fn a_subject_is_a_profile() {
    let subject = json!({"id": "c", "schema": "Person", "properties": {
        "firstName": ["Nabeel"], "lastName": ["Munir"], "birthDate": ["12.03.1960"], "country": "Pakistan", "favouriteColour": ["green"],
    }});
    let read = profile_from_json(&subject);
    assert_eq!(read.value.caption(), "Nabeel Munir");
    assert_eq!(read.value.birth_dates[0].to_string(), "1960-03-12");
    assert_eq!(read.value.countries, ["pk"]);
    let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults, ["record c, favouriteColour: the property is not used for screening"]);

    let nobody = profile_from_json(&json!({"id": "n", "schema": "Person", "properties": {}}));
    assert_eq!(nobody.faults.len(), 1);
    assert_eq!(profile_from_json(&json!([])).value.schema, Schema::LegalEntity);
}

#[test]
fn what_is_written_is_read_back() {
    let entity = entity_from_json(&person()).value.unwrap();
    assert_eq!(entity.profile.names[0].text, "Иван Образцов", "the caption comes first");
    let told = |text: &str| {
        let name = entity.profile.names.iter().find(|name| name.text == text).unwrap();
        (name.kind, name.strength)
    };
    assert_eq!(told("Vanya"), (NameKind::Alias, NameStrength::Weak));
    assert_eq!(told("Ivan Primerov"), (NameKind::Former, NameStrength::Strong));
    let tax = entity.profile.identifiers.iter().find(|id| id.kind == IdentifierKind::TaxNumber);
    assert_eq!(tax.map(|id| id.value.as_str()), Some("500100732259"));
    let again = entity_from_json(&to_json(&entity)).value.unwrap();
    let mut written = entity.profile.clone();
    // The writer orders names and numbers by property.
    written.identifiers.sort_by_key(|identifier| identifier.value.clone());
    written.names.sort_by_key(|name| name.text.clone());
    let mut read = again.profile.clone();
    read.identifiers.sort_by_key(|identifier| identifier.value.clone());
    read.names.sort_by_key(|name| name.text.clone());
    assert_eq!(read, written);
    assert_eq!(again.listing.remarks, entity.listing.remarks);
    assert_eq!(again.id, entity.id);
}
