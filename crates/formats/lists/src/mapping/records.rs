//! Files of a mapped list as records: values by column, with the line they stand on.

use super::{Compiled, CompiledText, Shape, workbook};
use crate::decode;
use crate::faults::{Faults, quote};
use crate::read::Input;
use crate::rows::{Rows, column_count};
use encoding_rs::UTF_8;
use model::{Fault, Location, Schema};
use serde_json::Value;

/// A JSON file may be this big: it is held whole.
const MAX_JSON: usize = 512 * 1024 * 1024;

/// One record.
pub(super) struct Record {
    pub(super) line: u64,
    /// Values by column, in the order of the file; a column of a JSON record may have several.
    pub(super) values: Vec<(String, String)>,
    /// What the section of a text says it is.
    pub(super) schema: Option<Schema>,
}

impl Record {
    /// The values of a column that are not empty.
    pub(super) fn get<'r>(&'r self, column: &'r str) -> impl Iterator<Item = &'r str> {
        self.values
            .iter()
            .filter(move |(name, value)| name == column && !value.trim().is_empty())
            .map(|(_, value)| value.as_str())
    }
}

/// Calls `visit` with every record of a file.
pub(super) fn each(
    compiled: &Compiled<'_>,
    input: &Input<'_>,
    faults: &mut Faults,
    visit: &mut dyn FnMut(Record, &mut Faults),
) {
    let mapping = compiled.mapping;
    if mapping.format == Shape::Xlsx {
        workbook::each(mapping, input.bytes, faults, visit);
        return;
    }
    let text = decode::text(input.bytes, compiled.encoding, UTF_8, faults);
    match (mapping.format, &compiled.text) {
        (Shape::Csv, _) => table(compiled, &text, faults, visit),
        (Shape::Json, _) => json(compiled, &text, faults, visit),
        (Shape::Text, Some(layout)) => numbered(layout, &text, faults, visit),
        (Shape::Text | Shape::Xlsx, _) => {}
    }
}

fn table(
    compiled: &Compiled<'_>,
    text: &str,
    faults: &mut Faults,
    visit: &mut dyn FnMut(Record, &mut Faults),
) {
    let delimiter = u8::try_from(compiled.mapping.delimiter).unwrap_or(b',');
    let skipped = compiled.mapping.header_row.saturating_sub(1) as usize;
    let header: &str = text.split_inclusive('\n').nth(skipped).unwrap_or_default();
    let before: usize = text.split_inclusive('\n').take(skipped).map(str::len).sum();
    let columns = column_count(header, delimiter);
    let (names, offset, line) = if compiled.mapping.header_row == 0 {
        ((1..=columns).map(|n| n.to_string()).collect(), 0, 1)
    } else {
        let names = Rows::new(header, delimiter, columns, 0, 1)
            .find_map(Result::ok)
            .map(|row| row.values.iter().map(decode::clean).collect::<Vec<_>>())
            .unwrap_or_default();
        (names, before + header.len(), skipped as u64 + 2)
    };
    if !known_columns(compiled, &names, faults) {
        return;
    }
    for row in Rows::new(text, delimiter, columns, offset, line) {
        match row {
            Ok(row) => {
                let values = names.iter().cloned().zip(row.values.iter().map(str::to_owned)).collect();
                visit(Record { line: row.line, values, schema: None }, faults);
            }
            Err(fault) => faults.push(fault),
        }
    }
}

/// Reports columns that the mapping names and the file does not have; without any of those of `id` nothing can be
/// read.
pub(super) fn known_columns(compiled: &Compiled<'_>, names: &[String], faults: &mut Faults) -> bool {
    check_columns(compiled.mapping, names, faults)
}

/// [`known_columns`] without patterns.
pub(super) fn check_columns(mapping: &super::Mapping, names: &[String], faults: &mut Faults) -> bool {
    let missing: std::collections::BTreeSet<&str> =
        mapping.named_columns().filter(|wanted| !names.iter().any(|name| name == wanted)).collect();
    let found = names.iter().take(30).map(|name| quote(name)).collect::<Vec<_>>().join(", ");
    for column in &missing {
        faults.push(
            Fault::warning(
                Location::line(mapping.header_row.into()),
                format!("there is no column {column:?}"),
            )
            .remedy(format!("the file has {found}")),
        );
    }
    let ids = mapping.id.iter().chain(&mapping.id_fallback);
    let usable = ids.clone().any(|id| !missing.contains(id.as_str()));
    if !usable {
        let what = "none of the id columns is in the file: the mapping does not fit it";
        faults.push(Fault::fatal(Location::line(mapping.header_row.into()), what));
    }
    usable
}

