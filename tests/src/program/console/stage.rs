//! A node to look at: the fictional lists of the demo, three people, alerts from the demo's customers and from one
//! whose name means harm; a browser, and the way in.

use super::browser::{Browser, Tab};
use crate::program::bench::Bench;
use crate::program::binary;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::Duration;

/// A password that anybody may know.
const PASSWORD: &str = "a sentence for tests only";

/// A customer whose name holds a foreign letter, a tag and a sign that turns what follows around.
const HOSTILE: &str = "{\"id\": \"X-1\", \"schema\": \"Person\", \"properties\": {\"name\": [\"Z\u{430}rbaz <b>Khan</b> \
    \u{202E}Dilawari\"], \"birthDate\": [\"1978-04-14\"], \"nationality\": [\"pk\"]}}\n";

/// A running node with people and alerts.
pub struct Stage {
    pub bench: Bench,
    pub address: String,
    process: Child,
}

/// Where pictures and what was fetched for tests lie: beside the binary.
pub fn folder() -> PathBuf {
    binary::path().parent().unwrap().join("console")
}

/// A browser; none where there is none, which is a failure where `ENTENTE_REQUIRE_BROWSER` is 1.
pub fn browser() -> Option<Browser> {
    let found = Browser::start();
    if found.is_none() {
        assert!(!required(), "there is no Chromium");
        eprintln!("left out: there is no Chromium");
    }
    found
}

/// Whether what these tests need must be there.
#[allow(clippy::disallowed_methods, reason = "whoever runs the tests says what must be there")]
pub fn required() -> bool {
    std::env::var("ENTENTE_REQUIRE_BROWSER").is_ok_and(|value| value == "1")
}

impl Stage {
    pub fn set() -> Self {
        let bench = Bench::new();
        bench.run(&["demo", "--keep", "data"]).ok();
        for (login, name, role) in [
            ("nadia", "Nadia Example", "analyst@finance"),
            ("omar", "Omar Example", "approver@finance"),
            ("farid", "Farid Example", "auditor"),
        ] {
            bench.run(&["user", "add", login, "--name", name, "--role", role, "--basis", "Act 12"]).ok();
        }
        bench.run(&["audit", "sign"]).ok();
        let key =
            ["key", "make", "--owner", "nadia", "--name", "till", "--desk", "finance", "--basis", "Act 12"];
        let more = ["--purpose", "customer screening", "--until", "2099-12-31"];
        let key = bench.run(&[&key[..], &more].concat()).ok().stdout.trim().to_owned();
        let mut process = bench
            .command(&["serve", "--listen", "127.0.0.1:0", "--log", "warn"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the service ended before it listened").unwrap();
            if let Some(address) = line.trim().strip_prefix("listening on ") {
                break address.to_owned();
            }
        };
        std::thread::spawn(move || lines.for_each(drop));
        let stage = Self { bench, address, process };
        stage.screen(&key, "text/csv", &stage.bench.read("data/examples/customers/customers.csv"));
        stage.screen(&key, "application/x-ndjson", HOSTILE);
        stage
    }

    /// Screens customers, which opens alerts. Lists are ready within moments of the start.
    pub fn screen(&self, key: &str, kind: &str, body: &str) {
        for _ in 0..300 {
            let reply = self.post("/api/v1/screenings?lasting=true", key, kind, body);
            if reply.starts_with("HTTP/1.1 200") {
                return;
            }
            assert!(reply.starts_with("HTTP/1.1 503"), "{reply}");
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the service never was ready");
    }

    fn post(&self, path: &str, key: &str, kind: &str, body: &str) -> String {
        let host = self.address.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let length = body.len();
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: Bearer {key}\r\n\
             Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    }

    /// The address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// A one-time link for somebody.
    pub fn link(&self, login: &str) -> String {
        let said = self.bench.run(&["user", "link", login]).ok().stdout;
        let at = said.find("/setup/").unwrap_or_else(|| panic!("no link in {said}"));
        said[at..].split_whitespace().next().unwrap().to_owned()
    }

    /// Somebody sets an account up and signs in, as people do it the first time.
    pub fn sign_in(&self, tab: &mut Tab<'_>, login: &str) {
        tab.go(&self.page(&self.link(login)));
        tab.fill("#password", PASSWORD);
        tab.fill("#again", PASSWORD);
        tab.follow("main form button");
        assert!(tab.address().ends_with("/sign-in"), "{}", tab.address());
        tab.fill("#login", login);
        tab.fill("#password", PASSWORD);
        tab.follow("main form button");
        let secret = tab.text(".facts .code");
        let code = code(tab, &secret);
        tab.fill("#code", &code);
        tab.follow("main form button");
        assert_eq!(tab.count("ol.facts .code"), 10, "recovery codes");
        tab.follow("main .go");
        assert_eq!(tab.address(), self.page("/"));
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What an authenticator with this secret shows now (RFC 6238), worked out by the browser.
fn code(tab: &mut Tab<'_>, secret: &str) -> String {
    let script = format!(
        "(async secret => {{
            const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
            const bits = [...secret.replace(/\\s/g, '')]
                .map(letter => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
            const bytes = new Uint8Array(bits.match(/.{{8}}/g).map(byte => parseInt(byte, 2)));
            const hmac = {{name: 'HMAC', hash: 'SHA-1'}};
            const key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['sign']);
            const counter = new DataView(new ArrayBuffer(8));
            counter.setUint32(4, Math.floor(Date.now() / 30000));
            const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer));
            const number = mac.getUint32(mac.getUint8(19) & 15) & 0x7fffffff;
            return String(number % 1000000).padStart(6, '0');
        }})({secret:?})"
    );
    tab.run(&script).as_str().unwrap().to_owned()
}
