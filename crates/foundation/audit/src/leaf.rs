//! A leaf: who did what, when, at which desk, to which records. It holds ids and a salted hash of the details, never
//! who a subject is; its canonical bytes are what the tree is made of.

use jiff::Timestamp;
use model::{Desk, RecordId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A leaf of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// When it was done.
    pub at: Timestamp,
    /// Who did it.
    pub actor: RecordId,
    /// What was done, by its dotted name.
    pub action: String,
    /// At which desk. What is done to the node as a whole has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<Desk>,
    /// To which records: their kinds and ids.
    pub about: Vec<(String, RecordId)>,
    /// What else there is to tell, hidden.
    #[serde(flatten)]
    pub details: Commitment,
}

/// Details as a salted hash: whoever holds them can prove them, and equal details do not look equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// Random bytes.
    #[serde(with = "hex::serde")]
    salt: [u8; 16],
    /// SHA-256 of the salt and the details.
    #[serde(with = "hex::serde", rename = "details")]
    hash: [u8; 32],
}

impl Commitment {
    /// Hides details under a salt, which must be random.
    pub fn to(details: &[u8], salt: [u8; 16]) -> Self {
        Self { salt, hash: Sha256::new().chain_update(salt).chain_update(details).finalize().into() }
    }

    /// Whether these are the details.
    pub fn is_to(&self, details: &[u8]) -> bool {
        *self == Self::to(details, self.salt)
    }
}

/// Why bytes are no leaf.
#[derive(Debug, thiserror::Error)]
pub enum LeafFault {
    /// Not of the form of a leaf.
    #[error("these bytes have not the form of a leaf: {0}")]
    Form(#[from] serde_json::Error),
    /// A leaf, but written in another way than leaves are.
    #[error("these bytes are not the canonical ones of their leaf; keep leaves as they were written")]
    NotCanonical,
}

impl Leaf {
    /// The bytes that stand for this leaf, always the same ones: JSON without spaces, fields in the order of this type.
    ///
    /// # Panics
    /// Never: ids, texts and hashes have a JSON form.
    pub fn canonical(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("ids, texts and hashes have a JSON form")
    }

    /// Reads canonical bytes.
    ///
    /// # Errors
    /// When they are not the canonical bytes of a leaf.
    pub fn parse(bytes: &[u8]) -> Result<Self, LeafFault> {
        let leaf: Self = serde_json::from_slice(bytes)?;
        if leaf.canonical() == bytes { Ok(leaf) } else { Err(LeafFault::NotCanonical) }
    }
}
