//! Quality work: samples of decided alerts for a second look, figures, and tests of what lies below the threshold.

use super::matches::{Entries, screened};
use super::run::PIECE;
use super::{
    Alert, BelowLine, Closed, Decision, DecisionKind, Figures, NameMatch, NearMiss, Sample, SecondReview,
    Settings, ThingRef, allow, draw, must, unchanged_since,
};
use crate::{Node, NodeError};
use access::{Act, Action, Actor};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use matching::ScreenOptions;
use model::{Desk, Envelope, LegalBasis, Marking, RecordId, Subject};
use std::collections::HashMap;
use std::sync::Arc;
use store::{Cursor, Page, Query, Snapshot, Stored};

/// A below-the-line test: which subjects, which scores.
#[derive(Clone, Debug)]
pub struct BelowLineOrder {
    /// On what legal basis.
    pub legal_basis: LegalBasis,
    /// The threshold that is tested, in log-odds.
    pub line: f64,
    /// The lowest score looked at.
    pub floor: f64,
    /// At most so many pairs are drawn.
    pub most: usize,
    /// The last day on which the drawn pairs may be kept: they are of people who did not match.
    pub keep_until: Date,
}

impl Node {
    /// Draws a share of the decisions of a desk that were made from `from` to `to`, for a second look.
    ///
    /// # Errors
    /// When the actor may not, or the share is not above 0 and at most 1.
    pub async fn draw_sample(
        &self,
        actor: &Actor,
        desk: Desk,
        (from, to): (Date, Date),
        share: f64,
    ) -> Result<Sample, NodeError> {
        allow(actor, Action::QualityReview, desk)?;
        let seed: [u8; 32] = crate::random();
        let mut tx = self.store.write("quality.draw").await?;
        let decided: HashMap<RecordId, Decision> = decided(&mut tx, desk, (from, to))
            .await?
            .into_iter()
            .map(|decision| (decision.id, decision))
            .collect();
        let ids: Vec<RecordId> = decided.keys().copied().collect();
        let drawn = draw(&seed, &ids, share)?;
        let sample = Sample {
            id: self.fresh_id(),
            envelope: quality_envelope(&LegalBasis("quality of decisions".into()), None),
            desk,
            seed: hex::encode(seed),
            share,
            from,
            to,
            population: ids.len() as u64,
            drawn: drawn.len() as u64,
            by: actor.signature(),
            at: self.clock.now(),
        };
        tx.insert(&sample).await?;
        for decision in drawn.iter().filter_map(|id| decided.get(id)) {
            let review = SecondReview {
                id: self.fresh_id(),
                envelope: decision.envelope.clone(),
                desk,
                sample: sample.id,
                alert: decision.alert,
                decision: decision.id,
                first: decision.ruling().kind,
                first_by: decision.by().clone(),
                second: None,
            };
            tx.insert(&review).await?;
        }
        let details = (&sample.seed, share, from, to);
        self.tell(&mut tx, actor, Action::QualityReview, desk, &[("sample", sample.id)], &details).await?;
        tx.commit().await?;
        Ok(sample)
    }

    /// Drawn decisions of a desk; with `waiting` those that nobody looked at yet.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn second_reviews(
        &self,
        actor: &Actor,
        desk: Desk,
        (sample, waiting): (Option<RecordId>, bool),
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<SecondReview>, NodeError> {
        let mut query = Query::all().limit(limit).after(after);
        if let Some(sample) = sample {
            query = query.is("sample", sample);
        }
        if waiting {
            query = query.is("waiting", true);
        }
        self.page_of(actor, Action::QualityView, desk, query).await
    }

