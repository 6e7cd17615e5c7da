//! One question about lists, or one change of them, in a transaction of its own.

use crate::{
    Attempt, BlobId, FetchState, FoundEntry, ListRecord, NewVersion, Store, StoreError, VersionEntry,
    VersionId, VersionRecord,
};
use jiff::Timestamp;
use model::{Entity, Envelope, Fault, ListId};

/// Each is the method of [`crate::Snapshot`] of the same name, on the state of this moment.
macro_rules! questions {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        impl Store {$(
            #[doc = concat!("[`crate::Snapshot::", stringify!($name), "`], on the records as they are now.")]
            ///
            /// # Errors
            /// When the records cannot be read.
            pub async fn $name(&self, $($argument: $type),*) -> Result<$answer, StoreError> {
                self.read().await?.$name($($argument),*).await
            }
        )*}
    };
}

/// Each is the method of [`crate::Tx`] of the same name, as a change of its own.
macro_rules! changes {
    ($($name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)*) => {
        impl Store {$(
            #[doc = concat!("[`crate::Tx::", stringify!($name), "`], as a change of its own.")]
            ///
            /// # Errors
            /// When the records cannot be written.
            pub async fn $name(&self, $($argument: $type),*) -> Result<$answer, StoreError> {
                let mut tx = self.write(concat!("list.", stringify!($name))).await?;
                let answer = tx.$name($($argument),*).await?;
                tx.commit().await?;
                Ok(answer)
            }
        )*}
    };
}

questions! {
    lists() -> Vec<ListRecord>;
    list(id: &ListId) -> Option<ListRecord>;
    last_attempt(list: &ListId) -> Option<Attempt>;
    fetch_state(list: &ListId, url: &str) -> Option<FetchState>;
    index_file(inputs: &str) -> Option<String>;
    entries(version: VersionId) -> Vec<Entity>;
    version_entries(version: VersionId) -> Vec<VersionEntry>;
    entry_at(version: VersionId, position: i64) -> Entity;
    find_entries(wanted: &str, list: Option<&ListId>) -> Vec<FoundEntry>;
    versions(list: &ListId) -> Vec<VersionRecord>;
    version(id: VersionId) -> VersionRecord;
    version_files(id: VersionId) -> Vec<(String, BlobId)>;
    version_faults(id: VersionId, limit: usize) -> Vec<Fault>;
}

changes! {
    put_list(list: &ListRecord) -> ();
    retire_list(id: &ListId, at: Timestamp) -> ();
    take_up_list(id: &ListId) -> ();
    purge_list(id: &ListId, at: Timestamp) -> ();
    confirm_list(id: &ListId, at: Timestamp) -> ();
    add_attempt(list: &ListId, attempt: &Attempt, envelope: &Envelope) -> ();
    put_fetch_state(list: &ListId, url: &str, state: &FetchState) -> ();
    put_index_file(inputs: &str, file: &str, at: Timestamp) -> Vec<String>;
    add_version(version: &NewVersion<'_>) -> VersionRecord;
}
