//! One screening, from its first subject to its record: every match opens an alert or joins one, unless a suppression
//! silences it. Of those without a match nothing is kept but the count.

use super::matches::{Asked, Entries, screened};
use super::{
    ALERT_OPENED, Alert, AlertStatus, Counts, Coverage, DecisionKind, DeskRules, Matched, Screening,
    Settings, SubjectRef, Suppression, Trigger, allow, must,
};
use crate::{Node, NodeError};
use access::{Action, Actor};
use jiff::civil::Date;
use matching::{ENGINE_VERSION, IndexedList, Match, ScreenOptions};
use model::{Desk, Envelope, LegalBasis, Marking, RecordId, Subject};
use std::sync::Arc;
use store::{Cursor, Page, Query, Snapshot, Stored, Tx};

/// So many subjects are screened, and their alerts written, at a time.
pub(super) const PIECE: usize = 256;

/// So many alerts and suppressions of one subject are looked at.
const OF_ONE_SUBJECT: usize = 50;

/// What a screening is for, and how it is done.
#[derive(Clone, Debug)]
pub struct ScreeningOrder {
    /// The desk.
    pub desk: Desk,
    /// For what purpose.
    pub purpose: String,
    /// On what legal basis.
    pub legal_basis: LegalBasis,
    /// What sets it off.
    pub trigger: Trigger,
    /// What is asked of the engine. Explanations are always made: evidence needs them.
    pub options: ScreenOptions,
    /// Whether subjects' ids last (customer numbers), so that later screenings find the same subject by them.
    pub lasting: bool,
    /// Marking of the alerts; none is the default, TLP:AMBER+STRICT.
    pub marking: Option<Marking>,
    /// The last day on which the records may be kept; none means until the node's retention rules say so.
    pub keep_until: Option<Date>,
}

/// What became of one subject.
#[derive(Clone, Debug, PartialEq)]
pub struct SubjectOutcome {
    /// What became of each of its matches, in their order.
    pub matches: Vec<MatchOutcome>,
    /// The alert that its open matches are in.
    pub alert: Option<RecordId>,
}

/// What became of a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchOutcome {
    /// It is in this alert and waits for a decision.
    Alerted(RecordId),
    /// It is in this alert, decided a true match earlier, on the same data.
    Known(RecordId),
    /// This suppression silences it.
    Suppressed(RecordId),
    /// Its entry went off the list while the screening ran.
    Gone,
}

/// A subject with its matches, and what became of them.
#[derive(Clone, Debug, PartialEq)]
pub struct ScreenedSubject {
    /// The subject.
    pub subject: Subject,
    /// Its matches, the best first.
    pub matches: Vec<Match>,
    /// What became of them.
    pub outcome: SubjectOutcome,
}

/// A screening under way.
pub struct ScreeningRun {
    node: Node,
    actor: Actor,
    screening: Screening,
    revision: u64,
    lasting: bool,
    rules: DeskRules,
    entries: Entries,
}

impl Node {
    /// Begins a screening against an index over `lists` and writes its record. Screen with
    /// [`ScreeningRun::options`], hand every subject with its matches to [`ScreeningRun::take`], then
    /// [`ScreeningRun::finish`].
    ///
    /// # Errors
    /// When the actor may not, or purpose or legal basis are not stated.
    pub async fn begin_screening(
        &self,
        actor: &Actor,
        order: ScreeningOrder,
        lists: &[IndexedList],
    ) -> Result<ScreeningRun, NodeError> {
        allow(actor, Action::ScreeningRun, order.desk)?;
        if order.purpose.trim().is_empty() || order.legal_basis.0.trim().is_empty() {
            return Err(NodeError::Usage {
                what: "a screening needs a purpose and a legal basis".into(),
                remedy: "state both; they become part of its record".into(),
            });
        }
        let id = self.fresh_id();
        let screening = Screening {
            id,
            envelope: Envelope {
                marking: order.marking.unwrap_or_default(),
                legal_basis: order.legal_basis,
                source: format!("screening {id}"),
                expires_on: order.keep_until,
            },
            desk: order.desk,
            purpose: order.purpose.trim().to_owned(),
            trigger: order.trigger,
            by: actor.signature(),
            at: self.clock.now(),
            finished_at: None,
            engine: ENGINE_VERSION.to_owned(),
            lists: lists.to_vec(),
            settings: Settings::of(&order.options),
            counts: Counts::default(),
        };
        let mut tx = self.store.write("screening.begin").await?;
        tx.insert(&screening).await?;
        let details = (&screening.purpose, &screening.envelope.legal_basis, screening.trigger);
        let about = [("screening", id)];
        self.tell(&mut tx, actor, Action::ScreeningRun, order.desk, &about, &details).await?;
        tx.commit().await?;
        Ok(ScreeningRun {
            node: self.clone(),
            actor: actor.clone(),
            rules: self.desk_rules(order.desk),
            screening,
            revision: 1,
            lasting: order.lasting,
            entries: Entries::default(),
        })
    }

