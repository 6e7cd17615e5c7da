//! Subjects as FollowTheMoney-shaped JSON lines.

use super::Row;
use super::lines::{Line, Lines};
use crate::NodeError;
use lists::ftm::profile_from_json;
use model::{Fault, Location, Parsed, Profile, Schema, Severity, Subject};
use serde_json::Value;
use std::io::BufRead;

/// The subjects of a JSON lines input.
pub(crate) struct JsonRows<R> {
    lines: Lines<R>,
    schema: Option<Schema>,
}

impl<R: BufRead> JsonRows<R> {
    pub(crate) fn new(lines: Lines<R>, schema: Option<Schema>) -> Self {
        Self { lines, schema }
    }
}

impl<R: BufRead> Iterator for JsonRows<R> {
    type Item = Result<Row, NodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let line = match self.lines.next()? {
                Ok(line) => line,
                Err(error) => return Some(Err(error)),
            };
            if line.text.as_deref().is_some_and(|text| text.trim().is_empty()) {
                continue;
            }
            return Some(Ok(subject(&line, self.schema)));
        }
    }
}

fn subject(line: &Line, schema: Option<Schema>) -> Row {
    let at = Location::line(line.number);
    let lost = |what: String, remedy: &str| Row::Lost(Fault::record(at.clone(), what).remedy(remedy));
    let Some(text) = &line.text else {
        return lost(
            "the line is longer than 4 MiB".into(),
            "split the subject's data, or leave some of it out",
        );
    };
    let mut value: Value = match serde_json::from_str(text) {
        Ok(value @ Value::Object(_)) => value,
        Ok(_) => return lost("not a JSON object".into(), "write one object a line"),
        Err(error) => return lost(format!("not JSON: {error}"), "write one object a line"),
    };
    if let (Some(schema), None) = (schema, value.get("schema")) {
        value["schema"] = schema.as_str().into();
    }
    let id = match &value["id"] {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => line.number.to_string(),
    };
    match profile(&value) {
        Ok((profile, faults)) => {
            let faults = faults.into_iter().map(|fault| located(fault, line.number)).collect();
            Row::Subject(Box::new(Subject { id, profile }), faults)
        }
        Err(fault) => Row::Lost(located(fault, line.number)),
    }
}

/// Who a FollowTheMoney-shaped object describes, with what was odd about it; or why it describes nobody.
pub(crate) fn profile(value: &Value) -> Result<(Profile, Vec<Fault>), Fault> {
    let Parsed { value: profile, faults } = profile_from_json(value);
    if let Some(fault) = faults.iter().find(|fault| fault.severity > Severity::Warning) {
        return Err(fault.clone());
    }
    if profile.names.is_empty() && profile.identifiers.is_empty() {
        let fault = Fault::record(Location::default(), "neither a name nor an identifier");
        return Err(fault.remedy("give properties.name, a list of texts"));
    }
    Ok((profile, faults))
}

/// A fault inside the object, placed in the file.
fn located(mut fault: Fault, line: u64) -> Fault {
    fault.location.line = Some(line);
    fault
}
