//! HM Treasury's consolidated list of financial sanctions targets (`ConList.csv`): one row per combination of name,
//! birth date and place, grouped by `Group ID`. Columns are read by their header: layouts changed over the years.

use crate::countries;
use crate::dates::parse_any;
use crate::draft::{Draft, one_line};
use crate::faults::{Faults, quote};
use crate::names::{pattern, values};
use crate::read::{Head, Sink};
use crate::rows::{Row, Rows, column_count};
use crate::uk;
use model::{Fault, Identifier, IdentifierKind, Location, Name, NameKind, NameStrength, Schema};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Ships have no column of their own.
static IMO: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bIMO\b[^0-9]{0,15}(\d{7})\b"));

/// Family name last, as people are called.
const NAME_COLUMNS: [&str; 6] = ["Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"];
const ADDRESS_COLUMNS: [&str; 8] = [
    "Address 1",
    "Address 2",
    "Address 3",
    "Address 4",
    "Address 5",
    "Address 6",
    "Post/Zip Code",
    "Country",
];

pub(crate) fn read(text: &str, head: &mut Head, faults: &mut Faults, sink: &mut Sink<'_>) {
    let Some((headers, rows)) = table(text, head, faults) else { return };
    // Rows of one subject need not stand together: drafts are kept until the end of the file.
    let mut order: Vec<Draft> = Vec::new();
    let mut by_group: HashMap<String, usize> = HashMap::new();
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let cells = Cells { headers: &headers, row: &row };
        let Some(group) = cells.get("Group ID") else {
            faults.push(Fault::record(Location::line(row.line), "the row has no Group ID"));
            continue;
        };
        let schema = match cells.get("Group Type").unwrap_or_default().to_lowercase().as_str() {
            "individual" => Schema::Person,
            "entity" => Schema::Organization,
            "ship" => Schema::Vessel,
            unknown => {
                let place = Location::line(row.line).record(group).field("Group Type");
                faults.warn(place, format!("unknown group type {}", quote(unknown)));
                Schema::LegalEntity
            }
        };
        let at = *by_group.entry(group.to_owned()).or_insert_with(|| {
            order.push(Draft::new(group, schema, row.line));
            order.len() - 1
        });
        fill(&cells, &mut order[at], faults);
    }
    for draft in order {
        sink.entry(draft.finish(faults), faults);
    }
}

/// The header line and the rows below it.
fn table<'a>(text: &'a str, head: &mut Head, faults: &mut Faults) -> Option<(Vec<String>, Rows<'a>)> {
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate().take(10) {
        let number = index as u64 + 1;
        let columns = column_count(line, b',');
        let cells: Vec<String> = Rows::new(line, b',', columns, 0, number)
            .find_map(Result::ok)
            .map(|row| row.values.iter().map(|cell| cell.trim().to_owned()).collect())
            .unwrap_or_default();
        offset += line.len();
        if cells.iter().any(|cell| cell == "Group ID") {
            return Some((cells, Rows::new(text, b',', columns, offset, number + 1)));
        }
        if let [label, date, ..] = cells.as_slice()
            && label == "Last Updated"
        {
            head.generated(parse_any(date), date, number, faults);
        }
    }
    faults.push(
        Fault::fatal(Location::line(1), "no header with a \"Group ID\" column in the first ten lines")
            .remedy("the file is not a ConList.csv"),
    );
    None
}

struct Cells<'a> {
    headers: &'a [String],
    row: &'a Row,
}

impl<'a> Cells<'a> {
    fn get(&self, header: &str) -> Option<&'a str> {
        let at = self.headers.iter().position(|known| known.eq_ignore_ascii_case(header))?;
        self.row.values.get(at).map(str::trim).filter(|value| !value.is_empty())
    }

    fn joined(&self, headers: &[&str], separator: &str) -> String {
        headers.iter().filter_map(|header| self.get(header)).collect::<Vec<_>>().join(separator)
    }
}

fn fill(cells: &Cells<'_>, draft: &mut Draft, faults: &mut Faults) {
    names(cells, draft, faults);
    for (header, cell) in cells.headers.iter().map(|header| (header.as_str(), cells.get(header))) {
        let Some(cell) = cell else { continue };
        match header {
            "DOB" => draft.birth_date(parse_any(cell), cell, header, faults),
            "Nationality" => {
                values(cell).iter().for_each(|value| uk::nationality(value, header, draft, faults))
            }
            "Title" => values(cell).iter().for_each(|value| draft.title(value)),
            "Position" => values(cell).iter().for_each(|value| draft.position(value)),
            "Passport Details" if cells.get("Passport Number").is_none() => {
                numbers(IdentifierKind::Passport, cell, draft)
            }
            "NI Number" => numbers(IdentifierKind::NationalId, cell, draft),
            "Passport Number" => {
                numbered(IdentifierKind::Passport, cell, cells.get("Passport Details"), draft)
            }
            "National Identification Number" => {
                let details = cells.get("National Identification Details");
                numbered(IdentifierKind::NationalId, cell, details, draft);
            }
            "Gender" => draft.gender(cell, faults),
            "Regime" => draft.programme(cell),
            "Other Information" | "UK Statement of Reasons" => {
                draft.remark(cell);
                if let Some(found) = IMO.captures(cell).filter(|_| draft.schema() == Schema::Vessel) {
                    draft.identifier(Identifier::new(IdentifierKind::Imo, &found[1]));
                }
            }
            "Listed On" | "UK Sanctions List Date Designated" => listed_on(cell, header, draft, faults),
            "Last Updated" => match parse_any(cell) {
                Some(date) if draft.entity().listing.updated_on.contains(&date) => {}
                Some(date) => draft.entity().listing.updated_on.push(date),
                None => draft.unread_date(cell, header, faults),
            },
            // Read together with others below.
            "Town of Birth"
            | "Country of Birth"
            | "Group ID"
            | "Group Type"
            | "Alias Type"
            | "Alias Quality"
            | "Name Non-Latin Script"
            | "Non-Latin Script Type"
            | "Non-Latin Script Language"
            | "Passport Details"
            | "National Identification Details" => {}
            _ if NAME_COLUMNS.contains(&header) || ADDRESS_COLUMNS.contains(&header) => {}
            _ => draft.other(header, cell),
        }
    }
    birth_places(cells, draft, faults);
    let country = cells.get("Country");
    let code = country.and_then(|country| draft.country_code(country, "Country", faults));
    draft.address(&cells.joined(&ADDRESS_COLUMNS, ", "), code);
    if let Some(code) = code {
        draft.country(code, "Country", faults);
    }
}

