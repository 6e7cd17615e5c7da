//! What the tests share: moments, ids, envelopes; and places for the records of a test: a folder, or a database.

use crate::postgres;
use jiff::Timestamp;
use model::{Envelope, LegalBasis, Marking, RecordId};
use std::path::PathBuf;
use store::Place;

/// A moment, counted from one that all tests share.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + second).unwrap()
}

/// The id of this number.
pub fn id(number: u8) -> RecordId {
    RecordId::new(at(number.into()), [number; 10])
}

/// What records carry that no test looks at.
pub fn envelope() -> Envelope {
    Envelope {
        marking: Marking::default(),
        legal_basis: LegalBasis("Order 7 of the fictional ministry".into()),
        source: "node".into(),
        expires_on: None,
    }
}

/// A place to keep records in, gone after the test.
pub struct TestPlace {
    pub place: Place,
    pub folder: tempfile::TempDir,
}

impl TestPlace {
    /// A folder with SQLite.
    pub fn folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { place: Place::Folder(folder.path().to_owned()), folder }
    }

    /// A new database; none where PostgreSQL is not installed and nobody demands it.
    pub fn postgres() -> Option<Self> {
        let url = postgres::new_database()?;
        let folder = tempfile::tempdir().unwrap();
        Some(Self { place: Place::Postgres { url, folder: folder.path().to_owned() }, folder })
    }

    /// Both kinds of place, with a notice where one is missing.
    pub fn all() -> Vec<Self> {
        [Some(Self::folder()), Self::postgres()].into_iter().flatten().collect()
    }

    /// All files that hold records of this place.
    pub fn data_folders(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.folder.path().to_owned()];
        if let Place::Postgres { url, .. } = &self.place {
            // The server's folder is where its socket lies.
            let (_, server) = url.split_once("host=").unwrap();
            folders.push(PathBuf::from(server).join("data"));
        }
        folders
    }
}
