//! Monitored subjects: registered with a purpose, a basis and a last day; screened at once, and again whenever their
//! data or a list change.

use super::matches::screened;
use super::run::{PIECE, ScreeningOrder, ScreeningRun};
use super::{
    ALERT_UPDATED, Alert, MonitoredSubject, OPEN, Screening, SubjectRef, ThingKey, Trigger, Withdrawal,
    allow, must, unchanged,
};
use crate::{Node, NodeError};
use access::{Action, Actor};
use jiff::civil::Date;
use matching::{Match, ScreenOptions};
use model::{Desk, Envelope, LegalBasis, Marking, RecordId, Subject};
use std::collections::HashSet;
use std::sync::Arc;
use store::{Cursor, Page, Query, Stored, Tx};

/// So many subjects are named in one leaf of the audit log.
const IN_ONE_LEAF: usize = 100;

/// Subjects to be monitored.
#[derive(Clone, Debug)]
pub struct NewMonitored {
    /// The subjects, under the caller's lasting ids.
    pub subjects: Vec<Subject>,
    /// For what purpose.
    pub purpose: String,
    /// On what legal basis.
    pub legal_basis: LegalBasis,
    /// The last day of monitoring.
    pub until: Date,
    /// Marking; none is the default, TLP:AMBER+STRICT.
    pub marking: Option<Marking>,
}

/// What registering came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Registered {
    /// Ids of the records, in the order of the subjects.
    pub ids: Vec<RecordId>,
    /// Subjects that were not monitored before.
    pub new: usize,
    /// Subjects whose data changed.
    pub changed: usize,
    /// The screening of the new and changed ones; none when there were none, or there is no list yet.
    pub screening: Option<Screening>,
}

impl Node {
    /// Registers subjects for monitoring, or renews their data, purpose and last day. New and changed ones are
    /// screened at once.
    ///
    /// # Errors
    /// When the actor may not, or purpose, basis or last day are missing; then none is registered.
    pub async fn monitor(
        &self,
        actor: &Actor,
        desk: Desk,
        order: NewMonitored,
    ) -> Result<Registered, NodeError> {
        allow(actor, Action::MonitoringRegister, desk)?;
        let now = self.clock.now();
        let envelope = Envelope {
            marking: order.marking.clone().unwrap_or_default(),
            legal_basis: order.legal_basis.clone(),
            source: "registered".into(),
            expires_on: Some(order.until),
        };
        let (mut ids, mut fresh) = (Vec::with_capacity(order.subjects.len()), Vec::new());
        let (mut new, mut changed) = (0, 0);
        let mut tx = self.store.write("monitoring.register").await?;
        for subject in order.subjects {
            let id = self.fresh_id();
            let purpose = &order.purpose;
            let mut wanted =
                MonitoredSubject::register(id, envelope.clone(), desk, subject, purpose, actor, now)?;
            match self.registered(&mut tx, desk, &wanted.reference()).await? {
                Some(kept) => {
                    wanted.id = kept.record.id;
                    let same = kept.record.reference() == wanted.reference();
                    if same {
                        wanted.at = kept.record.at;
                    } else {
                        changed += 1;
                        fresh.push(wanted.subject.clone());
                    }
                    tx.update(&wanted, kept.revision).await?;
                }
                None => {
                    new += 1;
                    fresh.push(wanted.subject.clone());
                    tx.insert(&wanted).await?;
                }
            }
            ids.push(wanted.id);
        }
        let details = (&order.purpose, &order.legal_basis, order.until);
        for piece in ids.chunks(IN_ONE_LEAF) {
            let about: Vec<_> = piece.iter().map(|id| ("monitored-subject", *id)).collect();
            self.tell(&mut tx, actor, Action::MonitoringRegister, desk, &about, &details).await?;
        }
        tx.commit().await?;
        let order = ScreeningOrder {
            desk,
            purpose: order.purpose,
            legal_basis: order.legal_basis,
            trigger: Trigger::Registration,
            options: ScreenOptions::on(self.clock.today()),
            lasting: true,
            marking: order.marking,
            keep_until: None,
        };
        let screening = if fresh.is_empty() { None } else { self.screen_registered(order, fresh).await? };
        Ok(Registered { ids, new, changed, screening })
    }

