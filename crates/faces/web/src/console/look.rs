//! How somebody wants pages to look: language, digits, theme, calendars. Kept with the account, and in a cookie of this
//! browser; without either the browser says which languages its reader knows.

use super::cookies::{cookie, set};
use super::words::{numerals_name, numerals_of};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use language::{Beside, Catalogue, Language, Numerals};
use std::convert::Infallible;

const COOKIE: &str = "entente_look";
const A_YEAR: u32 = 365 * 24 * 60 * 60;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in settings and catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// How somebody wants pages to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The language.
    pub language: Language,
    /// The digits.
    pub numerals: Numerals,
    /// Light or dark.
    pub theme: Theme,
    /// The calendar beside the Gregorian.
    pub beside: Beside,
}

impl Look {
    /// As a request's cookie says, else as its `Accept-Language` does.
    pub fn of(headers: &HeaderMap) -> Self {
        cookie(headers, COOKIE).and_then(Self::parse).unwrap_or_else(|| Self {
            language: accepted(headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok())),
            ..Self::default()
        })
    }

    /// Reads language, digits, theme and calendar by their names.
    pub fn read(language: &str, numerals: &str, theme: &str, beside: &str) -> Option<Self> {
        Some(Self {
            language: Language::ALL.into_iter().find(|known| known.code() == language)?,
            numerals: numerals_of(numerals)?,
            theme: Theme::ALL.into_iter().find(|known| known.as_str() == theme)?,
            beside: Beside::ALL.into_iter().find(|known| known.as_str() == beside)?,
        })
    }

    /// Its catalogue.
    pub fn catalogue(self) -> Catalogue {
        Catalogue::new(self.language).with_numerals(self.numerals)
    }

    /// Keeps it in the browser.
    pub fn keep(self, headers: &mut HeaderMap) {
        set(headers, COOKIE, &self.written(), A_YEAR);
    }

    /// As it is kept.
    pub fn written(self) -> String {
        let Self { language, numerals, theme, beside } = self;
        let (language, numerals) = (language.code(), numerals_name(numerals));
        format!("{language}.{numerals}.{}.{}", theme.as_str(), beside.as_str())
    }

    /// Reads what was kept; an earlier version kept no calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (language, numerals, theme) = (parts.next()?, parts.next()?, parts.next()?);
        Self::read(language, numerals, theme, parts.next().unwrap_or(Beside::Nothing.as_str()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Look {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

/// The language that a reader likes best of ours.
fn accepted(header: Option<&str>) -> Language {
    let weighed = header.unwrap_or_default().split(',').filter_map(|part| {
        let (tag, weight) = part.split_once(';').unwrap_or((part, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        Some((Language::parse(tag).ok()?, weight))
    });
    // Of those liked equally, the first: `max_by` would take the last.
    let best = weighed.fold(None, |best: Option<(Language, f32)>, next| match best {
        Some(best) if best.1 >= next.1 => Some(best),
        _ => Some(next),
    });
    best.map_or_else(Language::default, |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_read_as_it_was_kept() {
        let look = Look {
            language: Language::Ur,
            numerals: Numerals::Urdu,
            theme: Theme::Dark,
            beside: Beside::Hijri,
        };
        let mut headers = HeaderMap::new();
        look.keep(&mut headers);
        let kept = headers[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut sent = HeaderMap::new();
        sent.insert(header::COOKIE, kept.parse().unwrap());
        assert_eq!(Look::of(&sent), look);
        sent.insert(header::COOKIE, "entente_look=xx.latin.dark".parse().unwrap());
        assert_eq!(Look::of(&sent), Look::default());
    }

    #[test]
    fn the_browser_says_which_language_its_reader_knows() {
        for (header, expected) in [
            (None, Language::En),
            (Some("fr, ur;q=0.5, ru;q=0.8"), Language::Ru),
            (Some("ur-PK,ur;q=0.9,en;q=0.8"), Language::Ur),
            (Some("ru, en"), Language::Ru),
            (Some("nonsense;;q"), Language::En),
        ] {
            assert_eq!(accepted(header), expected, "{header:?}");
        }
    }
}
