//! The score against values that nomenklatura 4.13's `ofac` gave for names of invented people, and its properties.

use super::{Prepared, score, score_names, word_by_word};
use proptest::prelude::*;

/// Query, listed name, measured score.
const MEASURED: &[(&str, &str, f64)] = &[
    ("Tarvin Oskelund", "Tarvin Oskelund", 100.0000),
    ("Tarvin Oskelund", "Oskelund Tarvin", 100.0000),
    ("OSKELUND, Tarvin", "Tarvin Oskelund", 100.0000),
    ("Tarvin Oskelund", "Tarvin Oskelund Brezhany", 100.0000),
    ("Tarvin Oskelund Brezhany", "Tarvin Oskelund", 92.5000),
    ("Tarvin Oskelund", "Tarwin Oskelundt", 95.5278),
    ("Tarvin Oskelund", "Marvin Oskelund", 94.4444),
    ("Tarvin Oskelund", "Tarvinoskelund", 98.6667),
    ("T. J. Oskelund", "Tarvin Oskelund", 100.0000),
    ("Kel Un", "Kel Dorin Un", 100.0000),
    ("Un", "Kel Dorin Un", 100.0000),
    ("Xi", "Xia", 91.1111),
    ("Tarvin", "Tarvinovka Advanced Works and Research Complex", 92.0000),
    ("O'Derry-Vance", "Oderry Vance", 100.0000),
    ("O’Derry Vance", "ODERRY VANCE", 100.0000),
    ("Dárvoš Élinand", "Darvos Elinand", 87.1429),
    ("Quellmark Straße", "QUELLMARK STRASSE", 100.0000),
    ("Гарвин Осколов", "Гарвин Осколов", 100.0000),
    ("Гарвин Осколов", "Garvin Oskolov", 0.0000),
    ("Гарвин Осколов", "Осколова Гарвина", 97.3214),
    ("دارویش کِلمان", "دارویش کلمان", 100.0000),
    ("دارویش کلمان", "درویش کلمانی", 95.8333),
    ("Bravo Lume Trading LLC", "Bravo Lume Trade L.L.C.", 96.8571),
    ("Lume-Bravo & Sons 1997", "Bravo Lume Sons", 75.0000),
    ("Hadiq Norzam al-Teref", "Hadiq Norzam Altref", 97.0426),
    ("Hadiq Norzam", "Zamnor Qadih", 36.6667),
    ("Vessel ²Star", "Vessel Star", 100.0000),
    ("Anneke", "Annike Brul", 87.5556),
    ("A", "A", 100.0000),
    ("...", "Tarvin", 0.0000),
    ("Tarvin", "...", 0.0000),
    ("Nuria Belcastel", "Nuria Belcastel Nuria", 100.0000),
];

#[test]
fn scores_are_those_of_the_reference() {
    for (query, listed, expected) in MEASURED {
        let found = score_names(query, listed);
        assert!((found - expected).abs() < 0.001, "{query} | {listed}: {found:.4}, not {expected:.4}");
    }
}

#[test]
fn a_very_long_name_is_cut_and_still_scored() {
    let long = "Tarvin ".repeat(100_000);
    assert_eq!(score_names(&long, &long), 100.0);
    assert_eq!(score_names("Tarvin", &long), 100.0);
    assert_eq!(score_names(&"x".repeat(100_000), "y"), 0.0);
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-E]{1,6}( [A-E]{1,6}){0,3}",
        "[а-г]{1,6}( [а-г]{1,6}){0,3}",
        "[ا-خ]{1,6}( [ا-خ]{1,6}){0,3}",
        any::<String>(),
    ]
}

proptest! {
    #[test]
    fn a_score_is_in_range(query in name(), listed in name()) {
        let score = score_names(&query, &listed);
        prop_assert!((0.0..=100.0).contains(&score), "{score}");
    }

    #[test]
    fn a_name_is_itself(name in name()) {
        let prepared = Prepared::new(&name);
        let expected = if prepared.words.is_empty() { 0.0 } else { 100.0 };
        prop_assert!((score(&prepared, &prepared) - expected).abs() < 1e-9);
    }

    #[test]
    fn case_marks_and_stops_do_not_count(query in "[a-e]{1,6} [a-e]{1,6}", listed in "[a-e]{1,6} [a-e]{1,6}") {
        let dressed = query.to_uppercase().replace('A', "A\u{301}").replace('B', "B.") + "’";
        prop_assert_eq!(score_names(&query, &listed), score_names(&dressed, &listed));
    }

    #[test]
    fn more_words_on_the_list_never_lower_the_words_score(query in name(), listed in name(), more in name()) {
        let (query, fewer) = (Prepared::new(&query), Prepared::new(&listed));
        let longer = Prepared::new(&format!("{listed} {more}"));
        prop_assert!(word_by_word(&query, &longer) >= word_by_word(&query, &fewer));
    }
}
