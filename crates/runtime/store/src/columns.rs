//! How values of the field are laid in and taken out of columns.

use crate::backend::Row;
use crate::{StoreError, Value};
use model::{Envelope, LegalBasis};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The four columns that every record has: marking, legal basis, source, expiry.
pub(crate) fn envelope_values(envelope: &Envelope) -> Result<[Value; 4], StoreError> {
    Ok([
        to_json("marking", &envelope.marking)?.into(),
        (&envelope.legal_basis.0).into(),
        (&envelope.source).into(),
        envelope.expires_on.into(),
    ])
}

/// The envelope in a row that has the four columns.
pub(crate) fn envelope(row: &Row) -> Result<Envelope, StoreError> {
    Ok(Envelope {
        marking: from_json("marking", &row.get::<String>("marking")?)?,
        legal_basis: LegalBasis(row.get("legal_basis")?),
        source: row.get("source")?,
        expires_on: optional("expiry", row, "expires_on")?,
    })
}

pub(crate) fn to_json<T: Serialize>(record: &'static str, value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::damaged(record, error))
}

pub(crate) fn from_json<T: DeserializeOwned>(record: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::damaged(record, error))
}

/// The value of a text column, read.
pub(crate) fn parsed<T>(record: &'static str, row: &Row, column: &str) -> Result<T, StoreError>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    row.get::<String>(column)?.parse().map_err(|error| StoreError::damaged(record, error))
}

/// The value of a text column that may hold nothing, read.
pub(crate) fn optional<T>(record: &'static str, row: &Row, column: &str) -> Result<Option<T>, StoreError>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let text = row.get::<Option<String>>(column)?;
    text.map(|text| text.parse().map_err(|error| StoreError::damaged(record, error))).transpose()
}

/// Placeholders `($1, $2), ($3, $4)` for `rows` rows of `columns` values.
pub(crate) fn placeholders(rows: usize, columns: usize) -> String {
    let row = |row: usize| {
        let places = (1..=columns).map(|column| format!("${}", row * columns + column));
        format!("({})", places.collect::<Vec<_>>().join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}
