//! Finding what is known of one subject: by the caller's id, by its data, by a name, or from one of its records; and
//! from there every record that follows from it.

use super::may;
use crate::casework::{
    Alert, BelowLine, Case, CaseFile, CaseNote, Correction, Decision, MonitoredSubject, OwnEntry,
    OwnEntryChange, RecordRef, Screening, SecondReview, SubjectRef, Suppression, decisions_on,
};
use crate::{Node, NodeError};
use access::{Action, Actor};
use model::{Desk, Profile, RecordId, Schema, Subject};
use std::collections::BTreeSet;
use store::{Delivery, Job, KeptReply, Query, Record, Snapshot};

/// How a subject is looked for.
#[derive(Clone, Debug)]
pub enum SubjectQuery {
    /// By the caller's lasting id.
    Reference(String),
    /// By exactly these data.
    Data(Box<Profile>),
    /// By a name, as it is written: all alerts and monitored subjects of the desk are looked through.
    Name(String),
    /// Whoever these alerts, monitored subjects or suppressions are about.
    Records(Vec<RecordRef>),
}

/// What was found of a subject: ids, no content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    /// The records that are about it.
    pub records: Vec<RecordRef>,
    /// Records about somebody with the same data under another id, or none: a person must say whether it is the same.
    pub alike: Vec<RecordRef>,
    /// Cases that are about others too: what their notes and files say of the subject a person must see.
    pub shared_cases: Vec<RecordId>,
    /// Own entries of the desk that name it: they end by their own four eyes.
    pub own_entries: Vec<RecordId>,
    /// Alerts that nobody decided yet.
    pub undecided: u64,
}

/// All records about one subject.
#[derive(Default)]
pub(super) struct Known {
    pub subjects: BTreeSet<String>,
    pub alerts: Vec<Alert>,
    pub decisions: Vec<Decision>,
    pub reviews: Vec<SecondReview>,
    pub suppressions: Vec<Suppression>,
    pub monitored: Vec<MonitoredSubject>,
    pub corrections: Vec<Correction>,
    pub cases: Vec<Case>,
    pub shared_cases: Vec<Case>,
    pub notes: Vec<CaseNote>,
    pub files: Vec<CaseFile>,
    pub screenings: Vec<Screening>,
    pub jobs: Vec<Job>,
    pub tests: Vec<BelowLine>,
    pub own_entries: Vec<OwnEntry>,
    pub deliveries: Vec<RecordId>,
    pub replies: Vec<RecordId>,
}

impl Known {
    /// The records that say something of the subject. Records of screenings have counts only.
    pub fn records(&self) -> BTreeSet<RecordRef> {
        let mut all = BTreeSet::new();
        let mut add = |kind: &str, ids: Vec<RecordId>| {
            all.extend(ids.into_iter().map(|id| RecordRef::new(kind, id)));
        };
        add("alert", ids(&self.alerts));
        add("decision", ids(&self.decisions));
        add("second-review", ids(&self.reviews));
        add("suppression", ids(&self.suppressions));
        add("monitored-subject", ids(&self.monitored));
        add("correction", ids(&self.corrections));
        add("case", ids(&self.cases));
        add("case-note", ids(&self.notes));
        add("case-file", ids(&self.files));
        add("job", ids(&self.jobs));
        add("below-line-test", ids(&self.tests));
        add("delivery", self.deliveries.clone());
        add("kept-reply", self.replies.clone());
        all
    }

    /// Names that the records have for the subject.
    pub fn names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for alert in &self.alerts {
            names.insert(alert.caption.clone());
            for matched in &alert.matches {
                names.extend(names_of(matched.evidence.subject()));
            }
        }
        names.extend(self.monitored.iter().flat_map(|monitored| names_of(&monitored.subject)));
        names.retain(|name| !name.trim().is_empty());
        names
    }

    fn is_empty(&self) -> bool {
        self.records().is_empty() && self.own_entries.is_empty()
    }
}