fn names(cells: &Cells<'_>, draft: &mut Draft, faults: &mut Faults) {
    let kind = match cells.get("Alias Type").unwrap_or_default().to_lowercase().as_str() {
        "prime alias" | "primary name" | "" => NameKind::Primary,
        "aka" | "primary name variation" => NameKind::Alias,
        "fka" => NameKind::Former,
        unknown => {
            faults.warn(draft.location("Alias Type"), format!("unknown alias type {}", quote(unknown)));
            NameKind::Alias
        }
    };
    let weak = cells.get("Alias Quality").is_some_and(|quality| quality.to_lowercase().contains("low"));
    let strength = if weak { NameStrength::Weak } else { NameStrength::Strong };
    draft.name(Name::new(cells.joined(&NAME_COLUMNS, " "), kind).with_strength(strength));
    if let Some(name) = cells.get("Name Non-Latin Script") {
        let name = Name::new(name, NameKind::OriginalScript);
        let language = cells.get("Non-Latin Script Language").and_then(uk::language);
        draft.name(Name { language: language.map(str::to_owned), ..name });
    }
}

fn listed_on(cell: &str, header: &str, draft: &mut Draft, faults: &mut Faults) {
    let Some(date) = parse_any(cell) else {
        draft.unread_date(cell, header, faults);
        return;
    };
    let listed = &mut draft.entity().listing.listed_on;
    // The earliest of several is when the listing began.
    if listed.is_none_or(|listed| date.first() < listed.first()) {
        *listed = Some(date);
    }
}

fn birth_places(cells: &Cells<'_>, draft: &mut Draft, faults: &mut Faults) {
    let towns = cells.get("Town of Birth").map(values).unwrap_or_default();
    let countries = cells.get("Country of Birth").map(values).unwrap_or_default();
    for at in 0..towns.len().max(countries.len()) {
        // One country stands for all towns; as many countries as towns belong to them in order.
        let country = if countries.len() == towns.len() { countries.get(at) } else { None };
        let country = country.or(if countries.len() == 1 { countries.first() } else { None });
        let country = country.or(if towns.is_empty() { countries.get(at) } else { None });
        let code = country.and_then(|country| draft.country_code(country, "Country of Birth", faults));
        draft.birth_place(&one_line([towns.get(at), country]), code);
    }
    if countries.len() > 1 && !towns.is_empty() && towns.len() != countries.len() {
        for country in &countries {
            let code = draft.country_code(country, "Country of Birth", faults);
            draft.birth_place(country, code);
        }
    }
}

/// `(1) A123 (Indian) issued on … (2) …`: number, country and the rest of each.
fn numbers(kind: IdentifierKind, cell: &str, draft: &mut Draft) {
    for value in values(cell) {
        let number = value
            .split([' ', ',', ':', '('])
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .find(|word| word.chars().filter(char::is_ascii_digit).count() >= 3);
        match number {
            Some(number) => {
                let country = value.split(['(', ')']).skip(1).find_map(|part| {
                    countries::code(part).or_else(|| part.split_whitespace().find_map(countries::code))
                });
                draft.identifier(Identifier {
                    kind,
                    value: number.trim_end_matches('.').to_owned(),
                    country: country.map(str::to_owned),
                    note: Some(value.clone()).filter(|note| note != number),
                });
            }
            None => draft.other(
                if kind == IdentifierKind::Passport { "Passport Details" } else { "NI Number" },
                &value,
            ),
        }
    }
}

/// A number with its details in a column of their own.
fn numbered(kind: IdentifierKind, cell: &str, details: Option<&str>, draft: &mut Draft) {
    let details_each = details.map(values).unwrap_or_default();
    let numbers = values(cell);
    for (at, number) in numbers.iter().enumerate() {
        let note = if details_each.len() == numbers.len() {
            details_each.get(at).map(String::as_str)
        } else {
            details
        };
        draft.identifier(Identifier {
            country: note
                .and_then(|note| note.split_whitespace().find_map(countries::code))
                .map(str::to_owned),
            note: note.map(str::to_owned),
            ..Identifier::new(kind, number)
        });
    }
}
