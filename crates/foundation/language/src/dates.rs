//! Dates in words, no more exact than they are known.

use crate::languages::without_isolates;
use crate::{Argument, Catalogue};
use jiff::civil::Date;
use model::{PartialDate, Precision};

impl Catalogue {
    /// A day in words: "12 March 1960", «12 марта 1960 года», «12 مارچ 1960ء».
    pub fn day(self, date: Date) -> String {
        self.span(date, date, Place::Alone)
    }

    /// A partial date in words: "March 1960", "about 1960", "between 1960 and 1965".
    pub fn date(self, date: &PartialDate) -> String {
        if date.precision() == Precision::Circa {
            let about = self.span(date.first(), date.last(), Place::AfterPreposition);
            self.date_text("date-circa", &[("date", &about)])
        } else {
            self.span(date.first(), date.last(), Place::Alone)
        }
    }

    /// The shortest way to name exactly these days.
    fn span(self, first: Date, last: Date, place: Place) -> String {
        let whole_months = first.day() == 1 && last == last.last_of_month();
        let whole_years = whole_months && first.month() == 1 && last.month() == 12;
        let (year, month) = (self.year(first), self.month(first, place));
        match place {
            _ if first == last => self.point(first),
            Place::Alone if whole_years && first.year() == last.year() => {
                self.date_text("date-year", &[("year", &year)])
            }
            Place::AfterPreposition if whole_years && first.year() == last.year() => {
                self.date_text("date-year-after", &[("year", &year)])
            }
            _ if whole_months && first.first_of_month() == last.first_of_month() => {
                self.date_text("date-month", &[("month", &month), ("year", &year)])
            }
            _ if whole_years => {
                self.date_text("date-year-range", &[("from", &year), ("to", &self.year(last))])
            }
            _ => self.date_text("date-day-range", &[("from", &self.point(first)), ("to", &self.point(last))]),
        }
    }

    fn point(self, date: Date) -> String {
        let day = self.numerals().write(&date.day().to_string());
        let month = self.month(date, Place::AfterPreposition);
        self.date_text("date-day", &[("day", &day), ("month", &month), ("year", &self.year(date))])
    }

    fn month(self, date: Date, place: Place) -> String {
        let form = match place {
            Place::Alone => "month",
            Place::AfterPreposition => "month-of",
        };
        self.text(&format!("{form}-{}", date.month()), &[])
    }

    fn year(self, date: Date) -> String {
        self.numerals().write(&date.year().to_string())
    }

    /// The parts of a date are of one language: they need no isolation from each other.
    fn date_text(self, key: &str, parts: &[(&str, &String)]) -> String {
        let arguments: Vec<_> = parts.iter().map(|(name, part)| (*name, Argument::Text(part))).collect();
        without_isolates(&self.text(key, &arguments))
    }
}

/// Where a date stands in its phrase: Russian months and years decline.
#[derive(Clone, Copy)]
enum Place {
    Alone,
    AfterPreposition,
}

#[cfg(test)]
mod tests {
    use crate::{Catalogue, Language, Numerals};
    use model::PartialDate;

    #[track_caller]
    fn check(date: &str, expected: [&str; 4]) {
        let date = PartialDate::parse_iso(date).unwrap();
        let catalogues = [
            Catalogue::new(Language::En),
            Catalogue::new(Language::Ru),
            Catalogue::new(Language::Ur),
            Catalogue::new(Language::Ur).with_numerals(Numerals::Urdu),
        ];
        assert_eq!(catalogues.map(|catalogue| catalogue.date(&date)), expected);
    }

    #[test]
    fn dates_are_as_exact_as_they_are_known() {
        check("1960-03-12", ["12 March 1960", "12 марта 1960 года", "12 مارچ 1960ء", "۱۲ مارچ ۱۹۶۰ء"]);
        check("1960-03", ["March 1960", "март 1960 года", "مارچ 1960ء", "مارچ ۱۹۶۰ء"]);
        check("1960", ["1960", "1960 год", "1960ء", "۱۹۶۰ء"]);
        check("~1960", ["about 1960", "около 1960 года", "1960ء کے لگ بھگ", "۱۹۶۰ء کے لگ بھگ"]);
        check(
            "~1960-03",
            ["about March 1960", "около марта 1960 года", "مارچ 1960ء کے لگ بھگ", "مارچ ۱۹۶۰ء کے لگ بھگ"],
        );
        check(
            "1960..1965",
            [
                "between 1960 and 1965",
                "с 1960 по 1965 год",
                "1960ء سے 1965ء کے درمیان",
                "۱۹۶۰ء سے ۱۹۶۵ء کے درمیان",
            ],
        );
        check(
            "1960-03-01..1960-04-02",
            [
                "between 1 March 1960 and 2 April 1960",
                "с 1 марта 1960 года по 2 апреля 1960 года",
                "1 مارچ 1960ء سے 2 اپریل 1960ء کے درمیان",
                "۱ مارچ ۱۹۶۰ء سے ۲ اپریل ۱۹۶۰ء کے درمیان",
            ],
        );
    }
}
