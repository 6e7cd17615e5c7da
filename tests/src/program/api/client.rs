//! A client of `/api/v1`: one key, any headers, answers as bytes.

use super::super::service::Service;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Whoever asks with one key.
pub struct Client<'a> {
    service: &'a Service,
    key: String,
}

/// An answer.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub bytes: Vec<u8>,
}

impl<'a> Client<'a> {
    pub fn new(service: &'a Service, key: String) -> Self {
        Self { service, key }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.json("POST", path, &[], body)
    }

    /// A body of JSON.
    pub fn json(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.send(method, path, &headers, body.to_string().as_bytes())
    }

    /// Any body.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.service.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (key, length) = (&self.key, body.len());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: here\r\nconnection: close\r\nauthorization: Bearer {key}\r\n\
             {headers}content-length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply).unwrap();
        let at = reply.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head");
        let bytes = reply.split_off(at + 4);
        let head = String::from_utf8(reply).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let chunked = head.contains("transfer-encoding: chunked");
        Answer { status, head, bytes: if chunked { unchunked(&bytes) } else { bytes } }
    }

    /// Screens subjects whose ids last, and gives the alert of each that has one.
    pub fn screen(&self, subjects: &[(&str, &str)]) -> Vec<String> {
        let lines: Vec<String> = subjects.iter().map(|(id, name)| subject(id, name).to_string()).collect();
        let kind = [("content-type", "application/x-ndjson")];
        let answer = self.send("POST", "/api/v1/screenings?lasting=true", &kind, lines.join("\n").as_bytes());
        let text = answer.ok().text();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter_map(|line| Some(line["alert"].as_str()?.to_owned())).collect()
    }
}

/// A person as requests have them.
pub fn subject(id: &str, name: &str) -> Value {
    serde_json::json!({"id": id, "schema": "Person", "properties": {"name": [name]}})
}

impl Answer {
    #[track_caller]
    pub fn ok(self) -> Self {
        self.is(200)
    }

    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.head, self.text());
        self
    }

    /// In the body, whatever its form.
    #[track_caller]
    pub fn says(self, what: &str) -> Self {
        assert!(self.text().contains(what), "{what:?} is not in {}", self.text());
        self
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    #[track_caller]
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A text of the answer, by its JSON pointer.
    #[track_caller]
    pub fn text_at(&self, pointer: &str) -> String {
        let value = self.value();
        let found = value.pointer(pointer).and_then(Value::as_str);
        found.unwrap_or_else(|| panic!("no text at {pointer} in {value}")).to_owned()
    }

    pub fn header(&self, name: &str) -> Option<String> {
        let begin = format!("{name}: ");
        self.head.lines().find_map(|line| line.strip_prefix(&begin)).map(str::to_owned)
    }

    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag").unwrap_or_else(|| panic!("no etag in {}", self.head))
    }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let end = bytes.windows(2).position(|two| two == b"\r\n").expect("a chunk's length");
        let length = std::str::from_utf8(&bytes[..end]).unwrap();
        let length = usize::from_str_radix(length.trim(), 16).unwrap();
        if length == 0 {
            return whole;
        }
        whole.extend(&bytes[end + 2..end + 2 + length]);
        bytes = &bytes[end + 2 + length + 2..];
    }
}
