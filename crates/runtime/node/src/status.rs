//! How the lists of a node stand: version, age, faults, what to worry about.

use crate::diff::named;
use crate::trail::allow_at_node;
use crate::{Node, NodeError, Source};
use access::{Action, Actor};
use jiff::Timestamp;
use jiff::civil::Date;
use model::{Fault, ListId, day_of};
use store::{Attempt, ListRecord, VersionRecord};

/// How one list stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ListStatus {
    /// Short name.
    pub id: ListId,
    /// Full name.
    pub title: String,
    /// Who publishes it.
    pub authority: String,
    /// Why it may be held.
    pub legal_basis: String,
    /// Label of its marking.
    pub marking: &'static str,
    /// The last day it stands.
    pub expires_on: Option<Date>,
    /// The version that is screened against.
    pub current: Option<VersionRecord>,
    /// When the authority last said that it is current.
    pub confirmed_at: Option<Timestamp>,
    /// How many days ago it was known to be current.
    pub age_days: Option<i32>,
    /// How old it may grow.
    pub max_age_days: Option<u32>,
    /// How the last try to renew it ended.
    pub last_attempt: Option<Attempt>,
    /// What it comes to.
    pub state: ListState,
}

/// What a list's condition comes to, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListState {
    /// Taken out of screening.
    Removed,
    /// Never imported.
    Missing,
    /// Past its expiry: it does not match.
    Expired,
    /// Older than it may grow.
    TooOld,
    /// In order.
    Current,
}

impl ListState {
    /// A word for tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Missing => "missing",
            Self::Expired => "expired",
            Self::TooOld => "too old",
            Self::Current => "current",
        }
    }
}

impl Node {
    /// How every list of the node stands.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn status(&self) -> Result<Vec<ListStatus>, NodeError> {
        let mut statuses = Vec::new();
        for list in self.store.lists().await? {
            statuses.push(self.status_of(list).await?);
        }
        Ok(statuses)
    }

    /// The faults of a list's current version, at most `limit`.
    ///
    /// # Errors
    /// When there is no such list or version.
    pub async fn faults(&self, list: &str, limit: usize) -> Result<Vec<Fault>, NodeError> {
        let list = self.known_list(list).await?;
        match list.current {
            Some(version) => Ok(self.store.version_faults(version, limit).await?),
            None => Ok(Vec::new()),
        }
    }

    /// How one list stands, for whoever may look at lists.
    ///
    /// # Errors
    /// When the actor may not, there is no such list, or the records cannot be read.
    pub async fn list_status(&self, actor: &Actor, list: &str) -> Result<ListStatus, NodeError> {
        allow_at_node(actor, Action::ListView)?;
        self.status_of(self.known_list(list).await?).await
    }

    /// All versions of a list, the newest import first.
    ///
    /// # Errors
    /// When the actor may not, there is no such list, or the records cannot be read.
    pub async fn list_versions(&self, actor: &Actor, list: &str) -> Result<Vec<VersionRecord>, NodeError> {
        allow_at_node(actor, Action::ListView)?;
        let list = self.known_list(list).await?;
        Ok(self.store.versions(&list.id).await?)
    }

    /// One version by the beginning of its hash, with the names and hashes of its original files.
    ///
    /// # Errors
    /// When the actor may not, there is no such list or version, or the records cannot be read.
    pub async fn list_version(
        &self,
        actor: &Actor,
        list: &str,
        version: &str,
    ) -> Result<(VersionRecord, Vec<(String, String)>), NodeError> {
        let version = named(&self.list_versions(actor, list).await?, version)?;
        let files = self.store.version_files(version.id).await?.into_iter();
        Ok((version, files.map(|(name, blob)| (name, blob.as_str().to_owned())).collect()))
    }

    /// The faults of a version, at most `limit`.
    ///
    /// # Errors
    /// When the actor may not, there is no such list or version, or the records cannot be read.
    pub async fn version_faults(
        &self,
        actor: &Actor,
        list: &str,
        version: &str,
        limit: usize,
    ) -> Result<Vec<Fault>, NodeError> {
        let version = named(&self.list_versions(actor, list).await?, version)?;
        Ok(self.store.version_faults(version.id, limit).await?)
    }

    async fn status_of(&self, list: ListRecord) -> Result<ListStatus, NodeError> {
        let current = match list.current {
            Some(version) => Some(self.store.version(version).await?),
            None => None,
        };
        let source: Option<Source> = serde_json::from_value(list.config).ok();
        let max_age_days = source.map(|source| source.config.max_age_days);
        let today = self.clock.today();
        let age_days = current.as_ref().and_then(|version| age(version, list.confirmed_at, today));
        let expired = list.envelope.expires_on.is_some_and(|last| last < today);
        let too_old = age_days.zip(max_age_days).is_some_and(|(age, most)| i64::from(age) > i64::from(most));
        let state = match (&list.retired_at, &current) {
            (Some(_), _) => ListState::Removed,
            (None, None) => ListState::Missing,
            (None, Some(_)) if expired => ListState::Expired,
            (None, Some(_)) if too_old => ListState::TooOld,
            (None, Some(_)) => ListState::Current,
        };
        Ok(ListStatus {
            last_attempt: self.store.last_attempt(&list.id).await?,
            id: list.id,
            title: list.title,
            authority: list.authority,
            legal_basis: list.envelope.legal_basis.0,
            marking: list.envelope.marking.tlp.as_str(),
            expires_on: list.envelope.expires_on,
            current,
            confirmed_at: list.confirmed_at,
            age_days,
            max_age_days,
            state,
        })
    }
}

/// Days since the version was known to be current: since the authority confirmed it, or for a file that somebody
/// brought, since the authority made it. An old file imported today is old.
fn age(version: &VersionRecord, confirmed_at: Option<Timestamp>, today: Date) -> Option<i32> {
    let known_on = match (confirmed_at, version.generated_on) {
        (Some(at), _) => day_of(at),
        (None, Some(date)) => date,
        (None, None) => day_of(version.imported_at),
    };
    today.since((jiff::Unit::Day, known_on)).ok().map(|span| span.get_days())
}
