//! Sealing: what a record says is kept under a data key of its own, and data keys under a wrapping key that lies in a
//! folder of keys and in no backup. Erasing a record is destroying its data key.
//!
//! XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), whose 24-byte nonces may be random. A sealed text is bound to the
//! record, kind and revision it was written for: exchanging two of them in the database is noticed.

mod keys;
pub(crate) mod ledger;
mod rotation;

pub(crate) use keys::{Keys, name as wrapping_name};
pub(crate) use ledger::Erasure;
pub use rotation::Rotation;

use crate::backend::{Backend, Connection};
use crate::{StoreError, values};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::Path;
use zeroize::Zeroizing;

/// The first byte of everything sealed: which way of sealing.
const WAY: u8 = 1;

const NONCE: usize = 24;

/// Reads the keys of these records from a folder; makes them where records and folder are new. What the records know
/// to be erased is in the ledger beside the keys afterwards.
pub(crate) async fn open(backend: &dyn Backend, folder: &Path) -> Result<Keys, StoreError> {
    // Under the writer lock: two first starts at once must not both make keys.
    let mut tx = backend.write().await?;
    let keys = attach(tx.as_mut(), folder).await?;
    tx.commit().await?;
    Ok(keys)
}

/// The keys of the records that a transaction sees.
pub(crate) async fn attach(tx: &mut (dyn Connection + 'static), folder: &Path) -> Result<Keys, StoreError> {
    let rows = tx.rows("SELECT name, fingerprint FROM key_names", values![]).await?;
    let known: BTreeSet<(String, String)> = rows
        .iter()
        .map(|row| Ok((row.get("name")?, row.get("fingerprint")?)))
        .collect::<Result<_, StoreError>>()?;
    let keys = match Keys::read(folder)? {
        Some(keys) => keys,
        None if known.is_empty() => Keys::create(folder)?,
        None => return Err(StoreError::Keys { folder: folder.to_owned(), what: "holds no keys".into() }),
    };
    let mut keys = keys;
    keys.destroy_doomed()?;
    let newest = known.iter().filter_map(|(name, _)| keys::number(name)).max();
    let is_known = |number: i64| known.iter().any(|(name, _)| *name == keys::name(number));
    for number in keys.numbers() {
        // A rotation ended, and was cut off before it destroyed what the records need no more.
        if newest.is_some_and(|newest| number < newest) && !is_known(number) {
            keys.destroy(number)?;
        }
    }
    let held: BTreeSet<(String, String)> = keys.fingerprints().into_iter().collect();
    if let Some((name, _)) = known.difference(&held).next() {
        let what = format!("lacks the {name} key of these records, or holds another one");
        return Err(StoreError::Keys { folder: folder.to_owned(), what });
    }
    for (name, fingerprint) in held.difference(&known) {
        let sql = "INSERT INTO key_names (name, fingerprint) VALUES ($1, $2)";
        tx.run(sql, values![name, fingerprint]).await?;
    }
    let noted: BTreeSet<String> = ledger::read(folder)?.into_iter().map(|erasure| erasure.record).collect();
    let mut missing = Vec::new();
    for row in tx.rows("SELECT record, erased_at FROM erasures", values![]).await? {
        let (record, at): (String, i64) = (row.get("record")?, row.get("erased_at")?);
        if !noted.contains(&record) {
            let at =
                Timestamp::from_microsecond(at).map_err(|error| StoreError::damaged("erasure", error))?;
            missing.push(Erasure { record, at });
        }
    }
    keys.note_erasures(&missing)?;
    Ok(keys)
}

/// A key of 256 bits, wiped from memory when it is dropped.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A new random key.
    pub(crate) fn new() -> Result<Self, StoreError> {
        let mut key = Self(Zeroizing::default());
        random(key.0.as_mut_slice())?;
        Ok(key)
    }

    /// Seals bytes for one place, named by `context`.
    pub(crate) fn seal(&self, context: &str, plain: &[u8]) -> Result<Vec<u8>, StoreError> {
        let mut nonce = [0; NONCE];
        random(&mut nonce)?;
        let payload = Payload { msg: plain, aad: context.as_bytes() };
        let sealed = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let sealed = sealed.map_err(|_| StoreError::damaged("record", "too large to be sealed"))?;
        Ok([&[WAY], &nonce[..], &sealed].concat())
    }

    /// Opens what [`Key::seal`] made for the same place.
    pub(crate) fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let altered = || StoreError::Sealed { context: context.to_owned() };
        let ([way], sealed) = sealed.split_first_chunk().ok_or_else(altered)?;
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(altered)?;
        if *way != WAY {
            return Err(altered());
        }
        let payload = Payload { msg: sealed, aad: context.as_bytes() };
        let plain = self.cipher().decrypt(&XNonce::from(*nonce), payload);
        plain.map(Zeroizing::new).map_err(|_| altered())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.as_slice().into())
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Key(…)")
    }
}

/// Fills with random bytes from the system.
pub(crate) fn random(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(|error| StoreError::Random(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_sealed_is_opened_in_its_place_only(plain: Vec<u8>, bit in 0usize..64) {
            let key = Key::new().unwrap();
            let sealed = key.seal("alert/1/1", &plain).unwrap();
            prop_assert_eq!(&*key.open("alert/1/1", &sealed).unwrap(), &plain);
            prop_assert!(key.open("alert/2/1", &sealed).is_err());
            prop_assert!(Key::new().unwrap().open("alert/1/1", &sealed).is_err());
            let mut altered = sealed.clone();
            let place = bit * sealed.len() / 64;
            altered[place] ^= 1 << (bit % 8);
            prop_assert!(key.open("alert/1/1", &altered).is_err());
            prop_assert!(key.open("alert/1/1", &sealed[..place]).is_err());
        }
    }
}
