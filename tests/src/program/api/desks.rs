//! What belongs to another desk is not there, and looks like what nobody has.

use super::Office;
use super::client::Answer;
use serde_json::json;

#[test]
fn records_of_other_desks_are_not_there() {
    let office = Office::open();
    let at_finance = office.client("nadia", &["screening.run", "job.run", "job.view"]);
    let at_travel = office.client("tariq", &["job.run", "job.view"]);
    let kind = [("content-type", "application/x-ndjson")];
    let row = json!({"id": "C-1", "schema": "Person", "properties": {"name": ["Oleg Vymyshlenko"]}});
    let body = format!("{row}\n");
    let job = at_finance.send("POST", "/api/v1/jobs/screenings?lasting=true", &kind, body.as_bytes()).is(202);
    not_there(&job, "/api/v1/jobs", &|method, path| at_travel.send(method, path, &[], b""));

    let [daria, sanjar] = ["daria", "sanjar"].map(|login| office.client(login, &["webhook.manage"]));
    let wanted =
        json!({"url": "https://receiver.example/hook", "events": ["alert.opened"], "desk": "finance"});
    let webhook = daria.post("/api/v1/webhooks", &wanted).is(201);
    not_there(&webhook, "/api/v1/webhooks", &|method, path| sanjar.send(method, path, &[], b""));

    at_finance.screen(&[("C-2", "Oleg Vymyshlenko")]);
    let [omar, farah] = ["omar", "farah"].map(|login| office.client(login, &["record.erase"]));
    let subject = json!({"subject": {"name": "Oleg Vymyshlenko", "reason": "asked for in writing"}});
    let erasure = omar.post("/api/v1/subjects/erasures", &subject).is(201);
    not_there(&erasure, "/api/v1/subjects/erasures", &|method, path| farah.send(method, path, &[], b""));
}

/// A record that was just made, asked for by somebody of another desk.
fn not_there(made: &Answer, at: &str, ask: &dyn Fn(&str, &str) -> Answer) {
    let id = made.text_at("/id");
    let nowhere = "0199f0aa-0000-7000-8000-000000000000";
    let of = |method: &str, id: &str| ask(method, &format!("{at}/{id}")).is(404).text();
    assert_eq!(of("GET", &id).replace(&id, nowhere), of("GET", nowhere), "{at}");
    if !at.ends_with("erasures") {
        of("DELETE", &id);
    }
}
