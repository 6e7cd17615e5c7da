//! Days in the calendars that are kept beside the Gregorian one: the Hijri, by the tables of Umm al-Qura, and the Solar
//! Hijri of Iran and Afghanistan. Both are computed by ICU4X; where the moon is sighted, a Hijri day may differ by one.

use crate::languages::without_isolates;
use crate::{Argument, Catalogue};
use icu_calendar::cal::{Hijri, Persian};
use jiff::civil::Date;

/// A calendar that days are shown in beside the Gregorian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Beside {
    /// None: the Gregorian alone.
    #[default]
    Nothing,
    /// The Hijri calendar.
    Hijri,
    /// The Solar Hijri calendar.
    SolarHijri,
}

impl Beside {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Hijri, Self::SolarHijri];

    /// Its name in settings and catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "gregorian",
            Self::Hijri => "hijri",
            Self::SolarHijri => "solar-hijri",
        }
    }
}

impl Catalogue {
    /// A day in words in this calendar: "15 Jumada al-Thani 1448"; nothing for the Gregorian.
    pub fn day_in(self, calendar: Beside, date: Date) -> Option<String> {
        let (year, month, day) = parts(calendar, date)?;
        let number = |number: i32| self.numerals().write(&number.to_string());
        let month = self.text(&format!("month-{}-{month}", calendar.as_str()), &[]);
        let (day, year) = (number(i32::from(day)), number(year));
        let key = format!("date-{}", calendar.as_str());
        let parts = [
            ("day", Argument::Text(&day)),
            ("month", Argument::Text(&month)),
            ("year", Argument::Text(&year)),
        ];
        Some(without_isolates(&self.text(&key, &parts)))
    }
}

/// Year, month and day; none for days that the calendars do not reach.
fn parts(calendar: Beside, date: Date) -> Option<(i32, u8, u8)> {
    let (year, month, day) = (i32::from(date.year()), date.month(), date.day());
    let iso =
        icu_calendar::Date::try_new_iso(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()?;
    match calendar {
        Beside::Nothing => None,
        Beside::Hijri => {
            let day = iso.to_calendar(Hijri::new_umm_al_qura());
            Some((day.year().extended_year(), day.month().ordinal, day.day_of_month().0))
        }
        Beside::SolarHijri => {
            let day = iso.to_calendar(Persian);
            Some((day.year().extended_year(), day.month().ordinal, day.day_of_month().0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Language, Numerals};

    #[track_caller]
    fn check(date: &str, calendar: Beside, expected: (i32, u8, u8)) {
        assert_eq!(parts(calendar, date.parse().unwrap()), Some(expected), "{date}");
    }

    #[test]
    fn days_are_those_of_the_published_tables() {
        // The first days of the years 1445 and 1447 as Umm al-Qura published them, and three feasts of Nowruz.
        check("2023-07-19", Beside::Hijri, (1445, 1, 1));
        check("2025-06-26", Beside::Hijri, (1447, 1, 1));
        check("2024-03-20", Beside::SolarHijri, (1403, 1, 1));
        check("2025-03-20", Beside::SolarHijri, (1403, 12, 30));
        check("2025-03-21", Beside::SolarHijri, (1404, 1, 1));
        assert_eq!(parts(Beside::Nothing, "2025-03-21".parse().unwrap()), None);
    }

    #[test]
    fn days_are_in_words_in_every_language_and_calendar() {
        let date: Date = "2026-11-25".parse().unwrap();
        let said = |language, calendar| {
            let catalogue = Catalogue::new(language);
            let catalogue =
                if language == Language::Ur { catalogue.with_numerals(Numerals::Urdu) } else { catalogue };
            catalogue.day_in(calendar, date).unwrap()
        };
        assert_eq!(said(Language::En, Beside::Hijri), "15 Jumada al-Thani 1448 AH");
        assert_eq!(said(Language::Ru, Beside::Hijri), "15 джумада ас-сани 1448 г. х.");
        assert_eq!(said(Language::Ur, Beside::Hijri), "۱۵ جمادی الثانی ۱۴۴۸ھ");
        assert_eq!(said(Language::En, Beside::SolarHijri), "4 Azar 1405 SH");
        assert_eq!(said(Language::Ru, Beside::SolarHijri), "4 азара 1405 г. с. х.");
        assert_eq!(said(Language::Ur, Beside::SolarHijri), "۴ آذر ۱۴۰۵ ہجری شمسی");
    }
}
