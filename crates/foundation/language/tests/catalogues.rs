//! Holds the three catalogues to each other: the same keys, the same placeables, no text of another language left
//! behind, no fault in the files.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource, Variant};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Words in Latin letters that Russian and Urdu texts may contain: names of lists and standards, and the program's.
const LATIN_WORDS: [&str; 8] = ["OFAC", "Entente", "UTC", "API", "CSV", "JSON", "MiB", "https"];

/// A message's placeables and all of its texts, every variant of it.
#[derive(Default)]
struct Message {
    placeables: BTreeSet<String>,
    texts: Vec<String>,
}

type Messages = BTreeMap<String, Message>;

#[test]
fn every_key_is_in_every_language_with_the_same_placeables() {
    let english = read("en");
    for language in ["ru", "ur"] {
        let translated = read(language);
        let keys = |messages: &Messages| messages.keys().cloned().collect::<BTreeSet<_>>();
        let (ours, theirs) = (keys(&english), keys(&translated));
        let missing: Vec<_> = ours.difference(&theirs).collect();
        let extra: Vec<_> = theirs.difference(&ours).collect();
        assert!(missing.is_empty() && extra.is_empty(), "{language}: missing {missing:?}, extra {extra:?}");
        for (key, message) in &english {
            assert_eq!(message.placeables, translated[key].placeables, "placeables of {key} in {language}");
        }
    }
}

#[test]
fn translations_leave_no_latin_letters_behind() {
    for language in ["ru", "ur"] {
        for (key, message) in read(language) {
            for text in message.texts {
                let foreign = text.split(|c: char| !c.is_alphabetic()).find(|word| {
                    word.chars().any(|c| c.is_ascii_alphabetic()) && !LATIN_WORDS.contains(word)
                });
                assert_eq!(foreign, None, "{key} in {language}: {text:?}");
            }
        }
    }
}

#[test]
fn each_language_is_written_in_its_own_letters() {
    let arabic_not_urdu = ['ي', 'ك', 'ى', 'ه'];
    for (language, own) in [("ru", '\u{0400}'..='\u{04FF}'), ("ur", '\u{0600}'..='\u{06FF}')] {
        for (key, message) in read(language) {
            for text in message.texts.iter().filter(|text| text.chars().any(char::is_alphabetic)) {
                assert!(text.chars().any(|c| own.contains(&c)), "{key} in {language}: {text:?}");
                assert!(
                    !text.contains(arabic_not_urdu),
                    "{key}: {text:?} has an Arabic letter where Urdu has its own"
                );
                assert!(!text.contains(['ё', 'Ё']), "{key}: {text:?}: official Russian leaves out the dots");
            }
        }
    }
}

#[test]
fn texts_are_tidy() {
    for language in ["en", "ru", "ur"] {
        for (key, message) in read(language) {
            for text in message.texts.iter().filter(|_| !key.ends_with("separator")) {
                assert!(!text.contains("  "), "double space: {key} in {language}");
                assert!(
                    !text.contains(['"', '\'']),
                    "straight quotation mark: {key} in {language}: {text:?}"
                );
            }
            assert!(
                !message.texts.is_empty() || !message.placeables.is_empty(),
                "empty: {key} in {language}"
            );
        }
    }
}

/// Reads all catalogue files of a language, failing on any fault and on a key given twice.
fn read(language: &str) -> Messages {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let mut messages = Messages::new();
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        let resource: Resource<&str> = fluent_syntax::parser::parse(source.as_str())
            .unwrap_or_else(|(_, faults)| panic!("{}: {faults:?}", path.display()));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let key = message.id.name;
            let value = message.value.as_ref().expect("every key has a text");
            let attributes = message.attributes.iter().map(|a| (format!("{key}.{}", a.id.name), &a.value));
            for (key, pattern) in std::iter::once((key.to_owned(), value)).chain(attributes) {
                let mut read = Message::default();
                read_pattern(pattern, &mut read);
                assert!(messages.insert(key.clone(), read).is_none(), "{key} twice in {language}");
            }
        }
    }
    assert!(messages.len() > 100, "{language} has only {} keys", messages.len());
    messages
}

fn read_pattern(pattern: &Pattern<&str>, read: &mut Message) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => read.texts.push((*value).to_owned()),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => read_inline(inline, read),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                read_inline(selector, read);
                for Variant { value, .. } in variants {
                    read_pattern(value, read);
                }
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, read: &mut Message) {
    match inline {
        InlineExpression::VariableReference { id } => {
            read.placeables.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { value } => read.texts.push((*value).to_owned()),
        other => panic!("catalogues use texts, arguments and plurals only, not {other:?}"),
    }
}
