//! Retrieval loses nothing: on real lists the search finds exactly what a scan of all names finds. Run with the
//! release profile by `cargo xtask test` (tests whose names begin with `release_`).

use matching::tuning::Searcher;
use matching::{Index, IndexBuilder, IndexedList};
use model::{Entity, ListId, Name, PartialDate, Profile, Schema};
use std::path::PathBuf;
use text::Style;

/// Queries taken, evenly spread over the file.
const EVERY: usize = 101;

#[test]
fn release_search_finds_what_a_scan_finds() {
    let Some(shared) = shared() else { return };
    let rows = |file: &str| -> Vec<serde_json::Value> {
        let packed = std::fs::File::open(shared.join("data/screening").join(file))
            .expect("the shared data is complete");
        let text = std::io::read_to_string(liblzma::read::XzDecoder::new(packed)).expect("the file is xz");
        text.lines().map(|line| serde_json::from_str(line).expect("rows are JSON")).collect()
    };
    let entries: Vec<Entity> = rows("index_dev.jsonl.xz")
        .iter()
        .map(|row| Entity {
            profile: profile(row),
            ..Entity::new(row["id"].as_str().unwrap_or_default(), Schema::Thing)
        })
        .collect();
    let mut builder = IndexBuilder::new();
    builder.add_list(
        IndexedList { id: ListId("dev".to_owned()), version: "1".to_owned(), expires_on: None },
        &entries,
    );
    let index = Index::from_bytes(builder.finish()).expect("an index that was just built opens");
    let mut searcher = Searcher::new(&index);
    let (mut asked, mut hits) = (0, 0);
    for row in rows("queries_dev.jsonl.xz").iter().step_by(EVERY) {
        let profile = profile(row);
        let [found, scanned] = searcher.found_and_scanned(&profile, -2.0);
        assert_eq!(found, scanned, "{:?}", profile.caption());
        let [looked_up, related] = searcher.related_tokens(profile.caption(), Style::Person);
        assert_eq!(looked_up, related, "tokens of {:?}", profile.caption());
        asked += 1;
        hits += scanned.len();
    }
    println!("{asked} queries, {hits} hits, none lost");
    assert!(hits > asked / 4, "the sample must find something to prove anything");
}

fn profile(row: &serde_json::Value) -> Profile {
    let strings = |value: &serde_json::Value| -> Vec<String> {
        match value {
            serde_json::Value::String(one) => vec![one.clone()],
            serde_json::Value::Array(many) => {
                many.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
            }
            _ => Vec::new(),
        }
    };
    let mut profile = Profile::new(
        Schema::parse(row["schema"].as_str().unwrap_or_default()).unwrap_or(Schema::LegalEntity),
    );
    profile.names = strings(&row["names"]).into_iter().map(Name::primary).collect();
    profile.birth_dates =
        strings(&row["dob"]).iter().filter_map(|date| PartialDate::parse_iso(date).ok()).collect();
    profile.countries = strings(&row["country"]);
    profile
}

/// The shared folder; without it the test says so and passes, except where it is required.
#[allow(clippy::disallowed_methods, reason = "tests find the shared folder by the environment")]
fn shared() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let shared = std::env::var_os("ENTENTE_SHARED").map_or(beside, PathBuf::from);
    if shared.is_dir() {
        return Some(shared);
    }
    assert!(
        std::env::var_os("ENTENTE_REQUIRE_SHARED").is_none(),
        "the shared data is required and not at {}",
        shared.display()
    );
    println!("skipped: no shared data at {}", shared.display());
    None
}
