//! UN Security Council consolidated list, XML: `CONSOLIDATED_LIST` with `INDIVIDUAL` and `ENTITY` records.

use crate::dates;
use crate::draft::{Draft, one_line};
use crate::faults::Faults;
use crate::identifiers::kind_of;
use crate::names::{has_latin, split_packed, unpack_script};
use crate::read::{Head, Sink};
use crate::xml::{Node, walk};
use model::{Fault, Identifier, IdentifierKind, Location, Name, NameKind, NameStrength, PartialDate, Schema};

const RECORDS: [&str; 2] = ["INDIVIDUAL", "ENTITY"];

pub(crate) fn read(xml: &str, head: &mut Head, faults: &mut Faults, sink: &mut Sink<'_>) {
    walk(xml, &RECORDS, faults, &mut |line, node, faults| match node.name {
        "INDIVIDUAL" => record(&node, line, Schema::Person, faults, sink),
        "ENTITY" => record(&node, line, Schema::Organization, faults, sink),
        _ => {
            if let Some(generated) = node.attribute("dateGenerated") {
                head.generated(dates::parse_stamp(&generated), &generated, line, faults);
            }
        }
    });
}

fn record(node: &Node<'_>, line: u64, schema: Schema, faults: &mut Faults, sink: &mut Sink<'_>) {
    let reference = node.text_of("REFERENCE_NUMBER");
    let Some(id) = node.text_of("DATAID").or_else(|| reference.clone()) else {
        faults
            .push(Fault::record(Location::line(line), "the record has neither DATAID nor REFERENCE_NUMBER"));
        return;
    };
    let mut draft = Draft::new(&id, schema, line);
    draft.entity().listing.reference = reference;
    const NAME_PARTS: [&str; 4] = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let parts: Vec<String> = NAME_PARTS.iter().filter_map(|part| node.text_of(part)).collect();
    for (index, name) in split_packed(&parts.join(" ")).into_iter().enumerate() {
        draft.name(if index == 0 { Name::primary(name) } else { Name::alias(name) });
    }
    for child in &node.children {
        field(child, &mut draft, faults);
    }
    sink.entry(draft.finish(faults), faults);
}

fn field(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let value = node.value();
    match node.name {
        "DATAID" | "REFERENCE_NUMBER" | "FIRST_NAME" | "SECOND_NAME" | "THIRD_NAME" | "FOURTH_NAME" => {}
        "NAME_ORIGINAL_SCRIPT" => draft.name(Name::new(value, NameKind::OriginalScript)),
        "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => alias(node, draft, faults),
        "UN_LIST_TYPE" => draft.programme(&value),
        "LISTED_ON" => match dates::parse_stamp(&value) {
            Some(date) => draft.entity().listing.listed_on = Some(date),
            None => draft.unread_date(&value, node.name, faults),
        },
        "LAST_DAY_UPDATED" => {
            for value in node.all("VALUE").map(Node::value) {
                match dates::parse_stamp(&value) {
                    Some(date) => draft.entity().listing.updated_on.push(date),
                    None => draft.unread_date(&value, node.name, faults),
                }
            }
        }
        "GENDER" => draft.gender(&value, faults),
        "COMMENTS1" => draft.remark(&value),
        "NATIONALITY" => node.all("VALUE").for_each(|v| draft.nationality(&v.value(), "NATIONALITY", faults)),
        "DESIGNATION" => node.all("VALUE").for_each(|v| draft.position(&v.value())),
        "TITLE" => node.all("VALUE").for_each(|v| draft.title(&v.value())),
        "INDIVIDUAL_DATE_OF_BIRTH" => birth_date(node, draft, faults),
        "INDIVIDUAL_PLACE_OF_BIRTH" => place(node, true, draft, faults),
        "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" => place(node, false, draft, faults),
        "INDIVIDUAL_DOCUMENT" => document(node, draft, faults),
        _ => node.leaves().into_iter().for_each(|(path, value)| draft.other(&path, &value)),
    }
}

