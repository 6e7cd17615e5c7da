//! The UK Sanctions List of the Foreign, Commonwealth & Development Office, XML: `Designations` with `Designation`
//! records; and what it shares with HM Treasury's older list.

use crate::countries;
use crate::dates::parse_any;
use crate::draft::{Draft, one_line};
use crate::faults::{Faults, quote};
use crate::names::values;
use crate::read::{Head, Sink};
use crate::xml::{Node, walk};
use model::{Fault, Identifier, IdentifierKind, Location, Name, NameKind, NameStrength, Schema};

const RECORDS: [&str; 2] = ["Designation", "DateGenerated"];
const NAME_PARTS: [&str; 6] = ["Name1", "Name2", "Name3", "Name4", "Name5", "Name6"];

pub(crate) fn read(xml: &str, head: &mut Head, faults: &mut Faults, sink: &mut Sink<'_>) {
    walk(xml, &RECORDS, faults, &mut |line, node, faults| match node.name {
        "Designation" => record(&node, line, faults, sink),
        "DateGenerated" => head.generated(parse_any(&node.value()), &node.value(), line, faults),
        _ => {}
    });
}

fn record(node: &Node<'_>, line: u64, faults: &mut Faults, sink: &mut Sink<'_>) {
    let Some(id) = node.text_of("UniqueID").or_else(|| node.text_of("OFSIGroupID")) else {
        faults.push(Fault::record(
            Location::line(line),
            "the designation has neither UniqueID nor OFSIGroupID",
        ));
        return;
    };
    let kind = node.text_of("IndividualEntityShip").unwrap_or_default();
    let schema = match kind.to_lowercase().as_str() {
        "individual" => Schema::Person,
        "entity" => Schema::Organization,
        "ship" => Schema::Vessel,
        _ => Schema::LegalEntity,
    };
    let mut draft = Draft::new(&id, schema, line);
    if schema == Schema::LegalEntity {
        faults.warn(draft.location("IndividualEntityShip"), format!("unknown type {}", quote(&kind)));
    }
    draft.entity().listing.reference = Some(id);
    for child in &node.children {
        field(child, &mut draft, faults);
    }
    sink.entry(draft.finish(faults), faults);
}

fn field(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let value = node.value();
    match node.name {
        "UniqueID" | "IndividualEntityShip" => {}
        "Names" => node.all("Name").for_each(|name| self::name(name, draft, faults)),
        "NonLatinNames" => non_latin_names(node, draft),
        "Titles" => node.all("Title").for_each(|title| draft.title(&title.value())),
        "RegimeName" => draft.programme(&value),
        "DateDesignated" => match parse_any(&value) {
            Some(date) => draft.entity().listing.listed_on = Some(date),
            None => draft.unread_date(&value, node.name, faults),
        },
        "LastUpdated" => match parse_any(&value) {
            Some(date) => draft.entity().listing.updated_on.push(date),
            None => draft.unread_date(&value, node.name, faults),
        },
        "OtherInformation" | "UKStatementofReasons" => draft.remark(&value),
        "SanctionsImposed" => value.split('|').for_each(|measure| draft.other(node.name, measure)),
        "Addresses" => node.all("Address").for_each(|address| self::address(address, draft, faults)),
        "PhoneNumbers" | "EmailAddresses" | "Websites" => contacts(node, draft),
        "IndividualDetails" => node.all("Individual").for_each(|details| individual(details, draft, faults)),
        "EntityDetails" => node.all("Entity").for_each(|details| entity(details, draft)),
        "ShipDetails" => node.all("Ship").for_each(|details| ship(details, draft, faults)),
        _ => node.leaves().into_iter().for_each(|(path, value)| draft.other(&path, &value)),
    }
}

