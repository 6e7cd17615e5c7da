//! Sessions under attack: forged, replayed, guessed, used by other sites, used after their end; and that a session lets
//! nobody do what their roles do not.

use super::{Browser, PASSWORD, administrator, node, started};
use crate::program::service::soon;
use crate::program::serving::is_open;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const COOKIE: &str = "entente-session";

#[test]
fn forged_cookies_and_requests_of_other_sites_are_refused() {
    let bench = node();
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    let token = omar.browser.cookies[COOKIE].clone();
    for forged in
        ["", "x", "00", &"0".repeat(64), &token[1..], &format!("{token}0"), &token.replace('a', "b")]
    {
        let cookies = BTreeMap::from([(COOKIE.to_owned(), forged.to_owned())]);
        let mut browser = Browser { cookies, ..Browser::at(&instance) };
        browser.get("/api/v1/session").is(401);
        browser.get("/catalog").is(401);
    }
    // Two cookies of the name are none: another host of the domain may have set one of them.
    let both = format!("{COOKIE}={token}; {COOKIE}={}", "0".repeat(64));
    Browser::at(&instance).send("GET", "/api/v1/session", &[("Cookie", &both)], "").is(401);

    let csrf = omar.browser.csrf.clone().unwrap();
    assert_eq!(omar.browser.get("/api/v1/session").json()["csrf_token"], csrf.as_str());
    assert_ne!(csrf, token);
    let person =
        json!({"login": "eve", "name": "Eve", "roles": [{"role": "administrator"}], "legal_basis": "none",
        "reason": "forged"})
        .to_string();
    let mut check = |headers: &[(&str, &str)], status: u16| {
        omar.browser.send("POST", "/api/v1/users", headers, &person).is(status);
    };
    check(&[("X-CSRF-Token", "")], 403);
    check(&[("X-CSRF-Token", "nonsense")], 403);
    check(&[("X-CSRF-Token", &token)], 403);
    check(&[("X-CSRF-Token", &"0".repeat(64))], 403);
    check(&[("Origin", "https://attacker.example")], 403);
    check(&[("Origin", "null")], 403);
    check(&[("Sec-Fetch-Site", "cross-site")], 403);
    check(&[("Sec-Fetch-Site", "same-site")], 403);
    let here = format!("http://{}", instance.address);
    check(&[("Origin", &here), ("Sec-Fetch-Site", "same-origin")], 201);
    // Nor does another site log somebody in.
    let login = json!({"login": "administrator", "password": PASSWORD}).to_string();
    let elsewhere = [("Origin", "https://attacker.example")];
    Browser::at(&instance).send("POST", "/api/v1/session", &elsewhere, &login).is(403);
    omar.browser.csrf = None;
    omar.browser.delete("/api/v1/session").is(403);
    omar.browser.get("/api/v1/session").is(200);
}

#[test]
fn cookies_say_what_browsers_must_not_do_with_them() {
    let bench = node();
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    let opened = omar.log_in().is(201);
    let cookie = opened.header("set-cookie").unwrap();
    assert!(cookie.starts_with("entente-session=") && !cookie.contains("Secure"), "plain HTTP: {cookie}");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"));
    assert_eq!(opened.header("cache-control"), Some("no-store"));
    // Where people come by TLS, through a proxy, the cookie goes no other way.
    bench.write(
        "data/access.toml",
        "public-url = 'https://entente.example'\ntrusted-proxies = ['127.0.0.1']\n",
    );
    let behind = started(&bench);
    omar.browser = Browser::at(&behind);
    let opened = omar.log_in().is(201);
    let cookie = opened.header("set-cookie").unwrap();
    assert!(cookie.starts_with("__Host-entente-session=") && cookie.ends_with("; Secure"), "{cookie}");
    omar.browser.get("/api/v1/session").is(200);
    let made = omar.browser.post(
        "/api/v1/users",
        &json!({"login": "zarina", "name": "Zarina", "roles": [{"role": "analyst"}], "legal_basis": "rules",
            "reason": "joins"}),
    );
    assert!(made.is(201).json()["link"].as_str().unwrap().starts_with("https://entente.example/setup/"));
}

