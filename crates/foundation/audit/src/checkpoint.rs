//! Checkpoints: so many leaves have this root, signed. Whoever keeps one can tell later whether the log is still the
//! one it was.

use crate::{Hash, SigningKey, Tree, VerifyingKey};
use signed_note::Note;
use tlog_tiles::Checkpoint as Body;

/// What a checkpoint says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checkpoint {
    /// How many leaves.
    pub size: u64,
    /// Their root hash.
    pub root: Hash,
}

/// Why a note is no checkpoint of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteFault {
    /// Not a signed note with a checkpoint in it.
    #[error("it has not the form of a signed checkpoint")]
    Form,
    /// Not signed by the log's key, or changed since.
    #[error("the log's key did not sign it, or it was changed since")]
    Signature,
    /// Of another log.
    #[error("it is of another log")]
    Origin,
}

impl Checkpoint {
    /// The checkpoint over a tree as it stands.
    pub fn of(tree: &Tree) -> Self {
        Self { size: tree.size(), root: tree.root() }
    }

    /// Signs it: the text of a signed note.
    ///
    /// # Errors
    /// When the key's name cannot stand in a note.
    pub fn sign(&self, key: &SigningKey) -> Result<String, NoteFault> {
        let body =
            Body::new(key.verifying().name(), self.size, self.root, "").map_err(|_| NoteFault::Form)?;
        let mut note = Note::new(&body.to_bytes(), &[]).map_err(|_| NoteFault::Form)?;
        note.add_sigs(&[&key.signer]).map_err(|_| NoteFault::Signature)?;
        String::from_utf8(note.to_bytes()).map_err(|_| NoteFault::Form)
    }

    /// Reads a signed note and checks that the log's key signed it.
    ///
    /// # Errors
    /// When it is not a checkpoint of this log, signed by this key.
    pub fn open(note: &str, key: &VerifyingKey) -> Result<Self, NoteFault> {
        let note = Note::from_bytes(note.as_bytes()).map_err(|_| NoteFault::Form)?;
        let body = Body::from_bytes(note.text()).map_err(|_| NoteFault::Form)?;
        if body.origin() != key.name() {
            return Err(NoteFault::Origin);
        }
        note.verify(&key.list()).map_err(|_| NoteFault::Signature)?;
        Ok(Self { size: body.size(), root: *body.hash() })
    }
}
