//! Importing: what replaces the last good version, and what never does.

use super::bench::Bench;
use super::fixtures::{file, person, ten_people};
use std::fs;

fn with_ten() -> Bench {
    let bench = Bench::new();
    bench.import("national", &file(&ten_people()), &[]).ok().says("imported 10 entries");
    bench
}

#[test]
fn a_list_is_imported_and_stands_in_the_status() {
    let bench = with_ten();
    let status = bench.status("national");
    assert_eq!(status["state"], "current");
    assert_eq!(status["current"]["entries"], 10);
    assert_eq!(status["current"]["faults"], 0);
    assert_eq!(status["legal_basis"], "Order 7 (fictional)");
    assert_eq!(status["marking"], "TLP:AMBER+STRICT");
    assert_eq!(status["last_attempt"]["outcome"], "imported");
    bench.run(&["lists", "status"]).ok().says("national").says("not yet checked on a real file");
    bench.run(&["lists", "status", "--check"]).ok();
}

#[test]
fn the_same_file_again_changes_nothing() {
    let bench = with_ten();
    let before = bench.status("national")["current"].clone();
    bench.import("national", &file(&ten_people()), &[]).ok().says("unchanged, 10 entries");
    assert_eq!(bench.status("national")["current"], before);
}

#[test]
fn a_newer_file_replaces_the_version_and_says_what_changed() {
    let bench = with_ten();
    let mut people = ten_people();
    people[0] = person("ex-1", &["Oleg Vymyshlenko", "Олег Вымышленко"], Some("1961-04-02"));
    people.remove(9);
    people.push(person("ex-11", &["Zlatan Nepostojan"], None));
    bench
        .import("national", &file(&people), &[])
        .ok()
        .says("imported 10 entries (1 added, 1 removed, 1 changed)");
}

#[test]
fn an_empty_file_never_replaces_the_last_good_version() {
    let bench = with_ten();
    for content in ["", "\n\n"] {
        bench
            .import("national", content, &["--format", "ftm"])
            .ends_with(4)
            .complains("holds no entry")
            .complains("the version of")
            .complains("stays (10 entries)");
        assert_eq!(bench.entries("national"), 10, "{content:?}");
    }
    assert_eq!(bench.status("national")["last_attempt"]["outcome"], "refused");
    bench.run(&["lists", "status"]).ok().says("the last renewal").says("was refused");
    bench.import("national", "\n", &["--format", "ftm", "--force"]).ok();
    assert_eq!(bench.entries("national"), 0);
}

#[test]
fn a_shrunken_file_needs_a_persons_word() {
    let bench = with_ten();
    let eight = file(&ten_people()[..8]);
    bench
        .import("national", &eight, &[])
        .ends_with(4)
        .complains("8 entries, 20 % fewer")
        .complains("--accept-shrink");
    assert_eq!(bench.entries("national"), 10);
    // One in ten is the set share, and still allowed.
    bench.import("national", &file(&ten_people()[..9]), &[]).ok();
    bench.import("national", &file(&ten_people()[..5]), &["--accept-shrink"]).ok();
    assert_eq!(bench.entries("national"), 5);
}

#[test]
fn an_earlier_file_needs_a_persons_word() {
    let bench = Bench::new();
    let of = |date: &str| un_file(&["QQi.001", "QQi.002"]).replace("2026-04-30", date);
    let import = |date: &str, options: &[&str]| {
        let name = bench.write("un.xml", of(date));
        let mut words = vec!["lists", "import", &name];
        words.extend(options);
        bench.run(&words)
    };
    import("2026-04-30", &[]).ok();
    import("2026-04-29", &[])
        .ends_with(4)
        .complains("of 2026-04-29, earlier than the current version")
        .complains("the version of 2026-04-30 stays")
        .complains("--accept-older");
    import("2026-04-29", &["--accept-shrink"]).ends_with(4);
    import("2026-04-29", &["--accept-older"]).ok().says("of 2026-04-29");
    import("2026-04-28", &["--accept-older", "--accept-shrink"]).ok();
    // The same day again, and a later one, need no word.
    import("2026-04-28", &[]).ok();
    import("2026-05-01", &[]).ok().says("of 2026-05-01");
}

