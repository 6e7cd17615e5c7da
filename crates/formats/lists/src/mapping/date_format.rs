//! Date patterns of mapping files: `dd.MM.yyyy`, `dd-MMM-yyyy`, `yyyy`.

use crate::dates::{fold_digit, month};
use model::PartialDate;

/// A date pattern, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DateFormat(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Day,
    Month,
    MonthName,
    Year,
    Sign(char),
}

impl DateFormat {
    /// Reads a pattern: `d`/`dd` day, `M`/`MM` month, `MMM`/`MMMM` month in words, `yyyy` year; everything else
    /// stands for itself.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            let mut width = 1;
            while matches!(sign, 'd' | 'M' | 'y') && signs.next_if_eq(&sign).is_some() {
                width += 1;
            }
            parts.push(match (sign, width) {
                ('d', 1 | 2) => Part::Day,
                ('M', 1 | 2) => Part::Month,
                ('M', 3 | 4) => Part::MonthName,
                ('y', 4) => Part::Year,
                ('d' | 'M' | 'y', _) => {
                    return Err(format!(
                        "date format {text:?}: use d, dd, M, MM, MMM and yyyy; years need four digits"
                    ));
                }
                (sign, _) => Part::Sign(sign),
            });
        }
        if !parts.contains(&Part::Year) {
            return Err(format!("date format {text:?} has no year (yyyy)"));
        }
        Ok(Self(parts))
    }

    /// The date that a text is in this pattern; a day or month of 00 is unknown.
    pub(super) fn read(&self, text: &str) -> Option<PartialDate> {
        let folded: String = text.trim().chars().map(fold_digit).flat_map(char::to_lowercase).collect();
        let mut rest = folded.as_str();
        let (mut year, mut month_number, mut day) = (0, 0, 0);
        for part in &self.0 {
            match part {
                Part::Day => day = number(&mut rest, 2)?,
                Part::Month => month_number = number(&mut rest, 2)?,
                Part::Year => year = number(&mut rest, 4).filter(|year| *year >= 1000)?,
                Part::MonthName => {
                    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
                    month_number = i16::from(month(&rest[..end])?);
                    rest = &rest[end..];
                }
                Part::Sign(sign) => rest = rest.strip_prefix(sign.to_lowercase().next()?)?,
            }
        }
        let small = |number: i16| i8::try_from(number).ok();
        PartialDate::from_numbers(year, small(month_number)?, small(day)?).filter(|_| rest.is_empty())
    }
}

fn number(rest: &mut &str, most: usize) -> Option<i16> {
    let end = rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, after) = rest.split_at(end);
    *rest = after;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(format: &str, text: &str, expected: &str) {
        let read = DateFormat::parse(format).unwrap().read(text).map(|date| date.to_string());
        assert_eq!(read.as_deref().unwrap_or("none"), expected, "{text:?} as {format:?}");
    }

    #[test]
    fn patterns_read_what_they_say() {
        check("dd.MM.yyyy", "05.03.1960", "1960-03-05");
        check("dd.MM.yyyy", "۰۵.۰۳.۱۹۶۰", "1960-03-05");
        check("dd/MM/yyyy", "00/00/1960", "1960");
        check("MM/dd/yyyy", "03/05/1960", "1960-03-05");
        check("dd-MMM-yyyy", "05-Mar-1960", "1960-03-05");
        check("d MMMM yyyy", "5 марта 1960", "1960-03-05");
        check("yyyy", "1960", "1960");
        check("dd.MM.yyyy г.р.", "05.03.1960 г.р.", "1960-03-05");
        check("dd.MM.yyyy", "05.03.60", "none");
        check("dd.MM.yyyy", "05.03.1960 или около", "none");
        check("dd.MM.yyyy", "31.02.1960", "none");
    }

    #[test]
    fn patterns_that_cannot_be_right_are_refused() {
        for format in ["dd.MM.yy", "dd.MM", "ddd yyyy", ""] {
            assert!(DateFormat::parse(format).is_err(), "{format}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(format in "[dMy./ а-я-]{0,12}yyyy", text in ".{0,20}") {
            if let Ok(format) = DateFormat::parse(&format) {
                let _ = format.read(&text);
            }
        }
    }
}
