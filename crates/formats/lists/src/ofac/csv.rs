//! OFAC's CSV files without headers: SDN or PRIM (12 columns), ADD (6), ALT (5) and COMMENTS (2), joined by the
//! entry's number. Null is `-0-`; the last byte of a file is 0x1A.

use super::{remarks, schema};
use crate::draft::{Draft, one_line};
use crate::faults::{Faults, quote};
use crate::read::Sink;
use crate::rows::{Rows, column_count};
use model::{Fault, Identifier, IdentifierKind, Location, Name, NameKind, Schema};
use std::collections::HashMap;

/// Where remarks are cut in the main file; the rest may stand in the COMMENTS file.
const REMARKS_LIMIT: usize = 1000;

type ByNumber = HashMap<String, Vec<Vec<String>>>;

/// Reads the files of one list, given as names and texts in any order.
pub(crate) fn read(files: &[(&str, &str)], faults: &mut Faults, sink: &mut Sink<'_>) {
    let (mut main, mut addresses, mut aliases, mut comments) = (None, None, None, None);
    for &(name, text) in files {
        let text = text.trim_end_matches(['\u{1a}', '\u{0}']);
        match column_count(text, b',') {
            12 => main = Some(text),
            6 => addresses = Some(join(name, text, 6, faults)),
            5 => aliases = Some(join(name, text, 5, faults)),
            2 => comments = Some(join(name, text, 2, faults)),
            // An empty COMMENTS file is what OFAC publishes when nothing overflows.
            0 => {}
            columns => {
                let what = format!("{name} has {columns} columns; OFAC's files have 12, 6, 5 or 2");
                faults.push(Fault::fatal(Location::line(1), what));
            }
        }
    }
    let Some(main) = main else {
        let fault = Fault::fatal(Location::default(), "none of the files is OFAC's main file (12 columns)");
        faults.push(fault.remedy(
            "give sdn.csv, add.csv and alt.csv together, or cons_prim.csv, cons_add.csv and cons_alt.csv",
        ));
        return;
    };
    for (part, missing, costs) in
        [("ADD", addresses.is_none(), "addresses"), ("ALT", aliases.is_none(), "strong aliases")]
    {
        if missing {
            let fault =
                Fault::warning(Location::default(), format!("the {part} file was not given: no {costs}"));
            faults.push(fault.remedy("import the files of the list together"));
        }
    }
    let mut parts = Parts {
        addresses: addresses.unwrap_or_default(),
        aliases: aliases.unwrap_or_default(),
        comments: comments.unwrap_or_default(),
    };
    for row in Rows::new(main, b',', 12, 0, 1) {
        match row {
            Ok(row) => {
                let full = row.values.get(11).is_some_and(|remarks| remarks.chars().count() >= REMARKS_LIMIT);
                entry(&values(row.values.iter()), full, row.line, &mut parts, faults, sink);
            }
            Err(fault) => faults.push(fault),
        }
    }
    parts.report_unused(faults);
}

struct Parts {
    addresses: ByNumber,
    aliases: ByNumber,
    comments: ByNumber,
}

impl Parts {
    /// Rows that belong to no entry: the main file is not of the same day, or lost records.
    fn report_unused(self, faults: &mut Faults) {
        for (part, rows) in [("ADD", self.addresses), ("ALT", self.aliases), ("COMMENTS", self.comments)] {
            let mut numbers: Vec<String> = rows.into_keys().collect();
            numbers.sort_unstable();
            for number in numbers {
                let place = Location::default().record(number);
                faults.push(
                    Fault::warning(
                        place,
                        format!("the {part} file speaks of an entry that the main file does not hold"),
                    )
                    .remedy("fetch all files of the list again"),
                );
            }
        }
    }
}

