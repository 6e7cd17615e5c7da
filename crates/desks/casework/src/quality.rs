//! The quality of decisions and thresholds: samples of closed alerts for a second look, near misses below the
//! threshold, and figures. What is drawn depends on a seed alone, so that nobody can choose, and an auditor can draw
//! again.

use crate::{CaseworkError, DecisionKind, NameMatch, Settings, ThingRef};
use access::{Act, Signature};
use jiff::Timestamp;
use jiff::civil::Date;
use matching::OperatingPoint;
use model::{Desk, Envelope, RecordId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Draws a share of `from`, at least one where there is any: those whose hash with the seed is smallest. The order
/// of `from` does not matter.
///
/// # Errors
/// When the share is not above 0 and at most 1.
pub fn draw(seed: &[u8; 32], from: &[RecordId], share: f64) -> Result<Vec<RecordId>, CaseworkError> {
    if !(share > 0.0 && share <= 1.0) {
        return Err(CaseworkError::Bounds {
            what: "the share",
            remedy: "give a number above 0 and at most 1",
        });
    }
    let mut ranked: Vec<([u8; 32], RecordId)> =
        from.iter().map(|id| (rank(seed, &id.to_string()), *id)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    let count = (share * ranked.len() as f64).ceil() as usize;
    Ok(ranked.into_iter().take(count).map(|(_, id)| id).collect())
}

fn rank(seed: &[u8; 32], text: &str) -> [u8; 32] {
    Sha256::new().chain_update(seed).chain_update(text).finalize().into()
}

/// Closed alerts drawn for a second look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The desk.
    pub desk: Desk,
    /// The seed, in hexadecimal.
    pub seed: String,
    /// The share that was asked for.
    pub share: f64,
    /// The first day on which an alert of it was closed.
    pub from: Date,
    /// The last such day.
    pub to: Date,
    /// How many decisions there were to draw from.
    pub population: u64,
    /// How many were drawn.
    pub drawn: u64,
    /// Who drew it.
    pub by: Signature,
    /// When.
    pub at: Timestamp,
}

/// A decision that was drawn, and what the second reviewer says of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecondReview {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The desk.
    pub desk: Desk,
    /// The sample.
    pub sample: RecordId,
    /// The alert.
    pub alert: RecordId,
    /// The decision.
    pub decision: RecordId,
    /// What was decided.
    pub first: DecisionKind,
    /// Who decided it.
    pub first_by: Signature,
    /// What the second reviewer says; none while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<SecondVerdict>,
}

/// What a second reviewer says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondVerdict {
    /// What they would have decided.
    pub kind: DecisionKind,
    /// Who.
    pub by: Signature,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

impl SecondReview {
    /// Says what a second person would have decided.
    ///
    /// # Errors
    /// When it is the person who decided, there is no reason, or it was reviewed before.
    pub fn review(&mut self, kind: DecisionKind, act: Act<'_>) -> Result<(), CaseworkError> {
        let reason = act.justified()?.to_owned();
        if self.first_by.person == act.by.person() {
            return Err(CaseworkError::OwnDecision);
        }
        if self.second.is_some() {
            return Err(CaseworkError::Closed { what: "review" });
        }
        self.second = Some(SecondVerdict { kind, by: act.by.signature(), at: act.at, reason });
        Ok(())
    }

    /// Whether the second reviewer agrees; none while it waits.
    pub fn agrees(&self) -> Option<bool> {
        self.second.as_ref().map(|second| second.kind == self.first)
    }
}

/// A below-the-line test: pairs that scored just below the threshold, drawn and judged, to see what the threshold
/// misses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BelowLine {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry.
    pub envelope: Envelope,
    /// The desk.
    pub desk: Desk,
    /// What was asked of the engine: its threshold is the floor of the test.
    pub settings: Settings,
    /// The threshold that is tested.
    pub line: f64,
    /// The lowest score looked at.
    pub floor: f64,
    /// The seed, in hexadecimal.
    pub seed: String,
    /// Subjects screened.
    pub subjects: u64,
    /// Pairs between floor and line.
    pub found: u64,
    /// Those drawn.
    pub pairs: Vec<NearMiss>,
    /// Who ran it.
    pub by: Signature,
    /// When.
    pub at: Timestamp,
}

/// A pair just below the threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NearMiss {
    /// The entry.
    pub thing: ThingRef,
    /// Its name to show.
    pub caption: String,
    /// Subject, score, reasons.
    pub evidence: NameMatch,
    /// Its score.
    pub score: f64,
    /// Whether a person finds that they are the same; none while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<bool>,
}

impl BelowLine {
    /// Draws at most `most` of the pairs by the seed; equal seeds draw the same pairs in whatever order they come.
    pub fn draw(seed: &[u8; 32], mut pairs: Vec<NearMiss>, most: usize) -> Vec<NearMiss> {
        let key = |pair: &NearMiss| {
            let subject = &pair.evidence.subject.id;
            (rank(seed, &format!("{subject}\u{1F}{}", pair.thing.key())), pair.evidence.hash.clone())
        };
        pairs.sort_by_cached_key(key);
        pairs.truncate(most);
        pairs
    }

    /// The share of judged pairs that are the same after all.
    pub fn missed(&self) -> Share {
        let judged: Vec<bool> = self.pairs.iter().filter_map(|pair| pair.same).collect();
        Share::of(judged.iter().filter(|same| **same).count() as u64, judged.len() as u64)
    }
}

