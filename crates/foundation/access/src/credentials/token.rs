//! Tokens that are shown once and kept as a hash: sessions, one-time links, the secret part of API keys.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A token of 256 random bits, as it is given out: 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretToken([u8; 32]);

/// What is kept of a token. Tokens are random enough that a plain SHA-256 cannot be turned back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TokenHash([u8; 32]);

impl SecretToken {
    /// A token from random bytes.
    pub fn new(random: [u8; 32]) -> Self {
        Self(random)
    }

    /// Reads a token as it was given out.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text.trim(), &mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// The text to give out, once.
    pub fn reveal(&self) -> String {
        hex::encode(self.0)
    }

    /// What is kept of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }

    /// Another token that follows from this one and does not give it away: what forms of a session carry, what a
    /// login elsewhere is bound to. Each purpose has its own.
    #[must_use]
    pub fn derived(&self, purpose: &str) -> Self {
        Self(Sha256::new().chain_update(purpose).chain_update([0]).chain_update(self.0).finalize().into())
    }
}

impl std::fmt::Debug for SecretToken {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("SecretToken(…)")
    }
}

impl TokenHash {
    /// Whether it is the hash of this token; takes the same time wherever they differ.
    pub fn verify(&self, token: &SecretToken) -> bool {
        self.0.ct_eq(&token.hash().0).into()
    }

    /// The hash as bytes, to look a session up by.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<TokenHash> for String {
    fn from(hash: TokenHash) -> Self {
        hex::encode(hash.0)
    }
}

impl TryFrom<String> for TokenHash {
    type Error = hex::FromHexError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_a_token_differs_by_purpose_and_is_always_the_same() {
        let token = SecretToken::new([7; 32]);
        assert_eq!(token.derived("forms"), token.derived("forms"));
        assert_ne!(token.derived("forms"), token.derived("state"));
        assert_ne!(token.derived("forms"), SecretToken::new([8; 32]).derived("forms"));
        assert_ne!(token.derived("forms").hash(), token.hash());
    }

    #[test]
    fn a_token_is_known_by_itself_alone() {
        let token = SecretToken::new([7; 32]);
        let hash = token.hash();
        assert!(hash.verify(&SecretToken::parse(&token.reveal()).unwrap()));
        assert!(!hash.verify(&SecretToken::new([8; 32])));
        let kept = serde_json::to_string(&hash).unwrap();
        assert_eq!(serde_json::from_str::<TokenHash>(&kept).unwrap(), hash);
        assert!(!kept.contains(&token.reveal()) && !format!("{token:?}").contains("0707"));
        for text in ["", "07", &"g".repeat(64), &"07".repeat(33)] {
            assert_eq!(SecretToken::parse(text), None, "{text:?}");
        }
    }
}
