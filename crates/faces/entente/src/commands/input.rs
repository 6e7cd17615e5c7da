//! Where a command reads from: a file by its path, or standard input.

use node::NodeError;
use std::fs::File;
use std::io::{self, Read};

/// Something to read, and what to call it.
pub struct Input {
    /// Its bytes.
    pub bytes: Box<dyn Read + Send>,
    /// Its name in messages.
    pub name: String,
    /// How many bytes, where it is known.
    pub size: Option<u64>,
}

/// Opens a file; `-` is standard input.
///
/// # Errors
/// When the file cannot be opened.
pub fn open(path: &str) -> Result<Input, NodeError> {
    if path == "-" {
        return Ok(Input { bytes: Box::new(io::stdin()), name: "standard input".into(), size: None });
    }
    let failed = |error| NodeError::Input { name: path.to_owned(), error };
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    Ok(Input { bytes: Box::new(file), name: path.to_owned(), size: Some(size) })
}
