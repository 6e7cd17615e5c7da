//! The service as clients meet it: a real process on this machine, real keys, real requests.

use super::fixtures::{file, person, ten_people};
use super::service::{Service, key, node, soon};
use serde_json::{Value, json};

#[test]
fn clients_of_yente_change_the_address_and_add_a_key() {
    let bench = node();
    let key = key(&bench, &[]);
    let service = Service::start(&bench);
    soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
    assert_eq!(service.find(&key, "Олег Вымышленко"), ["ex-1"]);
    assert_eq!(service.find(&key, "Somebody Quite Different"), [""; 0]);

    // The key in the address, and as the password of Basic, for clients that can send no header of their own.
    let in_address = service.ask("GET", &format!("/k/{key}/search/default?q=Vymyshlenko"), None, "");
    assert_eq!(in_address.status, 200, "{}", in_address.body);
    assert!(in_address.body.contains("\"ex-1\""), "{}", in_address.body);
    let entity = service.ask("GET", "/entities/ex-1", Some(&key), "");
    assert!(entity.status == 200 && entity.body.contains("Oleg Vymyshlenko"), "{}", entity.body);
    for path in ["/catalog", "/algorithms", "/reconcile/default", "/api/openapi.json"] {
        let reply = service.ask("GET", path, Some(&key), "");
        assert_eq!(reply.status, 200, "{path}: {}", reply.body);
        serde_json::from_str::<Value>(&reply.body).expect(path);
    }
}

#[test]
fn every_address_but_health_asks_for_a_key_that_is_good_for_it() {
    let bench = node();
    let only_lists = key(&bench, &["list.view"]);
    let service = Service::start(&bench);
    let document = service.ask("GET", "/api/openapi.json", None, "");
    let document: Value = serde_json::from_str(&document.body).unwrap();
    let mut asked = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        let address = path.replace("{dataset}", "default").replace("{id}", "ex-1").replace(['{', '}'], "");
        for method in methods.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            let method = method.to_uppercase();
            let open = is_open(&method, path);
            for bad in [None, Some("nonsense"), Some("ent_0199f0aa000070008000000000000000_00")] {
                let reply = service.ask(&method, &address, bad, "{}");
                assert_eq!(reply.status == 401, !open, "{method} {path} with {bad:?}: {}", reply.status);
                assert_eq!(reply.head.contains("www-authenticate"), !open, "{method} {path}");
                asked += 1;
            }
        }
    }
    assert!(asked > 30, "{asked} requests are too few to be all");
    for (method, address, status) in [
        ("GET", "/catalog", 200),
        ("POST", "/match/default", 403),
        ("GET", "/search/default?q=x", 403),
        ("GET", "/metrics", 403),
    ] {
        let reply = service.ask(method, address, Some(&only_lists), "{}");
        assert_eq!(reply.status, status, "{method} {address}: {}", reply.body);
    }
}

/// What answers without a key or a session: the node's health, and what people get in by.
pub fn is_open(method: &str, path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz")
        || (method, path) == ("POST", "/api/v1/session")
        || path.starts_with("/api/v1/setup/")
        || path.starts_with("/api/v1/session/oidc/")
}

#[test]
fn a_revoked_key_and_a_closed_account_are_refused_within_moments() {
    let bench = node();
    let (first, second) = (key(&bench, &[]), key(&bench, &[]));
    let service = Service::start(&bench);
    let status = |key: &str| service.ask("GET", "/catalog", Some(key), "").status;
    assert_eq!((status(&first), status(&second)), (200, 200));
    let keys = bench.run(&["key", "list", "--format", "json"]).ok().json();
    bench.run(&["key", "revoke", keys[0]["id"].as_str().unwrap()]).ok().says("revoked");
    soon(|| status(&first) == 401, "the refusal of a revoked key");
    assert_eq!(status(&second), 200);
    bench.run(&["user", "close", "nadia"]).ok().says("closed");
    soon(|| status(&second) == 401, "the refusal of a closed account's key");
}

#[test]
fn a_new_version_of_a_list_is_taken_up_and_no_request_fails_meanwhile() {
    let bench = node();
    let key = key(&bench, &[]);
    let service = Service::start(&bench);
    soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
    assert_eq!(service.find(&key, "Zlatan Nepostojan"), [""; 0]);
    let mut people = ten_people();
    people.push(person("ex-11", &["Zlatan Nepostojan"], None));
    bench.import("national", &file(&people), &[]).ok();
    soon(|| service.find(&key, "Zlatan Nepostojan") == ["ex-11"], "the new entry");
}

