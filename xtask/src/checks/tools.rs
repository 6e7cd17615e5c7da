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

fn works(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}
