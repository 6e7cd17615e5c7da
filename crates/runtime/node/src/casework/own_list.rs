//! The party's own entries: proposed by one, approved by another, and screened against as a list of their own.

use super::{OWN_LIST, OwnEntry, allow, allow_of, must, unchanged};
use crate::import::record_of;
use crate::reading::{self, ListInput};
use crate::trail::{list_mark, version_mark};
use crate::{Node, NodeError, Source};
use access::{Act, Action, Actor};
use jiff::civil::Date;
use lists::{Format, ListConfig};
use model::{Desk, Entity, Envelope, LegalBasis, ListId, Marking, Parsed, RecordId, Severity};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use store::{Cursor, NewVersion, Page, Query, Stored, Tx, VersionRecord};

impl Node {
    /// Proposes a new own entry that stands until `until`.
    ///
    /// # Errors
    /// When the actor may not, there is no basis or reason, or the last day is out of bounds.
    pub async fn propose_own_entry(
        &self,
        actor: &Actor,
        desk: Desk,
        legal_basis: &LegalBasis,
        (entity, until): (Entity, Date),
        reason: &str,
    ) -> Result<OwnEntry, NodeError> {
        allow(actor, Action::OwnEntryPropose, desk)?;
        let envelope = Envelope {
            marking: Marking::default(),
            legal_basis: legal_basis.clone(),
            source: "own entry".into(),
            expires_on: None,
        };
        let act = Act::new(actor, self.clock.now(), reason);
        let entry = OwnEntry::propose(self.fresh_id(), envelope, desk, (entity, until), act)?;
        let mut tx = self.store.write("own_entry.propose").await?;
        tx.insert(&entry).await?;
        let about = [("own-entry", entry.id)];
        self.tell(&mut tx, actor, Action::OwnEntryPropose, desk, &about, &reason).await?;
        tx.commit().await?;
        Ok(entry)
    }

    /// Proposes other content for an own entry, or with none that it stand no longer.
    ///
    /// # Errors
    /// When the actor may not, a change waits already, or the last day is out of bounds.
    pub async fn propose_own_entry_change(
        &self,
        actor: &Actor,
        entry: RecordId,
        seen: Option<u64>,
        content: Option<(Entity, Date)>,
        reason: &str,
    ) -> Result<OwnEntry, NodeError> {
        let mut tx = self.store.write("own_entry.change").await?;
        let Stored { mut record, revision, .. } = seen_entry(&mut tx, entry, seen).await?;
        allow(actor, Action::OwnEntryPropose, record.desk)?;
        let act = Act::new(actor, self.clock.now(), reason);
        match content {
            Some((entity, until)) => record.propose_content(entity, until, act)?,
            None => record.propose_removal(act)?,
        }
        tx.update(&record, revision).await?;
        let about = [("own-entry", entry)];
        self.tell(&mut tx, actor, Action::OwnEntryPropose, record.desk, &about, &reason).await?;
        tx.commit().await?;
        Ok(record)
    }

    /// Approves what waits, as a second person: the list of own entries changes at once, and with it monitored
    /// subjects and open alerts.
    ///
    /// # Errors
    /// When the actor may not, is the one who proposed it, or nothing waits.
    pub async fn approve_own_entry(
        &self,
        actor: &Actor,
        entry: RecordId,
        seen: Option<u64>,
        note: Option<&str>,
    ) -> Result<OwnEntry, NodeError> {
        let mut tx = self.store.write("own_entry.approve").await?;
        let Stored { mut record, revision, .. } = seen_entry(&mut tx, entry, seen).await?;
        let proposer = record.pending.as_ref().and_then(|pending| pending.by().person);
        allow_of(actor, Action::OwnEntryApprove, record.desk, proposer)?;
        record.approve(actor, self.clock.now(), note)?;
        tx.update(&record, revision).await?;
        let about = [("own-entry", entry)];
        self.tell(&mut tx, actor, Action::OwnEntryApprove, record.desk, &about, &"approved").await?;
        tx.commit().await?;
        self.catch_up().await?;
        Ok(record)
    }

    /// Rejects what waits, as a second person; whoever proposed it may take it back so.
    ///
    /// # Errors
    /// When the actor may not, there is no reason, or nothing waits.
    pub async fn reject_own_entry(
        &self,
        actor: &Actor,
        entry: RecordId,
        seen: Option<u64>,
        reason: &str,
    ) -> Result<OwnEntry, NodeError> {
        let mut tx = self.store.write("own_entry.reject").await?;
        let Stored { mut record, revision, .. } = seen_entry(&mut tx, entry, seen).await?;
        let proposer = record.pending.as_ref().and_then(|pending| pending.by().person);
        let action = if actor.person().is_some() && proposer == actor.person() {
            Action::OwnEntryPropose
        } else {
            Action::OwnEntryApprove
        };
        allow(actor, action, record.desk)?;
        record.reject(Act::new(actor, self.clock.now(), reason))?;
        tx.update(&record, revision).await?;
        let about = [("own-entry", entry)];
        self.tell(&mut tx, actor, action, record.desk, &about, &("rejected", reason)).await?;
        tx.commit().await?;
        Ok(record)
    }

