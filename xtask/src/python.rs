//! Private Python environments with packages from PyPI: for the peers of the benchmark, and for checks.

use crate::project::run;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An environment in this folder with these packages, made anew where others were installed; gives back where its
/// programs are.
pub fn environment(folder: &Path, packages: &[&str]) -> Result<PathBuf> {
    let (environment, stamp) = (folder.join("venv"), folder.join("installed"));
    let programs = environment.join("bin");
    let wanted = packages.join("\n");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(programs);
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let make = || run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment));
    if make().is_err() {
        println!("Python environments cannot be made; asking apt-get for them");
        let install = ["install", "-y", "--no-install-recommends", "python3-venv"];
        // Where this may not be done, the next attempt says what is missing.
        let _ = run(Command::new("apt-get").args(install).env("DEBIAN_FRONTEND", "noninteractive"));
        make().context("Python is needed; install it by: sudo apt-get install python3-venv")?;
    }
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    run(Command::new(programs.join("python")).args(pip).args(packages))
        .with_context(|| format!("{} could not be installed from PyPI", packages.join(", ")))?;
    std::fs::write(stamp, wanted)?;
    Ok(programs)
}
