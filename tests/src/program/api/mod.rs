//! `/api/v1` as its clients meet it: one story for each resource, over the running service with real keys.

mod alerts;
mod audit;
mod cases;
mod client;
mod desks;
mod document;
mod lists;
mod monitored;
mod quality;
mod repeats;
mod suppressions;

use super::bench::Bench;
use super::service::{Service, node, soon};
use client::Client;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// A node with a list, people at two desks, and a running service.
struct Office {
    bench: Bench,
    service: Service,
    /// Who has an account.
    known: RefCell<BTreeSet<&'static str>>,
}

impl Office {
    fn open() -> Self {
        Self::open_with(&[])
    }

    /// With more options of the service.
    fn open_with(options: &[&str]) -> Self {
        let bench = node();
        let service = Service::start_with(&bench, options);
        soon(|| service.ask("GET", "/readyz", None, "").status == 200, "the service");
        Self { bench, service, known: RefCell::new(BTreeSet::from(["nadia"])) }
    }

    /// A client with a key that this person answers for.
    fn client(&self, login: &'static str, scopes: &[&str]) -> Client<'_> {
        let (role, desk) = match login {
            "nadia" => ("analyst@finance", "finance"),
            "omar" => ("approver@finance", "finance"),
            "rukhsana" => ("reviewer@finance", "finance"),
            "tariq" => ("analyst@travel", "travel"),
            "farah" => ("approver@travel", "travel"),
            "sanjar" => ("administrator@travel", "travel"),
            "adila" => ("auditor", "finance"),
            "ada" => ("auditor@finance", "finance"),
            "boris" => ("administrator", "finance"),
            "daria" => ("administrator@finance", "finance"),
            other => panic!("nobody knows {other}"),
        };
        if self.known.borrow_mut().insert(login) {
            let name = format!("{login} Example");
            self.bench
                .run(&["user", "add", login, "--name", &name, "--role", role, "--basis", "Act 12"])
                .ok();
        }
        let mut words = vec!["key", "make", "--owner", login, "--name", "till", "--desk", desk];
        words.extend(["--purpose", "customer screening", "--basis", "Act 12", "--until", "2099-12-31"]);
        words.extend(scopes.iter().flat_map(|scope| ["--scope", scope]));
        Client::new(&self.service, self.bench.run(&words).ok().stdout.trim().to_owned())
    }

    /// A client of an analyst that may do all that analysts may.
    fn analyst(&self, login: &'static str) -> Client<'_> {
        self.client(login, &ANALYST)
    }
}

/// What analysts may do.
const ANALYST: [&str; 15] = [
    "list.view",
    "screening.run",
    "screening.view",
    "alert.view",
    "alert.assign",
    "alert.decide",
    "suppression.view",
    "suppression.propose",
    "case.view",
    "case.write",
    "own-entry.view",
    "own-entry.propose",
    "monitoring.view",
    "monitoring.register",
    "node.view",
];
