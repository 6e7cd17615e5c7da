//! The use cases of casework over a real node in a folder of its own: fictional people, a small list, a clock that is
//! set.

mod audit_log;
mod deciding;
mod figures;
mod monitoring;
mod records;
mod replay;
mod scale;
mod screening;
mod seen;
mod trail;
mod words;

use access::{Actor, ActorKind, Grant, Role, Scopes};
use jiff::Timestamp;
use model::{Clock, Desk, LegalBasis, RecordId, Schema, Subject};
use node::casework::{MatchOutcome, ScreenedSubject, Screening, ScreeningOrder, Trigger};
use node::{Acceptance, ImportRequest, ListFormat, ListInput, Node, NodeError, ScreenOptions};
use std::sync::{Arc, Mutex};

/// The list's name.
const LIST: &str = "demo";

/// A clock that a test sets.
struct SetClock(Mutex<Timestamp>);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        let mut now = self.0.lock().unwrap();
        // Time passes: what happens later has a later moment.
        *now += jiff::SignedDuration::from_millis(1);
        *now
    }
}

/// A node with people who work at it.
struct World {
    node: Node,
    clock: Arc<SetClock>,
    analyst: Actor,
    approver: Actor,
    reviewer: Actor,
    stranger: Actor,
    _folder: tempfile::TempDir,
}

fn id(number: u8) -> RecordId {
    RecordId::new(Timestamp::UNIX_EPOCH, [number; 10])
}

fn person(number: u8, name: &str, roles: &[Role]) -> Actor {
    let grants = roles.iter().map(|role| Grant::at(*role, [Desk::Finance])).collect();
    Actor { id: id(number), name: name.into(), kind: ActorKind::Person, grants, scopes: Scopes::All }
}

impl World {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock(Mutex::new("2026-11-25T08:00:00Z".parse().unwrap())));
        let node = Node::open(folder.path(), clock.clone()).await.unwrap();
        Self {
            node,
            clock,
            analyst: person(1, "Zarina", &[Role::Analyst]),
            approver: person(2, "Bakhtiyar", &[Role::Approver]),
            reviewer: person(3, "Sitora", &[Role::Reviewer]),
            stranger: person(4, "Farid", &[]),
            _folder: folder,
        }
    }

    /// A node that holds the list with these entries.
    async fn with_list(entries: &[Listed<'_>]) -> Self {
        let world = Self::new().await;
        world.list(entries).await;
        world
    }

    /// Makes these the entries of the list.
    async fn list(&self, entries: &[Listed<'_>]) {
        let lines: String = entries.iter().map(|entry| entry.line() + "\n").collect();
        self.import(lines.into_bytes()).await;
    }

    /// Imports the list as FollowTheMoney JSON lines.
    async fn import(&self, bytes: Vec<u8>) {
        let request = ImportRequest {
            files: vec![ListInput { name: "demo.json".into(), bytes }],
            origin: "demo.json".into(),
            list: Some(LIST.into()),
            format: Some(ListFormat::Ftm),
            legal_basis: Some("a test".into()),
            accept: Acceptance::Anything,
            ..ImportRequest::default()
        };
        self.node.import(request).await.unwrap();
    }

    fn clock_now(&self) -> Timestamp {
        self.clock.now()
    }

    fn later(&self, days: i64) {
        *self.clock.0.lock().unwrap() += jiff::SignedDuration::from_hours(24 * days);
    }

    fn order(&self) -> ScreeningOrder {
        ScreeningOrder {
            desk: Desk::Finance,
            purpose: "customer due diligence".into(),
            legal_basis: LegalBasis("anti-money-laundering act, section 9".into()),
            trigger: Trigger::Request,
            options: ScreenOptions::on(self.clock.today()),
            lasting: true,
            marking: None,
            keep_until: None,
        }
    }

    /// Screens subjects as the analyst.
    async fn screen(&self, subjects: &[Subject]) -> (Screening, Vec<ScreenedSubject>) {
        self.node.screen_subjects(&self.analyst, self.order(), subjects.to_vec()).await.unwrap()
    }

    /// Screens one subject that has one match: what became of it.
    async fn one(&self, subject: &Subject) -> MatchOutcome {
        let (_, screened) = self.screen(std::slice::from_ref(subject)).await;
        assert_eq!(screened[0].matches.len(), 1, "{:?}", screened[0].matches);
        screened[0].outcome.matches[0]
    }

    /// The alert that a subject's one match is in.
    async fn alerted(&self, subject: &Subject) -> RecordId {
        match self.one(subject).await {
            MatchOutcome::Alerted(alert) => alert,
            other => panic!("{other:?}"),
        }
    }
}

/// An entry of the list.
#[derive(Clone, Debug)]
struct Listed<'a> {
    id: &'a str,
    names: Vec<&'a str>,
    born: Option<&'a str>,
    referents: Vec<&'a str>,
    note: &'a str,
}

fn listed<'a>(id: &'a str, names: &[&'a str]) -> Listed<'a> {
    Listed { id, names: names.to_vec(), born: None, referents: Vec::new(), note: "" }
}

impl Listed<'_> {
    fn line(&self) -> String {
        let mut properties = serde_json::json!({ "name": self.names, "topics": ["sanction"] });
        if let Some(born) = self.born {
            properties["birthDate"] = serde_json::json!([born]);
        }
        if !self.note.is_empty() {
            properties["notes"] = serde_json::json!([self.note]);
        }
        let schema = "Person";
        serde_json::json!({ "id": self.id, "schema": schema, "referents": self.referents, "properties": properties })
            .to_string()
    }
}

fn subject(id: &str, name: &str) -> Subject {
    Subject::named(id, Schema::Person, name)
}

#[track_caller]
fn denied<T: std::fmt::Debug>(outcome: Result<T, NodeError>) {
    assert!(matches!(outcome, Err(NodeError::Denied(_))), "{outcome:?}");
}
