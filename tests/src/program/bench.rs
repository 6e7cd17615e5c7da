//! A workbench: a folder of its own with a data folder in it, and the program run there.

use super::{binary, postgres};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder of its own for one test.
pub struct Bench {
    folder: TempDir,
    /// The database, where the records are not in the folder.
    postgres: Option<String>,
}

/// How a run of the program ended.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Bench {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), postgres: None }
    }

    /// With the records in a PostgreSQL; none where it is not installed and nobody demands it.
    pub fn on_postgres() -> Option<Self> {
        Some(Self { postgres: Some(postgres::new_database()?), ..Self::new() })
    }

    /// One with its records in the folder, one in a PostgreSQL.
    pub fn on_both() -> Vec<Self> {
        [Some(Self::new()), Self::on_postgres()].into_iter().flatten().collect()
    }

    /// The address of the database.
    pub fn database(&self) -> Option<&str> {
        self.postgres.as_deref()
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file and returns its name.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        name.to_owned()
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program with its data folder, in this folder, with none of the caller's environment that it looks at.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(binary::path());
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("ENTENTE_DATA", self.path("data"))
            .env_remove("HTTPS_PROXY")
            .env("ENTENTE_POSTGRES", self.database().unwrap_or_default())
            .env("NO_COLOR", "1");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).stdin(Stdio::null()).output().unwrap())
    }

    pub fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        // A program that ends without reading all of its input is judged by what it says.
        let _ = writer.join().unwrap();
        Run::of(output)
    }

    /// Imports a FollowTheMoney list as `list`.
    pub fn import(&self, list: &str, content: &str, more: &[&str]) -> Run {
        let file = self.write(&format!("{list}.json"), content);
        let mut arguments =
            vec!["lists", "import", &file, "--list", list, "--legal-basis", "Order 7 (fictional)"];
        arguments.extend(more);
        self.run(&arguments)
    }

    /// How a list stands, from `lists status`.
    pub fn status(&self, list: &str) -> Value {
        let all = self.run(&["lists", "status", "--format", "json"]).ok().json();
        let one = all.as_array().unwrap().iter().find(|status| status["list"] == list);
        one.unwrap_or_else(|| panic!("no list {list} in {all}")).clone()
    }

    /// Number of entries in the current version of a list.
    #[track_caller]
    pub fn entries(&self, list: &str) -> u64 {
        self.status(list)["current"]["entries"].as_u64().unwrap()
    }

    /// The ids of the entries that a CSV of names finds, best first, for each row.
    pub fn found(&self, names: &[&str], more: &[&str]) -> Vec<Vec<String>> {
        let file = self.write("names.csv", format!("name\n{}\n", names.join("\n")));
        let mut arguments = vec!["screen", &file, "--schema", "Person", "--format", "jsonl"];
        arguments.extend(more);
        self.run(&arguments).ok().answers().iter().map(entries).collect()
    }

    pub fn data_files(&self) -> Vec<PathBuf> {
        fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() { collect(&path, files) } else { files.push(path) }
            }
        }
        let mut files = Vec::new();
        collect(&self.path("data"), &mut files);
        files.sort();
        files
    }
}

/// The ids of the entries in an answer.
pub fn entries(answer: &Value) -> Vec<String> {
    let matches = answer["matches"].as_array().unwrap();
    matches.iter().map(|found| found["entry"].as_str().unwrap().to_owned()).collect()
}

impl Run {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        self.ends_with(0)
    }

    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n{}\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn says(self, what: &str) -> Self {
        assert!(self.stdout.contains(what), "{what:?} is not in\n{}\n{}", self.stdout, self.stderr);
        self
    }

    /// On standard error.
    #[track_caller]
    pub fn complains(self, what: &str) -> Self {
        assert!(self.stderr.contains(what), "{what:?} is not in\n{}\n{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{}", self.stdout))
    }

    /// The objects of a JSON lines output.
    #[track_caller]
    pub fn answers(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}
