//! Numbers, ordinals and dates, in digits of any kind, in Roman numerals and in words.

use super::marks::Mark;
use super::phrases::{Phrases, rows};
use super::words::Word;
use language::Language;
use std::ops::Range;
use std::sync::LazyLock;

/// A number or a date. That something is the third and that there are three of it is one figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// In thousandths.
    Number(i64),
    /// A day, or a month of a year, or a day of any year.
    Date {
        /// The year.
        year: Option<i64>,
        /// The month.
        month: i64,
        /// The day of the month.
        day: Option<i64>,
    },
}

const THOUSANDTHS: i64 = 1_000;

/// What the text's numbers in words, and its months, are.
struct Tables {
    numbers: (Phrases, Vec<i64>),
    months: (Phrases, Vec<i64>),
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables {
    numbers: table(include_str!("../../resources/numbers.tsv")),
    months: table(include_str!("../../resources/months.tsv")),
});

fn table(table: &'static str) -> (Phrases, Vec<i64>) {
    let (mut phrases, mut values) = (Phrases::default(), Vec::new());
    for row in rows(table) {
        let [value, cells @ ..] = row.as_slice() else { continue };
        let Ok(value) = value.parse() else { continue };
        for (language, cell) in Language::ALL.into_iter().zip(cells) {
            phrases.add(language, cell, values.len());
        }
        values.push(value);
    }
    (phrases, values)
}

/// The figures of a text, in their order.
pub fn figures(language: Language, text: &str, words: &[Word]) -> Vec<Mark<Figure>> {
    let reader = Reader { language, text, words };
    let mut marks = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match reader.date(at).or_else(|| reader.number(at)) {
            Some(read) => {
                let place = words[at].place.start..words[read.end - 1].place.end;
                // Who writes a date otherwise still says its numbers.
                marks.extend(read.parts().map(|part| Mark {
                    item: part,
                    place: place.clone(),
                    is_weak: true,
                }));
                marks.push(Mark { item: read.figure, place, is_weak: read.is_weak });
                at = read.end;
            }
            None => at += 1,
        }
    }
    marks
}

/// A figure that was read up to a word.
struct Read {
    figure: Figure,
    end: usize,
    is_weak: bool,
}

impl Read {
    fn parts(&self) -> impl Iterator<Item = Figure> {
        let parts = match self.figure {
            Figure::Date { year, day, .. } => [year, day],
            Figure::Number(_) => [None, None],
        };
        parts.into_iter().flatten().map(|part| Figure::Number(part * THOUSANDTHS))
    }
}

struct Reader<'a> {
    language: Language,
    text: &'a str,
    words: &'a [Word],
}

