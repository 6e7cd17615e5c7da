//! The name cases of `tests/names/*.md`: pages that an analyst reads and extends, each row of their tables a test of
//! the engine. One test for a page; a failing page lists all of its rows that failed, by line.

mod judge;
mod page;

use judge::judge;
use page::Page;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// One test for each page named.
macro_rules! pages {
    ($($page:ident)+) => {
        $(#[test] fn $page() { check(stringify!($page)); })+

        #[test]
        fn every_page_is_checked() {
            let checked = BTreeSet::from([$(stringify!($page).replace('_', "-")),+]);
            let written: BTreeSet<String> = std::fs::read_dir(folder())
                .unwrap()
                .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
                .collect();
            assert_eq!(written, checked, "pages of tests/names and the list in tests/src/names.rs");
        }
    };
}

pages! {
    arabic
    central_asian
    companies
    founding_names
    homoglyphs_and_bidi
    order_and_chains
    persian_pashto
    russian
    short_names
    titles_and_nicknames
    ukrainian
    urdu
    vessels
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("names")
}

#[track_caller]
fn check(page: &str) {
    let file = page.replace('_', "-") + ".md";
    let text = std::fs::read_to_string(folder().join(&file)).unwrap();
    let page = Page::read(&text).unwrap_or_else(|fault| panic!("tests/names/{file}:{fault}"));
    let failures: Vec<String> = page
        .cases
        .iter()
        .filter_map(|case| judge(case).map(|fault| format!("tests/names/{file}:{fault}")))
        .collect();
    println!("{file}: {} cases", page.cases.len());
    assert!(page.cases.len() >= 4, "{file} has too few cases");
    assert!(
        failures.is_empty(),
        "{} of {} cases failed\n{}",
        failures.len(),
        page.cases.len(),
        failures.join("\n")
    );
}

/// The words for the engine's findings: none missing, none left over.
#[test]
fn every_finding_has_words_and_no_words_are_idle() {
    let features: BTreeSet<String> =
        matching::explained_features().map(|name| format!("feature-{name}")).collect();
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/foundation/language/locales");
    let catalogue = std::fs::read_to_string(locales.join("en/features.ftl")).unwrap();
    let keys: BTreeSet<String> = catalogue
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .filter(|(key, _)| key.starts_with("feature-"))
        .map(|(key, _)| key.to_owned())
        .collect();
    assert_eq!(features, keys, "features of the engine, keys of features.ftl");
}
