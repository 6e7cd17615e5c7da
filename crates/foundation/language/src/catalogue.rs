//! Messages by key: the embedded Fluent catalogues and how arguments are set into them.

use crate::languages::balanced;
use crate::numbers;
use crate::{Language, Numerals};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::OnceLock;

/// A language with its digits: what turns keys into texts. Cheap to copy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Catalogue {
    language: Language,
    numerals: Numerals,
}

/// A value that is set into a message.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Argument<'a> {
    /// A name or any other text; it is isolated from the direction of the sentence.
    Text(&'a str),
    /// A count; it chooses the plural and is written in the language's way.
    Count(i64),
}

/// A message in a language, with the language's usual digits.
///
/// A key that the language lacks is answered in English, and one that nobody knows is given back as it is: a
/// missing text never costs a result.
///
/// ```
/// use language::{Language, tr};
/// assert_eq!(tr(Language::Ru, "verdict-match", &[]), "совпадение");
/// ```
pub fn tr(language: Language, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
    Catalogue::new(language).text(key, arguments)
}

impl Catalogue {
    /// The catalogue of a language with the digits it is usually written in.
    pub fn new(language: Language) -> Self {
        Self { language, numerals: Numerals::default() }
    }

    /// The same catalogue with other digits.
    pub fn with_numerals(self, numerals: Numerals) -> Self {
        Self { numerals, ..self }
    }

    /// Its language.
    pub fn language(self) -> Language {
        self.language
    }

    /// Its digits.
    pub fn numerals(self) -> Numerals {
        self.numerals
    }

    /// The message of a key; see [`tr`].
    pub fn text(self, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.own(key, arguments)
            .or_else(|| Self { language: Language::En, ..self }.own(key, arguments))
            .unwrap_or_else(|| key.to_owned())
    }

