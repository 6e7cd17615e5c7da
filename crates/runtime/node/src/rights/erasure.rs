//! Orders to erase: proposed by one person, approved by another, done in one transaction.

use super::erasing::erase_known;
use super::known::{folded, known};
use super::{ERASURE_DONE, ERASURE_PROPOSED, SubjectQuery, may};
use crate::casework::{Cursor, ErasureOrder, ErasureOutcome, Page, RecordRef, Stored};
use crate::{Node, NodeError};
use access::{Act, Action, Actor};
use model::{Desk, Envelope, LegalBasis, Marking, RecordId};
use serde_json::json;
use store::{Query, Snapshot, Tx};

/// So many records are named in one leaf of the audit log.
const IN_ONE_LEAF: usize = 100;

/// An erasure to be proposed.
#[derive(Clone, Debug)]
pub struct NewErasure {
    /// The subject.
    pub subject: SubjectQuery,
    /// Records that a person says are about it too: of the same data under another id, notes and files in cases that
    /// are about others too.
    pub also: Vec<RecordRef>,
    /// Why. It is kept: it must not name the subject.
    pub reason: String,
}

impl Node {
    /// Proposes to erase what is known of a subject.
    ///
    /// # Errors
    /// When the actor may not, nothing is known, or the reason is missing or names the subject.
    pub async fn propose_erasure(
        &self,
        actor: &Actor,
        desk: Desk,
        new: NewErasure,
    ) -> Result<Stored<ErasureOrder>, NodeError> {
        may(actor, Action::RecordErase, desk, None)?;
        let known = known(&mut self.store.read().await?, desk, &new.subject, &new.also).await?;
        let reason = folded(&new.reason);
        if known.names().iter().any(|name| reason.contains(&folded(name))) {
            return Err(NodeError::Usage {
                what: "the reason names the subject".into(),
                remedy: "say why without the name: the order is kept when all else is erased".into(),
            });
        }
        let envelope = Envelope {
            marking: Marking::default(),
            legal_basis: LegalBasis("rights of the subject".into()),
            source: format!("{} desk", desk.as_str()),
            expires_on: None,
        };
        let records: Vec<RecordRef> = known.records().into_iter().collect();
        if records.is_empty() {
            return Err(NodeError::Usage {
                what: "nothing but own entries of this desk names the subject".into(),
                remedy: "propose to remove those: they end by their own four eyes".into(),
            });
        }
        let act = Act::new(actor, self.clock.now(), &new.reason);
        let order = ErasureOrder::propose(self.fresh_id(), envelope, desk, records, act)?;
        let mut tx = self.store.write("erasure.propose").await?;
        tx.insert(&order).await?;
        self.tell_erasure(&mut tx, actor, Action::RecordErase, &order, &"proposed").await?;
        self.announce_erasure(&mut tx, ERASURE_PROPOSED, &order).await?;
        tx.commit().await?;
        Ok(Stored { record: order, revision: 1 })
    }

    /// Approves an erasure as a second person: everything known of the subject by now is erased, for good.
    ///
    /// # Errors
    /// When the actor may not, is the one who proposed it, or it was settled before.
    pub async fn approve_erasure(
        &self,
        actor: &Actor,
        id: RecordId,
        note: Option<&str>,
    ) -> Result<Stored<ErasureOrder>, NodeError> {
        let mut tx = self.store.write("erasure.approve").await?;
        let Stored { record: mut order, revision } = found(&mut tx, id).await?;
        may(actor, Action::ErasureApprove, order.desk, order.review.proposal().by().person)?;
        let now = self.clock.now();
        order.approve(actor, now, note)?;
        let records = order.review.what().records.clone();
        let nameable = |record: &&RecordRef| ["case-note", "case-file"].contains(&record.kind.as_str());
        let mut also = Vec::new();
        for record in records.iter().filter(nameable) {
            // It may be gone by now.
            if is_there(&mut tx, record).await? {
                also.push(record.clone());
            }
        }
        let erased = match known(&mut tx, order.desk, &SubjectQuery::Records(records), &also).await {
            Ok(known) => erase_known(&mut tx, &known, now).await?,
            // It was erased meanwhile, by another order or because its time was over.
            Err(NodeError::NotFound { .. }) => Default::default(),
            Err(error) => return Err(error),
        };
        order.outcome = Some(ErasureOutcome { at: now, erased });
        let revision = tx.update(&order, revision).await?;
        let details = &order.outcome;
        self.tell_erasure(&mut tx, actor, Action::ErasureApprove, &order, &("approved", details)).await?;
        self.announce_erasure(&mut tx, ERASURE_DONE, &order).await?;
        tx.commit().await?;
        self.monitored.forget().await;
        Ok(Stored { record: order, revision })
    }

