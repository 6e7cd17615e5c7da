//! The whole story: a link on the terminal, people invited, a grave decision of one that another approves, and the log
//! that tells of it.

use super::{Person, administrator, node, started};
use serde_json::{Value, json};

fn at_finance(role: &str) -> Value {
    json!([{"role": role, "desks": ["finance"]}])
}

/// Screens somebody who is on the list, and gives the alert.
fn alert(analyst: &mut Person, subject: &str) -> String {
    let line = json!({"id": subject, "schema": "Person", "properties": {"name": ["Oleg Vymyshlenko"],
        "birthDate": ["1961-04-02"]}});
    let path = "/api/v1/screenings?purpose=onboarding&legal_basis=Act%2012&lasting=true";
    let kind = [("Content-Type", "application/x-ndjson")];
    analyst.browser.send("POST", path, &kind, &format!("{line}\n")).is(200);
    let alerts = analyst.browser.get("/api/v1/alerts?status=open").is(200).json();
    let found = alerts["alerts"].as_array().unwrap().iter().find(|alert| alert["subject"] == subject);
    found.unwrap_or_else(|| panic!("{alerts}"))["id"].as_str().unwrap().to_owned()
}

fn freeze() -> Value {
    json!({"kind": "freeze", "reason": "name and birth date are the same"})
}

#[test]
fn one_decides_another_approves_and_the_log_tells() {
    let bench = node();
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    let whoami = omar.browser.get("/api/v1/session").is(200).json();
    assert_eq!(
        (&whoami["login"], &whoami["roles"]),
        (&json!("administrator"), &json!([{"role": "administrator"}]))
    );
    let mut zarina = omar.invites(&instance, "zarina", &at_finance("analyst"));
    let mut bakhtiyar = omar.invites(&instance, "bakhtiyar", &at_finance("approver"));

    // An administrator works no cases; a person says what a screening is for.
    omar.browser.get("/api/v1/alerts?desk=finance").is(403);
    omar.browser.get("/api/v1/alerts").is(403);
    let kind = [("Content-Type", "application/x-ndjson")];
    zarina.browser.send("POST", "/api/v1/screenings", &kind, "{}").is(422);
    let first = alert(&mut zarina, "c-1");

    // A grave decision waits for a second person, who is another one.
    let made = zarina.browser.post(&format!("/api/v1/alerts/{first}/decisions"), &freeze()).is(201).json();
    assert_eq!((&made["state"], &made["awaits_approval"]), (&json!("proposed"), &json!(true)), "{made}");
    let decision = format!("/api/v1/decisions/{}", made["id"].as_str().unwrap());
    zarina.browser.post(&format!("{decision}/approval"), &json!({})).is(403);
    omar.browser.post(&format!("{decision}/approval"), &json!({})).is(403);
    let waiting = bakhtiyar.browser.get("/api/v1/approvals").is(200).json();
    assert_eq!(waiting["decisions"][0]["id"], made["id"], "{waiting}");
    let approved =
        bakhtiyar.browser.post(&format!("{decision}/approval"), &json!({"note": "seen"})).is(200).json();
    assert_eq!(approved["state"], "approved");
    bakhtiyar.browser.post(&format!("{decision}/approval"), &json!({})).is(409);
    bakhtiyar.browser.post(&format!("{decision}/rejection"), &json!({"reason": "late"})).is(409);
    let seen = zarina.browser.get(&format!("/api/v1/alerts/{first}")).is(200).json();
    assert_eq!(seen["status"], "closed", "{seen}");

    // One that is rejected is open again; whoever proposed it may take it back.
    let second = alert(&mut zarina, "c-2");
    let propose = |who: &mut Person, alert: &str| {
        let made = who.browser.post(&format!("/api/v1/alerts/{alert}/decisions"), &freeze()).is(201).json();
        format!("/api/v1/decisions/{}", made["id"].as_str().unwrap())
    };
    let decision = propose(&mut zarina, &second);
    bakhtiyar.browser.post(&format!("{decision}/rejection"), &json!({"reason": " "})).is(422);
    bakhtiyar.browser.post(&format!("{decision}/rejection"), &json!({"reason": "another person"})).is(200);
    let decision = propose(&mut zarina, &second);
    zarina.browser.post(&format!("{decision}/rejection"), &json!({"reason": "a mistake"})).is(200);

    // A key's proposal is its owner's: a person who is not its owner approves it, no key does.
    let new = json!({"name": "till", "desk": "finance", "purpose": "onboarding", "legal_basis": "Act 12",
        "scopes": ["alert.view", "alert.decide", "decision.approve"], "until": "2099-12-31"});
    let key = zarina.browser.post("/api/v1/keys", &new).is(201).json()["secret"].as_str().unwrap().to_owned();
    let bearer = format!("Bearer {key}");
    let by_key = [("Authorization", bearer.as_str())];
    let mut program = super::Browser::at(&instance);
    let path = format!("/api/v1/alerts/{second}/decisions");
    let made = program.send("POST", &path, &by_key, &freeze().to_string()).is(201).json();
    let decision = format!("/api/v1/decisions/{}", made["id"].as_str().unwrap());
    program.send("POST", &format!("{decision}/approval"), &by_key, "{}").is(403);
    program.send("POST", &format!("{decision}/rejection"), &by_key, "{\"reason\": \"no\"}").is(403);
    zarina.browser.post(&format!("{decision}/approval"), &json!({})).is(403);
    bakhtiyar.browser.post(&format!("{decision}/approval"), &json!({})).is(200);

    // Logging out ends the session, whoever has the cookie.
    let kept = zarina.browser.clone();
    assert!(zarina.browser.delete("/api/v1/session").is(204).head.contains("Max-Age=0"));
    assert!(zarina.browser.cookies.is_empty());
    zarina.browser.get("/api/v1/session").is(401);
    let refused = kept.clone().get("/api/v1/session").is(401);
    assert_eq!(
        refused.header("www-authenticate"),
        Some("Session realm=\"entente\""),
        "no window of the browser's"
    );
    zarina.browser.csrf = None;
    zarina.log_in().is(201);

    let checkpoint = bench.write("checkpoint", &bench.run(&["audit", "sign"]).ok().stdout);
    bench.run(&["audit", "verify", "--checkpoint", &checkpoint]).ok().says("the log is what was signed");
    assert!(!started(&bench).shows_link(), "somebody runs this node");
}

