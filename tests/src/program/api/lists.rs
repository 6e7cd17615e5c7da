//! Lists: how they stand, new versions by file, their differences and faults, their end; entries and their owners.

use super::super::fixtures::{file, person, ten_people};
use super::super::importing::un_file;
use super::super::service::soon;
use super::Office;
use super::client::Client;
use serde_json::json;

/// A client of somebody who runs the node.
fn boris(office: &Office) -> Client<'_> {
    office.client("boris", &["list.view", "list.import", "list.manage"])
}

#[test]
fn a_list_is_renewed_compared_and_removed() {
    let office = Office::open();
    let (nadia, boris) = (office.analyst("nadia"), boris(&office));
    let lists = nadia.get("/api/v1/lists").ok().value();
    assert_eq!(
        (&lists["lists"][0]["id"], &lists["lists"][0]["state"]),
        (&json!("national"), &json!("current"))
    );
    let versions = "/api/v1/lists/national/versions";
    let mut people = ten_people();
    people.push(person("ex-11", &["Zlatan Nepostojan"], None));
    let kind = [("content-type", "application/octet-stream")];
    let send = |query: &str, content: &str| {
        boris.send("POST", &format!("{versions}{query}"), &kind, content.as_bytes())
    };
    let renewed = send("?name=national.json", &file(&people)).is(201).value();
    assert_eq!((&renewed["renewal"], &renewed["added"]), (&json!("changed"), &json!(1)), "{renewed}");
    assert_eq!(send("?name=national.json", &file(&people)).ok().value()["renewal"], "unchanged");

    // The rules of an import.
    let of = |date: &str| un_file(&["QQi.001"]).replace("2026-04-30", date);
    let un = |query: &str, date: &str| {
        let path = format!("/api/v1/lists/un-sc/versions?name=un.xml{query}");
        boris.send("POST", &path, &kind, of(date).as_bytes())
    };
    un("", "2026-04-30").is(201);
    un("", "2026-04-29").is(422).says("accept=older");
    un("&accept=older", "2026-04-29").is(201);
    boris.send("DELETE", "/api/v1/lists/un-sc?purge=true", &[], b"").is(204);
    send("?name=national.json", &file(&people[..3])).is(422).says("accept=shrunk");
    send("?name=national.json", "").is(422);
    send("?name=national.json&accept=shrunk", &file(&people[..3])).is(201);
    send("?name=national.json&accept=shrunk", &format!("{}no json\n", file(&people))).is(201);
    send("?accept=all", "").is(422).says("choose one of by-the-rules");
    send("?format=pdf", "").is(422).says("there is no format");
    let elsewhere =
        boris.send("POST", "/api/v1/lists/other/versions?name=a.json", &kind, file(&people).as_bytes());
    elsewhere.is(422).says("legal_basis");
    boris.send("POST", versions, &[("content-encoding", "gzip")], b"x").is(415);
    boris.send("POST", versions, &[("idempotency-key", "k"), kind[0]], b"x").is(400).says("JSON or none");

    // Files as the parts of a form.
    let form =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"more.json\"\r\n\r\n{}--b--\r\n";
    let form = form.replace("{}", &format!("{}\r\n", file(&people)));
    let multipart = [("content-type", "multipart/form-data; boundary=b")];
    let made = "/api/v1/lists/more/versions?legal_basis=Order%208&authority=Ministry";
    boris.send("POST", made, &multipart, form.as_bytes()).is(201).says("Order 8");
    let odd = "--b\r\nContent-Disposition: form-data; name=\"virus\"\r\n\r\nx\r\n--b--\r\n";
    boris.send("POST", versions, &multipart, odd.as_bytes()).is(422).says("virus");
    boris.send("POST", versions, &multipart, b"--c").is(400);

    // Versions, what was wrong with one, what changed between two.
    let all = nadia.get(versions).ok().value();
    let all = all["versions"].as_array().unwrap();
    assert_eq!(all.len(), 4, "{all:?}");
    let name = |at: usize| all[at]["version"].as_str().unwrap()[..12].to_owned();
    let one = nadia.get(&format!("{versions}/{}", name(0))).ok();
    assert_eq!(one.etag(), format!("\"{}\"", all[0]["version"].as_str().unwrap()));
    assert_eq!(one.value()["files"][0]["name"], "national.json");
    nadia.get(&format!("{versions}/{}/faults", name(0))).ok().says("\"line\":12");
    let diff =
        nadia.get(&format!("/api/v1/lists/national/diff?from={}&to={}", name(3), name(2))).ok().value();
    assert_eq!(diff["added"], json!([{"entry": "ex-11", "caption": "Zlatan Nepostojan"}]), "{diff}");
    nadia.get("/api/v1/lists/national/diff?from=abc").is(422).says("both");
    nadia.get("/api/v1/lists/national/diff?from=x&to=y").is(404);
    for path in ["/api/v1/lists/nowhere", "/api/v1/lists/nowhere/versions", &format!("{versions}/zzz")] {
        nadia.get(path).is(404);
    }

    // Whoever works cases does not run the node, and the desk's administrator not the whole of it.
    nadia.send("POST", versions, &kind, b"x").is(403);
    nadia.send("DELETE", "/api/v1/lists/national", &[], b"").is(403);
    office.client("daria", &["list.import"]).send("POST", versions, &kind, b"x").is(403);

    boris.post("/api/v1/lists/national/fetch", &json!({})).is(422).says("without an address");
    boris.send("DELETE", "/api/v1/lists/more?purge=true", &[], b"").is(204);
    nadia.get("/api/v1/lists/more").is(404);
    boris.send("DELETE", "/api/v1/lists/national", &[], b"").is(204);
    assert_eq!(nadia.get("/api/v1/lists/national").ok().value()["state"], "removed");
    soon(|| office.service.ask("GET", "/readyz", None, "").status == 503, "the end of screening");
}

#[test]
fn an_entry_shows_who_owns_it() {
    let office = Office::open();
    let line = |id: &str, schema: &str, properties: serde_json::Value| {
        json!({"id": id, "schema": schema, "properties": properties}).to_string()
    };
    let lines = [
        line("p", "Person", json!({"name": ["Nabil Vymyshlenny"], "topics": ["sanction"]})),
        line("x", "Company", json!({"name": ["Zenith Trading"]})),
        line("o", "Ownership", json!({"owner": ["p"], "asset": ["x"], "percentage": ["60"]})),
    ];
    office.bench.import("owners", &file(&lines), &[]).ok();
    let nadia = office.analyst("nadia");
    let entry = nadia.get("/api/v1/entries/owners/x").ok();
    assert_eq!(entry.text_at("/entity/caption"), "Zenith Trading");
    nadia.send("GET", "/api/v1/entries/owners/x", &[("if-none-match", &entry.etag())], b"").is(304);
    let owners = nadia.get("/api/v1/entries/owners/x/owners").ok().value();
    assert_eq!(
        (&owners["more_than_half"], &owners["owners"][0]["name"]),
        (&json!(true), &json!("Nabil Vymyshlenny"))
    );
    assert_eq!(nadia.get("/api/v1/entries/owners/p/owners").ok().value()["known"], false);
    nadia.get("/api/v1/entries/owners/nobody").is(404);
    nadia.get("/api/v1/entries/nowhere/x").is(404);
}