    /// Screens subjects in one go: for requests of a few, where [`Self::begin_screening`] is for streams.
    ///
    /// # Errors
    /// When the actor may not, purpose or legal basis are not stated, or there is no list to screen against.
    pub async fn screen_subjects(
        &self,
        actor: &Actor,
        order: ScreeningOrder,
        subjects: Vec<Subject>,
    ) -> Result<(Screening, Vec<ScreenedSubject>), NodeError> {
        allow(actor, Action::ScreeningRun, order.desk)?;
        let index = Arc::new(self.index(&|| ()).await?.index);
        let mut run = self.begin_screening(actor, order, index.lists()).await?;
        let mut all = Vec::with_capacity(subjects.len());
        for piece in subjects.chunks(PIECE) {
            let screened = screened(&index, piece.to_vec(), run.options()).await?;
            let outcomes = run.take(&screened).await?;
            all.extend(
                screened.into_iter().zip(outcomes).map(|((subject, matches), outcome)| ScreenedSubject {
                    subject,
                    matches,
                    outcome,
                }),
            );
        }
        Ok((run.finish(0).await?, all))
    }

    /// Takes up a screening again that was cut off, with the subjects that were not taken yet.
    ///
    /// # Errors
    /// When the actor may not, or there is no such screening.
    pub async fn resume_screening(
        &self,
        actor: &Actor,
        screening: RecordId,
        lasting: bool,
    ) -> Result<ScreeningRun, NodeError> {
        let Stored { record: screening, revision, .. } =
            must::<Screening>(&mut self.store.read().await?, screening).await?;
        allow(actor, Action::ScreeningRun, screening.desk)?;
        Ok(ScreeningRun {
            node: self.clone(),
            actor: actor.clone(),
            rules: self.desk_rules(screening.desk),
            screening,
            revision,
            lasting,
            entries: Entries::default(),
        })
    }

    /// The record of one screening.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn screening(&self, actor: &Actor, id: RecordId) -> Result<Stored<Screening>, NodeError> {
        let kept = must::<Screening>(&mut self.store.read().await?, id).await?;
        allow(actor, Action::ScreeningView, kept.record.desk)?;
        Ok(kept)
    }

    /// The records of screenings of a desk, the latest first.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn screenings(
        &self,
        actor: &Actor,
        desk: Desk,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<Screening>, NodeError> {
        let query = Query::all().descending("started_at").limit(limit).after(after);
        self.page_of(actor, Action::ScreeningView, desk, query).await
    }

    /// The latest screenings of monitored subjects that changes of lists and of own entries set off, for whoever may
    /// see monitoring.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn screenings_of_changes(
        &self,
        actor: &Actor,
        desk: Desk,
        limit: usize,
    ) -> Result<Vec<Screening>, NodeError> {
        let changes = [Trigger::ListChange, Trigger::OwnEntryChange].map(Trigger::as_str);
        let query = Query::all().one_of("kind", changes).descending("started_at").limit(limit);
        let page = self.page_of::<Screening>(actor, Action::MonitoringView, desk, query).await?;
        Ok(page.records.into_iter().map(|kept| kept.record).collect())
    }
}

impl ScreeningRun {
    /// What to ask of the engine.
    pub fn options(&self) -> ScreenOptions {
        self.screening.settings.options()
    }

    /// The record as it stands.
    pub fn screening(&self) -> &Screening {
        &self.screening
    }

