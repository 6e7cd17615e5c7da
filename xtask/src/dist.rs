//! `cargo xtask dist`: the release archive with the program, shell completions and the documents that go with it.

use crate::project::{Project, run};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Documents in the archive, by their path in the project.
const DOCUMENTS: [&str; 4] = ["README.md", "LICENSE", "NOTICE", "docs"];

/// Shells that get completions, by the program's own names for them.
const SHELLS: [(&str, &str); 3] = [("bash", "entente.bash"), ("zsh", "_entente"), ("fish", "entente.fish")];

/// Builds the program under the `dist` profile and packs it.
pub fn pack(project: &Project) -> Result<()> {
    let metadata = cargo_metadata::MetadataCommand::new().current_dir(&project.root).no_deps().exec()?;
    let package = metadata.packages.iter().find(|package| package.name.as_str() == "entente");
    let version = &package.context("the workspace has no package `entente`")?.version;
    run(&mut project.cargo(&["build", "--profile", "dist", "--locked", "--package", "entente"]))?;
    let target = metadata.target_directory.as_std_path();
    let binary = target.join("dist/entente");
    let name = format!("entente-{version}-{}-{}", std::env::consts::ARCH, std::env::consts::OS);
    let folder = target.join("dist").join(&name);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(folder.join("completions"))?;
    fs::copy(&binary, folder.join("entente"))
        .with_context(|| format!("no program at {}", binary.display()))?;
    for (shell, file) in SHELLS {
        let output = Command::new(&binary).args(["completions", shell]).output()?;
        anyhow::ensure!(output.status.success(), "`entente completions {shell}` failed");
        fs::write(folder.join("completions").join(file), output.stdout)?;
    }
    for document in DOCUMENTS {
        copy(&project.root.join(document), &folder.join(document))?;
    }
    let archive = format!("{name}.tar.gz");
    // Fixed owner, order and time: the same sources give the same archive.
    run(Command::new("tar").current_dir(target.join("dist")).args([
        "--sort=name",
        "--owner=0",
        "--group=0",
        "--numeric-owner",
        "--mtime=@0",
        "-czf",
        &archive,
        &name,
    ]))?;
    println!("{}", target.join("dist").join(archive).display());
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        fs::copy(from, to).with_context(|| format!("cannot copy {}", from.display()))?;
        return Ok(());
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let name = entry?.file_name();
        copy(&from.join(&name), &to.join(&name))?;
    }
    Ok(())
}
