//! Judges a case by the engine, and says what the engine saw where it differs.

use super::page::{Case, Claim, Pair};
use matching::{Comparison, Scoring, Verdict, compare};
use std::fmt::Write;

/// What is wrong, beginning with the line; none when the engine agrees with the case.
pub fn judge(case: &Case) -> Option<String> {
    let outcome = match &case.claim {
        Claim::Verdict { pair, is_match } => verdict(pair, *is_match),
        Claim::Above { higher, lower } => above(higher, lower),
    };
    outcome.err().map(|fault| format!("{}: {fault}", case.line))
}

fn verdict(pair: &Pair, is_match: bool) -> Result<(), String> {
    let comparison = compared(pair)?;
    let (expected, wanted) =
        if is_match { (Verdict::Match, "a match") } else { (Verdict::NoMatch, "no match") };
    if comparison.verdict == expected {
        return Ok(());
    }
    Err(format!("{} should be {wanted}\n{}", pair.shown, seen(&comparison)))
}

fn above(higher: &Pair, lower: &Pair) -> Result<(), String> {
    let (high, low) = (compared(higher)?, compared(lower)?);
    if high.score > low.score {
        return Ok(());
    }
    Err(format!("{} should score above {}\n{}{}", higher.shown, lower.shown, seen(&high), seen(&low)))
}

/// Compares both ways round. Whatever a page is about, which of the two stands first must not matter, contributions
/// sum to the score, and a probability is one.
fn compared(pair: &Pair) -> Result<Comparison, String> {
    const NEAR: f64 = 1e-6;
    let there = compare(&pair.left, &pair.right, Scoring::Evidence);
    let back = compare(&pair.right, &pair.left, Scoring::Evidence);
    let parts = there.explanation.name_evidence.iter().chain(&there.explanation.corroboration);
    let sum: f64 = parts.map(|part| part.log_odds).sum();
    let fault = if (there.score - back.score).abs() > NEAR {
        format!("scores {} one way round and {} the other", there.score, back.score)
    } else if (there.score - sum).abs() > NEAR {
        format!("scores {}, but the contributions sum to {sum}", there.score)
    } else if !(0.0..=1.0).contains(&there.probability) {
        format!("has the probability {}", there.probability)
    } else {
        return Ok(there);
    };
    Err(format!("{} {fault}\n{}", pair.shown, seen(&there)))
}

fn seen(comparison: &Comparison) -> String {
    let mut text =
        format!("    score {:.2}, probability {:.3}\n   ", comparison.score, comparison.probability);
    for link in &comparison.explanation.alignment {
        let side = |token: &Option<String>| token.clone().unwrap_or_else(|| "—".to_owned());
        let (subject, entry) = (side(&link.subject), side(&link.entry));
        write!(text, " [{subject} {:?} {entry} {:.2}]", link.kind, link.similarity)
            .expect("a string takes all writes");
    }
    text.push_str("\n   ");
    for part in comparison.explanation.name_evidence.iter().chain(&comparison.explanation.corroboration) {
        write!(text, " {} {:+.2}", part.feature, part.log_odds).expect("a string takes all writes");
    }
    text + "\n"
}
