//! Entries written as FollowTheMoney entities.

use model::{Entity, IdentifierKind, NameKind, NameStrength, Schema};
use serde_json::{Map, Value, json};

/// Writes an entry as a FollowTheMoney entity, with everything that its model has a property for; what a source
/// says beside that is written under the source's own names in `other`. Dates are written as
/// [`model::PartialDate`] writes them, "circa" and ranges included.
pub fn to_json(entity: &Entity) -> Value {
    let mut properties = Properties::default();
    names(entity, &mut properties);
    identity(entity, &mut properties);
    listing(entity, &mut properties);
    let mut value = json!({
        "id": entity.id,
        "caption": entity.profile.caption(),
        "schema": entity.profile.schema.as_str(),
        "properties": properties.0,
        "referents": entity.listing.referents,
        "target": true,
    });
    if !entity.listing.other.is_empty() {
        value["other"] = json!(entity.listing.other);
    }
    if !entity.listing.links.is_empty() {
        value["links"] = json!(entity.listing.links);
    }
    value
}

#[derive(Default)]
struct Properties(Map<String, Value>);

impl Properties {
    fn add(&mut self, property: &str, value: impl Into<String>) {
        let value = Value::String(value.into());
        match self.0.entry(property).or_insert_with(|| Value::Array(Vec::new())) {
            Value::Array(values) if !values.contains(&value) => values.push(value),
            _ => {}
        }
    }
}

fn names(entity: &Entity, properties: &mut Properties) {
    for name in &entity.profile.names {
        let property = match (name.kind, name.strength) {
            (_, NameStrength::Weak) => "weakAlias",
            (NameKind::Primary, _) => "name",
            (NameKind::Alias | NameKind::OriginalScript, _) => "alias",
            (NameKind::Former, _) => "previousName",
        };
        properties.add(property, &name.text);
    }
}

fn identity(entity: &Entity, properties: &mut Properties) {
    let profile = &entity.profile;
    let date = match profile.schema {
        Schema::Person => "birthDate",
        Schema::Vessel | Schema::Airplane => "buildDate",
        _ => "incorporationDate",
    };
    let nationality = match profile.schema {
        Schema::Vessel | Schema::Airplane => "flag",
        _ => "nationality",
    };
    profile.birth_dates.iter().for_each(|value| properties.add(date, value.to_string()));
    profile.birth_places.iter().for_each(|place| properties.add("birthPlace", &place.text));
    if let Some(gender) = profile.gender {
        properties.add("gender", format!("{gender:?}").to_lowercase());
    }
    profile.nationalities.iter().for_each(|code| properties.add(nationality, code));
    profile.countries.iter().for_each(|code| properties.add("country", code));
    profile.addresses.iter().for_each(|place| properties.add("address", &place.text));
    for identifier in &profile.identifiers {
        properties.add(identifier_property(identifier, profile.schema), &identifier.value);
    }
}

fn identifier_property(identifier: &model::Identifier, schema: Schema) -> &str {
    match (identifier.kind, identifier.note.as_deref()) {
        (IdentifierKind::Passport, _) => "passportNumber",
        (IdentifierKind::TaxNumber, _) => "taxNumber",
        (IdentifierKind::Registration, _) => "registrationNumber",
        (IdentifierKind::Lei, _) => "leiCode",
        (IdentifierKind::Bic, _) => "swiftBic",
        (IdentifierKind::Imo, _) => "imoNumber",
        (IdentifierKind::Mmsi, _) => "mmsi",
        (IdentifierKind::CallSign, _) => "callSign",
        (IdentifierKind::AircraftTail, _) => "registrationNumber",
        (IdentifierKind::SerialNumber, _) => "serialNumber",
        (IdentifierKind::Wallet, _) if schema == Schema::CryptoWallet => "publicKey",
        (IdentifierKind::Wallet, _) => "cryptoWallets",
        (IdentifierKind::Contact, Some(note)) if note.to_lowercase().contains("mail") => "email",
        (IdentifierKind::Contact, Some(note)) if note.to_lowercase().contains("web") => "website",
        (IdentifierKind::Contact, _) => "phone",
        (IdentifierKind::NationalId | IdentifierKind::Other, _) => "idNumber",
    }
}

fn listing(entity: &Entity, properties: &mut Properties) {
    let listing = &entity.listing;
    listing.programmes.iter().for_each(|value| properties.add("program", value));
    listing.positions.iter().for_each(|value| properties.add("position", value));
    listing.titles.iter().for_each(|value| properties.add("title", value));
    listing.remarks.iter().for_each(|value| properties.add("notes", value));
    listing.topics.iter().for_each(|value| properties.add("topics", value));
    listing.updated_on.iter().for_each(|value| properties.add("modifiedAt", value.to_string()));
}
