//! What others are told, over the running program: a webhook is made over the API, and a real receiver gets signed
//! requests that name nobody; what it may not be sent to is refused.

use super::bench::Bench;
use super::service::{Service, key, node, soon};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

/// Heads and bodies of requests.
type Received = Arc<Mutex<Vec<(String, String)>>>;

/// A receiver on this machine that takes everything: heads and bodies.
fn receiver() -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let received = Received::default();
    let to = Arc::clone(&received);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut head = String::new();
            while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
            let head = head.to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
            reader.read_exact(&mut body).unwrap();
            to.lock().unwrap().push((head, String::from_utf8(body).unwrap()));
            let _ = write!(stream, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        }
    });
    (origin, received)
}

/// A key of somebody who runs the node.
fn administrator(bench: &Bench) -> String {
    let add = ["user", "add", "sitora", "--name", "Sitora Example", "--role", "administrator@finance"];
    bench.run(&[&add[..], &["--basis", "Act 12"]].concat()).ok();
    let make =
        ["key", "make", "--owner", "sitora", "--name", "ops", "--desk", "finance", "--purpose", "running"];
    let more = ["--basis", "Act 12", "--until", "2099-12-31", "--scope", "webhook.manage"];
    bench.run(&[&make[..], &more].concat()).ok().stdout.trim().to_owned()
}

#[test]
fn a_receiver_is_told_of_alerts_and_of_nobody_by_name() {
    let bench = node();
    let (origin, received) = receiver();
    bench.write("data/node.toml", format!("[webhooks]\ninternal = ['{origin}']\n"));
    let (admin, till) = (administrator(&bench), key(&bench, &["screening.run", "alert.view"]));
    let service = Service::start(&bench);
    soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
    let wanted = json!({"url": format!("{origin}/hook"), "events": ["alert.opened"]});
    let post =
        |key: &str, body: &Value| service.ask("POST", "/api/v1/webhooks", Some(key), &body.to_string());
    assert_eq!(post(&till, &wanted).status, 403);
    for (url, wrong) in [
        ("http://receiver.example/hook", "only https"),
        ("https://127.0.0.1/hook", "network"),
        ("https://[::ffff:169.254.169.254]/latest/meta-data", "network"),
        ("https://receiver.example:5432/", "ports"),
    ] {
        let refused = post(&admin, &json!({"url": url, "events": ["alert.opened"]}));
        assert!(refused.status == 422 && refused.body.contains(wrong), "{url}: {}", refused.body);
    }
    let made = post(&admin, &wanted).json(201);
    let path = format!("/api/v1/webhooks/{}", made["id"].as_str().unwrap());
    assert!(made["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!(made["enabled"], false, "nothing is sent before somebody turns it on");
    let shown = service.ask("GET", &path, Some(&admin), "").json(200);
    assert_eq!(shown["secret"], Value::Null, "the secret is shown once");
    let screen = |id: &str| {
        let row = json!({"id": id, "schema": "Person", "properties": {"name": ["Oleg Vymyshlenko"]}});
        let reply = service.ask("POST", "/api/v1/screenings?lasting=true", Some(&till), &format!("{row}\n"));
        assert_eq!(reply.status, 200, "{}", reply.body);
    };
    screen("customer-1");
    let mut on = wanted.clone();
    on["enabled"] = true.into();
    let stale = service.send(
        "PUT",
        &path,
        Some(&admin),
        "If-Match: \"7\"\r\nContent-Type: application/json\r\n",
        on.to_string().as_bytes(),
    );
    assert_eq!(stale.status, 412, "{}", stale.body);
    service.ask("PUT", &path, Some(&admin), &on.to_string()).json(200);
    screen("customer-2");
    soon(|| !received.lock().unwrap().is_empty(), "the request");
    let deliveries = format!("{path}/deliveries");
    soon(
        || service.ask("GET", &deliveries, Some(&admin), "").json(200)["deliveries"][0]["state"] == "sent",
        "the note that it was sent",
    );
    let received = received.lock().unwrap().clone();
    assert_eq!(received.len(), 1, "{received:?}");
    let (head, body) = &received[0];
    for header in ["webhook-id: ", "webhook-timestamp: ", "webhook-signature: v1,"] {
        assert!(head.contains(header), "{head}");
    }
    let told: Value = serde_json::from_str(body).unwrap();
    assert_eq!(told["type"], "alert.opened");
    let alert = service.ask("GET", told["data"]["address"].as_str().unwrap(), Some(&till), "").json(200);
    assert_eq!(alert["id"], told["data"]["alert"]);
    assert!(!body.contains("Oleg") && !body.contains("customer-2"), "{body}");
    assert_eq!(service.ask("DELETE", &path, Some(&admin), "").status, 204);
    assert_eq!(service.ask("GET", &path, Some(&admin), "").status, 404);
}

#[test]
fn people_say_themselves_which_mail_they_want() {
    let bench = node();
    let key = key(&bench, &["alert.view"]);
    let service = Service::start(&bench);
    assert_eq!(service.ask("GET", "/api/v1/notices", Some(&key), "").status, 404);
    let put = |address: &str, language: &str| {
        let body = json!({"address": address, "language": language, "alerts": true}).to_string();
        service.ask("PUT", "/api/v1/notices", Some(&key), &body)
    };
    assert_eq!(put("nobody", "en").status, 422);
    assert_eq!(put("nadia@example.org", "xx").status, 422);
    put("nadia@example.org", "ru").json(200);
    let kept = service.ask("GET", "/api/v1/notices", Some(&key), "").json(200);
    assert_eq!(
        (&kept["language"], &kept["alerts"], &kept["clocks"]),
        (&json!("ru"), &json!(true), &json!(false))
    );
}
