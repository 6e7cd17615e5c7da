//! Judges a case by the engine, and says what the engine saw where it differs.

use super::page::{Case, Claim, Pair};
use matching::{Comparison, Scoring, Verdict, compare};
use std::fmt::Write;

/// What is wrong, beginning with the line; none when the engine agrees with the case.
pub fn judge(case: &Case) -> Option<String> {
    let fault = match &case.claim {
        Claim::Verdict { pair, is_match } => verdict(pair, *is_match),
        Claim::Above { higher, lower } => above(higher, lower),
    };
    fault.map(|fault| format!("{}: {fault}", case.line))
}

fn verdict(pair: &Pair, is_match: bool) -> Option<String> {
    let comparison = compared(pair);
    let expected = if is_match { Verdict::Match } else { Verdict::NoMatch };
    let wanted = if is_match { "a match" } else { "no match" };
    (comparison.verdict != expected)
        .then(|| format!("{} should be {wanted}\n{}", pair.shown, seen(&comparison)))
}

fn above(higher: &Pair, lower: &Pair) -> Option<String> {
    let (high, low) = (compared(higher), compared(lower));
    (high.score <= low.score).then(|| {
        format!("{} should score above {}\n{}{}", higher.shown, lower.shown, seen(&high), seen(&low))
    })
}

/// Compares both ways round: whatever the page is about, the order of the two must not matter, and the contributions
/// must sum to the score.
fn compared(pair: &Pair) -> Comparison {
    let there = compare(&pair.left, &pair.right, Scoring::Evidence);
    let back = compare(&pair.right, &pair.left, Scoring::Evidence);
    assert!(
        (there.score - back.score).abs() < 1e-6,
        "{}: {} one way, {} the other",
        pair.shown,
        there.score,
        back.score
    );
    let parts = there.explanation.name_evidence.iter().chain(&there.explanation.corroboration);
    let sum: f64 = parts.map(|part| part.log_odds).sum();
    assert!((there.score - sum).abs() < 1e-6, "{}: score {}, contributions {sum}", pair.shown, there.score);
    assert!((0.0..=1.0).contains(&there.probability), "{}: probability {}", pair.shown, there.probability);
    there
}

fn seen(comparison: &Comparison) -> String {
    let mut text =
        format!("    score {:.2}, probability {:.3}\n   ", comparison.score, comparison.probability);
    for link in &comparison.explanation.alignment {
        let side = |token: &Option<String>| token.clone().unwrap_or_else(|| "—".to_owned());
        write!(
            text,
            " [{} {:?} {} {:.2}]",
            side(&link.subject),
            link.kind,
            side(&link.entry),
            link.similarity
        )
        .expect("a string takes all writes");
    }
    text.push_str("\n   ");
    for part in comparison.explanation.name_evidence.iter().chain(&comparison.explanation.corroboration) {
        write!(text, " {} {:+.2}", part.feature, part.log_odds).expect("a string takes all writes");
    }
    text + "\n"
}
