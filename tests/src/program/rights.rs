//! The rights of subjects over the running program: what is known is found, given out, corrected; an erasure is proposed
//! with a key and approved by none.

use super::service::{Service, key, node, soon};
use serde_json::{Value, json};

#[test]
fn what_is_known_of_a_subject_is_found_given_out_and_corrected() {
    let bench = node();
    let add = ["user", "add", "dilnoza", "--name", "Dilnoza Example", "--role", "approver@finance"];
    bench.run(&[&add[..], &["--basis", "Act 12"]].concat()).ok();
    let make =
        ["key", "make", "--owner", "dilnoza", "--name", "rights", "--desk", "finance", "--purpose", "rights"];
    let scopes = ["record.export", "record.correct", "record.erase", "erasure.approve"];
    let scopes: Vec<&str> = scopes.iter().flat_map(|scope| ["--scope", scope]).collect();
    let more = ["--basis", "Act 12", "--until", "2099-12-31"];
    let keeper = bench.run(&[&make[..], &more, &scopes[..]].concat()).ok().stdout.trim().to_owned();
    let till = key(&bench, &["screening.run", "alert.view"]);
    let service = Service::start(&bench);
    soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
    let row = json!({"id": "customer-5", "schema": "Person", "properties": {"name": ["Oleg Vymyshlenko"]}});
    let reply = service.ask("POST", "/api/v1/screenings?lasting=true", Some(&till), &format!("{row}\n"));
    assert_eq!(reply.status, 200, "{}", reply.body);

    let post = |key: &str, path: &str, body: &Value| {
        service.ask("POST", &format!("/api/v1/subjects/{path}"), Some(key), &body.to_string())
    };
    let by_reference = json!({"reference": "customer-5", "reason": "asked for in writing"});
    assert_eq!(post(&till, "find", &by_reference).status, 403);
    assert_eq!(post(&keeper, "find", &json!({})).status, 422);
    assert_eq!(post(&keeper, "find", &json!({"reference": "customer-6"})).status, 404);
    let found = post(&keeper, "find", &by_reference).json(200);
    assert_eq!((&found["records"][0]["kind"], &found["undecided"]), (&json!("alert"), &json!(1)), "{found}");
    let alert = found["records"][0].clone();
    assert_eq!(
        post(&keeper, "find", &json!({"name": "oleg vymyshlenko"})).json(200)["records"],
        found["records"]
    );
    assert_eq!(post(&keeper, "export", &json!({"reference": "customer-5"})).status, 422, "without a reason");
    let bundle = post(&keeper, "export", &by_reference).json(200);
    assert_eq!(bundle["screenings"][0]["purpose"], "customer screening");
    assert_eq!(bundle["screenings"][0]["legal_basis"], "Act 12");
    assert_eq!(bundle["alerts"][0]["id"], alert["id"]);

    let correction = json!({
        "record": alert,
        "subject": {"schema": "Person", "properties": {"name": ["Somebody Quite Else"]}},
        "reason": "misread at the counter",
    });
    post(&keeper, "corrections", &correction).json(201);
    let address = format!("/api/v1/alerts/{}", alert["id"].as_str().unwrap());
    assert_eq!(service.ask("GET", &address, Some(&till), "").json(200)["status"], "closed");
    let about = format!("/api/v1/subjects/corrections?about={}", alert["id"].as_str().unwrap());
    let kept = service.ask("GET", &about, Some(&keeper), "").json(200);
    assert_eq!(kept["corrections"][0]["before"]["names"][0]["text"], "Oleg Vymyshlenko");

    let named = json!({"subject": {"reference": "customer-5", "reason": "Somebody Quite Else asks"}});
    let refused = post(&keeper, "erasures", &named);
    assert!(refused.status == 422 && refused.body.contains("names the subject"), "{}", refused.body);
    let order = post(&keeper, "erasures", &json!({"subject": by_reference})).json(201);
    assert_eq!(order["state"], "proposed");
    let path = format!("erasures/{}", order["id"].as_str().unwrap());
    // No key approves, whoever's it is.
    assert_eq!(post(&keeper, &format!("{path}/approve"), &json!({})).status, 403);
    assert_eq!(post(&keeper, &format!("{path}/reject"), &json!({"reason": "mistaken"})).status, 403);
    let waiting = service.ask("GET", "/api/v1/subjects/erasures?waiting=true", Some(&keeper), "").json(200);
    assert_eq!(waiting["erasures"][0]["id"], order["id"]);
    assert_eq!(service.ask("GET", &address, Some(&till), "").status, 200, "it is still there");
}
