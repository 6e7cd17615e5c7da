//! Dates as lists and customers' files write them, in digits and in words. What is not clearly a Gregorian date is
//! not read as one.

use model::PartialDate;

/// Which number comes first in a date of three numbers that does not begin with the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `12.03.1960` is the twelfth of March.
    DayFirst,
    /// `03/12/1960` is the twelfth of March, as OFAC's publication date is written.
    MonthFirst,
}

/// Reads a date in any of the usual forms: ISO, `12.03.1960`, `12/03/1960` (day first), `12 Mar 1960`,
/// `март 1960 г.`, `00/00/1960`, `dd/mm/1960`, `circa 1960`, `1960 to 1965`; Arabic-Indic digits are folded.
/// `None` when it is none of these, names no existing day, or says that it is of another calendar.
///
/// ```
/// # use lists::dates::parse_any;
/// assert_eq!(parse_any("00/00/1960").unwrap().to_string(), "1960");
/// assert_eq!(parse_any("circa Mar 1960").unwrap().to_string(), "~1960-03");
/// assert_eq!(parse_any("۱۲-۰۳-۱۹۶۰").unwrap().to_string(), "1960-03-12");
/// assert_eq!(parse_any("24/06/1402 (Hijri Calendar)"), None);
/// ```
pub fn parse_any(text: &str) -> Option<PartialDate> {
    parse(text, Order::DayFirst)
}

/// [`parse_any`] with the order of numbers stated.
pub fn parse(text: &str, order: Order) -> Option<PartialDate> {
    if text.len() > 200 {
        return None;
    }
    let text = fold(text);
    if ["hijri", "هجری", "هجري", "solar", "shamsi", "calendar"].iter().any(|word| text.contains(word))
    {
        return None;
    }
    let (text, circa) = strip_circa(&text);
    let date = range(text, order).or_else(|| single(text, order))?;
    Some(if circa { date.circa() } else { date })
}

/// The date of a timestamp or a date with a zone: `2026-02-27T00:00:09.554Z`, `2015-04-07-04:00`.
pub fn parse_stamp(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    let (year, month, day) = (text.get(..4)?, text.get(5..7)?, text.get(8..10)?);
    let separated = text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    separated.then(|| PartialDate::parse_iso(&format!("{year}-{month}-{day}")).ok()).flatten()
}

/// Lower case, Latin digits.
fn fold(text: &str) -> String {
    text.trim().chars().map(fold_digit).flat_map(char::to_lowercase).collect()
}

/// An Arabic-Indic or Persian digit as a Latin one; any other sign as it is.
pub(crate) fn fold_digit(c: char) -> char {
    match c {
        '\u{0660}'..='\u{0669}' => char::from(b'0' + (c as u32 - 0x0660) as u8),
        '\u{06F0}'..='\u{06F9}' => char::from(b'0' + (c as u32 - 0x06F0) as u8),
        other => other,
    }
}

fn strip_circa(text: &str) -> (&str, bool) {
    const WORDS: [&str; 10] =
        ["circa", "approximately", "approx.", "approx", "about", "around", "ca.", "c.", "~", "около"];
    for word in WORDS {
        if let Some(rest) = text.strip_prefix(word) {
            return (rest.trim(), true);
        }
    }
    for word in ["(approximative)", "(approximately)", "(circa)", "(approx.)"] {
        if let Some(rest) = text.strip_suffix(word) {
            return (rest.trim(), true);
        }
    }
    (text, false)
}

fn range(text: &str, order: Order) -> Option<PartialDate> {
    let text = text.strip_prefix("between").or_else(|| text.strip_prefix("from")).unwrap_or(text);
    for separator in [" to ", " and ", "..", " - ", "–", "—"] {
        if let Some((from, to)) = text.split_once(separator) {
            return Some(endpoint(from, to, order)?.through(single(to.trim(), order)?));
        }
    }
    // `1960-1965`, `1960/1965`.
    let (from, to) = text.split_once(['-', '/'])?;
    let years = is_year(from.trim()) && is_year(to.trim());
    years.then(|| Some(single(from.trim(), order)?.through(single(to.trim(), order)?))).flatten()
}

