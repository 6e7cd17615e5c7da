//! The types that callers meet.

use jiff::civil::Date;
use model::{EntryId, ListId, Schema};
use serde::{Deserialize, Serialize};

/// Version of the engine, part of every explanation: a decision can be replayed by the same one.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What an index must know of a list whose entries it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexedList {
    /// Short name of the list.
    pub id: ListId,
    /// Version of the list: the hash of what was imported.
    pub version: String,
    /// The last day on which the list stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
}

/// How a name's score is formed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scoring {
    /// Log-odds from name evidence and corroboration.
    #[default]
    Evidence,
    /// OFAC-compatible, 0 to 100, on names alone.
    Ofac,
}

/// Named thresholds with measured false-alarm and recall figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperatingPoint {
    /// Fewest false alarms.
    Strict,
    /// The default.
    #[default]
    Standard,
    /// Highest recall.
    Wide,
}

/// What one screening asks for.
#[derive(Clone, Debug)]
pub struct ScreenOptions {
    /// The named threshold.
    pub operating_point: OperatingPoint,
    /// A threshold of the caller's own, in the unit of the score; replaces the operating point's.
    pub min_score: Option<f64>,
    /// At most this many matches for one subject.
    pub top: usize,
    /// Only these lists; none means all.
    pub lists: Option<Vec<ListId>>,
    /// Whether to build explanations (they cost time).
    pub explain: bool,
    /// How scores are formed.
    pub scoring: Scoring,
    /// The day of the screening: what has expired before it does not match.
    pub today: Date,
}

impl ScreenOptions {
    /// The default options on a given day: `standard`, ten matches, all lists, with explanations.
    pub fn on(today: Date) -> Self {
        Self {
            operating_point: OperatingPoint::Standard,
            min_score: None,
            top: 10,
            lists: None,
            explain: true,
            scoring: Scoring::Evidence,
            today,
        }
    }
}

/// An entry that may be the subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// The source's own id of the entry.
    pub entry: EntryId,
    /// The list it stands on.
    pub list: ListId,
    /// Sum of all contributions, in log-odds (nats); under [`Scoring::Ofac`] 0 to 100.
    pub score: f64,
    /// Calibrated probability that subject and entry are the same.
    pub probability: f64,
    /// The entry's schema.
    pub schema: Schema,
    /// The subject's name that matched.
    pub subject_name: String,
    /// The entry's name that matched.
    pub entry_name: String,
    /// Why, where asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// Why a match has the score it has. Contributions sum to the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Engine version.
    pub engine: String,
    /// Version of the list the entry came from.
    pub list_version: String,
    /// Which tokens met which.
    pub alignment: Vec<TokenLink>,
    /// First part: what the names say.
    pub name_evidence: Vec<Contribution>,
    /// Second part: what birth date, country, place, gender and identifiers say.
    pub corroboration: Vec<Contribution>,
}

/// One feature's share of the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The feature: a key of the language catalogues (`feature-tokens-matched`, `feature-birth-date-same` …).
    pub feature: String,
    /// Log-odds.
    pub log_odds: f64,
    /// The values that met: the subject's, then the entry's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The entry's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
}

/// How a token of the subject's name met a token of the entry's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TokenLink {
    /// How they met.
    pub kind: LinkKind,
    /// The subject's token as written; none where the entry's has no counterpart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The entry's token as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// Script of the subject's token, ISO 15924 (`Latn`, `Cyrl`, `Arab`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject_script: Option<String>,
    /// Script of the entry's token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_script: Option<String>,
    /// How alike they are, 0 to 1.
    pub similarity: f64,
}

/// How two tokens met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// The same letters.
    Same,
    /// The same but for a slip of spelling.
    Spelling,
    /// Spelt otherwise, sounds alike.
    Sound,
    /// The same in another script.
    Transliteration,
    /// Known forms of one name.
    Equivalent,
    /// A nickname.
    Nickname,
    /// An initial.
    Initial,
    /// Written joined on one side and apart on the other.
    Joined,
    /// The same legal form or title.
    LegalForm,
    /// Only on one side.
    Missing,
    /// How links of spelling, sound or transliteration are told that are alike only in part.
    Partial,
}

/// The outcome of comparing two profiles directly.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// Sum of all contributions, in log-odds; under [`Scoring::Ofac`] 0 to 100.
    pub score: f64,
    /// Calibrated probability, at even prior odds, that the two names are of one subject.
    pub probability: f64,
    /// Whether the two are taken for the same.
    pub verdict: Verdict,
    /// Why.
    pub explanation: Explanation,
}

/// What a direct comparison concludes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The same, as far as names can tell.
    Match,
    /// Not the same.
    NoMatch,
}

impl LinkKind {
    /// All kinds, by their number in an index file.
    pub const ALL: [Self; 11] = [
        Self::Same,
        Self::Spelling,
        Self::Sound,
        Self::Transliteration,
        Self::Equivalent,
        Self::Nickname,
        Self::Initial,
        Self::Joined,
        Self::LegalForm,
        Self::Missing,
        Self::Partial,
    ];

    pub(crate) fn from_number(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::Missing)
    }
}
