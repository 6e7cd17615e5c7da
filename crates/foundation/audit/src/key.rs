//! Keys of a log: Ed25519, in the text form of c2sp.org/signed-note. A key's name is the log's name.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::SecretKey;
use signed_note::{StandardSigner, StandardVerifier, Verifier, VerifierList};

/// First byte of an Ed25519 key in a signed note's key.
const ED25519: u8 = 1;

/// Why a text is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyFault {
    /// Not a signing key.
    #[error("this is not the signing key of an audit log; it reads PRIVATE+KEY+name+id+key")]
    Signing,
    /// Not a verifying key.
    #[error("this is not the public key of an audit log; it reads name+id+key")]
    Verifying,
}

/// What checkpoints are signed with. Whoever has it can make a false log.
pub struct SigningKey {
    text: String,
    verifying: VerifyingKey,
    pub(crate) signer: StandardSigner,
}

impl SigningKey {
    /// The key of a log with this name from 32 random bytes.
    ///
    /// # Errors
    /// When the name is empty or has spaces or plus signs.
    pub fn new(name: &str, seed: &SecretKey) -> Result<Self, KeyFault> {
        let public = ed25519_dalek::SigningKey::from_bytes(seed).verifying_key();
        let mut typed = [ED25519; 33];
        typed[1..].copy_from_slice(public.as_bytes());
        let id = signed_note::key_id(name, &typed);
        typed[1..].copy_from_slice(seed);
        Self::parse(&format!("PRIVATE+KEY+{name}+{id:08x}+{}", BASE64_STANDARD.encode(typed)))
    }

    /// Reads the text of a key.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let text = text.trim();
        let signer = StandardSigner::new(text).map_err(|_| KeyFault::Signing)?;
        let verifying = verifying_text(text).ok_or(KeyFault::Signing)?;
        let verifying = VerifyingKey::parse(&verifying).map_err(|_| KeyFault::Signing)?;
        Ok(Self { text: text.to_owned(), verifying, signer })
    }

    /// The text of the key, to be kept where only the log's writer reads.
    pub fn secret_text(&self) -> &str {
        &self.text
    }

    /// The key that others check signatures with.
    pub fn verifying(&self) -> &VerifyingKey {
        &self.verifying
    }
}

/// The verifying key's text of a signing key's text.
fn verifying_text(signing: &str) -> Option<String> {
    let mut parts = signing.splitn(5, '+').skip(2);
    let (name, _id, key) = (parts.next()?, parts.next()?, parts.next()?);
    let typed = BASE64_STANDARD.decode(key).ok()?;
    let seed = typed.get(1..)?.try_into().ok()?;
    let public = ed25519_dalek::SigningKey::from_bytes(seed).verifying_key();
    Some(signed_note::new_ed25519_verifier_key(name, &public))
}

/// What signatures are checked with. It is public, and an auditor has it from the log's owner, not from the log.
#[derive(Clone)]
pub struct VerifyingKey {
    text: String,
    verifier: StandardVerifier,
}

impl VerifyingKey {
    /// Reads the text of a key.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, KeyFault> {
        let text = text.trim();
        let verifier = StandardVerifier::new(text).map_err(|_| KeyFault::Verifying)?;
        Ok(Self { text: text.to_owned(), verifier })
    }

    /// The text of the key.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The name of the log.
    pub fn name(&self) -> &str {
        self.verifier.name()
    }

    pub(crate) fn list(&self) -> VerifierList {
        VerifierList::new(vec![Box::new(self.verifier.clone())])
    }
}