    /// Ends the monitoring of subjects: all of them or none.
    ///
    /// # Errors
    /// When the actor may not, or one of them is not there.
    pub async fn end_monitoring(&self, actor: &Actor, ids: &[RecordId]) -> Result<(), NodeError> {
        let mut tx = self.store.write("monitoring.end").await?;
        for id in ids {
            let Stored { mut record, revision, .. } = must::<MonitoredSubject>(&mut tx, *id).await?;
            allow(actor, Action::MonitoringRegister, record.desk)?;
            record.ended_at.get_or_insert(self.clock.now());
            tx.update(&record, revision).await?;
            let about = [("monitored-subject", *id)];
            self.tell(&mut tx, actor, Action::MonitoringRegister, record.desk, &about, &"ended").await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends the monitoring of a subject as somebody saw it. What has ended stays so.
    ///
    /// # Errors
    /// When the actor may not, there is none, or it changed since.
    pub async fn end_monitored(
        &self,
        actor: &Actor,
        id: RecordId,
        seen: Option<u64>,
    ) -> Result<(), NodeError> {
        let kept = self.monitored_subject(actor, id).await?;
        unchanged(&kept, seen)?;
        match kept.record.ended_at {
            Some(_) => Ok(()),
            None => self.end_monitoring(actor, &[id]).await,
        }
    }

    /// One monitored subject.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn monitored_subject(
        &self,
        actor: &Actor,
        id: RecordId,
    ) -> Result<Stored<MonitoredSubject>, NodeError> {
        let kept = must::<MonitoredSubject>(&mut self.store.read().await?, id).await?;
        allow(actor, Action::MonitoringView, kept.record.desk)?;
        Ok(kept)
    }

    /// The monitored subjects of a desk, the latest first; with `subject` the one of this id of the caller's.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn monitored_subjects(
        &self,
        actor: &Actor,
        desk: Desk,
        subject: Option<&str>,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<MonitoredSubject>, NodeError> {
        let mut query = Query::all().is("ended", false).descending("id").limit(limit).after(after);
        if let Some(id) = subject {
            let subject = Subject::named(id, model::Schema::Thing, "");
            query = query.key("subject", SubjectRef::lasting(&subject).identity());
        }
        self.page_of(actor, Action::MonitoringView, desk, query).await
    }

    async fn registered(
        &self,
        tx: &mut Tx,
        desk: Desk,
        reference: &SubjectRef,
    ) -> Result<Option<Stored<MonitoredSubject>>, NodeError> {
        let query = Query::all()
            .is("desk", desk.as_str())
            .key("subject", reference.identity())
            .is("ended", false)
            .descending("id");
        Ok(tx.find(&query).await?)
    }

    /// Screens subjects that are new or changed; what an open alert says of data that they no longer have is
    /// withdrawn.
    pub(super) async fn screen_registered(
        &self,
        order: ScreeningOrder,
        subjects: Vec<Subject>,
    ) -> Result<Option<Screening>, NodeError> {
        let index = match self.index(&|| ()).await {
            Ok(open) => Arc::new(open.index),
            Err(NodeError::NoLists) => return Ok(None),
            Err(error) => return Err(error),
        };
        let desk = order.desk;
        let mut run = self.begin_screening(&self.itself(), order, index.lists()).await?;
        for piece in subjects.chunks(PIECE) {
            let screened = screened(&index, piece.to_vec(), run.options()).await?;
            self.withdraw_unlike(&run, desk, &screened).await?;
            run.take(&screened).await?;
        }
        Ok(Some(run.finish(0).await?))
    }

    /// Withdraws open matches of these subjects that the engine no longer finds.
    async fn withdraw_unlike(
        &self,
        run: &ScreeningRun,
        desk: Desk,
        screened: &[(Subject, Vec<Match>)],
    ) -> Result<(), NodeError> {
        let now = self.clock.now();
        let mut tx = self.store.write("monitoring.withdraw").await?;
        for (subject, matches) in screened {
            let found: HashSet<ThingKey> =
                matches.iter().map(|found| ThingKey::of_entry(&found.list, &found.entry)).collect();
            let query = Query::all()
                .is("desk", desk.as_str())
                .key("subject", SubjectRef::lasting(subject).identity())
                .one_of("status", OPEN)
                .descending("id")
                .limit(10);
            for Stored { mut record, revision, .. } in tx.page::<Alert>(&query).await?.records {
                let gone: Vec<ThingKey> = record.matches.iter().map(|matched| matched.thing.key()).collect();
                let mut changed = false;
                for thing in gone.iter().filter(|thing| !found.contains(thing)) {
                    changed |= record.withdraw(thing, Withdrawal::SubjectChanged, now);
                }
                if changed {
                    tx.update(&record, revision).await?;
                    self.announce_alert(&mut tx, ALERT_UPDATED, &record).await?;
                    let about = [("alert", record.id), ("screening", run.screening().id)];
                    let why = Withdrawal::SubjectChanged.as_str();
                    self.tell(&mut tx, &self.itself(), Action::ScreeningRun, desk, &about, &why).await?;
                }
            }
        }
        Ok(tx.commit().await?)
    }
}
