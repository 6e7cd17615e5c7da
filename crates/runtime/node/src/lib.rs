//! The use cases that the command line and the web both call: renewing lists, looking into them, keeping the index,
//! screening a stream of subjects, comparing names. Effects live here and in `store`; time is an argument.
//!
//! The path of a screening: [`intake`] reads subjects, [`screening`] runs them through an index on all cores and
//! keeps their order, [`report`] writes what was found; [`explain`] puts the reasons into words.

mod attempts;
pub mod audit_log;
mod background;
mod backup;
pub mod casework;
mod diff;
pub mod doctor;
mod error;
pub mod explain;
mod fetch;
mod guard;
pub mod identity;
mod import;
mod index_file;
pub mod intake;
pub mod jobs;
mod keys;
pub mod names;
pub mod notices;
pub mod pairs;
pub mod permissions;
mod reading;
pub mod repeats;
pub mod report;
pub mod rights;
pub mod screening;
pub mod serving;
mod settings;
mod sources;
pub mod statement;
mod status;
mod trail;
mod upkeep;

pub use backup::Restored;
pub use diff::{ChangedEntry, FieldChange, ListDiff, values_in_words};
pub use error::NodeError;
pub use fetch::FetchSettings;
pub use import::{Acceptance, Change, ImportOutcome, ImportRequest, Renewal};
pub use index_file::OpenIndex;
pub use keys::Rotated;
pub use lists::Format as ListFormat;
pub use lists::ftm::to_json as entity_to_json;
pub use matching::{
    Comparison, Contribution, Explanation, Index, LinkKind, Match, OperatingPoint, Scoring, ScreenOptions,
    TokenLink, Verdict,
};
pub use reading::{FileIndex, ListInput, group_files, index_of_files};
pub use settings::{JobSettings, MailSettings, MailTls, SETTINGS_FILE, Settings, WebhookSettings};
pub use sources::{SOURCES_FILE, Source, SourceBook};
pub use status::{ListState, ListStatus};
pub use store::{AttemptOutcome, BackupReport, FoundEntry, Place, VersionRecord};

use access::{Action, Actor};
use model::{Clock, ListId, RecordId};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{ListRecord, Store};

/// One node: its records, its folder, its clock, its sources.
#[derive(Clone)]
pub struct Node {
    store: Store,
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    sources: SourceBook,
    monitored: casework::MonitoredIndex,
    links: casework::Links,
    access: Arc<identity::AccessSettings>,
    settings: Arc<Settings>,
    /// Told when a job was taken in, so that this instance need not look for it.
    job_waits: Arc<tokio::sync::Notify>,
}

impl Node {
    /// Opens the node in its place, creating it where there is none. A path is a data folder with everything in it.
    ///
    /// # Errors
    /// When the place cannot be used or its records are of a newer program.
    pub async fn open(place: impl Into<Place>, clock: Arc<dyn Clock>) -> Result<Self, NodeError> {
        let place = place.into();
        let folder = place.folder().to_owned();
        store::create_private(&folder).map_err(|error| NodeError::file(&folder, error))?;
        let store = Store::open(place).await?;
        let sources = SourceBook::of_node(&folder)?;
        let access = Arc::new(identity::AccessSettings::of_node(&folder)?);
        let settings = Arc::new(Settings::of_node(&folder)?);
        let job_waits = Arc::default();
        let (monitored, links) = (casework::MonitoredIndex::default(), casework::Links::default());
        Ok(Self { store, folder, clock, sources, monitored, links, access, settings, job_waits })
    }

    /// The node's data folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is set for this node.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The configured lists.
    pub fn sources(&self) -> &SourceBook {
        &self.sources
    }

    /// How people get in.
    pub fn access_settings(&self) -> &identity::AccessSettings {
        &self.access
    }

    /// The configured lists, to add to.
    pub fn sources_mut(&mut self) -> &mut SourceBook {
        &mut self.sources
    }

    /// Waits for running statements and closes the records.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// [`Self::remove_by`], asked for at the terminal.
    ///
    /// # Errors
    /// When there is no such list or the records cannot be written.
    pub async fn remove(&self, list: &str, purge: bool) -> Result<(), NodeError> {
        self.remove_by(&self.itself(), list, purge).await
    }

    /// Takes a list out of screening. Its versions stay for replay, unless `purge` erases them and the original
    /// files.
    ///
    /// # Errors
    /// When the actor may not, there is no such list, or the records cannot be written.
    pub async fn remove_by(&self, actor: &Actor, list: &str, purge: bool) -> Result<(), NodeError> {
        trail::allow_at_node(actor, Action::ListManage)?;
        let list = self.known_list(list).await?;
        let mut tx = self.store.write("list.remove").await?;
        let what = if purge { "purged" } else { "removed" };
        if purge {
            tx.purge_list(&list.id, self.clock.now()).await?;
        } else {
            tx.retire_list(&list.id, self.clock.now()).await?;
        }
        let about = [("list", trail::list_mark(&list.id))];
        self.tell(&mut tx, actor, Action::ListManage, None, &about, &(&list.id, what)).await?;
        Ok(tx.commit().await?)
    }

    /// Entries of current versions with this id or this reference.
    ///
    /// # Errors
    /// When there is none.
    pub async fn show(&self, entry: &str, list: Option<&str>) -> Result<Vec<FoundEntry>, NodeError> {
        let list = list.map(|list| ListId(list.to_owned()));
        let found = self.store.find_entries(entry.trim(), list.as_ref()).await?;
        if found.is_empty() {
            return Err(NodeError::NotFound {
                wanted: entry.to_owned(),
                remedy: "give an entry's own id or reference, as `entente screen` prints it".into(),
            });
        }
        Ok(found)
    }

    /// The node itself as an actor: for what jobs and clocks do.
    pub fn itself(&self) -> Actor {
        Actor::system(RecordId::new(jiff::Timestamp::UNIX_EPOCH, [0; 10]))
    }

    /// A new id.
    fn fresh_id(&self) -> RecordId {
        RecordId::new(self.clock.now(), random())
    }

    /// A list of this node, retired or not.
    async fn known_list(&self, list: &str) -> Result<ListRecord, NodeError> {
        let unknown = || NodeError::UnknownList { list: list.to_owned() };
        self.store.list(&ListId(list.to_owned())).await?.ok_or_else(unknown)
    }
}

/// Random bytes of the operating system.
///
/// # Panics
/// When the operating system gives none: nothing may go on then.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// Runs work that keeps a core busy on a thread of its own, so that the runtime stays free.
async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, NodeError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| NodeError::Worker)
}
