//! What a subject was matched with: an entry on a list, or a known item.

use crate::Fingerprint;
use model::{Entity, EntryId, ListId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What a subject was matched with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThingRef {
    /// An entry on a list.
    Entry(EntryRef),
    /// A known item of a shared set.
    Item(ItemRef),
}

/// An entry as records refer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRef {
    /// The list.
    pub list: ListId,
    /// The source's own id.
    pub entry: EntryId,
    /// Ids that the entry had before entries were merged or renumbered.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub referents: BTreeSet<EntryId>,
    /// The fingerprint of its matching data.
    pub content: Fingerprint,
}

/// A known item as records refer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRef {
    /// The set that it belongs to.
    pub set: String,
    /// The set's own id of it.
    pub item: String,
}

/// The short name of a thing inside this node: `un-sc/QDi.001`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ThingKey(pub String);

impl ThingKey {
    /// The key of an entry on a list, by any id that it has or had.
    pub fn of_entry(list: &ListId, id: &EntryId) -> Self {
        Self(format!("{list}/{id}"))
    }
}

impl fmt::Display for ThingKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl ThingRef {
    /// Its short name.
    pub fn key(&self) -> ThingKey {
        match self {
            Self::Entry(entry) => entry.key(),
            Self::Item(item) => ThingKey(format!("item:{}/{}", item.set, item.item)),
        }
    }

    /// The entry, where it is one.
    pub fn entry(&self) -> Option<&EntryRef> {
        match self {
            Self::Entry(entry) => Some(entry),
            Self::Item(_) => None,
        }
    }
}

impl EntryRef {
    /// The reference to an entry as it stands on a list now.
    pub fn of(list: &ListId, entity: &Entity) -> Self {
        Self {
            list: list.clone(),
            entry: entity.id.clone(),
            referents: entity.listing.referents.iter().cloned().collect(),
            content: Fingerprint::of(&entity.profile),
        }
    }

    /// Its short name.
    pub fn key(&self) -> ThingKey {
        ThingKey::of_entry(&self.list, &self.entry)
    }

    /// Whether both are one entry: on one list, with an id in common among those they have or had.
    pub fn same_entry(&self, other: &Self) -> bool {
        self.list == other.list && self.ids().any(|own| other.ids().any(|others| own == others))
    }

    /// The id it has and those it had.
    pub fn ids(&self) -> impl Iterator<Item = &EntryId> {
        std::iter::once(&self.entry).chain(&self.referents)
    }
}
