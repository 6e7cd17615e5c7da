//! Bodies that mean harm: too large, packed to explode, nested without end, of other text than they say.

use super::Target;
use super::wire::{exchange, statuses};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use std::io::{Read, Write};
use std::iter::repeat_n;

/// Mebibytes.
const MIB: usize = 1024 * 1024;

fn post(target: &Target, path: &str, headers: &str, body: &[u8]) -> (Vec<u16>, String) {
    let mut request = format!(
        "POST {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\
         {headers}\r\n",
        target.key,
        body.len()
    )
    .into_bytes();
    request.extend(body);
    let reply = exchange(&target.service.address, &request);
    (statuses(&reply), reply)
}

/// So many zero bytes, packed a thousandfold.
fn bomb(bytes: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    std::io::copy(&mut std::io::repeat(b' ').take(bytes as u64), &mut encoder).unwrap();
    encoder.finish().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

const JSON: &str = "Content-Type: application/json\r\n";
const LINES: &str = "Content-Type: application/x-ndjson\r\n";
const PACKED: &str = "Content-Type: application/json\r\nContent-Encoding: gzip\r\n";

#[test]
fn bodies_that_are_too_much_are_refused_and_cost_little() {
    let target = Target::start();
    let deep = |open: &str, close: &str, depth: usize| {
        format!("{{\"queries\":{{\"q\":{}{}}}}}", open.repeat(depth), close.repeat(depth)).into_bytes()
    };
    let wide: Vec<u8> = format!(
        "{{\"queries\":{{{}}}}}",
        (0..1001).map(|at| format!("\"{at}\":{{\"schema\":\"Person\"}}")).collect::<Vec<_>>().join(",")
    )
    .into_bytes();
    let long_name = format!(
        "{{\"queries\":{{\"q\":{{\"schema\":\"Person\",\"properties\":{{\"name\":[\"{}\"]}}}}}}}}",
        "ab ".repeat(100_000)
    )
    .into_bytes();
    for (what, headers, body, status) in [
        ("nine mebibytes", JSON, vec![b' '; 9 * MIB], 413),
        ("a bomb of a hundred mebibytes", PACKED, bomb(100 * MIB), 413),
        ("a bomb in a bomb", PACKED, gzip(&bomb(100 * MIB)), 422),
        ("what is not packed", PACKED, b"{\"queries\":{}}".to_vec(), 400),
        ("a packing nobody knows", "Content-Encoding: br\r\n", b"{}".to_vec(), 415),
        ("packed twice", "Content-Encoding: gzip, gzip\r\n", gzip(&gzip(b"{}")), 415),
        ("lists in lists", JSON, deep("[", "]", 100_000), 422),
        ("objects in objects", JSON, deep("{\"a\":", "}", 100_000), 422),
        ("lists without end", JSON, repeat_n(b'[', MIB).collect(), 422),
        (
            "a number without end",
            JSON,
            [b"{\"queries\":".to_vec(), repeat_n(b'9', MIB).collect()].concat(),
            422,
        ),
        ("a thousand and one queries", JSON, wide, 400),
        ("a name of a hundred thousand words", JSON, long_name, 200),
        ("bytes that are no text", JSON, vec![0xff; 1000], 422),
        ("a form", "Content-Type: application/x-www-form-urlencoded\r\n", b"q=1".to_vec(), 415),
    ] {
        let (seen, reply) = post(&target, "/match/default", headers, &body);
        // A server that closes before it has read everything may be cut off with its reply: then there is none.
        let cut_off = status == 413 && seen.is_empty();
        assert!(seen == [status] || cut_off, "{what}: {seen:?} {:.300}", reply);
        target.still_answers(what);
    }
    let said = "POST /match/default HTTP/1.1\r\nHost: here\r\nContent-Length: 99999999999999\r\n";
    let request = format!("{said}Authorization: Bearer {}\r\n\r\n{{}}", target.key);
    let reply = exchange(&target.service.address, request.as_bytes());
    assert!(matches!(statuses(&reply)[..], [413] | [400]), "a length that cannot be: {reply}");
}

#[test]
fn heads_that_are_too_much_are_refused() {
    let target = Target::start();
    let headers = |count: usize| -> String { (0..count).map(|at| format!("X-{at}: y\r\n")).collect() };
    for (what, line, more, allowed) in [
        (
            "a long address",
            format!("GET /search/default?q={}", "a".repeat(100_000)),
            String::new(),
            [414, 431],
        ),
        ("a long header", "GET /catalog".to_owned(), format!("X: {}\r\n", "y".repeat(1_000_000)), [431, 400]),
        ("many headers", "GET /catalog".to_owned(), headers(1000), [431, 400]),
    ] {
        let request = format!("{line} HTTP/1.1\r\nHost: here\r\n{more}\r\n");
        let reply = exchange(&target.service.address, request.as_bytes());
        let seen = statuses(&reply);
        assert!(seen.iter().all(|status| allowed.contains(status)), "{what}: {seen:?} {:.300}", reply);
        target.still_answers(what);
    }
}

/// The last line of a screening's reply.
fn last_line(reply: &str) -> Value {
    let line = reply.lines().rfind(|line| line.starts_with('{')).unwrap_or_else(|| panic!("{reply}"));
    serde_json::from_str(line).unwrap()
}

#[test]
fn streams_that_mean_harm_lose_their_rows_and_no_more() {
    let target = Target::start();
    let good = "{\"id\":\"c-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Oleg Vymyshlenko\"]}}\n";
    for (what, harm, lost) in [
        ("lists in lists", format!("{}{}\n", "[".repeat(100_000), "]".repeat(100_000)), 1),
        ("objects in objects", format!("{}1{}\n", "{\"a\":".repeat(100_000), "}".repeat(100_000)), 1),
        ("a row of five mebibytes", format!("{}\n", "x".repeat(5 * MIB)), 1),
        ("a NUL in a name", good.replace("Oleg", "\\u0000Oleg").replace("c-1", "c-0"), 0),
        ("half a letter", good.replace("Oleg", "\\ud800Oleg"), 1),
        ("rows of nothing", "\n".repeat(1000), 0),
        ("rows of nonsense", "nonsense\n".repeat(1000), 1000),
    ] {
        let body = format!("{harm}{good}");
        let (seen, reply) = post(&target, "/api/v1/screenings", LINES, body.as_bytes());
        assert_eq!(seen, [200], "{what}: {reply:.300}");
        let last = last_line(&reply);
        assert_eq!(last["counts"]["lost"], lost, "{what}: {last}");
        assert!(reply.contains("\"query\":\"c-1\""), "{what}: the good row is screened\n{reply:.300}");
    }
    let packed = format!("{LINES}Content-Encoding: gzip\r\n");
    let (seen, reply) = post(&target, "/api/v1/screenings", &packed, &bomb(200 * MIB));
    assert_eq!(seen, [200], "a bomb: {reply:.300}");
    let error = last_line(&reply)["error"].clone();
    assert!(error["detail"].as_str().is_some_and(|detail| detail.contains("200 times")), "a bomb: {error}");
    for (what, headers, body, status) in [
        ("a form nobody knows", "Content-Type: text/html\r\n", &b"<html>"[..], 415),
        ("columns without a name", "Content-Type: text/csv\r\n", b"a,b\n1,2\n", 422),
        ("a letter table nobody knows", "Content-Type: text/csv; charset=klingon\r\n", b"name\nx\n", 400),
    ] {
        let (seen, reply) = post(&target, "/api/v1/screenings", headers, body);
        assert_eq!(seen, [status], "{what}: {reply:.300}");
    }
    target.still_answers("streams");
}
