//! Erasing records of any kind: each key is destroyed, and how many is counted.

use super::known::Known;
use crate::NodeError;
use crate::casework::{
    Alert, BelowLine, Case, CaseFile, CaseNote, Correction, Decision, MonitoredSubject, RecordRef, Screening,
    SecondReview, Suppression, decisions_on,
};
use jiff::Timestamp;
use model::RecordId;
use std::collections::BTreeMap;
use store::{Delivery, KeptReply, Query, Tx};

/// How many records of each kind.
pub(super) type Erased = BTreeMap<String, u64>;

/// Erases everything that is known of a subject. Cases of others lose its alerts.
pub(super) async fn erase_known(tx: &mut Tx, known: &Known, at: Timestamp) -> Result<Erased, NodeError> {
    let mut erased = Erased::new();
    for record in known.records() {
        erase(tx, &record, at, &mut erased).await?;
    }
    for case in &known.shared_cases {
        if let Some(mut kept) = tx.get::<Case>(case.id).await? {
            kept.record.alerts.retain(|alert| !known.alerts.iter().any(|gone| gone.id == *alert));
            tx.update(&kept.record, kept.revision).await?;
        }
    }
    Ok(erased)
}

/// Erases an alert with what was decided, reviewed, corrected and told of it.
pub(super) async fn erase_alert(
    tx: &mut Tx,
    alert: RecordId,
    at: Timestamp,
    erased: &mut Erased,
) -> Result<(), NodeError> {
    let mut records = vec![RecordRef::new("alert", alert)];
    for decision in decisions_on(tx, alert).await? {
        records.push(RecordRef::new("decision", decision.record.id));
    }
    for review in tx.all::<SecondReview>(&Query::all().is("alert", alert)).await? {
        records.push(RecordRef::new("second-review", review.record.id));
    }
    for correction in tx.all::<Correction>(&Query::all().is("about", alert)).await? {
        records.push(RecordRef::new("correction", correction.record.id));
    }
    for delivery in tx.all::<Delivery>(&Query::all().key("about", alert.to_string())).await? {
        records.push(RecordRef::new("delivery", delivery.record.id));
    }
    for record in records {
        erase(tx, &record, at, erased).await?;
    }
    Ok(())
}

/// Erases a case with its notes and files.
pub(super) async fn erase_case(
    tx: &mut Tx,
    case: RecordId,
    at: Timestamp,
    erased: &mut Erased,
) -> Result<(), NodeError> {
    let of = Query::all().is("case_id", case);
    for note in tx.all::<CaseNote>(&of).await? {
        erase(tx, &RecordRef::new("case-note", note.record.id), at, erased).await?;
    }
    for file in tx.all::<CaseFile>(&of).await? {
        erase(tx, &RecordRef::new("case-file", file.record.id), at, erased).await?;
    }
    erase(tx, &RecordRef::new("case", case), at, erased).await
}

/// Erases one record.
pub(super) async fn erase(
    tx: &mut Tx,
    record: &RecordRef,
    at: Timestamp,
    erased: &mut Erased,
) -> Result<(), NodeError> {
    let id = record.id;
    let there = match record.kind.as_str() {
        "alert" => tx.erase::<Alert>(id, at).await?,
        "decision" => tx.erase::<Decision>(id, at).await?,
        "second-review" => tx.erase::<SecondReview>(id, at).await?,
        "suppression" => tx.erase::<Suppression>(id, at).await?,
        "monitored-subject" => tx.erase::<MonitoredSubject>(id, at).await?,
        "correction" => tx.erase::<Correction>(id, at).await?,
        "case" => tx.erase::<Case>(id, at).await?,
        "case-note" => tx.erase::<CaseNote>(id, at).await?,
        "case-file" => tx.erase::<CaseFile>(id, at).await?,
        "screening" => tx.erase::<Screening>(id, at).await?,
        "job" => tx.erase_job(id, at).await?,
        "below-line-test" => tx.erase::<BelowLine>(id, at).await?,
        "delivery" => tx.erase::<Delivery>(id, at).await?,
        "kept-reply" => tx.erase::<KeptReply>(id, at).await?,
        _ => false,
    };
    if there {
        *erased.entry(record.kind.clone()).or_default() += 1;
    }
    Ok(())
}
