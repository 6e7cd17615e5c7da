//! How people get in, over a real node in a folder of its own with a clock that is set: links, passwords, second factors,
//! sessions, accounts, keys. All people are fictional.

mod accounts;
mod demo;
mod keys;
mod links;
mod logins;
mod sessions;

use access::{Actor, Grant, Role};
use jiff::{SignedDuration, Timestamp};
use model::{Clock, Desk, LegalBasis};
use node::Node;
use node::identity::{Bearer, Begun, Entrance, Gate, LoggedIn, LoginError, NewUser, SecondFactor, User};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex};
use store::Store;
use totp_rs::Totp;

const PASSWORD: &str = "four winds over Samarkand";

/// A clock that a test sets.
struct SetClock(Mutex<Timestamp>);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl SetClock {
    fn pass(&self, time: SignedDuration) {
        *self.0.lock().unwrap() += time;
    }
}

/// A node, and an instance of its service.
struct World {
    node: Node,
    clock: Arc<SetClock>,
    entrance: Entrance,
    gate: Gate,
    folder: tempfile::TempDir,
}

/// Somebody with an authenticator.
struct Person {
    login: &'static str,
    totp: Totp,
    recovery_codes: Vec<String>,
}

impl Person {
    fn code(&self, world: &World) -> String {
        code(&self.totp, world)
    }
}

fn code(totp: &Totp, world: &World) -> String {
    totp.generate(u64::try_from(world.clock.now().as_second()).unwrap()).to_string()
}

impl World {
    async fn new() -> Self {
        Self::with_settings("").await
    }

    /// A node with these settings of access.
    async fn with_settings(settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(node::identity::ACCESS_FILE), settings).unwrap();
        let clock = Arc::new(SetClock(Mutex::new("2026-11-25T08:00:00Z".parse().unwrap())));
        let node = Node::open(folder.path(), clock.clone()).await.unwrap();
        Self { node, clock, entrance: Entrance::default(), gate: Gate::default(), folder }
    }

    /// Makes an account at the terminal.
    async fn account(&self, login: &str, grants: Vec<Grant>) -> User {
        let basis = LegalBasis("staff rules".into());
        let new = NewUser { login: login.into(), name: login.to_uppercase(), grants, legal_basis: basis };
        self.node.add_user(new).await.unwrap()
    }

    /// An account with password and authenticator, in its first session.
    async fn person(&self, login: &'static str, grants: Vec<Grant>) -> (Person, LoggedIn) {
        self.account(login, grants).await;
        let link = self.node.link_at_terminal(login, false).await.unwrap();
        self.node.use_link(&self.entrance, here(), &link.token(), PASSWORD).await.unwrap();
        self.enrol(login).await
    }

    /// Logs in for the first time, setting an authenticator up.
    async fn enrol(&self, login: &'static str) -> (Person, LoggedIn) {
        let begun = self.begin(login, PASSWORD).await.unwrap();
        let totp = Totp::from_url(begun.enrolling.as_ref().expect("to be enrolled").uri.as_str()).unwrap();
        let opened = self.complete(&begun, SecondFactor::Code(&code(&totp, self))).await.unwrap();
        (Person { login, totp, recovery_codes: opened.recovery_codes.clone() }, opened)
    }

    async fn analyst(&self) -> (Person, LoggedIn) {
        self.person("zarina", vec![Grant::at(Role::Analyst, [Desk::Finance])]).await
    }

    async fn administrator(&self, login: &'static str) -> Actor {
        self.person(login, vec![Grant::everywhere(Role::Administrator)]).await.1.user.actor()
    }

    /// Every attempt comes from another address, so that only the account's own lock-out counts.
    async fn begin(&self, login: &str, password: &str) -> Result<Begun, LoginError> {
        self.entrance.begin(&self.node, here(), login, password).await
    }

    async fn complete(&self, begun: &Begun, factor: SecondFactor<'_>) -> Result<LoggedIn, LoginError> {
        self.entrance.complete(&self.node, here(), &begun.ticket.reveal(), factor).await
    }

    async fn log_in(&self, person: &Person) -> Result<LoggedIn, LoginError> {
        let begun = self.begin(person.login, PASSWORD).await?;
        self.complete(&begun, SecondFactor::Code(&person.code(self))).await
    }

    /// Whose session it is, as this instance sees it a moment later.
    async fn bearer(&self, session: &LoggedIn) -> Option<Arc<Bearer>> {
        self.clock.pass(SignedDuration::from_secs(1));
        self.gate.admit_session(&self.node, &session.token.reveal()).await.ok()
    }

    /// The acts in the log.
    async fn told(&self) -> Vec<String> {
        let store = Store::open(self.node.folder()).await.unwrap();
        let leaves = store.read().await.unwrap().leaves(0, 10_000).await.unwrap();
        store.close().await;
        let action = |leaf: &[u8]| {
            let leaf: serde_json::Value = serde_json::from_slice(leaf).unwrap();
            leaf["action"].as_str().unwrap().to_owned()
        };
        leaves.iter().map(|(_, leaf)| action(leaf)).collect()
    }

    /// How often an act is in the log.
    async fn times_told(&self, action: &str) -> usize {
        self.told().await.iter().filter(|told| *told == action).count()
    }
}

/// Another address every time.
fn here() -> IpAddr {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    Ipv4Addr::from_bits(0xC633_0000 + NEXT.fetch_add(1, Ordering::Relaxed) % 0x1_0000).into()
}

fn minutes(number: i64) -> SignedDuration {
    SignedDuration::from_mins(number)
}
