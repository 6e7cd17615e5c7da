//! Quality work: figures, samples and what second reviewers say, tests below the line.

use super::Office;
use super::client::subject;
use serde_json::json;

#[test]
fn decisions_are_sampled_reviewed_and_counted() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let alerts = nadia.screen(&[("C-1", "Oleg Vymyshlenko"), ("C-2", "Gulnora Toqimova")]);
    for alert in &alerts {
        let decision = json!({"kind": "inconclusive", "reason": "no birth date"});
        nadia.post(&format!("/api/v1/alerts/{alert}/decisions"), &decision).is(201);
    }
    let reviewer = office.client("rukhsana", &["quality.view", "quality.review", "alert.view"]);
    let sample = json!({"from": "2001-01-01", "to": "2099-12-31", "share": 1.0});
    let drawn = reviewer.post("/api/v1/quality/samples", &sample).is(201).value();
    assert_eq!((&drawn["population"], &drawn["drawn"]), (&json!(2), &json!(2)), "{drawn}");
    let none = json!({"from": "2001-01-01", "to": "2099-12-31", "share": 2.0});
    reviewer.post("/api/v1/quality/samples", &none).is(422).says("share");
    let reviews = reviewer.get("/api/v1/quality/reviews?waiting=true").ok();
    let path = format!("/api/v1/quality/reviews/{}", reviews.text_at("/reviews/0/id"));
    let verdict = json!({"kind": "false-positive", "reason": "the photo differs"});
    let etag = reviewer.get(&path).ok().etag();
    reviewer.json("POST", &format!("{path}/verdict"), &[("if-match", "\"9\"")], &verdict).is(412);
    let said = reviewer.json("POST", &format!("{path}/verdict"), &[("if-match", &etag)], &verdict).ok();
    assert_eq!(said.value()["agrees"], false);
    reviewer.post(&format!("{path}/verdict"), &verdict).is(409);
    let figures = reviewer.get("/api/v1/quality/figures?from=2001-01-01&to=2099-12-31").ok().value();
    assert_eq!(figures["all"]["decided"], 2, "{figures}");
    assert_eq!(figures["all"]["agreement"]["of"], 1, "{figures}");
    assert_eq!(
        (&figures["analysts"][0]["name"], &figures["lists"][0]["list"]),
        (&json!("till"), &json!("national"))
    );
    reviewer.get("/api/v1/quality/figures?from=2099-01-01&to=2001-01-01").is(422).says("is after");
    reviewer.get("/api/v1/quality/figures").is(422).says("from");
    nadia.get("/api/v1/quality/samples").is(403);
}

#[test]
fn what_lies_below_the_line_is_drawn_and_judged() {
    let office = Office::open();
    let reviewer = office.client("rukhsana", &["quality.view", "quality.review"]);
    let subjects = [subject("1", "Oleg Vymyshlenko"), subject("2", "Gulnora Toqimov")];
    let order = |floor: f64| json!({"line": 100.0, "floor": floor, "most": 2, "keep_until": "2099-12-31", "subjects": subjects});
    let test = reviewer.post("/api/v1/quality/below-the-line", &order(-20.0)).is(201);
    assert_eq!(test.value()["subjects"], 2, "{}", test.text());
    reviewer.post("/api/v1/quality/below-the-line", &order(100.0)).is(422).says("floor");
    let nobody = json!({"line": 1.0, "floor": 0.0, "keep_until": "2099-12-31", "subjects": []});
    reviewer.post("/api/v1/quality/below-the-line", &nobody).is(422);
    let path = format!("/api/v1/quality/below-the-line/{}", test.text_at("/id"));
    let judged = reviewer.post(&format!("{path}/judgements"), &json!({"pair": 0, "same": true})).ok().value();
    assert_eq!((&judged["missed"]["hits"], &judged["missed"]["of"]), (&json!(1), &json!(1)), "{judged}");
    reviewer.post(&format!("{path}/judgements"), &json!({"pair": 7, "same": true})).is(404);
    let tests = reviewer.get("/api/v1/quality/below-the-line").ok().value();
    assert!(tests["tests"][0].get("pairs").is_none(), "a list holds no people: {tests}");
}
