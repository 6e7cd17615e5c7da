//! The console over a long queue: the release build of the program serves a demo on one core, with many more alerts in its
//! queue; another asks for pages as a browser does. What is told is the whole of a request, from its first byte to the
//! last of its answer.

use super::now;
use super::report::{Goal, Report, Table, thousands};
use super::stats::quantile;
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Alerts in the queue.
const ALERTS: usize = 100_000;

/// Each page is asked for so often.
const TIMES: usize = 60;

/// What a page may take, in milliseconds.
const GOAL: f64 = 100.0;

/// The pages.
const PAGES: [(&str, &str); 5] = [
    ("today, the first page", "/"),
    ("the queue", "/alerts"),
    ("the queue by probability", "/alerts?order=probability"),
    ("what is overdue", "/alerts?late=1"),
    ("the lists", "/lists"),
];

/// A running demo, ended when this is dropped.
struct Demo {
    process: Child,
    address: String,
    session: String,
    form_token: String,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An answer.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

/// Measures and reports.
pub fn report(program: &Path, quick: bool, report: &mut Report) -> Result<()> {
    let alerts = if quick { ALERTS / 10 } else { ALERTS };
    let demo = Demo::start(program)?;
    demo.fill(alerts)?;
    let open = demo.open()?;
    let mut table = Table::new(&["page", "median, ms", "p95, ms", "bytes"]);
    let mut first = Vec::new();
    for (name, path) in PAGES {
        let mut took = Vec::with_capacity(TIMES);
        let mut bytes = 0;
        for _ in 0..TIMES {
            let begin = now();
            let answer = demo.get(path)?;
            took.push(begin.elapsed().as_secs_f64() * 1e3);
            if answer.status != 200 {
                bail!("{path} answered {}", answer.status);
            }
            bytes = answer.body.len();
        }
        took.sort_by(f64::total_cmp);
        let (median, p95) = (quantile(&took, 0.5), quantile(&took, 0.95));
        table.row([name.to_owned(), format!("{median:.1}"), format!("{p95:.1}"), thousands(bytes)]);
        if first.len() < 2 {
            first.push(p95);
        }
    }
    let slowest = first.iter().copied().fold(0.0, f64::max);
    report.goal(
        40,
        Goal {
            measure: format!("console on one core: today and queue, p95, {} alerts open", thousands(open)),
            goal: "≤ 100 ms".into(),
            measured: format!("{} and {} ms", ms(first[0]), ms(first[1])),
            peer: None,
            met: Some(slowest <= GOAL),
            tuned: false,
        },
    );
    let mut body = String::new();
    write!(
        body,
        "Whole requests over loopback, one after another, {TIMES} of each, {} alerts open at one desk.\n\n{table}",
        thousands(open)
    )
    .expect("writing to a string does not fail");
    report.section("The console", body);
    Ok(())
}

fn ms(figure: f64) -> String {
    format!("{figure:.0}")
}

impl Demo {
    fn start(program: &Path) -> Result<Self> {
        let mut process = Command::new("taskset")
            .args(["--cpu-list", "0"])
            .arg(program)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("taskset holds the server to one core; install it by: apt-get install util-linux")?;
        let mut lines = BufReader::new(process.stdout.take().context("standard output is piped")?).lines();
        let (mut address, mut door) = (String::new(), String::new());
        while door.is_empty() {
            let line = lines.next().context("the demo ended before it listened")??;
            if let Some(found) = line.strip_prefix("listening on http://") {
                address = found.trim().to_owned();
            } else if let Some(at) = line.find("/demo/") {
                door = line[at..].trim().to_owned();
            }
        }
        let mut demo = Self { process, address, session: String::new(), form_token: String::new() };
        let page = demo.ask("GET", &door, "", b"")?.body;
        let person = between(&page, "name=\"person\" value=\"").context("the door shows nobody")?;
        let entered = demo.ask("POST", &door, FORM, format!("person={person}").as_bytes())?;
        let cookie =
            entered.head.lines().find(|line| line.to_lowercase().starts_with("set-cookie: entente-session"));
        let cookie = cookie.and_then(|line| line.split([' ', ';']).nth(1)).context("nobody was let in")?;
        demo.session = format!("Cookie: {cookie}\r\n");
        demo.form_token = between(&demo.get("/")?.body, "name=\"form_token\" value=\"").context("no form")?;
        Ok(demo)
    }

    /// Uploads customers who all bear the name of one listed person, each of whom opens an alert.
    fn fill(&self, alerts: usize) -> Result<()> {
        const PART: &str = "entente-bench-part";
        let mut file = String::from("customer_id,type,name,birth_date,nationality\n");
        for number in 0..alerts {
            writeln!(file, "B-{number},Person,Farida Asanalieva,1990-03-08,kg")?;
        }
        let mut body = String::new();
        let fields = [
            ("form_token", self.form_token.as_str()),
            ("desk", "finance"),
            ("purpose", "benchmark"),
            ("basis", "benchmark"),
            ("lasting", "1"),
        ];
        for (name, value) in fields {
            write!(body, "--{PART}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")?;
        }
        write!(
            body,
            "--{PART}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"many.csv\"\r\n\
             Content-Type: text/csv\r\n\r\n{file}\r\n--{PART}--\r\n"
        )?;
        let kind = format!("Content-Type: multipart/form-data; boundary={PART}\r\n");
        let sent = self.ask("POST", "/uploads", &kind, body.as_bytes())?;
        if sent.status != 303 {
            bail!("the upload was answered with {}", sent.status);
        }
        let begin = now();
        while self.job()?.0 != "finished" {
            if begin.elapsed() > Duration::from_secs(30 * 60) {
                bail!("the upload is not screened after half an hour");
            }
            std::thread::sleep(Duration::from_secs(1));
        }
        Ok(())
    }

    /// State and alerts of the latest upload.
    fn job(&self) -> Result<(String, u64)> {
        let jobs: serde_json::Value = serde_json::from_str(&self.get("/api/v1/jobs?limit=1")?.body)?;
        let job = &jobs["jobs"][0];
        Ok((
            job["state"].as_str().unwrap_or_default().to_owned(),
            job["counts"]["alerts"].as_u64().unwrap_or_default(),
        ))
    }

    /// How many alerts of the upload are open.
    fn open(&self) -> Result<usize> {
        Ok(usize::try_from(self.job()?.1)?)
    }

    fn get(&self, path: &str) -> Result<Answer> {
        self.ask("GET", path, "", b"")
    }

    fn ask(&self, method: &str, path: &str, headers: &str, body: &[u8]) -> Result<Answer> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        let (host, session, length) = (&self.address, &self.session, body.len());
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: text/html\r\n{session}{headers}\
             Content-Length: {length}\r\n\r\n"
        )?;
        stream.write_all(body)?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8(bytes)?;
        let (head, body) = text.split_once("\r\n\r\n").context("an answer without an end of its head")?;
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).context("no status")?;
        Ok(Answer { status, head: head.to_owned(), body: body.to_owned() })
    }
}

/// What a form of the pages is sent as.
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// What stands between a beginning and the next quotation mark.
fn between(text: &str, begin: &str) -> Option<String> {
    let at = text.find(begin)? + begin.len();
    text[at..].split('"').next().map(str::to_owned)
}
