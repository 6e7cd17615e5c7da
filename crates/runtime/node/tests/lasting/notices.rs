//! What others are told: clocks and alerts go out signed to a real receiver and by mail to a real server, in the language
//! of whoever asked, and name nobody.

use crate::support::TestPlace;
use crate::{World, soon, subject};
use access::{Grant, Role, User};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use model::Desk;
use node::NodeError;
use node::notices::{CLOCK_DUE, CLOCK_OVERDUE, DeliveryState, NewNotices, NewWebhook};
use sha2::Sha256;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use store::Store;

/// What was received: heads and bodies of requests, or the data of messages.
type Received = Arc<Mutex<Vec<(String, String)>>>;

/// A receiver of webhooks on this machine; answers with the statuses in turn, the last one for ever.
fn receiver(statuses: &'static [u16]) -> (String, Received) {
    serve(move |stream, received, number| {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
        let head = head.to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.map_or(0, |length| length.trim().parse().unwrap())];
        reader.read_exact(&mut body).unwrap();
        received.lock().unwrap().push((head, String::from_utf8(body).unwrap()));
        let status = statuses[number.min(statuses.len() - 1)];
        let redirect = "Location: http://127.0.0.1:1/elsewhere\r\n";
        let _ =
            write!(stream, "HTTP/1.1 {status} X\r\n{redirect}Content-Length: 0\r\nConnection: close\r\n\r\n");
    })
}

/// An SMTP server on this machine.
fn mail_server() -> (String, Received) {
    serve(|stream, received, _| {
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut to = String::new();
        write!(stream, "220 mail.example\r\n").unwrap();
        let mut line = String::new();
        while reader.read_line(&mut line).unwrap_or(0) > 0 {
            let command = line.trim().to_owned();
            line.clear();
            let reply = match command.get(..4).unwrap_or_default() {
                "EHLO" => "250 mail.example",
                "RCPT" => {
                    to = command;
                    "250 ok"
                }
                "DATA" => {
                    write!(stream, "354 go on\r\n").unwrap();
                    let mut data = String::new();
                    while !data.ends_with("\r\n.\r\n") && reader.read_line(&mut data).unwrap() > 0 {}
                    received.lock().unwrap().push((to.clone(), data));
                    "250 taken"
                }
                "QUIT" => return write!(stream, "221 bye\r\n").unwrap(),
                _ => "250 ok",
            };
            write!(stream, "{reply}\r\n").unwrap();
        }
    })
}

fn serve(each: impl Fn(&mut TcpStream, &Received, usize) + Send + 'static) -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let received = Received::default();
    let to = Arc::clone(&received);
    thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            each(&mut stream.unwrap(), &to, number);
        }
    });
    (address, received)
}

fn hook(url: &str, events: &[&str]) -> NewWebhook {
    let events = events.iter().map(|event| (*event).to_owned()).collect();
    NewWebhook { desk: Some(Desk::Finance), url: url.into(), events, enabled: true }
}

