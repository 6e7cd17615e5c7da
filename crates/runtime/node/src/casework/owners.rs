//! Who owns and controls an entry, by the links of its list: read once for each version, then remembered.

use super::{Owned, Ownership};
use crate::{Node, NodeError, off_thread};
use access::{Action, Actor, Policies, Resource};
use model::{EntryId, ListId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tokio::sync::Mutex;

/// The topic of entries that are designated themselves; a list that has it anywhere also holds others: owners,
/// relatives, companies.
const DESIGNATED: &str = "sanction";

/// The links of lists, remembered for the version that each has now.
#[derive(Clone, Default)]
pub struct Links(Arc<Mutex<HashMap<ListId, OfVersion>>>);

struct OfVersion {
    version: String,
    links: Arc<ListLinks>,
}

struct ListLinks {
    ownership: Ownership,
    designated: BTreeSet<EntryId>,
}

impl Node {
    /// What the list says of the owners of an entry, and whether listed subjects own half of it or more; none when it
    /// says nothing.
    ///
    /// # Errors
    /// When the actor may not look at lists, there is no such list, or it has no version.
    pub async fn owners(
        &self,
        actor: &Actor,
        list: &str,
        entry: &EntryId,
    ) -> Result<Option<Owned>, NodeError> {
        let resource = Resource::of_node(Action::ListView.resource());
        Policies::shipped().check(actor, Action::ListView, &resource)?;
        let links = self.links_of(list).await?;
        Ok(links.ownership.of_entry(entry, &links.designated))
    }

    async fn links_of(&self, list: &str) -> Result<Arc<ListLinks>, NodeError> {
        let list = self.known_list(list).await?;
        let no_version = || NodeError::UnknownList { list: list.id.to_string() };
        let version = self.store.version(list.current.ok_or_else(no_version)?).await?;
        let mut known = self.links.0.lock().await;
        if let Some(same) = known.get(&list.id).filter(|known| known.version == version.hash) {
            return Ok(Arc::clone(&same.links));
        }
        let entries = self.store.entries(version.id).await?;
        let links = off_thread(move || {
            let designated = |topics: &[String]| topics.iter().any(|topic| topic == DESIGNATED);
            let told_apart = entries.iter().any(|entry| designated(&entry.listing.topics));
            let ids = entries.iter().filter(|entry| !told_apart || designated(&entry.listing.topics));
            let designated = ids.map(|entry| entry.id.clone()).collect();
            Arc::new(ListLinks { ownership: Ownership::of(&entries), designated })
        })
        .await?;
        known.insert(list.id, OfVersion { version: version.hash, links: Arc::clone(&links) });
        Ok(links)
    }
}
