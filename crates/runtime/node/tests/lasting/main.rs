//! Work that outlives a request, and the rights of whoever it is about: over a real node on SQLite and on PostgreSQL,
//! with fictional people and a clock that is set.

mod jobs;
mod notices;
mod rights;
#[path = "../../../store/tests/conformance/support.rs"]
#[allow(dead_code, reason = "the store's tests use all of it")]
mod support;

use access::{Actor, ActorKind, Grant, Role, Scopes};
use jiff::{SignedDuration, Timestamp};
use model::{Clock, Desk, LegalBasis, Name, RecordId, Schema, Subject};
use node::casework::{ScreeningOrder, Trigger};
use node::intake::{IntakeOptions, SubjectFormat, Subjects};
use node::jobs::{Arriving, Job, JobState, Note, Runner, UploadOrder};
use node::serving::{ScreeningService, ServiceSettings};
use node::{Acceptance, ImportRequest, ListFormat, ListInput, Node, ScreenOptions};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::Place;

/// A clock that a test sets.
struct SetClock(Mutex<Timestamp>);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        let mut now = self.0.lock().unwrap();
        *now += SignedDuration::from_millis(1);
        *now
    }
}

/// A node with people who work at it.
struct World {
    node: Node,
    clock: Arc<SetClock>,
    analyst: Actor,
    keeper: Actor,
    approver: Actor,
    administrator: Actor,
}

fn id(number: u8) -> RecordId {
    RecordId::new(Timestamp::UNIX_EPOCH, [number; 10])
}

fn person(number: u8, name: &str, role: Role) -> Actor {
    let grants = vec![Grant::at(role, [Desk::Finance])];
    Actor { id: id(number), name: name.into(), kind: ActorKind::Person, grants, scopes: Scopes::All }
}

impl World {
    /// A node in a place, with a list of these people.
    async fn new(place: &Place, names: &[&str]) -> Self {
        let clock = Arc::new(SetClock(Mutex::new("2026-11-25T08:00:00Z".parse().unwrap())));
        let world = Self::at(place, clock).await;
        world.list(names).await;
        world
    }

    /// Another instance of the node.
    async fn at(place: &Place, clock: Arc<SetClock>) -> Self {
        let node = Node::open(place.clone(), clock.clone()).await.unwrap();
        Self {
            node,
            clock,
            analyst: person(1, "Zarina", Role::Analyst),
            keeper: person(2, "Bakhtiyar", Role::Approver),
            approver: person(3, "Dilnoza", Role::Approver),
            administrator: person(4, "Sitora", Role::Administrator),
        }
    }

    async fn list(&self, names: &[&str]) {
        let line = |(number, name): (usize, &&str)| {
            let properties = serde_json::json!({ "name": [name], "topics": ["sanction"] });
            let id = format!("e-{number}");
            serde_json::json!({ "id": id, "schema": "Person", "properties": properties }).to_string() + "\n"
        };
        let lines: String = names.iter().enumerate().map(line).collect();
        let request = ImportRequest {
            files: vec![ListInput { name: "demo.json".into(), bytes: lines.into_bytes() }],
            origin: "demo.json".into(),
            list: Some("demo".into()),
            format: Some(ListFormat::Ftm),
            legal_basis: Some("a test".into()),
            accept: Acceptance::Anything,
            ..ImportRequest::default()
        };
        self.node.import(request).await.unwrap();
    }

    fn later(&self, time: SignedDuration) {
        *self.clock.0.lock().unwrap() += time;
    }

    fn order(&self, lasting: bool) -> ScreeningOrder {
        ScreeningOrder {
            desk: Desk::Finance,
            purpose: "customer due diligence".into(),
            legal_basis: LegalBasis("anti-money-laundering act, section 9".into()),
            trigger: Trigger::Request,
            options: ScreenOptions::on(self.clock.today()),
            lasting,
            marking: None,
            keep_until: None,
        }
    }

    /// Screens a subject under its lasting id; gives its alert.
    async fn alerted(&self, subject: &Subject) -> RecordId {
        let order = self.order(true);
        let (_, screened) =
            self.node.screen_subjects(&self.analyst, order, vec![subject.clone()]).await.unwrap();
        screened[0].outcome.alert.expect("the subject matches")
    }

    /// Sends subjects as an upload.
    async fn upload(&self, service: &ScreeningService, lines: String) -> Job {
        let options = IntakeOptions { format: Some(SubjectFormat::JsonLines), ..IntakeOptions::default() };
        let rows = Subjects::open(std::io::Cursor::new(lines), "test", &options).unwrap();
        let order = UploadOrder {
            desk: Desk::Finance,
            purpose: "customer due diligence".into(),
            legal_basis: LegalBasis("act".into()),
            lasting: true,
        };
        let arriving = Arriving { rows, read: Box::new(|| 0) };
        let generation = service.current().unwrap();
        self.node.receive_upload(&self.analyst, order, arriving, &generation).await.unwrap().record
    }

    /// What screens, over the lists as they are.
    async fn service(&self) -> Arc<ScreeningService> {
        let settings = ServiceSettings { workers: 1, longest_wait: Duration::from_secs(60) };
        let service = ScreeningService::start(self.node.clone(), settings).unwrap();
        service.refresh().await.unwrap();
        Arc::new(service)
    }

    fn runner(&self, service: &Arc<ScreeningService>) -> (Runner, Arc<Mutex<Vec<Note>>>) {
        let notes: Arc<Mutex<Vec<Note>>> = Arc::default();
        let to = Arc::clone(&notes);
        let runner = Runner::start(&self.node, service, Arc::new(move |note| to.lock().unwrap().push(note)));
        (runner, notes)
    }

    async fn state(&self, job: RecordId) -> JobState {
        self.node.job(&self.analyst, job).await.unwrap().0.record.state
    }
}

/// A subject with these names.
fn subject(id: &str, names: &[&str]) -> Subject {
    let mut subject = Subject::named(id, Schema::Person, names[0]);
    subject.profile.names.extend(names[1..].iter().map(|name| Name::primary(*name)));
    subject
}

/// Waits for what comes within moments.
async fn soon(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..600 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what} does not come");
}
