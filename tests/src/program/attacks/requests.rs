//! Requests that mean harm by their form: paths out of the tree, NUL bytes, SQL, heads that two readers would read
//! differently, requests that break off, keys that nobody made.

use super::Target;
use super::wire::{exchange, exchange_and_leave, statuses};
use serde_json::json;
use std::time::Duration;

/// So long a client waits for replies before it goes away.
const WHILE: Duration = Duration::from_millis(500);

/// Sends `line` and headers with a good key and nothing else; the statuses of what came back, and all of it.
fn send(target: &Target, line: &str, more: &str) -> (Vec<u16>, String) {
    let key = &target.key;
    let request = format!(
        "{line} HTTP/1.1\r\nHost: here\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n{more}\r\n"
    );
    let reply = exchange(&target.service.address, request.as_bytes());
    (statuses(&reply), reply)
}

#[test]
fn paths_lead_nowhere_but_to_what_is_served() {
    let target = Target::start();
    for (path, status) in [
        ("/../../../../etc/passwd", 404),
        ("/entities/../../../etc/passwd", 404),
        ("/entities/..%2f..%2f..%2fetc%2fpasswd", 404),
        ("/entities/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404),
        ("/entities/%252e%252e%252fetc%252fpasswd", 404),
        ("/entities/..%5c..%5cwindows%5cwin.ini", 404),
        ("/entities/%c0%ae%c0%ae%c0%afetc%c0%afpasswd", 400),
        ("/entities/ex-1%00.json", 404),
        ("/entities/ex-1/../../keys/audit", 404),
        ("/search/..%2fkeys?q=x", 404),
        ("/match/default/../../keys", 404),
        ("/api/v1/alerts/..%2f..%2fkeys", 404),
        ("/api/../healthz", 404),
        ("//healthz", 404),
        ("/healthz/", 404),
        ("/k/../catalog", 401),
        ("/entities/ex-1 /etc/passwd", 400),
        ("http://169.254.169.254/latest/meta-data/", 404),
        ("*", 404),
    ] {
        let (seen, reply) = send(&target, &format!("GET {path}"), "");
        assert!(seen == [status], "{path}: {seen:?}\n{reply}");
        assert!(!reply.contains("root:") && !reply.contains("[fonts]"), "{path}: {reply}");
    }
    target.still_answers("paths");
}

#[test]
fn names_and_parameters_are_never_read_as_sql() {
    let target = Target::start();
    let harm = [
        "'; DROP TABLE lists; --",
        "' OR '1'='1",
        "\" OR \"\"=\"",
        "1; ATTACH DATABASE '/tmp/x' AS x",
        "%' --",
    ];
    for text in harm {
        let encoded: String = text.bytes().map(|byte| format!("%{byte:02x}")).collect();
        for (path, status) in [
            (format!("/search/default?q={encoded}"), 200),
            (format!("/search/default?q=x&sort={encoded}"), 200),
            (format!("/search/{encoded}?q=x"), 404),
            (format!("/entities/{encoded}"), 404),
            (format!("/entities/ex-1/adjacent?limit={encoded}"), 422),
            (format!("/match/{encoded}"), 405),
            (format!("/api/v1/alerts?status={encoded}"), 422),
            (format!("/api/v1/alerts?cursor={encoded}"), 422),
            (format!("/api/v1/alerts/{encoded}"), 404),
        ] {
            let (seen, reply) = send(&target, &format!("GET {path}"), "");
            assert_eq!(seen, [status], "{text} in {path}\n{reply}");
        }
        assert_eq!(target.service.find(&target.key, text), [""; 0], "{text} as a name");
        let line =
            json!({"id": text, "schema": "Person", "properties": {"name": ["Oleg Vymyshlenko", text]}});
        let reply = target.service.ask("POST", "/api/v1/screenings", Some(&target.key), &line.to_string());
        assert!(reply.status == 200 && reply.body.contains("\"alert\":\""), "{text}: {}", reply.body);
        target.still_answers(text);
    }
    assert_eq!(target.bench.entries("national"), 10, "the list is whole");
}

#[test]
fn heads_that_two_readers_would_read_differently_are_refused() {
    let target = Target::start();
    let hidden = "GET /catalog HTTP/1.1\r\nHost: here\r\n\r\n";
    let body = "{\"queries\":{}}";
    for (what, more, status) in [
        ("two lengths", format!("Content-Length: 5\r\nContent-Length: 14\r\n\r\n{body}"), Some(400)),
        ("two lengths in one", format!("Content-Length: 5, 14\r\n\r\n{body}"), Some(400)),
        ("a length with a sign", format!("Content-Length: +14\r\n\r\n{body}"), Some(400)),
        ("a length below nothing", format!("Content-Length: -1\r\n\r\n{body}"), Some(400)),
        ("a length in hexadecimal", format!("Content-Length: 0xE\r\n\r\n{body}"), Some(400)),
        ("a coding nobody knows", format!("Transfer-Encoding: xchunked\r\n\r\n{body}"), Some(400)),
        ("chunks not last", format!("Transfer-Encoding: chunked, identity\r\n\r\n{body}"), Some(400)),
        ("a blank before the colon", format!("Content-Length : 14\r\n\r\n{body}"), Some(400)),
        ("a folded line", format!("X-Header: a\r\n b: c\r\nContent-Length: 14\r\n\r\n{body}"), Some(400)),
        ("a line of no header", format!("nonsense\r\nContent-Length: 14\r\n\r\n{body}"), Some(400)),
        ("a NUL in a header", format!("X-Header: a\0b\r\nContent-Length: 14\r\n\r\n{body}"), Some(400)),
        (
            "length and chunks",
            format!("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"),
            None,
        ),
        (
            "chunks and length",
            format!("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{hidden}"),
            None,
        ),
        ("a chunk of no size", format!("Transfer-Encoding: chunked\r\n\r\nzz\r\n{hidden}"), None),
        (
            "a chunk of endless size",
            "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n".to_owned(),
            None,
        ),
    ] {
        let request = format!(
            "POST /match/default HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {}\r\n{more}",
            target.key
        );
        let reply = exchange_and_leave(&target.service.address, request.as_bytes(), WHILE);
        let seen = statuses(&reply);
        match status {
            Some(status) => assert_eq!(seen, [status], "{what}\n{reply}"),
            // What is refused is answered once, and the connection closed: what hides behind it is never answered.
            None => assert!(seen.len() == 1 && (400..500).contains(&seen[0]), "{what}: {seen:?}\n{reply}"),
        }
        assert!(!reply.contains("datasets"), "{what}: the hidden request was answered\n{reply}");
    }
    target.still_answers("heads");
}

#[test]
fn requests_that_break_off_harm_nobody() {
    let target = Target::start();
    let key = &target.key;
    let whole = format!(
        "POST /match/default HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {key}\r\nContent-Length: 100\r\n\r\n{{\"queries\""
    );
    for end in (0..whole.len()).step_by(7).chain([whole.len()]) {
        let reply = exchange_and_leave(&target.service.address, &whole.as_bytes()[..end], Duration::ZERO);
        let seen = statuses(&reply);
        assert!(seen.iter().all(|status| (400..500).contains(status)), "cut at {end}: {seen:?}\n{reply}");
    }
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"\r\n\r\n\r\n",
        b"SSH-2.0-x\r\n",
        b"PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
    ] {
        let reply = exchange_and_leave(&target.service.address, garbage, WHILE);
        assert!(!reply.contains("HTTP/1.1 5"), "{garbage:?}: {reply}");
    }
    target.still_answers("broken requests");
}

