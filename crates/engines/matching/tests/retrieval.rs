//! Retrieval loses nothing: on real lists the search finds exactly what a scan of all names finds. Run with the
//! release profile by `cargo xtask test` (tests whose names begin with `release_`).

mod development;

use development::{entries, profile, rows, shared};
use matching::tuning::Searcher;
use matching::{Index, IndexBuilder, IndexedList};
use model::ListId;
use text::Style;

/// Queries taken, evenly spread over the file.
const EVERY: usize = 101;

#[test]
fn release_search_finds_what_a_scan_finds() {
    let Some(shared) = shared() else { return };
    let entries = entries(&shared);
    let mut builder = IndexBuilder::new();
    builder.add_list(
        IndexedList { id: ListId("dev".to_owned()), version: "1".to_owned(), expires_on: None },
        &entries,
    );
    let index = Index::from_bytes(builder.finish()).expect("an index that was just built opens");
    let mut searcher = Searcher::new(&index);
    let (mut asked, mut hits) = (0, 0);
    for row in rows(&shared, "queries_dev.jsonl.xz").iter().step_by(EVERY) {
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
