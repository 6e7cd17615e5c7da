//! Options of the address, as yente names them: lists are given by repeating a name.

use crate::http::detail::Detail;
use jiff::civil::Date;
use model::Schema;
use node::{OperatingPoint, Scoring};
use std::fmt::Display;
use std::str::FromStr;
use url::form_urlencoded;

/// Most results that one query may ask for.
pub const MOST_RESULTS: usize = 500;

/// Names and values of the address, in their order.
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Reads the part of the address behind the question mark.
    pub fn of(query: Option<&str>) -> Self {
        let query = query.unwrap_or_default();
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// The last value of a name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All values of a name.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let values = self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned());
        values.filter(|value| !value.is_empty()).collect()
    }

    /// The last value of a name, read.
    ///
    /// # Errors
    /// When it is not what it must be.
    pub fn value<T: FromStr>(&self, name: &str) -> Result<Option<T>, Detail>
    where
        T::Err: Display,
    {
        let text = self.text(name).map(str::trim).filter(|text| !text.is_empty());
        text.map(|text| text.parse().map_err(|error: T::Err| Detail::option(name, error.to_string())))
            .transpose()
    }

    /// A number of results, at most `most`.
    ///
    /// # Errors
    /// When it is no number or too large.
    pub fn count(&self, name: &str, default: usize, most: usize) -> Result<usize, Detail> {
        let count = self.value(name)?.unwrap_or(default);
        match count > most {
            true => Err(Detail::option(name, format!("must be at most {most}"))),
            false => Ok(count),
        }
    }

    /// `true` or `false`.
    ///
    /// # Errors
    /// When it is neither.
    pub fn flag(&self, name: &str) -> Result<Option<bool>, Detail> {
        match self.text(name).map(str::to_ascii_lowercase).as_deref() {
            None | Some("") => Ok(None),
            Some("true" | "1" | "yes" | "on") => Ok(Some(true)),
            Some("false" | "0" | "no" | "off") => Ok(Some(false)),
            Some(_) => Err(Detail::option(name, "must be true or false")),
        }
    }
}

/// What a query of `/match` may say about its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchOptions {
    /// At most so many results.
    pub limit: usize,
    /// Results from this scaled score on are matches.
    pub threshold: f64,
    /// Results below this scaled score are left out.
    pub cutoff: f64,
    /// How scores are formed.
    pub scoring: Scoring,
    /// Which results are left out.
    pub wanted: Wanted,
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// The data set in the address; none is all.
    pub scope: Option<String>,
    /// Only of these data sets.
    pub include_dataset: Vec<String>,
    /// Not of these data sets.
    pub exclude_dataset: Vec<String>,
    /// Not of these schemata.
    pub exclude_schema: Vec<String>,
    /// With any of these topics.
    pub topics: Vec<String>,
    /// Changed on this day or later.
    pub changed_since: Option<String>,
    /// Not these entries; ids that they had before count too.
    pub exclude_entity_ids: Vec<String>,
}

/// Names of a data set that mean everything.
const EVERYTHING: [&str; 3] = ["default", "all", "sanctions"];

impl Wanted {
    /// Reads the options of the address.
    ///
    /// # Errors
    /// When one of them is not what it must be.
    pub fn read(dataset: &str, pairs: &Pairs) -> Result<Self, Detail> {
        let changed_since = pairs.text("changed_since").filter(|text| !text.is_empty());
        if let Some(text) = changed_since
            && text.get(..10).and_then(|day| day.parse::<Date>().ok()).is_none()
        {
            return Err(Detail::option("changed_since", "must begin with a day, YYYY-MM-DD"));
        }
        let exclude_schema = pairs.texts("exclude_schema");
        if let Some(unknown) = exclude_schema.iter().find(|name| Schema::parse(name).is_none()) {
            return Err(Detail::option("exclude_schema", format!("schema {unknown:?} is not known")));
        }
        Ok(Self {
            scope: (!EVERYTHING.contains(&dataset)).then(|| dataset.to_owned()),
            include_dataset: pairs.texts("include_dataset"),
            exclude_dataset: pairs.texts("exclude_dataset"),
            exclude_schema,
            topics: pairs.texts("topics"),
            changed_since: changed_since.map(str::to_owned),
            exclude_entity_ids: pairs.texts("exclude_entity_ids"),
        })
    }
}