    /// Whether this language itself has the key.
    pub fn has(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    /// A number with a fixed count of decimals.
    pub fn decimal(self, value: f64, decimals: usize) -> String {
        numbers::decimal(value, decimals, self.language, self.numerals)
    }

    /// A share of one, as per cent with a fixed count of decimals.
    pub fn percent(self, share: f64, decimals: usize) -> String {
        numbers::percent(share, decimals, self.language, self.numerals)
    }

    /// The attribute of a message, when the language has it and every argument that it places is given.
    pub(crate) fn attribute(
        self,
        key: &str,
        attribute: &str,
        arguments: &[(&str, Argument<'_>)],
    ) -> Option<String> {
        let bundle = self.bundle();
        let pattern = bundle.get_message(key)?.get_attribute(attribute)?.value();
        let mut faults = Vec::new();
        let text = bundle.format_pattern(pattern, Some(&placed(arguments)), &mut faults).into_owned();
        faults.is_empty().then_some(text)
    }

    fn own(self, key: &str, arguments: &[(&str, Argument<'_>)]) -> Option<String> {
        let bundle = self.bundle();
        let pattern = bundle.get_message(key)?.value()?;
        Some(bundle.format_pattern(pattern, Some(&placed(arguments)), &mut Vec::new()).into_owned())
    }

    fn bundle(self) -> &'static FluentBundle<FluentResource> {
        static BUNDLES: [[OnceLock<FluentBundle<FluentResource>>; 3]; 3] =
            [const { [const { OnceLock::new() }; 3] }; 3];
        BUNDLES[self.language as usize][self.numerals as usize].get_or_init(|| self.load())
    }

    fn load(self) -> FluentBundle<FluentResource> {
        let mut bundle = FluentBundle::new_concurrent(vec![
            self.language.code().parse().expect("the codes of the enum are valid"),
        ]);
        bundle.set_formatter(Some(number_writer(self.language, self.numerals)));
        for &source in sources(self.language) {
            // What does parse is used: `tests/catalogues.rs` fails on any fault.
            let resource =
                FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _)| resource);
            bundle.add_resource_overriding(resource);
        }
        bundle
    }
}

fn placed<'a>(arguments: &[(&'a str, Argument<'a>)]) -> FluentArgs<'a> {
    arguments
        .iter()
        .map(|(name, argument)| match *argument {
            Argument::Text(text) => (*name, FluentValue::from(balanced(text))),
            Argument::Count(count) => (*name, FluentValue::from(count)),
        })
        .collect()
}

/// Embeds `locales/<language>/<file>.ftl` for each file named.
macro_rules! embed {
    ($($file:literal),+ $(,)?) => {
        /// The texts of a language's catalogue files.
        fn sources(language: Language) -> &'static [&'static str] {
            match language {
                Language::En => &[$(include_str!(concat!("../locales/en/", $file, ".ftl"))),+],
                Language::Ru => &[$(include_str!(concat!("../locales/ru/", $file, ".ftl"))),+],
                Language::Ur => &[$(include_str!(concat!("../locales/ur/", $file, ".ftl"))),+],
            }
        }
    };
}

embed![
    "casework",
    "common",
    "console",
    "console-access",
    "console-alerts",
    "console-demo",
    "console-lists",
    "console-quality",
    "console-uploads",
    "console-users",
    "console-work",
    "countries",
    "dates",
    "features",
    "screening",
    "working-group",
];

type NumberWriter<M> = fn(&FluentValue<'_>, &M) -> Option<String>;

/// Fluent takes a plain function to write numbers with, so there is one for each language and set of digits.
fn number_writer<M>(language: Language, numerals: Numerals) -> NumberWriter<M> {
    let writers: [[NumberWriter<M>; 3]; 3] = [
        [write_number::<0, 0, M>, write_number::<0, 1, M>, write_number::<0, 2, M>],
        [write_number::<1, 0, M>, write_number::<1, 1, M>, write_number::<1, 2, M>],
        [write_number::<2, 0, M>, write_number::<2, 1, M>, write_number::<2, 2, M>],
    ];
    writers[language as usize][numerals as usize]
}

fn write_number<const LANGUAGE: usize, const NUMERALS: usize, M>(
    value: &FluentValue<'_>,
    _: &M,
) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let decimals = number.options.minimum_fraction_digits.unwrap_or(0);
    Some(numbers::decimal(number.value, decimals, Language::ALL[LANGUAGE], Numerals::ALL[NUMERALS]))
}

impl<'a> From<&'a str> for Argument<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Argument<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Argument<'_> {
    fn from(count: i64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Argument<'_> {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: Language, count: i64, expected: &str) {
        let said = tr(language, "count-entries", &[("count", count.into())]);
        assert_eq!(said.replace(['\u{2068}', '\u{2069}'], ""), expected);
    }

    #[test]
    fn plurals_follow_the_language() {
        check(Language::En, 1, "1 entry");
        check(Language::En, 41_346, "41,346 entries");
        for (count, expected) in [
            (1, "1 запись"),
            (2, "2 записи"),
            (5, "5 записей"),
            (11, "11 записей"),
            (21, "21 запись"),
            (41_344, "41\u{a0}344 записи"),
        ] {
            check(Language::Ru, count, expected);
        }
        check(Language::Ur, 1, "1 اندراج");
        check(Language::Ur, 12, "12 اندراجات");
    }

    #[test]
    fn digits_are_a_choice() {
        let urdu = Catalogue::new(Language::Ur).with_numerals(Numerals::Urdu);
        assert_eq!(
            urdu.text("count-entries", &[("count", 1960_i64.into())]),
            "\u{2068}۱٬۹۶۰\u{2069} اندراجات"
        );
        assert_eq!(urdu.decimal(-2.5, 1), "−۲٫۵");
        assert_eq!(urdu.percent(0.5, 0), "۵۰٪");
    }

    #[test]
    fn names_of_either_direction_are_isolated_and_an_unknown_key_is_itself() {
        let said = tr(Language::En, "reason-against", &[("reasons", "نبیل\u{202E}".into())]);
        assert_eq!(said, "but \u{2068}نبیل\u{2069}");
        assert_eq!(tr(Language::Ur, "no-such-key", &[]), "no-such-key");
        assert!(!Catalogue::new(Language::Ur).has("no-such-key"));
    }
}
