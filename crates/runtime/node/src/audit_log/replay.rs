//! Replaying an alert: each of its matches is computed anew, against the very versions of the lists that it was made
//! against, and compared with the bytes that were kept. What cannot be compared any more is said.

use crate::casework::{Alert, Evidence, NameMatch, Replay};
use crate::{Node, NodeError, off_thread, trail};
use access::{Action, Actor, Policies, Resource};
use jiff::Timestamp;
use matching::{Index, IndexBuilder, IndexedList, Match};
use model::RecordId;
use std::sync::Arc;

/// What became of replaying an alert.
#[derive(Clone, Debug, PartialEq)]
pub enum Replayed {
    /// The alert was erased then: nothing of it is left to compare.
    Erased(Timestamp),
    /// What each of its matches came to.
    Matches(Vec<ReplayOutcome>),
}

/// What replaying one match came to.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayOutcome {
    /// What the subject was matched with, by its short name.
    pub thing: String,
    /// The engine that made it.
    pub engine: String,
    /// SHA-256 of the result as it was kept.
    pub hash: String,
    /// The match as it was kept; none when it was altered beyond reading.
    pub then: Option<Box<Match>>,
    /// What it came to.
    pub verdict: Verdict,
}

/// How a match compares with its evidence.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It was computed anew.
    Compared(Replay),
    /// Versions of these lists, by name and hash, were purged: there is nothing to compute it against.
    ListsGone(Vec<(String, String)>),
}

impl Node {
    /// Computes the matches of an alert anew, and compares.
    ///
    /// # Errors
    /// When the actor may not, there never was such an alert, or the records cannot be read.
    pub async fn replay_alert(&self, actor: &Actor, alert: RecordId) -> Result<Replayed, NodeError> {
        let mut tx = self.store.write("audit.replay").await?;
        let Some(kept) = tx.get::<Alert>(alert).await? else {
            trail::allow_at_node(actor, Action::AuditVerify)?;
            let erased = tx.erased(alert).await?;
            return erased.map(Replayed::Erased).ok_or_else(|| NodeError::NotFound {
                wanted: alert.to_string(),
                remedy: "give the id of an alert of this node".into(),
            });
        };
        let alert = kept.record;
        let resource = Resource::at(Action::AuditVerify.resource(), alert.desk);
        Policies::shipped().check(actor, Action::AuditVerify, &resource)?;
        // Whoever replays an alert sees it.
        let about = [("alert", alert.id)];
        self.tell(&mut tx, actor, Action::AuditVerify, alert.desk, &about, &"replayed").await?;
        tx.commit().await?;
        let mut built: Vec<(Vec<IndexedList>, Built)> = Vec::new();
        let mut outcomes = Vec::new();
        for matched in &alert.matches {
            let Evidence::NameMatch(evidence) = &matched.evidence;
            let index = match built.iter().find(|(lists, _)| *lists == evidence.lists) {
                Some((_, index)) => index.clone(),
                None => {
                    let index = self.index_as_it_was(&evidence.lists).await?;
                    built.push((evidence.lists.clone(), index.clone()));
                    index
                }
            };
            let verdict = match index {
                Built::Index(index) => Verdict::Compared(replayed(evidence, index).await?),
                Built::Gone(lists) => Verdict::ListsGone(lists),
            };
            outcomes.push(ReplayOutcome {
                thing: matched.thing.key().0,
                engine: evidence.engine.clone(),
                hash: evidence.hash.clone(),
                then: evidence.matched().map(Box::new),
                verdict,
            });
        }
        Ok(Replayed::Matches(outcomes))
    }

    /// The index over these versions of lists, in memory.
    async fn index_as_it_was(&self, lists: &[IndexedList]) -> Result<Built, NodeError> {
        let (mut versions, mut gone) = (Vec::new(), Vec::new());
        for list in lists {
            let kept = self.store.versions(&list.id).await?;
            match kept.into_iter().find(|version| version.hash == list.version) {
                Some(version) => versions.push((list.clone(), version.id)),
                None => gone.push((list.id.0.clone(), list.version.clone())),
            }
        }
        if !gone.is_empty() {
            return Ok(Built::Gone(gone));
        }
        let mut builder = IndexBuilder::new();
        for (list, version) in versions {
            let entries = self.store.entries(version).await?;
            builder = off_thread(move || {
                builder.add_list(list, &entries);
                builder
            })
            .await?;
        }
        let index = off_thread(move || Index::from_bytes(builder.finish())).await?;
        let index = index.map_err(|error| NodeError::Index { path: "in memory".into(), error })?;
        Ok(Built::Index(Arc::new(index)))
    }
}

/// An index as it was, or which lists it lacks.
#[derive(Clone)]
enum Built {
    Index(Arc<Index>),
    Gone(Vec<(String, String)>),
}

async fn replayed(evidence: &NameMatch, index: Arc<Index>) -> Result<Replay, NodeError> {
    let evidence = evidence.clone();
    off_thread(move || evidence.replay(&index)).await
}
