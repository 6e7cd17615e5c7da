//! Why a subject was matched with a thing: typed, versioned, and kept as the engine wrote it, so that the match can be
//! replayed and compared byte for byte.

use jiff::civil::Date;
use matching::{
    ENGINE_VERSION, Index, IndexedList, Match, OperatingPoint, Scoring, ScreenOptions, screen_batch,
};
use model::{ListId, Subject};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Evidence of a match. A new form of evidence is a new variant; old ones are read for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
pub enum Evidence {
    /// A subject's names and data against an entry's.
    #[serde(rename = "name-match/1")]
    NameMatch(NameMatch),
}

/// Evidence of the name-matching engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameMatch {
    /// Version of the engine.
    pub engine: String,
    /// Version of the list that the entry was on.
    pub list_version: String,
    /// All lists of the index with their versions: how rare a name is depends on all of them.
    pub lists: Vec<IndexedList>,
    /// What was asked of the engine.
    pub settings: Settings,
    /// Who was screened, as screened.
    pub subject: Subject,
    /// The match as the engine gave it, in JSON: the very bytes that are hashed.
    pub result: String,
    /// SHA-256 of the result, in hexadecimal.
    pub hash: String,
}

/// What was asked of the engine, so that it can be asked again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The named threshold.
    pub operating_point: OperatingPoint,
    /// A threshold of the caller's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_score: Option<f64>,
    /// At most this many matches for one subject.
    pub top: usize,
    /// Only these lists; none means all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lists: Option<Vec<ListId>>,
    /// How scores are formed.
    pub scoring: Scoring,
    /// The day of the screening.
    pub today: Date,
}

impl Settings {
    /// What a screening asks for.
    pub fn of(options: &ScreenOptions) -> Self {
        Self {
            operating_point: options.operating_point,
            min_score: options.min_score,
            top: options.top,
            lists: options.lists.clone(),
            scoring: options.scoring,
            today: options.today,
        }
    }

    /// The same as the engine takes it; evidence always has its explanation.
    pub fn options(&self) -> ScreenOptions {
        ScreenOptions {
            operating_point: self.operating_point,
            min_score: self.min_score,
            top: self.top,
            lists: self.lists.clone(),
            explain: true,
            scoring: self.scoring,
            today: self.today,
        }
    }
}

/// What a replay came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Replay {
    /// The same engine, or another, gives the same bytes.
    Same,
    /// The stored result is not what was hashed: somebody altered the record.
    Altered,
    /// The same engine gives something else: the lists or the program are not what they were.
    Differs {
        /// What it gives now; none when it no longer matches.
        now: Option<Box<Match>>,
    },
    /// Another version of the engine gives something else, as it may.
    OtherEngine {
        /// The version that made the evidence.
        then: String,
        /// The version that replayed it.
        now: String,
        /// What it gives now; none when it no longer matches.
        result: Option<Box<Match>>,
    },
}

impl NameMatch {
    /// Keeps a match that was screened with explanations.
    pub fn new(subject: &Subject, matched: &Match, settings: &Settings, lists: &[IndexedList]) -> Self {
        // A match is made of texts and finite numbers: it always has a JSON form.
        let result = serde_json::to_string(matched).unwrap_or_default();
        let hash = hash_of(&result);
        let of_list = lists.iter().find(|list| list.id == matched.list);
        Self {
            engine: ENGINE_VERSION.to_owned(),
            list_version: of_list.map(|list| list.version.clone()).unwrap_or_default(),
            lists: lists.to_vec(),
            settings: settings.clone(),
            subject: subject.clone(),
            result,
            hash,
        }
    }

    /// The match as it was; none when the stored result cannot be read.
    pub fn matched(&self) -> Option<Match> {
        serde_json::from_str(&self.result).ok()
    }

    /// Whether the stored result is what was hashed.
    pub fn is_intact(&self) -> bool {
        hash_of(&self.result) == self.hash
    }

    /// Screens the subject again, against an index over the same list versions, and compares.
    pub fn replay(&self, index: &Index) -> Replay {
        let Some(then) = self.matched().filter(|_| self.is_intact()) else { return Replay::Altered };
        let again = screen_batch(index, std::slice::from_ref(&self.subject), &self.settings.options());
        let now = again.into_iter().flatten().find(|now| now.list == then.list && now.entry == then.entry);
        let bytes = now.as_ref().and_then(|now| serde_json::to_string(now).ok());
        if bytes.as_deref() == Some(&self.result) {
            return Replay::Same;
        }
        let now = now.map(Box::new);
        if self.engine == ENGINE_VERSION {
            return Replay::Differs { now };
        }
        Replay::OtherEngine { then: self.engine.clone(), now: ENGINE_VERSION.to_owned(), result: now }
    }
}

impl Evidence {
    /// Who was screened.
    pub fn subject(&self) -> &Subject {
        match self {
            Self::NameMatch(evidence) => &evidence.subject,
        }
    }

    /// SHA-256 of the stored result.
    pub fn hash(&self) -> &str {
        match self {
            Self::NameMatch(evidence) => &evidence.hash,
        }
    }
}

fn hash_of(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
