//! `doctor` over the real binary: a node in order, and nodes that are not.

use super::bench::Bench;
use super::service::in_use;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

fn health(bench: &Bench, code: i32) -> Value {
    bench.run(&["doctor", "--format", "json"]).ends_with(code).json()
}

#[track_caller]
fn check(checks: &Value, what: &str, health: &str, found: &str) {
    let all = checks.as_array().unwrap();
    let one =
        all.iter().find(|check| check["what"] == what).unwrap_or_else(|| panic!("no {what} in {checks}"));
    assert_eq!(one["health"], health, "{one}");
    assert!(one["found"].as_str().unwrap().contains(found), "{one}");
    assert_eq!(one["remedy"] == "", health == "good", "{one}");
}

#[test]
fn a_node_in_order_is_said_to_be() {
    for bench in Bench::on_both().into_iter().map(in_use) {
        bench.run(&["audit", "sign"]).ok();
        check(&health(&bench, 0), "backup", "watch", "none was made");
        let file = bench.path("node.backup");
        bench.run(&["backup", file.to_str().unwrap()]).ok();
        bench.run(&["audit", "sign"]).ok();
        let checks = health(&bench, 0);
        for (what, found) in [
            ("folder", "for its owner only"),
            ("disk", "free"),
            ("clock", "UTC"),
            ("database", "schema version"),
            ("keys", "wrapping key 1"),
            ("files", "all that records refer to"),
            ("lists", "1 current"),
            ("index", "as it was built"),
            ("audit log", "verified"),
            ("work", "nothing waits"),
            ("backup", "the last one was made"),
        ] {
            check(&checks, what, "good", found);
        }
        bench.run(&["doctor"]).ok().says("what to do").says("verified");
    }
}

#[cfg(unix)]
#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::new();
    check(&health(&bench, 5), "folder", "broken", "there is no folder");
    assert!(!bench.path("data").exists(), "the doctor makes nothing");

    let bench = in_use(bench);
    check(&health(&bench, 0), "audit log", "watch", "never signed");
    bench.run(&["audit", "sign"]).ok();
    let data = bench.path("data");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    check(&health(&bench, 5), "folder", "broken", "others may enter");
    fs::set_permissions(&data, fs::Permissions::from_mode(0o700)).unwrap();

    let index =
        bench.data_files().into_iter().find(|file| file.extension().is_some_and(|end| end == "index"));
    let index = index.unwrap();
    fs::set_permissions(&index, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&index, "no index").unwrap();
    check(&health(&bench, 5), "index", "broken", "damaged");
    bench.run(&["lists", "reindex"]).ok();
    check(&health(&bench, 0), "index", "good", "as it was built");
    bench.run(&["lists", "remove", "national"]).ok();
    check(&health(&bench, 0), "lists", "watch", "none to screen against");
    bench.import("national", &super::fixtures::file(&super::fixtures::ten_people()), &[]).ok();

    let blob: PathBuf = bench.data_files().into_iter().find(|file| file.ends_with_sealed()).unwrap();
    let away = bench.path("away");
    fs::rename(&blob, &away).unwrap();
    check(&health(&bench, 5), "files", "broken", "1 that records refer to are missing");
    fs::rename(&away, &blob).unwrap();

    let copy = data.join("audit/checkpoint");
    let note = fs::read_to_string(&copy).unwrap();
    fs::write(&copy, note.replacen('\n', "\n1", 1)).unwrap();
    check(&health(&bench, 5), "audit log", "broken", "is not good");
    fs::write(&copy, note).unwrap();

    fs::rename(data.join("keys"), bench.path("keys")).unwrap();
    check(&health(&bench, 5), "keys", "broken", "holds no keys");
    let nowhere = "postgres://entente:hunter2@127.0.0.1:1/nowhere";
    let words = ["doctor", "--postgres", nowhere, "--format", "json"];
    let unreachable = bench.run(&words).ends_with(5).json();
    check(&unreachable, "database", "broken", "cannot open the records in postgres://…@127.0.0.1:1/nowhere");
    assert!(!unreachable.to_string().contains("hunter2"), "{unreachable}");
    let tls = ["doctor", "--tls-cert", "none.pem", "--tls-key", "none.pem"];
    bench.run(&tls).ends_with(5).says("cannot read the certificate");
}

trait Sealed {
    fn ends_with_sealed(&self) -> bool;
}

impl Sealed for PathBuf {
    fn ends_with_sealed(&self) -> bool {
        self.extension().is_some_and(|end| end == "sealed")
    }
}