#[test]
fn a_broken_file_never_replaces_the_last_good_version() {
    let bench = Bench::new();
    let good = un_file(&["QQi.001", "QQi.002", "QQi.003"]);
    let name = bench.write("un.xml", &good);
    bench.run(&["lists", "import", &name]).ok().says("un-sc: imported 3 entries");
    let cut = &good[..good.len() * 2 / 3];
    let loud = format!("<!DOCTYPE x [<!ENTITY e \"boom\">]>{good}");
    for broken in [cut, loud.as_str(), "<CONSOLIDATED_LIST>", "<CONSOLIDATED_LIST/>", "\u{0}\u{1}\u{2}"] {
        let name = bench.write("broken.xml", broken);
        let run = bench.run(&["lists", "import", &name, "--list", "un-sc", "--format", "un-xml"]);
        run.ends_with(4).complains("un-sc").complains("stays (3 entries)");
        assert_eq!(bench.entries("un-sc"), 3, "{broken:.40}");
    }
}

#[test]
fn a_faulty_record_is_reported_and_costs_no_other() {
    let bench = Bench::new();
    let mut lines = ten_people();
    lines.insert(3, "{\"id\": \"broken\", \"schema\": ".into());
    bench
        .import("national", &file(&lines), &[])
        .ends_with(3)
        .complains("line 4")
        .says("imported 10 entries")
        .says("records left out: 1");
    bench.run(&["lists", "faults", "national"]).ok().says("line 4");
    assert_eq!(bench.status("national")["current"]["faults"], 1);
}

#[test]
fn the_original_file_is_kept_sealed() {
    let bench = Bench::new();
    let content = file(&ten_people());
    bench.import("national", &content, &[]).ok();
    let kept: Vec<_> =
        bench.data_files().into_iter().filter(|path| path.starts_with(bench.path("data/blobs"))).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    let bytes = fs::read(&kept[0]).unwrap();
    assert!(
        !bytes.is_empty() && zstd::decode_all(&bytes[..]).is_err(),
        "the file is compressed but not sealed"
    );
    assert!(!bytes.windows(10).any(|part| part == b"Vymyshlenk"), "the file lies there in the clear");
}

#[test]
fn what_is_not_known_is_asked_for() {
    let bench = Bench::new();
    let list = bench.write("people.json", file(&ten_people()));
    let import = |more: &[&str]| bench.run(&[&["lists", "import", &list], more].concat());
    import(&[]).ends_with(2).complains("--list ID");
    import(&["--list", "national"]).ends_with(2).complains("no legal basis").complains("--legal-basis");
    import(&["--list", "No Such Name", "--legal-basis", "x"]).ends_with(2).complains("lower-case letters");
    bench.run(&["lists", "import", "nowhere.xml"]).ends_with(1).complains("nowhere.xml");
    let text = bench.write("notes.txt", "Dear all,\nplease find attached nothing.\n");
    bench.run(&["lists", "import", &text]).ends_with(2).complains("notes.txt").complains("--format");
    assert!(!bench.run(&["lists", "status"]).ok().stdout.contains("national"));
}

#[test]
fn several_lists_of_official_formats_are_told_apart() {
    let bench = Bench::new();
    let un = bench.write("un.xml", un_file(&["QQi.001"]));
    let sdn = "9001,\"IMAGINARIUS, Wenceslas\",\"individual\",\"FICT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 1944.\"\r\n";
    let sdn = bench.write("sdn.csv", sdn);
    let alt = bench.write("alt.csv", "9001,1,\"aka\",\"IMAGINAIRE, Venceslas\",-0- \r\n");
    bench
        .run(&["lists", "import", &un, &sdn, &alt])
        .ok()
        .says("un-sc: imported 1 entries")
        .says("ofac-sdn: imported 1 entries");
}

#[test]
fn records_of_a_newer_program_are_refused() {
    let bench = with_ten();
    // A database that is none stands for records that cannot be used: the message says where and what to do.
    for file in bench.data_files() {
        if file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("entente.db")) {
            fs::write(file, b"this is no database, and was never one").unwrap();
        }
    }
    bench.run(&["lists", "status"]).ends_with(1).complains("entente.db").complains("--data");
}

/// A UN list with one fictional person for each reference.
pub fn un_file(references: &[&str]) -> String {
    let people: String = references
        .iter()
        .enumerate()
        .map(|(number, reference)| {
            format!(
                "<INDIVIDUAL><DATAID>{}</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME>Wenceslas</FIRST_NAME>\
                 <SECOND_NAME>Imaginarius{number}</SECOND_NAME><UN_LIST_TYPE>Fictional</UN_LIST_TYPE>\
                 <REFERENCE_NUMBER>{reference}</REFERENCE_NUMBER><LISTED_ON>2020-01-02</LISTED_ON></INDIVIDUAL>",
                9_000_001 + number
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CONSOLIDATED_LIST dateGenerated=\"2026-04-30T23:00:00.000Z\">\
         <INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"
    )
}
