//! Chores of the project: `cargo xtask <task>`. Checks live in `checks`; compiled tables, learned weights and the
//! scorecard in modules of their own. This is the only crate beside the binary that reads the environment.

mod assets;
mod bench;
mod checks;
mod data;
mod dist;
mod project;
mod python;
mod tune;

use anyhow::Result;
use clap::{Parser, Subcommand};
use project::Project;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the project")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run every check, with the time that each took
    Test {
        /// Only these steps (see --list)
        steps: Vec<String>,
        /// Print the steps and what they check
        #[arg(long)]
        list: bool,
    },
    /// Check the form of the sources: openings, lengths, leftovers, paths
    Tidy,
    /// Compile the tables of the `text` room from the shared data
    Assets {
        /// Write nothing; fail when a committed table differs
        #[arg(long)]
        check: bool,
    },
    /// Learn the engine's weights and operating points from the labelled data
    Tune {
        /// How often candidates are gathered anew
        #[arg(long, default_value_t = 3)]
        rounds: usize,
        /// Only measure with the shipped weights
        #[arg(long)]
        measure: bool,
        /// Print the queries of this class that went wrong
        #[arg(long)]
        show: Option<String>,
    },
    /// Measure quality and speed, with the peers in the same run, and write docs/scorecard.md
    Bench(bench::Options),
    /// Build the release archive: program, completions, documents
    Dist,
}

fn main() -> Result<ExitCode> {
    let project = Project::find()?;
    match Arguments::parse().task {
        Task::Test { list: true, .. } => checks::list(),
        Task::Test { steps, .. } => return checks::run(&project, &steps),
        Task::Tidy => checks::tidy(&project)?,
        Task::Assets { check } => assets::run(&project.root, project.shared()?, check)?,
        Task::Tune { rounds, measure, show } => {
            tune::run(&project.root, project.shared()?, &tune::Options { rounds, measure, show })?;
        }
        Task::Bench(options) => bench::run(&project, &options)?,
        Task::Dist => dist::pack(&project)?,
    }
    Ok(ExitCode::SUCCESS)
}
