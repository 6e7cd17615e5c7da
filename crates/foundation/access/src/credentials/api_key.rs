//! API keys: `ent_<id>_<secret>`. The id finds the key's record, the secret is compared with the hash kept there.

use super::{SecretToken, TokenHash};
use model::RecordId;
use serde::{Deserialize, Serialize};

/// What every key begins with, so that scanners for leaked secrets know one when they see it.
const PREFIX: &str = "ent_";

/// A key as its bearer has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeySecret {
    /// Id of the key's record.
    pub id: RecordId,
    secret: SecretToken,
}

/// What is kept of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ApiKeyHash(TokenHash);

impl ApiKeySecret {
    /// A new key for the record `id`, from random bytes.
    pub fn new(id: RecordId, random: [u8; 32]) -> Self {
        Self { id, secret: SecretToken::new(random) }
    }

    /// Reads a key as its bearer sends it.
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.trim().strip_prefix(PREFIX)?.split_once('_')?;
        Some(Self { id: id.parse().ok()?, secret: SecretToken::parse(secret)? })
    }

    /// The text to show, once.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}_{}", self.id.to_string().replace('-', ""), self.secret.reveal())
    }

    /// What is kept of it.
    pub fn hash(&self) -> ApiKeyHash {
        ApiKeyHash(self.secret.hash())
    }
}

impl ApiKeyHash {
    /// Whether it is the hash of this key; takes the same time wherever they differ.
    pub fn verify(&self, key: &ApiKeySecret) -> bool {
        self.0.verify(&key.secret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn a_key_is_read_as_it_was_shown() {
        let id = RecordId::new(Timestamp::UNIX_EPOCH, [3; 10]);
        let key = ApiKeySecret::new(id, [9; 32]);
        let shown = key.reveal();
        assert!(shown.starts_with("ent_00000000000073"), "{shown}");
        assert_eq!(shown.len(), 4 + 32 + 1 + 64);
        assert_eq!(ApiKeySecret::parse(&shown), Some(key.clone()));
        assert!(key.hash().verify(&key));
        assert!(!key.hash().verify(&ApiKeySecret::new(id, [8; 32])));
        assert!(!format!("{key:?}").contains("0909"));
        for text in ["", "ent_", "ent__", &shown[..80], &shown.replace("ent_", "key_"), &format!("{shown}0")]
        {
            assert_eq!(ApiKeySecret::parse(text), None, "{text:?}");
        }
    }
}