/// The first half of a range may leave the year to the second: `Aug. and Sep. 1977`.
fn endpoint(from: &str, to: &str, order: Order) -> Option<PartialDate> {
    let from = from.trim();
    single(from, order).or_else(|| {
        let year = to.split_whitespace().last().filter(|year| is_year(year))?;
        single(&format!("{from} {year}"), order)
    })
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

enum Token {
    Number {
        value: i16,
        width: usize,
    },
    Month(i8),
    /// `dd`, `mm`: written, but not known.
    Unknown,
}

fn single(text: &str, order: Order) -> Option<PartialDate> {
    // A time of day says nothing of the date.
    let text = text.split('t').next().filter(|date| date.len() == 10 && date.contains('-')).unwrap_or(text);
    let text = text.strip_suffix("00:00:00").map_or(text, str::trim);
    use Token::{Month, Number, Unknown};
    match tokens(text)?.as_slice() {
        [Number { value: year, width: 4 }] => PartialDate::year(*year),
        [Month(month), Number { value: year, width: 4 }] => PartialDate::month(*year, *month),
        [Number { value: day, .. }, Month(month), Number { value: year, width: 4 }]
        | [Month(month), Number { value: day, .. }, Number { value: year, width: 4 }]
        | [Number { value: year, width: 4 }, Month(month), Number { value: day, .. }] => {
            PartialDate::from_numbers(*year, *month, i8::try_from(*day).ok()?)
        }
        [Number { value: year, width: 4 }, Number { value: month, width: 1..=2 }] => {
            PartialDate::from_numbers(*year, i8::try_from(*month).ok()?, 0)
        }
        [Number { value: month, width: 1..=2 }, Number { value: year, width: 4 }] => {
            PartialDate::from_numbers(*year, i8::try_from(*month).ok()?, 0)
        }
        [
            Number { value: year, width: 4 },
            Number { value: month, width: 1..=2 },
            Number { value: day, width: 1..=2 },
        ] => numbers(*year, *month, *day),
        [
            Number { value: a, width: 1..=2 },
            Number { value: b, width: 1..=2 },
            Number { value: year, width: 4 },
        ] => match order {
            Order::DayFirst => numbers(*year, *b, *a),
            Order::MonthFirst => numbers(*year, *a, *b),
        },
        [Unknown, Unknown, Number { value: year, width: 4 }] => PartialDate::year(*year),
        [Unknown, Number { value: month, .. }, Number { value: year, width: 4 }] => {
            PartialDate::from_numbers(*year, i8::try_from(*month).ok()?, 0)
        }
        [Unknown, Month(month), Number { value: year, width: 4 }] => PartialDate::month(*year, *month),
        _ => None,
    }
}

fn numbers(year: i16, month: i16, day: i16) -> Option<PartialDate> {
    PartialDate::from_numbers(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// Numbers and month names in order; `None` as soon as something else stands there.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::with_capacity(3);
    for part in text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ',' | '،')) {
        let numeric = part.len() <= 4 && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        match part {
            // "г.", "г.р." end a Russian date, "ء" an Urdu one.
            "" | "г" | "р" | "год" | "года" | "ء" | "of" => continue,
            "dd" | "mm" | "xx" => tokens.push(Token::Unknown),
            _ if numeric => tokens.push(Token::Number { value: part.parse().ok()?, width: part.len() }),
            word => tokens.push(Token::Month(month(word)?)),
        }
        if tokens.len() > 3 {
            return None;
        }
    }
    Some(tokens)
}

