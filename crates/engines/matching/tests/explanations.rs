//! What explanations say of two names: one statement for two words, and contributions that sum to the score.

use matching::{Scoring, compare};
use model::{Name, Profile, Schema};

#[track_caller]
fn check(left: &str, right: &str, expected: &[&str], never: &str) {
    let named = |name: &str| Profile { names: vec![Name::primary(name)], ..Profile::new(Schema::Person) };
    let comparison = compare(&named(left), &named(right), Scoring::Evidence);
    let explanation = &comparison.explanation;
    let told: Vec<&str> =
        explanation.name_evidence.iter().map(|contribution| contribution.feature.as_str()).collect();
    assert!(expected.iter().all(|feature| told.contains(feature)), "{left} / {right}: {told:?}");
    assert!(!told.contains(&never), "{left} / {right}: {told:?}");
    let all = explanation.name_evidence.iter().chain(&explanation.corroboration);
    let sum: f64 = all.map(|contribution| contribution.log_odds).sum();
    assert!((sum - comparison.score).abs() < 1e-5, "{left} / {right}: {sum} is not {}", comparison.score);
}

#[test]
fn words_that_sound_all_but_the_same_are_not_called_two_names() {
    // No list of forms brings Nabeel and Набиль together, which counts against them and contradicts nothing.
    check("Nabeel Munir", "Набиль Мунир", &["tokens-transliteration", "tokens-equivalent"], "known-apart");
    check("Nabeel Munir", "نبیل منیر", &[], "known-apart");
}

#[test]
fn words_that_sound_alike_are_called_two_names_where_they_are() {
    check("Hasan Vymyshlenko", "Husayn Vymyshlenko", &["known-apart"], "tokens-equivalent");
}
