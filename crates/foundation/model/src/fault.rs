//! What a reader found wrong, where, and what to do. One bad record never costs the good ones: parsers return
//! what they read *and* their faults.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A value together with everything that was wrong on the way to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed<T> {
    /// What could be read.
    pub value: T,
    /// What could not, in the order of the input.
    pub faults: Vec<Fault>,
}

/// One thing wrong with an input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What it costs.
    pub severity: Severity,
    /// Where it stands.
    pub location: Location,
    /// What is wrong: lower case, no full stop.
    pub what: String,
    /// What the reader did about it, or what a person can do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// What a fault costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A value was kept but looks odd, or a part of it was left out.
    Warning,
    /// A whole record was lost.
    Record,
    /// Reading stopped here; what came before is kept.
    Fatal,
}

/// Where in an input: any part may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The record's own number or reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Column, element or property.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Location {
    /// A line and nothing else.
    pub fn line(line: u64) -> Self {
        Self { line: Some(line), ..Self::default() }
    }

    /// The same place with a record reference.
    pub fn record(self, record: impl Into<String>) -> Self {
        Self { record: Some(record.into()), ..self }
    }

    /// The same place with a field name.
    pub fn field(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }
}

impl Fault {
    /// A fault that keeps the record.
    pub fn warning(location: Location, what: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, location, what: what.into(), remedy: None }
    }

    /// A fault that loses the record.
    pub fn record(location: Location, what: impl Into<String>) -> Self {
        Self { severity: Severity::Record, location, what: what.into(), remedy: None }
    }

    /// A fault that ends the reading.
    pub fn fatal(location: Location, what: impl Into<String>) -> Self {
        Self { severity: Severity::Fatal, location, what: what.into(), remedy: None }
    }

    /// The same fault with what to do about it.
    pub fn remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            self.line.map(|line| format!("line {line}")),
            self.record.as_ref().map(|record| format!("record {record}")),
            self.field.clone(),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        out.write_str(&parts.join(", "))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.location.to_string();
        if !place.is_empty() {
            write!(out, "{place}: ")?;
        }
        out.write_str(&self.what)?;
        match &self.remedy {
            Some(remedy) => write!(out, " ({remedy})"),
            None => Ok(()),
        }
    }
}
