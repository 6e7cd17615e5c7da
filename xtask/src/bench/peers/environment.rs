//! The private Python environment that the peers run in: made once under `target`, by pip from PyPI.

use crate::project::{Project, run};
use crate::python;
use anyhow::{Context, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::PathBuf;
use std::process::Command;

/// What is installed; change it and the environment is made anew.
const PACKAGES: [&str; 3] = ["nomenklatura==4.13.0", "rigour==2.6.1", "rapidfuzz==3.14.6"];

/// The program that scores.
const SCRIPT: &str = include_str!("../peers.py");

/// A folder with the environment and the files that go in and out.
pub struct Environment {
    folder: PathBuf,
    programs: PathBuf,
}

impl Environment {
    /// The environment, made where it is not there yet.
    pub fn ready(project: &Project) -> Result<Self> {
        let folder = project.root.join("target/bench/peers");
        let programs = python::environment(&folder, &PACKAGES)
            .context("the peers have no Python environment; leave them out by --no-peers")?;
        Ok(Self { folder, programs })
    }

    /// Has the script score a job.
    pub fn scores<Scores: DeserializeOwned>(&self, job: &impl Serialize) -> Result<Scores> {
        let [script, asked, answered] =
            ["peers.py", "job.json", "scores.json"].map(|name| self.folder.join(name));
        std::fs::write(&script, SCRIPT)?;
        std::fs::write(&asked, serde_json::to_vec(job)?)?;
        let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        run(Command::new(self.programs.join("python"))
            .arg(&script)
            .args([&asked, &answered])
            .arg(workers.to_string()))?;
        let scores =
            std::fs::read(&answered).with_context(|| format!("cannot read {}", answered.display()))?;
        serde_json::from_slice(&scores).context("the peers' scores are not what was asked for")
    }
}
