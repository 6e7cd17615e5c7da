//! A name as its source wrote it, with what the source says about it. How names compare is `matching`'s work.

use serde::{Deserialize, Serialize};

/// One name of an entry or subject, untouched but for trimming and folding of runs of white space.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Name {
    /// The whole name in the source's own letters and word order.
    pub text: String,
    /// What the source calls this name.
    pub kind: NameKind,
    /// How far the source vouches for it.
    pub strength: NameStrength,
    /// The source's language code for this spelling (BCP 47), where it gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

impl Name {
    /// So many characters of a name are kept: several times the longest on any official list, and little enough
    /// that comparing stays quick whatever stands there.
    pub const LONGEST: usize = 1_000;

    /// The beginning of a text that is short enough for a name: nearly always all of it.
    ///
    /// ```
    /// use model::Name;
    /// assert_eq!(Name::fitting("Анна Вымышленная"), "Анна Вымышленная");
    /// assert_eq!(Name::fitting(&"я".repeat(5_000)).chars().count(), Name::LONGEST);
    /// ```
    pub fn fitting(text: &str) -> &str {
        text.char_indices().nth(Self::LONGEST).map_or(text, |(end, _)| &text[..end])
    }

    /// Whether a text has a letter or digit, so that it can be met by another name at all.
    ///
    /// ```
    /// use model::Name;
    /// assert!(Name::says_something("نبیل") && Name::says_something("7"));
    /// assert!(!["", " - ", "\u{200B}", "😀", "..."].into_iter().any(Name::says_something));
    /// ```
    pub fn says_something(text: &str) -> bool {
        text.chars().any(char::is_alphanumeric)
    }

    /// A strong name of the given kind.
    pub fn new(text: impl Into<String>, kind: NameKind) -> Self {
        Self { text: text.into(), kind, strength: NameStrength::Strong, language: None }
    }

    /// A strong primary name.
    pub fn primary(text: impl Into<String>) -> Self {
        Self::new(text, NameKind::Primary)
    }

    /// A strong alias.
    pub fn alias(text: impl Into<String>) -> Self {
        Self::new(text, NameKind::Alias)
    }

    /// A weak alias ("low quality", quoted a.k.a.): it has its own, smaller weight in matching.
    pub fn weak_alias(text: impl Into<String>) -> Self {
        Self { strength: NameStrength::Weak, ..Self::new(text, NameKind::Alias) }
    }

    /// The same name with its strength replaced.
    pub fn with_strength(self, strength: NameStrength) -> Self {
        Self { strength, ..self }
    }

    /// The same name with a language code.
    pub fn with_language(self, language: impl Into<String>) -> Self {
        Self { language: Some(language.into()), ..self }
    }
}

/// What a source calls a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    /// The main name of the entry.
    Primary,
    /// Also known as.
    Alias,
    /// Formerly known as.
    Former,
    /// The name in its original script.
    OriginalScript,
}

/// How far a source vouches for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameStrength {
    /// Good enough to identify by itself.
    Strong,
    /// "Low quality" or "weak" in the source's own words.
    Weak,
}

/// Gender as sources state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// Stated female.
    Female,
    /// Stated male.
    Male,
    /// Stated as something else; contradicts neither.
    Other,
}

impl Gender {
    /// Reads "M", "male", "мужской", "مرد" and the like; `None` for anything it does not know.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "m" | "male" | "man" | "м" | "муж" | "мужской" | "мужчина" | "مرد" | "ذكر" => {
                Some(Self::Male)
            }
            "f" | "female" | "woman" | "ж" | "жен" | "женский" | "женщина" | "عورت" | "خاتون" | "أنثى"
            | "انثى" => Some(Self::Female),
            "other" | "x" | "diverse" => Some(Self::Other),
            _ => None,
        }
    }
}
