//! Compiles the data files of the `text` room from the public sources in the shared folder, or checks that the
//! committed ones are what would be compiled (`--check`).

mod tables;
mod words;

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// Where the compiled files go, below the project's root.
const RESOURCES: &str = "crates/foundation/text/resources";

/// Compiles all tables; with `check`, writes nothing and fails when a committed file differs.
///
/// # Errors
/// When the shared folder is incomplete, or on drift.
pub fn run(root: &Path, shared: &Path, check: bool) -> Result<()> {
    let names = shared.join("data/names");
    let files = [
        ("legal_forms.tsv", words::legal_forms(&names)?.into_bytes()),
        ("org_words.tsv", words::org_words(&names)?.into_bytes()),
        ("nicknames.tsv", words::nicknames(&names)?.into_bytes()),
        ("ordinals.tsv", words::ordinals(&names)?.into_bytes()),
        ("name_forms.bin.z", tables::name_forms(&names)?),
        ("commonness.bin.z", tables::commonness(&names)?),
    ];
    let mut drifted = Vec::new();
    for (file, bytes) in files {
        let path: PathBuf = root.join(RESOURCES).join(file);
        let same = std::fs::read(&path).is_ok_and(|committed| committed == bytes);
        println!("{file}: {} bytes{}", bytes.len(), if same { "" } else { ", changed" });
        if !same && check {
            drifted.push(file);
        } else if !same {
            std::fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    if !drifted.is_empty() {
        bail!("not what the sources give: {}; run `cargo xtask assets` and commit", drifted.join(", "));
    }
    Ok(())
}
