//! Holds the console's pages to their words: every key that a page says is in every language, every key of the
//! console's catalogues is said somewhere, and no template holds a text, a style or a script of its own.

use language::{Catalogue, Language};
use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Keys that pages put together of a beginning and a name that they show.
const COMPOSED: [&str; 16] = [
    "action-",
    "console-agreement-",
    "console-calendar-",
    "console-demo-as-",
    "console-error-",
    "console-job-",
    "console-numerals-",
    "console-role-",
    "console-said-",
    "console-theme-",
    "delivery-",
    "desk-",
    "event-",
    "identifier-",
    "schema-",
    "script-",
];

/// Words that stand in templates as they are: the program's name, commands, keys of the keyboard.
const OWN: [&str; 5] = ["Entente", "Enter", "Ctrl", "entente lists fetch", "entente audit sign"];

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, ending: &str, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, ending, found);
            } else if path.extension().is_some_and(|found| found == ending) {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), ending, &mut found);
    assert!(!found.is_empty(), "no .{ending} in {folder}");
    found
}

/// Literal keys in the pages and their templates.
fn said() -> BTreeSet<String> {
    let spoken = Regex::new(r#"(?:say|with|with_two|count)\(\s*"([a-z0-9-]+)""#).unwrap();
    let named = Regex::new(
        r#""((?:console|components|span|list-state|attempt|fault|gender|name|audit-finding)-[a-z-]*[a-z])""#,
    )
    .unwrap();
    let all = [files("src/console", "rs"), files("src/console/templates", "html")].concat();
    let mut keys = BTreeSet::new();
    for (_, text) in &all {
        // Tests speak of other things.
        let text = text.split("#[cfg(test)]").next().unwrap();
        for expression in [&spoken, &named] {
            keys.extend(expression.captures_iter(text).map(|found| found[1].to_owned()));
        }
    }
    keys
}

#[test]
fn every_key_that_a_page_says_is_in_every_language() {
    let keys = said();
    assert!(keys.len() > 200, "only {} keys found", keys.len());
    for language in Language::ALL {
        let catalogue = Catalogue::new(language);
        let missing: Vec<_> = keys.iter().filter(|key| !catalogue.has(key)).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
    }
}

#[test]
fn every_key_of_the_console_is_said_somewhere() {
    let said = said();
    let key = Regex::new(r"(?m)^([a-z0-9-]+) =").unwrap();
    let catalogues = files("../../foundation/language/locales/en", "ftl").into_iter();
    let ours =
        catalogues.filter(|(path, _)| path.file_name().unwrap().to_str().unwrap().starts_with("console"));
    let mut unsaid = Vec::new();
    for (_, text) in ours {
        for found in key.captures_iter(&text) {
            let key = &found[1];
            if !said.contains(key) && !COMPOSED.iter().any(|begin| key.starts_with(begin)) {
                unsaid.push(key.to_owned());
            }
        }
    }
    assert!(unsaid.is_empty(), "nobody says {unsaid:?}");
}

#[test]
fn composed_keys_are_whole() {
    let actions: Vec<String> =
        node::identity::Action::ALL.iter().map(|action| action.as_str().replace('.', "-")).collect();
    let actions: Vec<&str> = actions.iter().map(String::as_str).collect();
    let events = node::notices::EVENTS.map(|event| event.replace('.', "-"));
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let roles = node::identity::Role::ALL.map(node::identity::Role::as_str);
    let families: [(&str, &[&str]); 11] = [
        ("action-", &actions),
        ("event-", &events),
        ("console-role-", &roles),
        ("console-demo-as-", &["analyst", "approver", "reviewer", "auditor", "administrator"]),
        ("console-job-", &["receiving", "running", "finished", "failed", "cancelled"]),
        ("delivery-", &["waiting", "sent", "failed"]),
        ("operating-point-", &["strict", "standard", "wide"]),
        ("console-agreement-", &["agrees", "differs", "one-side", "open"]),
        ("console-numerals-", &["latin", "urdu", "arabic"]),
        ("console-theme-", &["system", "light", "dark"]),
        (
            "identifier-",
            &[
                "passport",
                "national-id",
                "tax-number",
                "registration",
                "lei",
                "bic",
                "imo",
                "mmsi",
                "call-sign",
                "aircraft-tail",
                "serial-number",
                "wallet",
                "contact",
                "other",
            ],
        ),
    ];
    for language in Language::ALL {
        for (begin, names) in families {
            for name in names {
                assert!(
                    Catalogue::new(language).has(&format!("{begin}{name}")),
                    "{begin}{name} in {language}"
                );
            }
        }
    }
    let frame =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/console/frame.rs")).unwrap();
    let outcome = Regex::new(r#"(?m)^    [A-Z][A-Za-z]+ = "([a-z-]+)","#).unwrap();
    let outcomes: Vec<String> = outcome.captures_iter(&frame).map(|found| found[1].to_owned()).collect();
    assert!(outcomes.len() > 5, "{outcomes:?}");
    for name in outcomes {
        assert!(Catalogue::default().has(&format!("console-said-{name}")), "console-said-{name}");
    }
}

#[test]
fn templates_hold_no_text_of_their_own() {
    // What a page puts into the tag of its main part is no text.
    let class = Regex::new(r"\{% block main_class %\}.*?\{% endblock %\}").unwrap();
    let code = Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}").unwrap();
    let keys = Regex::new(r"<kbd[^>]*>.*?</kbd>").unwrap();
    let told =
        Regex::new(r#"\b(?:title|aria-label|placeholder|alt|data-head|content|label)="([^"]*)""#).unwrap();
    let tags = Regex::new(r"(?s)<[^>]*>").unwrap();
    for (path, text) in files("src/console/templates", "html") {
        let bare = class.replace_all(&text, "");
        let bare = code.replace_all(&bare, "");
        let bare = keys.replace_all(&bare, "");
        for found in told.captures_iter(&bare) {
            let value = &found[1];
            let of_browsers = value.starts_with("width=") || value == "light dark";
            assert!(of_browsers || !value.chars().any(char::is_alphabetic), "{}: {value:?}", path.display());
        }
        let mut rest = tags.replace_all(&bare, " ").into_owned();
        for own in OWN.iter().chain(&["entente audit verify"]) {
            rest = rest.replace(own, "");
        }
        let word = rest.split_whitespace().find(|word| word.chars().any(char::is_alphabetic));
        assert_eq!(word, None, "{}", path.display());
    }
}

#[test]
fn templates_hold_no_style_and_no_script() {
    let inline =
        Regex::new(r"(?i)\sstyle=|\son[a-z]+=|<style|javascript:|<script(?:>|[^>]*[^>]>\s*[^<\s])").unwrap();
    for (path, text) in files("src/console/templates", "html") {
        assert!(!inline.is_match(&text), "{}: {:?}", path.display(), inline.find(&text));
    }
}
