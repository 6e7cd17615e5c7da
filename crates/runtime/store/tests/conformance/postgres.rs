//! A PostgreSQL that the tests start themselves, in a folder of its own, ended with them. The acceptance tests of the
//! whole program use it too.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

/// The PostgreSQL of this test process: started with the first database that is asked for, ended with the process.
struct Server {
    folder: tempfile::TempDir,
    child: Child,
    databases: u32,
}

static SERVER: OnceLock<Option<Mutex<Server>>> = OnceLock::new();

/// The address of a new database; none where PostgreSQL is not installed and nobody demands it.
pub fn new_database() -> Option<String> {
    let server = SERVER.get_or_init(|| Server::start().map(Mutex::new)).as_ref()?;
    Some(server.lock().unwrap().new_database())
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
