//! Clients that hold what they were given: heads and bodies that trickle, screenings that never end.

use super::super::service::key;
use super::Target;
use super::wire::{connect, rest, statuses};
use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

/// Clients that trickle at once.
const MANY: usize = 200;

/// Sends a byte a second until the other side closes, and gives back what it said and how long that took.
fn trickle(mut stream: TcpStream) -> (String, Duration) {
    let begin = Instant::now();
    stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    while begin.elapsed() < Duration::from_secs(60) {
        let closed = stream.write_all(b"x").is_err() || matches!(stream.peek(&mut [0]), Ok(_));
        if closed {
            break;
        }
    }
    let took = begin.elapsed();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    (rest(&mut stream), took)
}

#[test]
fn slow_clients_are_cut_off_and_others_are_answered_meanwhile() {
    let target = Target::start();
    let slow_head = "GET /catalog HTTP/1.1\r\nHost: here\r\nX-Slow: ".to_owned();
    let slow_body = format!(
        "POST /match/default HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {}\r\nContent-Length: 1000\r\n\r\n",
        target.key
    );
    let open = |begin: &str| {
        let mut stream = connect(&target.service.address);
        stream.write_all(begin.as_bytes()).unwrap();
        stream
    };
    let crowd: Vec<TcpStream> = (0..MANY).map(|_| open(&slow_head)).collect();
    target.still_answers("a crowd that says nothing more");
    let head = open(&slow_head);
    let body = open(&slow_body);
    let [head, body] = [head, body].map(|stream| thread::spawn(move || trickle(stream)));
    target.still_answers("heads and bodies that trickle");
    let (reply, took) = head.join().unwrap();
    assert!(took < Duration::from_secs(20), "a head trickled for {took:?}");
    assert!(statuses(&reply).iter().all(|status| *status == 408), "{reply}");
    for mut stream in crowd {
        let reply = rest(&mut stream);
        assert!(statuses(&reply).iter().all(|status| *status == 408), "{reply}");
    }
    let (reply, took) = body.join().unwrap();
    assert!(took < Duration::from_secs(45), "a body trickled for {took:?}");
    assert_eq!(statuses(&reply), [408], "{reply}");
    target.still_answers("slow clients");
}

#[test]
fn one_key_cannot_hold_every_place_for_screenings() {
    let target = Target::start();
    let other = key(&target.bench, &["screening.run"]);
    let begin = |key: &str| {
        let mut stream = connect(&target.service.address);
        let head = format!(
            "POST /api/v1/screenings HTTP/1.1\r\nHost: here\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n\
             Content-Type: application/x-ndjson\r\nContent-Length: 100000\r\n\r\n{{\"id\""
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream
    };
    let held: Vec<TcpStream> = (0..4).map(|_| begin(&target.key)).collect();
    // Places are taken in the order in which heads arrive.
    thread::sleep(Duration::from_millis(500));
    let reply = rest(&mut begin(&target.key));
    assert!(reply.starts_with("HTTP/1.1 429") && reply.to_lowercase().contains("retry-after"), "{reply}");
    let line = "{\"id\":\"c-1\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Oleg Vymyshlenko\"]}}";
    let reply = target.service.ask("POST", "/api/v1/screenings", Some(&other), line);
    assert!(reply.status == 200 && reply.body.contains("c-1"), "another key: {}", reply.body);
    drop(held);
    target.still_answers("held places");
}
