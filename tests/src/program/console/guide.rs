//! The pictures of the user guide (`docs/guide`): taken by the tour when `ENTENTE_GUIDE_PICTURES` asks for it, and held
//! here to what the guide says of them.

use super::browser::Tab;
use regex::Regex;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

/// The languages of the guide.
const LANGUAGES: [&str; 3] = ["en", "ru", "ur"];

/// Pages of which the guide has a picture.
const PICTURES: [&str; 13] = [
    "door", "today", "queue", "alert", "case", "screen", "uploads", "upload", "lists", "quality", "audit",
    "users", "roles",
];

/// All pictures together have at most so many bytes.
const MOST: u64 = 4_500_000;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/guide")
}

/// Keeps a picture of the page that a tab is at, where the guide has one and it is asked for.
#[allow(clippy::disallowed_methods, reason = "pictures are asked for in the environment, as snapshots are")]
pub fn picture(tab: &mut Tab<'_>, page: &str, language: &str) {
    if std::env::var_os("ENTENTE_GUIDE_PICTURES").is_none() || !PICTURES.contains(&page) {
        return;
    }
    tab.resize(1120, 720);
    let path = folder().join("pictures").join(format!("{page}-{language}.png"));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, tab.window()).unwrap();
    tab.resize(1280, 900);
}

#[test]
fn the_guide_has_its_pictures_and_no_others() {
    let picture = Regex::new(r"\]\(pictures/([a-z-]+\.png)\)").unwrap();
    let mut named = BTreeSet::new();
    for language in LANGUAGES {
        let text = fs::read_to_string(folder().join(format!("{language}.md"))).unwrap();
        let own: BTreeSet<String> = picture.captures_iter(&text).map(|found| found[1].to_owned()).collect();
        let expected: BTreeSet<String> = PICTURES.map(|page| format!("{page}-{language}.png")).into();
        assert_eq!(own, expected, "{language}.md");
        named.extend(own);
    }
    let mut bytes = 0;
    let mut there = BTreeSet::new();
    for entry in fs::read_dir(folder().join("pictures")).unwrap() {
        let entry = entry.unwrap();
        bytes += entry.metadata().unwrap().len();
        there.insert(entry.file_name().into_string().unwrap());
    }
    assert_eq!(there, named);
    assert!(bytes < MOST, "the pictures have {bytes} bytes");
}
