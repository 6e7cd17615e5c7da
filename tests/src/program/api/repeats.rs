//! The same request again: answered as before under its key, or told that nothing changed.

use super::Office;
use serde_json::json;
use std::thread;

#[test]
fn a_repeated_request_is_answered_and_not_done_twice() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let body = json!({"title": "March", "alerts": []});
    let key = [("idempotency-key", "\"8e03978e-40d5-43e8\"")];
    let first = nadia.json("POST", "/api/v1/cases", &key, &body).is(201);
    let again = nadia.json("POST", "/api/v1/cases", &key, &body).is(201);
    assert_eq!((first.etag(), first.text()), (again.etag(), again.text()));
    let cases = nadia.get("/api/v1/cases").ok().value();
    assert_eq!(cases["cases"].as_array().unwrap().len(), 1, "{cases}");

    // Another request under the key, another caller, a key that is none, a stream.
    let other = json!({"title": "April", "alerts": []});
    nadia.json("POST", "/api/v1/cases", &key, &other).is(422).says("another request");
    let colleague = office.analyst("nadia");
    colleague.json("POST", "/api/v1/cases", &key, &body).is(201);
    nadia.json("POST", "/api/v1/cases", &[("idempotency-key", "two words")], &body).is(400).says("visible");
    // A method that the address does not take is told before that.
    let taken = nadia.json("DELETE", "/api/v1/cases", &[("idempotency-key", "two words")], &body).is(405);
    assert_eq!(taken.header("allow").as_deref(), Some("get,head,post"));
    let stream = [key[0], ("content-type", "application/x-ndjson")];
    nadia.send("POST", "/api/v1/screenings", &stream, b"{}").is(400).says("JSON or none");
    // What was refused is refused again, and costs no second try.
    let untitled = json!({"title": " "});
    let key = [("idempotency-key", "k2")];
    nadia.json("POST", "/api/v1/cases", &key, &untitled).is(422);
    nadia.json("POST", "/api/v1/cases", &key, &untitled).is(422).says("title");
}

#[test]
fn of_many_at_once_one_is_done() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let body = json!({"title": "March", "alerts": []});
    let statuses: Vec<u16> = thread::scope(|scope| {
        let ask = || nadia.json("POST", "/api/v1/cases", &[("idempotency-key", "once")], &body).status;
        let asked: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    });
    assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
    assert!(statuses.contains(&201), "{statuses:?}");
    let cases = nadia.get("/api/v1/cases").ok().value();
    assert_eq!(cases["cases"].as_array().unwrap().len(), 1, "{cases}");
}

#[test]
fn whoever_has_a_record_as_it_is_is_told_so() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let alert = nadia.screen(&[("C-1", "Oleg Vymyshlenko")]).remove(0);
    let path = format!("/api/v1/alerts/{alert}");
    let etag = nadia.get(&path).ok().etag();
    let unchanged = nadia.send("GET", &path, &[("if-none-match", &etag)], b"").is(304);
    assert!(unchanged.bytes.is_empty(), "{}", unchanged.text());
    assert_eq!(unchanged.etag(), etag);
    nadia.send("GET", &path, &[("if-none-match", "\"77\"")], b"").ok();
}
