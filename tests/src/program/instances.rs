//! Two instances of one node over one PostgreSQL and one data folder: each takes up what the other, or a command,
//! changed; one subject gets one alert; the log has one writer.

use super::bench::Bench;
use super::fixtures::{file, person, ten_people};
use super::service::{Service, in_use, key, soon};
use serde_json::{Value, json};
use std::thread;

#[test]
fn two_instances_stay_consistent() {
    let Some(bench) = Bench::on_postgres().map(in_use) else { return };
    let key = key(&bench, &["screening.run", "list.view", "alert.view"]);
    let other_key = super::service::key(&bench, &[]);
    let both = [(); 2].map(|()| Service::start_with(&bench, &["--sign-every", "1"]));
    for service in &both {
        soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
    }

    // A list that a third process imports is taken up by both.
    let mut people = ten_people();
    people.push(person("ex-11", &["Zlatan Nepostojan"], None));
    bench.import("national", &file(&people), &[]).ok();
    for service in &both {
        soon(|| service.find(&key, "Zlatan Nepostojan") == ["ex-11"], "the new entry");
    }

    // A revoked key is refused at both.
    let id = |name: &str| {
        format!("{}-{}-{}-{}-{}", &name[..8], &name[8..12], &name[12..16], &name[16..20], &name[20..32])
    };
    let revoked = id(other_key.split('_').nth(1).unwrap());
    bench.run(&["key", "revoke", &revoked]).ok();
    for service in &both {
        soon(|| service.ask("GET", "/catalog", Some(&other_key), "").status == 401, "the refusal");
    }

    // The same subjects at both at once, again and again: one alert for each, whoever came first.
    let subjects = ["Zlatan Nepostojan", "Oleg Vymyshlenko", "Philippa Notareal"];
    let lines: String = subjects
        .iter()
        .enumerate()
        .map(|(number, name)| {
            let properties = json!({"name": [name]});
            json!({"id": format!("c-{number}"), "schema": "Person", "properties": properties}).to_string()
                + "\n"
        })
        .collect();
    thread::scope(|scope| {
        for service in &both {
            for _ in 0..3 {
                scope.spawn(|| {
                    for _ in 0..5 {
                        let reply =
                            service.ask("POST", "/api/v1/screenings?lasting=true", Some(&key), &lines);
                        assert_eq!(reply.status, 200, "{}", reply.body);
                        assert!(!reply.body.contains("\"error\":\""), "{}", reply.body);
                    }
                });
            }
        }
    });
    for service in &both {
        let alerts = service.ask("GET", "/api/v1/alerts?limit=500", Some(&key), "");
        let alerts: Value = serde_json::from_str(&alerts.body).unwrap();
        assert_eq!(alerts["alerts"].as_array().unwrap().len(), subjects.len(), "{alerts}");
    }

    // One log: no gap, both signed it, and it holds.
    let verified = || bench.run(&["audit", "verify", "--format", "json"]).ok().json();
    soon(|| verified()["leaves"] == verified()["signed"], "a signature over all");
    let log = verified();
    assert_eq!((&log["good"], &log["findings"]), (&json!(true), &json!([])));
    assert!(log["leaves"].as_u64().unwrap() > 30, "{log}");
}
