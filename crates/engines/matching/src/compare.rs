//! Comparing two profiles directly, without an index.

use crate::align::{Alignment, Relations, TokenFacts, is_word};
use crate::api::{Comparison, Explanation, Scoring, Verdict};
use crate::calibrate::comparison_probability;
use crate::corroborate::findings;
use crate::explain::{Shown, explain, total};
use crate::features::{Features, Pair, features};
use crate::prepare::{PreparedName, prepare};
use crate::query::facts;
use crate::relate::{Relation, initial_stands_for, relate, relate_joined};
use crate::weights::{WeightSet, Weights};
use model::{Family, Name, Profile, Schema};
use text::Style;

/// Compares two profiles: the best pair of their names, and what their other facts say. Symmetric in score.
pub fn compare(left: &Profile, right: &Profile, scoring: Scoring) -> Comparison {
    match scoring {
        Scoring::Evidence => by_evidence(left, right),
        Scoring::Ofac => by_ofac(left, right),
    }
}

fn by_evidence(left: &Profile, right: &Profile) -> Comparison {
    let style = common_style(left, right);
    let weights = WeightSet::shipped().direct(style);
    let all = |profile: &Profile| -> Vec<PreparedName> {
        profile.names.iter().map(|name| prepare(name, style)).collect()
    };
    let (left_names, right_names) = (all(left), all(right));
    let mut comparer = Comparer::new(weights);
    let mut best: Option<(f32, usize, usize)> = None;
    for (i, a) in left_names.iter().enumerate() {
        for (j, b) in right_names.iter().enumerate() {
            let score = comparer.score(a, b);
            if best.is_none_or(|(most, ..)| score > most) {
                best = Some((score, i, j));
            }
        }
    }
    let findings = findings(&facts(left), &facts(right));
    let mut explanation = match best {
        Some((_, i, j)) => comparer.explain(&left_names[i], &right_names[j], &findings),
        None => Explanation {
            engine: crate::ENGINE_VERSION.to_owned(),
            list_version: String::new(),
            alignment: Vec::new(),
            name_evidence: Vec::new(),
            corroboration: findings.iter().map(|finding| finding.contribution()).collect(),
        },
    };
    if best.is_none() {
        explanation.name_evidence.push(crate::api::Contribution {
            feature: "base-rate".to_owned(),
            log_odds: f64::from(weights.most_at_start(false, false).min(0.0)),
            subject: None,
            entry: None,
        });
    }
    let score = total(&explanation);
    let probability = comparison_probability(score);
    Comparison { score, probability, verdict: verdict(probability), explanation }
}

fn by_ofac(left: &Profile, right: &Profile) -> Comparison {
    let prepared = |profile: &Profile| -> Vec<crate::ofac::Prepared> {
        profile.names.iter().map(|name| crate::ofac::Prepared::new(&name.text)).collect()
    };
    let (left, right) = (prepared(left), prepared(right));
    let score =
        left.iter().flat_map(|a| right.iter().map(move |b| crate::ofac::score(a, b))).fold(0.0, f64::max);
    let explanation = Explanation {
        engine: crate::ENGINE_VERSION.to_owned(),
        list_version: String::new(),
        alignment: Vec::new(),
        name_evidence: Vec::new(),
        corroboration: Vec::new(),
    };
    let threshold = crate::OperatingPoint::Standard.ofac_threshold();
    let verdict = if score >= threshold { Verdict::Match } else { Verdict::NoMatch };
    Comparison { score, probability: score / 100.0, verdict, explanation }
}

fn verdict(probability: f64) -> Verdict {
    if probability >= 0.5 { Verdict::Match } else { Verdict::NoMatch }
}

/// The style in which names of two things are read against one another: people's unless a schema or a name says
/// otherwise.
pub fn common_style(left: &Profile, right: &Profile) -> Style {
    let organisation = |profile: &Profile| {
        profile.schema.family() == Family::Organisation
            || profile.names.iter().any(|name| text::names_an_organisation(&name.text))
    };
    match (left.schema.family(), right.schema.family()) {
        (Family::Vessel | Family::Aircraft, _) | (_, Family::Vessel | Family::Aircraft) => Style::Object,
        (Family::Person, Family::Person) => Style::Person,
        _ if organisation(left) || organisation(right) => Style::Organisation,
        (Family::Person, _) | (_, Family::Person) => Style::Person,
        _ => Style::Organisation,
    }
}

