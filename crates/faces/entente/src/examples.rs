//! The fictional lists and customers under `examples/`, as they were when the program was built.

use std::path::Path;
use std::{fs, io};

/// Path below `examples/`, and content.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// Describes the example lists.
pub const SOURCES: &str = "lists/sources.toml";

/// Writes all of them into a folder.
pub fn unpack(folder: &Path) -> io::Result<()> {
    for (name, bytes) in FILES {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, bytes)?;
    }
    Ok(())
}

/// The files with customers, in order.
pub fn customers() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name).filter(|name| name.starts_with("customers/"))
}