#[test]
fn a_code_is_taken_once_and_guessing_makes_the_account_wait() {
    let bench = node();
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    let ticket = omar.ticket();
    let step = |browser: &mut Browser, step: Value| browser.post("/api/v1/session", &step);
    let replayed = json!({"ticket": ticket, "code": omar.authenticator.last_code()});
    step(&mut omar.browser, replayed).is(401);
    let recovery = omar.recovery_codes[0].clone();
    step(&mut omar.browser, json!({"ticket": ticket, "recovery_code": recovery})).is(201);
    step(&mut omar.browser, json!({"ticket": ticket, "recovery_code": omar.recovery_codes[1]})).is(409);
    let ticket = omar.ticket();
    step(&mut omar.browser, json!({"ticket": ticket, "recovery_code": recovery})).is(401);
    let guess = json!({"login": "administrator", "password": "a guess of somebody's"});
    let unknown = json!({"login": "nobody", "password": "a guess of somebody's"});
    let wrong = step(&mut omar.browser, guess.clone()).is(401).body;
    assert_eq!(
        step(&mut omar.browser, unknown).is(401).body,
        wrong,
        "the same of an account that is not there"
    );
    for _ in 0..3 {
        step(&mut omar.browser, guess.clone()).is(401);
    }
    let right = json!({"login": "administrator", "password": PASSWORD});
    assert_eq!(step(&mut omar.browser, right).is(401).body, wrong, "a right password does not help");
    // Whoever is in stays in.
    omar.browser.get("/api/v1/session").is(200);
    for malformed in
        [json!({}), json!({"login": "a"}), json!({"ticket": "x", "code": "1", "recovery_code": "2"})]
    {
        step(&mut omar.browser, malformed).is(422);
    }
    let mut waits = None;
    for _ in 0..30 {
        let reply = step(&mut omar.browser, json!({"ticket": "x", "code": "1"}));
        if reply.status == 429 {
            waits = reply.header("retry-after").map(str::to_owned);
            break;
        }
        reply.is(409);
    }
    assert!(waits.is_some_and(|seconds| seconds.parse::<u64>().unwrap() > 0), "the address waits too");
}

#[test]
fn instances_of_a_node_share_sessions() {
    let bench = node();
    let (one, other) = (started(&bench), started(&bench));
    let mut omar = administrator(&other);
    let mut there = Browser { address: one.address.clone(), ..omar.browser.clone() };
    there.get("/api/v1/session").is(200);
    // Half a login here, half there.
    let ticket = omar.ticket();
    let code = json!({"ticket": ticket, "code": omar.authenticator.code()});
    let mut second = Browser::at(&one);
    second.post("/api/v1/session", &code).is(201);
    let mut second_there = Browser { address: other.address.clone(), ..second.clone() };
    second_there.post("/api/v1/session", &code).is(409);
    second_there.get("/api/v1/session").is(200);
    // What ends at one has ended at the other within a second.
    omar.browser.delete("/api/v1/session").is(204);
    soon(|| there.get("/api/v1/session").status == 401, "the end of the session");
    let change = json!({"password": PASSWORD, "new_password": "seven rivers and a bridge"});
    second.post("/api/v1/session/password", &json!({"password": "wrong", "new_password": PASSWORD})).is(401);
    second.post("/api/v1/session/password", &json!({"password": PASSWORD, "new_password": "short"})).is(422);
    second.post("/api/v1/session/password", &change).is(204);
    soon(|| second_there.get("/api/v1/session").status == 401, "the end of all sessions");
}

#[test]
fn a_closed_account_is_out_at_once() {
    let bench = node();
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    let mut zarina = omar.invites(&instance, "zarina", &json!([{"role": "analyst", "desks": ["finance"]}]));
    zarina.browser.get("/api/v1/alerts").is(200);
    bench.run(&["user", "close", "zarina"]).ok().says("closed");
    soon(|| zarina.browser.get("/api/v1/alerts").status == 401, "the end of the session");
    let login = json!({"login": "zarina", "password": PASSWORD});
    zarina.browser.post("/api/v1/session", &login).is(401);
}

