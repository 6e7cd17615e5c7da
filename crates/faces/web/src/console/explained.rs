//! A match taken apart for people: names, side by side, drawn, weighed. Alerts and the screening of one name show it
//! alike.

use super::draw::{Drawing, Weights};
use super::name::Shown;
use super::sides::{self, Agreement, Listed, Row, Value};
use super::words::Words;
use model::{Entity, Profile};
use node::Match;

/// So many findings make a reason.
const FINDINGS: usize = 3;

/// A match taken apart.
pub struct Explained {
    /// The probability.
    pub probability: String,
    /// The same in hundredths.
    pub hundredths: String,
    /// The score, in words.
    pub score: String,
    /// Whether a name of the entry has signs or letters that are not what they seem.
    pub odd: bool,
    /// Why, in a sentence.
    pub reason: String,
    /// The subject's names.
    pub subject_names: Vec<Value>,
    /// The entry's names.
    pub entry_names: Vec<Value>,
    /// Side by side.
    pub rows: Vec<Row>,
    /// The words, drawn.
    pub drawing: Option<Drawing>,
    /// The weights.
    pub weights: Option<Weights>,
    /// What the list says beside.
    pub listed: Option<Listed>,
    /// What speaks for it, in clauses, the strongest first.
    pub for_it: Vec<String>,
    /// What speaks against it.
    pub against: Vec<String>,
    /// What only one side says.
    pub unknown: Vec<String>,
}

impl Explained {
    /// A match of a subject with an entry; `entry` is none when it is off its list.
    pub fn new(found: &Match, subject: &Profile, entry: Option<&Entity>, words: &Words) -> Self {
        let made = found.explanation.as_ref();
        let clauses = |wanted: fn(f64) -> bool| -> Vec<String> {
            let parts = made.iter().flat_map(|made| made.name_evidence.iter().chain(&made.corroboration));
            let mut parts: Vec<_> =
                parts.filter(|part| node::explain::is_finding(part) && wanted(part.log_odds)).collect();
            parts.sort_by(|one, other| other.log_odds.abs().total_cmp(&one.log_odds.abs()));
            parts.iter().take(FINDINGS).map(|part| node::explain::clause(part, words.catalogue())).collect()
        };
        let rows = sides::rows(subject, entry.map(|entry| &entry.profile), made, words);
        let unknown = rows.iter().filter(|row| row.agreement == Agreement::OneSide);
        let score = words.catalogue().decimal(found.score, 1);
        let is_odd = |name: &str| Shown::new(name, words).is_odd();
        let mut names = entry.iter().flat_map(|entry| &entry.profile.names);
        Self {
            probability: words.percent(found.probability),
            hundredths: format!("{:.0}", found.probability * 100.0),
            score: words.with("score", "score", &score),
            odd: names.any(|name| is_odd(&name.text)),
            reason: node::explain::reason(found, words.catalogue()),
            subject_names: sides::names(subject, &found.subject_name, words),
            entry_names: match entry {
                Some(entry) => sides::names(&entry.profile, &found.entry_name, words),
                None => vec![Value { text: Shown::new(&found.entry_name, words), note: String::new() }],
            },
            unknown: unknown.map(|row| row.label.clone()).collect(),
            rows,
            drawing: made.map(|made| Drawing::new(made, &found.subject_name, &found.entry_name, words)),
            weights: made.map(|made| Weights::new(made, found.score, words)),
            listed: entry.map(|entry| sides::listed(entry, words)).filter(|listed| !listed.facts.is_empty()),
            for_it: clauses(|weight| weight > 0.0),
            against: clauses(|weight| weight < 0.0),
        }
    }
}