impl Node {
    /// Finds what is known of a subject at a desk. That somebody looked is in the audit log.
    ///
    /// # Errors
    /// When the actor may not, or nothing is found.
    pub async fn find_subject(
        &self,
        actor: &Actor,
        desk: Desk,
        query: &SubjectQuery,
    ) -> Result<Findings, NodeError> {
        may(actor, Action::RecordExport, desk, None)?;
        // Looking may take long: it is done beside whoever writes.
        let mut snapshot = self.store.read().await?;
        let known = known(&mut snapshot, desk, query, &[]).await?;
        let findings = Findings {
            alike: alike(&mut snapshot, desk, &known).await?.into_iter().collect(),
            records: known.records().into_iter().collect(),
            shared_cases: ids(&known.shared_cases),
            own_entries: ids(&known.own_entries),
            undecided: known.alerts.iter().filter(|alert| alert.closed_at.is_none()).count() as u64,
        };
        drop(snapshot);
        let details = ("found", findings.records.len());
        let mut tx = self.store.write("rights.find").await?;
        self.tell(&mut tx, actor, Action::RecordExport, desk, &[], &details).await?;
        tx.commit().await?;
        Ok(findings)
    }
}

/// All records about a subject; with those that a person says are about it too.
///
/// # Errors
/// When there is none.
pub(super) async fn known(
    snapshot: &mut Snapshot,
    desk: Desk,
    query: &SubjectQuery,
    also: &[RecordRef],
) -> Result<Known, NodeError> {
    let mut known = Known { subjects: subjects(snapshot, desk, query).await?, ..Known::default() };
    for record in also {
        known.subjects.extend(subject_of(snapshot, desk, record).await?);
    }
    follow(snapshot, desk, &mut known).await?;
    for record in also {
        take_named(snapshot, desk, &mut known, record).await?;
    }
    let mut names: BTreeSet<String> = known.names().iter().map(|name| folded(name)).collect();
    match query {
        SubjectQuery::Name(name) => drop(names.insert(folded(name))),
        SubjectQuery::Data(profile) => names.extend(profile.names.iter().map(|name| folded(&name.text))),
        SubjectQuery::Reference(_) | SubjectQuery::Records(_) => {}
    }
    known.own_entries = all(snapshot, &Query::all().is("desk", desk.as_str())).await?;
    known.own_entries.retain(|entry| named_by(entry).iter().any(|name| names.contains(&folded(name))));
    match known.is_empty() {
        true => Err(NodeError::NotFound {
            wanted: "the subject".into(),
            remedy: "nothing is known of it at this desk; look by another id, by a name, or at another desk"
                .into(),
        }),
        false => Ok(known),
    }
}

/// Whom a query means, as records refer to it.
async fn subjects(
    snapshot: &mut Snapshot,
    desk: Desk,
    query: &SubjectQuery,
) -> Result<BTreeSet<String>, NodeError> {
    let mut subjects = BTreeSet::new();
    match query {
        SubjectQuery::Reference(reference) => {
            let subject = Subject::named(reference, Schema::Thing, "");
            subjects.insert(SubjectRef::lasting(&subject).identity());
        }
        SubjectQuery::Data(profile) => {
            let subject = Subject { id: String::new(), profile: (**profile).clone() };
            subjects.insert(SubjectRef::passing(&subject).identity());
        }
        SubjectQuery::Name(name) => {
            let wanted = folded(name);
            let at_desk = Query::all().is("desk", desk.as_str());
            for alert in snapshot.all::<Alert>(&at_desk).await?.into_iter().map(|kept| kept.record) {
                let named = |subject: &Subject| names_of(subject).iter().any(|name| folded(name) == wanted);
                if alert.matches.iter().any(|matched| named(matched.evidence.subject())) {
                    subjects.insert(alert.subject.identity());
                }
            }
            for monitored in snapshot.all::<MonitoredSubject>(&at_desk).await? {
                if names_of(&monitored.record.subject).iter().any(|name| folded(name) == wanted) {
                    subjects.insert(monitored.record.reference().identity());
                }
            }
        }
        SubjectQuery::Records(records) => {
            for record in records {
                subjects.extend(subject_of(snapshot, desk, record).await?);
            }
        }
    }
    Ok(subjects)
}

