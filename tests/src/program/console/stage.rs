//! A node to look at: the fictional lists of the demo, three people, alerts from the demo's customers and from one
//! whose name means harm; a browser, and the way in.

use super::browser::{Browser, Tab};
use crate::program::bench::Bench;
use crate::program::binary;
use crate::program::service::Service;
use crate::required;
use std::path::PathBuf;
use std::time::Duration;

/// A password that anybody may know.
const PASSWORD: &str = "a sentence for tests only";

/// A customer whose name holds a foreign letter, a tag and a sign that turns what follows around.
const HOSTILE: &str = "{\"id\": \"X-1\", \"schema\": \"Person\", \"properties\": {\"name\": [\"Z\u{430}rbaz <b>Khan</b> \
    \u{202E}Dilawari\"], \"birthDate\": [\"1978-04-14\"], \"nationality\": [\"pk\"]}}\n";

/// A running node with people and alerts.
pub struct Stage {
    pub bench: Bench,
    service: Service,
}

/// Where pictures and what was fetched for tests lie: beside the binary.
pub fn folder() -> PathBuf {
    binary::path().parent().unwrap().join("console")
}

/// A browser; none where there is none, which is a failure where nothing may be left out.
pub fn browser() -> Option<Browser> {
    let found = Browser::start();
    if found.is_none() {
        assert!(!required(), "there is no Chromium");
        eprintln!("left out: there is no Chromium");
    }
    found
}

impl Stage {
    pub fn set() -> Self {
        let bench = Bench::new();
        bench.run(&["demo", "--keep", "data"]).ok();
        for (login, name, role) in [
            ("nadia", "Nadia Example", "analyst@finance"),
            ("omar", "Omar Example", "approver@finance"),
            ("farid", "Farid Example", "auditor"),
            ("sofia", "Sofia Example", "administrator"),
        ] {
            bench.run(&["user", "add", login, "--name", name, "--role", role, "--basis", "Act 12"]).ok();
        }
        bench.run(&["audit", "sign"]).ok();
        let key =
            ["key", "make", "--owner", "nadia", "--name", "till", "--desk", "finance", "--basis", "Act 12"];
        let more = ["--purpose", "customer screening", "--until", "2099-12-31"];
        let key = bench.run(&[&key[..], &more].concat()).ok().stdout.trim().to_owned();
        let stage = Self { service: Service::start(&bench), bench };
        stage.screen(&key, "text/csv", &stage.bench.read("data/examples/customers/customers.csv"));
        stage.screen(&key, "application/x-ndjson", HOSTILE);
        stage
    }

    /// Screens customers, which opens alerts. Lists are ready within moments of the start.
    pub fn screen(&self, key: &str, kind: &str, body: &str) {
        let kind = format!("Content-Type: {kind}\r\n");
        for _ in 0..300 {
            let path = "/api/v1/screenings?lasting=true";
            let reply = self.service.send("POST", path, Some(key), &kind, body.as_bytes());
            if reply.status == 200 {
                return;
            }
            assert_eq!(reply.status, 503, "{}", reply.body);
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the service never was ready");
    }

    /// The address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("http://{}{path}", self.service.address)
    }

    /// A one-time link for somebody.
    pub fn link(&self, login: &str) -> String {
        let said = self.bench.run(&["user", "link", login]).ok().stdout;
        let at = said.find("/setup/").unwrap_or_else(|| panic!("no link in {said}"));
        said[at..].split_whitespace().next().unwrap().to_owned()
    }

    /// Somebody sets an account up and signs in, as people do it the first time.
    pub fn sign_in(&self, tab: &mut Tab<'_>, login: &str) {
        let link = self.page(&self.link(login));
        self.set_up(tab, &link, login);
    }

    /// Somebody sets an account up by a link and signs in.
    pub fn set_up(&self, tab: &mut Tab<'_>, link: &str, login: &str) {
        tab.go(link);
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