impl MatchOptions {
    /// Reads the options of the address.
    ///
    /// # Errors
    /// When one of them is not what it must be.
    pub fn read(dataset: &str, pairs: &Pairs) -> Result<Self, Detail> {
        let standard = 0.7;
        let threshold = share(pairs, "threshold")?.unwrap_or(standard);
        let cutoff = share(pairs, "cutoff")?.unwrap_or(standard).min(threshold);
        Ok(Self {
            limit: pairs.count("limit", 5, MOST_RESULTS)?.max(1),
            threshold,
            cutoff,
            scoring: match pairs.text("algorithm") {
                None | Some("") => Scoring::Evidence,
                Some(name) => algorithm(name)?,
            },
            wanted: Wanted::read(dataset, pairs)?,
        })
    }
}

fn share(pairs: &Pairs, name: &str) -> Result<Option<f64>, Detail> {
    match pairs.value::<f64>(name)? {
        Some(value) if !(0.0..=1.0).contains(&value) => Err(Detail::option(name, "must be between 0 and 1")),
        value => Ok(value),
    }
}

/// Names under which clients know ways of scoring, with ours: name, what it is here, whether it is a name of yente's.
pub const ALGORITHMS: [(&str, Scoring, bool); 11] = [
    ("evidence", Scoring::Evidence, false),
    ("ofac", Scoring::Ofac, false),
    ("best", Scoring::Evidence, true),
    ("logic-v2", Scoring::Evidence, true),
    ("logic-v1", Scoring::Evidence, true),
    ("regression-v2", Scoring::Evidence, true),
    ("regression-v1", Scoring::Evidence, true),
    ("name-based", Scoring::Evidence, true),
    ("name-qualified", Scoring::Evidence, true),
    ("ofac-249", Scoring::Ofac, true),
    ("ofac-247", Scoring::Ofac, true),
];

/// The way of scoring that a client's name means here.
///
/// # Errors
/// When the name is not known.
pub fn algorithm(name: &str) -> Result<Scoring, Detail> {
    let known = ALGORITHMS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name.trim()));
    known.map(|(_, scoring, _)| *scoring).ok_or_else(|| {
        Detail::bad(format!("algorithm {name:?} is not known; /algorithms shows those that are"))
    })
}

/// The operating point of a name.
///
/// # Errors
/// When there is none.
pub fn operating_point(name: &str) -> Result<OperatingPoint, Detail> {
    let unknown =
        || Detail::bad(format!("operating point {name:?} is not known; use strict, standard or wide"));
    OperatingPoint::parse(name).ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: Result<(usize, f64, f64, Scoring), &str>) {
        let read = MatchOptions::read("default", &Pairs::of(Some(query)))
            .map(|options| (options.limit, options.threshold, options.cutoff, options.scoring))
            .map_err(|detail| detail.detail.to_string());
        match (read, expected) {
            (Err(detail), Err(part)) => assert!(detail.contains(part), "{query}: {detail}"),
            (read, expected) => assert_eq!(read, expected.map_err(str::to_owned), "{query}"),
        }
    }

    #[test]
    fn options_are_read_as_yente_reads_them() {
        use Scoring::{Evidence, Ofac};
        check("", Ok((5, 0.7, 0.7, Evidence)));
        check("limit=10&threshold=0.5", Ok((10, 0.5, 0.5, Evidence)));
        check("cutoff=0.4", Ok((5, 0.7, 0.4, Evidence)));
        check("cutoff=0.9&threshold=0.8", Ok((5, 0.8, 0.8, Evidence)));
        check("algorithm=logic-v1&unknown=1", Ok((5, 0.7, 0.7, Evidence)));
        check("algorithm=ofac-249", Ok((5, 0.7, 0.7, Ofac)));
        check("limit=501", Err("at most 500"));
        check("limit=-1", Err("invalid digit"));
        check("threshold=1.5", Err("between 0 and 1"));
        check("threshold=NaN", Err("between 0 and 1"));
        check("algorithm=magic", Err("/algorithms"));
        check("changed_since=yesterday", Err("YYYY-MM-DD"));
        check("exclude_schema=Ghost", Err("not known"));
    }

    #[test]
    fn names_may_be_repeated() {
        let pairs = Pairs::of(Some("topics=sanction&topics=role.pep&exclude_entity_ids=a%20b&topics="));
        let wanted = Wanted::read("un-sc", &pairs).unwrap();
        assert_eq!(wanted.topics, ["sanction", "role.pep"]);
        assert_eq!(wanted.exclude_entity_ids, ["a b"]);
        assert_eq!(wanted.scope.as_deref(), Some("un-sc"));
        assert_eq!(Wanted::read("default", &pairs).unwrap().scope, None);
    }
}
