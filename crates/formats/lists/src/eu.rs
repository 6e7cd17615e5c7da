//! The EU's consolidated financial sanctions list, XML (FSF 1.1): `export` with `sanctionEntity` records, nearly
//! everything in attributes. Written from the published schema.

use crate::dates::{parse_any, parse_stamp};
use crate::draft::{Draft, one_line};
use crate::faults::{Faults, quote};
use crate::identifiers::kind_of;
use crate::names::has_latin;
use crate::read::{Head, Sink};
use crate::xml::{Node, walk};
use model::{Fault, Identifier, IdentifierKind, Location, Name, NameKind, NameStrength, PartialDate, Schema};

const RECORDS: [&str; 1] = ["sanctionEntity"];

pub(crate) fn read(xml: &str, head: &mut Head, faults: &mut Faults, sink: &mut Sink<'_>) {
    walk(xml, &RECORDS, faults, &mut |line, node, faults| match node.name {
        "sanctionEntity" => record(&node, line, faults, sink),
        _ => {
            if let Some(generated) = node.attribute("generationDate") {
                head.generated(parse_stamp(&generated), &generated, line, faults);
            }
        }
    });
}

fn record(node: &Node<'_>, line: u64, faults: &mut Faults, sink: &mut Sink<'_>) {
    let reference = node.attribute("euReferenceNumber");
    let Some(id) = node.attribute("logicalId").or_else(|| reference.clone()) else {
        faults.push(Fault::record(
            Location::line(line),
            "the entity has neither logicalId nor euReferenceNumber",
        ));
        return;
    };
    let subject = node.child("subjectType");
    let code = subject.and_then(|subject| subject.attribute("code")).unwrap_or_default();
    let schema = match code.as_str() {
        "person" => Schema::Person,
        "enterprise" => Schema::Organization,
        _ => Schema::LegalEntity,
    };
    let mut draft = Draft::new(&id, schema, line);
    if schema == Schema::LegalEntity {
        faults.warn(draft.location("subjectType"), format!("unknown type {}", quote(&code)));
    }
    draft.entity().listing.reference = reference;
    if let Some(date) = node.attribute("designationDate") {
        listed_on(&date, "designationDate", &mut draft, faults);
    }
    for (key, value) in node.attributes() {
        if !matches!(key, "logicalId" | "euReferenceNumber" | "designationDate") {
            draft.other(key, value);
        }
    }
    for child in &node.children {
        field(child, &mut draft, faults);
    }
    sink.entry(draft.finish(faults), faults);
}

fn field(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    match node.name {
        "subjectType" => {}
        "remark" => draft.remark(&node.value()),
        "regulation" => regulation(node, draft, faults),
        "nameAlias" => name(node, draft, faults),
        "birthdate" => birth(node, draft, faults),
        "citizenship" => {
            if let Some(code) = country(node, draft, faults) {
                draft.nationality(code, "citizenship", faults);
            }
            remarks(node, draft);
        }
        "address" => address(node, draft, faults),
        "identification" => identification(node, draft, faults),
        _ => node.leaves().into_iter().for_each(|(path, value)| draft.other(&path, &value)),
    }
}

fn regulation(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    if let Some(programme) = node.attribute("programme") {
        draft.programme(&programme);
    }
    for key in ["numberTitle", "regulationType"] {
        draft.other(&format!("regulation/{key}"), &node.attribute(key).unwrap_or_default());
    }
    draft.other("regulation/publicationUrl", &node.text_of("publicationUrl").unwrap_or_default());
    if let Some(date) = node.attribute("entryIntoForceDate") {
        if draft.entity().listing.listed_on.is_none() {
            listed_on(&date, "entryIntoForceDate", draft, faults);
        }
        match parse_stamp(&date) {
            Some(date) if draft.entity().listing.updated_on.contains(&date) => {}
            Some(date) => draft.entity().listing.updated_on.push(date),
            None => draft.unread_date(&date, "entryIntoForceDate", faults),
        }
    }
    remarks(node, draft);
}

fn listed_on(text: &str, field: &str, draft: &mut Draft, faults: &mut Faults) {
    match parse_any(text).or_else(|| parse_stamp(text)) {
        Some(date) => draft.entity().listing.listed_on = Some(date),
        None => draft.unread_date(text, field, faults),
    }
}

fn name(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let parts = ["firstName", "middleName", "lastName"].map(|part| node.attribute(part));
    let whole = node
        .attribute("wholeName")
        .unwrap_or_else(|| parts.into_iter().flatten().collect::<Vec<_>>().join(" "));
    // The list has no word for the main name: it is the first that stands.
    let kind = match draft.entity().profile.names.is_empty() {
        _ if !whole.is_empty() && !has_latin(&whole) => NameKind::OriginalScript,
        true => NameKind::Primary,
        false => NameKind::Alias,
    };
    let low = node.text_of("remark").is_some_and(|remark| remark.to_lowercase().contains("low quality"));
    let weak = low || node.attribute("strong").as_deref() == Some("false");
    let strength = if weak { NameStrength::Weak } else { NameStrength::Strong };
    let language = node.attribute("nameLanguage").map(|language| language.to_lowercase());
    draft.name(Name { language, ..Name::new(&whole, kind).with_strength(strength) });
    if let Some(title) = node.attribute("title") {
        crate::names::values(&title).iter().for_each(|title| draft.title(title));
    }
    if let Some(function) = node.attribute("function") {
        crate::names::values(&function).iter().for_each(|function| draft.position(function));
    }
    if let Some(gender) = node.attribute("gender") {
        draft.gender(&gender, faults);
    }
    remarks(node, draft);
}

