//! What the tests share: moments, ids, envelopes; and places for the records of a test: a folder, and a database of a PostgreSQL that the tests start themselves.

use jiff::Timestamp;
use model::{Envelope, LegalBasis, Marking, RecordId};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;
use store::Place;

/// A moment, counted from one that all tests share.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + second).unwrap()
}

/// The id of this number.
pub fn id(number: u8) -> RecordId {
    RecordId::new(at(number.into()), [number; 10])
}

/// What records carry that no test looks at.
pub fn envelope() -> Envelope {
    Envelope {
        marking: Marking::default(),
        legal_basis: LegalBasis("Order 7 of the fictional ministry".into()),
        source: "node".into(),
        expires_on: None,
    }
}

/// The PostgreSQL of this test process: started with the first database that is asked for, ended with the process.
struct Server {
    folder: tempfile::TempDir,
    child: Child,
    databases: u32,
}

static SERVER: OnceLock<Option<Mutex<Server>>> = OnceLock::new();

/// A place to keep records in, gone after the test.
pub struct TestPlace {
    pub place: Place,
    pub folder: tempfile::TempDir,
}

impl TestPlace {
    /// A folder with SQLite.
    pub fn folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { place: Place::Folder(folder.path().to_owned()), folder }
    }

    /// A new database; none where PostgreSQL is not installed and nobody demands it.
    pub fn postgres() -> Option<Self> {
        let server = SERVER.get_or_init(|| Server::start().map(Mutex::new)).as_ref()?;
        let url = server.lock().unwrap().new_database();
        let folder = tempfile::tempdir().unwrap();
        Some(Self { place: Place::Postgres { url, folder: folder.path().to_owned() }, folder })
    }

    /// Both kinds of place, with a notice where one is missing.
    pub fn all() -> Vec<Self> {
        [Some(Self::folder()), Self::postgres()].into_iter().flatten().collect()
    }

    /// All files that hold records of this place.
    pub fn data_folders(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.folder.path().to_owned()];
        if matches!(self.place, Place::Postgres { .. }) {
            let server = SERVER.get().unwrap().as_ref().unwrap().lock().unwrap();
            folders.push(server.folder.path().join("data"));
        }
        folders
    }
}

impl Server {
    #[allow(clippy::disallowed_methods, reason = "whether a missing PostgreSQL is a failure is said there")]
    fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            let required = std::env::var("ENTENTE_REQUIRE_SHARED").is_ok_and(|value| value == "1");
            assert!(!required, "PostgreSQL is missing; install it by: apt-get install postgresql");
            eprintln!("left out on PostgreSQL, which is not installed: apt-get install postgresql");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        run(as_postgres(&programs.join("initdb"))
            .args(["--auth=trust", "--username=entente", "--encoding=UTF8", "--no-sync", "--pgdata"])
            .arg(&data));
        let child = as_postgres(&programs.join("postgres"))
            .arg("-D")
            .arg(&data)
            .args(["-c", "listen_addresses=", "-c", "max_connections=300", "-c"])
            .arg(format!("unix_socket_directories={}", folder.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { folder, child, databases: 0 };
        end_with_this_process(&data);
        for _ in 0..200 {
            if server.psql("SELECT 1").status().unwrap().success() {
                return Some(server);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("PostgreSQL does not answer");
    }

    fn new_database(&mut self) -> String {
        self.databases += 1;
        let name = format!("test{}", self.databases);
        run(&mut self.psql(&format!("CREATE DATABASE {name}")));
        format!("postgres://entente@localhost/{name}?host={}", self.folder.path().display())
    }

    fn psql(&self, sql: &str) -> Command {
        let mut command = Command::new("psql");
        command
            .args(["-q", "-U", "entente", "-d", "postgres", "-h"])
            .arg(self.folder.path())
            .args(["-c", sql]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }
}

/// The newest installed version's programs.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut folders: Vec<PathBuf> = versions.flatten().map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.into_iter().rev().find(|folder| folder.join("initdb").exists())
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path) -> Command {
    let mut command = Command::new(program);
    if is_root() {
        command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
    }
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Statics are not dropped: a small process waits for this one to end, then ends the server by its pid.
#[allow(clippy::zombie_processes, reason = "it outlives this process by design")]
fn end_with_this_process(data: &Path) {
    let script = r#"while kill -0 "$1" 2>/dev/null; do sleep 0.5; done
        kill -QUIT "$(head -n 1 "$2/postmaster.pid")"; sleep 1; rm -rf "$(dirname "$2")""#;
    let mut watcher = Command::new("sh");
    watcher.args(["-c", script, "sh", &std::process::id().to_string()]).arg(data);
    watcher.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}
