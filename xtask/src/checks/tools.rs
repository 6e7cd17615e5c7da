//! The programs that checks need: installed when they lack, or named with the exact command.

use crate::project::{Project, run};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Makes sure that `cargo <name>` works, by `cargo install --locked cargo-<name>` where it does not.
pub fn subcommand(project: &Project, name: &str) -> Result<()> {
    if works(&mut project.cargo(&[name, "--version"])) {
        return Ok(());
    }
    let package = format!("cargo-{name}");
    println!("{package} is not installed; building it once");
    run(&mut project.cargo(&["install", "--locked", &package]))
        .with_context(|| format!("{package} is needed; install it by: cargo install --locked {package}"))
}

/// Makes sure that a component of the Rust toolchain is there, by rustup where it is not.
pub fn component(subcommand: &str, component: &str) -> Result<()> {
    if works(Command::new("cargo").args([subcommand, "--version"])) {
        return Ok(());
    }
    println!("{component} is not installed; asking rustup for it");
    if run(Command::new("rustup").args(["component", "add", component])).is_err() {
        bail!("{component} is needed; install it by: rustup component add {component}");
    }
    Ok(())
}

/// Installs PostgreSQL, which the store's tests start for themselves, where it lacks and this may be done; elsewhere
/// those tests say that they were left out.
pub fn postgres() {
    let installed = std::fs::read_dir("/usr/lib/postgresql")
        .is_ok_and(|versions| versions.flatten().any(|version| version.path().join("bin/initdb").exists()));
    if installed {
        return;
    }
    println!("PostgreSQL is not installed; asking apt-get for it");
    let install = ["install", "-y", "--no-install-recommends", "postgresql"];
    if run(Command::new("apt-get").args(install).env("DEBIAN_FRONTEND", "noninteractive")).is_err() {
        println!("install it by: sudo apt-get {}", install.join(" "));
    }
}

/// A Python environment in this folder with a package from PyPI, made where it is not there yet; gives back where its
/// programs are.
pub fn from_pypi(folder: &Path, package: &str) -> Result<PathBuf> {
    let (environment, stamp) = (folder.join("venv"), folder.join("installed"));
    let programs = environment.join("bin");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == package) {
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
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", package];
    run(Command::new(programs.join("python")).args(pip))
        .with_context(|| format!("{package} could not be installed from PyPI"))?;
    std::fs::write(stamp, package)?;
    Ok(programs)
}

fn works(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
