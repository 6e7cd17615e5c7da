//! OFAC's `sdn_advanced.xml` and `cons_advanced.xml`: parties, documents, places, sanctions and relations stand in
//! sections of their own and refer to each other by number. Written from the published schema. What a party refers
//! to may stand before or behind it, so the file is passed through twice.

mod tables;

use super::{imo, remarks, schema};
use crate::countries;
use crate::draft::{Draft, one_line};
use crate::faults::{Faults, quote};
use crate::identifiers::kind_of;
use crate::names::has_latin;
use crate::read::{Head, Sink};
use crate::xml::{Node, walk};
use model::{Fault, Identifier, IdentifierKind, Location, Name, NameKind, NameStrength, PartialDate, Schema};
use std::collections::HashMap;
use tables::{Tables, date, document, lookup, period, push, sanction};

/// What the first pass gathers.
const SECTIONS: [&str; 6] = [
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
    "SanctionsEntry",
    "ProfileRelationship",
];
const PARTIES: [&str; 1] = ["DistinctParty"];

pub(crate) fn read(xml: &str, head: &mut Head, faults: &mut Faults, sink: &mut Sink<'_>) {
    let mut tables = Tables::default();
    walk(xml, &SECTIONS, faults, &mut |line, node, faults| match node.name {
        "DateOfIssue" => {
            let date = date(&node);
            let raw = date.map(|date| date.to_string()).unwrap_or_default();
            head.generated(date, &raw, line, faults);
        }
        "ReferenceValueSets" => tables.references(&node),
        "Location" => tables.location(&node),
        "IDRegDocument" => {
            push(&mut tables.documents, node.attribute("IdentityID"), document(&node, &tables.values))
        }
        "SanctionsEntry" => {
            push(&mut tables.sanctions, node.attribute("ProfileID"), Some(sanction(&node, &tables.values)))
        }
        "ProfileRelationship" => tables.relationship(&node, line, faults),
        _ => {}
    });
    let mut again = Faults::default();
    walk(xml, &PARTIES, &mut again, &mut |line, node, _| {
        if node.name == "DistinctParty" {
            party(&node, line, &tables, faults, sink);
        }
    });
    faults.take_new(again);
}

fn party(node: &Node<'_>, line: u64, tables: &Tables, faults: &mut Faults, sink: &mut Sink<'_>) {
    let Some(id) =
        node.attribute("FixedRef").or_else(|| node.child("Profile").and_then(|p| p.attribute("ID")))
    else {
        faults.push(Fault::record(Location::line(line), "the party has no FixedRef"));
        return;
    };
    let Some(profile) = node.child("Profile") else {
        faults.push(Fault::record(Location::line(line).record(id), "the party has no profile"));
        return;
    };
    let sub_type = profile.attribute("PartySubTypeID");
    let party_type = match lookup(&tables.values, "PartySubType", sub_type.clone()).as_str() {
        "Unknown" | "" => {
            lookup(&tables.values, "PartyType", Some(lookup(&tables.values, "PartyTypeOf", sub_type.clone())))
        }
        known => known.to_owned(),
    };
    // OFAC's numbers of the sub-types, where the file has no table of them.
    let by_number = || match sub_type.as_deref() {
        Some("1") => Some(Schema::Vessel),
        Some("2") => Some(Schema::Airplane),
        Some("3") => Some(Schema::Organization),
        Some("4") => Some(Schema::Person),
        _ => None,
    };
    let known =
        Some(party_type.as_str()).filter(|party| !party.is_empty()).and_then(schema).or_else(by_number);
    let mut draft = Draft::new(&id, known.unwrap_or(Schema::LegalEntity), line);
    if known.is_none() {
        faults.warn(draft.location("PartySubTypeID"), format!("unknown type {}", quote(&party_type)));
    }
    if let Some(comment) = node.text_of("Comment") {
        remarks::mine(&comment, false, &mut draft, faults);
    }
    for identity in profile.all("Identity") {
        self::identity(identity, tables, &mut draft, faults);
    }
    for feature in profile.all("Feature").chain(node.all("Feature")) {
        self::feature(feature, tables, &mut draft, faults);
    }
    let profile_id = profile.attribute("ID").unwrap_or(id);
    for sanction in tables.sanctions.get(&profile_id).into_iter().flatten() {
        sanction.programmes.iter().for_each(|programme| draft.programme(programme));
        let listed = &mut draft.entity().listing.listed_on;
        *listed = [*listed, sanction.listed_on].into_iter().flatten().min_by_key(PartialDate::first);
        sanction.other.iter().for_each(|(key, value)| draft.other(key, value));
    }
    for (kind, target, note) in tables.links.get(&profile_id).into_iter().flatten() {
        draft.link(kind, target, Some(note));
    }
    sink.entry(draft.finish(faults), faults);
}

fn identity(node: &Node<'_>, tables: &Tables, draft: &mut Draft, faults: &mut Faults) {
    let groups: Vec<&str> = vec!["NamePartGroups", "MasterNamePartGroup", "NamePartGroup"];
    let part_types: HashMap<String, String> = node
        .at(&groups)
        .filter_map(|group| {
            Some((
                group.attribute("ID")?,
                lookup(&tables.values, "NamePartType", group.attribute("NamePartTypeID")),
            ))
        })
        .collect();
    for alias in node.all("Alias") {
        let kind = match lookup(&tables.values, "AliasType", alias.attribute("AliasTypeID")).as_str() {
            "F.K.A." => NameKind::Former,
            _ if alias.attribute("Primary").as_deref() == Some("true") => NameKind::Primary,
            "Name" | "A.K.A." | "N.K.A." | "" => NameKind::Alias,
            unknown => {
                faults
                    .warn(draft.location("AliasTypeID"), format!("unknown kind of alias {}", quote(unknown)));
                NameKind::Alias
            }
        };
        let weak = alias.attribute("LowQuality").as_deref() == Some("true");
        let strength = if weak { NameStrength::Weak } else { NameStrength::Strong };
        for documented in alias.all("DocumentedName") {
            let name = documented_name(documented, &part_types);
            let kind = if has_latin(&name) { kind } else { NameKind::OriginalScript };
            draft.name(Name::new(&name, kind).with_strength(strength));
            if kind == NameKind::Primary && draft.schema() == Schema::Airplane {
                draft.identifier(Identifier::new(IdentifierKind::AircraftTail, name));
            }
        }
    }
    for identifier in node.attribute("ID").and_then(|id| tables.documents.get(&id)).into_iter().flatten() {
        draft.identifier(identifier.clone());
    }
}

