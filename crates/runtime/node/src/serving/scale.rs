//! Scores from 0 to 1, for clients that know no log-odds: .50 is the operating point `wide`, .70 `standard`, .80
//! `strict`. Strictly monotone, so the order of results stays and no two scores become one.
//!
//! Between the three points, and with the last slope beyond them, the log-odds of the scaled score are a straight
//! line over the engine's log-odds: the scaled score approaches 0 and 1 and never reaches them.

use matching::{OperatingPoint, Scoring};

/// Scaled score of each operating point, from the lowest.
const POINTS: [(OperatingPoint, f64); 3] =
    [(OperatingPoint::Wide, 0.5), (OperatingPoint::Standard, 0.7), (OperatingPoint::Strict, 0.8)];

/// The scaled score of a score as the engine forms it.
pub fn scaled(scoring: Scoring, score: f64) -> f64 {
    logistic(line(score, anchors(scoring)))
}

/// The engine's score whose scaled score is `scaled`: what a threshold of a client means here. Nothing lies below
/// scaled 0 and above scaled 1.
pub fn threshold_of(scoring: Scoring, scaled: f64) -> f64 {
    let turned = anchors(scoring).map(|(score, log_odds)| (log_odds, score));
    let bounded = scaled.clamp(1e-3, 1.0 - 1e-12);
    line(log_odds(bounded), turned)
}

/// [`threshold_of`] for log-odds.
pub fn evidence_of(scaled: f64) -> f64 {
    threshold_of(Scoring::Evidence, scaled)
}

/// The engine's score and the scaled log-odds of each point.
fn anchors(scoring: Scoring) -> [(f64, f64); 3] {
    POINTS.map(|(point, scaled)| (score_at(scoring, point), log_odds(scaled)))
}

/// The engine's score at an operating point.
fn score_at(scoring: Scoring, point: OperatingPoint) -> f64 {
    match scoring {
        Scoring::Evidence => point.figures().threshold,
        Scoring::Ofac => point.ofac_threshold(),
    }
}

/// The straight lines through three points, the outer ones continued.
fn line(x: f64, [low, middle, high]: [(f64, f64); 3]) -> f64 {
    let through = |(x0, y0): (f64, f64), (x1, y1): (f64, f64)| y0 + (x - x0) * (y1 - y0) / (x1 - x0);
    match x < middle.0 {
        true => through(low, middle),
        false => through(middle, high),
    }
}

fn log_odds(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

fn logistic(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn operating_points_have_round_scores() {
        for scoring in [Scoring::Evidence, Scoring::Ofac] {
            for (point, expected) in POINTS {
                let score = score_at(scoring, point);
                assert!((scaled(scoring, score) - expected).abs() < 1e-12, "{point:?}");
                assert!((threshold_of(scoring, expected) - score).abs() < 1e-9, "{point:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn order_stays_and_nothing_reaches_the_ends(a in -40.0..60.0, step in 1e-3..20.0) {
            let (low, high) = (scaled(Scoring::Evidence, a), scaled(Scoring::Evidence, a + step));
            prop_assert!(0.0 < low && low < high && high < 1.0, "{low} {high}");
        }

        #[test]
        fn a_threshold_is_turned_back(scaled_score in 0.01..0.999) {
            let there_and_back = scaled(Scoring::Evidence, evidence_of(scaled_score));
            prop_assert!((there_and_back - scaled_score).abs() < 1e-9);
        }
    }
}
