//! Recovery codes: for whoever lost the authenticator. Each is good once; only hashes are kept.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A code of eighty random bits, written as four groups of five hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode([u8; 10]);

/// What is kept of an account's codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecoveryCodes(Vec<Kept>);

/// A code's hash. Codes are random enough that a plain SHA-256 cannot be turned back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Kept(#[serde(with = "hex::serde")] [u8; 32]);

impl RecoveryCode {
    /// A code from random bytes.
    pub fn new(random: [u8; 10]) -> Self {
        Self(random)
    }

    /// The text to give out, once.
    pub fn reveal(&self) -> String {
        let digits = hex::encode(self.0);
        let groups: Vec<&str> = (0..4).map(|group| &digits[group * 5..group * 5 + 5]).collect();
        groups.join("-")
    }

    fn parse(text: &str) -> Option<Self> {
        let digits: String =
            text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        let mut bytes = [0; 10];
        hex::decode_to_slice(digits, &mut bytes).ok()?;
        Some(Self(bytes))
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("RecoveryCode(…)")
    }
}

impl RecoveryCodes {
    /// What is kept of these codes.
    pub fn of(codes: &[RecoveryCode]) -> Self {
        Self(codes.iter().map(|code| Kept(code.hash())).collect())
    }

    /// Takes a code: it is not taken again.
    #[must_use]
    pub fn take(&mut self, code: &str) -> bool {
        let Some(code) = RecoveryCode::parse(code) else { return false };
        let hash = code.hash();
        let before = self.0.len();
        self.0.retain(|kept| !bool::from(kept.0.ct_eq(&hash)));
        self.0.len() < before
    }

    /// How many are left.
    pub fn left(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_good_once_however_they_are_typed() {
        let codes = [RecoveryCode::new([0xab; 10]), RecoveryCode::new([7; 10])];
        let mut kept = RecoveryCodes::of(&codes);
        assert_eq!(codes[0].reveal(), "ababa-babab-ababa-babab");
        for wrong in ["", "ababa", "ababa-babab-ababa-babac", "not a code at all"] {
            assert!(!kept.take(wrong), "{wrong}");
        }
        assert!(kept.take(" ABABA babab-ababababab "));
        assert!(!kept.take(&codes[0].reveal()), "used");
        assert_eq!(kept.left(), 1);
        let stored = serde_json::to_string(&kept).unwrap();
        assert!(!stored.contains("0707070707"), "only hashes are kept");
        assert_eq!(serde_json::from_str::<RecoveryCodes>(&stored).unwrap(), kept);
        assert!(kept.take(&codes[1].reveal()) && kept.left() == 0);
    }
}
