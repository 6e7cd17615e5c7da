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

/// Where a former log stood, as its checkpoint claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Former {
    /// The log's name.
    pub name: String,
    /// How many leaves.
    pub size: u64,
    /// Their root hash.
    pub root: Hash,
}

impl Former {
    /// What a checkpoint claims, whoever signed it.
    pub fn claimed(note: &str) -> Option<Self> {
        let note = Note::from_bytes(note.as_bytes()).ok()?;
        let body = Body::from_bytes(note.text()).ok()?;
        Some(Self { name: body.origin().to_owned(), size: body.size(), root: *body.hash() })
    }
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
        self.sign_with(key, "")
    }

    /// Signs the first checkpoint of a log that goes on from a former one under another name, and names where that
    /// one stood: an extension line `continues <name> <leaves> <root>`.
    ///
    /// # Errors
    /// When the key's name cannot stand in a note.
    pub fn sign_anew(&self, key: &SigningKey, former: &Former) -> Result<String, NoteFault> {
        self.sign_with(key, &format!("continues {} {} {}\n", former.name, former.size, former.root))
    }

    fn sign_with(&self, key: &SigningKey, extension: &str) -> Result<String, NoteFault> {
        let body = Body::new(key.verifying().name(), self.size, self.root, extension)
            .map_err(|_| NoteFault::Form)?;
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

    /// The same, for a log that went on under other names: one of these keys must be the one that signed.
    ///
    /// # Errors
    /// When it is not a checkpoint of any of these logs.
    pub fn open_any(note: &str, keys: &[VerifyingKey]) -> Result<Self, NoteFault> {
        let opened = keys.iter().map(|key| Self::open(note, key));
        opened.into_iter().find(|opened| *opened != Err(NoteFault::Origin)).unwrap_or(Err(NoteFault::Origin))
    }
}
