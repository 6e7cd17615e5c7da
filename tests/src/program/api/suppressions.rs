//! Suppressions and own entries: proposed with a key, approved by people only.

use super::Office;
use serde_json::json;

#[test]
fn a_suppression_is_proposed_and_no_key_approves_it() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let alert = nadia.screen(&[("C-1", "Igor Vymyshlenko")]).remove(0);
    let alert_path = format!("/api/v1/alerts/{alert}");
    let thing = nadia.get(&alert_path).ok().text_at("/found/0/thing");
    let propose = |until: &str| {
        let body = json!({"alert": alert, "thing": thing, "until": until, "reason": "another birth date"});
        nadia.post("/api/v1/suppressions", &body)
    };
    propose("2027-01-31").is(422).says("decide it before");
    let decision = json!({"kind": "false-positive", "reason": "another birth date"});
    let made = nadia.post(&format!("{alert_path}/decisions"), &decision).is(201);
    assert_eq!(made.text_at("/state"), "final", "the test wants a match that is not grave: {}", made.text());
    propose("2001-01-31").is(422).says("between today");
    propose("soon").is(422).says("2026-12-31");
    let until = jiff_tomorrow(&office);
    let proposed = propose(&until).is(201);
    assert_eq!(proposed.text_at("/state"), "proposed");
    let path = format!("/api/v1/suppressions/{}", proposed.text_at("/id"));
    for act in ["approval", "rejection"] {
        let omar = office.client("omar", &["suppression.view", "suppression.approve"]);
        omar.post(&format!("{path}/{act}"), &json!({"reason": "x"})).is(403);
    }
    for (query, count) in
        [("", 1), ("?waiting=true", 1), ("?ended=true", 0), ("?subject=C-1", 1), ("?list=x", 0)]
    {
        let page = nadia.get(&format!("/api/v1/suppressions{query}")).ok().value();
        assert_eq!(page["suppressions"].as_array().unwrap().len(), count, "{query}: {page}");
    }
    office.analyst("tariq").get(&path).is(404);
    let stale = [("if-match", "\"7\"")];
    nadia.json("POST", &format!("{path}/withdrawal"), &stale, &json!({"reason": "new papers"})).is(412);
    nadia.post(&format!("{path}/withdrawal"), &json!({"reason": ""})).is(422);
    nadia.post(&format!("{path}/withdrawal"), &json!({"reason": "new papers"})).ok().says("new papers");
    nadia.post(&format!("{path}/withdrawal"), &json!({"reason": "again"})).is(409);
}

#[test]
fn own_entries_are_proposed_and_no_key_approves_them() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let until = jiff_tomorrow(&office);
    let content = |properties: serde_json::Value| json!({"schema": "Person", "properties": properties, "until": until, "reason": "court order 5"});
    let name = json!({"name": ["Zafar Vymyshlev"], "birthDate": ["1970"]});
    let proposed = nadia.post("/api/v1/own-entries", &content(name.clone())).is(201);
    assert_eq!(proposed.text_at("/state"), "proposed");
    assert_eq!(proposed.text_at("/pending/content/properties/name/0"), "Zafar Vymyshlev");
    let path = format!("/api/v1/own-entries/{}", proposed.text_at("/id"));
    nadia.post("/api/v1/own-entries", &content(json!({}))).is(422).says("neither a name");
    nadia.post("/api/v1/own-entries", &content(json!("x"))).is(422);
    nadia.json("PUT", &path, &[], &content(name)).is(409).says("waits for approval already");
    nadia.post(&format!("{path}/removal"), &json!({"reason": "lifted"})).is(409);
    for act in ["approval", "rejection"] {
        let omar = office.client("omar", &["own-entry.view", "own-entry.approve"]);
        omar.post(&format!("{path}/{act}"), &json!({})).is(403);
    }
    assert!(nadia.screen(&[("C-9", "Zafar Vymyshlev")]).is_empty(), "a proposal matches nobody");
    let waiting = nadia.get("/api/v1/own-entries?waiting=true").ok().value();
    assert_eq!(waiting["own_entries"].as_array().unwrap().len(), 1, "{waiting}");
    office.analyst("tariq").get(&path).is(404);
    nadia.get(&path).ok().etag();
}

/// A day that is still to come, by the service's own clock.
fn jiff_tomorrow(office: &Office) -> String {
    let alert = office.analyst("nadia").screen(&[("C-0", "Oleg Vymyshlenko")]).remove(0);
    let due = office.analyst("nadia").get(&format!("/api/v1/alerts/{alert}")).ok().text_at("/due_at");
    due[..10].to_owned()
}
