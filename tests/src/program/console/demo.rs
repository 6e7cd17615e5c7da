//! The demo as a stage: a node full of fictional work whose clock is held, so that its pages are the same with every run;
//! one enters as whomever it has. And that nobody gets in so anywhere else.

use super::browser::Tab;
use crate::program::bench::Bench;
use crate::program::service::Service;
use std::time::Duration;

/// The moment at which the demo's clock is held.
const MOMENT: &str = "2026-11-25T09:30:00Z";

/// A running demo.
pub struct Demo {
    service: Service,
    door: String,
    _bench: Bench,
}

impl Demo {
    pub fn start() -> Self {
        let bench = Bench::new();
        let arguments =
            ["serve", "--demo", "--demo-at", MOMENT, "--listen", "127.0.0.1:0", "--sign-every", "0"];
        let service = Service::of(bench.command(&arguments));
        let door = service.line_with("/demo/");
        let door = door[door.find("/demo/").unwrap()..].to_owned();
        Self { service, door, _bench: bench }
    }

    /// The address of a page.
    pub fn page(&self, path: &str) -> String {
        format!("http://{}{path}", self.service.address)
    }

    /// The path of the way in.
    pub fn door(&self) -> &str {
        &self.door
    }

    /// Somebody goes in.
    pub fn enter(&self, tab: &mut Tab<'_>, login: &str) {
        tab.go(&self.page(&self.door));
        tab.leave(&format!(
            "[...document.querySelectorAll('.guests li')].find(each => each.querySelector('.code').innerText === {login:?})
                .querySelector('button').click(); true"
        ));
        assert_eq!(tab.address(), self.page("/"));
        // The upload that the demo begins with is screened within moments.
        if login == "nadia" {
            let ended = "fetch('/api/v1/jobs').then(reply => reply.json()).then(found => found.jobs[0].ended_at !== null)";
            tab.wait(ended);
        }
    }
}

#[test]
fn a_demo_is_entered_by_its_door_and_by_nothing_else() {
    let demo = Demo::start();
    let ask = |method: &str, path: &str, headers: &str, body: &str| {
        let form = format!("Content-Type: application/x-www-form-urlencoded\r\n{headers}");
        demo.service.send(method, path, None, &form, body.as_bytes())
    };
    let page = ask("GET", demo.door(), "", "");
    assert_eq!(page.status, 200);
    let at = page.body.find("name=\"person\" value=\"").expect(&page.body) + "name=\"person\" value=\"".len();
    let person = format!("person={}", &page.body[at..at + 36]);

    let entered = ask("POST", demo.door(), "", &person);
    assert_eq!(entered.status, 303, "{}", entered.body);
    assert!(entered.head.contains("entente-session="), "{}", entered.head);
    for (door, headers, body, status) in [
        // Another secret, a person whom it does not have, another site.
        (format!("/demo/{}", "0".repeat(64)), "", person.as_str(), 404),
        ("/demo/".to_owned(), "", &person, 404),
        (demo.door().to_owned(), "", "person=01900000-0000-7000-8000-000000000000", 404),
        (demo.door().to_owned(), "", "person=", 400),
        (demo.door().to_owned(), "Sec-Fetch-Site: cross-site\r\n", &person, 403),
    ] {
        let reply = ask("POST", &door, headers, body);
        assert_eq!(reply.status, status, "{door} {body}");
        assert!(!reply.head.contains("entente-session="), "{}", reply.head);
    }
    assert_eq!(ask("GET", &format!("/demo/{}", "0".repeat(64)), "", "").status, 404);
}

#[test]
fn a_node_that_is_no_demo_has_no_such_door() {
    let bench = Bench::new();
    let service = Service::start(&bench);
    for (method, body) in [("GET", ""), ("POST", "person=01900000-0000-7000-8000-000000000000")] {
        let reply = service.send(method, &format!("/demo/{}", "0".repeat(64)), None, "", body.as_bytes());
        assert_eq!(reply.status, 404, "{method}");
        assert!(!reply.head.contains("set-cookie"), "{}", reply.head);
    }
    drop(service);
    // Others are never let near a demo, and what lies in the data folder is not opened.
    bench.run(&["serve", "--demo", "--listen", "0.0.0.0:0"]).ends_with(2).complains("this machine only");
    bench.run(&["serve", "--demo-at", MOMENT]).ends_with(2);
    let before = bench.data_files();
    let demo = Service::of(bench.command(&["serve", "--demo", "--listen", "127.0.0.1:0"]));
    demo.line_with("/demo/");
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(bench.data_files(), before);
}
