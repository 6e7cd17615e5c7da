//! FollowTheMoney JSON: lists as JSON lines, OpenSanctions deltas, screening subjects, and entries written back.

mod links;
mod list;
mod properties;
mod write;

pub(crate) use list::read;
pub use write::to_json;

use crate::Format;
use crate::draft::Draft;
use crate::faults::{Faults, quote};
use model::{Entity, EntryId, Fault, Location, Parsed, Profile, Schema};
use serde_json::Value;

/// Reads the profile of an entity or a screening subject: `{"schema", "properties": {"name": […], "birthDate": […]}}`.
/// A property that says nothing about identity is reported, not used. Without a schema it is a
/// [`Schema::LegalEntity`]: a person or an organisation.
///
/// ```
/// let subject = serde_json::json!({"id": "c-1", "schema": "Person", "properties": {"name": ["Набиль Мунир"]}});
/// let read = lists::ftm::profile_from_json(&subject);
/// assert_eq!(read.value.caption(), "Набиль Мунир");
/// assert_eq!(read.faults, []);
/// ```
pub fn profile_from_json(value: &Value) -> Parsed<Profile> {
    let mut faults = Faults::default();
    let id = text_of(value, "id").unwrap_or_default();
    let schema = match text_of(value, "schema") {
        None => Schema::LegalEntity,
        Some(name) => schema(&name, &Location::default().record(&id), &mut faults),
    };
    let mut draft = Draft::at(Location::default().record(&id), schema);
    properties::fill(value, &mut draft, &mut faults);
    let entity = draft.finish(&mut faults);
    for property in entity.listing.other.keys().filter(|property| !properties::kept_as_text(property)) {
        let place = Location::default().record(&id).field(property);
        faults.warn(place, "the property is not used for screening");
    }
    Parsed { value: entity.profile, faults: faults.finish() }
}

/// Reads one entity with its listing; entities that only describe others (`Sanction`, `Ownership`, …) and entities
/// without an id are none.
pub fn entity_from_json(value: &Value) -> Parsed<Option<Entity>> {
    let mut faults = Faults::default();
    let entity = if links::describes_others(&text_of(value, "schema").unwrap_or_default()) {
        None
    } else {
        entity(value, Location::default(), &links::Attachments::default(), &mut faults)
    };
    Parsed { value: entity, faults: faults.finish() }
}

/// Whether a JSON value is a FollowTheMoney entity or a change to one.
pub(crate) fn recognise(value: &Value) -> Option<Format> {
    if value.get("op").is_some_and(Value::is_string) && value.get("entity").is_some_and(Value::is_object) {
        return Some(Format::FtmDelta);
    }
    let entity = value.get("schema").is_some_and(Value::is_string)
        && value.get("properties").is_some_and(Value::is_object);
    entity.then_some(Format::Ftm)
}

fn entity(
    value: &Value,
    place: Location,
    attachments: &links::Attachments,
    faults: &mut Faults,
) -> Option<Entity> {
    let Some(id) = text_of(value, "id").filter(|id| !id.trim().is_empty()) else {
        faults.push(Fault::record(place, "the entity has no id"));
        return None;
    };
    let place = place.record(&id);
    let Some(name) = text_of(value, "schema") else {
        faults.push(Fault::record(place, "the entity has no schema"));
        return None;
    };
    let schema = schema(&name, &place, faults);
    let mut draft = Draft::at(place, schema);
    draft.entity().id = EntryId(id.clone());
    if schema == Schema::Thing && name != "Thing" {
        draft.other("schema", &name);
    }
    properties::fill(value, &mut draft, faults);
    top_level(value, &mut draft);
    links::nested(value, &id, faults).for_entity(&id, &mut draft, faults);
    attachments.for_entity(&id, &mut draft, faults);
    Some(draft.finish(faults))
}

/// What stands beside the properties.
fn top_level(value: &Value, draft: &mut Draft) {
    for referent in
        value.get("referents").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    {
        draft.entity().listing.referents.push(EntryId(referent.to_owned()));
    }
    for dataset in
        value.get("datasets").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    {
        draft.other("datasets", dataset);
    }
    for key in ["first_seen", "last_seen", "last_change"] {
        draft.other(key, &text_of(value, key).unwrap_or_default());
    }
    if value.get("target").and_then(Value::as_bool) == Some(false) {
        draft.other("target", "false");
    }
}

fn schema(name: &str, place: &Location, faults: &mut Faults) -> Schema {
    // Schemata that are a kind of one that lists use.
    let parent = match name {
        "Organisation" => Some(Schema::Organization),
        "Company" | "Bank" => Some(Schema::Company),
        "Vehicle" | "Asset" | "RealEstate" | "Position" | "Workbook" | "Event" | "Project" => {
            Some(Schema::Thing)
        }
        _ => Schema::parse(name),
    };
    parent.unwrap_or_else(|| {
        faults.warn(
            place.clone().field("schema"),
            format!("unknown schema {}, taken for a Thing", quote(name)),
        );
        Schema::Thing
    })
}

fn text_of(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