impl Reader<'_> {
    fn date(&self, at: usize) -> Option<Read> {
        self.dotted(at).or_else(|| self.day_and_month(at)).or_else(|| self.month_first(at))
    }

    /// 16.11.2023, 16/11/2023, 2023-11-16.
    fn dotted(&self, at: usize) -> Option<Read> {
        let [first, second, third] = [at, at + 1, at + 2].map(|at| self.digits(at));
        let (first, second, third) = (first?, second?, third?);
        let (one, two) = (self.between(at + 1)?, self.between(at + 2)?);
        let (year, month, day) = match one {
            "-" if one == two && first > 31 => (first, second, third),
            "." | "/" if one == two && third > 31 => (third, second, first),
            _ => return None,
        };
        let is_date = (1..=12).contains(&month) && (1..=31).contains(&day);
        let figure = Figure::Date { year: Some(year), month, day: Some(day) };
        is_date.then_some(Read { figure, end: at + 3, is_weak: false })
    }

    /// 16 November 2023, the 16th of November, 16 ноября 2023 года, 16 نومبر 2023ء.
    fn day_and_month(&self, at: usize) -> Option<Read> {
        let (day, mut next) = self.day(at)?;
        if self.words.get(next).is_some_and(|word| word.fold == "of") {
            next += 1;
        }
        let month = self.month(next)?;
        let (year, end) = self.year(next + 1);
        Some(Read { figure: Figure::Date { year, month, day: Some(day) }, end, is_weak: false })
    }

    /// November 16, 2023; November 2023.
    fn month_first(&self, at: usize) -> Option<Read> {
        let month = self.month(at)?;
        if let (Some(year), end) = self.year(at + 1) {
            return Some(Read {
                figure: Figure::Date { year: Some(year), month, day: None },
                end,
                is_weak: false,
            });
        }
        let day =
            self.digits(at + 1).filter(|day| self.language == Language::En && (1..=31).contains(day))?;
        let (year, end) = self.year(self.after_ordinal(at + 2));
        Some(Read { figure: Figure::Date { year, month, day: Some(day) }, end, is_weak: false })
    }

    /// A day in digits or in words, and the first word after it.
    fn day(&self, at: usize) -> Option<(i64, usize)> {
        let (day, next) = match self.digits(at) {
            Some(day) => (day, self.after_ordinal(at + 1)),
            None => self.word(at).map(|(day, _, next)| (day, next))?,
        };
        (1..=31).contains(&day).then_some((day, next))
    }

    fn month(&self, at: usize) -> Option<i64> {
        let (phrases, months) = &TABLES.months;
        let met = phrases.begin(self.language, self.words.get(at..)?)?;
        Some(months[met.means])
    }

    /// A year of four digits, and the first word after it.
    fn year(&self, at: usize) -> (Option<i64>, usize) {
        match self.digits(at).filter(|year| (1000..=9999).contains(year)) {
            Some(year) => (Some(year), at + 1),
            None => (None, at),
        }
    }

    fn number(&self, at: usize) -> Option<Read> {
        let (value, end) = match self.decimal(at).or_else(|| self.roman(at)) {
            Some(read) => read,
            None => return self.in_words(at),
        };
        let end = self.after_ordinal(end);
        let (value, end) = self.multiplied(value, end);
        Some(Read { figure: Figure::Number(value), end, is_weak: false })
    }

    /// A number in digits, in thousandths, and the first word after it.
    fn decimal(&self, at: usize) -> Option<(i64, usize)> {
        let mut value = self.digits(at)?;
        let mut end = at + 1;
        while let Some(group) = self.digits(end) {
            let is_group = self.words[end].fold.len() == 3 && self.words[end - 1].fold.len() <= 3;
            match (self.between(end)?, self.language) {
                ("\u{a0}" | "\u{202f}" | "\u{2009}" | "٬", _)
                | (",", Language::En | Language::Ur)
                | (" ", Language::Ru)
                    if is_group =>
                {
                    value = value.checked_mul(1_000)?.checked_add(group)?;
                    end += 1;
                }
                ("." | "٫", _) | (",", Language::Ru) => {
                    return Some((value.checked_mul(THOUSANDTHS)? + self.fraction(end), end + 1));
                }
                _ => break,
            }
        }
        Some((value.checked_mul(THOUSANDTHS)?, end))
    }

    /// Digits after a decimal sign, in thousandths; finer ones say nothing.
    fn fraction(&self, at: usize) -> i64 {
        let digits: String = self.words[at].fold.chars().chain("000".chars()).take(3).collect();
        digits.parse().unwrap_or(0)
    }

    fn roman(&self, at: usize) -> Option<(i64, usize)> {
        let word = self.words.get(at)?;
        let written = &self.text[word.place.clone()];
        (written.len() >= 2).then(|| roman(written)).flatten().map(|value| (value * THOUSANDTHS, at + 1))
    }

    /// Twenty-five, two hundred, двадцать пять.
    fn in_words(&self, at: usize) -> Option<Read> {
        let (mut total, mut current, mut end, mut is_weak) = (0, 0, at, true);
        while let Some((value, weak, after)) = self.word(end) {
            current = match value {
                1_000.. => {
                    total += current.max(1) * value;
                    0
                }
                100 if current > 0 && current < 10 => current * 100,
                _ if current == 0 || fits_behind(current, value) => current + value,
                _ => break,
            };
            is_weak &= weak;
            end = after;
        }
        let value = total + current;
        (end > at).then_some(Read { figure: Figure::Number(value * THOUSANDTHS), end, is_weak })
    }

    fn word(&self, at: usize) -> Option<(i64, bool, usize)> {
        let (phrases, values) = &TABLES.numbers;
        let met = phrases.begin(self.language, self.words.get(at..)?)?;
        Some((values[met.means], met.is_weak, at + met.words.len()))
    }

    /// 2 million, 20 لاکھ.
    fn multiplied(&self, value: i64, at: usize) -> (i64, usize) {
        match self.word(at) {
            Some((factor @ 1_000.., _, end)) => (value.saturating_mul(factor), end),
            _ => (value, at),
        }
    }

    /// Behind what makes a number an ordinal: 11th, 11-е, 11ویں.
    fn after_ordinal(&self, at: usize) -> usize {
        const ENDINGS: [&str; 19] = [
            "st", "nd", "rd", "th", "е", "й", "я", "го", "м", "му", "ой", "ю", "ая", "ое", "ый", "х", "ми",
            "واں", "ویں",
        ];
        let Some(word) = self.words.get(at) else { return at };
        let is_near =
            word.is_glued || self.between(at).is_some_and(|gap| gap == "-" || gap == "‑" || gap == " ");
        let eastern = self.language == Language::Ur || self.between(at) != Some(" ");
        let ending = ENDINGS.iter().any(|ending| text::fold(ending) == word.fold);
        if is_near && eastern && ending { at + 1 } else { at }
    }

    fn digits(&self, at: usize) -> Option<i64> {
        self.words.get(at).filter(|word| word.is_digits())?.fold.parse().ok()
    }

    /// What stands between a word and the one before it.
    fn between(&self, at: usize) -> Option<&str> {
        let gap: Range<usize> =
            self.words.get(at.checked_sub(1)?)?.place.end..self.words.get(at)?.place.start;
        self.text.get(gap)
    }
}

/// Units behind tens, tens behind hundreds.
fn fits_behind(current: i64, value: i64) -> bool {
    (current % 10 == 0 && current % 100 >= 20 && value < 10) || (current % 100 == 0 && value < 100)
}

/// A Roman numeral of the signs I, V and X, written as it should be.
fn roman(written: &str) -> Option<i64> {
    const UNITS: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let tens = written.bytes().take_while(|&byte| byte == b'X').count();
    let units = UNITS.iter().position(|units| *units == &written[tens..])?;
    (tens <= 3).then_some(tens as i64 * 10 + units as i64)
}
