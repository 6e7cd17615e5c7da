//! What changed between two versions of a list: entries added, removed, and changed with the fields that did.

use crate::import::by_entry;
use crate::{Node, NodeError};
use model::{Entity, EntryId, ListId};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use store::{VersionEntry, VersionRecord};

/// What changed between two versions.
#[derive(Clone, Debug, PartialEq)]
pub struct ListDiff {
    /// The list.
    pub list: ListId,
    /// The older version.
    pub old: VersionRecord,
    /// The newer version.
    pub new: VersionRecord,
    /// Entries only in the newer one.
    pub added: Vec<Entity>,
    /// Entries only in the older one.
    pub removed: Vec<Entity>,
    /// Entries in both that differ.
    pub changed: Vec<ChangedEntry>,
}

/// An entry that differs between two versions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangedEntry {
    /// Its id.
    pub entry: EntryId,
    /// Its name in the newer version.
    pub caption: String,
    /// What differs.
    pub fields: Vec<FieldChange>,
}

/// The values that a field lost and gained.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldChange {
    /// Name of the field.
    pub field: String,
    /// Values only in the older version.
    pub removed: Vec<String>,
    /// Values only in the newer version.
    pub added: Vec<String>,
}

impl Node {
    /// Compares two versions, named by the beginnings of their hashes; without names, the current one with the one
    /// imported before it.
    ///
    /// # Errors
    /// When there is no such list or version, or only one.
    pub async fn diff(&self, list: &str, versions: Option<(&str, &str)>) -> Result<ListDiff, NodeError> {
        let list = self.known_list(list).await?;
        let all = self.store.versions(&list.id).await?;
        let (old, new) = match versions {
            Some((old, new)) => (named(&all, old)?, named(&all, new)?),
            None => {
                let at = all.iter().position(|version| Some(version.id) == list.current);
                match at.and_then(|at| Some((all.get(at + 1)?, all.get(at)?))) {
                    Some((old, new)) => (old.clone(), new.clone()),
                    None => {
                        return Err(NodeError::NotFound {
                            wanted: format!("the version of {} before the current one", list.id),
                            remedy: "a difference needs two versions; import a newer file first".into(),
                        });
                    }
                }
            }
        };
        self.compare_versions(list.id, old, new).await
    }

    async fn compare_versions(
        &self,
        list: ListId,
        old: VersionRecord,
        new: VersionRecord,
    ) -> Result<ListDiff, NodeError> {
        let old_entries = self.store.version_entries(old.id).await?;
        let new_entries = self.store.version_entries(new.id).await?;
        let (old_hashes, new_hashes) = (by_entry(old_entries.clone()), by_entry(new_entries.clone()));
        let mut diff =
            ListDiff { list, old, new, added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
        for VersionEntry { entry, position, .. } in &old_entries {
            if !new_hashes.contains_key(&entry.0) {
                diff.removed.push(self.store.entry_at(diff.old.id, *position).await?);
            }
        }
        let old_places: BTreeMap<&str, i64> =
            old_entries.iter().map(|entry| (entry.entry.0.as_str(), entry.position)).collect();
        for VersionEntry { entry, position, .. } in &new_entries {
            match (old_hashes.get(&entry.0), old_places.get(entry.0.as_str())) {
                (Some(hashes), Some(_)) if Some(hashes) == new_hashes.get(&entry.0) => {}
                (_, Some(old_place)) => {
                    let old = self.store.entry_at(diff.old.id, *old_place).await?;
                    let new = self.store.entry_at(diff.new.id, *position).await?;
                    diff.changed.push(changed(&old, &new));
                }
                (_, None) => diff.added.push(self.store.entry_at(diff.new.id, *position).await?),
            }
        }
        Ok(diff)
    }
}

/// The version whose hash begins so.
pub(crate) fn named(versions: &[VersionRecord], name: &str) -> Result<VersionRecord, NodeError> {
    let fitting: Vec<_> = versions.iter().filter(|version| version.hash.starts_with(name)).collect();
    match fitting[..] {
        [version] if !name.is_empty() => Ok(version.clone()),
        _ => {
            let known: Vec<&str> = versions.iter().map(|version| &version.hash[..12]).collect();
            Err(NodeError::NotFound {
                wanted: name.to_owned(),
                remedy: format!("the versions are {}", known.join(", ")),
            })
        }
    }
}

fn changed(old: &Entity, new: &Entity) -> ChangedEntry {
    let (old_fields, new_fields) = (fields(old), fields(new));
    let none = Vec::new();
    let mut names: Vec<&String> = old_fields.keys().chain(new_fields.keys()).collect();
    names.sort();
    names.dedup();
    let changes = names.into_iter().filter_map(|name| {
        let (old, new) = (old_fields.get(name).unwrap_or(&none), new_fields.get(name).unwrap_or(&none));
        let only = |these: &[String], others: &[String]| -> Vec<String> {
            these.iter().filter(|value| !others.contains(value)).cloned().collect()
        };
        // Values that only changed places tell nobody anything.
        let (removed, added) = (only(old, new), only(new, old));
        (!removed.is_empty() || !added.is_empty()).then(|| FieldChange {
            field: name.clone(),
            removed,
            added,
        })
    });
    ChangedEntry {
        entry: new.id.clone(),
        caption: new.profile.caption().to_owned(),
        fields: changes.collect(),
    }
}

/// An entry as fields with their values as texts.
fn fields(entity: &Entity) -> BTreeMap<String, Vec<String>> {
    let mut fields = BTreeMap::new();
    for part in [serde_json::to_value(&entity.profile), serde_json::to_value(&entity.listing)] {
        if let Ok(Value::Object(part)) = part {
            for (name, value) in part {
                match value {
                    Value::Object(inner) if name == "other" => {
                        fields.extend(inner.into_iter().map(|(name, value)| (name, texts(value))));
                    }
                    value => {
                        fields.insert(name, texts(value));
                    }
                }
            }
        }
    }
    fields
}

fn texts(value: Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().map(text).collect(),
        value => vec![text(&value)],
    }
}

/// The values of a property of an entry's JSON form, one a line.
pub fn values_in_words(value: &Value) -> String {
    texts(value.clone()).join("\n")
}

/// One value in a line: a name with its kind, a place with its country, a plain text.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(parts) => {
            let main = ["text", "value", "target"].into_iter().find_map(|key| parts.get(key)?.as_str());
            let rest: Vec<String> = parts
                .iter()
                .filter(|(key, _)| !["text", "value", "target"].contains(&key.as_str()))
                .map(|(_, value)| text(value))
                .collect();
            match main {
                Some(main) if rest.is_empty() => main.to_owned(),
                Some(main) => format!("{main} ({})", rest.join(", ")),
                None => value.to_string(),
            }
        }
        value => value.to_string(),
    }
}
