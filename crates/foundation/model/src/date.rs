//! Dates as lists give them: a day, a month, a year, "circa", a range. Never more exact than the source.

use jiff::civil::Date;
use serde::{Deserialize, Serialize, de};
use std::fmt;

/// A date known to some precision, as the inclusive span of days it may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    first: Date,
    last: Date,
    precision: Precision,
}

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
    /// "Circa": about that day, month or year.
    Circa,
    /// Somewhere between two dates.
    Range,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateParseError(String);

impl fmt::Display for DateParseError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "not a date: {:?}; expected YYYY, YYYY-MM or YYYY-MM-DD", self.0)
    }
}

impl std::error::Error for DateParseError {}

impl PartialDate {
    /// One day.
    pub fn day(date: Date) -> Self {
        Self { first: date, last: date, precision: Precision::Day }
    }

    /// A day by its numbers; `None` when there is no such day.
    pub fn ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        plausible_year(year).and_then(|year| Date::new(year, month, day).ok()).map(Self::day)
    }

    /// A month of a year; `None` when there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(plausible_year(year)?, month, 1).ok()?;
        Some(Self { first, last: first.last_of_month(), precision: Precision::Month })
    }

    /// A whole year; `None` outside 1000–2999.
    pub fn year(year: i16) -> Option<Self> {
        let year = plausible_year(year)?;
        Some(Self {
            first: Date::new(year, 1, 1).ok()?,
            last: Date::new(year, 12, 31).ok()?,
            precision: Precision::Year,
        })
    }

    /// The same date said with "circa".
    pub fn circa(self) -> Self {
        Self { precision: Precision::Circa, ..self }
    }

    /// From the start of `self` to the end of `other`, in whichever order they come.
    pub fn through(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            precision: Precision::Range,
        }
    }

    /// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, with month or day `00` or an empty rest as unknown, a leading
    /// `circa`/`~`, and `FROM..TO` or `FROM/TO` ranges; a time part after `T` is left out. This is also the
    /// form [`fmt::Display`] writes.
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn parse_iso(text: &str) -> Result<Self, DateParseError> {
        let fail = || DateParseError(text.trim().to_owned());
        let text = text.trim();
        if let Some(rest) = text.strip_prefix("circa").or_else(|| text.strip_prefix('~')) {
            return Self::parse_iso(rest).map(Self::circa).map_err(|_| fail());
        }
        if let Some((from, to)) = text.split_once("..").or_else(|| text.split_once('/')) {
            return Ok(Self::parse_iso(from)
                .map_err(|_| fail())?
                .through(Self::parse_iso(to).map_err(|_| fail())?));
        }
        let date = text.split(['T', ' ']).next().unwrap_or_default();
        let date = date.strip_suffix('Z').unwrap_or(date);
        let mut numbers = date.split('-');
        let year: i16 = digits(numbers.next(), 4).ok_or_else(fail)?;
        let month: i8 = match numbers.next() {
            None => 0,
            part => digits(part, 2).ok_or_else(fail)?,
        };
        let day: i8 = match numbers.next() {
            None => 0,
            part => digits(part, 2).ok_or_else(fail)?,
        };
        if numbers.next().is_some() {
            return Err(fail());
        }
        Self::from_numbers(year, month, day).ok_or_else(fail)
    }

    /// A date from numbers where a month or day of 0 is unknown; `None` when there is no such date.
    pub fn from_numbers(year: i16, month: i8, day: i8) -> Option<Self> {
        match (month, day) {
            (0, 0) => Self::year(year),
            (month, 0) => Self::month(year, month),
            (0, _) => None,
            (month, day) => Self::ymd(year, month, day),
        }
    }

    /// First day it may mean.
    pub fn first(&self) -> Date {
        self.first
    }

    /// Last day it may mean.
    pub fn last(&self) -> Date {
        self.last
    }

    /// How exactly it is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The inclusive span of years it may mean.
    pub fn years(&self) -> (i16, i16) {
        (self.first.year(), self.last.year())
    }
}

fn plausible_year(year: i16) -> Option<i16> {
    (1000..3000).contains(&year).then_some(year)
}

fn digits<T: std::str::FromStr>(part: Option<&str>, most: usize) -> Option<T> {
    let part = part?;
    let fits = !part.is_empty() && part.len() <= most && part.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| part.parse().ok()).flatten()
}

/// `1960-03-12`, `1960-03`, `1960`, `~1960`, `1960..1965`.
impl fmt::Display for PartialDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.precision == Precision::Circa {
            out.write_str("~")?;
        }
        let whole_year =
            |from: Date, to: Date| from.month() == 1 && from.day() == 1 && to.month() == 12 && to.day() == 31;
        let (first, last) = (self.first, self.last);
        if first == last {
            write!(out, "{first}")
        } else if self.precision == Precision::Range {
            if whole_year(first, last) {
                write!(out, "{:04}..{:04}", first.year(), last.year())
            } else {
                write!(out, "{first}..{last}")
            }
        } else if whole_year(first, last) {
            write!(out, "{:04}", first.year())
        } else {
            write!(out, "{:04}-{:02}", first.year(), first.month())
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <String as Deserialize>::deserialize(deserializer)?;
        Self::parse_iso(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, first: &str, last: &str, precision: Precision) {
        let date = PartialDate::parse_iso(text).unwrap();
        assert_eq!((date.first.to_string(), date.last.to_string()), (first.into(), last.into()), "{text}");
        assert_eq!(date.precision, precision, "{text}");
        assert_eq!(PartialDate::parse_iso(&date.to_string()).unwrap(), date, "{text} written and read again");
    }

    #[test]
    fn reads_what_lists_write() {
        check("1960-03-12", "1960-03-12", "1960-03-12", Precision::Day);
        check("1960-03-12T00:00:00Z", "1960-03-12", "1960-03-12", Precision::Day);
        check("1960-02", "1960-02-01", "1960-02-29", Precision::Month);
        check("1960-00-00", "1960-01-01", "1960-12-31", Precision::Year);
        check("1960", "1960-01-01", "1960-12-31", Precision::Year);
        check("~1960", "1960-01-01", "1960-12-31", Precision::Circa);
        check("circa 1960-03", "1960-03-01", "1960-03-31", Precision::Circa);
        check("1960..1965", "1960-01-01", "1965-12-31", Precision::Range);
        check("1965/1960", "1960-01-01", "1965-12-31", Precision::Range);
        check("1960-03-01..1960-04-02", "1960-03-01", "1960-04-02", Precision::Range);
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in
            ["", "0", "1960-13", "1960-02-30", "1960-00-12", "03/12/1960", "12-03-1960", "١٩٦٠", "1960-1-1-1"]
        {
            assert!(PartialDate::parse_iso(text).is_err(), "{text:?} was read as a date");
        }
    }
}
