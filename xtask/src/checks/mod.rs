//! `cargo xtask test`: the steps in order, each with its time, and what became of them.

mod api;
mod architecture;
mod tidy;
mod tools;

use crate::assets;
use crate::project::{Project, run as run_command, run_keeping};
use anyhow::{Result, bail};
use std::process::ExitCode;
use std::time::{Duration, Instant};

pub use tidy::tidy;

/// One check.
struct Step {
    name: &'static str,
    about: &'static str,
    run: fn(&Project) -> Outcome,
}

/// What a step printed as its result lines, and whether it passed.
struct Outcome {
    result_lines: Vec<String>,
    result: Result<()>,
}

impl From<Result<()>> for Outcome {
    fn from(result: Result<()>) -> Self {
        Self { result_lines: Vec::new(), result }
    }
}

/// Quick steps first; the tests of the whole workspace last, so that a log ends with their results.
const STEPS: [Step; 13] = [
    Step {
        name: "tidy",
        about: "form of the sources: openings, lengths, leftovers, paths",
        run: |project| tidy(project).into(),
    },
    Step { name: "format", about: "rustfmt", run: format },
    Step {
        name: "architecture",
        about: "which room may use which, and which outside crate belongs to which room",
        run: |project| architecture::check(project).into(),
    },
    Step { name: "deny", about: "bans, licences and sources of all dependencies", run: deny },
    Step { name: "clippy", about: "clippy, warnings as errors", run: clippy },
    Step { name: "assets", about: "committed tables are what the sources give", run: assets },
    Step { name: "docs", about: "rustdoc, warnings as errors", run: docs },
    Step { name: "doctests", about: "examples in the documentation", run: doctests },
    Step { name: "fuzz", about: "fuzz harnesses, a bounded time each", run: fuzz },
    Step { name: "release", about: "tests over real lists that need an optimised build", run: release },
    Step {
        name: "api",
        about: "the HTTP API held to its OpenAPI document, by schemathesis",
        run: |project| api::check(project).into(),
    },
    Step { name: "names", about: "the name cases of tests/names", run: names },
    Step { name: "tests", about: "all other tests of the workspace", run: tests },
];

/// Prints the steps.
pub fn list() {
    for step in &STEPS {
        println!("{:<14}{}", step.name, step.about);
    }
}

