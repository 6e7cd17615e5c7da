//! A statement as it is written: aligned paragraphs, each in English, Russian and Urdu, and the people it names.

use language::Language;
use serde::{Deserialize, Serialize};

/// One thing in each language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLanguage<T> {
    /// In English.
    pub en: T,
    /// In Russian.
    pub ru: T,
    /// In Urdu.
    pub ur: T,
}

impl<T> ByLanguage<T> {
    /// What every language makes.
    pub fn from_fn(make: impl Fn(Language) -> T) -> Self {
        Self { en: make(Language::En), ru: make(Language::Ru), ur: make(Language::Ur) }
    }

    /// That of one language, to be changed.
    pub fn get_mut(&mut self, language: Language) -> &mut T {
        match language {
            Language::En => &mut self.en,
            Language::Ru => &mut self.ru,
            Language::Ur => &mut self.ur,
        }
    }

    /// That of one language.
    pub fn get(&self, language: Language) -> &T {
        match language {
            Language::En => &self.en,
            Language::Ru => &self.ru,
            Language::Ur => &self.ur,
        }
    }
}

/// A paragraph; a language without its text has the empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// Its number or name, unique in the statement.
    pub id: String,
    /// In English.
    #[serde(default)]
    pub en: String,
    /// In Russian.
    #[serde(default)]
    pub ru: String,
    /// In Urdu.
    #[serde(default)]
    pub ur: String,
}

impl Paragraph {
    /// Its text in a language.
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Ru => &self.ru,
            Language::Ur => &self.ur,
        }
    }
}

/// Somebody of a delegation: the name in each language, as the party itself writes it.
pub type Person = ByLanguage<String>;

/// A flag that somebody looked at and let stand. It holds as long as none of the paragraph's texts changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settled {
    /// Which: [`Flag::key`](crate::Flag::key).
    pub flag: String,
    /// Why.
    pub reason: String,
}

/// A statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Its paragraphs, in their order.
    pub paragraphs: Vec<Paragraph>,
    /// The delegations' people.
    #[serde(default)]
    pub people: Vec<Person>,
    /// Flags that were settled.
    #[serde(default)]
    pub settled: Vec<Settled>,
}
