//! Backups, restores and rotated keys over the real binary, on both databases: under load, into the other database,
//! with what was erased, and with what cannot be restored.

use super::bench::Bench;
use super::fixtures::{file, many_people, ten_people};
use super::postgres;
use super::service::{Service, in_use, key, soon};
use serde_json::json;
use std::fs;
use std::thread;

/// An empty place beside a bench: a folder, or a database with a folder.
fn empty_places(bench: &Bench) -> Vec<Vec<String>> {
    let folder = |name: &str| bench.path(name).display().to_string();
    let mut places = vec![vec!["--data".to_owned(), folder("restored"), "--postgres=".to_owned()]];
    if let Some(url) = postgres::new_database() {
        places.push(vec!["--data".into(), folder("restored-pg"), "--postgres".into(), url]);
    }
    places
}

fn at<'a>(place: &'a [String], words: &[&'a str]) -> Vec<&'a str> {
    words.iter().copied().chain(place.iter().map(String::as_str)).collect()
}

#[test]
fn a_node_is_backed_up_under_load_and_restored_to_either_database() {
    for bench in Bench::on_both().into_iter().map(in_use) {
        let key = key(&bench, &["screening.run", "list.view", "alert.view"]);
        let service = Service::start(&bench);
        soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
        let screening =
            json!({"id": "c-1", "schema": "Person", "properties": {"name": ["Oleg Vymyshlenko"]}});
        let large = bench.write("large.json", many_people(3_000));
        let load = thread::scope(|scope| {
            let importing = scope.spawn(|| {
                let import =
                    ["lists", "import", &large, "--list", "large", "--legal-basis", "Order 8 (fictional)"];
                bench.run(&import).ok();
            });
            let screening = scope.spawn(|| {
                for number in 0..10 {
                    let body = screening.to_string().replace("c-1", &format!("c-{number}"));
                    let reply = service.ask("POST", "/api/v1/screenings?lasting=true", Some(&key), &body);
                    assert_eq!(reply.status, 200, "{}", reply.body);
                }
            });
            let backups = ["one.backup", "two.backup", "three.backup"].map(|name| {
                bench.run(&["backup", name]).ok().says("without the keys");
                name
            });
            importing.join().unwrap();
            screening.join().unwrap();
            backups
        });
        bench.run(&["backup", "last.backup"]).ok();
        for backup in load.iter().chain(&["last.backup"]) {
            for place in empty_places(&bench) {
                let keys = bench.path("data/keys").display().to_string();
                bench.run(&at(&place, &["restore", backup, "--keys", &keys])).ok().says("restored");
                let verified = bench.run(&at(&place, &["audit", "verify"])).ok();
                verified.says("the log is what was signed");
                let users = bench.run(&at(&place, &["user", "list"])).ok();
                users.says("Nadia Example");
                bench.run(&at(&place, &["lists", "status"])).ok().says("national");
                let again = bench.run(&at(&place, &["restore", backup, "--keys", &keys]));
                again.ends_with(1).complains("holds records already");
                let fitness = bench.run(&at(&place, &["lists", "reindex"])).ok();
                fitness.says("names of");
                let _ = fs::remove_dir_all(bench.path("restored"));
                let _ = fs::remove_dir_all(bench.path("restored-pg"));
            }
        }
        // The alerts of all ten subjects are in the last one.
        let place = empty_places(&bench).remove(0);
        let keys = bench.path("data/keys").display().to_string();
        bench.run(&at(&place, &["restore", "last.backup", "--keys", &keys])).ok();
        fs::rename(bench.path("data"), bench.path("former")).unwrap();
        fs::rename(bench.path("restored"), bench.path("data")).unwrap();
        let mut restored = bench.command(&["serve", "--listen", "127.0.0.1:0", "--log", "warn"]);
        restored.env("ENTENTE_POSTGRES", "");
        let restored = Service::of(restored);
        let alerts = restored.ask("GET", "/api/v1/alerts?limit=100", Some(&key), "");
        assert_eq!(alerts.status, 200, "{}", alerts.body);
        let alerts: serde_json::Value = serde_json::from_str(&alerts.body).unwrap();
        assert_eq!(alerts["alerts"].as_array().unwrap().len(), 10, "{alerts}");
    }
}

#[test]
fn what_was_erased_since_a_backup_stays_erased() {
    for bench in Bench::on_both().into_iter().map(in_use) {
        bench.run(&["backup", "before.backup"]).ok();
        bench.run(&["lists", "remove", "national", "--purge"]).ok();
        let keys = bench.path("data/keys").display().to_string();
        for place in empty_places(&bench) {
            bench.run(&at(&place, &["restore", "before.backup", "--keys", &keys])).ok();
            bench.run(&at(&place, &["lists", "status"])).ok().says("no lists yet");
            bench.run(&at(&place, &["user", "list"])).ok().says("Nadia Example");
        }
    }
}

#[test]
fn what_cannot_be_restored_is_refused_with_a_reason() {
    let bench = in_use(Bench::new());
    bench.run(&["backup", "good.backup"]).ok();
    let keys = bench.path("data/keys").display().to_string();
    let good = fs::read(bench.path("good.backup")).unwrap();
    bench.write("cut.backup", &good[..good.len() / 2]);
    bench.write("text.backup", "no backup at all");
    let mut altered = good.clone();
    let middle = altered.len() / 2;
    altered[middle] ^= 1;
    bench.write("altered.backup", altered);
    for (file, with_keys, reason) in [
        ("cut.backup", true, "cannot be restored"),
        ("altered.backup", true, "cannot be restored"),
        ("text.backup", true, "cannot be restored"),
        ("missing.backup", true, "missing.backup"),
        ("good.backup", false, "its keys are missing"),
    ] {
        let mut words = vec!["restore", file, "--data", "restored"];
        words.extend(if with_keys { vec!["--keys", &keys] } else { vec![] });
        bench.run(&words).ends_with(1).complains(reason);
        // Nothing is left that a good backup would trip over.
        bench.run(&["restore", "good.backup", "--data", "restored", "--keys", &keys]).ok();
        fs::remove_dir_all(bench.path("restored")).unwrap();
    }
    bench.run(&["restore", "good.backup"]).ends_with(1).complains("holds records already");
    let stranger = Bench::new();
    stranger.import("national", &file(&ten_people()), &[]).ok();
    let strange = stranger.path("data/keys").display().to_string();
    let refused = bench.run(&["restore", "good.backup", "--data", "restored", "--keys", &strange]);
    refused.ends_with(1).complains("lacks the");
}

#[test]
fn a_rotated_key_ends_older_backups_and_nothing_else() {
    for bench in Bench::on_both().into_iter().map(in_use) {
        let key = key(&bench, &[]);
        let service = Service::start(&bench);
        soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
        bench.run(&["backup", "before.backup"]).ok();
        bench.run(&["keys", "rotate"]).ok().says("wrapping key 2").complains("make a new one");
        assert!(!bench.path("data/keys/wrapping-1.key").exists());
        // Who serves meanwhile notices nothing, and writes under the new key.
        assert_eq!(service.find(&key, "Oleg Vymyshlenko"), ["ex-1"]);
        let user =
            ["user", "add", "omar", "--name", "Omar Example", "--role", "auditor", "--basis", "Act 12"];
        bench.run(&user).ok();
        bench.run(&["user", "list"]).ok().says("Omar Example").says("Nadia Example");
        bench.run(&["backup", "after.backup"]).ok();
        let keys = bench.path("data/keys").display().to_string();
        let place = empty_places(&bench).remove(0);
        let refused = bench.run(&at(&place, &["restore", "before.backup", "--keys", &keys]));
        refused.ends_with(1).complains("lacks the wrapping-1 key");
        bench.run(&at(&place, &["restore", "after.backup", "--keys", &keys])).ok();
        bench.run(&at(&place, &["user", "list"])).ok().says("Omar Example");
    }
}

#[test]
fn the_log_is_signed_by_itself_and_when_the_service_ends() {
    for bench in Bench::on_both().into_iter().map(in_use) {
        let service = Service::start_with(&bench, &["--sign-every", "1"]);
        let copy = bench.path("data/audit/checkpoint");
        soon(|| copy.exists(), "a signature");
        bench.run(&["user", "close", "nadia"]).ok();
        let signed = || bench.run(&["audit", "verify", "--format", "json"]).ok().json();
        soon(|| signed()["leaves"] == signed()["signed"], "a signature of what was added");
        drop(service);
        let service = Service::start_with(&bench, &["--sign-every", "3600"]);
        soon(|| signed()["leaves"] == signed()["signed"], "the first signature");
        bench.run(&["user", "add", "omar", "--name", "Omar", "--role", "auditor", "--basis", "Act"]).ok();
        assert_ne!(signed()["leaves"], signed()["signed"]);
        service.stop();
        assert_eq!(signed()["leaves"], signed()["signed"], "signed at the end");
    }
}

#[test]
fn a_password_of_the_database_is_shown_nowhere() {
    let bench = Bench::new();
    let address = "postgres://entente:hunter2@127.0.0.1:1/nowhere?password=hunter3";
    let file = bench.write("database", format!("{address}\n"));
    for postgres in [address, &format!("@{file}")] {
        for command in
            [&["user", "list"][..], &["backup", "b"], &["restore", "b"], &["serve"], &["lists", "status"]]
        {
            let mut words = command.to_vec();
            words.extend(["--postgres", postgres]);
            let run = bench.run(&words);
            let said = format!("{}{}", run.stdout, run.stderr);
            assert_ne!(run.code, 0, "{said}");
            assert!(!said.contains("hunter"), "{said}");
        }
    }
    let help = Bench::on_postgres().map(|bench| bench.run(&["help"]).ok().stdout).unwrap_or_default();
    assert!(!help.contains("host="), "{help}");
}