#[test]
fn what_cannot_be_answered_is_said_why() {
    let bench = node();
    let key = key(&bench, &[]);
    let service = Service::start(&bench);
    soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
    let many: Value = (0..3).map(|number| (number.to_string(), json!({"schema": "Nonsense"}))).collect();
    for (method, path, body, status, words) in [
        ("POST", "/match/default", "{", 422, "line 1 column 1"),
        ("POST", "/match/default", "{}", 400, "detail"),
        ("POST", "/match/nowhere", "{\"queries\":{}}", 404, "nowhere"),
        ("POST", "/match/default", &json!({"queries": many}).to_string(), 400, "Nonsense"),
        ("GET", "/match/default", "", 405, ""),
        ("GET", "/entities/nobody", "", 404, "nobody"),
        ("GET", "/search/default?q=x&limit=ten", "", 422, "limit"),
        ("GET", "/nothing/here", "", 404, "leads nowhere"),
        ("GET", "/api/v1/nothing", "", 404, "leads nowhere"),
    ] {
        let reply = service.ask(method, path, Some(&key), body);
        assert_eq!(reply.status, status, "{method} {path} {body}: {}", reply.body);
        assert!(reply.body.contains(words), "{method} {path}: {}", reply.body);
    }
    let large = service.ask("POST", "/match/default", Some(&key), &" ".repeat(9 * 1024 * 1024));
    assert_eq!(large.status, 413, "{}", large.body);
}

#[test]
fn plain_http_is_not_spoken_to_the_world() {
    let bench = node();
    bench.run(&["serve", "--listen", "0.0.0.0:0"]).ends_with(2).complains("--insecure-public");
}

#[test]
fn accounts_and_keys_need_what_makes_them_answerable() {
    let bench = node();
    let add = |more: &[&str]| bench.run(&[&["user", "add"], more].concat());
    add(&["nadia", "--name", "Other", "--role", "analyst", "--basis", "Act"])
        .ends_with(2)
        .complains("already");
    add(&["n a", "--name", "Other", "--role", "analyst", "--basis", "Act"]).ends_with(2).complains("login");
    add(&["omar", "--name", " ", "--role", "analyst", "--basis", "Act"]).ends_with(2).complains("name");
    add(&["omar", "--name", "Omar", "--role", "king", "--basis", "Act"]).ends_with(2).complains("no role");
    add(&["omar", "--name", "Omar", "--role", "analyst@moon", "--basis", "Act"])
        .ends_with(2)
        .complains("no desk");
    let make = |owner: &str, purpose: &str, until: &str| {
        let words =
            ["key", "make", "--name", "till", "--desk", "finance", "--basis", "Act", "--owner", owner];
        bench.run(&[&words[..], &["--purpose", purpose, "--until", until]].concat())
    };
    make("nobody", "screening", "2099-01-01").ends_with(2).complains("user list");
    make("nadia", " ", "2099-01-01").ends_with(2).complains("purpose");
    make("nadia", "screening", "2001-01-01").ends_with(2).complains("expired");
    bench.run(&["key", "revoke", "0199f0aa-0000-7000-8000-000000000000"]).ends_with(2).complains("key list");
    // What was made is in the log, signed and verified.
    bench.run(&["audit", "verify"]).ends_with(2).complains("audit sign");
    let checkpoint = bench.write("checkpoint", &bench.run(&["audit", "sign"]).ok().stdout);
    bench.run(&["audit", "verify", "--checkpoint", &checkpoint]).ok().says("the log is what was signed");
    let other = bench.write("other", "no checkpoint");
    bench.run(&["audit", "verify", "--checkpoint", &other]).ends_with(5).says("NOT WHAT WAS SIGNED");
    // The secret is nowhere in what the node keeps.
    let secret = make("nadia", "screening", "2099-01-01").ok().stdout;
    let secret = secret.trim().rsplit('_').next().unwrap().as_bytes().to_vec();
    for file in bench.data_files() {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(secret.len()).any(|part| part == secret), "{}", file.display());
    }
}
