//! A service that answers, a browser's cookies and headers, an authenticator.

use super::super::bench::Bench;
use super::super::service::{Service, soon};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use totp_rs::Totp;

/// A service that answers.
pub fn started(bench: &Bench) -> Service {
    let service = Service::start(bench);
    let mut browser = Browser::at(&service);
    soon(|| browser.get("/readyz").status == 200, "the service");
    service
}

/// What a browser keeps and sends.
#[derive(Clone)]
pub struct Browser {
    pub address: String,
    pub cookies: BTreeMap<String, String>,
    pub csrf: Option<String>,
}

pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.body);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl Browser {
    pub fn at(service: &Service) -> Self {
        Self { address: service.address.clone(), cookies: BTreeMap::new(), csrf: None }
    }

    pub fn get(&mut self, path: &str) -> Reply {
        self.send("GET", path, &[], "")
    }

    pub fn post(&mut self, path: &str, body: &Value) -> Reply {
        self.send("POST", path, &[], &body.to_string())
    }

    pub fn put(&mut self, path: &str, body: &Value) -> Reply {
        self.send("PUT", path, &[], &body.to_string())
    }

    pub fn delete(&mut self, path: &str) -> Reply {
        self.send("DELETE", path, &[], "")
    }

    /// Sends a request with the cookies and the session's token; takes up what the answer sets.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.address);
        let mut header = |name: &str, value: &str| head.push_str(&format!("{name}: {value}\r\n"));
        if !self.cookies.is_empty() {
            let pairs: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            header("Cookie", &pairs.join("; "));
        }
        let given = |name: &str| headers.iter().any(|(found, _)| found.eq_ignore_ascii_case(name));
        if let Some(token) = self.csrf.as_ref().filter(|_| method != "GET" && !given("x-csrf-token")) {
            header("X-CSRF-Token", token);
        }
        if !given("content-type") {
            header("Content-Type", "application/json");
        }
        for (name, value) in headers {
            header(name, value);
        }
        header("Content-Length", &body.len().to_string());
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        let reply = String::from_utf8(reply).unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").expect(&reply);
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let reply = Reply { status, head: head.to_owned(), body: unchunked(head, body) };
        self.take_up(&reply);
        reply
    }

    fn take_up(&mut self, reply: &Reply) {
        for line in reply.head.lines() {
            let Some((name, value)) = line.split_once(": ") else { continue };
            if !name.eq_ignore_ascii_case("set-cookie") {
                continue;
            }
            let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
            match value {
                "" => self.cookies.remove(name),
                _ => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        if reply.status == 201
            && let Ok(Value::Object(step)) = serde_json::from_str(&reply.body)
            && let Some(token) = step.get("csrf_token")
        {
            self.csrf = token.as_str().map(str::to_owned);
        }
    }
}

/// A body that was sent in pieces, whole.
fn unchunked(head: &str, body: &str) -> String {
    if !head.to_lowercase().contains("transfer-encoding: chunked") {
        return body.to_owned();
    }
    let (mut whole, mut rest) = (String::new(), body);
    while let Some((length, after)) = rest.split_once("\r\n") {
        let length = usize::from_str_radix(length.trim(), 16).unwrap();
        if length == 0 {
            break;
        }
        whole.push_str(&after[..length]);
        rest = &after[length + 2..];
    }
    whole
}

/// The time of real life, in seconds, as a phone and a provider have it.
#[allow(clippy::disallowed_methods, reason = "the service under test has the machine's clock too")]
pub fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// An authenticator on somebody's phone. It shows a code once: for another one it waits.
pub struct Authenticator {
    totp: Totp,
    last_step: u64,
}

const STEP: u64 = 30;

impl Authenticator {
    pub fn of(uri: &str) -> Self {
        Self { totp: Totp::from_url(uri).unwrap(), last_step: 0 }
    }

    /// A code that was not shown before. The service takes that of the step to come, too.
    pub fn code(&mut self) -> String {
        let now = || seconds() / STEP;
        let step = now().max(self.last_step + 1);
        while step > now() + 1 {
            thread::sleep(Duration::from_millis(200));
        }
        self.last_step = step;
        self.totp.generate(step * STEP).to_string()
    }

    /// The code that was shown last.
    pub fn last_code(&self) -> String {
        self.totp.generate(self.last_step * STEP).to_string()
    }
}
