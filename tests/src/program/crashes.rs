//! Killed half way, or two at once: the last good version is there, whole.

use super::bench::Bench;
use super::fixtures::{file, many_people, ten_people};
use std::process::Stdio;
use std::thread;
use std::time::Duration;

#[test]
fn an_import_that_is_killed_leaves_the_last_good_version() {
    let bench = Bench::new();
    bench.import("national", &file(&ten_people()), &[]).ok();
    let large = bench.write("large.json", many_people(20_000));
    let import = ["lists", "import", &large, "--list", "national", "--legal-basis", "Order 7 (fictional)"];
    for milliseconds in [20, 100, 250, 500, 900, 1_500, 2_500] {
        let mut child = bench.command(&import).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(milliseconds));
        // SIGKILL: the program has no say in it.
        child.kill().unwrap();
        child.wait().unwrap();
        let entries = bench.entries("national");
        assert!(entries == 10 || entries == 20_000, "{entries} entries after {milliseconds} ms");
        let name = if entries == 10 { "Oleg Vymyshlenko" } else { "luki bababababa" };
        assert!(bench.found(&[name], &["--top", "1"]).len() == 1, "screening works after {milliseconds} ms");
    }
    bench.run(&import).ok();
    assert_eq!(bench.entries("national"), 20_000);
}

#[test]
fn two_imports_at_once_both_end_whole() {
    let bench = Bench::new();
    bench.import("national", &file(&ten_people()), &[]).ok();
    let files =
        [("a.json", 3_000), ("b.json", 3_100)].map(|(name, count)| bench.write(name, many_people(count)));
    let children: Vec<_> = files
        .iter()
        .map(|file| {
            let import =
                ["lists", "import", file, "--list", "national", "--legal-basis", "Order 7 (fictional)"];
            bench.command(&import).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let entries = bench.entries("national");
    assert!(entries == 3_000 || entries == 3_100, "{entries}");
    bench.run(&["lists", "reindex"]).ok().says(&format!("{entries} entries"));
}

#[test]
fn first_starts_at_once_and_screens_during_imports_work() {
    let bench = Bench::new();
    let children: Vec<_> = (0..4)
        .map(|number| {
            let list = format!("list-{number}");
            let file = bench.write(&format!("{list}.json"), many_people(500 + number));
            let import = ["lists", "import", &file, "--list", &list, "--legal-basis", "Order 7 (fictional)"];
            bench.command(&import).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let status = bench.run(&["lists", "status", "--format", "json"]).ok().json();
    assert_eq!(status.as_array().unwrap().len(), 4);
    assert_eq!(bench.found(&["luki bababababa"], &["--top", "1"]).len(), 1);
}
