//! The three languages, which way they are written, and how a piece of another direction is set into them.

use std::fmt;
use std::str::FromStr;

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
    /// Urdu.
    Ur,
}

/// Which way a line runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// As in English and Russian.
    LeftToRight,
    /// As in Urdu.
    RightToLeft,
}

/// A language that the program does not speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLanguage(String);

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "language {:?} is not available; use en, ru or ur", self.0)
    }
}

impl std::error::Error for UnknownLanguage {}

impl Language {
    /// All languages; each catalogue holds the same keys.
    pub const ALL: [Self; 3] = [Self::En, Self::Ru, Self::Ur];

    /// ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Ur => "ur",
        }
    }

    /// What the language calls itself.
    pub fn endonym(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ru => "русский",
            Self::Ur => "اردو",
        }
    }

    /// Which way its lines run.
    pub fn direction(self) -> Direction {
        match self {
            Self::En | Self::Ru => Direction::LeftToRight,
            Self::Ur => Direction::RightToLeft,
        }
    }

    /// Reads a code, with or without a region (`ru`, `ur-PK`, `en_GB.UTF-8`), or the language's own or English
    /// name.
    ///
    /// # Errors
    /// When it is none of the three.
    pub fn parse(text: &str) -> Result<Self, UnknownLanguage> {
        let asked = text.trim().to_lowercase();
        let primary = asked.split(['-', '_', '.']).next().unwrap_or_default();
        match primary {
            "en" | "eng" | "english" => Ok(Self::En),
            "ru" | "rus" | "russian" | "русский" => Ok(Self::Ru),
            "ur" | "urd" | "urdu" | "اردو" => Ok(Self::Ur),
            _ => Err(UnknownLanguage(text.trim().to_owned())),
        }
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl Direction {
    /// The value of HTML's `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// Wraps a text in first-strong isolate and pop-directional isolate (U+2068, U+2069; Unicode Annex 9), so that a
/// name of either direction leaves the order of what stands around it alone. Isolates and overrides that the text
/// itself leaves open are closed; pops without an opening are dropped: nothing from a list reorders our lines.
///
/// Messages from [`crate::tr`] do this to every argument by themselves.
pub fn isolate(text: &str) -> String {
    let mut isolated = String::with_capacity(text.len() + 6);
    isolated.push(FIRST_STRONG_ISOLATE);
    isolated.push_str(&balanced(text));
    isolated.push(POP_ISOLATE);
    isolated
}

const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// The text with every isolate closed, and without embeddings, overrides and stray closings.
pub(crate) fn balanced(text: &str) -> std::borrow::Cow<'_, str> {
    let is_control = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_control) {
        return text.into();
    }
    let mut open = 0usize;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{202A}'..='\u{202E}' => continue,
            '\u{2066}'..='\u{2068}' => open += 1,
            POP_ISOLATE if open == 0 => continue,
            POP_ISOLATE => open -= 1,
            _ => {}
        }
        kept.push(c);
    }
    kept.extend(std::iter::repeat_n(POP_ISOLATE, open));
    kept.into()
}

/// The text without isolates: for parts that are put together within one language.
pub(crate) fn without_isolates(text: &str) -> String {
    text.replace([FIRST_STRONG_ISOLATE, POP_ISOLATE], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(isolate(text), expected, "{text:?}");
    }

    #[test]
    fn nothing_placed_reaches_beyond_its_place() {
        check("Anna", "\u{2068}Anna\u{2069}");
        check("نبیل", "\u{2068}نبیل\u{2069}");
        check("\u{202E}annA\u{202C}", "\u{2068}annA\u{2069}");
        check("a\u{2067}b", "\u{2068}a\u{2067}b\u{2069}\u{2069}");
        check("a\u{2069}b", "\u{2068}ab\u{2069}");
        check("\u{2068}a\u{2069}", "\u{2068}\u{2068}a\u{2069}\u{2069}");
    }

    #[test]
    fn reads_codes_locales_and_names() {
        for (text, language) in [
            ("en", Language::En),
            ("en_GB.UTF-8", Language::En),
            ("RU", Language::Ru),
            ("ru-RU", Language::Ru),
            ("Urdu", Language::Ur),
            (" اردو ", Language::Ur),
        ] {
            assert_eq!(Language::parse(text), Ok(language), "{text}");
            assert_eq!(Language::parse(language.code()), Ok(language));
            assert_eq!(Language::parse(language.endonym()), Ok(language));
        }
        assert_eq!(
            Language::parse("fr").unwrap_err().to_string(),
            "language \"fr\" is not available; use en, ru or ur"
        );
    }
}