#[test]
fn a_second_person_approves_roles_where_the_node_wants_it() {
    let bench = node();
    bench.write("data/access.toml", "second-person-for-roles = true\n");
    bench
        .run(&["user", "add", "farid", "--name", "Farid Example", "--role", "approver", "--basis", "Act"])
        .ok();
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    let farid = bench.run(&["user", "link", "farid"]).ok().complains("Farid Example").stdout;
    let mut farid = Person::by_link(&instance, farid.trim());
    let mut zarina = omar.invites(&instance, "zarina", &at_finance("analyst"));
    zarina.browser.get("/api/v1/alerts?desk=finance").is(403);
    let user =
        format!("/api/v1/users/{}", zarina.browser.get("/api/v1/session").json()["id"].as_str().unwrap());
    let pending = omar.browser.get(&user).is(200);
    assert_eq!(pending.json()["pending"]["roles"], at_finance("analyst"));
    omar.browser.post(&format!("{user}/approval"), &json!({})).is(403);
    zarina.browser.post(&format!("{user}/approval"), &json!({})).is(403);
    farid.browser.post(&format!("{user}/approval"), &json!({"note": "yes"})).is(200);
    farid.browser.post(&format!("{user}/approval"), &json!({})).is(409);
    zarina.browser.get("/api/v1/alerts").is(200);
    // What changed since it was seen is not overwritten.
    let etag = pending.header("etag").unwrap().to_owned();
    let change = json!({"roles": at_finance("reviewer"), "reason": "moves"}).to_string();
    omar.browser.send("PUT", &user, &[("If-Match", &etag)], &change).is(412);
    omar.browser.send("PUT", &user, &[], &change).is(200);
    omar.browser.put(&user, &json!({"roles": [{"role": "king"}], "reason": "x"})).is(422);
    omar.browser.post(&format!("{user}/link"), &json!({"authenticator": true})).is(422);
    omar.browser.delete(&user).is(200);
    zarina.browser.get("/api/v1/session").is(401);
}
