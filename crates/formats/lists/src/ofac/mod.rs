//! The lists of the US Treasury's Office of Foreign Assets Control, in its three forms: CSV triples, `sdn.xml`,
//! `sdn_advanced.xml`.

pub(crate) mod advanced;
pub(crate) mod csv;
mod remarks;
pub(crate) mod xml;

use model::Schema;

/// The schema of OFAC's party types; an empty one is an entity.
fn schema(party_type: &str) -> Option<Schema> {
    match party_type.to_lowercase().as_str() {
        "individual" => Some(Schema::Person),
        "" | "entity" => Some(Schema::Organization),
        "vessel" => Some(Schema::Vessel),
        "aircraft" => Some(Schema::Airplane),
        _ => None,
    }
}

/// The number in `IMO 1234567`; `None` for anything else.
fn imo(value: &str) -> Option<&str> {
    let number = value.trim().strip_prefix("IMO")?.trim();
    (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())).then_some(number)
}
