//! Cases: opened over alerts, written into, files up and down, closed, taken out.

use super::Office;
use serde_json::json;

#[test]
fn a_case_is_opened_written_closed_and_taken_out() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let alerts = nadia.screen(&[("C-1", "Oleg Vymyshlenko"), ("C-2", "Gulnora Toqimova")]);
    let opened = nadia.post("/api/v1/cases", &json!({"title": "March", "alerts": [alerts[0]]})).is(201);
    let path = format!("/api/v1/cases/{}", opened.text_at("/id"));
    assert_eq!(opened.text_at("/envelope/legal_basis"), "Act 12");
    let at = |tail: &str| format!("{path}{tail}");

    nadia.post(&at("/alerts"), &json!({"alerts": [alerts[1]]})).ok();
    let stale = [("if-match", &*opened.etag())];
    nadia.json("PATCH", &path, &stale, &json!({"title": "April"})).is(412);
    nadia.json("PATCH", &path, &[], &json!({"title": "April", "assigned": "me"})).ok().says("April");
    let note = nadia.post(&at("/notes"), &json!({"text": "asked the branch"})).is(201);
    let corrected = json!({"text": "asked the main branch", "corrects": note.text_at("/id")});
    nadia.post(&at("/notes"), &corrected).is(201).says("corrects");
    nadia.post(&at("/notes"), &json!({"text": " "})).is(422).says("words");
    nadia.post(&at("/alerts"), &json!({"alerts": ["0199f0aa-0000-7000-8000-000000000000"]})).is(422);
    let decision = json!({"kind": "inconclusive", "reason": "no birth date"});
    nadia.post(&format!("/api/v1/alerts/{}/decisions", alerts[0]), &decision).is(201);

    // Files go in and come out byte for byte, and no browser runs them.
    let page = "<script>alert(1)</script>".as_bytes();
    let upload = at("/files?name=..%2F%D0%BF%D0%B0%D1%81%D0%BF%D0%BE%D1%80%D1%82.html");
    let file = nadia.send("POST", &upload, &[("content-type", "text/html")], page).is(201);
    assert_eq!(file.text_at("/name"), "паспорт.html");
    let down = nadia.get(&at(&format!("/files/{}", file.text_at("/id")))).ok();
    assert_eq!(down.bytes, page);
    for (header, value) in [
        ("content-type", "application/octet-stream"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ] {
        assert_eq!(down.header(header).as_deref(), Some(value));
    }
    let disposition = down.header("content-disposition").unwrap();
    assert!(
        disposition.starts_with("attachment; filename=\"_______.html\"; filename*=utf-8''%d0"),
        "{disposition}"
    );
    nadia.send("POST", &at("/files?name=a"), &[("content-encoding", "gzip")], b"x").is(415);
    nadia.send("POST", &at("/files?name=a"), &[], b"").is(422);
    nadia.send("POST", &at("/files"), &[], b"x").is(422).says("name");
    nadia.get(&at("/files/nonsense")).is(404);

    let whole = nadia.get(&path).ok();
    let events: Vec<String> = whole.value()["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["what"].as_str().unwrap().into())
        .collect();
    assert_eq!(events, ["alert", "alert", "opened", "note", "note", "decision", "file"], "{}", whole.text());
    let omar = office.client("omar", &["case.view", "case.export"]);
    let bundle = omar.get(&at("/bundle")).ok();
    assert!(bundle.bytes.starts_with(b"PK"), "a ZIP file");
    nadia.get(&at("/bundle")).is(403);
    nadia.post(&at("/closing"), &json!({"reason": ""})).is(422);
    nadia.post(&at("/closing"), &json!({"reason": "reported"})).ok().says("\"closed\"");
    nadia.post(&at("/notes"), &json!({"text": "late"})).is(409).says("closed");
    for (query, count) in [("", 1), ("?open=true", 0), ("?open=false", 1)] {
        let page = nadia.get(&format!("/api/v1/cases{query}")).ok().value();
        assert_eq!(page["cases"].as_array().unwrap().len(), count, "{query}: {page}");
    }
    nadia.post(&at("/reopening"), &json!({"reason": " "})).is(422);
    nadia.post(&at("/reopening"), &json!({"reason": "a further transfer"})).ok().says("\"open\"");
    nadia.post(&at("/reopening"), &json!({"reason": "again"})).is(409);
    nadia.json("DELETE", &at(&format!("/alerts/{}", alerts[1])), &stale, &json!(null)).is(412);
    let left = nadia.json("DELETE", &at(&format!("/alerts/{}", alerts[1])), &[], &json!(null)).ok().value();
    assert_eq!(left["alerts"], json!([alerts[0]]));
    nadia.json("DELETE", &at(&format!("/alerts/{}", alerts[1])), &[], &json!(null)).is(404);
    // An alert is in one case: the last one that took it.
    nadia.post("/api/v1/cases", &json!({"title": "May", "alerts": [alerts[0]]})).is(201);
    assert_eq!(nadia.get(&path).ok().value()["alerts"], json!([]));
    // Another desk, and a key for less.
    let tariq = office.analyst("tariq");
    tariq.get(&path).is(404);
    tariq.post(&at("/notes"), &json!({"text": "mine"})).is(404);
    tariq.get(&at(&format!("/files/{}", file.text_at("/id")))).is(404);
    office.client("nadia", &["case.view"]).post(&at("/notes"), &json!({"text": "x"})).is(403);
}
