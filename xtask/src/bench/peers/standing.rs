//! How an algorithm stands on the sampled queries: false alarms and recall weighed back from the sample to the whole.

use crate::bench::outcomes::scripts;
use crate::bench::stats::{Estimate, stratified};
use crate::data::LabelledQuery;
use std::collections::BTreeMap;

/// A sampled query with an algorithm's scores.
pub struct Scored<'a> {
    /// The query.
    pub query: &'a LabelledQuery,
    /// Best score of any entry.
    pub best: f64,
    /// Best score of an expected entry.
    pub expected: f64,
}

/// The sampled queries under one algorithm, and how many queries of each kind the whole has.
pub struct Standing<'a> {
    scored: Vec<Scored<'a>>,
    all: &'a [LabelledQuery],
}

/// Subjects that can be expected to be found.
pub fn is_listed(query: &LabelledQuery) -> bool {
    !query.is_negative() && query.class != "held_far"
}

/// Subjects in one script against entries in Latin script only.
pub fn is_from(script: &'static str) -> impl Fn(&LabelledQuery) -> bool {
    move |query| is_listed(query) && scripts(query) == format!("{script} → Latin")
}

impl<'a> Standing<'a> {
    /// Scores of the sampled queries; `all` is the whole that they were drawn from.
    pub fn new(scored: Vec<Scored<'a>>, all: &'a [LabelledQuery]) -> Self {
        Self { scored, all }
    }

    /// The share, in the whole, of queries that `of` picks and that pass `test`.
    fn share(&self, of: impl Fn(&LabelledQuery) -> bool, test: impl Fn(&Scored<'_>) -> bool) -> Estimate {
        let mut strata: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
        for query in self.all.iter().filter(|query| of(query)) {
            strata.entry(&query.class).or_default().0 += 1;
        }
        for scored in self.scored.iter().filter(|scored| of(scored.query)) {
            let (_, hits, sampled) = strata.entry(&scored.query.class).or_default();
            *hits += usize::from(test(scored));
            *sampled += 1;
        }
        stratified(&strata.into_values().collect::<Vec<_>>())
    }

    /// Share of the unlisted that `of` picks with a score above the threshold.
    pub fn alarms(&self, threshold: f64, of: impl Fn(&LabelledQuery) -> bool) -> Estimate {
        self.share(|query| query.is_negative() && of(query), |scored| scored.best > threshold)
    }

    /// Share of the listed that `of` picks whose expected entry scores above the threshold.
    pub fn recall(&self, threshold: f64, of: impl Fn(&LabelledQuery) -> bool) -> Estimate {
        self.share(of, |scored| scored.expected > threshold)
    }

    /// The lowest threshold with no more than this share of false alarms in the whole.
    pub fn threshold_at(&self, rate: f64) -> f64 {
        let mut thresholds: Vec<f64> = self
            .scored
            .iter()
            .filter(|scored| scored.query.is_negative())
            .map(|scored| scored.best)
            .collect();
        thresholds.sort_by(f64::total_cmp);
        let enough = |threshold: &f64| self.alarms(*threshold, |_| true).value <= rate;
        let at = thresholds.partition_point(|threshold| !enough(threshold));
        thresholds.get(at).copied().unwrap_or(f64::INFINITY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{Schema, Subject};

    fn query(class: &str) -> LabelledQuery {
        LabelledQuery {
            subject: Subject::named("1", Schema::Person, "Tarvin Oskelund"),
            class: class.to_owned(),
            script: "Arabic".to_owned(),
            index_scripts: vec!["Latin".to_owned()],
            expected: Vec::new(),
        }
    }

    #[test]
    fn a_sample_stands_for_the_whole() {
        let all: Vec<LabelledQuery> =
            ["exact", "exact", "exact", "typo1", "neg_west", "neg_near"].into_iter().map(query).collect();
        let scored = |at: usize, best: f64, expected: f64| Scored { query: &all[at], best, expected };
        let drawn =
            vec![scored(0, 0.9, 0.9), scored(3, 0.9, 0.2), scored(4, 0.5, -1.0), scored(5, 0.7, -1.0)];
        let standing = Standing::new(drawn, &all);
        assert_eq!(standing.recall(0.6, is_listed).value, 0.75);
        assert_eq!(standing.recall(0.6, is_from("Arabic")).value, 0.75);
        assert_eq!(standing.alarms(0.6, |_| true).value, 0.5);
        assert_eq!(standing.threshold_at(0.5), 0.5);
        assert_eq!(standing.threshold_at(0.0), 0.7);
    }
}