/// Runs all steps, or those named. Every step runs, whatever became of the ones before it.
pub fn run(project: &Project, only: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = only.iter().find(|name| STEPS.iter().all(|step| step.name != *name)) {
        bail!("no step is called {unknown:?}; `cargo xtask test --list` prints them");
    }
    let mut done: Vec<(&Step, Outcome, Duration)> = Vec::new();
    for step in STEPS.iter().filter(|step| only.is_empty() || only.iter().any(|name| name == step.name)) {
        println!("\n── {}: {}", step.name, step.about);
        #[allow(clippy::disallowed_methods, reason = "how long a step took, for the reader")]
        let begin = Instant::now();
        let outcome = (step.run)(project);
        let time = begin.elapsed();
        match &outcome.result {
            Ok(()) => println!("── {}: passed in {:.1} s", step.name, time.as_secs_f64()),
            Err(error) => println!("── {}: FAILED after {:.1} s: {error:#}", step.name, time.as_secs_f64()),
        }
        done.push((step, outcome, time));
    }
    summarise(&done);
    let passed = done.iter().all(|(_, outcome, _)| outcome.result.is_ok());
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The table of steps, and under it the result lines of cargo and nextest once more, for readers of a log's end.
fn summarise(done: &[(&Step, Outcome, Duration)]) {
    println!("\n{:<14}{:<8}{:>9}", "step", "result", "time");
    for (step, outcome, time) in done {
        let result = if outcome.result.is_ok() { "passed" } else { "FAILED" };
        println!("{:<14}{result:<8}{:>7.1} s", step.name, time.as_secs_f64());
    }
    let total: Duration = done.iter().map(|(.., time)| *time).sum();
    println!("{:<22}{:>7.1} s\n", "all", total.as_secs_f64());
    for (step, outcome, _) in done {
        for line in &outcome.result_lines {
            println!("{}: {}", step.name, line.trim_start());
        }
        if let Err(error) = &outcome.result {
            println!("{}: error: {error:#}", step.name);
        }
    }
}

fn format(project: &Project) -> Outcome {
    tools::component("fmt", "rustfmt")
        .and_then(|()| run_command(&mut project.cargo(&["fmt", "--all", "--check"])))
        .into()
}

fn clippy(project: &Project) -> Outcome {
    let arguments = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    tools::component("clippy", "clippy").and_then(|()| run_command(&mut project.cargo(&arguments))).into()
}

/// Advisories are left out: their database is fetched over the network, and a check must not change its answer
/// because somebody published something overnight. `cargo deny check advisories` asks for them.
fn deny(project: &Project) -> Outcome {
    let arguments = ["deny", "--log-level", "error", "check", "bans", "licenses", "sources"];
    tools::subcommand(project, "deny").and_then(|()| run_command(&mut project.cargo(&arguments))).into()
}

fn assets(project: &Project) -> Outcome {
    project
        .shared_for_check()
        .and_then(|shared| shared.map_or(Ok(()), |shared| assets::run(&project.root, shared, true)))
        .into()
}

fn docs(project: &Project) -> Outcome {
    let mut command = project.cargo(&["doc", "--workspace", "--no-deps", "--document-private-items"]);
    run_command(command.env("RUSTDOCFLAGS", "-D warnings")).into()
}

fn doctests(project: &Project) -> Outcome {
    results(&mut project.cargo(&["test", "--workspace", "--doc"]))
}

/// Fuzz harnesses, as nextest selects them: tests of a room's `tests/fuzz.rs`, and tests named `fuzz_…` elsewhere.
const FUZZ: &str = "binary(fuzz) | test(/(^|::)fuzz_/)";

/// Bolero drives the harnesses with random bytes on stable Rust, each for a few seconds.
fn fuzz(project: &Project) -> Outcome {
    let environment = [("BOLERO_RANDOM_TEST_TIME_MS", "4000"), ("BOLERO_RANDOM_ITERATIONS", "100000000")];
    nextest(project, &["--workspace", "--filterset", FUZZ], &environment)
}

/// Tests that take minutes in a debug build and seconds in a release build.
const RELEASE: &str = "test(/(^|::)release_/)";

fn release(project: &Project) -> Outcome {
    nextest(
        project,
        &[
            "--release",
            "--package",
            "matching",
            "--package",
            "store",
            "--package",
            "node",
            "--no-tests",
            "warn",
            "--filterset",
            RELEASE,
        ],
        &[],
    )
}

const NAMES: &str = "(package(acceptance) & test(/^names::/))";

fn names(project: &Project) -> Outcome {
    nextest(project, &["--package", "acceptance", "--filterset", NAMES], &[])
}

/// Everything else; the acceptance tests run the binary, which is built first.
fn tests(project: &Project) -> Outcome {
    let filter = format!("not ({FUZZ} | {RELEASE} | {NAMES})");
    tools::postgres();
    match run_command(&mut project.cargo(&["build", "--package", "entente"])) {
        Ok(()) => nextest(project, &["--workspace", "--filterset", &filter], &[]),
        Err(error) => Err(error).into(),
    }
}

fn nextest(project: &Project, arguments: &[&str], environment: &[(&str, &str)]) -> Outcome {
    if let Err(error) = tools::subcommand(project, "nextest") {
        return Err(error).into();
    }
    let mut command = project.cargo(&["nextest", "run", "--no-fail-fast"]);
    results(command.args(arguments).envs(environment.iter().copied()))
}

fn results(command: &mut std::process::Command) -> Outcome {
    let is_result = |line: &str| line.contains("Summary [") || line.starts_with("test result: ");
    let (mut result_lines, result) = run_keeping(command, is_result);
    // Crates without examples have nothing to report.
    result_lines.retain(|line| !line.contains(" 0 passed; 0 failed"));
    Outcome { result_lines, result }
}
