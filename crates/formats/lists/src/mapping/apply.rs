//! Records of a mapped list become entries.

use super::records::{Record, each};
use super::{Compiled, CompiledColumn, Mapping, Property};
use crate::countries;
use crate::dates::parse_any;
use crate::decode::clean;
use crate::draft::Draft;
use crate::faults::{Faults, quote};
use crate::names::has_latin;
use crate::read::{Input, Sink};
use model::{Fault, Identifier, IdentifierKind, Location, Name, NameKind, PartialDate, Schema};
use std::collections::{HashMap, HashSet};

/// Reads the files of a list as the mapping says.
pub(crate) fn read(mapping: &Mapping, inputs: &[Input<'_>], faults: &mut Faults, sink: &mut Sink<'_>) {
    let compiled = match mapping.compile() {
        Ok(compiled) => compiled,
        Err(error) => {
            faults.push(Fault::fatal(Location::default(), error.to_string()));
            return;
        }
    };
    // Only grouped lists wait for the end of the file.
    let mut waiting: Vec<Draft> = Vec::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for input in inputs {
        each(&compiled, input, faults, &mut |record, faults| {
            let id = id(&compiled, &record, faults);
            let schema = schema(&compiled, &record, &id, faults);
            if !mapping.group {
                let mut draft = Draft::new(&id, schema, record.line);
                fill(&compiled, &record, &mut draft, faults);
                sink.entry(draft.finish(faults), faults);
                return;
            }
            let at = *by_id.entry(id.clone()).or_insert_with(|| {
                waiting.push(Draft::new(&id, schema, record.line));
                waiting.len() - 1
            });
            fill(&compiled, &record, &mut waiting[at], faults);
        });
    }
    for draft in waiting {
        sink.entry(draft.finish(faults), faults);
    }
}

fn id(compiled: &Compiled<'_>, record: &Record, faults: &mut Faults) -> String {
    let mapping = compiled.mapping;
    let joined = |columns: &[String]| {
        let parts: Vec<String> = columns.iter().flat_map(|column| record.get(column).map(clean)).collect();
        if parts.is_empty() { None } else { Some(parts.join("|")) }
    };
    let id = joined(&mapping.id).or_else(|| joined(&mapping.id_fallback)).unwrap_or_else(|| {
        let id = format!("line-{}", record.line);
        faults.push(
            Fault::warning(Location::line(record.line), "the id columns are empty")
                .remedy(format!("the entry is called {id}; name further columns under id_fallback")),
        );
        id
    });
    format!("{}{id}", mapping.id_prefix)
}

fn schema(compiled: &Compiled<'_>, record: &Record, id: &str, faults: &mut Faults) -> Schema {
    let rule = &compiled.mapping.schema;
    if let Some(told) = record.schema {
        return told;
    }
    let Some(value) = rule.column.as_deref().and_then(|column| record.get(column).next()).map(clean) else {
        return rule.default;
    };
    let found = rule.values.iter().find(|(known, _)| clean(known).to_lowercase() == value.to_lowercase());
    found.map(|(_, schema)| *schema).unwrap_or_else(|| {
        let place = Location::line(record.line).record(id).field(rule.column.clone().unwrap_or_default());
        let what = format!("no schema is given for {}; taken for a {}", quote(&value), rule.default.as_str());
        faults.warn(place, what);
        rule.default
    })
}

fn fill(compiled: &Compiled<'_>, record: &Record, draft: &mut Draft, faults: &mut Faults) {
    let mut used: HashSet<&str> = HashSet::new();
    for column in &compiled.columns {
        used.extend(column.column.from.names());
        for value in values(column, record) {
            let field = column
                .column
                .key
                .clone()
                .unwrap_or_else(|| column.column.from.names().collect::<Vec<_>>().join("+"));
            set(compiled, column, &field, &value, draft, faults);
        }
    }
    for (property, values) in &compiled.mapping.constants {
        for value in values {
            put(compiled, *property, None, "constant", value, draft, faults);
        }
    }
    used.extend(compiled.mapping.schema.column.as_deref());
    for (column, value) in record.values.iter().filter(|(column, _)| !used.contains(column.as_str())) {
        draft.other(column, value);
    }
}

/// The values of a column, or of several joined, taken apart and cleaned as the mapping says.
fn values(column: &CompiledColumn<'_>, record: &Record) -> Vec<String> {
    let names: Vec<&str> = column.column.from.names().collect();
    let cells: Vec<String> = match names.as_slice() {
        [one] => record.get(one).map(str::to_owned).collect(),
        several => {
            let parts: Vec<&str> =
                several.iter().filter_map(|name| record.get(name).next()).map(str::trim).collect();
            vec![parts.join(&column.column.join)]
        }
    };
    let tidy = |cell: String| match &column.remove {
        Some(remove) => remove.replace_all(&cell, "").into_owned(),
        None => cell,
    };
    let split = |cell: String| -> Vec<String> {
        match &column.split {
            Some(split) => split.split(&cell).map(clean).collect(),
            None => vec![clean(&cell)],
        }
    };
    cells.into_iter().map(tidy).flat_map(split).filter(|value| !value.is_empty()).collect()
}

fn set(
    compiled: &Compiled<'_>,
    column: &CompiledColumn<'_>,
    field: &str,
    value: &str,
    draft: &mut Draft,
    faults: &mut Faults,
) {
    put(compiled, column.column.property, column.column.language.as_deref(), field, value, draft, faults);
}

fn put(
    compiled: &Compiled<'_>,
    property: Property,
    language: Option<&str>,
    field: &str,
    value: &str,
    draft: &mut Draft,
    faults: &mut Faults,
) {
    let name =
        |name: Name, draft: &mut Draft| draft.name(Name { language: language.map(str::to_owned), ..name });
    match property {
        Property::Name => name(Name::primary(value), draft),
        Property::Alias => name(Name::alias(value), draft),
        Property::WeakAlias => name(Name::weak_alias(value), draft),
        Property::FormerName => name(Name::new(value, NameKind::Former), draft),
        Property::OriginalName => {
            let kind = if has_latin(value) { NameKind::Alias } else { NameKind::OriginalScript };
            name(Name::new(value, kind), draft);
        }
        Property::BirthDate => draft.birth_date(date(compiled, value), value, field, faults),
        Property::BirthPlace => draft.birth_place(value, countries::code_at_end(value)),
        Property::Gender => draft.gender(value, faults),
        Property::Nationality => draft.nationality(value, field, faults),
        Property::Country => draft.country(value, field, faults),
        Property::Address => draft.address(value, countries::code_at_end(value)),
        Property::Programme => draft.programme(value),
        Property::Reference => draft.entity().listing.reference = Some(value.to_owned()),
        Property::ListedOn => match date(compiled, value) {
            Some(date) => draft.entity().listing.listed_on = Some(date),
            None => draft.unread_date(value, field, faults),
        },
        Property::UpdatedOn => match date(compiled, value) {
            Some(date) => draft.entity().listing.updated_on.push(date),
            None => draft.unread_date(value, field, faults),
        },
        // A month or year expires with its last day.
        Property::ExpiresOn => match date(compiled, value) {
            Some(date) => draft.entity().listing.expires_on = Some(date.last()),
            None => draft.unread_date(value, field, faults),
        },
        Property::Position => draft.position(value),
        Property::Title => draft.title(value),
        Property::Remark => draft.remark(value),
        Property::Topic => draft.topic(value),
        Property::Other => draft.other(field, value),
        Property::Ignore => {}
        number => {
            let kind = identifier_kind(number);
            let note = (kind == IdentifierKind::Other).then(|| field.to_owned());
            draft.identifier(Identifier { note, ..Identifier::new(kind, value) });
        }
    }
}

fn identifier_kind(property: Property) -> IdentifierKind {
    match property {
        Property::Passport => IdentifierKind::Passport,
        Property::NationalId => IdentifierKind::NationalId,
        Property::TaxNumber => IdentifierKind::TaxNumber,
        Property::Registration => IdentifierKind::Registration,
        Property::Lei => IdentifierKind::Lei,
        Property::Bic => IdentifierKind::Bic,
        Property::Imo => IdentifierKind::Imo,
        Property::Mmsi => IdentifierKind::Mmsi,
        Property::CallSign => IdentifierKind::CallSign,
        Property::AircraftTail => IdentifierKind::AircraftTail,
        Property::SerialNumber => IdentifierKind::SerialNumber,
        Property::Wallet => IdentifierKind::Wallet,
        Property::Contact => IdentifierKind::Contact,
        _ => IdentifierKind::Other,
    }
}

fn date(compiled: &Compiled<'_>, value: &str) -> Option<PartialDate> {
    if compiled.date_formats.is_empty() {
        return parse_any(value);
    }
    // A workbook gives its own dates as ISO, whatever the mapping says.
    let stated = compiled.date_formats.iter().find_map(|format| format.read(value));
    stated.or_else(|| (value.len() == 10).then(|| PartialDate::parse_iso(value).ok()).flatten())
}
