//! OFAC's `sdn.xml` and `consolidated.xml`: `sdnList` with `sdnEntry` records. Written from the published schema.

use super::{imo, remarks, schema};
use crate::dates::{self, Order};
use crate::draft::{Draft, one_line};
use crate::faults::{Faults, quote};
use crate::identifiers::kind_of;
use crate::read::{Head, Sink};
use crate::xml::{Node, walk};
use model::{Fault, Identifier, IdentifierKind, Location, Name, NameKind, NameStrength, Schema};

const RECORDS: [&str; 2] = ["sdnEntry", "publshInformation"];

pub(crate) fn read(xml: &str, head: &mut Head, faults: &mut Faults, sink: &mut Sink<'_>) {
    let (mut announced, mut read) = (None, 0u64);
    walk(xml, &RECORDS, faults, &mut |line, node, faults| match node.name {
        "sdnEntry" => {
            read += 1;
            record(&node, line, faults, sink);
        }
        "publshInformation" => {
            let date = node.text_of("Publish_Date").unwrap_or_default();
            head.generated(dates::parse(&date, Order::MonthFirst), &date, line, faults);
            announced = node.text_of("Record_Count").and_then(|count| count.parse::<u64>().ok());
        }
        _ => {}
    });
    if let Some(announced) = announced.filter(|announced| *announced != read) {
        let what = format!("the file announces {announced} records and holds {read}");
        faults.warn(Location::default().field("Record_Count"), what);
    }
}

fn record(node: &Node<'_>, line: u64, faults: &mut Faults, sink: &mut Sink<'_>) {
    let Some(id) = node.text_of("uid") else {
        faults.push(Fault::record(Location::line(line), "the record has no uid"));
        return;
    };
    let party = node.text_of("sdnType").unwrap_or_default();
    let known = schema(&party);
    let mut draft = Draft::new(&id, known.unwrap_or(Schema::LegalEntity), line);
    if known.is_none() {
        faults.warn(draft.location("sdnType"), format!("unknown type {}", quote(&party)));
    }
    draft.name(Name::primary(whole_name(node)));
    for child in &node.children {
        field(child, &mut draft, faults);
    }
    if known == Some(Schema::Airplane) {
        draft.identifier(Identifier::new(IdentifierKind::AircraftTail, whole_name(node)));
    }
    sink.entry(draft.finish(faults), faults);
}

/// The order of OFAC's CSV: `FAMILY, Given`.
fn whole_name(node: &Node<'_>) -> String {
    one_line([node.text_of("lastName"), node.text_of("firstName")])
}

fn field(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let value = node.value();
    match node.name {
        "uid" | "sdnType" | "firstName" | "lastName" => {}
        "title" => draft.position(&value),
        "remarks" => remarks::mine(&value, false, draft, faults),
        "programList" => node.all("program").for_each(|programme| draft.programme(&programme.value())),
        "akaList" => node.all("aka").for_each(|aka| alias(aka, draft, faults)),
        "addressList" => node.all("address").for_each(|address| self::address(address, draft, faults)),
        "idList" => node.all("id").for_each(|id| identification(id, draft, faults)),
        "nationalityList" | "citizenshipList" => {
            for country in node.children.iter().filter_map(|item| item.text_of("country")) {
                draft.nationality(&country, node.name, faults);
            }
        }
        "dateOfBirthList" => {
            for date in node.children.iter().filter_map(|item| item.text_of("dateOfBirth")) {
                draft.birth_date(dates::parse_any(&date), &date, "dateOfBirth", faults);
            }
        }
        "placeOfBirthList" => {
            for place in node.children.iter().filter_map(|item| item.text_of("placeOfBirth")) {
                draft.birth_place(&place, crate::countries::code_at_end(&place));
            }
        }
        "vesselInfo" => vessel(node, draft, faults),
        _ => node.leaves().into_iter().for_each(|(path, value)| draft.other(&path, &value)),
    }
}

fn alias(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let kind = match node.text_of("type").unwrap_or_default().to_lowercase().as_str() {
        "a.k.a." | "n.k.a." | "" => NameKind::Alias,
        "f.k.a." => NameKind::Former,
        unknown => {
            faults.warn(draft.location("aka/type"), format!("unknown kind of alias {}", quote(unknown)));
            NameKind::Alias
        }
    };
    let weak = node.text_of("category").is_some_and(|category| category.eq_ignore_ascii_case("weak"));
    let strength = if weak { NameStrength::Weak } else { NameStrength::Strong };
    draft.name(Name::new(whole_name(node), kind).with_strength(strength));
}

fn address(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let country = node.text_of("country");
    let code = country.as_deref().and_then(|country| draft.country_code(country, "address/country", faults));
    let parts = ["address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country"];
    draft.address(&one_line(parts.map(|part| node.text_of(part))), code);
    if let Some(code) = code {
        draft.country(code, "address/country", faults);
    }
}

/// `idList` holds documents, and features such as gender and wallets that have no list of their own.
fn identification(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let label = node.text_of("idType").unwrap_or_default();
    let number = node.text_of("idNumber").unwrap_or_default();
    let country = node.text_of("idCountry");
    if label.eq_ignore_ascii_case("gender") {
        draft.gender(&number, faults);
        return;
    }
    let code = country.as_deref().and_then(|country| draft.country_code(country, "idCountry", faults));
    let issued = node.text_of("issueDate").map(|date| format!("issued {date}"));
    let expires = node.text_of("expirationDate").map(|date| format!("expires {date}"));
    let kind = kind_of(&label);
    let is_number = kind != IdentifierKind::Other || number.chars().any(|c| c.is_ascii_digit());
    // Sentences such as "Secondary sanctions risk:" come as identifications too.
    if !is_number || remarks::is_kept(&label) || label.ends_with(':') || label.ends_with('-') {
        draft.other(label.trim_end_matches([':', ' ', '-']), &number);
        return;
    }
    let (kind, value) = imo(&number).map_or((kind, number.as_str()), |number| (IdentifierKind::Imo, number));
    let currency = label.strip_prefix("Digital Currency Address - ").map(str::to_owned);
    let note = [Some(currency.unwrap_or(label)), issued, expires];
    draft.identifier(Identifier {
        kind,
        value: value.to_owned(),
        country: code.map(str::to_owned),
        note: Some(note.into_iter().flatten().collect::<Vec<_>>().join(", ")),
    });
}

fn vessel(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    for child in &node.children {
        let value = child.value();
        match child.name {
            "callSign" => draft.identifier(Identifier::new(IdentifierKind::CallSign, value)),
            "vesselFlag" => draft.nationality(&value, "vesselFlag", faults),
            "vesselOwner" => draft.link("ownership", &value, None),
            name => draft.other(name, &value),
        }
    }
}
