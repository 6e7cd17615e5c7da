//! A FollowTheMoney list as JSON lines, and the deltas that change it.

use super::links::{Attachments, describes_others};
use super::{entity, text_of};
use crate::faults::{Faults, quote};
use crate::read::{Input, Sink};
use model::{Fault, Location};
use serde::Deserialize;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

/// One line may be this long.
const MAX_LINE: usize = 64 * 1024 * 1024;

/// One JSON line: where it stands and what it holds.
struct Line<'a> {
    number: u64,
    text: Cow<'a, str>,
}

/// Reads a list with the deltas that follow it, in their order. Entities keep the place where they first stood.
pub(crate) fn read(base: &Input<'_>, deltas: &[Input<'_>], faults: &mut Faults, sink: &mut Sink<'_>) {
    let changes = Changes::read(deltas, faults);
    let mut attachments = Attachments::default();
    each(base, &changes, &describes_others, faults, &mut |value, number, faults| {
        attachments.add(value, None, &Location::line(number), faults);
    });
    let mut untold: BTreeSet<String> = attachments.ids().into_iter().map(str::to_owned).collect();
    let mut again = Faults::default();
    each(base, &changes, &|schema| !describes_others(schema), &mut again, &mut |value, number, _| {
        if let Some(entity) = entity(value, Location::line(number), &attachments, faults) {
            untold.remove(&entity.id.0);
            sink.entry(entity, faults);
        }
    });
    faults.take_new(again);
    if !untold.is_empty() {
        let example = untold.first().map(String::as_str).unwrap_or_default();
        let what = format!(
            "{} entities are described or linked but do not stand on the list ({example} …)",
            untold.len()
        );
        faults.push(Fault::warning(Location::default(), what).remedy("links to them keep their ids"));
    }
}

/// What decides whether a line is read whole.
#[derive(Deserialize)]
struct Glance<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    schema: Cow<'a, str>,
}

/// Calls `visit` with every entity of the wanted schemata as the deltas left it.
fn each(
    base: &Input<'_>,
    changes: &Changes,
    wanted: &dyn Fn(&str) -> bool,
    faults: &mut Faults,
    visit: &mut dyn FnMut(&Value, u64, &mut Faults),
) {
    let mut met = HashSet::new();
    let mut take = |value: &Value, line: u64, faults: &mut Faults| {
        if wanted(&text_of(value, "schema").unwrap_or_default()) {
            visit(value, line, faults);
        }
    };
    lines(base, faults, &mut |line, faults| {
        // Half of a big list describes the other half: what is not wanted now need not be read whole.
        if let Ok(glance) = serde_json::from_str::<Glance<'_>>(&line.text)
            && !wanted(&glance.schema)
            && !changes.by_id.contains_key(&*glance.id)
        {
            return;
        }
        let Some(value) = parse(&line, faults) else { return };
        // A base may itself be a delta of additions.
        let value = value.get("entity").filter(|_| value.get("op").is_some()).unwrap_or(&value);
        let id = text_of(value, "id").unwrap_or_default();
        match changes.by_id.get(&id) {
            None => take(value, line.number, faults),
            Some(change) => {
                met.insert(id);
                if let Some((value, number)) = change {
                    take(value, *number, faults);
                }
            }
        }
    });
    for id in changes.order.iter().filter(|id| !met.contains(*id)) {
        if let Some(Some((value, number))) = changes.by_id.get(id) {
            take(value, *number, faults);
        }
    }
}

/// What deltas leave behind: an entity with its line, or its removal.
#[derive(Default)]
struct Changes {
    by_id: HashMap<String, Option<(Value, u64)>>,
    order: Vec<String>,
}

impl Changes {
    fn read(deltas: &[Input<'_>], faults: &mut Faults) -> Self {
        let mut changes = Self::default();
        for delta in deltas {
            lines(delta, faults, &mut |line, faults| {
                if let Some(value) = parse(&line, faults) {
                    changes.take(value, delta.name, line.number, faults);
                }
            });
        }
        changes
    }

    fn take(&mut self, mut value: Value, file: &str, line: u64, faults: &mut Faults) {
        let place = Location::line(line).field(file.to_owned());
        let op = text_of(&value, "op").unwrap_or_default();
        let entity = value.get_mut("entity").map(Value::take).unwrap_or_default();
        let Some(id) = text_of(&entity, "id") else {
            faults.push(Fault::record(place, "the change names no entity"));
            return;
        };
        let change = match op.as_str() {
            "ADD" | "MOD" => Some((entity, line)),
            "DEL" => None,
            unknown => {
                let what = format!("unknown operation {}", quote(unknown));
                faults.push(Fault::record(place.record(id), what).remedy("ADD, MOD and DEL are known"));
                return;
            }
        };
        if self.by_id.insert(id.clone(), change).is_none() {
            self.order.push(id);
        }
    }
}

/// Calls `visit` with every line that is not empty.
fn lines(input: &Input<'_>, faults: &mut Faults, visit: &mut dyn FnMut(Line<'_>, &mut Faults)) {
    let bytes = input.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input.bytes);
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let number = index as u64 + 1;
        let line = line.trim_ascii();
        if line.is_empty() {
            continue;
        }
        if line.len() > MAX_LINE {
            let what = format!("the line is longer than {} MiB", MAX_LINE / 1024 / 1024);
            faults.push(Fault::record(Location::line(number), what));
            continue;
        }
        let text = String::from_utf8_lossy(line);
        if let Cow::Owned(_) = text {
            faults.push(
                Fault::warning(Location::line(number), "bytes that are not UTF-8")
                    .remedy("they were read as U+FFFD"),
            );
        }
        visit(Line { number, text }, faults);
    }
}

fn parse(line: &Line<'_>, faults: &mut Faults) -> Option<Value> {
    match serde_json::from_str::<Value>(&line.text) {
        Ok(value) if value.is_object() => Some(value),
        Ok(_) => {
            faults.push(Fault::record(Location::line(line.number), "the line is JSON but no object"));
            None
        }
        Err(error) => {
            // The error's own line is always 1 here.
            let what = format!("not JSON: {}", error.to_string().replace(" at line 1 column", " at column"));
            faults.push(Fault::record(Location::line(line.number), what));
            None
        }
    }
}
