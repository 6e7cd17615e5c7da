//! Logging in at an OpenID Connect provider: a small one on this machine that signs with a real key, checks PKCE and the
//! client's secret, and can be told to lie.

use super::super::bench::Bench;
use super::browser::seconds;
use super::{Browser, Person, Reply, administrator, node, started};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use url::Url;

const CLIENT: &str = "entente-node";
const SECRET: &str = "shared with the provider";

/// Somebody logged in at the provider and comes back with a code.
struct Grant {
    challenge: String,
    claims: Value,
    lie: Lie,
}

/// In which way the provider lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lie {
    /// Not at all.
    None,
    OtherKey,
    NoSignature,
    SignedWithTheSecret,
    NoToken,
}

struct Provider {
    issuer: String,
    grants: Arc<Mutex<HashMap<String, Grant>>>,
}

impl Provider {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let grants = Arc::default();
        let provider = Self { issuer: issuer.clone(), grants: Arc::clone(&grants) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
                let length = header(&head, "content-length").and_then(|length| length.parse().ok());
                let mut body = vec![0; length.unwrap_or(0)];
                reader.read_exact(&mut body).unwrap();
                let (status, answer) = answer(&issuer, &grants, &head, &String::from_utf8(body).unwrap());
                let answer = answer.to_string();
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status} Somehow\r\nContent-Type: application/json\r\nConnection: close\r\n\
                     Content-Length: {}\r\n\r\n{answer}",
                    answer.len()
                );
            }
        });
        provider
    }

    /// Logs `subject` in, as the address where the node sends a browser asks for it; gives where the browser is sent back.
    fn log_in(&self, address: &str, claims: &dyn Fn(&mut Value), subject: &str, lie: Lie) -> String {
        let address = Url::parse(address).unwrap();
        let asked: HashMap<String, String> = address.query_pairs().into_owned().collect();
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT));
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"), "{address}");
        let now = seconds();
        let mut token = json!({"iss": self.issuer, "sub": subject, "aud": CLIENT, "exp": now + 300, "iat": now,
            "nonce": asked["nonce"]});
        claims(&mut token);
        let mut grants = self.grants.lock().unwrap();
        let code = format!("code-{}", grants.len());
        grants.insert(code.clone(), Grant { challenge: asked["code_challenge"].clone(), claims: token, lie });
        let back = Url::parse(&asked["redirect_uri"]).unwrap();
        assert_eq!(back.path(), "/api/v1/session/oidc/callback");
        format!("{}?code={code}&state={}", back.path(), asked["state"])
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn answer(issuer: &str, grants: &Mutex<HashMap<String, Grant>>, head: &str, body: &str) -> (u16, Value) {
    let path = head.split(' ').nth(1).unwrap();
    match path {
        "/.well-known/openid-configuration" => (
            200,
            json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/keys"),
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["ES256"],
            }),
        ),
        "/keys" => {
            let point = key(1).verifying_key().to_sec1_point(false);
            let part = |part: Option<_>| URL_SAFE_NO_PAD.encode::<&[u8]>(part.unwrap());
            let (x, y) = (part(point.x().map(|x| &x[..])), part(point.y().map(|y| &y[..])));
            let jwk = json!({"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "one", "x": x, "y": y});
            (200, json!({"keys": [jwk]}))
        }
        "/token" => token(grants, head, body),
        _ => (404, json!({})),
    }
}

/// Exchanges a code, once, for whoever has the secret and began the login.
fn token(grants: &Mutex<HashMap<String, Grant>>, head: &str, body: &str) -> (u16, Value) {
    let form: HashMap<String, String> = url::form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let client = STANDARD.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+")));
    if header(head, "authorization") != Some(&format!("Basic {client}")) {
        return (401, json!({"error": "invalid_client"}));
    }
    let grant = form.get("code").and_then(|code| {
        grants
            .lock()
            .unwrap()
            .get_mut(code)
            .map(|grant| (std::mem::take(&mut grant.challenge), grant.claims.clone(), grant.lie))
    });
    let verifier = form.get("code_verifier").cloned().unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    let Some((_, claims, lie)) = grant.filter(|(expected, ..)| *expected == challenge) else {
        return (400, json!({"error": "invalid_grant"}));
    };
    let mut answer = json!({"access_token": "unused", "token_type": "Bearer"});
    if lie != Lie::NoToken {
        answer["id_token"] = signed(&claims, lie).into();
    }
    (200, answer)
}