/// Whom a record is about.
async fn subject_of(
    snapshot: &mut Snapshot,
    desk: Desk,
    record: &RecordRef,
) -> Result<Option<String>, NodeError> {
    Ok(match record.kind.as_str() {
        "alert" => {
            let kept = snapshot.get::<Alert>(record.id).await?.map(|kept| kept.record);
            kept.filter(|alert| alert.desk == desk).map(|alert| alert.subject.identity())
        }
        "monitored-subject" => {
            let kept = snapshot.get::<MonitoredSubject>(record.id).await?.map(|kept| kept.record);
            kept.filter(|it| it.desk == desk).map(|it| it.reference().identity())
        }
        "suppression" => {
            let kept = snapshot.get::<Suppression>(record.id).await?.map(|kept| kept.record);
            kept.filter(|it| it.desk == desk).map(|it| it.terms().subject.identity())
        }
        _ => None,
    })
}

/// Follows a subject from record to record.
async fn follow(snapshot: &mut Snapshot, desk: Desk, known: &mut Known) -> Result<(), NodeError> {
    for subject in known.subjects.clone() {
        let of = Query::all().is("desk", desk.as_str()).key("subject", subject);
        known.alerts.extend(all(snapshot, &of).await?);
        known.suppressions.extend(all(snapshot, &of).await?);
        known.monitored.extend(all(snapshot, &of).await?);
        known.corrections.extend(all(snapshot, &of).await?);
    }
    for subject in known.subjects.clone() {
        for job in snapshot.jobs_about(&subject).await? {
            let job = snapshot.get::<Job>(job).await?.map(|kept| kept.record);
            known.jobs.extend(job.filter(|job| job.desk == Some(desk)));
        }
    }
    let alerts: BTreeSet<RecordId> = known.alerts.iter().map(|alert| alert.id).collect();
    let mut screenings: BTreeSet<RecordId> = known.jobs.iter().filter_map(|job| job.screening).collect();
    let mut cases = BTreeSet::new();
    for alert in known.alerts.clone() {
        known.decisions.extend(decisions_on(snapshot, alert.id).await?.into_iter().map(|kept| kept.record));
        known.reviews.extend(all(snapshot, &Query::all().is("alert", alert.id)).await?);
        screenings.insert(alert.screening);
        let holding = all::<Case>(snapshot, &Query::all().key("alert", alert.id.to_string())).await?;
        for case in holding.into_iter().filter(|case| cases.insert(case.id)) {
            match case.concerned().is_subset(&alerts) {
                true => known.cases.push(case),
                false => known.shared_cases.push(case),
            }
        }
    }
    for case in known.cases.clone() {
        let of = Query::all().is("case_id", case.id);
        known.notes.extend(all(snapshot, &of).await?);
        known.files.extend(all(snapshot, &of).await?);
    }
    for screening in screenings {
        known.screenings.extend(snapshot.get::<Screening>(screening).await?.map(|kept| kept.record));
    }
    for test in all::<BelowLine>(snapshot, &Query::all().is("desk", desk.as_str())).await? {
        let about = |subject: &Subject| {
            [SubjectRef::lasting(subject), SubjectRef::passing(subject)]
                .iter()
                .any(|reference| known.subjects.contains(&reference.identity()))
        };
        if test.pairs.iter().any(|pair| about(&pair.evidence.subject)) {
            known.tests.push(test);
        }
    }
    let told = known.alerts.iter().map(|alert| alert.id).chain(known.decisions.iter().map(|it| it.id));
    for id in told.collect::<Vec<_>>() {
        let about = all::<Delivery>(snapshot, &Query::all().key("about", id.to_string())).await?;
        known.deliveries.extend(about.iter().map(|delivery| delivery.id));
    }
    known.replies = replies(snapshot, known).await?;
    Ok(())
}

