//! Shares, intervals and quantiles. Everything random is seeded: two runs on the same data print the same figures.

use fastrand::Rng;

/// A measured value with its 95 % interval.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// The value itself.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// Two-sided 95 %.
const Z: f64 = 1.959_964;

/// How many resamples a bootstrap draws.
const RESAMPLES: usize = 2000;

/// The share `hits / all` with Wilson's interval.
pub fn share(hits: usize, all: usize) -> Estimate {
    if all == 0 {
        return Estimate { value: f64::NAN, low: 0.0, high: 1.0 };
    }
    let (n, p) = (all as f64, hits as f64 / all as f64);
    let scale = 1.0 + Z * Z / n;
    let centre = (p + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    Estimate { value: p, low: (centre - half).clamp(0.0, p), high: (centre + half).clamp(p, 1.0) }
}

/// The share of items of which `test` holds.
pub fn share_of<'a, T: 'a>(items: impl IntoIterator<Item = &'a T>, test: impl Fn(&T) -> bool) -> Estimate {
    let (mut hits, mut all) = (0, 0);
    for item in items {
        all += 1;
        hits += usize::from(test(item));
    }
    share(hits, all)
}

/// A statistic of a sample with the percentile interval of its resamples (bootstrap).
pub fn bootstrap<T: Clone>(sample: &[T], statistic: impl Fn(&[T]) -> f64) -> Estimate {
    let mut random = Rng::with_seed(17);
    let mut drawn: Vec<T> = sample.to_vec();
    let mut values: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            drawn.iter_mut().for_each(|slot| *slot = sample[random.usize(..sample.len())].clone());
            statistic(&drawn)
        })
        .filter(|value| value.is_finite())
        .collect();
    values.sort_by(f64::total_cmp);
    Estimate { value: statistic(sample), low: quantile(&values, 0.025), high: quantile(&values, 0.975) }
}

/// A share over strata that stand for more than was sampled of them: `(size, hits, sampled)` of each stratum.
pub fn stratified(strata: &[(usize, usize, usize)]) -> Estimate {
    let total: f64 = strata.iter().map(|(size, ..)| *size as f64).sum();
    let (mut value, mut variance) = (0.0, 0.0);
    for &(size, hits, sampled) in strata.iter().filter(|(_, _, sampled)| *sampled > 0) {
        let (part, n) = (size as f64 / total, sampled as f64);
        value += part * hits as f64 / n;
        // One success and one failure more: a stratum without failures is not therefore certain.
        let p = (hits as f64 + 1.0) / (n + 2.0);
        let finite = 1.0 - (n / size as f64).min(1.0);
        variance += part * part * p * (1.0 - p) / n * finite;
    }
    let half = Z * variance.sqrt();
    Estimate { value, low: (value - half).max(0.0), high: (value + half).min(1.0) }
}

/// A quantile of ascending values, the nearest one; not a number when there are none.
pub fn quantile(sorted: &[f64], part: f64) -> f64 {
    let last = sorted.len().saturating_sub(1) as f64;
    sorted.get((part * last).round() as usize).copied().unwrap_or(f64::NAN)
}

/// The lowest threshold that at most `allowed` of the values exceed: a value counts when it is greater.
pub fn threshold_above(values: impl IntoIterator<Item = f64>, allowed: usize) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values.get(allowed).copied().unwrap_or(f64::NEG_INFINITY)
}

/// Precision, recall and F1 from `(said to match, is a match)`.
#[derive(Clone, Copy, Debug)]
pub struct Accuracy {
    /// Of what was said to match, how much does.
    pub precision: f64,
    /// Of what matches, how much was said to.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
}

/// The accuracy of verdicts.
pub fn accuracy(verdicts: &[(bool, bool)]) -> Accuracy {
    let count =
        |said: bool, is: bool| verdicts.iter().filter(|verdict| **verdict == (said, is)).count() as f64;
    let (right, wrong, missed) = (count(true, true), count(true, false), count(false, true));
    Accuracy {
        precision: right / (right + wrong),
        recall: right / (right + missed),
        f1: 2.0 * right / (2.0 * right + wrong + missed),
    }
}

/// The threshold with the best F1 over `(score, is a match)`: scores from it on are matches.
pub fn best_threshold(scored: &[(f64, bool)]) -> f64 {
    let f1 = |threshold: f64| {
        let verdicts: Vec<(bool, bool)> =
            scored.iter().map(|(score, is)| (*score >= threshold, *is)).collect();
        accuracy(&verdicts).f1
    };
    let best = scored.iter().map(|(score, _)| *score).max_by(|a, b| f1(*a).total_cmp(&f1(*b)));
    best.unwrap_or(f64::INFINITY)
}

/// A seeded sample of at most `most` items, in their order.
pub fn sample<T>(items: Vec<T>, most: usize, seed: u64) -> Vec<T> {
    if items.len() <= most {
        return items;
    }
    let mut random = Rng::with_seed(seed);
    let mut chosen = random.choose_multiple(0..items.len(), most);
    chosen.sort_unstable();
    let mut chosen = chosen.into_iter().peekable();
    items
        .into_iter()
        .enumerate()
        .filter(|(at, _)| chosen.next_if_eq(at).is_some())
        .map(|(_, item)| item)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: f64, expected: f64) {
        assert!((found - expected).abs() < 5e-4, "{found} is not {expected}");
    }

    #[test]
    fn wilson_interval_of_known_cases() {
        let none = share(0, 10);
        check(none.low, 0.0);
        check(none.high, 0.2775);
        let most = share(81, 263);
        check(most.low, 0.2553);
        check(most.high, 0.3662);
    }

    #[test]
    fn thresholds_let_no_more_through_than_allowed() {
        let values = [0.1, 0.9, 0.5, 0.5, 0.3];
        for allowed in 0..=values.len() {
            let threshold = threshold_above(values, allowed);
            assert!(values.iter().filter(|value| **value > threshold).count() <= allowed);
        }
    }

    #[test]
    fn the_best_threshold_parts_what_can_be_parted() {
        let scored = [(0.9, true), (0.8, true), (0.4, false), (0.2, false)];
        check(best_threshold(&scored), 0.8);
        check(accuracy(&[(true, true), (true, false), (false, true)]).f1, 0.5);
    }

    #[test]
    fn strata_weigh_by_what_they_stand_for() {
        check(stratified(&[(900, 10, 10), (100, 0, 10)]).value, 0.9);
    }

    #[test]
    fn a_sample_keeps_order_and_size() {
        let drawn = sample((0..100).collect(), 10, 3);
        assert_eq!(drawn.len(), 10);
        assert!(drawn.is_sorted());
        assert_eq!(drawn, sample((0..100).collect(), 10, 3));
    }
}
