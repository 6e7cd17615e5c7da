//! Uploads as jobs over the running program: killed and started again they come to what they would have come to, their
//! progress is heard, what is wrong with them is said.

use super::bench::Bench;
use super::service::{Service, key, node, soon};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

const NDJSON: &str = "Content-Type: application/x-ndjson\r\n";

/// Rows of an upload: every tenth is listed, every 999th is no row.
fn rows(count: usize) -> String {
    let listed =
        ["Oleg Vymyshlenko", "Nasreen Farzana Begum", "Bartholomew Quillfeather", "Gulnora Toqimova"];
    let row = |number: usize| match number {
        _ if number % 999 == 500 => "{\"id\": \"broken\", \"schema\"".to_owned(),
        _ if number.is_multiple_of(10) => person(number, listed[number / 10 % listed.len()]),
        _ => person(number, &format!("Nobody{number} Unlisted{number}")),
    };
    (0..count).map(|number| row(number) + "\n").collect()
}

fn person(number: usize, name: &str) -> String {
    json!({"id": format!("c-{number}"), "schema": "Person", "properties": {"name": [name]}}).to_string()
}

/// A key that is good for uploads, their jobs and alerts.
fn worker(bench: &Bench) -> String {
    key(bench, &["screening.run", "job.run", "job.view", "alert.view"])
}

fn ready(bench: &Bench) -> Service {
    let service = Service::start(bench);
    soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
    service
}

fn upload(service: &Service, key: &str, body: &str) -> String {
    let path = "/api/v1/jobs/screenings?lasting=true";
    let reply = service.send("POST", path, Some(key), NDJSON, body.as_bytes());
    let job = reply.json(202);
    let id = job["id"].as_str().unwrap().to_owned();
    assert!(reply.head.contains(&format!("location: /api/v1/jobs/{id}")), "{}", reply.head);
    id
}

fn job(service: &Service, key: &str, id: &str) -> Value {
    service.ask("GET", &format!("/api/v1/jobs/{id}"), Some(key), "").json(200)
}

fn lines(service: &Service, key: &str, path: &str) -> Vec<Value> {
    let reply = service.ask("GET", path, Some(key), "");
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a job came to, without the ids that differ from run to run; and the subjects of its alerts.
fn outcome(service: &Service, key: &str, id: &str) -> (Vec<Value>, Value, BTreeMap<String, usize>) {
    let mut lines = lines(service, key, &format!("/api/v1/jobs/{id}/results"));
    let last = lines.pop().unwrap();
    assert_eq!((last["state"].as_str(), &last["next"]), (Some("finished"), &Value::Null), "{last}");
    let mut alerts = BTreeMap::<String, usize>::new();
    for line in &mut lines {
        if let Some(alert) = line["alert"].as_str() {
            *alerts.entry(alert.to_owned()).or_default() += 1;
            line["alert"] = json!("an alert");
        }
    }
    let mut of_subjects = BTreeMap::new();
    let mut cursor = String::new();
    loop {
        let page =
            service.ask("GET", &format!("/api/v1/alerts?limit=500&cursor={cursor}"), Some(key), "").json(200);
        for alert in page["alerts"].as_array().unwrap() {
            let found = alerts.get(alert["id"].as_str().unwrap()).copied();
            *of_subjects.entry(format!("{found:?}")).or_default() += 1;
        }
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => return (lines, last["counts"].clone(), of_subjects),
        }
    }
}

fn finished(service: &Service, key: &str, id: &str) {
    soon(|| job(service, key, id)["state"] == "finished", "the end of the job");
}

#[test]
fn a_job_that_is_killed_again_and_again_comes_to_the_same() {
    let body = rows(4000);
    let (whole, cut) = (node(), node());
    let (whole_key, cut_key) = (worker(&whole), worker(&cut));
    let service = ready(&whole);
    let id = upload(&service, &whole_key, &body);
    finished(&service, &whole_key, &id);
    let expected = outcome(&service, &whole_key, &id);
    assert_eq!(expected.1["subjects"], 3996);
    assert_eq!(expected.1["lost"], 4);
    assert_eq!(expected.1["alerts"], 399);
    let faults: Vec<&Value> = expected.0.iter().filter(|line| line["fault"].is_object()).collect();
    assert_eq!(faults.len(), 4);
    assert_eq!(faults[0]["fault"]["location"]["line"], 501);
    drop(service);

    let mut service = ready(&cut);
    let id = upload(&service, &cut_key, &body);
    let mut kills = 0;
    for _ in 0..3 {
        let begun = job(&service, &cut_key, &id)["parts"]["done"].as_u64().unwrap();
        soon(
            || {
                let seen = job(&service, &cut_key, &id);
                seen["state"] == "finished" || seen["parts"]["done"].as_u64().unwrap() > begun
            },
            "a part of the job",
        );
        if job(&service, &cut_key, &id)["state"] == "finished" {
            break;
        }
        // SIGKILL: the program has no say in it.
        service.process.kill().unwrap();
        service.process.wait().unwrap();
        kills += 1;
        service = ready(&cut);
    }
    assert!(kills >= 2, "the job was over before it could be killed twice");
    // Two instances share what is left.
    let other = ready(&cut);
    soon(|| matches!(job(&other, &cut_key, &id)["state"].as_str(), Some("finished")), "the end of the job");
    assert_eq!(outcome(&service, &cut_key, &id), expected);
    // The log is whole, and nothing of those who did not match is left.
    drop((service, other));
    let checkpoint = cut.write("checkpoint", &cut.run(&["audit", "sign"]).ok().stdout);
    cut.run(&["audit", "verify", "--checkpoint", &checkpoint]).ok().says("the log is what was signed");
}