    /// Takes subjects with their matches, screened with [`Self::options`]; their alerts and the counts so far are one
    /// transaction. Taking the same subjects again, after being cut off, opens no alert twice.
    ///
    /// # Errors
    /// When the records cannot be written; then nothing of this piece is.
    pub async fn take(
        &mut self,
        screened: &[(Subject, Vec<Match>)],
    ) -> Result<Vec<SubjectOutcome>, NodeError> {
        let before = self.screening.counts;
        let taken = self.take_all(screened).await;
        if taken.is_err() {
            self.screening.counts = before;
        }
        taken
    }

    async fn take_all(
        &mut self,
        screened: &[(Subject, Vec<Match>)],
    ) -> Result<Vec<SubjectOutcome>, NodeError> {
        let node = self.node.clone();
        let mut tx = node.store.write("screening.take").await?;
        let (outcomes, counts) = self.take_within(&mut tx, screened).await?;
        self.screening.counts += counts;
        let revision = tx.update(&self.screening, self.revision).await?;
        tx.commit().await?;
        self.revision = revision;
        Ok(outcomes)
    }

    /// Takes subjects with their matches in a transaction of the caller's, who keeps the counts: for jobs, whose
    /// workers would else stand in each other's way at the one record of the screening.
    pub(crate) async fn take_within(
        &mut self,
        tx: &mut Tx,
        screened: &[(Subject, Vec<Match>)],
    ) -> Result<(Vec<SubjectOutcome>, Counts), NodeError> {
        let mut counts = Counts::default();
        let mut outcomes = Vec::with_capacity(screened.len());
        for (subject, matches) in screened {
            counts.subjects += 1;
            counts.matched += u64::from(!matches.is_empty());
            outcomes.push(match matches.is_empty() {
                true => SubjectOutcome { matches: Vec::new(), alert: None },
                false => self.one(tx, subject, matches, &mut counts).await?,
            });
        }
        Ok((outcomes, counts))
    }

    /// The lists that the subjects were screened against, where they are newer than when the screening began:
    /// evidence says what was looked at.
    pub(crate) fn against(&mut self, lists: &[IndexedList]) {
        self.screening.lists = lists.to_vec();
    }

    /// Ends the screening and writes its counts. `lost` rows could not be read.
    ///
    /// # Errors
    /// When the records cannot be written.
    pub async fn finish(mut self, lost: u64) -> Result<Screening, NodeError> {
        self.screening.counts.lost = lost;
        self.screening.finished_at = Some(self.node.clock.now());
        let mut tx = self.node.store.write("screening.finish").await?;
        tx.update(&self.screening, self.revision).await?;
        tx.commit().await?;
        Ok(self.screening)
    }

    /// One subject: its suppressions, its alerts, its matches.
    async fn one(
        &mut self,
        tx: &mut Tx,
        subject: &Subject,
        matches: &[Match],
        counts: &mut Counts,
    ) -> Result<SubjectOutcome, NodeError> {
        let reference = SubjectRef::of(subject, self.lasting);
        let mut suppressions = self.suppressions(tx, &reference).await?;
        let alerts = self.alerts(tx, &reference).await?;
        let now = self.node.clock.now();
        let mut open: Vec<Matched> = Vec::new();
        let mut outcomes: Vec<Option<MatchOutcome>> = Vec::with_capacity(matches.len());
        counts.matches += matches.len() as u64;
        for found in matches {
            let Some(entry) = self.entries.of(tx, &found.list, &found.entry).await? else {
                outcomes.push(Some(MatchOutcome::Gone));
                continue;
            };
            let asked = Asked { settings: &self.screening.settings, lists: &self.screening.lists, at: now };
            let mut matched = asked.matched(subject, found, entry);
            if let Some(silent) = self.silenced(tx, &mut suppressions, &reference, &mut matched).await? {
                counts.suppressed += 1;
                outcomes.push(Some(MatchOutcome::Suppressed(silent)));
            } else if let Some(known) = known(&alerts, &matched) {
                outcomes.push(Some(MatchOutcome::Known(known)));
            } else {
                outcomes.push(None);
                open.push(matched);
            }
        }
        let alert = match open.is_empty() {
            true => None,
            false => Some(self.alert(tx, alerts, reference, subject, open, counts).await?),
        };
        let alerted = alert.map(MatchOutcome::Alerted);
        let matches = outcomes.into_iter().map(|outcome| outcome.or(alerted).unwrap_or(MatchOutcome::Gone));
        Ok(SubjectOutcome { matches: matches.collect(), alert })
    }