/// Whether a request carries the signature that the secret makes.
fn is_signed(head: &str, body: &str, secret: &str) -> bool {
    let header = |name: &str| {
        head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap_or_default().trim()
    };
    let (id, at) = (header("webhook-id"), header("webhook-timestamp"));
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut hash = Hmac::<Sha256>::new_from_slice(&key).unwrap();
    hash.update(format!("{id}.{at}.{body}").as_bytes());
    let expected = format!("v1,{}", STANDARD.encode(hash.finalize().into_bytes())).to_lowercase();
    header("webhook-signature") == expected
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_is_told_signed_again_and_again_until_it_has_it() {
    let place = TestPlace::folder();
    let (address, received) = receiver(&[500, 302, 200]);
    let (gone_address, _) = receiver(&[410]);
    let settings = format!(
        "[webhooks]\ninternal = ['http://{address}', 'http://{gone_address}', 'http://127.0.0.1:1']\n"
    );
    std::fs::write(place.folder.path().join("node.toml"), settings).unwrap();
    let world = World::new(&place.place, &["Nabil Sadiq"]).await;
    let node = &world.node;
    let admin = &world.administrator;
    let url = format!("http://{address}/hook");
    let events = ["alert.opened", CLOCK_DUE, CLOCK_OVERDUE];
    assert!(matches!(node.add_webhook(&world.analyst, hook(&url, &events)).await, Err(NodeError::Denied(_))));
    for (url, events, wrong) in [
        ("http://127.0.0.1:2/hook", &events[..], "https"),
        ("https://169.254.169.254/latest", &events[..], "network"),
        (url.as_str(), &["alert.gone"][..], "no event"),
        (url.as_str(), &[][..], "no event"),
    ] {
        let error = node.add_webhook(admin, hook(url, events)).await.unwrap_err().to_string();
        assert!(error.contains(wrong), "{url}: {error}");
    }
    let made = node.add_webhook(admin, hook(&url, &events)).await.unwrap().record;
    let gone = node
        .add_webhook(admin, hook(&format!("http://{gone_address}/"), &["alert.opened"]))
        .await
        .unwrap()
        .record;
    let off = NewWebhook { enabled: false, ..hook(&url, &events) };
    node.add_webhook(admin, off).await.unwrap();
    let alert = world.alerted(&subject("customer-77", &["Nabil Sadiq"])).await;
    let service = world.service().await;
    let (runner, _) = world.runner(&service);
    let states = async |hook| -> Vec<(String, DeliveryState, u32)> {
        let page = node.deliveries(admin, hook, None, 50).await.unwrap().records;
        let told = page.into_iter().map(|kept| kept.record);
        told.map(|delivery| (delivery.event, delivery.state, delivery.attempts)).collect()
    };
    soon("the delivery", async || {
        world.later(SignedDuration::from_secs(30));
        states(made.id)
            .await
            .iter()
            .any(|(event, state, _)| event == "alert.opened" && *state == DeliveryState::Sent)
    })
    .await;
    assert_eq!(
        states(made.id).await[0].2,
        3,
        "an error, a redirect that is not followed, and then it was taken"
    );
    // Who wants no more is not asked again, and that is shown; a person may try again.
    let seen = node.deliveries(admin, gone.id, None, 50).await.unwrap().records.remove(0).record;
    assert_eq!((seen.state, seen.attempts), (DeliveryState::Failed, 1));
    assert!(seen.error.unwrap().contains("410"));
    assert_eq!(node.redeliver(admin, gone.id, seen.id).await.unwrap().record.state, DeliveryState::Waiting);

    // The clock comes near its end, and to it: a finance alert has a day.
    world.later(SignedDuration::from_hours(19));
    soon("the clock", async || states(made.id).await.iter().any(|(event, ..)| event == CLOCK_DUE)).await;
    world.later(SignedDuration::from_hours(6));
    soon("the clock's end", async || {
        let overdue = |(event, state, _): &(String, DeliveryState, u32)| {
            event == CLOCK_OVERDUE && *state == DeliveryState::Sent
        };
        states(made.id).await.iter().any(overdue)
    })
    .await;
    runner.stop().await;
    let received = received.lock().unwrap().clone();
    assert!(received.len() >= 5, "{received:?}");
    for (head, body) in &received {
        assert!(is_signed(head, body, &made.secret), "{head}");
        let sent: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(sent["data"]["alert"], alert.to_string());
        assert_eq!(sent["data"]["address"], format!("/api/v1/alerts/{alert}"));
        assert!(!body.contains("Nabil") && !body.contains("customer-77"), "{body}");
    }
    let ids: std::collections::BTreeSet<&str> = received[..3]
        .iter()
        .map(|(head, _)| head.lines().find(|line| line.starts_with("webhook-id")).unwrap())
        .collect();
    assert_eq!(ids.len(), 1, "a repeated delivery is known by its id");

    // A new secret ends the old one; a removed webhook is told nothing.
    let kept = node.webhook(admin, made.id).await.unwrap();
    assert!(matches!(
        node.change_webhook(admin, made.id, Some(99), hook(&url, &events), true).await,
        Err(NodeError::Changed { .. })
    ));
    let renewed =
        node.change_webhook(admin, made.id, Some(kept.revision), hook(&url, &events), true).await.unwrap();
    assert!(renewed.record.secret != made.secret);
    node.remove_webhook(admin, made.id, None).await.unwrap();
    assert!(node.webhook(admin, made.id).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn people_get_one_message_for_all_in_their_language_and_no_names() {
    let place = TestPlace::folder();
    let (address, received) = mail_server();
    let port = address.rsplit(':').next().unwrap();
    let settings = format!(
        "[mail]\nserver = '127.0.0.1'\nport = {port}\ntls = 'none'\nfrom = 'node@example.org'\n\
         address = 'https://node.example.org'\n"
    );
    std::fs::write(place.folder.path().join("node.toml"), settings).unwrap();
    let world = World::new(&place.place, &["Nabil Sadiq"]).await;
    let node = &world.node;
    let store = Store::open(place.place.clone()).await.unwrap();
    let mut tx = store.write("test").await.unwrap();
    for (person, desk) in [(&world.analyst, Desk::Finance), (&world.keeper, Desk::Travel)] {
        let grants = vec![Grant::at(Role::Analyst, [desk])];
        let names = (person.name.to_lowercase(), person.name.clone());
        let user = User::new(person.id, crate::support::envelope(), names, grants, node_time(&world));
        tx.insert(&user).await.unwrap();
    }
    tx.commit().await.unwrap();
    let wants = |address: &str, language: &str| NewNotices {
        address: address.into(),
        language: language.into(),
        alerts: true,
        clocks: true,
    };
    for wrong in [wants("nobody", "ur"), wants("zarina@example.org", "xx")] {
        assert!(node.choose_notices(&world.analyst, None, wrong).await.is_err());
    }
    assert!(node.notices(&world.analyst).await.unwrap().is_none(), "nobody is written to unasked");
    node.choose_notices(&world.analyst, None, wants("zarina@example.org", "en")).await.unwrap();
    node.choose_notices(&world.analyst, Some(1), wants("zarina@example.org", "ur")).await.unwrap();
    node.choose_notices(&world.keeper, None, wants("bakhtiyar@example.org", "ru")).await.unwrap();
    for number in 0..3 {
        world.alerted(&subject(&format!("customer-{number}"), &["Nabil Sadiq"])).await;
    }
    world.later(SignedDuration::from_mins(20));
    let service = world.service().await;
    let (runner, notes) = world.runner(&service);
    soon("the message", async || !received.lock().unwrap().is_empty()).await;
    runner.stop().await;
    let received = received.lock().unwrap().clone();
    assert_eq!(received.len(), 1, "one for all, and none to who may see nothing: {received:?} {notes:?}");
    let (to, message) = &received[0];
    assert!(to.contains("zarina@example.org"), "{to}");
    assert!(message.contains("Auto-Submitted: auto-generated"), "{message}");
    let (head, body) = message.split_once("\r\n\r\n").unwrap();
    assert!(head.contains("base64"), "{head}");
    let body: String = body.trim_end_matches("\r\n.\r\n").split_whitespace().collect();
    let text = String::from_utf8(STANDARD.decode(body).unwrap()).unwrap();
    let plain: String = text.chars().filter(|sign| !('\u{2066}'..='\u{2069}').contains(sign)).collect();
    assert!(plain.contains("دہشت گردی کی مالی معاونت: 3 نئے انتباہات"), "{plain}");
    assert!(plain.contains("https://node.example.org"), "{plain}");
    assert!(!plain.contains("Nabil") && !plain.contains("customer"), "{plain}");
}

fn node_time(world: &World) -> jiff::Timestamp {
    *world.clock.0.lock().unwrap()
}