fn name(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let parts: Vec<String> = NAME_PARTS.iter().filter_map(|part| node.text_of(part)).collect();
    let whole = if parts.is_empty() { node.text_of("WholeName") } else { Some(parts.join(" ")) };
    let kind = match node.text_of("NameType").unwrap_or_default().to_lowercase().as_str() {
        "primary name" | "" => NameKind::Primary,
        "primary name variation" | "alias" | "aka" => NameKind::Alias,
        "fka" | "former name" => NameKind::Former,
        unknown => {
            faults.warn(draft.location("NameType"), format!("unknown name type {}", quote(unknown)));
            NameKind::Alias
        }
    };
    let weak = node.text_of("AliasStrength").is_some_and(|strength| strength.to_lowercase().contains("low"));
    let strength = if weak { NameStrength::Weak } else { NameStrength::Strong };
    draft.name(Name::new(whole.unwrap_or_default(), kind).with_strength(strength));
    for child in node.children.iter().filter(|child| !NAME_PARTS.contains(&child.name)) {
        match child.name {
            "NameType" | "AliasStrength" | "WholeName" => {}
            _ => child
                .leaves()
                .into_iter()
                .for_each(|(path, value)| draft.other(&format!("Name/{path}"), &value)),
        }
    }
}

fn non_latin_names(node: &Node<'_>, draft: &mut Draft) {
    let names = node.all("NonLatinName").chain(node.child("NameNonLatinScript").map(|_| node));
    for name in names {
        let text = name.text_of("NameNonLatinScript").unwrap_or_default();
        let language = name.text_of("NonLatinScriptLanguage");
        let code = language.as_deref().and_then(self::language);
        draft.name(Name { language: code.map(str::to_owned), ..Name::new(text, NameKind::OriginalScript) });
        if let Some(language) = language.filter(|_| code.is_none()) {
            draft.other("NonLatinScriptLanguage", &language);
        }
        if let Some(script) = name.text_of("NonLatinScriptType") {
            draft.other("NonLatinScriptType", &script);
        }
    }
}

fn address(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let country = node.text_of("AddressCountry");
    let code = country.as_deref().and_then(|country| draft.country_code(country, "AddressCountry", faults));
    // Lines, postcode and country in the order in which they stand.
    let text = one_line(node.children.iter().map(|child| Some(child.value())));
    draft.address(&text, code);
    if let Some(code) = code {
        draft.country(code, "AddressCountry", faults);
    }
}

fn contacts(node: &Node<'_>, draft: &mut Draft) {
    for (path, text) in node.leaves() {
        let label = path.rsplit('/').next().unwrap_or_default().to_owned();
        for value in text.split([';', '|']).flat_map(values) {
            let note = Some(label.clone());
            draft.identifier(Identifier { note, ..Identifier::new(IdentifierKind::Contact, value) });
        }
    }
}

fn individual(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    for group in &node.children {
        for item in &group.children {
            let value = item.value();
            match (group.name, item.name) {
                ("DOBs", "DOB") => draft.birth_date(parse_any(&value), &value, "DOB", faults),
                ("Nationalities", _) => {
                    values(&value).iter().for_each(|value| nationality(value, "Nationality", draft, faults));
                }
                ("Positions", _) => draft.position(&value),
                ("Genders", _) => draft.gender(&value, faults),
                ("BirthDetails", "Location") => {
                    let (town, country) = (item.text_of("TownOfBirth"), item.text_of("CountryOfBirth"));
                    let code =
                        country.as_deref().and_then(|c| draft.country_code(c, "CountryOfBirth", faults));
                    draft.birth_place(&one_line([town, country]), code);
                }
                ("PassportDetails", "Passport") => {
                    document(
                        item,
                        IdentifierKind::Passport,
                        "PassportNumber",
                        "PassportAdditionalInformation",
                        draft,
                    );
                }
                ("NationalIdentifierDetails", "NationalIdentifier") => document(
                    item,
                    IdentifierKind::NationalId,
                    "NationalIdentifierNumber",
                    "NationalIdentifierAdditionalInformation",
                    draft,
                ),
                _ => item
                    .leaves()
                    .into_iter()
                    .for_each(|(path, v)| draft.other(&format!("{}/{path}", group.name), &v)),
            }
        }
        if group.children.is_empty() {
            draft.other(group.name, &group.value());
        }
    }
}

