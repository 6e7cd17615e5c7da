//! What pages say, in the reader's language: messages, numbers, days and clocks. Everything that a template writes and
//! that is no name comes from here.

use super::look::Look;
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, Unit};
use language::{Argument, Beside, Catalogue, Language, Numerals};
use model::PartialDate;

/// The reader's language, digits and calendars, and the moment at which the page is written.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    catalogue: Catalogue,
    beside: Beside,
    now: Timestamp,
}

impl Words {
    /// Words at a moment.
    pub fn new(catalogue: Catalogue, now: Timestamp) -> Self {
        Self { catalogue, beside: Beside::Nothing, now }
    }

    /// Words as a reader wants them, at a moment.
    pub fn of(look: Look, now: Timestamp) -> Self {
        Self { catalogue: look.catalogue(), beside: look.beside, now }
    }

    /// The catalogue behind them.
    pub fn catalogue(&self) -> Catalogue {
        self.catalogue
    }

    /// Code of the language, as in `lang`.
    pub fn lang(&self) -> &'static str {
        self.catalogue.language().code()
    }

    /// The direction of its lines, as in `dir`.
    pub fn dir(&self) -> &'static str {
        self.catalogue.language().direction().as_str()
    }

    /// Whether pages are set in Nastaliq.
    pub fn is_urdu(&self) -> bool {
        self.catalogue.language() == Language::Ur
    }

    /// The moment at which the page is written.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// A message that places nothing.
    pub fn say(&self, key: &str) -> String {
        self.catalogue.text(key, &[])
    }

    /// A message that places one text.
    pub fn with(&self, key: &str, name: &str, value: &str) -> String {
        self.catalogue.text(key, &[(name, Argument::Text(value))])
    }

    /// A message that places two texts.
    pub fn with_two(&self, key: &str, one: (&str, &str), other: (&str, &str)) -> String {
        self.catalogue.text(key, &[(one.0, Argument::Text(one.1)), (other.0, Argument::Text(other.1))])
    }

    /// A message about so many: it places `count`.
    pub fn count(&self, key: &str, count: impl Counted) -> String {
        self.catalogue.text(key, &[("count", Argument::Count(count.counted()))])
    }

    /// A whole number.
    #[allow(clippy::cast_precision_loss, reason = "counts that people read are far below 2^52")]
    pub fn number(&self, number: impl Counted) -> String {
        self.catalogue.decimal(number.counted() as f64, 0)
    }

    /// A probability: never nothing and never certain, whatever the figures are rounded to.
    pub fn percent(&self, share: f64) -> String {
        let share = share.clamp(0.001, 0.999);
        self.catalogue.percent(share, if (0.01..0.99).contains(&share) { 0 } else { 1 })
    }

    /// A weight with its sign.
    pub fn weight(&self, weight: f64) -> String {
        let text = self.catalogue.decimal(weight, 2);
        if weight > 0.0 { format!("+{text}") } else { text }
    }

    /// The ten digits, from nothing to nine, as the reader's numbers are written.
    pub fn digits(&self) -> String {
        self.catalogue.numerals().write("0123456789")
    }

    /// The size of a file.
    #[allow(clippy::cast_precision_loss, reason = "sizes that people read are rounded")]
    pub fn bytes(&self, size: u64) -> String {
        let (key, size, decimals) = match size {
            0..1024 => ("console-size-bytes", size as f64, 0),
            1024..1_048_576 => ("console-size-kilobytes", size as f64 / 1024.0, 0),
            _ => ("console-size-megabytes", size as f64 / 1_048_576.0, 1),
        };
        self.with(key, "size", &self.catalogue.decimal(size, decimals))
    }

    /// A day.
    pub fn day(&self, day: Date) -> String {
        let gregorian = self.catalogue.day(day);
        match self.catalogue.day_in(self.beside, day) {
            Some(other) => self.with_two("date-beside", ("day", &gregorian), ("other", &other)),
            None => gregorian,
        }
    }

    /// A date that may be no more than a year.
    pub fn date(&self, date: &PartialDate) -> String {
        self.catalogue.date(date)
    }

    /// The day and time of a moment, in UTC, as every page says at its foot.
    pub fn moment(&self, at: Timestamp) -> String {
        let at = Offset::UTC.to_datetime(at);
        let time = self.catalogue.numerals().write(&format!("{:02}:{:02}", at.hour(), at.minute()));
        let day = self.day(at.date());
        self.with_two("console-moment", ("day", &day), ("time", &time))
    }

    /// A moment as machines read it.
    pub fn iso(&self, at: Timestamp) -> String {
        at.to_string()
    }

    /// How long ago a moment was.
    pub fn ago(&self, at: Timestamp) -> String {
        let passed = self.now.duration_since(at);
        if passed < SignedDuration::from_mins(1) {
            return self.say("console-just-now");
        }
        self.with("console-ago", "span", &self.span(passed))
    }

    /// How long until a moment, or how long it is past.
    pub fn until(&self, at: Timestamp) -> String {
        let left = at.duration_since(self.now);
        match left.is_negative() {
            true => self.with("console-overdue-by", "span", &self.span(left.abs())),
            false => self.with("console-due-in", "span", &self.span(left)),
        }
    }

    /// How many days are left until a day that has not passed.
    pub fn days_left(&self, day: Date) -> String {
        let today = Offset::UTC.to_datetime(self.now).date();
        let days = today.until((Unit::Day, day)).map_or(0, |span| span.get_days());
        self.count("console-days-left", days.max(0))
    }

    /// A length of time, the longer the less exact, in the accusative where a language has one.
    pub fn span(&self, length: SignedDuration) -> String {
        let minutes = length.as_mins().max(1);
        let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let part = |key: &str, count: i64| (count > 0).then(|| self.count(key, count));
        let parts = match (days, hours) {
            (0, 0) => [part("span-minutes", minutes), None],
            (0, ..8) => [part("span-hours", hours), part("span-minutes", minutes)],
            (0, _) => [part("span-hours", hours), None],
            (..3, _) => [part("span-days", days), part("span-hours", hours)],
            _ => [part("span-days", days), None],
        };
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// Something that can be counted, as templates hand it over.
pub trait Counted {
    /// How many.
    fn counted(&self) -> i64;
}

macro_rules! counted {
    ($($number:ty),*) => {
        $(impl Counted for $number {
            fn counted(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        })*
    };
}

counted![i32, i64, u32, u64, usize];

impl<T: Counted> Counted for &T {
    fn counted(&self) -> i64 {
        (**self).counted()
    }
}

/// The sets of digits by the names that settings have for them.
pub fn numerals_of(text: &str) -> Option<Numerals> {
    Numerals::ALL.into_iter().find(|numerals| numerals_name(*numerals) == text)
}

/// The name of a set of digits in settings.
pub fn numerals_name(numerals: Numerals) -> &'static str {
    match numerals {
        Numerals::Latin => "latin",
        Numerals::Urdu => "urdu",
        Numerals::Arabic => "arabic",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace(['\u{2068}', '\u{2069}'], "")
    }

    #[track_caller]
    fn check(minutes: i64, expected: [&str; 3]) {
        let now: Timestamp = "2026-11-25T12:00:00Z".parse().unwrap();
        let at = now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
        let said = Language::ALL.map(|language| plain(&Words::new(Catalogue::new(language), now).until(at)));
        assert_eq!(said, expected);
    }

    #[test]
    fn clocks_are_in_words() {
        check(1, ["due in 1 minute", "срок через 1 минуту", "1 منٹ باقی"]);
        check(200, ["due in 3 hours 20 minutes", "срок через 3 часа 20 минут", "3 گھنٹے 20 منٹ باقی"]);
        check(
            -61,
            ["overdue by 1 hour 1 minute", "просрочен на 1 час 1 минуту", "1 گھنٹہ 1 منٹ سے زائد المیعاد"],
        );
        check(
            -2 * 1440 - 60,
            ["overdue by 2 days 1 hour", "просрочен на 2 дня 1 час", "2 دن 1 گھنٹہ سے زائد المیعاد"],
        );
    }

    #[test]
    fn moments_are_in_words() {
        let now: Timestamp = "2026-11-25T09:05:00Z".parse().unwrap();
        let urdu = Catalogue::new(Language::Ur).with_numerals(Numerals::Urdu);
        assert_eq!(plain(&Words::new(Catalogue::default(), now).moment(now)), "25 November 2026, 09:05");
        assert_eq!(plain(&Words::new(urdu, now).moment(now)), "۲۵ نومبر ۲۰۲۶ء، ۰۹:۰۵");
    }
}