/// A share with the interval in which it lies at 95 % confidence (Wilson's score interval).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// How many.
    pub hits: u64,
    /// Of how many.
    pub of: u64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Share {
    /// `hits` of `of`; of nothing, anything between 0 and 1.
    pub fn of(hits: u64, of: u64) -> Self {
        if of == 0 {
            return Self { hits, of, low: 0.0, high: 1.0 };
        }
        const Z: f64 = 1.959_963_984_540_054;
        let (n, p) = (of as f64, hits as f64 / of as f64);
        let middle = p + Z * Z / (2.0 * n);
        let spread = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        Self {
            hits,
            of,
            low: ((middle - spread) / scale).max(0.0),
            high: ((middle + spread) / scale).min(1.0),
        }
    }
}

/// A decided match, as figures count it.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// Who decided it.
    pub analyst: Signature,
    /// The list of the entry; none for a known item.
    pub list: Option<model::ListId>,
    /// What was decided.
    pub kind: DecisionKind,
    /// The score with which it was found, in log-odds; none where it is of another kind.
    pub score: Option<f64>,
    /// When the alert was opened.
    pub opened_at: Timestamp,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// Whether the alert was decided after its time.
    pub late: bool,
    /// Whether a second reviewer agreed; none where nobody looked.
    pub agreed: Option<bool>,
}

/// Figures of one desk over some time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// All decided matches.
    pub all: Outcomes,
    /// By who decided, in the order of their names.
    pub analysts: Vec<AnalystFigures>,
    /// By the entry's list, in the order of their names.
    pub lists: Vec<(model::ListId, Outcomes)>,
    /// By operating point: of the decided matches, those that it would have alerted. What lies below the point that was
    /// screened at is not among them: nobody knows it.
    #[serde(default)]
    pub points: Vec<(OperatingPoint, Outcomes)>,
}

/// Figures of one person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnalystFigures {
    /// Who.
    pub analyst: RecordId,
    /// The name.
    pub name: String,
    /// What they decided.
    pub outcomes: Outcomes,
}

/// How decided matches were decided.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcomes {
    /// Decided matches.
    pub decided: u64,
    /// By kind of decision.
    pub kinds: std::collections::BTreeMap<DecisionKind, u64>,
    /// Decided after their time.
    pub late: u64,
    /// The median time from opening to decision, in seconds.
    pub median_seconds: Option<i64>,
    /// Looked at by a second reviewer.
    pub reviewed: u64,
    /// Of these, agreed with.
    pub agreed: u64,
}

impl Outcomes {
    /// The share of decided matches that were false positives.
    pub fn false_positives(&self) -> Share {
        Share::of(self.kinds.get(&DecisionKind::FalsePositive).copied().unwrap_or(0), self.decided)
    }

    /// The share of true matches among those that were told apart: true, frozen, against false, released. What stayed
    /// inconclusive counts on neither side.
    pub fn precision(&self) -> Share {
        let count = |kind| self.kinds.get(&kind).copied().unwrap_or(0);
        let right = count(DecisionKind::TrueMatch) + count(DecisionKind::Freeze);
        let wrong = count(DecisionKind::FalsePositive) + count(DecisionKind::Release);
        Share::of(right, right + wrong)
    }

    /// The share of reviewed decisions that the second reviewer agreed with.
    pub fn agreement(&self) -> Share {
        Share::of(self.agreed, self.reviewed)
    }

    fn of<'a>(closed: impl Iterator<Item = &'a Closed>) -> Self {
        let mut outcomes = Self::default();
        let mut waits = Vec::new();
        for closed in closed {
            outcomes.decided += 1;
            *outcomes.kinds.entry(closed.kind).or_default() += 1;
            outcomes.late += u64::from(closed.late);
            outcomes.reviewed += u64::from(closed.agreed.is_some());
            outcomes.agreed += u64::from(closed.agreed == Some(true));
            waits.push(closed.decided_at.duration_since(closed.opened_at).as_secs());
        }
        waits.sort_unstable();
        outcomes.median_seconds = waits.get(waits.len() / 2).copied();
        outcomes
    }
}

impl Figures {
    /// Counts decided matches.
    pub fn of(closed: &[Closed]) -> Self {
        let mut analysts: Vec<(&str, RecordId)> =
            closed.iter().map(|closed| (closed.analyst.name.as_str(), who(&closed.analyst))).collect();
        analysts.sort_unstable();
        analysts.dedup_by_key(|(_, id)| *id);
        let mut lists: Vec<_> = closed.iter().filter_map(|closed| closed.list.clone()).collect();
        lists.sort();
        lists.dedup();
        Self {
            all: Outcomes::of(closed.iter()),
            analysts: analysts
                .into_iter()
                .map(|(name, analyst)| AnalystFigures {
                    analyst,
                    name: name.to_owned(),
                    outcomes: Outcomes::of(closed.iter().filter(|closed| who(&closed.analyst) == analyst)),
                })
                .collect(),
            lists: lists
                .into_iter()
                .map(|list| {
                    let outcomes =
                        Outcomes::of(closed.iter().filter(|closed| closed.list.as_ref() == Some(&list)));
                    (list, outcomes)
                })
                .collect(),
            points: OperatingPoint::ALL
                .into_iter()
                .map(|point| {
                    let line = point.figures().threshold;
                    let reached = |closed: &&Closed| closed.score.is_some_and(|score| score >= line);
                    (point, Outcomes::of(closed.iter().filter(reached)))
                })
                .collect(),
        }
    }
}

/// The person who answers for a signature.
fn who(signature: &Signature) -> RecordId {
    signature.person.unwrap_or(signature.actor)
}
