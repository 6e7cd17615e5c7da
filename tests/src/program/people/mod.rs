//! People at the service: a real process, browsers with cookies, authenticators with real time. All are fictional.

mod browser;
mod provider;
mod sessions;
mod story;

pub use browser::{Authenticator, Browser, Reply, started};

use super::bench::Bench;
use super::fixtures::{file, ten_people};
use super::service::Service;
use serde_json::{Value, json};

pub const PASSWORD: &str = "four winds over Samarkand";

/// A node with a list.
fn node() -> Bench {
    let bench = Bench::new();
    bench.import("national", &file(&ten_people()), &[]).ok();
    bench
}

/// A person in a browser, with an authenticator.
pub struct Person {
    pub login: String,
    pub browser: Browser,
    pub authenticator: Authenticator,
    pub recovery_codes: Vec<String>,
}

impl Person {
    /// Somebody who was given a link: sets a password, sets an authenticator up, is in.
    pub fn by_link(service: &Service, link: &str) -> Self {
        let mut browser = Browser::at(service);
        let path = &format!("/api/v1/setup/{}", link.rsplit('/').next().unwrap());
        let login = browser.get(path).is(200).json()["login"].as_str().unwrap().to_owned();
        browser.post(path, &json!({"password": PASSWORD})).is(200);
        browser.get(path).is(404);
        let step =
            browser.post("/api/v1/session", &json!({"login": login, "password": PASSWORD})).is(200).json();
        assert_eq!(step["step"], "enrol", "{step}");
        let mut authenticator = Authenticator::of(step["uri"].as_str().unwrap());
        let code = json!({"ticket": step["ticket"], "code": authenticator.code()});
        let opened = browser.post("/api/v1/session", &code).is(201).json();
        let recovery_codes: Vec<String> = serde_json::from_value(opened["recovery_codes"].clone()).unwrap();
        assert_eq!(recovery_codes.len(), 10);
        Self { login, browser, authenticator, recovery_codes }
    }

    /// Logs in with password and code.
    pub fn log_in(&mut self) -> Reply {
        let ticket = self.ticket();
        let code = json!({"ticket": ticket, "code": self.authenticator.code()});
        self.browser.post("/api/v1/session", &code)
    }

    /// The first step.
    pub fn ticket(&mut self) -> Value {
        let password = json!({"login": self.login, "password": PASSWORD});
        self.browser.post("/api/v1/session", &password).is(200).json()["ticket"].clone()
    }

    /// Invites somebody, who sets their account up.
    pub fn invites(&mut self, service: &Service, login: &str, roles: &Value) -> Self {
        let person = json!({"login": login, "name": format!("{login} Example"), "roles": roles,
            "legal_basis": "staff rules", "reason": "joins the desk"});
        let made = self.browser.post("/api/v1/users", &person).is(201).json();
        Self::by_link(service, made["link"].as_str().unwrap())
    }
}

/// The first administrator, by the link that the terminal shows.
pub fn administrator(service: &Service) -> Person {
    let link = service.first_link();
    Person::by_link(service, &link)
}