#[test]
fn forged_keys_open_nothing() {
    let target = Target::start();
    let key = &target.key;
    let (known, secret) = key.rsplit_once('_').unwrap();
    let turned: String = secret.chars().rev().collect();
    for forged in [
        format!("{known}_{turned}"),
        format!("{known}_"),
        format!("{known}_{}", &secret[1..]),
        format!("{key}0"),
        format!("{known}_{secret}_{secret}"),
        format!("ent_00000000000000000000000000000000_{secret}"),
        key.to_uppercase(),
        key.replace("ent_", ""),
        format!("{key}, {key}"),
        "ent__".to_owned(),
        "ent_' OR 1=1_x".to_owned(),
        "x".repeat(60_000),
    ] {
        let seen = target.service.ask("POST", "/match/default", Some(&forged), "{}").status;
        assert!(matches!(seen, 401 | 431), "{}: {seen}", &forged[..forged.len().min(80)]);
        if !forged.contains([' ', '\'']) && forged.len() < 1000 {
            let seen = target.service.ask("GET", &format!("/k/{forged}/catalog"), None, "").status;
            assert_eq!(seen, 401, "{forged} in the address");
        }
    }
    // Two keys are none: which one would hold is not guessed. A good key in the address goes before a header.
    let (seen, _) = send(&target, "GET /catalog", "Authorization: Bearer nonsense\r\n");
    assert!(seen == [401] || seen == [400], "{seen:?}");
    target.still_answers("forged keys");
}
