//! Continuous monitoring: what changed on a list reaches monitored subjects and open alerts. Changed entries find the
//! subjects they may concern in an index of the subjects, and only these are screened; a test holds this to be equal
//! to screening everybody. How far each list's changes have come is kept, so that being killed half way loses nothing.

use super::matches::{Asked, Entries, screened};
use super::run::{ScreeningOrder, ScreeningRun};
use super::{
    ALERT_UPDATED, Alert, ListCursor, Matched, MonitoredSubject, OPEN, Settings, ThingKey, Trigger,
    Withdrawal,
};
use crate::background::in_background;
use crate::import::by_entry;
use crate::{Node, NodeError};
use access::{Action, Actor};
use jiff::Timestamp;
use jiff::civil::Date;
use matching::{Index, Match, ScreenOptions, SubjectIndex, SubjectIndexBuilder};
use model::{Desk, Entity, EntryId, Envelope, ListId, Profile, RecordId, Subject};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use store::{ListRecord, Query, Stored, VersionRecord};
use tokio::sync::Mutex;
use tokio::task::JoinSet;

/// So many entries are looked up in alerts at a time.
const KEYS_AT_ONCE: usize = 400;

/// Subjects registered since the index was made are screened as they are; when they are more, it is made anew.
const MOST_RECENT: u64 = 2000;

/// So many subjects are read at a time for the index.
const INDEXED_AT_ONCE: usize = 2000;

/// So many subjects that a change may concern are screened, and their alerts written, at a time: few of them match.
const CONCERNED_AT_ONCE: usize = 2048;

/// When so many entries changed at once, screening everybody is quicker than asking for each of them.
const MOST_ASKED: usize = 5000;

/// What a change of a list came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delta {
    /// The list.
    pub list: ListId,
    /// Entries that are new or changed.
    pub changed: usize,
    /// Entries that are off the list.
    pub removed: usize,
    /// Monitored subjects that were looked at.
    pub subjects: usize,
    /// Alerts that were opened, or opened again.
    pub opened: u64,
    /// Alerts of which matches were withdrawn or renewed.
    pub updated: usize,
}

/// How far the changes of a list have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListReach {
    /// The list.
    pub list: ListId,
    /// The version that is screened against; none when the list is out of screening.
    pub current: Option<String>,
    /// The version whose changes have reached monitored subjects and open alerts.
    pub reached: Option<String>,
    /// When they had.
    pub at: Option<Timestamp>,
}

impl ListReach {
    /// Whether nothing of the list is still on its way.
    pub fn is_caught_up(&self) -> bool {
        self.current == self.reached
    }
}

/// The index of monitored subjects, made when it is first needed. It is in memory only: it holds names.
#[derive(Clone, Default)]
pub struct MonitoredIndex(Arc<Mutex<Option<Arc<Loaded>>>>);

impl MonitoredIndex {
    /// Forgets who is in it: it is made anew when it is needed.
    pub(crate) async fn forget(&self) {
        *self.0.lock().await = None;
    }
}

struct Loaded {
    index: SubjectIndex,
    /// The records, by the subjects' places in the index.
    ids: Vec<RecordId>,
    /// Subjects registered or changed from here on are not in it.
    until: Timestamp,
}

/// What changed between two versions of a list.
struct Changes {
    list: ListId,
    /// New and changed entries, as they are now.
    entries: Vec<Entity>,
    /// Ids of entries that are off the list and not under another id.
    removed: BTreeSet<EntryId>,
    /// Ids that are on the list.
    standing: BTreeSet<EntryId>,
}

