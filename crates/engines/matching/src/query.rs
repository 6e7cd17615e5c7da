//! A subject made ready: its names in every style they may be read in, its facts, its identifiers.

use crate::corroborate::{Days, Facts};
use crate::index::view::style_number;
use crate::prepare::{PreparedName, prepare, styles};
use model::{PartialDate, Precision, Profile};

/// A subject ready to be compared with many entries.
pub struct Query {
    pub names: Vec<PreparedName>,
    pub facts: Facts,
}

/// Makes a subject ready.
pub fn query(profile: &Profile) -> Query {
    let names = profile
        .names
        .iter()
        .flat_map(|name| styles(profile.schema, &name.text).iter().map(move |&style| prepare(name, style)))
        .filter(|name| !name.tokens.is_empty())
        .collect();
    Query { names, facts: facts(profile) }
}

/// What is known of a profile beside its names.
pub fn facts(profile: &Profile) -> Facts {
    let country = |code: &String| <[u8; 2]>::try_from(code.as_bytes()).ok();
    let nationalities = profile.nationalities.iter().filter_map(country).map(|code| (code, true));
    let countries = profile.countries.iter().filter_map(country).map(|code| (code, false));
    let places = profile
        .addresses
        .iter()
        .chain(&profile.birth_places)
        .filter_map(|place| place.country.as_ref())
        .filter_map(country);
    Facts {
        dates: profile.birth_dates.iter().map(days).collect(),
        countries: nationalities.chain(countries).chain(places.map(|code| (code, false))).collect(),
        places: profile
            .birth_places
            .iter()
            .map(|place| text::words(&place.text).join(" "))
            .filter(|place| !place.is_empty())
            .collect(),
        gender: crate::index::gender_number(profile.gender),
        identifiers: profile
            .identifiers
            .iter()
            .filter_map(|identifier| {
                identifier
                    .normalised()
                    .map(|normal| (crate::index::identifier_hash(&normal), identifier.value.clone()))
            })
            .collect(),
    }
}

fn days(date: &PartialDate) -> Days {
    Days {
        first: crate::index::day_number(date.first()),
        last: crate::index::day_number(date.last()),
        exact: date.precision() == Precision::Day,
    }
}

/// Whether a name of the query may be compared with a name of this style.
pub fn comparable(query: &PreparedName, style: u8) -> bool {
    style_number(query.style) == style
}
