//! Where the binary is: beside the tests, where cargo puts it. It is built when it is not there, or older than one of
//! the sources that cargo noted it was made from.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::SystemTime;
use std::{env, fs};

/// The binary, up to date.
pub fn path() -> &'static Path {
    static BINARY: LazyLock<PathBuf> = LazyLock::new(find);
    &BINARY
}

fn find() -> PathBuf {
    let tests = env::current_exe().unwrap();
    let folder = tests.ancestors().nth(2).unwrap();
    let binary = folder.join(format!("entente{}", env::consts::EXE_SUFFIX));
    if !is_current(&binary) {
        build(folder);
    }
    binary
}

fn is_current(binary: &Path) -> bool {
    let built = |path: &Path| fs::metadata(path).and_then(|data| data.modified());
    let (Ok(built_at), Ok(sources)) = (built(binary), fs::read_to_string(binary.with_extension("d"))) else {
        return false;
    };
    let (_, sources) = sources.split_once(": ").unwrap_or_default();
    let changed_at = |source: &str| built(Path::new(source)).unwrap_or(SystemTime::UNIX_EPOCH);
    sources.split_whitespace().all(|source| changed_at(source) <= built_at)
}

fn build(folder: &Path) {
    let release = folder.file_name().is_some_and(|name| name == "release");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--package", "entente"]).args(release.then_some("--release"));
    cargo.env("CARGO_TARGET_DIR", folder.parent().unwrap()).current_dir(env!("CARGO_MANIFEST_DIR"));
    assert!(cargo.status().unwrap().success(), "the binary could not be built");
}
