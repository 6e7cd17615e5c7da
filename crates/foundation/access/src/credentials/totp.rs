//! The second factor: time-based one-time passwords (RFC 6238), six digits, thirty seconds, SHA-1, as every
//! authenticator has them. A code is good once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Secret, Totp};

/// Steps before and after the present one whose codes are taken: clocks differ.
const SKEW: u16 = 1;

/// Why an authenticator cannot be set up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no address for the authenticator can be made: {0}")]
pub struct TotpError(String);

/// The secret that an authenticator shares with the node.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpSecret {
    #[serde(with = "in_hex")]
    secret: [u8; 20],
    /// The step of the last code that was taken; it and those before it are not taken again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last_step: Option<u64>,
}

impl TotpSecret {
    /// A secret from twenty random bytes.
    pub fn new(random: [u8; 20]) -> Self {
        Self { secret: random, last_step: None }
    }

    /// The secret in base 32, for typing it into an authenticator.
    pub fn base32(&self) -> String {
        Secret::from(self.secret).to_base32()
    }

    /// The address that an authenticator reads, usually as a QR code: `otpauth://totp/…`.
    ///
    /// # Errors
    /// When the names contain what such an address cannot carry.
    pub fn uri(&self, issuer: &str, account: &str) -> Result<String, TotpError> {
        let error = |error: &dyn std::fmt::Display| TotpError(error.to_string());
        let totp = self
            .builder()
            .with_issuer(Some(issuer))
            .with_account_name(account)
            .build()
            .map_err(|fault| error(&fault))?;
        totp.to_url().map_err(|fault| error(&fault))
    }

    /// Takes a code: it must be of this moment or a step beside it, and later than the last one taken.
    #[must_use]
    pub fn take(&mut self, code: &str, now: Timestamp) -> bool {
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let Ok(seconds) = u64::try_from(now.as_second()) else { return false };
        let step = self.totp().and_then(|totp| totp.check(&code, seconds));
        match step {
            Some(step) if self.last_step.is_none_or(|last| step > last) => {
                self.last_step = Some(step);
                true
            }
            _ => false,
        }
    }

    /// The code of a moment: what an authenticator shows.
    pub fn code(&self, now: Timestamp) -> Option<String> {
        let seconds = u64::try_from(now.as_second()).ok()?;
        Some(self.totp()?.generate(seconds).to_string())
    }

    fn builder(&self) -> Builder {
        Builder::new().with_secret(self.secret).with_skew(SKEW)
    }

    fn totp(&self) -> Option<Totp> {
        self.builder().build().ok()
    }
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("TotpSecret(…)")
    }
}

mod in_hex {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(bytes: &[u8; 20], out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&hex::encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<[u8; 20], D::Error> {
        let mut bytes = [0; 20];
        hex::decode_to_slice(String::deserialize(input)?, &mut bytes).map_err(D::Error::custom)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the secret of its SHA-1 vectors.
    const SECRET: [u8; 20] = *b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // The standard prints eight digits; authenticators show the last six of them.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(TotpSecret::new(SECRET).code(at(second)).as_deref(), Some(code));
            assert!(TotpSecret::new(SECRET).take(code, at(second)));
        }
    }

    #[test]
    fn a_code_is_good_once() {
        let mut secret = TotpSecret::new(SECRET);
        assert!(secret.take("081 804", at(1_111_111_109)));
        assert!(!secret.take("081804", at(1_111_111_109)), "replayed at once");
        assert!(!secret.take("081804", at(1_111_111_120)), "replayed a step later");
        assert!(secret.take("050471", at(1_111_111_111)));
        assert!(!secret.take("081804", at(1_111_111_111)), "an older code after a newer one");
        let read: TotpSecret = serde_json::from_str(&serde_json::to_string(&secret).unwrap()).unwrap();
        assert_eq!(read, secret, "what was taken is kept");
    }

    #[test]
    fn codes_of_other_times_and_other_texts_are_not_taken() {
        for (code, second) in [
            ("081804", 1_111_111_109 + 61),
            ("081804", 1_111_111_109 - 90),
            ("", 1_111_111_109),
            ("81804", 1_111_111_109),
            ("٠٨١٨٠٤", 1_111_111_109),
            ("08180４", 1_111_111_109),
            ("0818041", 1_111_111_109),
        ] {
            assert!(!TotpSecret::new(SECRET).take(code, at(second)), "{code:?} at {second}");
        }
    }

    #[test]
    fn an_authenticator_reads_the_address() {
        let secret = TotpSecret::new(SECRET);
        let uri = secret.uri("Entente Bank", "zarina@example.org").unwrap();
        assert!(uri.starts_with("otpauth://totp/Entente%20Bank:zarina%40example.org?"), "{uri}");
        assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{uri}");
        assert!(uri.contains("issuer=Entente%20Bank"), "{uri}");
        assert_eq!(secret.base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(secret.uri("a:b", "c").is_err());
    }
}
