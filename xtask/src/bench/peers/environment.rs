//! The private Python environment that the peers run in: made once under `target`, by pip from PyPI.

use crate::project::{Project, run};
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
}

impl Environment {
    /// The environment, made where it is not there yet.
    pub fn ready(project: &Project) -> Result<Self> {
        let folder = project.root.join("target/bench/peers");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let environment = Self { folder };
        let stamp = environment.folder.join("installed");
        let wanted = PACKAGES.join("\n");
        if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            return Ok(environment);
        }
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(environment.folder.join("venv")))
            .context(
                "a Python environment is needed for the peers; install it by: apt-get install python3-venv",
            )?;
        run(environment
            .python()
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(PACKAGES))
        .context("the peers could not be installed from PyPI; leave them out by --no-peers")?;
        std::fs::write(stamp, wanted)?;
        Ok(environment)
    }

    fn python(&self) -> Command {
        Command::new(self.folder.join("venv/bin/python"))
    }

    /// Has the script score a job.
    pub fn scores<Scores: DeserializeOwned>(&self, job: &impl Serialize) -> Result<Scores> {
        let [script, asked, answered] =
            ["peers.py", "job.json", "scores.json"].map(|name| self.folder.join(name));
        std::fs::write(&script, SCRIPT)?;
        std::fs::write(&asked, serde_json::to_vec(job)?)?;
        let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get());
        run(self.python().arg(&script).args([&asked, &answered]).arg(workers.to_string()))?;
        let scores =
            std::fs::read(&answered).with_context(|| format!("cannot read {}", answered.display()))?;
        serde_json::from_slice(&scores).context("the peers' scores are not what was asked for")
    }
}