#[test]
fn the_progress_of_a_job_is_heard_and_taken_up_again() {
    let bench = node();
    let key = worker(&bench);
    let service = ready(&bench);
    let id = upload(&service, &key, &rows(2000));
    let path = format!("/api/v1/jobs/{id}/events");
    let heard = service.ask("GET", &path, Some(&key), "");
    assert!(heard.status == 200 && heard.head.contains("text/event-stream"), "{}", heard.head);
    let events: Vec<(&str, &str, Value)> = heard
        .body
        .split("\n\n")
        .filter(|event| event.contains("data: "))
        .map(|event| {
            let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            (field("event: "), field("id: "), serde_json::from_str(field("data: ")).unwrap())
        })
        .collect();
    let (name, last, end) = events.last().unwrap();
    assert_eq!((*name, end["state"].as_str(), &end["rows"]), ("end", Some("finished"), &json!(2000)));
    assert!(events[..events.len() - 1].iter().all(|(name, _, _)| *name == "progress"));
    let again = |seen: &str| {
        let header = format!("Last-Event-ID: {seen}\r\n");
        service.send("GET", &path, Some(&key), &header, b"")
    };
    assert_eq!(again(last).status, 204, "whoever saw the end need not come back");
    let heard = again("1");
    assert!(heard.body.contains("event: end"), "{}", heard.body);

    // Results part by part are the results.
    let all = lines(&service, &key, &format!("/api/v1/jobs/{id}/results"));
    let (mut parts, mut cursor) = (Vec::new(), json!(0));
    while !cursor.is_null() {
        let mut page = lines(&service, &key, &format!("/api/v1/jobs/{id}/results?limit=3&cursor={cursor}"));
        cursor = page.pop().unwrap()["next"].clone();
        parts.extend(page);
    }
    assert_eq!(parts, all[..all.len() - 1]);
    let listed = service.ask("GET", "/api/v1/jobs", Some(&key), "").json(200);
    assert_eq!(listed["jobs"][0]["id"], json!(id));
    // The record of its screening says what for and on what basis; the job has ended and cannot be stopped.
    let reply = service.ask("DELETE", &format!("/api/v1/jobs/{id}"), Some(&key), "");
    assert!(reply.status == 422 && reply.body.contains("has ended"), "{}", reply.body);
}

#[test]
fn uploads_are_bounded_and_what_is_wrong_is_said() {
    let bench = node();
    bench.write("data/node.toml", "[jobs]\nlargest-upload-mib = 1\n");
    let only_lists = key(&bench, &["list.view"]);
    let key = worker(&bench);
    let service = ready(&bench);
    let send = |headers: &str, body: &[u8]| {
        service.send("POST", "/api/v1/jobs/screenings", Some(&key), headers, body)
    };
    let large = send(NDJSON, rows(20_000).as_bytes());
    assert!(large.status == 413 && large.body.contains("1 MiB"), "{} {}", large.status, large.body);
    let gzip = format!("{NDJSON}Content-Encoding: gzip\r\n");
    assert_eq!(send(&gzip, b"no gzip").status, 400);
    assert_eq!(send("Content-Type: text/html\r\n", b"<p>").status, 415);
    assert_eq!(send("Content-Type: text/csv\r\n", b"").status, 422);
    // A client that hangs up half way.
    let mut client = TcpStream::connect(&service.address).unwrap();
    let head =
        format!("POST /api/v1/jobs/screenings HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer {key}\r\n");
    write!(client, "{head}{NDJSON}Content-Length: 500000\r\n\r\n{}", rows(900)).unwrap();
    drop(client);
    let jobs = || service.ask("GET", "/api/v1/jobs", Some(&key), "").json(200)["jobs"].clone();
    soon(|| jobs() == json!([]), "the end of what was refused");
    thread::sleep(Duration::from_millis(500));
    assert_eq!(jobs(), json!([]), "what was refused left something");

    let csv =
        send("Content-Type: text/csv\r\n", b"id,name\nc-1,Oleg Vymyshlenko\nc-2,Somebody Else\n").json(202);
    let id = csv["id"].as_str().unwrap();
    finished(&service, &key, id);
    let found = lines(&service, &key, &format!("/api/v1/jobs/{id}/results"));
    assert_eq!((found[0]["query"].as_str(), found.len()), (Some("c-1"), 2), "{found:?}");

    let nowhere = "/api/v1/jobs/0199f0aa-0000-7000-8000-000000000000";
    assert_eq!(service.ask("GET", nowhere, Some(&key), "").status, 404);
    assert_eq!(service.ask("GET", nowhere, Some(&only_lists), "").status, 403);
    let reply = service.send("POST", "/api/v1/jobs/screenings", Some(&only_lists), NDJSON, b"{}");
    assert_eq!(reply.status, 403);
}

#[test]
fn a_job_is_stopped() {
    let bench = node();
    let key = worker(&bench);
    let service = ready(&bench);
    let id = upload(&service, &key, &rows(10_000));
    let path = format!("/api/v1/jobs/{id}");
    let stale = service.send("DELETE", &path, Some(&key), "If-Match: \"99999\"\r\n", b"");
    assert_eq!(stale.status, 412, "{}", stale.body);
    let stopped = service.ask("DELETE", &path, Some(&key), "").json(200);
    assert_eq!(stopped["state"], "cancelled");
    thread::sleep(Duration::from_millis(500));
    let seen = job(&service, &key, &id);
    assert_eq!((&seen["parts"]["waiting"], &seen["parts"]["running"]), (&json!(0), &json!(0)));
    assert!(seen["counts"]["subjects"].as_u64().unwrap() < 9_990, "{seen}");
    let last = lines(&service, &key, &format!("{path}/results")).pop().unwrap();
    assert_eq!((last["state"].as_str(), &last["next"]), (Some("cancelled"), &Value::Null));
}
