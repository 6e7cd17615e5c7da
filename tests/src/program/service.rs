//! A running service, and the node behind it: what the tests of serving share.

use super::bench::Bench;
use super::fixtures::{file, ten_people};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A running service, ended with the test.
pub struct Service {
    pub process: Child,
    pub address: String,
    said: Arc<Mutex<String>>,
}

impl Service {
    pub fn start(bench: &Bench) -> Self {
        Self::start_with(bench, &[])
    }

    /// With more options.
    pub fn start_with(bench: &Bench, more: &[&str]) -> Self {
        Self::of(bench.command(&[&["serve", "--listen", "127.0.0.1:0", "--log", "warn"], more].concat()))
    }

    /// What a command starts.
    pub fn of(mut command: Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").expect(&line).to_owned();
        let said = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&said);
        thread::spawn(move || {
            for line in out.lines() {
                *heard.lock().unwrap() += &(line.unwrap() + "\n");
            }
        });
        Self { process, address, said }
    }

    /// The one-time link on the terminal.
    pub fn first_link(&self) -> String {
        self.line_with("/setup/")
    }

    /// The first line on the terminal with something in it, once it is there.
    pub fn line_with(&self, what: &str) -> String {
        soon(|| self.said.lock().unwrap().contains(what), what);
        let said = self.said.lock().unwrap();
        said.lines().find(|line| line.contains(what)).unwrap().trim().to_owned()
    }

    /// Whether the terminal shows a link.
    pub fn shows_link(&self) -> bool {
        self.said.lock().unwrap().contains("/setup/")
    }

    /// Status, head and body of a reply.
    pub fn ask(&self, method: &str, path: &str, key: Option<&str>, body: &str) -> Reply {
        self.send(method, path, key, "Content-Type: application/json\r\n", body.as_bytes())
    }

    /// The same with headers of one's own, each with its line end.
    pub fn send(&self, method: &str, path: &str, key: Option<&str>, headers: &str, body: &[u8]) -> Reply {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let key = key.map_or_else(String::new, |key| format!("Authorization: Bearer {key}\r\n"));
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{key}\
             {headers}Content-Length: {length}\r\n\r\n"
        )
        .unwrap();
        // A server that has seen enough answers before it has read all.
        let _ = stream.write_all(body);
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        let reply = String::from_utf8(reply).unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").expect(&reply);
        let head = head.to_lowercase();
        let body = match head.contains("transfer-encoding: chunked") {
            true => unchunked(body),
            false => body.to_owned(),
        };
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply { status, head, body }
    }

    pub fn find(&self, key: &str, name: &str) -> Vec<String> {
        let query =
            json!({"queries": {"q": {"schema": "Person", "properties": {"name": [name]}}}}).to_string();
        let reply = self.ask("POST", "/match/default", Some(key), &query);
        assert_eq!(reply.status, 200, "{}", reply.body);
        let reply: Value = serde_json::from_str(&reply.body).unwrap();
        let results = reply["responses"]["q"]["results"].as_array().unwrap().clone();
        results.iter().map(|result| result["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Tells it to stop, and waits until it has.
    #[cfg(unix)]
    pub fn stop(mut self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success());
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    /// The body, where the status is the expected one.
    #[track_caller]
    pub fn json(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}

/// The content of a chunked body.
fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((length, rest)) = body.split_once("\r\n") {
        let length = usize::from_str_radix(length.trim(), 16).unwrap();
        whole.push_str(&rest[..length]);
        body = rest[length..].trim_start_matches("\r\n");
    }
    whole
}

/// Waits for what comes within moments: lists and keys are looked at every second.
#[track_caller]
pub fn soon(mut holds: impl FnMut() -> bool, what: &str) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("{what} does not come");
}

/// A node with a list and an analyst.
pub fn node() -> Bench {
    in_use(Bench::new())
}

/// A node that somebody works at.
pub fn in_use(bench: Bench) -> Bench {
    bench.import("national", &file(&ten_people()), &[]).ok();
    let nadia = ["user", "add", "Nadia", "--name", "Nadia Example", "--role", "analyst@finance"];
    bench.run(&[&nadia[..], &["--basis", "Act 12"]].concat()).ok().says("account nadia made");
    bench
}

pub fn key(bench: &Bench, scopes: &[&str]) -> String {
    let mut words = vec!["key", "make", "--owner", "nadia", "--name", "till", "--desk", "finance"];
    words.extend(["--purpose", "customer screening", "--basis", "Act 12", "--until", "2099-12-31"]);
    words.extend(scopes.iter().flat_map(|scope| ["--scope", scope]));
    bench.run(&words).ok().stdout.trim().to_owned()
}