fn json(
    compiled: &Compiled<'_>,
    text: &str,
    faults: &mut Faults,
    visit: &mut dyn FnMut(Record, &mut Faults),
) {
    if text.len() > MAX_JSON {
        let what = format!("the JSON file is larger than {} MiB", MAX_JSON / 1024 / 1024);
        faults.push(
            Fault::fatal(Location::default(), what).remedy("convert it to JSON lines in several files"),
        );
        return;
    }
    let whole = match serde_json::from_str::<Value>(text) {
        Ok(whole) => whole,
        Err(error) if compiled.mapping.records.is_some() || !text.trim_start().starts_with('{') => {
            let place = Location::line(error.line() as u64);
            faults.push(Fault::fatal(place, format!("not JSON: {error}")));
            return;
        }
        Err(_) => return json_lines(text, faults, visit),
    };
    let path = compiled.mapping.records.as_deref().unwrap_or_default();
    let found = path.split('.').filter(|key| !key.is_empty()).try_fold(&whole, |value, key| value.get(key));
    let records = match found {
        Some(Value::Array(records)) => records.as_slice(),
        Some(record @ Value::Object(_)) if path.is_empty() => std::slice::from_ref(record),
        _ => {
            faults
                .push(Fault::fatal(Location::default(), format!("there is no array of records at {path:?}")));
            return;
        }
    };
    for (index, record) in records.iter().enumerate() {
        // Lines mean nothing in a JSON file: records are counted instead.
        json_record(record, index as u64 + 1, faults, visit);
    }
}

fn json_lines(text: &str, faults: &mut Faults, visit: &mut dyn FnMut(Record, &mut Faults)) {
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = index as u64 + 1;
        match serde_json::from_str::<Value>(line) {
            Ok(record) => json_record(&record, number, faults, visit),
            Err(error) => faults.push(Fault::record(Location::line(number), format!("not JSON: {error}"))),
        }
    }
}

fn json_record(record: &Value, line: u64, faults: &mut Faults, visit: &mut dyn FnMut(Record, &mut Faults)) {
    if !record.is_object() {
        faults.push(Fault::record(Location::line(line), "the record is no object"));
        return;
    }
    let mut values = Vec::new();
    flatten("", record, &mut values);
    visit(Record { line, values, schema: None }, faults);
}

/// `{"a": {"b": [1, 2]}}` as `a.b` = 1, `a.b` = 2. The parser bounds the depth.
fn flatten(path: &str, value: &Value, values: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::String(text) => values.push((path.to_owned(), text.clone())),
        Value::Bool(_) | Value::Number(_) => values.push((path.to_owned(), value.to_string())),
        Value::Array(items) => items.iter().for_each(|item| flatten(path, item, values)),
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            flatten(&path, value, values);
        }),
    }
}

fn numbered(
    layout: &CompiledText,
    text: &str,
    faults: &mut Faults,
    visit: &mut dyn FnMut(Record, &mut Faults),
) {
    /// An entry may go on for this many lines.
    const MAX_LINES: usize = 200;
    let mut schema = None;
    let mut open: Option<(u64, Vec<&str>)> = None;
    let mut finish = |open: Option<(u64, Vec<&str>)>, schema: Option<Schema>, faults: &mut Faults| {
        if let Some((line, lines)) = open {
            entry(layout, line, &lines.join(" "), schema, faults, visit);
        }
    };
    for (index, line) in text.lines().enumerate() {
        let number = index as u64 + 1;
        let trimmed = line.trim();
        let heading = layout.sections.iter().find(|(heading, _)| heading.is_match(trimmed));
        if trimmed.is_empty() || layout.ignore.iter().any(|ignored| ignored.is_match(trimmed)) {
            continue;
        } else if layout.start.is_match(trimmed) {
            finish(open.replace((number, vec![trimmed])), schema, faults);
        } else if let Some((_, told)) = heading {
            finish(open.take(), schema, faults);
            schema = Some(*told);
        } else if let Some((_, lines)) = open.as_mut().filter(|(_, lines)| lines.len() < MAX_LINES) {
            lines.push(trimmed);
        } else {
            let what = format!("the line belongs to no entry: {}", quote(trimmed));
            faults.push(
                Fault::warning(Location::line(number), what)
                    .remedy("name it under text.ignore or text.sections"),
            );
        }
    }
    finish(open, schema, faults);
}

fn entry(
    layout: &CompiledText,
    line: u64,
    text: &str,
    schema: Option<Schema>,
    faults: &mut Faults,
    visit: &mut dyn FnMut(Record, &mut Faults),
) {
    let Some(found) = layout.pattern.captures(text) else {
        let what = format!("the entry does not fit text.pattern: {}", quote(text));
        faults.push(Fault::record(Location::line(line), what));
        return;
    };
    let named = layout.pattern.capture_names().flatten();
    let values =
        named.filter_map(|name| Some((name.to_owned(), found.name(name)?.as_str().to_owned()))).collect();
    visit(Record { line, values, schema }, faults);
}