    /// The suppression that silences a match. One whose pair has changed ends here, and the match says so.
    async fn silenced(
        &self,
        tx: &mut Tx,
        suppressions: &mut [Stored<Suppression>],
        reference: &SubjectRef,
        matched: &mut Matched,
    ) -> Result<Option<RecordId>, NodeError> {
        let Some(entry) = matched.thing.entry().cloned() else { return Ok(None) };
        let now = self.node.clock.now();
        for kept in suppressions {
            match kept.record.coverage(reference, &entry, self.screening.settings.today) {
                Coverage::Covers => return Ok(Some(kept.record.id)),
                Coverage::Reopens(change) => {
                    kept.record.reopen(change, now);
                    tx.update(&kept.record, kept.revision).await?;
                    kept.revision += 1;
                    matched.reopens = Some(kept.record.id);
                    let about = [("suppression", kept.record.id), ("screening", self.screening.id)];
                    let action = Action::ScreeningRun;
                    self.node.tell(tx, &self.actor, action, self.screening.desk, &about, &change).await?;
                }
                Coverage::OtherPair | Coverage::NotInForce => {}
            }
        }
        Ok(None)
    }

    /// Puts open matches into the subject's open alert, or into a new one.
    async fn alert(
        &self,
        tx: &mut Tx,
        alerts: Vec<Stored<Alert>>,
        reference: SubjectRef,
        subject: &Subject,
        open: Vec<Matched>,
        counts: &mut Counts,
    ) -> Result<RecordId, NodeError> {
        let now = self.node.clock.now();
        let standing = alerts.into_iter().find(|kept| kept.record.status != AlertStatus::Closed);
        if let Some(Stored { mut record, revision, .. }) = standing {
            record.subject = reference;
            if record.add(open, &self.rules, now) {
                counts.alerts += 1;
                tx.update(&record, revision).await?;
                self.told(tx, &record).await?;
            }
            return Ok(record.id);
        }
        let id = self.node.fresh_id();
        let alert = Alert {
            id,
            envelope: self.screening.envelope.clone(),
            desk: self.screening.desk,
            screening: self.screening.id,
            subject: reference,
            caption: subject.profile.caption().to_owned(),
            matches: open,
            status: AlertStatus::Open,
            assigned: None,
            case: None,
            opened_at: now,
            due_at: self.rules.due_after(now),
            closed_at: None,
            changed_at: now,
        };
        counts.alerts += 1;
        tx.insert(&alert).await?;
        self.told(tx, &alert).await?;
        Ok(id)
    }

    async fn told(&self, tx: &mut Tx, alert: &Alert) -> Result<(), NodeError> {
        self.node.announce_alert(tx, ALERT_OPENED, alert).await?;
        let about = [("alert", alert.id), ("screening", self.screening.id)];
        self.node.tell(tx, &self.actor, Action::ScreeningRun, self.screening.desk, &about, &"opened").await
    }

    async fn suppressions(
        &self,
        snapshot: &mut Snapshot,
        reference: &SubjectRef,
    ) -> Result<Vec<Stored<Suppression>>, NodeError> {
        let query = Query::all()
            .is("desk", self.screening.desk.as_str())
            .key("subject", reference.identity())
            .is("ended", false)
            .descending("id")
            .limit(OF_ONE_SUBJECT);
        Ok(snapshot.page(&query).await?.records)
    }

    /// The subject's alerts at this desk, the latest first.
    async fn alerts(
        &self,
        snapshot: &mut Snapshot,
        reference: &SubjectRef,
    ) -> Result<Vec<Stored<Alert>>, NodeError> {
        let query = Query::all()
            .is("desk", self.screening.desk.as_str())
            .key("subject", reference.identity())
            .descending("opened_at")
            .limit(OF_ONE_SUBJECT);
        Ok(snapshot.page(&query).await?.records)
    }
}

/// The alert in which this very pair, with the same data, was decided to be the same: it is not asked again.
fn known(alerts: &[Stored<Alert>], matched: &Matched) -> Option<RecordId> {
    let decided = |old: &&Matched| {
        matches!(old.outcome(), Some(DecisionKind::TrueMatch | DecisionKind::Freeze))
            && old.same_thing(matched)
            && old.same_data(matched)
    };
    alerts.iter().find(|kept| kept.record.matches.iter().any(|old| decided(&old))).map(|kept| kept.record.id)
}
