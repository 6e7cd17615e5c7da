//! Monitored subjects: one by one, as a stream, and how far the changes of lists have come.

use super::super::fixtures::{file, person, ten_people};
use super::super::service::soon;
use super::Office;
use super::client::subject;
use serde_json::json;

#[test]
fn subjects_are_registered_screened_and_ended() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let new = |id: &str, name: &str, until: &str| {
        let mut body = subject(id, name);
        body["until"] = json!(until);
        nadia.post("/api/v1/monitored-subjects", &body)
    };
    let registered = new("C-1", "Oleg Vymyshlenko", "2099-12-31").is(201);
    let found = registered.value();
    assert_eq!((&found["new"], &found["alerts"]), (&json!(1), &json!(1)), "{found}");
    assert_eq!(
        new("C-1", "Oleg Vymyshlenko", "2098-12-31").is(201).value()["new"],
        0,
        "renewed, not doubled"
    );
    new("C-2", "Somebody Else", "2001-01-01").is(422).says("last day");
    new(" ", "Somebody Else", "2099-01-01").is(422).says("id is empty");
    new("C-2", "", "2099-01-01").is(422).says("neither a name");
    let path = format!("/api/v1/monitored-subjects/{}", registered.text_at("/ids/0"));
    let kept = nadia.get(&path).ok();
    assert_eq!(kept.text_at("/purpose"), "customer screening");
    assert_eq!(kept.text_at("/envelope/expires_on"), "2098-12-31");

    // Many, with a row that is none.
    let lines =
        format!("{}\nno json\n{}\n", subject("C-3", "Zlatan Nepostojan"), subject("C-4", "Ann Nobody"));
    let stream = "/api/v1/monitored-subjects/stream?until=2099-12-31&purpose=periodic%20review";
    let kind = [("content-type", "application/x-ndjson")];
    let many = nadia.send("POST", stream, &kind, lines.as_bytes()).ok().value();
    assert_eq!((&many["subjects"], &many["new"], &many["lost"]), (&json!(2), &json!(2), &json!(1)), "{many}");
    assert_eq!(many["faults"][0]["location"]["line"], 2, "{many}");
    nadia.send("POST", stream, &[("content-type", "text/csv")], b"x").is(415);
    nadia.send("POST", "/api/v1/monitored-subjects/stream", &kind, b"{}").is(422).says("until");

    // A new entry reaches whoever is monitored.
    let mut people = ten_people();
    people.push(person("ex-11", &["Zlatan Nepostojan"], None));
    office.bench.import("national", &file(&people), &[]).ok();
    let alerted =
        || nadia.get("/api/v1/alerts?subject=C-3").ok().value()["alerts"].as_array().unwrap().len() == 1;
    soon(alerted, "the alert of a monitored subject");
    let caught_up = || nadia.get("/api/v1/monitored-subjects/reach").ok().value()["caught_up"] == true;
    soon(caught_up, "the end of catching up");

    let one = nadia.get("/api/v1/monitored-subjects?subject=C-1").ok().value();
    assert_eq!(one["monitored_subjects"].as_array().unwrap().len(), 1, "{one}");
    nadia.send("DELETE", &path, &[("if-match", "\"77\"")], b"").is(412);
    assert_eq!(
        nadia.send("DELETE", &path, &[("if-match", &kept.etag())], b"").ok().value()["standing"],
        false
    );
    let rest = nadia.get("/api/v1/monitored-subjects").ok().value();
    assert_eq!(rest["monitored_subjects"].as_array().unwrap().len(), 2, "{rest}");
    office.analyst("tariq").get(&path).is(404);
    office.client("nadia", &["monitoring.view"]).send("DELETE", &path, &[], b"").is(403);
}

#[test]
fn screenings_leave_a_record_of_purpose_basis_and_counts() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    nadia.screen(&[("C-1", "Oleg Vymyshlenko"), ("C-2", "Somebody Quite Different")]);
    let page = nadia.get("/api/v1/screenings").ok().value();
    let screening = &page["screenings"][0];
    assert_eq!(
        (&screening["purpose"], &screening["envelope"]["legal_basis"]),
        (&json!("customer screening"), &json!("Act 12"))
    );
    assert_eq!((&screening["counts"]["subjects"], &screening["counts"]["alerts"]), (&json!(2), &json!(1)));
    let path = format!("/api/v1/screenings/{}", screening["id"].as_str().unwrap());
    nadia.get(&path).ok().says("\"national\"").etag();
    office.analyst("tariq").get(&path).is(404);
    office.client("nadia", &["screening.run"]).get(&path).is(403);
}
