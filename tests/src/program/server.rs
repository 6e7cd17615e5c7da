//! A list server on this machine: one file, entity tags, and the ways in which servers go wrong.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// Gives the file, or says that it was not modified.
    Serve(String),
    /// Answers with this status.
    Fail(u16),
    /// Promises the whole file and sends half of it.
    BreakOff(String),
    /// Sends whoever asks elsewhere.
    Redirect(String),
}

/// A server until the test ends.
pub struct Server {
    address: String,
    behaviour: Arc<Mutex<Behaviour>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start(behaviour: Behaviour) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (behaviour, requests) = (Arc::new(Mutex::new(behaviour)), Arc::default());
        let server = Self { address, behaviour: Arc::clone(&behaviour), requests: Arc::clone(&requests) };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut request = String::new();
                while !request.ends_with("\r\n\r\n") && reader.read_line(&mut request).unwrap_or(0) > 0 {}
                let reply = reply(&behaviour.lock().unwrap(), &request);
                requests.lock().unwrap().push(request);
                let _ = stream.write_all(&reply);
            }
        });
        server
    }

    pub fn url(&self, name: &str) -> String {
        format!("{}/{name}", self.address)
    }

    pub fn behave(&self, behaviour: Behaviour) {
        *self.behaviour.lock().unwrap() = behaviour;
    }

    /// The requests since the last call, with their headers in lower case.
    pub fn requests(&self) -> Vec<String> {
        let requests = std::mem::take(&mut *self.requests.lock().unwrap());
        requests.into_iter().map(|request| request.to_lowercase()).collect()
    }
}

fn reply(behaviour: &Behaviour, request: &str) -> Vec<u8> {
    let head = |status: &str, length: usize, more: &str| {
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{more}Connection: close\r\n\r\n")
            .into_bytes()
    };
    match behaviour {
        Behaviour::Fail(status) => head(&format!("{status} Somehow"), 0, ""),
        Behaviour::Redirect(to) => head("302 Found", 0, &format!("Location: {to}\r\n")),
        Behaviour::BreakOff(content) => {
            [head("200 OK", content.len(), ""), content.as_bytes()[..content.len() / 2].to_vec()].concat()
        }
        Behaviour::Serve(content) => {
            // The length will do as a tag: the tests never serve two files of the same length.
            let tag = format!("\"{}\"", content.len());
            let headers = format!("ETag: {tag}\r\nLast-Modified: Wed, 01 Apr 2026 00:00:00 GMT\r\n");
            let unchanged = request.to_lowercase().contains(&format!("if-none-match: {tag}"));
            match unchanged {
                true => head("304 Not Modified", 0, &headers),
                false => [head("200 OK", content.len(), &headers), content.clone().into_bytes()].concat(),
            }
        }
    }
}
