//! The programs that checks need: installed when they lack, or named with the exact command.

use crate::project::{Project, run};
use anyhow::{Context, Result, bail};
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

fn works(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