/// Kept answers that say something of the subject. They are few, and kept for a day.
async fn replies(snapshot: &mut Snapshot, known: &Known) -> Result<Vec<RecordId>, NodeError> {
    let references = known.subjects.iter().filter_map(|subject| subject.split('\u{1F}').nth(1));
    let mut signs: Vec<String> = references.map(str::to_owned).chain(known.names()).collect();
    signs.extend(known.records().iter().map(|record| record.id.to_string()));
    // As they stand in JSON, without the quotation marks.
    let signs: Vec<String> = signs
        .iter()
        .filter_map(|sign| serde_json::to_string(sign).ok())
        .map(|sign| sign.trim_matches('"').to_owned())
        .filter(|sign| !sign.is_empty())
        .collect();
    let kept = all::<KeptReply>(snapshot, &Query::all()).await?;
    let names = |body: &str| signs.iter().any(|sign| body.contains(sign));
    let about = kept.iter().filter(|reply| reply.answer.as_ref().is_some_and(|answer| names(&answer.body)));
    Ok(about.map(|reply| reply.id).collect())
}

/// A record that a person says is about the subject: a note or file of a case that is about others too.
async fn take_named(
    snapshot: &mut Snapshot,
    desk: Desk,
    known: &mut Known,
    record: &RecordRef,
) -> Result<(), NodeError> {
    if known.records().contains(record) {
        return Ok(());
    }
    let before = known.records().len();
    match record.kind.as_str() {
        "case-note" => {
            let kept = snapshot.get::<CaseNote>(record.id).await?.map(|kept| kept.record);
            known.notes.extend(kept.filter(|note| note.desk == desk));
        }
        "case-file" => {
            let kept = snapshot.get::<CaseFile>(record.id).await?.map(|kept| kept.record);
            known.files.extend(kept.filter(|file| file.desk == desk));
        }
        _ => {}
    }
    match known.records().len() > before {
        true => Ok(()),
        false => Err(NodeError::NotFound {
            wanted: format!("{} {}", record.kind, record.id),
            remedy: "name alerts, monitored subjects, suppressions, case-notes or case-files of this desk"
                .into(),
        }),
    }
}

/// Records about somebody with the same data under another id, or none.
async fn alike(snapshot: &mut Snapshot, desk: Desk, known: &Known) -> Result<BTreeSet<RecordRef>, NodeError> {
    let of_alerts = known.alerts.iter().map(|alert| alert.subject.fingerprint.0.clone());
    let of_monitored = known.monitored.iter().map(|monitored| monitored.reference().fingerprint.0);
    let data: BTreeSet<String> = of_alerts.chain(of_monitored).collect();
    let mut alike = BTreeSet::new();
    for data in data {
        let same = Query::all().is("desk", desk.as_str()).key("data", data);
        let alerts = all::<Alert>(snapshot, &same).await?;
        alike.extend(alerts.iter().map(|alert| RecordRef::new("alert", alert.id)));
        let monitored = all::<MonitoredSubject>(snapshot, &same).await?;
        alike.extend(monitored.iter().map(|it| RecordRef::new("monitored-subject", it.id)));
    }
    let records = known.records();
    alike.retain(|record| !records.contains(record));
    Ok(alike)
}

async fn all<T: Record>(snapshot: &mut Snapshot, query: &Query) -> Result<Vec<T>, NodeError> {
    Ok(snapshot.all::<T>(query).await?.into_iter().map(|kept| kept.record).collect())
}

pub(super) fn ids<T: Record>(records: &[T]) -> Vec<RecordId> {
    records.iter().map(Record::id).collect()
}

/// Names in what stands, waits, or was turned down of an own entry.
fn named_by(entry: &OwnEntry) -> Vec<String> {
    let stands = entry.approved.as_ref().map(|approved| approved.what());
    let waits = entry.pending.as_ref().map(|pending| pending.what());
    let refused = entry.rejected.as_ref().map(|rejected| rejected.proposal().what());
    let mut names = Vec::new();
    for change in [stands, waits, refused].into_iter().flatten() {
        if let OwnEntryChange::Content { entity, .. } = change {
            names.extend(entity.profile.names.iter().map(|name| name.text.clone()));
        }
    }
    names
}

fn names_of(subject: &Subject) -> Vec<String> {
    subject.profile.names.iter().map(|name| name.text.clone()).collect()
}

/// One writing for what no reader tells apart.
pub(super) fn folded(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