fn join(name: &str, text: &str, columns: usize, faults: &mut Faults) -> ByNumber {
    let mut rows = ByNumber::new();
    for row in Rows::new(text, b',', columns, 0, 1) {
        match row {
            Ok(row) => {
                let values = values(row.values.iter());
                rows.entry(values[0].clone()).or_default().push(values);
            }
            Err(fault) => faults.push(Fault { what: format!("{name}: {}", fault.what), ..fault }),
        }
    }
    rows
}

/// Trimmed values; `-0-` is empty.
fn values<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    values.map(str::trim).map(|value| if value == "-0-" { String::new() } else { value.to_owned() }).collect()
}

fn entry(row: &[String], full: bool, line: u64, parts: &mut Parts, faults: &mut Faults, sink: &mut Sink<'_>) {
    let [
        number,
        name,
        party,
        programmes,
        title,
        call_sign,
        vessel_type,
        tonnage,
        gross,
        flag,
        owner,
        remarks,
    ] = row
    else {
        return;
    };
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        faults.push(Fault::record(Location::line(line), format!("not an entry number: {}", quote(number))));
        return;
    }
    let known = schema(party);
    let mut draft = Draft::new(number, known.unwrap_or(Schema::LegalEntity), line);
    if known.is_none() {
        faults.warn(draft.location("type"), format!("unknown type {party:?}"));
        draft.other("type", party);
    }
    draft.name(Name::primary(name));
    if known == Some(Schema::Airplane) {
        draft.identifier(Identifier::new(IdentifierKind::AircraftTail, name));
    }
    programmes.split("] [").for_each(|programme| draft.programme(programme.trim_matches(['[', ']', ' '])));
    draft.position(title);
    draft.identifier(Identifier::new(IdentifierKind::CallSign, call_sign));
    draft.other("vesselType", vessel_type);
    draft.other("tonnage", tonnage);
    draft.other("grossRegisteredTonnage", gross);
    draft.nationality(flag, "flag", faults);
    draft.link("ownership", owner, None);
    for row in parts.aliases.remove(number).unwrap_or_default() {
        alias(&row, &mut draft, faults);
    }
    for row in parts.addresses.remove(number).unwrap_or_default() {
        address(&row, &mut draft, faults);
    }
    let spill: Vec<String> =
        parts.comments.remove(number).unwrap_or_default().into_iter().map(|row| row[1].clone()).collect();
    let cut = full && spill.is_empty();
    if cut {
        faults.push(
            Fault::warning(
                draft.location("remarks"),
                format!("the remarks are cut at {REMARKS_LIMIT} characters"),
            )
            .remedy("the COMMENTS file of the list holds the rest"),
        );
        draft.other("remarks", "cut by the source at 1000 characters");
    }
    remarks::mine(&format!("{remarks}{}", spill.concat()), cut, &mut draft, faults);
    sink.entry(draft.finish(faults), faults);
}

fn alias(row: &[String], draft: &mut Draft, faults: &mut Faults) {
    let [_, _, kind, name, remark] = row else { return };
    let kind = match kind.as_str() {
        // "Now known as" is an alias here: the entry is still listed under the older name.
        "aka" | "nka" => NameKind::Alias,
        "fka" => NameKind::Former,
        unknown => {
            faults.warn(
                draft.location("alias"),
                format!("unknown kind of alias {unknown:?}, taken for an a.k.a."),
            );
            NameKind::Alias
        }
    };
    draft.name(Name::new(name, kind));
    if !remark.is_empty() {
        draft.other("aliasRemarks", &format!("{name}: {remark}"));
    }
}

fn address(row: &[String], draft: &mut Draft, faults: &mut Faults) {
    let [_, _, street, city, country, remark] = row else { return };
    let code = draft.country_code(country, "address country", faults);
    draft.address(&one_line([Some(street), Some(city), Some(country)]), code);
    if let Some(code) = code {
        draft.country(code, "address country", faults);
    }
    if !remark.is_empty() {
        draft.other("addressRemarks", remark);
    }
}