fn birth(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let number =
        |key: &str| node.attribute(key).and_then(|value| value.parse::<i16>().ok()).filter(|n| *n > 0);
    let calendar = node.attribute("calendarType").unwrap_or_default();
    let gregorian = calendar.is_empty() || calendar.eq_ignore_ascii_case("gregorian");
    let from_parts = || {
        let small = |key: &str| number(key).and_then(|n| i8::try_from(n).ok()).unwrap_or(0);
        PartialDate::from_numbers(number("year")?, small("monthOfYear"), small("dayOfMonth"))
    };
    let range = || {
        let (from, to) = (number("yearRangeFrom"), number("yearRangeTo"));
        let (from, to) = (from.or(to)?, to.or(from)?);
        Some(PartialDate::year(from)?.through(PartialDate::year(to)?))
    };
    let stated = node.attribute("birthdate");
    let date = stated.as_deref().and_then(parse_any).or_else(from_parts).or_else(range).filter(|_| gregorian);
    let about = node.attribute("circa").as_deref() == Some("true");
    let date = date.map(|date| if about { date.circa() } else { date });
    let keys = ["birthdate", "dayOfMonth", "monthOfYear", "year", "yearRangeFrom", "yearRangeTo"];
    let raw: Vec<String> =
        keys.iter().filter_map(|key| node.attribute(key)).filter(|value| value != "0").collect();
    let raw = if gregorian { raw.join(" ") } else { format!("{} ({calendar} calendar)", raw.join(" ")) };
    if date.is_some() || !raw.is_empty() {
        draft.birth_date(date, &raw, "birthdate", faults);
    }
    let code = country(node, draft, faults);
    draft.birth_place(&place(node), code);
    remarks(node, draft);
}

fn address(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let code = country(node, draft, faults);
    draft.address(&place(node), code);
    if let Some(code) = code {
        draft.country(code, "address", faults);
    }
    for contact in node.all("contactInfo") {
        let key = contact.attribute("key").unwrap_or_default();
        for value in contact.attribute("value").unwrap_or_default().split([';', ',']) {
            draft.identifier(Identifier {
                note: Some(key.clone()),
                ..Identifier::new(IdentifierKind::Contact, value)
            });
        }
    }
    remarks(node, draft);
}

fn identification(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let code = country(node, draft, faults);
    let type_code = node.attribute("identificationTypeCode").unwrap_or_default();
    let label = node.attribute("identificationTypeDescription").unwrap_or_default();
    let kind = match type_code.as_str() {
        "passport" | "diplomaticpassport" | "traveldoc" => IdentifierKind::Passport,
        "id" | "ssn" | "residentpermit" => IdentifierKind::NationalId,
        "fiscalcode" | "tax" => IdentifierKind::TaxNumber,
        "regnumber" | "tradelic" => IdentifierKind::Registration,
        "swiftbic" => IdentifierKind::Bic,
        "imo" => IdentifierKind::Imo,
        _ => kind_of(if label.is_empty() { &type_code } else { &label }),
    };
    let told = |key: &str, word: &str| node.attribute(key).map(|value| format!("{word}{value}"));
    let flags = [
        ("diplomatic", "diplomatic"),
        ("knownExpired", "known to have expired"),
        ("knownFalse", "known to be false"),
        ("reportedLost", "reported lost"),
        ("revokedByIssuer", "revoked by its issuer"),
    ];
    let flags = flags
        .iter()
        .filter(|(key, _)| node.attribute(key).as_deref() == Some("true"))
        .map(|(_, word)| Some((*word).to_owned()));
    let note = one_line(
        [
            Some(label),
            told("issuedBy", "issued by "),
            told("issueDate", "issued "),
            told("validFrom", "valid from "),
            told("validTo", "valid to "),
            told("nameOnDocument", "in the name of "),
        ]
        .into_iter()
        .chain(flags)
        .chain(node.all("remark").map(|remark| Some(remark.value()))),
    );
    let numbers = [node.attribute("number"), node.attribute("latinNumber")];
    if numbers.iter().all(Option::is_none) {
        draft.other("identification", &note);
    }
    for number in numbers.into_iter().flatten() {
        let note = Some(note.clone());
        draft.identifier(Identifier { kind, value: number, country: code.map(str::to_owned), note });
    }
}

/// The country of an element: its code where that is one, else its description.
fn country(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) -> Option<&'static str> {
    let code = node.attribute("countryIso2Code").filter(|code| code != "00");
    let description = node.attribute("countryDescription");
    code.as_deref()
        .and_then(crate::countries::code)
        .or_else(|| description.and_then(|description| draft.country_code(&description, node.name, faults)))
}

fn place(node: &Node<'_>) -> String {
    let country = node.attribute("countryDescription").filter(|country| country != "UNKNOWN");
    let parts = ["poBox", "street", "place", "city", "zipCode", "region"].map(|key| node.attribute(key));
    one_line(parts.into_iter().chain([country]))
}

fn remarks(node: &Node<'_>, draft: &mut Draft) {
    node.all("remark").for_each(|remark| draft.remark(&remark.value()));
}