fn key(number: u8) -> SigningKey {
    SigningKey::from_slice(&[number; 32]).unwrap()
}

fn signed(claims: &Value, lie: Lie) -> String {
    let algorithm = match lie {
        Lie::NoSignature => "none",
        Lie::SignedWithTheSecret => "HS256",
        _ => "ES256",
    };
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let text = format!("{}.{}", part(&json!({"alg": algorithm, "kid": "one"})), part(claims));
    let signature = match lie {
        Lie::NoSignature => Vec::new(),
        Lie::SignedWithTheSecret => hmac(SECRET.as_bytes(), text.as_bytes()),
        _ => {
            let signature: Signature = key(if lie == Lie::OtherKey { 2 } else { 1 }).sign(text.as_bytes());
            signature.to_bytes().to_vec()
        }
    };
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// HMAC-SHA-256 (RFC 2104) under a key that is shorter than a block.
fn hmac(key: &[u8], text: &[u8]) -> Vec<u8> {
    let pad =
        |byte: u8| -> Vec<u8> { (0..64).map(|place| key.get(place).copied().unwrap_or(0) ^ byte).collect() };
    let inner = Sha256::digest([&pad(0x36), text].concat());
    Sha256::digest([&pad(0x5c)[..], &inner[..]].concat()).to_vec()
}

/// A node whose people log in at the provider.
fn node_of(provider: &Provider) -> Bench {
    let bench = node();
    bench.write("data/provider-secret", format!("{SECRET}\n"));
    bench.write(
        "data/access.toml",
        format!(
            "public-url = 'http://127.0.0.1:8080'\n[openid-connect]\nissuer = '{}'\nclient-id = '{CLIENT}'\n\
             client-secret-file = 'provider-secret'\nprivate-issuer = true\n",
            provider.issuer
        ),
    );
    bench
}

fn invite(omar: &mut Person, login: &str, subject: &str) -> Value {
    let person = json!({"login": login, "name": login, "roles": [{"role": "analyst", "desks": ["finance"]}],
        "subject": subject, "legal_basis": "staff rules", "reason": "joins"});
    omar.browser.post("/api/v1/users", &person).json()
}

fn start(browser: &mut Browser) -> String {
    let reply = browser.get("/api/v1/session/oidc/start").is(303);
    assert!(reply.header("set-cookie").unwrap().contains("SameSite=Lax"));
    reply.header("location").unwrap().to_owned()
}

#[test]
fn whom_the_provider_vouches_for_is_in_if_they_have_an_account() {
    let provider = Provider::start();
    let bench = node_of(&provider);
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    let made = invite(&mut omar, "zarina", "subject-1");
    assert!(made["id"].is_string(), "{made}");
    assert!(invite(&mut omar, "sitora", "subject-1")["detail"].as_str().unwrap().contains("another account"));

    let mut browser = Browser::at(&instance);
    let there = start(&mut browser);
    let back = provider.log_in(&there, &|_| {}, "subject-1", Lie::None);
    // Another browser than the one that began is not let in with the code.
    Browser::at(&instance).get(&back).is(409);
    let mut other = Browser::at(&instance);
    start(&mut other);
    other.get(&back).is(409);
    let opened = browser.get(&back).is(201);
    assert_eq!(opened.header("refresh"), Some("0; url=/"));
    assert_eq!(browser.cookies.len(), 1, "the login's own cookie is gone: {:?}", browser.cookies);
    let whoami = browser.get("/api/v1/session").is(200).json();
    assert_eq!((&whoami["login"], &whoami["desks"]), (&json!("zarina"), &json!(["finance"])));
    browser.get("/api/v1/alerts").is(200);
    // A code is good once, and the answer without one is none.
    let replayed = |browser: &mut Browser| -> Reply {
        let there = start(browser);
        let back = provider.log_in(&there, &|_| {}, "subject-1", Lie::None);
        let cookies = browser.cookies.clone();
        browser.get(&back).is(201);
        browser.cookies = cookies;
        browser.get(&back)
    };
    replayed(&mut browser).is(403);
    browser.get("/api/v1/session/oidc/callback?error=access_denied").is(409);

    // No account is made for whom the provider knows and this node does not.
    let mut stranger = Browser::at(&instance);
    let there = start(&mut stranger);
    let back = provider.log_in(&there, &|_| {}, "subject-2", Lie::None);
    let refused = stranger.get(&back).is(403);
    assert!(refused.body.contains("no open account"), "{}", refused.body);
    stranger.get("/api/v1/session").is(401);
    bench.run(&["user", "close", "zarina"]).ok();
    let there = start(&mut stranger);
    let back = provider.log_in(&there, &|_| {}, "subject-1", Lie::None);
    stranger.get(&back).is(403);
}

#[test]
fn a_token_that_does_not_hold_lets_nobody_in() {
    let provider = Provider::start();
    let bench = node_of(&provider);
    // Every attempt comes from an address of its own.
    let settings = bench.read("data/access.toml");
    bench.write("data/access.toml", format!("trusted-proxies = ['127.0.0.1']\n{settings}"));
    let instance = started(&bench);
    let mut omar = administrator(&instance);
    assert!(invite(&mut omar, "zarina", "subject-1")["id"].is_string());
    let mut address = 0;
    let mut check = |claims: &dyn Fn(&mut Value), lie: Lie, expected: u16| {
        address += 1;
        let from = format!("198.51.100.{address}");
        let headers = [("X-Forwarded-For", from.as_str())];
        let mut browser = Browser::at(&instance);
        let there = browser.send("GET", "/api/v1/session/oidc/start", &headers, "").is(303);
        let back = provider.log_in(there.header("location").unwrap(), claims, "subject-1", lie);
        let reply = browser.send("GET", &back, &headers, "").is(expected);
        assert_eq!(browser.get("/api/v1/session").status == 200, expected == 201, "{lie:?}: {}", reply.body);
    };
    check(&|_| {}, Lie::None, 201);
    check(&|_| {}, Lie::OtherKey, 403);
    check(&|_| {}, Lie::NoSignature, 403);
    check(&|_| {}, Lie::SignedWithTheSecret, 403);
    check(&|_| {}, Lie::NoToken, 403);
    check(&|token| token["nonce"] = "another".into(), Lie::None, 403);
    check(&|token| token["nonce"] = Value::Null, Lie::None, 403);
    check(&|token| token["aud"] = "another-node".into(), Lie::None, 403);
    check(&|token| token["iss"] = "https://attacker.example".into(), Lie::None, 403);
    check(&|token| token["exp"] = (seconds() - 10).into(), Lie::None, 403);
    check(&|token| token["sub"] = "".into(), Lie::None, 403);
}

#[test]
fn a_node_without_a_provider_says_so_and_a_wrong_one_is_refused() {
    let bench = node();
    let instance = started(&bench);
    Browser::at(&instance).get("/api/v1/session/oidc/start").is(404);
    let settings = |issuer: &str| {
        format!("public-url = 'https://e.example'\n[openid-connect]\nclient-id = 'e'\nissuer = '{issuer}'\n")
    };
    bench.write("data/access.toml", settings("http://127.0.0.1:9"));
    bench.run(&["user", "list"]).ends_with(2).complains("private-issuer");
    // A provider that is not there keeps nobody from logging in with a password.
    bench.write("data/access.toml", settings("http://127.0.0.1:9") + "private-issuer = true\n");
    let instance = started(&bench);
    let refused = Browser::at(&instance).get("/api/v1/session/oidc/start").is(403);
    assert!(refused.body.contains("does not answer"), "{}", refused.body);
}