    /// One drawn decision.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn second_review(
        &self,
        actor: &Actor,
        id: RecordId,
    ) -> Result<Stored<SecondReview>, NodeError> {
        let kept = must::<SecondReview>(&mut self.store.read().await?, id).await?;
        allow(actor, Action::QualityView, kept.record.desk)?;
        Ok(kept)
    }

    /// Samples that were drawn at a desk, the latest first.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn samples(
        &self,
        actor: &Actor,
        desk: Desk,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<Sample>, NodeError> {
        let query = Query::all().descending("at").limit(limit).after(after);
        self.page_of(actor, Action::QualityView, desk, query).await
    }

    /// Says of a drawn decision what a second person would have decided.
    ///
    /// # Errors
    /// When the actor may not, decided it themselves, or it was reviewed before.
    pub async fn review_again(
        &self,
        actor: &Actor,
        review: RecordId,
        seen: Option<u64>,
        kind: DecisionKind,
        reason: &str,
    ) -> Result<SecondReview, NodeError> {
        let mut tx = self.store.write("quality.review").await?;
        let Stored { mut record, revision, .. } = must::<SecondReview>(&mut tx, review).await?;
        allow(actor, Action::QualityReview, record.desk)?;
        unchanged_since::<SecondReview>(revision, seen)?;
        record.review(kind, Act::new(actor, self.clock.now(), reason))?;
        tx.update(&record, revision).await?;
        let about = [("second-review", review), ("alert", record.alert)];
        self.tell(&mut tx, actor, Action::QualityReview, record.desk, &about, &(kind, reason)).await?;
        tx.commit().await?;
        Ok(record)
    }

    /// Figures of a desk over the decisions that were made from `from` to `to`: by person and by list.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn figures(&self, actor: &Actor, desk: Desk, days: (Date, Date)) -> Result<Figures, NodeError> {
        allow(actor, Action::QualityView, desk)?;
        let mut snapshot = self.store.read().await?;
        let mut closed = Vec::new();
        for decision in decided(&mut snapshot, desk, days).await? {
            let alert = must::<Alert>(&mut snapshot, decision.alert).await?.record;
            let query = Query::all().is("decision", decision.id).descending("id");
            let review = snapshot.find::<SecondReview>(&query).await?;
            let agreed = review.and_then(|kept| kept.record.agrees());
            for thing in &decision.ruling().things {
                let matched = alert.matched(thing);
                let list = matched.and_then(|matched| matched.thing.entry()).map(|e| e.list.clone());
                closed.push(Closed {
                    analyst: decision.by().clone(),
                    list,
                    score: matched.map(|matched| matched.score),
                    kind: decision.ruling().kind,
                    opened_at: alert.opened_at,
                    decided_at: decision.at(),
                    late: decision.at() > alert.due_at,
                    agreed,
                });
            }
        }
        Ok(Figures::of(&closed))
    }

    /// Screens subjects with a lower threshold, and draws pairs between it and the one that is tested, for people to
    /// judge.
    ///
    /// # Errors
    /// When the actor may not, the floor is not below the line, or there is no list.
    pub async fn test_below_line(
        &self,
        actor: &Actor,
        desk: Desk,
        order: BelowLineOrder,
        subjects: Vec<Subject>,
    ) -> Result<BelowLine, NodeError> {
        allow(actor, Action::QualityReview, desk)?;
        if order.floor.partial_cmp(&order.line) != Some(std::cmp::Ordering::Less) {
            let (what, remedy) = ("the floor", "give a score below the line");
            return Err(super::CaseworkError::Bounds { what, remedy }.into());
        }
        let options = ScreenOptions { min_score: Some(order.floor), ..ScreenOptions::on(self.clock.today()) };
        let settings = Settings::of(&options);
        let index = Arc::new(self.index(&|| ()).await?.index);
        let (count, mut pairs) = (subjects.len() as u64, Vec::new());
        let mut snapshot = self.store.read().await?;
        let mut entries = Entries::default();
        for piece in subjects.chunks(PIECE) {
            for (subject, matches) in screened(&index, piece.to_vec(), options.clone()).await? {
                for found in matches.iter().filter(|found| found.score < order.line) {
                    if let Some((entry, caption)) =
                        entries.of(&mut snapshot, &found.list, &found.entry).await?
                    {
                        let evidence = NameMatch::new(&subject, found, &settings, index.lists());
                        let thing = ThingRef::Entry(entry);
                        pairs.push(NearMiss { thing, caption, evidence, score: found.score, same: None });
                    }
                }
            }
        }
        drop(snapshot);
        let seed: [u8; 32] = crate::random();
        let test = BelowLine {
            id: self.fresh_id(),
            envelope: quality_envelope(&order.legal_basis, Some(order.keep_until)),
            desk,
            settings,
            line: order.line,
            floor: order.floor,
            seed: hex::encode(seed),
            subjects: count,
            found: pairs.len() as u64,
            pairs: BelowLine::draw(&seed, pairs, order.most),
            by: actor.signature(),
            at: self.clock.now(),
        };
        let mut tx = self.store.write("quality.below_line").await?;
        tx.insert(&test).await?;
        let details = (&test.seed, test.line, test.floor, test.found);
        self.tell(&mut tx, actor, Action::QualityReview, desk, &[("below-line", test.id)], &details).await?;
        tx.commit().await?;
        Ok(test)
    }

    /// Says of a drawn pair whether the two are the same after all.
    ///
    /// # Errors
    /// When the actor may not, or there is no such pair.
    pub async fn judge_near_miss(
        &self,
        actor: &Actor,
        test: RecordId,
        seen: Option<u64>,
        (pair, same): (usize, bool),
    ) -> Result<BelowLine, NodeError> {
        let mut tx = self.store.write("quality.judge").await?;
        let Stored { mut record, revision, .. } = must::<BelowLine>(&mut tx, test).await?;
        allow(actor, Action::QualityReview, record.desk)?;
        unchanged_since::<BelowLine>(revision, seen)?;
        let count = record.pairs.len();
        let judged = record.pairs.get_mut(pair).ok_or_else(|| NodeError::NotFound {
            wanted: format!("pair {pair}"),
            remedy: format!("the test has {count} pairs, counted from 0"),
        })?;
        judged.same = Some(same);
        tx.update(&record, revision).await?;
        let about = [("below-line", test)];
        self.tell(&mut tx, actor, Action::QualityReview, record.desk, &about, &(pair, same)).await?;
        tx.commit().await?;
        Ok(record)
    }

    /// One below-the-line test.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn below_line_test(&self, actor: &Actor, id: RecordId) -> Result<Stored<BelowLine>, NodeError> {
        let kept = must::<BelowLine>(&mut self.store.read().await?, id).await?;
        allow(actor, Action::QualityView, kept.record.desk)?;
        Ok(kept)
    }

    /// Below-the-line tests of a desk, the latest first.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn below_line_tests(
        &self,
        actor: &Actor,
        desk: Desk,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<BelowLine>, NodeError> {
        let query = Query::all().descending("at").limit(limit).after(after);
        self.page_of(actor, Action::QualityView, desk, query).await
    }
}

/// Decisions of a desk that stand and were made on these days, in UTC.
async fn decided(
    snapshot: &mut Snapshot,
    desk: Desk,
    (from, to): (Date, Date),
) -> Result<Vec<Decision>, NodeError> {
    let begin = |date: Date| {
        let midnight = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0));
        midnight.map_err(|_| NodeError::Usage {
            what: format!("{date} is out of bounds"),
            remedy: "give days of this century".into(),
        })
    };
    let end = begin(to.tomorrow().unwrap_or(to))?;
    let query = Query::all()
        .is("desk", desk.as_str())
        .at_least("decided_at", begin(from)?)
        .below("decided_at", end)
        .ascending("decided_at");
    let decisions = snapshot.all(&query).await?.into_iter().map(|kept| kept.record);
    Ok(decisions.filter(|decision: &Decision| decision.stands() && decision.at() < end).collect())
}

fn quality_envelope(legal_basis: &LegalBasis, expires_on: Option<Date>) -> Envelope {
    Envelope {
        marking: Marking::default(),
        legal_basis: legal_basis.clone(),
        source: "quality work".into(),
        expires_on,
    }
}