/// The parts of a name in OFAC's order, `FAMILY, Given`, where the file says which part is which.
fn documented_name(node: &Node<'_>, part_types: &HashMap<String, String>) -> String {
    let path = ["DocumentedNamePart", "NamePartValue"];
    let parts: Vec<(&str, String)> = node
        .at(&path)
        .map(|part| {
            let kind = part.attribute("NamePartGroupID").and_then(|id| part_types.get(&id));
            (kind.map_or("", String::as_str), part.value())
        })
        .collect();
    let of = |wanted: &[&str]| {
        let values = parts.iter().filter(|(kind, _)| wanted.contains(kind)).map(|(_, value)| value.as_str());
        values.collect::<Vec<_>>().join(" ")
    };
    let family = of(&["Last Name", "Maiden Name", "Patronymic", "Matronymic"]);
    let given = of(&["First Name", "Middle Name", "Nickname"]);
    let rest = parts.iter().any(|(kind, _)| {
        !kind.ends_with("Name") && !matches!(*kind, "Patronymic" | "Matronymic" | "Nickname")
    });
    if rest || family.is_empty() || given.is_empty() || !has_latin(&family) {
        return parts.into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(" ");
    }
    one_line([Some(family), Some(given)])
}

fn feature(node: &Node<'_>, tables: &Tables, draft: &mut Draft, faults: &mut Faults) {
    let type_id = node.attribute("FeatureTypeID");
    let label = match lookup(&tables.values, "FeatureType", type_id.clone()).trim() {
        "" => format!("FeatureType {}", type_id.unwrap_or_default()),
        label => label.to_owned(),
    };
    for version in node.all("FeatureVersion") {
        if let Some(date) = version.child("DatePeriod").and_then(period) {
            dated(&label, date, draft);
        }
        for detail in version.all("VersionDetail") {
            let reference = lookup(&tables.values, "DetailReference", detail.attribute("DetailReferenceID"));
            let text = if reference.is_empty() { detail.value() } else { reference };
            if !text.is_empty() {
                detailed(&label, &text, draft, faults);
            }
        }
        for location in version.all("VersionLocation") {
            match location.attribute("LocationID").and_then(|id| tables.places.get(&id)) {
                Some((text, code)) => placed(&label, text, *code, draft, faults),
                None => {
                    faults.warn(draft.location(&label), "refers to a location that the file does not hold")
                }
            }
        }
        if let Some(comment) = version.text_of("Comment") {
            draft.other(&label, &comment);
        }
    }
}

fn dated(label: &str, date: PartialDate, draft: &mut Draft) {
    match label {
        "Birthdate" | "Organization Established Date" | "Aircraft Manufacture Date" | "Build Date" => {
            let dates = &mut draft.entity().profile.birth_dates;
            if !dates.contains(&date) && dates.len() < 1000 {
                dates.push(date);
            }
        }
        _ => draft.other(label, &date.to_string()),
    }
}

fn detailed(label: &str, text: &str, draft: &mut Draft, faults: &mut Faults) {
    match label {
        "Gender" => draft.gender(text, faults),
        "Title" => draft.position(text),
        "Place of Birth" => draft.birth_place(text, countries::code_at_end(text)),
        "Nationality Country" | "Citizenship Country" | "Vessel Flag" | "VESSEL FLAG" => {
            draft.nationality(text, label, faults);
        }
        "Nationality of Registration" => draft.country(text, label, faults),
        "Vessel Call Sign" | "VESSEL CALL SIGN" => {
            draft.identifier(Identifier::new(IdentifierKind::CallSign, text))
        }
        "Vessel Owner" | "VESSEL OWNER" => draft.link("ownership", text, None),
        _ => {
            let kind = kind_of(label);
            let wordy = label.ends_with([':', '-']) || text.len() > 120;
            if kind == IdentifierKind::Other || wordy {
                draft.other(label.trim_end_matches([':', ' ', '-']), text);
                return;
            }
            let currency = label.strip_prefix("Digital Currency Address - ");
            let (kind, value) = imo(text).map_or((kind, text), |number| (IdentifierKind::Imo, number));
            draft.identifier(Identifier {
                note: Some(currency.unwrap_or(label).to_owned()),
                ..Identifier::new(kind, value)
            });
        }
    }
}

fn placed(label: &str, text: &str, code: Option<&'static str>, draft: &mut Draft, faults: &mut Faults) {
    match label {
        "Place of Birth" => draft.birth_place(text, code),
        "Nationality Country" | "Citizenship Country" | "Vessel Flag" | "VESSEL FLAG" => {
            draft.nationality(code.unwrap_or(text), label, faults);
        }
        "Nationality of Registration" => draft.country(code.unwrap_or(text), label, faults),
        _ => {
            draft.address(text, code);
            if let Some(code) = code {
                draft.country(code, label, faults);
            }
        }
    }
}