    /// Rejects an erasure as a second person; whoever proposed it may take it back so.
    ///
    /// # Errors
    /// When the actor may not, there is no reason, or it was settled before.
    pub async fn reject_erasure(
        &self,
        actor: &Actor,
        id: RecordId,
        reason: &str,
    ) -> Result<Stored<ErasureOrder>, NodeError> {
        let mut tx = self.store.write("erasure.reject").await?;
        let Stored { record: mut order, revision } = found(&mut tx, id).await?;
        let own = actor.person().is_some() && order.review.proposal().by().person == actor.person();
        let action = if own { Action::RecordErase } else { Action::ErasureApprove };
        may(actor, action, order.desk, None)?;
        order.reject(Act::new(actor, self.clock.now(), reason))?;
        let revision = tx.update(&order, revision).await?;
        self.tell_erasure(&mut tx, actor, action, &order, &("rejected", reason)).await?;
        tx.commit().await?;
        Ok(Stored { record: order, revision })
    }

    /// The erasures of a desk, the latest first; with `waiting` those that wait for a second person.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn erasures(
        &self,
        actor: &Actor,
        desk: Desk,
        waiting: bool,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<ErasureOrder>, NodeError> {
        may(actor, Action::RecordErase, desk, None)?;
        let mut query = Query::all().is("desk", desk.as_str()).descending("id").limit(limit).after(after);
        if waiting {
            query = query.is("waiting", true);
        }
        Ok(self.store.read().await?.page(&query).await?)
    }

    /// One erasure.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn erasure(&self, actor: &Actor, id: RecordId) -> Result<Stored<ErasureOrder>, NodeError> {
        let kept = found(&mut self.store.read().await?, id).await?;
        may(actor, Action::RecordErase, kept.record.desk, None)?;
        Ok(kept)
    }

    async fn tell_erasure(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: Action,
        order: &ErasureOrder,
        details: &(impl serde::Serialize + Sync),
    ) -> Result<(), NodeError> {
        let kinds = |record: &RecordRef| (kind_of(&record.kind), record.id);
        let records: Vec<_> = order.review.what().records.iter().map(kinds).collect();
        for piece in records.chunks(IN_ONE_LEAF) {
            let about: Vec<_> = [("erasure", order.id)].into_iter().chain(piece.iter().copied()).collect();
            self.tell(tx, actor, action, order.desk, &about, details).await?;
        }
        Ok(())
    }

    async fn announce_erasure(
        &self,
        tx: &mut Tx,
        event: &'static str,
        order: &ErasureOrder,
    ) -> Result<(), NodeError> {
        let address = format!("/api/v1/subjects/erasures/{}", order.id);
        let data = json!({ "erasure": order.id, "address": address, "desk": order.desk });
        self.announce(tx, event, order.desk, &order.envelope, data).await
    }
}

async fn found(snapshot: &mut Snapshot, id: RecordId) -> Result<Stored<ErasureOrder>, NodeError> {
    snapshot.get::<ErasureOrder>(id).await?.ok_or_else(|| NodeError::NotFound {
        wanted: id.to_string(),
        remedy: "GET /api/v1/subjects/erasures shows the erasures of a desk".into(),
    })
}

async fn is_there(snapshot: &mut Snapshot, record: &RecordRef) -> Result<bool, NodeError> {
    use crate::casework::{CaseFile, CaseNote};
    Ok(match record.kind.as_str() {
        "case-note" => snapshot.get::<CaseNote>(record.id).await?.is_some(),
        _ => snapshot.get::<CaseFile>(record.id).await?.is_some(),
    })
}

/// The words for kinds of records in the audit log.
pub(super) fn kind_of(kind: &str) -> &'static str {
    const KINDS: [&str; 13] = [
        "alert",
        "decision",
        "second-review",
        "suppression",
        "monitored-subject",
        "correction",
        "case",
        "case-note",
        "case-file",
        "job",
        "below-line-test",
        "delivery",
        "kept-reply",
    ];
    KINDS.into_iter().find(|known| *known == kind).unwrap_or("record")
}
