//! What each desk declares: which decisions it makes, how grave each is, how long an alert may wait.

use crate::CaseworkError;
use jiff::SignedDuration;
use model::Desk;
use serde::{Deserialize, Serialize};

/// What somebody decides of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DecisionKind {
    /// The subject is who is listed.
    TrueMatch,
    /// The subject is somebody else.
    FalsePositive,
    /// It cannot be told with what is known.
    Inconclusive,
    /// What is held is frozen, as the law asks.
    Freeze,
    /// What was held is let go.
    Release,
}

impl DecisionKind {
    /// All kinds.
    pub const ALL: [Self; 5] =
        [Self::TrueMatch, Self::FalsePositive, Self::Inconclusive, Self::Freeze, Self::Release];

    /// The kind's name in addresses, columns and catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TrueMatch => "true-match",
            Self::FalsePositive => "false-positive",
            Self::Inconclusive => "inconclusive",
            Self::Freeze => "freeze",
            Self::Release => "release",
        }
    }

    /// Whether many alerts may be decided so at once. Nobody is called a true match, or frozen, in bulk.
    pub fn is_for_many(self) -> bool {
        !matches!(self, Self::TrueMatch | Self::Freeze)
    }

    /// The kind of this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// How grave a kind of decision is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gravity {
    /// One person decides.
    Final,
    /// A second person approves.
    Grave,
    /// A second person approves when the match's probability is this or more.
    GraveFrom(f64),
}

/// A kind of decision that a desk makes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionRule {
    /// The kind.
    pub kind: DecisionKind,
    /// How grave it is.
    pub gravity: Gravity,
}

/// A desk's rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskRules {
    /// The desk.
    pub desk: Desk,
    /// The decisions it makes.
    pub decisions: Vec<DecisionRule>,
    /// How many hours an alert may wait for its decision.
    pub due_hours: u32,
    /// How many days a suppression may last at most.
    pub longest_suppression_days: u32,
    /// How many alerts may be changed at once.
    pub most_in_bulk: usize,
}

impl DeskRules {
    /// The rules that come with the program; a node may set its own.
    pub fn shipped(desk: Desk) -> Self {
        use DecisionKind::{FalsePositive, Freeze, Inconclusive, Release, TrueMatch};
        let rule = |kind, gravity| DecisionRule { kind, gravity };
        let common = [
            rule(TrueMatch, Gravity::GraveFrom(0.5)),
            // Letting go what is most likely the listed subject is as grave as holding it.
            rule(FalsePositive, Gravity::GraveFrom(0.98)),
            rule(Inconclusive, Gravity::Final),
        ];
        let own = match desk {
            Desk::Finance => vec![rule(Freeze, Gravity::Grave), rule(Release, Gravity::GraveFrom(0.5))],
            Desk::Travel | Desk::Content | Desk::Review | Desk::WorkingGroup | Desk::Exchange => Vec::new(),
        };
        let due_hours = match desk {
            Desk::Travel => 1,
            Desk::Finance => 24,
            Desk::Content | Desk::Review | Desk::WorkingGroup | Desk::Exchange => 72,
        };
        Self {
            desk,
            decisions: common.into_iter().chain(own).collect(),
            due_hours,
            longest_suppression_days: 366,
            most_in_bulk: 200,
        }
    }

    /// Whether a decision of this kind on matches of at most this probability needs a second person.
    ///
    /// # Errors
    /// When the desk makes no such decision.
    pub fn is_grave(&self, kind: DecisionKind, probability: f64) -> Result<bool, CaseworkError> {
        let rule = self.decisions.iter().find(|rule| rule.kind == kind);
        let rule = rule.ok_or(CaseworkError::UnknownKind { desk: self.desk, kind })?;
        Ok(match rule.gravity {
            Gravity::Final => false,
            Gravity::Grave => true,
            Gravity::GraveFrom(level) => probability >= level,
        })
    }

    /// How long an alert may wait.
    pub fn due(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.due_hours))
    }
}

impl DeskRules {
    /// Until when an alert that is opened now must be decided.
    pub fn due_after(&self, now: jiff::Timestamp) -> jiff::Timestamp {
        now.saturating_add(self.due()).unwrap_or(jiff::Timestamp::MAX)
    }
}