#[test]
fn a_key_is_shown_once_and_replaced_without_a_gap() {
    let bench = node();
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    let mut zarina = omar.invites(&instance, "zarina", &json!([{"role": "analyst", "desks": ["finance"]}]));
    let new = json!({"name": "till", "desk": "finance", "purpose": "onboarding", "legal_basis": "Act 12",
        "until": "2099-12-31"});
    let made = zarina.browser.post("/api/v1/keys", &new).is(201);
    let (id, secret) = (made.json()["id"].clone(), made.json()["secret"].as_str().unwrap().to_owned());
    for mut who in [zarina.browser.clone(), omar.browser.clone()] {
        let path =
            if who.cookies == omar.browser.cookies { "/api/v1/keys?everybody=true" } else { "/api/v1/keys" };
        let keys = who.get(path).is(200);
        assert_eq!(keys.json()["keys"][0]["id"], id);
        assert!(!keys.body.contains(secret.rsplit('_').next().unwrap()) && !keys.body.contains("secret"));
    }
    zarina.browser.get("/api/v1/keys?everybody=true").is(403);
    let status = |key: &str| {
        let bearer = format!("Bearer {key}");
        Browser::at(&instance).send("GET", "/catalog", &[("Authorization", &bearer)], "").status
    };
    assert_eq!(status(&secret), 200);
    let path = format!("/api/v1/keys/{}", id.as_str().unwrap());
    omar.browser.post(&format!("{path}/rotation"), &json!({})).is(403);
    zarina.browser.post(&format!("{path}/rotation"), &json!({"overlap_hours": 200})).is(422);
    let next = zarina.browser.post(&format!("{path}/rotation"), &json!({"overlap_hours": 1})).is(201).json();
    let next_secret = next["secret"].as_str().unwrap();
    assert_eq!((status(&secret), status(next_secret)), (200, 200), "both, for a while");
    omar.browser.delete(&path).is(200);
    soon(|| status(&secret) == 401, "the refusal of a revoked key");
    assert_eq!(status(next_secret), 200);
    for (wrong, words) in [
        (json!({"name": "x", "desk": "travel"}), 422),
        (
            json!({"name": "x", "desk": "travel", "purpose": "p", "legal_basis": "b", "until": "2099-12-31"}),
            422,
        ),
        (
            json!({"name": "x", "desk": "finance", "purpose": "p", "legal_basis": "b", "until": "2001-12-31"}),
            422,
        ),
        (
            json!({"name": "x", "desk": "finance", "purpose": " ", "legal_basis": "b", "until": "2099-12-31"}),
            422,
        ),
    ] {
        zarina.browser.post("/api/v1/keys", &wrong).is(words);
    }
}

#[test]
fn a_session_lets_nobody_do_what_their_roles_do_not() {
    let bench = node();
    bench.write("data/access.toml", "second-person-for-roles = true\n");
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    // Invited, and not approved: a person without any role.
    let mut nobody = omar.invites(&instance, "nobody", &json!([{"role": "analyst"}]));
    let document = nobody.browser.get("/api/openapi.json").is(200).json();
    let mut asked = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let address = path.replace("{dataset}", "default").replace("{id}", "ex-1").replace(['{', '}'], "");
        for method in methods.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            let method = method.to_uppercase();
            let own = path.starts_with("/api/v1/session") || path.starts_with("/api/v1/keys");
            if is_open(&method, path) || own {
                continue;
            }
            let reply = nobody.browser.send(&method, &address, &[], "{}");
            assert_eq!(reply.status, 403, "{method} {path}: {}", reply.body);
            if method != "GET" {
                let forged = nobody.browser.send(&method, &address, &[("X-CSRF-Token", "x")], "{}");
                assert!(
                    forged.status == 403 && forged.body.contains("csrf"),
                    "{method} {path}: {}",
                    forged.body
                );
            }
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked} requests are too few to be all");
    nobody.browser.get("/api/v1/session").is(200);
    nobody.browser.get("/api/v1/keys").is(200);
}
