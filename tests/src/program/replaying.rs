//! `audit replay` over the real binary: the words and the exit codes.

use super::bench::Bench;
use super::service::{Service, in_use, key, soon};
use serde_json::{Value, json};

/// A node with one alert.
fn alerted() -> (Bench, String) {
    let bench = in_use(Bench::new());
    let key = key(&bench, &["screening.run", "alert.view"]);
    let service = Service::start(&bench);
    soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
    let subject = json!({"id": "c-1", "schema": "Person", "properties": {"name": ["Oleg Vymyshlenko"]}});
    service.ask("POST", "/api/v1/screenings", Some(&key), &subject.to_string());
    let alerts: Value =
        serde_json::from_str(&service.ask("GET", "/api/v1/alerts", Some(&key), "").body).unwrap();
    let alert = alerts["alerts"][0]["id"].as_str().unwrap_or_else(|| panic!("{alerts}")).to_owned();
    (bench, alert)
}

#[test]
fn a_replay_says_what_it_came_to_and_ends_so() {
    let (bench, alert) = alerted();
    bench.run(&["audit", "replay", &alert]).ok().says("the same bytes");
    let found = bench.run(&["audit", "replay", &alert, "--format", "json"]).ok().json();
    assert_eq!((&found["matches"][0]["verdict"], &found["erased_at"]), (&json!("same"), &Value::Null));
    let unknown = "0199f0aa-0000-7000-8000-000000000000";
    bench.run(&["audit", "replay", unknown]).ends_with(2).complains("nothing here is called");
    bench.run(&["lists", "remove", "national", "--purge"]).ok();
    bench.run(&["audit", "replay", &alert]).ends_with(6).says("national purged since");
}