fn document(node: &Node<'_>, kind: IdentifierKind, number: &str, information: &str, draft: &mut Draft) {
    let note = node.text_of(information);
    let country = note.as_deref().and_then(|note| {
        note.split([' ', ',', '(', ')']).find_map(countries::code).or_else(|| countries::code_at_end(note))
    });
    match node.text_of(number) {
        Some(value) => {
            draft.identifier(Identifier { kind, value, country: country.map(str::to_owned), note })
        }
        None => draft.other(information, &note.unwrap_or_default()),
    }
}

fn entity(node: &Node<'_>, draft: &mut Draft) {
    for (path, value) in node.leaves() {
        match path.rsplit('/').next().unwrap_or_default() {
            "BusinessRegistrationNumber" => {
                values(&value)
                    .into_iter()
                    .for_each(|value| draft.identifier(Identifier::new(IdentifierKind::Registration, value)));
            }
            "ParentCompany" => draft.link("parent-company", &value, None),
            "Subsidiary" => draft.link("subsidiary", &value, None),
            leaf => draft.other(leaf, &value),
        }
    }
}

fn ship(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    for (path, value) in node.leaves() {
        match path.rsplit('/').next().unwrap_or_default() {
            "IMONumber" => {
                draft.identifier(Identifier::new(IdentifierKind::Imo, value.trim_start_matches("IMO").trim()))
            }
            "HullIdentificationNumber" => {
                draft.identifier(Identifier::new(IdentifierKind::SerialNumber, value))
            }
            "CurrentBelievedFlagOfShip" => draft.nationality(&value, "CurrentBelievedFlagOfShip", faults),
            "CurrentOwnerOperator" => draft.link("owner-operator", &value, None),
            "PreviousOwnerOperator" => draft.link("owner-operator", &value, Some("previous")),
            "YearBuilt" => draft.birth_date(parse_any(&value), &value, "YearBuilt", faults),
            leaf => draft.other(leaf, &value),
        }
    }
}

/// A nationality as British lists write it: `Iranian citizenship`, `Possibly Ethiopian`, `Kuwaiti citizenship
/// withdrawn in 2002`. What is no longer held is kept as text.
pub(crate) fn nationality(text: &str, field: &str, draft: &mut Draft, faults: &mut Faults) {
    let lower = text.to_lowercase();
    if lower.contains("withdrawn") || lower.contains("revoked") {
        draft.other(field, text);
        return;
    }
    let mut plain = lower.split(['(', '.']).next().unwrap_or_default().trim().to_owned();
    for word in ["possibly ", " citizenship", " by birth", " national", " nationality"] {
        plain = plain.replace(word, if word.ends_with(' ') { "" } else { " " }).trim().to_owned();
    }
    if countries::code(&plain).is_none() && countries::code_at_end(text).is_none() {
        let codes: Vec<&str> =
            plain.split(" and ").filter_map(|part| countries::code(part.trim_end_matches("ities"))).collect();
        if !codes.is_empty() {
            codes.iter().for_each(|code| draft.nationality(code, field, faults));
            draft.other(field, text);
            return;
        }
        draft.nationality(text, field, faults);
        return;
    }
    draft.nationality(if countries::code(&plain).is_some() { &plain } else { text }, field, faults);
    if plain != lower {
        draft.other(field, text);
    }
}

/// The BCP 47 code of a language as British lists write it.
pub(crate) fn language(name: &str) -> Option<&'static str> {
    Some(match name.trim().to_lowercase().as_str() {
        "arabic" => "ar",
        "belarusian" | "belarussian" => "be",
        "burmese" => "my",
        "chinese" | "chinese (simplified)" | "chinese (traditional)" | "mandarin" => "zh",
        "dari" => "prs",
        "farsi" | "persian" => "fa",
        "georgian" => "ka",
        "hebrew" => "he",
        "kazakh" => "kk",
        "korean" => "ko",
        "kyrgyz" => "ky",
        "pashto" | "pushto" => "ps",
        "russian" => "ru",
        "serbian" => "sr",
        "tajik" => "tg",
        "turkmen" => "tk",
        "ukrainian" => "uk",
        "urdu" => "ur",
        "uzbek" => "uz",
        _ => return None,
    })
}
