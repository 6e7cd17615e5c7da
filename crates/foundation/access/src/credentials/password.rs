//! Passwords: Argon2id (RFC 9106), kept as PHC strings that carry their own parameters.

use argon2::password_hash::{Output, ParamsString, PasswordHash as Phc, Salt, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordVerifier, Version};
use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};

/// A password has at least so many characters (NIST SP 800-63B-4 asks for 15 where it stands alone; here a second
/// factor comes with it).
pub const MIN_PASSWORD_CHARACTERS: usize = 12;

/// More bytes than this are refused, so that hashing stays cheap.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// What one hashing costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Default for Cost {
    /// RFC 9106's second recommended option: 64 MiB, three passes, four lanes.
    fn default() -> Self {
        Self { memory: 64 * 1024, passes: 3, lanes: 4 }
    }
}

/// Why a password is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too easy to try out.
    #[error("the password has fewer than {MIN_PASSWORD_CHARACTERS} characters; choose a longer one")]
    Short,
    /// Too much to hash.
    #[error("the password has more than {MAX_PASSWORD_BYTES} bytes; choose a shorter one")]
    Long,
    /// The same as something that others know.
    #[error("the password contains the account's own name, or is one sign repeated; choose another one")]
    Guessable,
    /// The cost is out of the algorithm's bounds.
    #[error("the cost of hashing is out of bounds: {0}")]
    Cost(String),
}

/// A password's hash as a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Hashes a new password of the account called `login`, with a fresh random salt.
    ///
    /// # Errors
    /// When the password is too short, too long or too easily guessed, or the cost is out of bounds.
    pub fn new(password: &str, login: &str, salt: [u8; 16], cost: Cost) -> Result<Self, PasswordError> {
        let password = normal(password);
        judge(&password, login)?;
        Self::hash(&password, salt, cost)
    }

    /// The hash of no password: checking against it takes as long as a real check and never succeeds, so that the
    /// time of an answer does not tell whether an account exists.
    ///
    /// # Errors
    /// When the cost is out of bounds.
    pub fn decoy(random: [u8; 16], cost: Cost) -> Result<Self, PasswordError> {
        // Longer than any password that is checked.
        let unreachable = format!("{}{}", "decoy".repeat(MAX_PASSWORD_BYTES), hex::encode(random));
        Self::hash(&unreachable, random, cost)
    }

    /// Whether this is the password. The comparison takes the same time wherever the hashes differ.
    pub fn verify(&self, password: &str) -> bool {
        let password = normal(password);
        if password.len() > MAX_PASSWORD_BYTES {
            return false;
        }
        let Ok(phc) = Phc::new(&self.0) else { return false };
        Argon2::default().verify_password(password.as_bytes(), &phc).is_ok()
    }

    /// Whether the hash was made at another cost than `cost`: hash again when the password is next given.
    pub fn needs_rehash(&self, cost: Cost) -> bool {
        let parameters = Phc::new(&self.0).ok().and_then(|phc| Params::try_from(&phc).ok());
        parameters.is_none_or(|made| {
            (made.m_cost(), made.t_cost(), made.p_cost()) != (cost.memory, cost.passes, cost.lanes)
        })
    }

    fn hash(password: &str, salt: [u8; 16], cost: Cost) -> Result<Self, PasswordError> {
        let out_of_bounds = |error: &dyn std::fmt::Display| PasswordError::Cost(error.to_string());
        let parameters = Params::new(cost.memory, cost.passes, cost.lanes, Some(Params::DEFAULT_OUTPUT_LEN))
            .map_err(|error| out_of_bounds(&error))?;
        let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters.clone());
        argon
            .hash_password_into(password.as_bytes(), &salt, &mut output)
            .map_err(|error| out_of_bounds(&error))?;
        let salt = SaltString::encode_b64(&salt).map_err(|error| out_of_bounds(&error))?;
        let phc = Phc {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&parameters).map_err(|error| out_of_bounds(&error))?,
            salt: Some(Salt::from(&salt)),
            hash: Some(Output::new(&output).map_err(|error| out_of_bounds(&error))?),
        };
        Ok(Self(phc.to_string()))
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("PasswordHash(…)")
    }
}

/// The password as it is hashed: normalisation form C, as RFC 8265 asks, so that it does not matter on which keyboard
/// it was typed.
fn normal(password: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(password).into_owned()
}

fn judge(password: &str, login: &str) -> Result<(), PasswordError> {
    if password.chars().count() < MIN_PASSWORD_CHARACTERS {
        return Err(PasswordError::Short);
    }
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(PasswordError::Long);
    }
    let (lower, login) = (password.to_lowercase(), login.to_lowercase());
    let named = !login.is_empty() && lower.contains(&login);
    let repeated = lower.chars().all(|c| lower.starts_with(c));
    if named || repeated { Err(PasswordError::Guessable) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

    fn hashed(password: &str) -> PasswordHash {
        PasswordHash::new(password, "zarina", [7; 16], CHEAP).unwrap()
    }

    #[test]
    fn a_password_is_known_by_itself_alone() {
        let hash = hashed("correct horse battery");
        assert!(hash.verify("correct horse battery"));
        for wrong in ["", "correct horse batter", "Correct horse battery", "correct horse battery "] {
            assert!(!hash.verify(wrong), "{wrong:?}");
        }
        assert!(!PasswordHash::decoy([1; 16], CHEAP).unwrap().verify("decoy"));
        assert!(!format!("{hash:?}").contains("argon2"), "a hash in a log can be tried out");
    }

    #[test]
    fn composed_and_decomposed_letters_are_one_password() {
        assert!(hashed("й\u{0627}\u{0653}пароль-пароль").verify("и\u{0306}\u{0622}пароль-пароль"));
    }

    #[test]
    fn salts_make_equal_passwords_unlike() {
        let other = PasswordHash::new("correct horse battery", "zarina", [8; 16], CHEAP).unwrap();
        assert_ne!(hashed("correct horse battery"), other);
    }

    #[test]
    fn passwords_that_are_too_easy_are_refused() {
        for (password, fault) in [
            ("eleven char", PasswordError::Short),
            ("my name is Zarina", PasswordError::Guessable),
            ("aaaaaaaaaaaaaaa", PasswordError::Guessable),
            (&"ab".repeat(MAX_PASSWORD_BYTES), PasswordError::Long),
        ] {
            assert_eq!(PasswordHash::new(password, "zarina", [7; 16], CHEAP), Err(fault));
        }
    }

    #[test]
    fn a_change_of_cost_asks_for_a_new_hash() {
        let hash = hashed("correct horse battery");
        assert!(!hash.needs_rehash(CHEAP));
        assert!(hash.needs_rehash(Cost { passes: 2, ..CHEAP }));
        assert!(hash.needs_rehash(Cost::default()));
        assert!(PasswordHash("not a hash".into()).needs_rehash(CHEAP));
        assert!(!PasswordHash("not a hash".into()).verify("not a hash"));
    }

    #[test]
    fn the_hash_is_argon2id_with_its_parameters() {
        let PasswordHash(text) = hashed("correct horse battery");
        assert!(text.starts_with("$argon2id$v=19$m=64,t=1,p=1$BwcHBwcHBwcHBwcHBwcHBw$"), "{text}");
    }
}
