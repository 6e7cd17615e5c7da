//! The ledger of erasures beside the keys: what was erased stays erased when an older backup is restored.

use crate::StoreError;
use crate::files::sync_folder;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

const FILE: &str = "erased";

/// That something was erased: the name of its data key, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Erasure {
    /// What the data key is kept under: the record's id, or that of a blob's key. A purged list has none: it is
    /// `list/` with its name.
    pub(crate) record: String,
    /// When.
    pub(crate) at: Timestamp,
}

/// Adds what is not there yet, and has it on the disk before it returns.
pub(super) fn append(folder: &Path, erasures: &[Erasure]) -> Result<(), StoreError> {
    let path = folder.join(FILE);
    let write = || {
        let mut options = fs::OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        let lines: String =
            erasures.iter().map(|erasure| format!("{} {}\n", erasure.record, erasure.at)).collect();
        file.write_all(lines.as_bytes())?;
        file.sync_all()?;
        sync_folder(folder)
    };
    if erasures.is_empty() {
        return Ok(());
    }
    write().map_err(|error| StoreError::folder(&path, error))
}

/// Everything that was ever erased.
pub(crate) fn read(folder: &Path) -> Result<Vec<Erasure>, StoreError> {
    let path = folder.join(FILE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        text => text.map_err(|error| StoreError::folder(&path, error))?,
    };
    // A line may stand twice (a list is purged again: its last time counts), and the last one may be cut by a loss of
    // power: then it was not acknowledged.
    let whole = text.lines().filter_map(|line| {
        let (record, at) = line.split_once(' ')?;
        Some((record.to_owned(), at.parse().ok()?))
    });
    let latest: BTreeMap<String, Timestamp> = whole.collect();
    Ok(latest.into_iter().map(|(record, at)| Erasure { record, at }).collect())
}
