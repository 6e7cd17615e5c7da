//! Country names and nationality adjectives, as lists write them, to ISO 3166-1 alpha-2.

/// The lower-case alpha-2 code of a country name, demonym or code; `None` for one that is not known.
pub fn code(text: &str) -> Option<&'static str> {
    let _ = text;
    None
}