/// The style in which names of one schema are read.
fn schema_style(schema: Schema) -> Style {
    common_style(&Profile::new(schema), &Profile::new(schema))
}

/// A name prepared for being compared many times.
pub struct Prepared(PreparedName, Vec<TokenFacts>);

impl Prepared {
    /// Prepares a name of a thing of this schema.
    pub fn new(name: &Name, schema: Schema) -> Self {
        let name = prepare(name, schema_style(schema));
        let facts = name.tokens.iter().map(|token| token.facts()).collect();
        Self(name, facts)
    }
}

/// Compares prepared names with the same working memory.
pub struct Comparer<'a> {
    weights: &'a Weights,
    alignment: Alignment,
    row: Features,
}

impl Comparer<'static> {
    /// A comparer for names of things of this schema.
    pub fn for_schema(schema: Schema) -> Self {
        Self::new(WeightSet::shipped().direct(schema_style(schema)))
    }
}

impl<'a> Comparer<'a> {
    pub(crate) fn new(weights: &'a Weights) -> Self {
        Self { weights, alignment: Alignment::default(), row: [0.0; crate::features::COUNT] }
    }

    /// Name evidence of two prepared names, in log-odds. Allocates nothing once its memory has grown.
    pub fn prepared(&mut self, left: &Prepared, right: &Prepared) -> f32 {
        self.row = self.aligned(&left.0, &left.1, &right.0, &right.1);
        self.weights.sum(&self.row)
    }

    fn score(&mut self, left: &PreparedName, right: &PreparedName) -> f32 {
        let row = self.features(left, right);
        self.weights.sum(&row)
    }

    pub(crate) fn features(&mut self, left: &PreparedName, right: &PreparedName) -> Features {
        let facts = |name: &PreparedName| -> Vec<TokenFacts> {
            name.tokens.iter().map(|token| token.facts()).collect()
        };
        self.aligned(left, &facts(left), right, &facts(right))
    }

    fn aligned(
        &mut self,
        left: &PreparedName,
        left_facts: &[TokenFacts],
        right: &PreparedName,
        right_facts: &[TokenFacts],
    ) -> Features {
        self.alignment.align(left_facts, right_facts, &Direct { left, right }, self.weights);
        let pair = Pair {
            left: left_facts,
            right: right_facts,
            left_family_first: left.family_first,
            right_family_first: right.family_first,
            weak: left.weak || right.weak,
            style: left.style,
        };
        features(&pair, &self.alignment)
    }

    fn explain(
        &mut self,
        left: &PreparedName,
        right: &PreparedName,
        findings: &[crate::corroborate::Finding],
    ) -> Explanation {
        let row = self.features(left, right);
        let facts = |name: &PreparedName| -> Vec<TokenFacts> {
            name.tokens.iter().map(|token| token.facts()).collect()
        };
        let left_shown: Vec<Shown<'_>> =
            left.tokens.iter().map(|token| Shown { text: &token.text, script: token.script }).collect();
        let right_shown: Vec<Shown<'_>> =
            right.tokens.iter().map(|token| Shown { text: &token.text, script: token.script }).collect();
        explain(
            (&facts(left), &left_shown),
            (&facts(right), &right_shown),
            &self.alignment,
            &row,
            self.weights,
            findings,
            "",
        )
    }
}

/// Relations worked out from the two names themselves.
struct Direct<'a> {
    left: &'a PreparedName,
    right: &'a PreparedName,
}

impl Relations for Direct<'_> {
    fn pair(&self, i: usize, j: usize) -> Option<Relation> {
        relate(self.left.tokens[i].view(), self.right.tokens[j].view())
    }

    fn left_joined(&self, i: usize, j: usize) -> Option<Relation> {
        let joined = self.left.joined.get(i)?.as_ref()?;
        relate_joined(joined, self.right.tokens[j].view())
    }

    fn right_joined(&self, i: usize, j: usize) -> Option<Relation> {
        let joined = self.right.joined.get(j)?.as_ref()?;
        relate_joined(joined, self.left.tokens[i].view())
    }

    fn initial(&self, i: usize, j: usize) -> bool {
        let (left, right) = (&self.left.tokens[i], &self.right.tokens[j]);
        debug_assert!(!is_word(left.role) || !is_word(right.role));
        initial_stands_for(left.bare_view(), right.bare_view())
    }
}

impl Prepared {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.1.len()
    }

    /// Whether the name has no tokens.
    pub fn is_empty(&self) -> bool {
        self.1.is_empty()
    }
}