fn alias(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let quality = node.text_of("QUALITY").unwrap_or_default();
    let (kind, strength) = match quality.to_lowercase().as_str() {
        "good" | "a.k.a." | "" => (NameKind::Alias, NameStrength::Strong),
        "low" => (NameKind::Alias, NameStrength::Weak),
        "f.k.a." => (NameKind::Former, NameStrength::Strong),
        unknown => {
            let what = format!("unknown alias quality {unknown:?}; the alias is taken for a weak one");
            faults.warn(draft.location("QUALITY"), what);
            (NameKind::Alias, NameStrength::Weak)
        }
    };
    let packed = node.text_of("ALIAS_NAME").unwrap_or_default();
    for name in split_packed(&packed).iter().flat_map(|name| unpack_script(name)) {
        let kind = if has_latin(&name) { kind } else { NameKind::OriginalScript };
        draft.name(Name::new(name, kind).with_strength(strength));
    }
    for child in &node.children {
        let value = child.value();
        match child.name {
            "QUALITY" | "ALIAS_NAME" => {}
            // The documents of an alias say when and where the same person claims to be born.
            "DATE_OF_BIRTH" => {
                draft.birth_date(dates::parse_any(&value), &value, "ALIAS/DATE_OF_BIRTH", faults)
            }
            "CITY_OF_BIRTH" | "COUNTRY_OF_BIRTH" | "NOTE" if value.is_empty() => {}
            _ => draft.other(&format!("ALIAS/{}", child.name), &format!("{packed}: {value}")),
        }
    }
    let (city, country) = (node.text_of("CITY_OF_BIRTH"), node.text_of("COUNTRY_OF_BIRTH"));
    let code =
        country.as_deref().and_then(|country| draft.country_code(country, "ALIAS/COUNTRY_OF_BIRTH", faults));
    draft.birth_place(&one_line([city, country]), code);
}

fn birth_date(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let note = node.text_of("NOTE").unwrap_or_default();
    let of = |name: &str| node.text_of(name).and_then(|text| dates::parse_any(&text));
    // A month that stands in the note belongs to the year beside it.
    let with_note =
        |year: String| dates::parse_any(&format!("{note} {year}")).or_else(|| dates::parse_any(&year));
    let exact = of("DATE").or_else(|| node.text_of("YEAR").and_then(with_note));
    let range = match (of("FROM_YEAR"), of("TO_YEAR")) {
        (Some(from), Some(to)) => Some(from.through(to)),
        (one, other) => one.or(other),
    };
    let date = exact.or(range).or_else(|| dates::parse_any(&note));
    let about = node.text_of("TYPE_OF_DATE").as_deref() == Some("APPROXIMATELY");
    let about_range = note.to_lowercase().starts_with("approx");
    let date = date.map(|date| if about || about_range { PartialDate::circa(date) } else { date });
    let raw: Vec<String> =
        node.children.iter().filter(|child| child.name != "TYPE_OF_DATE").map(Node::value).collect();
    draft.birth_date(date, &raw.join(" "), node.name, faults);
    if date.is_some() && !note.is_empty() && !about_range {
        draft.other("INDIVIDUAL_DATE_OF_BIRTH/NOTE", &note);
    }
}

fn place(node: &Node<'_>, birth: bool, draft: &mut Draft, faults: &mut Faults) {
    const PARTS: [&str; 5] = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"];
    let country = node.text_of("COUNTRY");
    let code = country.as_deref().and_then(|country| draft.country_code(country, node.name, faults));
    let text = one_line(PARTS.map(|part| node.text_of(part)));
    let note = node.text_of("NOTE");
    let with_note = match &note {
        Some(note) if text.is_empty() => note.clone(),
        Some(note) => format!("{text} ({})", note.trim_matches(['(', ')'])),
        None => text,
    };
    if birth {
        draft.birth_place(&with_note, code);
    } else {
        draft.address(&with_note, code);
        if let Some(country) = code {
            draft.country(country, node.name, faults);
        }
    }
    for child in node.children.iter().filter(|child| !PARTS.contains(&child.name) && child.name != "NOTE") {
        child
            .leaves()
            .into_iter()
            .for_each(|(path, value)| draft.other(&format!("{}/{path}", node.name), &value));
    }
}

fn document(node: &Node<'_>, draft: &mut Draft, faults: &mut Faults) {
    let types: Vec<String> =
        ["TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2"].iter().filter_map(|name| node.text_of(name)).collect();
    let countries = ["ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"];
    let country = countries.iter().find_map(|name| node.text_of(name));
    let code = country.as_deref().and_then(|country| draft.country_code(country, node.name, faults));
    let note = one_line(
        node.children
            .iter()
            .filter(|child| {
                !matches!(child.name, "NUMBER" | "TYPE_OF_DOCUMENT" | "ISSUING_COUNTRY" | "COUNTRY_OF_ISSUE")
            })
            .map(|child| match (child.name, child.value()) {
                (_, value) if value.is_empty() => None,
                ("DATE_OF_ISSUE", value) => Some(format!("issued {value}")),
                ("CITY_OF_ISSUE", value) => Some(format!("issued in {value}")),
                (_, value) => Some(value),
            }),
    );
    match node.text_of("NUMBER") {
        Some(number) => {
            let kind =
                types.iter().rev().map(|kind| kind_of(kind)).find(|kind| *kind != IdentifierKind::Other);
            draft.identifier(Identifier {
                kind: kind.unwrap_or(IdentifierKind::Other),
                value: number,
                country: code.map(str::to_owned),
                note: Some(note),
            });
        }
        None => draft.other(
            node.name,
            &one_line(types.into_iter().chain([note, country.unwrap_or_default()]).map(Some)),
        ),
    }
}
