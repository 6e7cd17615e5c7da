//! The form that decides an alert: which decisions the desk makes, how grave each would be, and what the findings
//! would give as a reason. The suggestion is a beginning; the person who signs it may write anything else.

use super::matched::MatchView;
use super::{Typed, open};
use crate::console::explained::Explained;
use crate::console::words::Words;
use node::casework::{Alert, DecisionKind, DeskRules};

/// The form that decides.
pub struct Deciding {
    /// The decisions to choose from.
    pub kinds: Vec<KindChoice>,
    /// The reason as typed before.
    pub reason: String,
    /// Whether a reason is missing.
    pub needs_reason: bool,
    /// Whether there is more than one match to decide.
    pub several: bool,
}

/// A decision to choose.
pub struct KindChoice {
    /// Its name.
    pub value: &'static str,
    /// In words.
    pub label: String,
    /// What it means.
    pub about: String,
    /// The digit that chooses it.
    pub key: usize,
    /// Whether a second person must approve it.
    pub grave: bool,
    /// Whether it was chosen before.
    pub chosen: bool,
    /// What the findings would give as a reason.
    pub suggestion: String,
}

impl Deciding {
    /// The form for an alert that is open.
    pub fn new(
        alert: &Alert,
        matches: &[MatchView],
        rules: &DeskRules,
        typed: &Typed,
        words: &Words,
    ) -> Self {
        let highest = open(alert).map(|matched| matched.probability).fold(0.0, f64::max);
        let best = matches.iter().find(|matched| matched.open).and_then(|matched| matched.explained.as_ref());
        let kinds = rules.decisions.iter().enumerate().map(|(at, rule)| {
            let name = rule.kind.as_str();
            KindChoice {
                value: name,
                label: words.say(&format!("decision-{name}")),
                about: words.say(&format!("decision-{name}-about")),
                key: at + 1,
                grave: rules.is_grave(rule.kind, highest).unwrap_or(true),
                chosen: typed.kind == name,
                suggestion: best.map(|best| suggestion(rule.kind, best, words)).unwrap_or_default(),
            }
        });
        Self {
            kinds: kinds.collect(),
            reason: typed.reason.clone(),
            needs_reason: typed.trouble == Some("console-trouble-no-reason"),
            several: open(alert).count() > 1,
        }
    }
}

fn suggestion(kind: DecisionKind, best: &Explained, words: &Words) -> String {
    let (key, name, parts) = match kind {
        DecisionKind::TrueMatch | DecisionKind::Freeze => ("console-reason-because", "reasons", &best.for_it),
        DecisionKind::FalsePositive | DecisionKind::Release => {
            ("console-reason-because", "reasons", &best.against)
        }
        DecisionKind::Inconclusive => ("console-reason-unknown", "fields", &best.unknown),
    };
    if parts.is_empty() {
        return String::new();
    }
    let said = words.with(key, name, &words.catalogue().enumeration(parts));
    // It becomes the person's own text: no signs in it that nobody sees.
    said.replace(['\u{2068}', '\u{2069}'], "")
}
