//! Which FollowTheMoney property says what about identity or listing.

use crate::countries;
use crate::dates;
use crate::draft::Draft;
use crate::faults::Faults;
use model::{Identifier, IdentifierKind, Name, NameKind, PartialDate, Schema};
use serde_json::Value;

/// Reads all properties of an entity; those that have no place of their own are kept by their name.
pub(super) fn fill(entity: &Value, draft: &mut Draft, faults: &mut Faults) {
    let Some(properties) = entity.get("properties").and_then(Value::as_object) else {
        if entity.get("properties").is_some() {
            faults.warn(draft.location("properties"), "is not an object");
        }
        return;
    };
    let caption = entity.get("caption").and_then(Value::as_str);
    // The caption is the source's choice among the names: it comes first.
    let names = texts(properties.get("name"));
    if let Some(caption) = caption.filter(|caption| names.iter().any(|name| name == caption)) {
        draft.name(Name::primary(caption));
    }
    for (property, values) in properties {
        if !(values.is_string() || values.is_array() || values.is_number()) {
            faults.warn(draft.location(property), "the values are not texts");
        }
        for value in texts(Some(values)) {
            set(property, &value, draft, faults);
        }
    }
    if draft.entity().profile.names.is_empty() {
        let parts = ["firstName", "secondName", "middleName", "fatherName", "lastName"];
        let composed: Vec<String> =
            parts.iter().filter_map(|part| texts(properties.get(*part)).into_iter().next()).collect();
        draft.name(Name::primary(composed.join(" ")));
    }
    if draft.entity().profile.names.is_empty() {
        draft.name(Name::primary(caption.unwrap_or_default()));
    }
}

/// Values of a property as texts; nested entities are read elsewhere.
pub(super) fn texts(values: Option<&Value>) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    match values {
        Some(Value::Array(values)) => values.iter().filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Properties that are read but have no field of their own: parts of names that stand whole elsewhere.
pub(super) fn kept_as_text(property: &str) -> bool {
    matches!(
        property,
        "firstName"
            | "secondName"
            | "middleName"
            | "lastName"
            | "fatherName"
            | "motherName"
            | "nameSuffix"
            | "nationality"
            | "country"
            | "citizenship"
            | "jurisdiction"
            | "mainCountry"
            | "flag"
            | "birthDate"
            | "incorporationDate"
            | "buildDate"
            | "gender"
            | "birthCountry"
    )
}

fn set(property: &str, value: &str, draft: &mut Draft, faults: &mut Faults) {
    if let Some(kind) = identifier_kind(property, draft.schema()) {
        let note =
            matches!(kind, IdentifierKind::Other | IdentifierKind::Contact).then(|| property.to_owned());
        draft.identifier(Identifier { note, ..Identifier::new(kind, value) });
        return;
    }
    match property {
        "name" => draft.name(Name::primary(value)),
        "alias" => draft.name(Name::alias(value)),
        "weakAlias" | "abbreviation" => draft.name(Name::weak_alias(value)),
        "previousName" | "pastName" => draft.name(Name::new(value, NameKind::Former)),
        "birthDate" | "incorporationDate" | "buildDate" => {
            draft.birth_date(date(value), value, property, faults)
        }
        "birthPlace" => draft.birth_place(value, countries::code_at_end(value)),
        "birthCountry" => {
            let code = draft.country_code(value, property, faults);
            draft.birth_place(code.and_then(countries::name).unwrap_or(value), code);
        }
        "gender" => draft.gender(value, faults),
        "nationality" | "citizenship" | "flag" => draft.nationality(value, property, faults),
        "country" | "jurisdiction" | "mainCountry" => draft.country(value, property, faults),
        "address" => draft.address(value, countries::code_at_end(value)),
        "topics" => draft.topic(value),
        "position" => draft.position(value),
        "title" => draft.title(value),
        "notes" | "summary" | "description" => draft.remark(value),
        "program" | "programId" => draft.programme(value),
        "modifiedAt" => match date(value) {
            Some(date) => draft.entity().listing.updated_on.push(date),
            None => draft.unread_date(value, property, faults),
        },
        _ => draft.other(property, value),
    }
}

pub(super) fn date(text: &str) -> Option<PartialDate> {
    PartialDate::parse_iso(text).ok().or_else(|| dates::parse_any(text))
}

fn identifier_kind(property: &str, schema: Schema) -> Option<IdentifierKind> {
    Some(match property {
        "passportNumber" => IdentifierKind::Passport,
        "idNumber" if schema == Schema::Person => IdentifierKind::NationalId,
        "socialSecurityNumber" => IdentifierKind::NationalId,
        "idNumber" => IdentifierKind::Other,
        "taxNumber" | "innCode" | "vatCode" | "irsCode" | "giiNumber" => IdentifierKind::TaxNumber,
        "registrationNumber" if schema == Schema::Airplane => IdentifierKind::AircraftTail,
        "registrationNumber" | "ogrnCode" | "okpoCode" | "uscCode" | "jibCode" | "fnsCode" => {
            IdentifierKind::Registration
        }
        "leiCode" => IdentifierKind::Lei,
        "swiftBic" | "bicCode" => IdentifierKind::Bic,
        "imoNumber" => IdentifierKind::Imo,
        "mmsi" => IdentifierKind::Mmsi,
        "callSign" => IdentifierKind::CallSign,
        "serialNumber" | "hullNumber" => IdentifierKind::SerialNumber,
        "publicKey" | "cryptoWallets" => IdentifierKind::Wallet,
        "email" | "phone" | "website" => IdentifierKind::Contact,
        "isin" | "isinCode" | "ticker" | "dunsCode" | "uniqueEntityId" | "npiCode" | "kppCode"
        | "bikCode" | "permId" | "cageCode" | "brightQueryId" => IdentifierKind::Other,
        _ => return None,
    })
}