    /// One own entry.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn own_entry(&self, actor: &Actor, entry: RecordId) -> Result<Stored<OwnEntry>, NodeError> {
        let kept = must::<OwnEntry>(&mut self.store.read().await?, entry).await?;
        allow(actor, Action::OwnEntryView, kept.record.desk)?;
        Ok(kept)
    }

    /// The own entries of a desk, the latest first; with `waiting` those of which something waits for a second
    /// person.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn own_entries(
        &self,
        actor: &Actor,
        desk: Desk,
        waiting: bool,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<OwnEntry>, NodeError> {
        let mut query = Query::all().descending("id").limit(limit).after(after);
        if waiting {
            query = query.is("waiting", true);
        }
        self.page_of(actor, Action::OwnEntryView, desk, query).await
    }

    /// Makes what stands today the current version of the list of own entries. Nothing happens when it is already.
    ///
    /// # Errors
    /// When the records cannot be read or written.
    pub async fn publish_own_list(&self) -> Result<(), NodeError> {
        let list = ListId(OWN_LIST.into());
        let (entries, hash) = self.standing_entries().await?;
        let is_current = |current: Option<&VersionRecord>| match current {
            Some(current) => current.hash == hash,
            None => entries.is_empty(),
        };
        if is_current(self.current(&list).await?.as_ref()) {
            return Ok(());
        }
        let record = record_of(&Source { config: own_list_config(), mapping: None, folder: PathBuf::new() })?;
        let mut tx = self.store.write("own_list.publish").await?;
        let current = match tx.list(&list).await?.and_then(|list| list.current) {
            Some(current) => Some(tx.version(current).await?),
            None => None,
        };
        if is_current(current.as_ref()) {
            return Ok(());
        }
        tx.put_list(&record).await?;
        let version = NewVersion {
            list: &list,
            hash: &hash,
            imported_at: self.clock.now(),
            generated_on: Some(self.clock.today()),
            format: record_format().as_str(),
            checked: true,
            files: &[],
            entries: &entries,
            faults: &[],
            envelope: record.envelope.clone(),
            replaces: current.map(|current| current.id),
        };
        let taken = tx.add_version(&version).await?;
        let about = [("list", list_mark(&list)), ("list-version", version_mark(&taken))];
        self.tell(&mut tx, &self.itself(), Action::ListImport, None, &about, &(&list, &hash)).await?;
        Ok(tx.commit().await?)
    }

    /// The entries that stand today, and a hash over them.
    async fn standing_entries(&self) -> Result<(Vec<Entity>, String), NodeError> {
        let today = self.clock.today();
        let approved = self.store.read().await?.all::<OwnEntry>(&Query::all().is("approved", true)).await?;
        let entries: Vec<Entity> =
            approved.iter().filter_map(|stored| stored.record.standing(today)).cloned().collect();
        let mut hash = Sha256::new();
        hash.update(OWN_LIST);
        for entry in &entries {
            // An entity is made of texts, numbers and lists of them: it always has a JSON form.
            hash.update(serde_json::to_vec(entry).unwrap_or_default());
        }
        Ok((entries, hex::encode(hash.finalize())))
    }
}

/// The content of an own entry, from its FollowTheMoney schema and properties.
///
/// # Errors
/// When there is neither a name nor an identifier, or something of it cannot be read.
pub fn own_entity(schema: &str, properties: &Value) -> Result<Entity, NodeError> {
    let line = json!({ "id": OWN_LIST, "schema": schema, "properties": properties }).to_string();
    let file = ListInput { name: "own.json".into(), bytes: line.into_bytes() };
    let Parsed { value: list, faults } = reading::read(&[file], record_format(), None);
    let unfit = |what: String| NodeError::Usage {
        what,
        remedy: "give a FollowTheMoney schema, and properties with a list of texts each".into(),
    };
    if let Some(fault) = faults.iter().find(|fault| fault.severity > Severity::Warning) {
        return Err(unfit(format!("the entry cannot be read: {}", fault.what)));
    }
    let entity = list.entries.into_iter().next().ok_or_else(|| unfit("there is no entry in it".into()))?;
    match entity.profile.names.is_empty() && entity.profile.identifiers.is_empty() {
        true => Err(unfit("the entry has neither a name nor an identifier".into())),
        false => Ok(entity),
    }
}

/// An own entry as somebody saw it.
async fn seen_entry(tx: &mut Tx, entry: RecordId, seen: Option<u64>) -> Result<Stored<OwnEntry>, NodeError> {
    let kept = must::<OwnEntry>(tx, entry).await?;
    unchanged(&kept, seen)?;
    Ok(kept)
}

/// Own entries are entities of the FollowTheMoney model.
fn record_format() -> Format {
    Format::Ftm
}

fn own_list_config() -> ListConfig {
    ListConfig {
        id: ListId(OWN_LIST.into()),
        title: "own entries".into(),
        authority: "this party".into(),
        legal_basis: LegalBasis("each entry's own, approved by two persons".into()),
        marking: Marking::default(),
        expires_on: None,
        format: record_format(),
        urls: Vec::new(),
        files: Vec::new(),
        mapping: None,
        max_shrink: 1.0,
        max_age_days: u32::MAX,
        checked_on_real_file: None,
    }
}
