//! Alerts: filters, hands, decisions one by one and many at once, other desks, files for auditors.

use super::Office;
use serde_json::json;

#[test]
fn the_queue_is_filtered_handed_out_and_decided_with_care() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let people = [("C-1", "Oleg Vymyshlenko"), ("C-2", "Gulnora Toqimova"), ("C-3", "Philippa Notareal")];
    let alerts = nadia.screen(&people);
    assert_eq!(alerts.len(), 3);
    let path = |alert: &str| format!("/api/v1/alerts/{alert}");
    let first = nadia.get(&path(&alerts[0])).ok();

    // Hands.
    let mine = json!({"person": "me"});
    let assignment = format!("{}/assignment", path(&alerts[0]));
    let handed = nadia.json("PUT", &assignment, &[("if-match", &first.etag())], &mine).ok();
    nadia.json("PUT", &assignment, &[("if-match", &first.etag())], &mine).is(412).says("changed meanwhile");
    let stranger = json!({"person": alerts[1]});
    nadia.json("PUT", &assignment, &[], &stranger).is(422).says("open account");
    nadia.json("PUT", &assignment, &[("if-match", "3")], &mine).is(412).says("ETag");

    // Filters: each with how many it finds.
    let changed = handed.text_at("/changed_at");
    for (query, found) in [
        ("", 3),
        ("?assignee=me", 1),
        ("?assignee=nobody", 2),
        ("?list=national", 3),
        ("?list=elsewhere", 0),
        ("?subject=C-2", 1),
        ("?min_probability=0.01", 3),
        ("?min_probability=1", 0),
        ("?status=closed", 0),
        ("?overdue=true", 0),
        ("?opened_before=2001-01-01T00:00:00Z", 0),
        ("?order=probability&limit=2", 2),
        (&format!("?changed_since={changed}"), 1),
    ] {
        let page = nadia.get(&format!("/api/v1/alerts{query}")).ok().value();
        assert_eq!(page["alerts"].as_array().unwrap().len(), found, "{query}: {page}");
    }
    for (query, words) in [
        ("?status=asleep", "choose one of open"),
        ("?order=best", "choose one of due"),
        ("?min_probability=2", "0 to 1"),
        ("?changed_since=yesterday", "2026-11-25T08:00:00Z"),
        ("?assignee=somebody", "person's id"),
        ("?cursor=x", ""),
        ("?colour=red", "colour"),
        ("?desk=travel", ""),
    ] {
        let answer = nadia.get(&format!("/api/v1/alerts{query}"));
        assert!(matches!(answer.status, 403 | 422), "{query}: {}", answer.text());
        answer.says(words);
    }

    // Many at once, each as it was seen: one changed since, one is not there.
    let second = nadia.get(&path(&alerts[1])).ok();
    let bulk = |kind: &str, alerts: &[(&str, &str)]| {
        let alerts: Vec<_> = alerts.iter().map(|(id, etag)| json!({"id": id, "etag": etag})).collect();
        nadia.post(
            "/api/v1/alerts/decisions",
            &json!({"kind": kind, "reason": "no birth date", "alerts": alerts}),
        )
    };
    let nobody = "0199f0aa-0000-7000-8000-000000000000";
    let seen = [(&*alerts[0], &*first.etag()), (&alerts[1], &second.etag()), (nobody, "\"1\"")];
    let outcomes = bulk("inconclusive", &seen).ok().value();
    let statuses: Vec<_> =
        outcomes["outcomes"].as_array().unwrap().iter().map(|one| one["status"].clone()).collect();
    assert_eq!(statuses, [412, 201, 404], "{outcomes}");
    bulk("true-match", &seen).is(422).says("one by one");
    bulk("inconclusive", &[]).is(422);
    bulk("inconclusive", &[seen[0], seen[0]]).is(422).says("twice");
    let closed = nadia.get("/api/v1/alerts?status=closed").ok().value();
    assert_eq!(closed["alerts"][0]["id"], alerts[1], "{closed}");
    let decisions = nadia.get("/api/v1/decisions?kind=inconclusive&state=final").ok().value();
    assert_eq!(decisions["decisions"].as_array().unwrap().len(), 1, "{decisions}");
}

#[test]
fn what_belongs_to_another_desk_is_not_there() {
    let office = Office::open();
    let (nadia, tariq) = (office.analyst("nadia"), office.analyst("tariq"));
    let alert = nadia.screen(&[("C-1", "Oleg Vymyshlenko")]).remove(0);
    let path = format!("/api/v1/alerts/{alert}");
    nadia.get(&path).ok();
    tariq.get(&path).is(404).says("list at the address before it");
    tariq.post(&format!("{path}/decisions"), &json!({"kind": "inconclusive", "reason": "mine"})).is(404);
    tariq.json("PUT", &format!("{path}/assignment"), &[], &json!({"person": "me"})).is(404);
    let seen = json!({"kind": "inconclusive", "reason": "mine", "alerts": [{"id": alert, "etag": "1"}]});
    let outcomes = tariq.post("/api/v1/alerts/decisions", &seen).ok().value();
    assert_eq!(outcomes["outcomes"][0]["status"], 404, "{outcomes}");
    assert_eq!(tariq.get("/api/v1/alerts").ok().value()["alerts"].as_array().unwrap().len(), 0);
    let looking = office.client("nadia", &["alert.view"]);
    looking.post(&format!("{path}/decisions"), &json!({"kind": "inconclusive", "reason": "x"})).is(403);
}

#[test]
fn files_for_auditors_hold_no_formula() {
    let office = Office::open();
    let nadia = office.analyst("nadia");
    let alert =
        nadia.screen(&[("=cmd|' /C calc'!A0", "Oleg Vymyshlenko"), ("C-2", "Gulnora Toqimova")]).remove(0);
    let decision = json!({"kind": "inconclusive", "reason": "@SUM(1+1), \"quoted\"\nand more"});
    nadia.post(&format!("/api/v1/alerts/{alert}/decisions"), &decision).is(201);
    let adila = office.client("adila", &["alert.view", "suppression.view", "audit.read"]);
    let file = adila.get("/api/v1/alerts?format=csv&limit=1").ok();
    assert_eq!(file.header("content-type").unwrap(), "text/csv; charset=utf-8; header=present");
    assert_eq!(file.header("content-disposition").unwrap(), "attachment; filename=\"alerts.csv\"");
    assert_eq!(file.text().lines().count(), 3, "all alerts, whatever the page: {}", file.text());
    let file = file.says("'=cmd|").says("id,revision,status,caption,subject");
    assert!(!file.text().contains(",=cmd"), "{}", file.text());
    adila
        .send("GET", "/api/v1/decisions", &[("accept", "text/csv")], b"")
        .ok()
        .says("\"'@SUM(1+1), \"\"quoted\"\"");
    adila.get("/api/v1/suppressions?format=csv").ok().says("id,state,subject");
    adila.get("/api/v1/alerts?format=xls").is(422).says("json or csv");
    // Taking them out is told to the log.
    let leaves = adila.get("/api/v1/audit/leaves?limit=1000").ok().value();
    let taken =
        leaves["leaves"].as_array().unwrap().iter().filter(|leaf| leaf["action"] == "alert.view").count();
    assert_eq!(taken, 2, "{leaves}");
}
