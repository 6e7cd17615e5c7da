//! The alignment checker on the example statement: it says nothing of the texts as they are, and finds every error that is
//! put into them.

use proptest::prelude::*;
use working_group::{Flag, FlagKind, Paragraph, Statement, check};

const EXAMPLE: &str = include_str!("../../../../examples/statement/statement.json");

fn example() -> Statement {
    serde_json::from_str(EXAMPLE).unwrap()
}

fn told(flags: &[Flag]) -> Vec<String> {
    let words = |places: &[working_group::Place]| {
        places.iter().map(|place| place.words.as_str()).collect::<Vec<_>>().join(", ")
    };
    let line = |flag: &Flag| {
        let places = &flag.places;
        format!(
            "{} {}: {} / {} / {}",
            flag.paragraph,
            flag.kind.as_str(),
            words(&places.en),
            words(&places.ru),
            words(&places.ur)
        )
    };
    flags.iter().map(line).collect()
}

#[test]
fn a_clean_text_has_no_flags() {
    let statement = example();
    assert!(statement.paragraphs.len() >= 40);
    assert_eq!(told(&check(&statement)), Vec::<String>::new());
}

/// Errors that translations really have: paragraph, language, what stands there, what is put in its place, what the checker
/// must call it.
const ERRORS: &str = include_str!("seeded_errors.tsv");

#[test]
fn every_seeded_error_is_found() {
    let errors: Vec<&str> = ERRORS.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(errors.len() >= 50);
    let mut missed = Vec::new();
    for error in &errors {
        let [id, language, from, to, kind] = error.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{error}")
        };
        let mut statement = example();
        let paragraph = statement.paragraphs.iter_mut().find(|paragraph| paragraph.id == id).unwrap();
        let text = match language {
            "en" => &mut paragraph.en,
            "ru" => &mut paragraph.ru,
            _ => &mut paragraph.ur,
        };
        assert!(from.is_empty() || text.contains(from), "{error}: {text}");
        *text = if from.is_empty() { to.to_owned() } else { text.replacen(from, to, 1) };
        let flags = check(&statement);
        let found = |flag: &Flag| flag.paragraph == id && flag.kind.as_str() == kind;
        if !flags.iter().any(found) || flags.iter().any(|flag| flag.paragraph != id) {
            missed.push(format!("{error} -> {:?}", told(&flags)));
        }
    }
    assert_eq!(missed, Vec::<String>::new());
}

#[test]
fn a_flag_is_settled_until_a_text_changes() {
    let mut statement = example();
    statement.paragraphs[8].ru = statement.paragraphs[8].ru.replace("три месяца", "квартал");
    let flags = check(&statement);
    assert_eq!(told(&flags), ["9 number: three /  / تین"]);
    assert_eq!(flags[0].kind, FlagKind::Number);
    let settled = working_group::Settled {
        flag: flags[0].key.clone(),
        reason: "a quarter has three months".to_owned(),
    };
    statement.settled.push(settled);
    assert_eq!(check(&statement)[0].settled.as_deref(), Some("a quarter has three months"));
    statement.paragraphs[8].ru.push_str(" Ежеквартально.");
    assert_eq!(check(&statement)[0].settled, None);
}

/// Words that the checker's parts look for, among signs that it does not know.
fn texts() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "12",
        "۱۲",
        "1,000",
        "99999999999999999999",
        "XIV",
        "May",
        "мая",
        "مئی",
        "million",
        "لاکھ",
        "thousand",
        "hundred",
        "двадцать",
        "th",
        "-",
        ".",
        ",",
        "Mr",
        "Viktor",
        "Селенова",
        "سیلینوف",
        "Central",
        "and",
        "South",
        "Asia",
        "\u{202e}",
        "e\u{301}",
    ]);
    prop::collection::vec(prop_oneof![words.prop_map(str::to_owned), "\\PC{0,8}"], 0..12)
        .prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn any_texts_are_checked_and_places_are_in_them(en in texts(), ru in texts(), ur in texts()) {
        let mut statement = example();
        statement.paragraphs = vec![Paragraph { id: "1".to_owned(), en, ru, ur }];
        for flag in check(&statement) {
            let paragraph = &statement.paragraphs[0];
            let sides = [(&flag.places.en, &paragraph.en), (&flag.places.ru, &paragraph.ru), (&flag.places.ur, &paragraph.ur)];
            for (places, text) in sides {
                for place in places {
                    prop_assert_eq!(text.get(place.start..place.end), Some(place.words.as_str()));
                }
            }
        }
    }
}
