//! Looking into lists: entries, differences, faults.

use super::bench::Bench;
use super::fixtures::{file, person, ten_people};

#[test]
fn an_entry_is_shown_with_all_that_is_known_of_it() {
    let bench = Bench::new();
    bench.import("national", &file(&ten_people()), &[]).ok();
    let shown = bench.run(&["lists", "show", "ex-3"]).ok();
    for what in
        ["national", "Order 7 (fictional)", "TLP:AMBER+STRICT", "Bartholomew Quillfeather", "1958-11-30"]
    {
        assert!(shown.stdout.contains(what), "{what} is not in\n{}", shown.stdout);
    }
    let entries = bench.run(&["lists", "show", "ex-3", "--format", "json"]).ok().json();
    assert_eq!(entries[0]["entity"]["id"], "ex-3");
    assert_eq!(entries[0]["entity"]["properties"]["name"][0], "Bartholomew Quillfeather");
    assert_eq!(entries[0]["list"], "national");
    bench.run(&["lists", "show", "ex-3", "--list", "other"]).ends_with(2);
    bench.run(&["lists", "show", "nobody"]).ends_with(2).complains("nobody");
}

#[test]
fn an_entry_is_found_by_its_reference() {
    let bench = Bench::new();
    let un = bench.write("un.xml", super::importing::un_file(&["QQi.001", "QQi.002"]));
    bench.run(&["lists", "import", &un]).ok();
    bench.run(&["lists", "show", "QQi.002"]).ok().says("9000002").says("Imaginarius1");
}

#[test]
fn a_difference_names_entries_and_fields() {
    let bench = Bench::new();
    bench.import("national", &file(&ten_people()), &[]).ok();
    bench.run(&["lists", "diff", "national"]).ends_with(2).complains("two versions");
    let first = bench.status("national")["current"]["hash"].as_str().unwrap().to_owned();
    let mut people = ten_people();
    people[6] = person("ex-7", &["Imran Khayal Farzi", "عمران خیال فرضی"], Some("1983-03-22"));
    people.remove(9);
    people.push(person("ex-11", &["Zlatan Nepostojan"], None));
    bench.import("national", &file(&people), &[]).ok();

    let run = bench.run(&["lists", "diff", "national"]).ok();
    let run = run.says("1 added, 1 removed, 1 changed").says("+ ex-11  Zlatan Nepostojan");
    let run = run.says("- ex-10  Philippa Notareal").says("~ ex-7  Imran Khayal Farzi");
    run.says("- birth dates: 1983-03-21").says("+ birth dates: 1983-03-22").says("عمران خیال فرضی");

    let second = bench.status("national")["current"]["hash"].as_str().unwrap().to_owned();
    let back = ["lists", "diff", "national", &second[..10], &first[..10], "--format", "json"];
    let back = bench.run(&back).ok().json();
    assert_eq!(back["added"][0]["id"], "ex-10");
    assert_eq!(back["removed"][0]["id"], "ex-11");
    assert_eq!(back["changed"][0]["entry"], "ex-7");
    bench.run(&["lists", "diff", "national", "ffff", &first]).ends_with(2).complains("the versions are");
}

#[test]
fn the_index_is_rebuilt_on_request_and_old_ones_go() {
    let bench = Bench::new();
    bench.run(&["lists", "reindex"]).ends_with(1).complains("entente lists import FILE");
    bench.import("national", &file(&ten_people()), &[]).ok();
    let indexes =
        || bench.data_files().iter().filter(|path| path.extension().is_some_and(|e| e == "index")).count();
    assert_eq!(indexes(), 1);
    bench.import("national", &file(&ten_people()[..9]), &[]).ok();
    assert_eq!(indexes(), 1, "the index over the older version is deleted");
    bench.run(&["lists", "reindex"]).ok().says("9 entries");
}
