//! `cargo xtask bench`: measures how good and how fast the engine is on the shared data, and writes the scorecard.
//! Every figure comes from the run that prints it.

mod console;
mod corpus;
mod negatives;
mod outcomes;
mod pairs;
mod peers;
mod probe;
mod queries;
mod report;
mod service;
mod speed;
mod stats;
mod un;

use crate::project::{Project, run as run_command};
use anyhow::{Context, Result};
use clap::ValueEnum;
use corpus::Corpus;
use report::{Report, thousands};
use std::path::PathBuf;
use std::time::Instant;

/// Where the scorecard goes, below the project's root.
const SCORECARD: &str = "docs/scorecard.md";

/// Options of a run.
#[derive(clap::Args, Clone, Debug)]
pub struct Options {
    /// Only these parts, printed rather than written
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// Leave out the peers, which are installed from PyPI into a private environment
    #[arg(long)]
    no_peers: bool,
    /// Small samples and no peers: a look in less than a minute, printed rather than written
    #[arg(long)]
    quick: bool,
    /// Write the scorecard here instead of docs/scorecard.md
    #[arg(long)]
    out: Option<PathBuf>,
    /// Measure this program as the service instead of the release build
    #[arg(long)]
    program: Option<PathBuf>,
    /// Open this index, screen with it, and print what that took: how the benchmark measures memory
    #[arg(long, hide = true)]
    probe: Option<PathBuf>,
}

/// A part of the scorecard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Labelled queries on the development index, and reliability
    Queries,
    /// UN names in their original script; good aliases
    Un,
    /// Labelled pairs
    Pairs,
    /// People on no list against real lists
    Negatives,
    /// Peers on the same samples, OFAC scoring among them
    Peers,
    /// Speed, memory, the index file
    Speed,
    /// The service: requests, streams, memory, new lists under load, overload
    Service,
    /// Pages of the console over a queue of 100,000 alerts
    Console,
}

/// Measures and writes, or prints.
///
/// # Errors
/// When the shared data cannot be read, a peer cannot be installed, or the scorecard not be written.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    if cfg!(debug_assertions) {
        return in_release(project, options);
    }
    let shared = project.shared()?;
    if let Some(index) = &options.probe {
        return probe::run(index, shared, options.quick);
    }
    let wanted = |part: Part| match part {
        Part::Peers if options.no_peers || options.quick && options.only.is_empty() => false,
        part => options.only.is_empty() || options.only.contains(&part),
    };
    let corpus = Corpus::read(shared, options.quick)?;
    let mut report = Report::default();
    let un = timed("UN list", || un::UnPeople::read(&corpus))?;
    if wanted(Part::Un) {
        timed("UN names", || un::report(&un, &corpus, &mut report))?;
    }
    if wanted(Part::Pairs) {
        let compared = timed("labelled pairs", || pairs::compared(&corpus));
        pairs::report(&project.root, &corpus, &compared, &mut report)?;
    }
    if wanted(Part::Queries) {
        timed("index", || corpus.built());
        let index = corpus.index()?;
        let queries: Vec<_> = corpus.queries.iter().collect();
        let outcomes = timed("labelled queries", || outcomes::outcomes(&index, &queries));
        queries::report(&outcomes, &mut report);
    }
    if wanted(Part::Negatives) {
        timed("people on no list", || negatives::report(&corpus, &mut report))?;
    }
    let speed = match wanted(Part::Speed) {
        true => Some(timed("speed", || speed::report(project, &corpus, &mut report))?),
        false => None,
    };
    if wanted(Part::Service) {
        let program = service::program(project, options.program.as_deref())?;
        let names = speed::padded(&corpus)?.0;
        timed("service", || service::report(project, &corpus, &names, program, &mut report))?;
    }
    if wanted(Part::Console) {
        let program = service::program(project, options.program.as_deref())?;
        timed("console", || console::report(&program, options.quick, &mut report))?;
    }
    if wanted(Part::Peers) {
        timed("peers", || peers::report(project, &corpus, &un, speed, &mut report))?;
    }
    let text = report.markdown(&head(&corpus));
    match (&options.out, options.quick || !options.only.is_empty()) {
        (None, true) => print!("{text}"),
        (out, _) => {
            let path = out.clone().unwrap_or_else(|| project.root.join(SCORECARD));
            std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
            println!("wrote {}", path.display());
        }
    }
    Ok(())
}

/// Figures of a debug build mean nothing: the same again in a release build.
fn in_release(project: &Project, options: &Options) -> Result<()> {
    let mut arguments: Vec<String> = Vec::new();
    for part in &options.only {
        let name = part.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        arguments.extend(["--only".to_owned(), name]);
    }
    let flags = [(options.no_peers, "--no-peers"), (options.quick, "--quick")];
    arguments.extend(flags.into_iter().filter(|(set, _)| *set).map(|(_, flag)| flag.to_owned()));
    let mut command = project.cargo(&["run", "--release", "--quiet", "--package", "xtask", "--", "bench"]);
    command.args(arguments);
    let paths = [("--out", &options.out), ("--probe", &options.probe), ("--program", &options.program)];
    for (flag, path) in paths {
        if let Some(path) = path {
            command.arg(flag).arg(std::path::absolute(path)?);
        }
    }
    run_command(&mut command)
}

/// Runs a step and says on standard error how long it took.
fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begin = now();
    let done = work();
    eprintln!("{what}: {:.1} s", begin.elapsed().as_secs_f64());
    done
}

#[allow(clippy::disallowed_methods, reason = "a benchmark measures time")]
fn now() -> Instant {
    Instant::now()
}

fn head(corpus: &Corpus) -> String {
    let names = corpus::count_names(&corpus.entries);
    let entries: usize = corpus.entries.iter().map(|(_, entries)| entries.len()).sum();
    let quick = if corpus.quick { " **A quick run on small samples: figures are rough.**" } else { "" };
    format!(
        "Written by `cargo xtask bench`; do not edit. Engine {}. Every figure was measured in one run on {}. \
         Intervals are 95 %: Wilson's for shares, bootstrap for others. `index_dev` (UN + OFAC + EU + UK) holds \
         {} entries with {} names; {} labelled queries were asked.{quick}\n",
        matching::ENGINE_VERSION,
        speed::machine(),
        thousands(entries),
        thousands(names),
        thousands(corpus.queries.len()),
    )
}