/// The number of a month by its name or abbreviation in English, Russian, Urdu, Arabic or Persian.
pub(crate) fn month(word: &str) -> Option<i8> {
    #[rustfmt::skip]
    const NAMES: [(&[&str], &[&str]); 12] = [
        (&["jan", "янв"], &["جنوری", "يناير", "ژانویه"]),
        (&["feb", "фев"], &["فروری", "فبراير", "فوریه"]),
        (&["mar", "мар"], &["مارچ", "مارس"]),
        (&["apr", "апр"], &["اپریل", "أبريل", "ابريل", "آوریل"]),
        (&["may", "май", "мая"], &["مئی", "مايو", "مه"]),
        (&["jun", "июн"], &["جون", "يونيو", "ژوئن"]),
        (&["jul", "июл"], &["جولائی", "يوليو", "ژوئیه"]),
        (&["aug", "авг"], &["اگست", "أغسطس", "اغسطس", "اوت"]),
        (&["sep", "сен"], &["ستمبر", "سبتمبر", "سپتامبر"]),
        (&["oct", "окт"], &["اکتوبر", "أكتوبر", "اکتبر"]),
        (&["nov", "ноя"], &["نومبر", "نوفمبر", "نوامبر"]),
        (&["dec", "дек"], &["دسمبر", "ديسمبر", "دسامبر"]),
    ];
    let letters = word.chars().all(char::is_alphabetic) && word.chars().count() <= 9;
    let fits = |(starts, whole): &(&[&str], &[&str])| {
        starts.iter().any(|start| letters && word.starts_with(start)) || whole.contains(&word)
    };
    NAMES.iter().position(fits).and_then(|at| i8::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let read = parse_any(text).map(|date| date.to_string());
        assert_eq!(read.as_deref().unwrap_or("none"), expected, "{text:?}");
    }

    #[test]
    fn reads_what_lists_write() {
        check("12 Mar 1960", "1960-03-12");
        check("Mar 1960", "1960-03");
        check("Nov. 1973 ", "1973-11");
        check("1960", "1960");
        check("circa 1960", "~1960");
        check("Approximately 1960", "~1960");
        check("1960 to 1965", "1960..1965");
        check("12 Mar 1960 to 14 Mar 1960", "1960-03-12..1960-03-14");
        check("Between Aug. and Sep. 1977", "1977-08-01..1977-09-30");
        check("1960-1965", "1960..1965");
        check("1960–1965", "1960..1965");
        check("00/00/1960", "1960");
        check("00/03/1960", "1960-03");
        check("dd/mm/1957", "1957");
        check("12/03/1960", "1960-03-12");
        check("12.03.1960 г.р.", "1960-03-12");
        check("5 марта 1960 года", "1960-03-05");
        check("١٢/٠٣/١٩٦٠", "1960-03-12");
        check("12 مارچ 1960", "1960-03-12");
        check("1960-03-12T00:00:00", "1960-03-12");
        check("1960-03-12 00:00:00", "1960-03-12");
        check("March 5, 1960", "1960-03-05");
        check("5-Mar-1960", "1960-03-05");
    }

    #[test]
    fn refuses_what_is_no_gregorian_date() {
        for text in [
            "",
            "30-35 years old",
            "24/06/1402 (Hijri Calendar)",
            "00/00/0000",
            "32/01/1960",
            "12/13/1960",
            "Sep.",
            "60",
        ] {
            check(text, "none");
        }
    }

    #[test]
    fn reads_stamps_with_zones() {
        for (text, expected) in
            [("2015-04-07-04:00", "2015-04-07"), ("2026-02-27T00:00:09.554Z", "2026-02-27")]
        {
            assert_eq!(parse_stamp(text).unwrap().to_string(), expected);
        }
        assert_eq!(parse_stamp("٢٠١٥-٠٤-٠٧"), None);
        assert_eq!(parse("06/22/2026", Order::MonthFirst).unwrap().to_string(), "2026-06-22");
    }

    proptest! {
        #[test]
        fn never_panics(text in ".{0,60}") {
            let _ = (parse_any(&text), parse_stamp(&text), parse(&text, Order::MonthFirst));
        }

        #[test]
        fn day_first_dates_come_back(year in 1000i16..2999, month in 1i8..=12, day in 1i8..=28) {
            let date = PartialDate::ymd(year, month, day);
            prop_assert_eq!(parse_any(&format!("{day:02}/{month:02}/{year}")), date);
            prop_assert_eq!(parse_any(&format!("{year}-{month:02}-{day:02}")), date);
            prop_assert_eq!(parse_any(&format!("{day}.{month}.{year} г.")), date);
        }
    }
}
