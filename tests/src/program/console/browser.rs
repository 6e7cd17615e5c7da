//! A browser for tests: Debian's Chromium without a window, spoken to over its own protocol (Chrome DevTools Protocol,
//! <https://chromedevtools.github.io/devtools-protocol/>). Small on purpose: a page, what is on it, keys, pictures.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket};

/// Programs that may be the browser.
const PROGRAMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Something is asked so many times before it is given up, with a pause after each: a minute in all.
const TRIES: u32 = 3_000;
const PAUSE: Duration = Duration::from_millis(20);

/// A running browser, ended with the test.
pub struct Browser {
    process: Child,
    socket: WebSocket<MaybeTlsStream<TcpStream>>,
    _profile: tempfile::TempDir,
    last: u64,
    complaints: Vec<String>,
}

/// One tab of it.
pub struct Tab<'a> {
    browser: &'a mut Browser,
    session: String,
}

impl Browser {
    /// Starts the browser; none where there is no Chromium.
    pub fn start() -> Option<Self> {
        let program = PROGRAMS.into_iter().find(|program| answers(program))?;
        let profile = tempfile::tempdir().unwrap();
        let mut process = Command::new(program)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
            .args([
                "--hide-scrollbars",
                "--no-first-run",
                "--disable-extensions",
                "--force-color-profile=srgb",
            ])
            .args(["--remote-debugging-port=0", "--lang=en", "about:blank"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let address = loop {
            let line = lines.next().expect("the browser ended before it listened").unwrap();
            if let Some(address) = line.strip_prefix("DevTools listening on ") {
                break address.to_owned();
            }
        };
        // What the browser says later is of no use; but it must not wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        let (socket, _) = tungstenite::connect(address).unwrap();
        Some(Self { process, socket, _profile: profile, last: 0, complaints: Vec::new() })
    }

    /// A tab of somebody with cookies of their own. Its name is for [`Self::at`].
    pub fn open(&mut self) -> String {
        let context = self.ask(None, "Target.createBrowserContext", json!({}))["browserContextId"].clone();
        let target = json!({"url": "about:blank", "browserContextId": context});
        let target = self.ask(None, "Target.createTarget", target)["targetId"].clone();
        let attach = json!({"targetId": target, "flatten": true});
        let session =
            self.ask(None, "Target.attachToTarget", attach)["sessionId"].as_str().unwrap().to_owned();
        for domain in ["Page.enable", "Runtime.enable", "Log.enable", "Network.enable"] {
            self.ask(Some(&session), domain, json!({}));
        }
        self.at(&session).resize(1280, 900);
        session
    }

    /// The tab of this name.
    pub fn at(&mut self, session: &str) -> Tab<'_> {
        Tab { browser: self, session: session.to_owned() }
    }

    fn ask(&mut self, session: Option<&str>, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        let mut message = json!({"id": id, "method": method, "params": params});
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.socket.send(Message::text(message.to_string())).unwrap();
        loop {
            let answer = self.receive();
            if answer["id"] == id {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
        }
    }

    fn receive(&mut self) -> Value {
        loop {
            let Message::Text(text) = self.socket.read().unwrap() else { continue };
            let message: Value = serde_json::from_str(&text).unwrap();
            if message["method"] == "Log.entryAdded" && message["params"]["entry"]["level"] == "error" {
                self.complaints.push(message["params"]["entry"]["text"].to_string());
            }
            if message["method"] == "Runtime.exceptionThrown" {
                self.complaints.push(message["params"]["exceptionDetails"].to_string());
            }
            return message;
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Tab<'_> {
    /// Asks the browser something about this tab.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.browser.ask(Some(&self.session.clone()), method, params)
    }

    /// The size of the window.
    pub fn resize(&mut self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.ask("Emulation.setDeviceMetricsOverride", size);
    }

    /// Goes to an address and waits until its page is there.
    pub fn go(&mut self, address: &str) {
        self.run("window.left = true");
        self.ask("Page.navigate", json!({"url": address}));
        self.settle();
    }

    /// Does something that leads to another page, and waits until that is there.
    pub fn leave(&mut self, script: &str) {
        self.run("window.left = true");
        self.run(script);
        self.settle();
    }

    fn settle(&mut self) {
        let there = "window.left === undefined && document.readyState === 'complete'";
        self.wait(there);
        // Fonts change what a picture shows.
        self.run("document.fonts.ready.then(() => true)");
    }

    /// Waits until a script comes to true.
    #[track_caller]
    pub fn wait(&mut self, script: &str) {
        for _ in 0..TRIES {
            if self.run(script) == true {
                return;
            }
            std::thread::sleep(PAUSE);
        }
        panic!("{script} never came true at {}", self.address());
    }

    /// What a script comes to; what it promises is waited for.
    #[track_caller]
    pub fn run(&mut self, script: &str) -> Value {
        let params = json!({"expression": script, "awaitPromise": true, "returnByValue": true});
        let mut fault = Value::Null;
        for _ in 0..TRIES {
            self.browser.last += 1;
            let id = self.browser.last;
            let message =
                json!({"id": id, "method": "Runtime.evaluate", "params": params, "sessionId": self.session});
            self.browser.socket.send(Message::text(message.to_string())).unwrap();
            let answer = loop {
                let answer = self.browser.receive();
                if answer["id"] == id {
                    break answer;
                }
            };
            // Between two pages there is nothing to run a script in.
            if answer["error"].is_null() {
                let result = &answer["result"];
                assert!(result["exceptionDetails"].is_null(), "{script}: {}", result["exceptionDetails"]);
                return result["result"]["value"].clone();
            }
            fault = answer["error"].clone();
            std::thread::sleep(PAUSE);
        }
        panic!("{script}: {fault}");
    }

    /// The text of the first element that fits.
    #[track_caller]
    pub fn text(&mut self, selector: &str) -> String {
        let found = self.run(&format!("document.querySelector({selector:?})?.innerText ?? null"));
        found.as_str().unwrap_or_else(|| panic!("no {selector} at {}", self.address())).to_owned()
    }

    /// How many elements fit.
    pub fn count(&mut self, selector: &str) -> u64 {
        self.run(&format!("document.querySelectorAll({selector:?}).length")).as_u64().unwrap()
    }

    /// Clicks the first element that fits, which leads to another page.
    #[track_caller]
    pub fn follow(&mut self, selector: &str) {
        assert!(self.count(selector) > 0, "no {selector} at {}", self.address());
        self.leave(&format!("document.querySelector({selector:?}).click(); true"));
    }

    /// Writes into a field.
    #[track_caller]
    pub fn fill(&mut self, selector: &str, text: &str) {
        assert!(self.count(selector) > 0, "no {selector} at {}", self.address());
        let text = serde_json::to_string(text).unwrap();
        self.run(&format!(
            "(field => {{ field.value = {text}; field.dispatchEvent(new Event('input', {{bubbles: true}})) }})\
             (document.querySelector({selector:?}))"
        ));
    }

    /// Chooses a file in a field.
    #[track_caller]
    pub fn choose(&mut self, selector: &str, path: &Path) {
        let found = json!({"expression": format!("document.querySelector({selector:?})")});
        let field = self.ask("Runtime.evaluate", found)["result"]["objectId"].clone();
        self.ask("DOM.setFileInputFiles", json!({"files": [path], "objectId": field}));
    }

    /// What the page is on paper, as PDF.
    pub fn paper(&mut self) -> Vec<u8> {
        let printed = self.ask("Page.printToPDF", json!({"paperWidth": 8.27, "paperHeight": 11.69}));
        base64(printed["data"].as_str().unwrap())
    }

    /// Shows pages as they are on this medium; nothing is the screen.
    pub fn medium(&mut self, medium: &str) {
        self.ask("Emulation.setEmulatedMedia", json!({"media": medium}));
    }

    /// A picture of what the window shows.
    pub fn window(&mut self) -> Vec<u8> {
        let taken = self.ask("Page.captureScreenshot", json!({"format": "png"}));
        base64(taken["data"].as_str().unwrap())
    }

    /// Presses a key, by its name and code, with the given modifiers (2 is Control).
    pub fn press(&mut self, key: &str, code: &str, modifiers: u32) {
        let text = if key.chars().count() == 1 && modifiers == 0 { key } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({"type": kind, "key": key, "code": code, "modifiers": modifiers});
            if kind == "keyDown" && !text.is_empty() {
                event["text"] = text.into();
            }
            if key == "Enter" {
                event["windowsVirtualKeyCode"] = 13.into();
                if kind == "keyDown" && modifiers == 0 {
                    event["text"] = "\r".into();
                }
            }
            self.ask("Input.dispatchKeyEvent", event);
        }
    }

    /// What the browser complained about since it was last asked: what the page's own policy stopped, faults of scripts.
    pub fn complaints(&mut self) -> Vec<String> {
        self.run("true");
        std::mem::take(&mut self.browser.complaints)
    }

    /// Sets a cookie of the page's site.
    pub fn cookie(&mut self, url: &str, name: &str, value: &str) {
        self.ask("Network.setCookie", json!({"url": url, "name": name, "value": value}));
    }

    /// The address of the page.
    pub fn address(&mut self) -> String {
        self.run("location.href").as_str().unwrap_or_default().to_owned()
    }

    /// Whether pages may run scripts of their own.
    pub fn scripts(&mut self, allowed: bool) {
        self.ask("Emulation.setScriptExecutionDisabled", json!({"value": !allowed}));
    }

    /// A picture of the whole page.
    pub fn picture(&mut self, path: &Path) {
        let height = self.run("Math.ceil(document.documentElement.scrollHeight)").as_u64().unwrap();
        let width = self.run("document.documentElement.clientWidth").as_u64().unwrap();
        let window = self.run("innerHeight").as_u64().unwrap();
        let whole = json!({
            "format": "png",
            // A page that fits its window would be moved, where its lines run from right to left.
            "captureBeyondViewport": height > window,
            "clip": {"x": 0, "y": 0, "width": width, "height": height.min(6000), "scale": 1},
        });
        let taken = self.ask("Page.captureScreenshot", whole);
        let bytes = base64(taken["data"].as_str().unwrap());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn answers(program: &str) -> bool {
    let mut command = Command::new(program);
    let quiet = command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

fn base64(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}
