//! Where the project and the shared data lie, and how other programs are run in it.

use anyhow::{Context, Result, bail};
use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The project on this machine.
pub struct Project {
    /// The workspace's root.
    pub root: PathBuf,
    shared: PathBuf,
    shared_required: bool,
}

impl Project {
    /// Finds the project from what cargo says, and the shared data from `ENTENTE_SHARED` or beside the project.
    #[allow(clippy::disallowed_methods, reason = "chores are told by the environment where things lie")]
    pub fn find() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest).parent().context("xtask lies in the project's root")?.to_owned();
        let shared = env::var_os("ENTENTE_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
        let shared_required = env::var_os("ENTENTE_REQUIRE_SHARED").is_some_and(|value| value == "1");
        Ok(Self { root, shared, shared_required })
    }

    /// The shared data.
    pub fn shared(&self) -> Result<&Path> {
        if !self.shared.join("data").is_dir() {
            bail!(
                "no shared data in {}; set ENTENTE_SHARED to the folder that holds it",
                self.shared.display()
            );
        }
        Ok(&self.shared)
    }

    /// The shared data for a check that is left out, with a notice, on machines without them; `Ok(None)` then.
    pub fn shared_for_check(&self) -> Result<Option<&Path>> {
        match self.shared() {
            Ok(shared) => Ok(Some(shared)),
            Err(error) if self.shared_required => Err(error),
            Err(error) => {
                println!("left out: {error}");
                Ok(None)
            }
        }
    }

    /// A cargo command in the project's root.
    #[allow(clippy::disallowed_methods, reason = "cargo says which cargo runs us")]
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root).args(arguments);
        command
    }
}

/// Runs a command with its output shown; fails when it does.
pub fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    println!("$ {shown}");
    let status = command.status().with_context(|| format!("cannot run {shown}"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs a command with its output shown, and gives back the lines of both streams that `keep` wants, failed or not.
pub fn run_keeping(command: &mut Command, keep: fn(&str) -> bool) -> (Vec<String>, Result<()>) {
    let shown = shown(command);
    println!("$ {shown}");
    let mut kept = Vec::new();
    let outcome = (|| {
        // One pipe for both streams would mix them; results go to standard error in nextest, to output in cargo test.
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run {shown}"))?;
        let errors = child.stderr.take().context("standard error is piped")?;
        let output = child.stdout.take().context("standard output is piped")?;
        let echo = move |stream: &mut dyn BufRead| -> Vec<String> {
            let mut kept = Vec::new();
            for line in stream.lines().map_while(Result::ok) {
                println!("{line}");
                if keep(&line) {
                    kept.push(line);
                }
            }
            kept
        };
        let reader = std::thread::spawn(move || echo(&mut BufReader::new(errors)));
        kept.extend(echo(&mut BufReader::new(output)));
        kept.extend(reader.join().unwrap_or_default());
        let status = child.wait()?;
        if !status.success() {
            bail!("`{shown}` failed ({status})");
        }
        Ok(())
    })();
    (kept, outcome)
}

fn shown(command: &Command) -> String {
    let name =
        Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    command.get_args().fold(name, |line, argument| line + " " + &argument.to_string_lossy())
}
