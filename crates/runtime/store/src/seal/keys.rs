//! The folder of keys: wrapping keys, the search key, and the ledger of erasures. No backup takes it along.

use super::{Key, ledger};
use crate::StoreError;
use crate::files::{create_private, sync_folder};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

const WRAPPING: &str = "wrapping-";
const SEARCH: &str = "search";
const ENDING: &str = "key";
/// The ending of a key that is being destroyed.
const DOOMED: &str = "destroyed";

/// The keys of a node.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    folder: PathBuf,
    wrapping: BTreeMap<i64, Key>,
    /// The one that new data keys are wrapped under.
    current: i64,
    search: Key,
}

impl Keys {
    /// Reads the keys of a folder; `None` where there are none yet.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let failed = |error| StoreError::folder(folder, error);
        let mut wrapping = BTreeMap::new();
        let mut search = None;
        let files = match fs::read_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            files => files.map_err(failed)?,
        };
        for file in files {
            let path = file.map_err(failed)?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            let Some(name) = name.strip_suffix(&format!(".{ENDING}")) else { continue };
            if name == SEARCH {
                search = Some(read_key(&path)?);
            } else if let Some(number) = number(name) {
                wrapping.insert(number, read_key(&path)?);
            }
        }
        match search {
            Some(search) if let Some(current) = wrapping.last_key_value().map(|(number, _)| *number) => {
                Ok(Some(Self { folder: folder.to_owned(), wrapping, current, search }))
            }
            None if wrapping.is_empty() => Ok(None),
            _ => Err(StoreError::Keys {
                folder: folder.to_owned(),
                what: "holds only a part of the keys".into(),
            }),
        }
    }

    /// Where they lie.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Number of the wrapping key that new data keys go under.
    pub(crate) fn current(&self) -> i64 {
        self.current
    }

    /// Whether the wrapping key of this number is here.
    pub(crate) fn holds(&self, number: i64) -> bool {
        self.wrapping.contains_key(&number)
    }

    /// Numbers of the wrapping keys, in order.
    pub(crate) fn numbers(&self) -> Vec<i64> {
        self.wrapping.keys().copied().collect()
    }

    /// Wraps new data keys under this one of the wrapping keys, where it is here.
    pub(crate) fn wrap_under(&mut self, number: i64) {
        if self.holds(number) {
            self.current = number;
        }
    }

    /// Makes the next wrapping key, on the disk only: the records must know of it before it is used.
    pub(crate) fn make_next(folder: &Path, number: i64) -> Result<(), StoreError> {
        let path = path(folder, &name(number));
        // It is there where making it was cut off before the records knew of it.
        if path.exists() { Ok(()) } else { write_key(&path, &Key::new()?) }
    }

    /// Destroys a wrapping key that nothing is wrapped under any more.
    pub(crate) fn destroy(&mut self, number: i64) -> Result<(), StoreError> {
        let path = path(&self.folder, &name(number));
        self.wrapping.remove(&number);
        // Under another name first: half destroyed, it must not be read as a key.
        match fs::rename(&path, path.with_extension(DOOMED)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::folder(&path, error)),
            _ => self.destroy_doomed(),
        }
    }

    /// Destroys what is to be destroyed, also what a kill left of it.
    pub(crate) fn destroy_doomed(&self) -> Result<(), StoreError> {
        let destroy = || {
            let mut any = false;
            for file in fs::read_dir(&self.folder)? {
                let path = file?.path();
                if path.extension().is_some_and(|ending| ending == DOOMED) {
                    // Where a disk writes in place, nothing of it stays.
                    let mut file = fs::OpenOptions::new().write(true).open(&path)?;
                    file.write_all(&[b'0'; 65])?;
                    file.sync_all()?;
                    fs::remove_file(&path)?;
                    any = true;
                }
            }
            if any { sync_folder(&self.folder) } else { Ok(()) }
        };
        match destroy() {
            // Another instance was quicker.
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::folder(&self.folder, error))
            }
            _ => Ok(()),
        }
    }

    /// Makes the first keys of a node.
    pub(crate) fn create(folder: &Path) -> Result<Self, StoreError> {
        create_private(folder).map_err(|error| StoreError::folder(folder, error))?;
        let (wrapping, search) = (Key::new()?, Key::new()?);
        write_key(&path(folder, &format!("{WRAPPING}1")), &wrapping)?;
        write_key(&path(folder, SEARCH), &search)?;
        Ok(Self { folder: folder.to_owned(), wrapping: [(1, wrapping)].into(), current: 1, search })
    }

    /// Wraps a record's data key; gives the number of the wrapping key too.
    pub(crate) fn wrap(&self, record: &str, key: &Key) -> Result<(i64, Vec<u8>), StoreError> {
        let number = self.current;
        let wrapping = self.wrapping.get(&number).ok_or_else(|| self.missing(number))?;
        Ok((number, wrapping.seal(&format!("data key/{record}"), key.0.as_slice())?))
    }

    /// Unwraps a record's data key.
    pub(crate) fn unwrap(&self, record: &str, number: i64, wrapped: &[u8]) -> Result<Key, StoreError> {
        let wrapping = self.wrapping.get(&number).ok_or_else(|| self.missing(number))?;
        let context = format!("data key/{record}");
        let plain = wrapping.open(&context, wrapped)?;
        let key = plain.as_slice().try_into().map_err(|_| StoreError::Sealed { context })?;
        Ok(Key(Zeroizing::new(key)))
    }

    /// What can be looked up by equality without being readable: 16 bytes of HMAC-SHA-256 under the search key.
    pub(crate) fn search_hash(&self, kind: &str, label: &str, value: &str) -> Vec<u8> {
        let mut hash = mac(&self.search);
        for part in [kind, label, value] {
            hash.update(&(part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        hash.finalize().into_bytes()[..16].to_vec()
    }

    /// Names of the keys with a fingerprint of each, for the records to know which keys they need.
    pub(crate) fn fingerprints(&self) -> Vec<(String, String)> {
        let wrapping = self.wrapping.iter().map(|(number, key)| (name(*number), key));
        let all = wrapping.chain([(SEARCH.to_owned(), &self.search)]);
        all.map(|(name, key)| {
            let mut hash = mac(key);
            hash.update(b"entente: which key is this");
            (name, hex::encode(&hash.finalize().into_bytes()[..16]))
        })
        .collect()
    }

    /// Adds erasures to the ledger beside the keys.
    pub(crate) fn note_erasures(&self, erasures: &[ledger::Erasure]) -> Result<(), StoreError> {
        ledger::append(&self.folder, erasures)
    }

    fn missing(&self, number: i64) -> StoreError {
        StoreError::Keys { folder: self.folder.clone(), what: format!("lacks {WRAPPING}{number}.{ENDING}") }
    }
}

fn mac(key: &Key) -> Hmac<Sha256> {
    // A key shorter than a block is filled up with zeros (RFC 2104).
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key.0.as_slice());
    KeyInit::new(&(*block).into())
}

/// What the records call a wrapping key.
pub(crate) fn name(number: i64) -> String {
    format!("{WRAPPING}{number}")
}

/// The number of a wrapping key that the records call so.
pub(crate) fn number(name: &str) -> Option<i64> {
    name.strip_prefix(WRAPPING)?.parse().ok()
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.{ENDING}"))
}

fn read_key(path: &Path) -> Result<Key, StoreError> {
    let failed = |what: &str| StoreError::Keys { folder: path.to_owned(), what: what.to_owned() };
    let text = fs::read_to_string(path).map_err(|error| StoreError::folder(path, error))?;
    let text = Zeroizing::new(text);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path).map_err(|error| StoreError::folder(path, error))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(failed("may be read by others: take their permissions away with chmod 600"));
        }
    }
    let mut key = Key(Zeroizing::default());
    hex::decode_to_slice(text.trim(), key.0.as_mut_slice())
        .map_err(|_| failed("is not a key of 64 hexadecimal digits"))?;
    Ok(key)
}

/// Writes a key so that it is on the disk, whole, before anything is sealed with it; never over another one.
fn write_key(path: &Path, key: &Key) -> Result<(), StoreError> {
    let write = || {
        let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(Zeroizing::new(hex::encode(key.0.as_slice())).as_bytes())?;
        file.write_all(b"\n")?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        sync_folder(folder)
    };
    write().map_err(|error| StoreError::folder(path, error))
}
