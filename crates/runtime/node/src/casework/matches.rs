//! From the engine's matches to an alert's: with the entry as it stands on its list, and the evidence.

use super::{EntryRef, Evidence, Matched, NameMatch, Settings, Standing, ThingRef};
use crate::{NodeError, off_thread};
use jiff::Timestamp;
use matching::{Index, IndexedList, Match, ScreenOptions, screen_batch};
use model::{EntryId, ListId, Subject};
use std::collections::HashMap;
use std::sync::Arc;
use store::Snapshot;

/// Entries that matches of one run refer to, looked up once.
#[derive(Default)]
pub(super) struct Entries(HashMap<(ListId, EntryId), Option<(EntryRef, String)>>);

impl Entries {
    /// The entry as it stands on its list now, and its name to show; none when it is off the list.
    pub(super) async fn of(
        &mut self,
        snapshot: &mut Snapshot,
        list: &ListId,
        entry: &EntryId,
    ) -> Result<Option<(EntryRef, String)>, NodeError> {
        let key = (list.clone(), entry.clone());
        if let Some(known) = self.0.get(&key) {
            return Ok(known.clone());
        }
        let found = snapshot.find_entries(&entry.0, Some(list)).await?;
        let found = found
            .into_iter()
            .find(|found| found.entity.id == *entry)
            .map(|found| (EntryRef::of(list, &found.entity), found.entity.profile.caption().to_owned()));
        self.0.insert(key, found.clone());
        Ok(found)
    }
}

/// What was screened against, and how: part of every evidence.
pub(super) struct Asked<'a> {
    pub(super) settings: &'a Settings,
    pub(super) lists: &'a [IndexedList],
    pub(super) at: Timestamp,
}

impl Asked<'_> {
    /// A match as an alert keeps it, open.
    pub(super) fn matched(&self, subject: &Subject, found: &Match, entry: (EntryRef, String)) -> Matched {
        Matched {
            thing: ThingRef::Entry(entry.0),
            caption: entry.1,
            evidence: Evidence::NameMatch(NameMatch::new(subject, found, self.settings, self.lists)),
            score: found.score,
            probability: found.probability,
            found_at: self.at,
            standing: Standing::Open,
            reopens: None,
        }
    }
}

/// Screens subjects on as many threads as the runtime has, and on none of its own, so that it stays free; in their order.
pub(super) async fn screened(
    index: &Arc<Index>,
    subjects: Vec<Subject>,
    options: ScreenOptions,
) -> Result<Vec<(Subject, Vec<Match>)>, NodeError> {
    let threads = tokio::runtime::Handle::current().metrics().num_workers();
    let mut parts = Vec::with_capacity(threads);
    for some in subjects.chunks(subjects.len().div_ceil(threads).max(1)) {
        let (index, some, options) = (Arc::clone(index), some.to_vec(), options.clone());
        parts.push(tokio::spawn(off_thread(move || -> Vec<_> {
            let matches = screen_batch(&index, &some, &options);
            some.into_iter().zip(matches).collect()
        })));
    }
    let mut all = Vec::with_capacity(subjects.len());
    for part in parts {
        all.append(&mut part.await.map_err(|_| NodeError::Worker)??);
    }
    Ok(all)
}