impl Node {
    /// Makes the index of monitored subjects ready, so that the first change of a list need not wait for it.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn prepare_monitoring(&self) -> Result<usize, NodeError> {
        Ok(self.loaded().await?.ids.len())
    }

    /// Brings every change of a list that has not reached monitored subjects and open alerts yet to them. Call it
    /// after every import and removal, and now and then: other processes change lists too, and own entries expire.
    ///
    /// # Errors
    /// When the records cannot be read or written; what was not reached is reached by the next call.
    pub async fn catch_up(&self) -> Result<Vec<Delta>, NodeError> {
        self.publish_own_list().await?;
        let mut deltas = Vec::new();
        for list in self.store.lists().await? {
            let cursor =
                self.store.read().await?.find::<ListCursor>(&Query::all().is("list", &list.id.0)).await?;
            let current = match (list.current, list.retired_at) {
                (Some(current), None) => Some(self.store.version(current).await?),
                _ => None,
            };
            let version = current.as_ref().map(|version| version.hash.clone());
            let reached = cursor.as_ref().and_then(|cursor| cursor.record.version.clone());
            if version == reached {
                continue;
            }
            let changes = self.changes(&list.id, reached.as_deref(), current.as_ref()).await?;
            deltas.push(self.reach(changes).await?);
            self.move_cursor(&list, version).await?;
        }
        Ok(deltas)
    }

    /// How far the changes of each list have come.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn monitoring_reach(&self, actor: &Actor, desk: Desk) -> Result<Vec<ListReach>, NodeError> {
        super::allow(actor, Action::MonitoringView, desk)?;
        let mut snapshot = self.store.read().await?;
        let mut reach = Vec::new();
        for list in snapshot.lists().await? {
            let cursor = snapshot.find::<ListCursor>(&Query::all().is("list", &list.id.0)).await?;
            let current = match (list.current, list.retired_at) {
                (Some(current), None) => Some(snapshot.version(current).await?.hash),
                _ => None,
            };
            let cursor = cursor.map(|cursor| cursor.record);
            let reached = cursor.as_ref().and_then(|cursor| cursor.version.clone());
            reach.push(ListReach { list: list.id, current, reached, at: cursor.map(|cursor| cursor.at) });
        }
        Ok(reach)
    }

    /// Screens every monitored subject against all lists. How rare a name is depends on all that is listed, so a change
    /// of one entry can, by a hair, lift a pair of others over the threshold: following changes does not see that, this
    /// does. Run it now and then, when there is time.
    ///
    /// # Errors
    /// When there is no list, or the records cannot be read or written.
    pub async fn screen_monitored(&self) -> Result<u64, NodeError> {
        let index = Arc::new(self.index(&|| ()).await?.index);
        let today = self.clock.today();
        let mut everybody = self.all_monitored().await?;
        everybody.retain(|subject| subject.stands(today));
        self.screen_concerned(Trigger::ListChange, everybody, &index, &|_| true).await
    }

    /// Brings one list's changes to subjects and alerts.
    async fn reach(&self, changes: Changes) -> Result<Delta, NodeError> {
        let index = match self.anybody_is_concerned().await? {
            true => match self.index(&|| ()).await {
                Ok(open) => Some(Arc::new(open.index)),
                Err(NodeError::NoLists) => None,
                Err(error) => return Err(error),
            },
            // Nobody is monitored and nothing is open: the index need not even be built.
            false => None,
        };
        let mut delta = Delta {
            list: changes.list.clone(),
            changed: changes.entries.len(),
            removed: changes.removed.len(),
            subjects: 0,
            opened: 0,
            updated: self.update_alerts(&changes, index.as_ref()).await?,
        };
        if let Some(index) = index.filter(|_| !changes.entries.is_empty()) {
            let concerned = self.concerned(&changes.entries, &index).await?;
            delta.subjects = concerned.len();
            let ids: BTreeSet<&EntryId> = changes.entries.iter().map(|entry| &entry.id).collect();
            let changed = |found: &Match| found.list == changes.list && ids.contains(&found.entry);
            let own = changes.list.0 == super::OWN_LIST;
            let trigger = if own { Trigger::OwnEntryChange } else { Trigger::ListChange };
            delta.opened = self.screen_concerned(trigger, concerned, &index, &changed).await?;
        }
        Ok(delta)
    }

    async fn anybody_is_concerned(&self) -> Result<bool, NodeError> {
        let mut snapshot = self.store.read().await?;
        let monitored = snapshot.find::<MonitoredSubject>(&Query::all().is("ended", false)).await?;
        let open = snapshot.find::<Alert>(&Query::all().one_of("status", OPEN)).await?;
        Ok(monitored.is_some() || open.is_some())
    }

    /// What changed from one version to another.
    async fn changes(
        &self,
        list: &ListId,
        reached: Option<&str>,
        current: Option<&VersionRecord>,
    ) -> Result<Changes, NodeError> {
        let versions = self.store.versions(list).await?;
        let old = versions.iter().find(|version| Some(version.hash.as_str()) == reached);
        let old = match old {
            Some(version) => by_entry(self.store.version_entries(version.id).await?),
            None => HashMap::new(),
        };
        let Some(current) = current else {
            let removed = old.into_keys().map(EntryId).collect();
            return Ok(Changes {
                list: list.clone(),
                entries: Vec::new(),
                removed,
                standing: BTreeSet::new(),
            });
        };
        let places = self.store.version_entries(current.id).await?;
        let new = by_entry(places.clone());
        let changed = places.iter().filter(|place| old.get(&place.entry.0) != new.get(&place.entry.0));
        let mut entries = Vec::new();
        if old.is_empty() {
            entries = self.store.entries(current.id).await?;
        } else {
            for place in changed {
                entries.push(self.store.entry_at(current.id, place.position).await?);
            }
        }
        // An entry under another id says which ids it had: it is not off the list.
        let renumbered: BTreeSet<&EntryId> =
            entries.iter().flat_map(|entry| &entry.listing.referents).collect();
        let removed = old.keys().filter(|id| !new.contains_key(*id)).map(|id| EntryId(id.clone()));
        let removed = removed.filter(|id| !renumbered.contains(id)).collect();
        let standing = new.into_keys().map(EntryId).collect();
        Ok(Changes { list: list.clone(), entries, removed, standing })
    }

    /// The monitored subjects that entries of the index may concern.
    async fn concerned(
        &self,
        entries: &[Entity],
        index: &Arc<Index>,
    ) -> Result<Vec<MonitoredSubject>, NodeError> {
        let loaded = self.loaded().await?;
        let today = self.clock.today();
        let mut ids: BTreeSet<RecordId> = BTreeSet::new();
        if entries.len() > MOST_ASKED {
            ids.extend(&loaded.ids);
        } else if !loaded.ids.is_empty() {
            let places = candidates(&loaded, entries, index, today).await?;
            ids.extend(places.into_iter().filter_map(|place| loaded.ids.get(place)));
        }
        let mut snapshot = self.store.read().await?;
        let mut concerned = Vec::new();
        for some in ids.iter().collect::<Vec<_>>().chunks(KEYS_AT_ONCE) {
            let these = Query::all().one_of("id", some.iter().copied().copied()).limit(some.len());
            let kept = snapshot.page::<MonitoredSubject>(&these).await?.records;
            concerned.extend(kept.into_iter().map(|kept| kept.record));
        }
        let recent = snapshot.all::<MonitoredSubject>(&since(loaded.until)).await?;
        concerned
            .extend(recent.into_iter().map(|kept| kept.record).filter(|recent| !ids.contains(&recent.id)));
        concerned.retain(|subject| subject.stands(today));
        Ok(concerned)
    }

    /// Screens the subjects, and takes the matches that are wanted. Subjects that are monitored for one purpose on one
    /// basis are one screening.
    async fn screen_concerned(
        &self,
        trigger: Trigger,
        concerned: Vec<MonitoredSubject>,
        index: &Arc<Index>,
        wanted: &(dyn Fn(&Match) -> bool + Sync),
    ) -> Result<u64, NodeError> {
        let mut groups: BTreeMap<(Desk, String, String), Vec<MonitoredSubject>> = BTreeMap::new();
        for subject in concerned {
            let key = (subject.desk, subject.purpose.clone(), subject.envelope.legal_basis.0.clone());
            groups.entry(key).or_default().push(subject);
        }
        let mut opened = 0;
        for ((desk, purpose, _), subjects) in groups {
            let Some(first) = subjects.first() else { continue };
            let order = ScreeningOrder {
                desk,
                purpose,
                legal_basis: first.envelope.legal_basis.clone(),
                trigger,
                options: ScreenOptions::on(self.clock.today()),
                lasting: true,
                marking: Some(first.envelope.marking.clone()),
                keep_until: None,
            };
            let mut run: ScreeningRun = self.begin_screening(&self.itself(), order, index.lists()).await?;
            let subjects: Vec<Subject> = subjects.into_iter().map(|monitored| monitored.subject).collect();
            for piece in subjects.chunks(CONCERNED_AT_ONCE) {
                let mut found = screened(index, piece.to_vec(), run.options()).await?;
                for (_, matches) in &mut found {
                    matches.retain(wanted);
                }
                run.take(&found).await?;
            }
            opened += run.finish(0).await?.counts.alerts;
        }
        Ok(opened)
    }

    /// Open alerts with matches on the list: what is off the list is withdrawn, what changed is looked at again.
    async fn update_alerts(&self, changes: &Changes, index: Option<&Arc<Index>>) -> Result<usize, NodeError> {
        let changed: BTreeMap<&EntryId, &Entity> =
            changes.entries.iter().flat_map(|entry| ids_of(entry).map(move |id| (id, entry))).collect();
        let ids: Vec<&EntryId> = changes.removed.iter().chain(changed.keys().copied()).collect();
        let mut concerned: BTreeSet<RecordId> = BTreeSet::new();
        for piece in ids.chunks(KEYS_AT_ONCE) {
            let keys = piece.iter().map(|id| ThingKey::of_entry(&changes.list, id).0);
            let query = Query::all().any_key("entry", keys).one_of("status", OPEN);
            let found = self.store.read().await?.all::<Alert>(&query).await?;
            concerned.extend(found.iter().map(|stored| stored.record.id));
        }
        let mut updated = 0;
        for id in concerned {
            updated += usize::from(self.update_alert(id, changes, &changed, index).await?);
        }
        Ok(updated)
    }

    async fn update_alert(
        &self,
        id: RecordId,
        changes: &Changes,
        changed: &BTreeMap<&EntryId, &Entity>,
        index: Option<&Arc<Index>>,
    ) -> Result<bool, NodeError> {
        let mut tx = self.store.write("monitoring.update").await?;
        let Stored { record: mut alert, revision, .. } = super::must::<Alert>(&mut tx, id).await?;
        let now = self.clock.now();
        let rules = self.desk_rules(alert.desk);
        let mut entries = Entries::default();
        let mut touched = false;
        for matched in alert.matches.clone() {
            let Some(entry) = matched.thing.entry().filter(|entry| entry.list == changes.list) else {
                continue;
            };
            let is_off = entry.ids().any(|id| changes.removed.contains(id));
            if is_off && !entry.ids().any(|id| changes.standing.contains(id)) {
                touched |= alert.withdraw(&entry.key(), Withdrawal::Delisted, now);
                continue;
            }
            let now_listed = entry.ids().find_map(|id| changed.get(id));
            let (Some(now_listed), Some(index)) = (now_listed, index) else { continue };
            match self.again(&mut tx, &matched, now_listed, index, &mut entries).await? {
                Some(new) => touched |= alert.add(vec![new], &rules, now),
                None => touched |= alert.withdraw(&entry.key(), Withdrawal::EntryChanged, now),
            }
        }
        if touched {
            tx.update(&alert, revision).await?;
            self.announce_alert(&mut tx, ALERT_UPDATED, &alert).await?;
            let about = [("alert", id)];
            let details = (&changes.list, alert.status);
            self.tell(&mut tx, &self.itself(), Action::ScreeningRun, alert.desk, &about, &details).await?;
            tx.commit().await?;
        }
        Ok(touched)
    }

    /// The match of the same subject with the entry as it is now; none when they are no longer alike.
    async fn again(
        &self,
        tx: &mut store::Tx,
        matched: &Matched,
        entry: &Entity,
        index: &Arc<Index>,
        entries: &mut Entries,
    ) -> Result<Option<Matched>, NodeError> {
        let subject = matched.evidence.subject().clone();
        let options = ScreenOptions::on(self.clock.today());
        let settings = Settings::of(&options);
        let list = matched.thing.entry().map(|entry| &entry.list);
        let found = screened(index, vec![subject.clone()], options).await?;
        let same = |found: &Match| found.entry == entry.id && Some(&found.list) == list;
        let Some(found) = found.into_iter().flat_map(|(_, found)| found).find(same) else { return Ok(None) };
        let Some(reference) = entries.of(tx, &found.list, &found.entry).await? else { return Ok(None) };
        let asked = Asked { settings: &settings, lists: index.lists(), at: self.clock.now() };
        Ok(Some(asked.matched(&subject, &found, reference)))
    }

    /// The index of monitored subjects, made anew when too many were registered since.
    async fn loaded(&self) -> Result<Arc<Loaded>, NodeError> {
        let mut held = self.monitored.0.lock().await;
        if let Some(loaded) = held.as_ref() {
            let recent = since(loaded.until);
            if self.store.read().await?.count::<MonitoredSubject>(&recent).await? <= MOST_RECENT {
                return Ok(Arc::clone(loaded));
            }
        }
        let loaded = Arc::new(self.load_monitored().await?);
        *held = Some(Arc::clone(&loaded));
        Ok(loaded)
    }

    /// Makes the index, reading some subjects at a time: of a hundred thousand, two thousand are held beside it.
    async fn load_monitored(&self) -> Result<Loaded, NodeError> {
        let until = self.clock.now();
        let mut snapshot = self.store.read().await?;
        let (mut builder, mut ids) = (SubjectIndexBuilder::default(), Vec::new());
        let mut query = Query::all().is("ended", false).limit(INDEXED_AT_ONCE);
        loop {
            let page = snapshot.page::<MonitoredSubject>(&query).await?;
            ids.extend(page.records.iter().map(|kept| kept.record.id));
            let subjects: Vec<Subject> = page.records.into_iter().map(|kept| kept.record.subject).collect();
            builder = in_background(move || {
                builder.add(&subjects);
                builder
            })
            .await?;
            match page.next {
                Some(next) => query = query.after(Some(next)),
                None => break,
            }
        }
        let index = in_background(move || builder.finish()).await?;
        Ok(Loaded { index, ids, until })
    }

    /// All monitored subjects.
    async fn all_monitored(&self) -> Result<Vec<MonitoredSubject>, NodeError> {
        let all = self.store.read().await?.all(&Query::all().is("ended", false)).await?;
        Ok(all.into_iter().map(|kept| kept.record).collect())
    }

    /// Notes how far a list has come. Another instance may have done so meanwhile; it was the same work.
    async fn move_cursor(&self, list: &ListRecord, version: Option<String>) -> Result<(), NodeError> {
        let mut tx = self.store.write("monitoring.cursor").await?;
        let at = self.clock.now();
        match tx.find::<ListCursor>(&Query::all().is("list", &list.id.0)).await? {
            Some(Stored { mut record, revision, .. }) => {
                (record.version, record.at) = (version, at);
                tx.update(&record, revision).await?;
            }
            None => {
                let envelope = Envelope { source: "monitoring".into(), ..list.envelope.clone() };
                let list = list.id.clone();
                tx.insert(&ListCursor { id: self.fresh_id(), envelope, list, version, at }).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}

/// Places of the subjects that entries may concern, looked for on as many threads as the runtime has.
async fn candidates(
    loaded: &Arc<Loaded>,
    entries: &[Entity],
    index: &Arc<Index>,
    today: Date,
) -> Result<BTreeSet<usize>, NodeError> {
    let threads = tokio::runtime::Handle::current().metrics().num_workers();
    let mut looking = JoinSet::new();
    for some in entries.chunks(entries.len().div_ceil(threads).max(1)) {
        let profiles: Vec<Profile> = some.iter().map(|entry| entry.profile.clone()).collect();
        let (asked, lists, options) = (Arc::clone(loaded), Arc::clone(index), ScreenOptions::on(today));
        looking.spawn(in_background(move || asked.index.candidates(&profiles, &lists, &options)));
    }
    let mut places = BTreeSet::new();
    while let Some(found) = looking.join_next().await {
        places.extend(found.map_err(|_| NodeError::Worker)??);
    }
    Ok(places)
}

/// Monitored subjects registered or changed since a moment.
fn since(moment: Timestamp) -> Query {
    Query::all().is("ended", false).at_least("at", moment).ascending("at")
}

/// The id that an entry has and those it had.
fn ids_of(entry: &Entity) -> impl Iterator<Item = &EntryId> {
    std::iter::once(&entry.id).chain(&entry.listing.referents)
}
