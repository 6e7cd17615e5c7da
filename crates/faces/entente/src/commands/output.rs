//! Standard output and files as places for results.

use anyhow::Context;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Prints a text as it is.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints a line.
pub fn print_line(text: &str) -> io::Result<()> {
    print(&format!("{text}\n"))
}

/// Where results go: standard output, or a file that appears under its name when it is whole. Results name people, so
/// the file is for its owner's eyes alone.
pub struct Output {
    staged: Option<(NamedTempFile, PathBuf)>,
    direct: Option<File>,
}

impl Output {
    /// The named file, or standard output. What is no plain file (a pipe, a device) is written to as it is.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self { staged: None, direct: None }) };
        let failed = || format!("cannot write {}; check the folder and its permissions", path.display());
        if path.metadata().is_ok_and(|kept| !kept.is_file()) {
            return Ok(Self { staged: None, direct: Some(File::create(path).with_context(failed)?) });
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let staged = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).with_context(failed)?;
        Ok(Self { staged: Some((staged, path.to_owned())), direct: None })
    }

    /// What to write to, buffered.
    pub fn writer(&self) -> io::Result<Box<dyn Write>> {
        let file = match (&self.staged, &self.direct) {
            (Some((staged, _)), _) => Some(staged.reopen()?),
            (None, Some(direct)) => Some(direct.try_clone()?),
            (None, None) => None,
        };
        Ok(match file {
            Some(file) => Box::new(BufWriter::with_capacity(1 << 16, file)),
            None => Box::new(BufWriter::with_capacity(1 << 16, io::stdout())),
        })
    }

    /// Puts the file under its name, once everything is written.
    pub fn keep(self) -> anyhow::Result<()> {
        let Some((staged, path)) = self.staged else { return Ok(()) };
        staged.as_file().sync_all()?;
        staged.persist(&path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(())
    }
}
