//! Addresses of pages: which desk, which part, from which cursor on. Nothing in an address is about a person.

use super::errors::Failure;
use model::{Desk, RecordId};
use node::casework::Cursor;
use url::form_urlencoded::Serializer;

/// The desk that an address names, of those that somebody sees; the first where it names none.
///
/// # Errors
/// When the reader sees no desk, or not this one.
pub fn desk_of(name: &str, desks: &[Desk]) -> Result<Desk, Failure> {
    match Desk::parse(name) {
        Some(desk) if desks.contains(&desk) => Ok(desk),
        Some(_) => Err(Failure::NotAllowed),
        None => desks.first().copied().ok_or(Failure::NotAllowed),
    }
}

/// The cursor in an address; none at the beginning.
///
/// # Errors
/// When it is none of ours.
pub fn cursor(text: &str) -> Result<Option<Cursor>, Failure> {
    match text {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Failure::NotFound),
    }
}

/// The record that an address names.
///
/// # Errors
/// When it cannot be one.
pub fn record(id: &str) -> Result<RecordId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}

/// An address with those of its parts that say something.
pub fn address(path: &str, parts: &[(&str, &str)]) -> String {
    let mut query = Serializer::new(String::new());
    for (name, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}

/// Links to the first and to the next part of a list, where there are others.
pub struct Turning {
    /// To the first part; none where this is it.
    pub first: Option<String>,
    /// To the next part; none where this is the last.
    pub next: Option<String>,
}

impl Turning {
    /// The links around a part that begins after `after` and ends before `next`.
    pub fn new(path: &str, parts: &[(&str, &str)], after: &str, next: Option<&Cursor>) -> Self {
        let at = |cursor: &str| address(path, &[parts, &[("after", cursor)]].concat());
        Self { first: (!after.is_empty()).then(|| at("")), next: next.map(|cursor| at(&cursor.to_string())) }
    }
}

/// An address of this program's own, to go on to.
pub fn local(address: &str) -> Option<&str> {
    let own = address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\r', '\n']);
    own.then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_elsewhere() {
        for (address, own) in [
            ("/alerts?hands=mine", true),
            ("/", true),
            ("//evil.example", false),
            ("https://evil.example", false),
            ("/\\evil.example", false),
            ("", false),
        ] {
            assert_eq!(local(address).is_some(), own, "{address}");
        }
    }
}
