//! Embeds the folder `examples/` into the binary, so that the demo runs wherever the binary lies.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // The folders are asked for when this runs: one build of it may serve several checkouts.
    let root = folder("CARGO_MANIFEST_DIR").join("../../../examples").canonicalize()?;
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut table = String::from("&[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        let _ = writeln!(table, "    ({name:?}, include_bytes!({:?})),", file.to_string_lossy());
    }
    table.push(']');
    fs::write(folder("OUT_DIR").join("examples.rs"), table)
}

#[allow(
    clippy::disallowed_methods,
    reason = "cargo tells build scripts where to read and write by the environment"
)]
fn folder(named: &str) -> PathBuf {
    env::var_os(named).map(PathBuf::from).unwrap_or_default()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
