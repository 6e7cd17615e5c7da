//! What has expired, was taken out or has no basis does not match.

use super::bench::Bench;
use super::fixtures::{file, listed_until, person};

const NAME: &str = "Wenceslas Imaginarius";

fn sources(expires_on: &str) -> String {
    format!(
        "[[list]]\nid = \"national\"\ntitle = \"Register\"\nauthority = \"Ministry of Examples\"\n\
         legal_basis = \"Act 12\"\nformat = \"ftm\"\nfiles = [\"national.json\"]\nmax_age_days = 3\n{expires_on}"
    )
}

#[test]
fn an_expired_entry_does_not_match() {
    let bench = Bench::new();
    let list =
        [person("ends", &[NAME], None), listed_until("ends", "2026-03-31"), person("stays", &[NAME], None)];
    bench.import("national", &file(&list), &[]).ok();
    let mut both = bench.found(&[NAME], &["--on", "2026-03-31"]).remove(0);
    both.sort();
    assert_eq!(both, ["ends", "stays"], "the day of expiry is its last");
    assert_eq!(bench.found(&[NAME], &["--on", "2026-04-01"]), [["stays"]]);
}

#[test]
fn an_expired_list_does_not_match_and_raises_an_alarm() {
    let bench = Bench::new();
    bench.write("national.json", file(&[person("ex-8", &[NAME], None)]));
    let sources = bench.write("sources.toml", sources("expires_on = \"2020-12-31\"\n"));
    bench.run(&["lists", "fetch", "--sources", &sources]).ok();
    assert_eq!(bench.found(&[NAME], &["--on", "2020-12-31"]), [["ex-8"]]);
    assert_eq!(bench.found(&[NAME], &[]), [[""; 0]]);
    assert_eq!(bench.status("national")["state"], "expired");
    bench.run(&["lists", "status"]).ok().says("ALARM: expired after 2020-12-31");
    bench.run(&["lists", "status", "--check"]).ends_with(5);
}

#[test]
fn a_list_that_was_removed_does_not_match() {
    let bench = Bench::new();
    let content = file(&[person("ex-8", &[NAME], None)]);
    bench.import("national", &content, &[]).ok();
    bench.import("other", &file(&[person("ex-9", &[NAME], None)]), &[]).ok();
    assert_eq!(bench.found(&[NAME], &[]).remove(0).len(), 2);
    bench.run(&["lists", "remove", "national"]).ok().says("taken out of screening");
    assert_eq!(bench.found(&[NAME], &[]), [["ex-9"]]);
    assert_eq!(bench.status("national")["state"], "removed");
    bench.run(&["lists", "show", "ex-8"]).ends_with(2);
    bench.import("national", "\n", &["--format", "ftm"]).ends_with(4);
    assert_eq!(bench.status("national")["state"], "removed", "a refused import takes nothing up");
    bench.import("national", &content, &[]).ok().says("unchanged");
    assert_eq!(bench.found(&[NAME], &[]).remove(0).len(), 2, "taken up again");

    let originals =
        || bench.data_files().iter().filter(|file| file.to_string_lossy().contains("blobs")).count();
    let before = originals();
    bench.run(&["lists", "remove", "national", "--purge"]).ok().says("erased");
    assert!(originals() < before, "its original file is erased too");
    assert!(!bench.run(&["lists", "status"]).ok().stdout.contains("national"));
    bench.run(&["lists", "remove", "national"]).ends_with(2).complains("there is no list national");
}

#[test]
fn a_list_grows_old() {
    let bench = Bench::new();
    let un = super::importing::un_file(&["QQi.001"]).replace("2026-04-30", "2019-04-30");
    let file = bench.write("un.xml", un);
    bench.run(&["lists", "import", &file]).ok();
    assert_eq!(bench.status("un-sc")["state"], "too old");
    bench.run(&["lists", "status"]).ok().says("ALARM: known to be current").says("at most 3");
    bench.run(&["lists", "status", "--check"]).ends_with(5);
    let names = bench.write("names.csv", "name\nNobody Atall\n");
    bench.run(&["screen", &names]).ok().complains("warning: list un-sc was last known to be current");
}
