//! How alerts, decisions, suppressions, cases and the rest of casework are kept.
//!
//! Keys: `subject` is `SubjectRef::identity`, `data` the fingerprint of what the subject looked like; `thing` is what was matched, by
//! its own key; `entry` is `list/id` for every id an entry has or had; `list` is the list it stands on, which for alerts is
//! spread out, too.

use super::kept;
use casework::{
    Alert, BelowLine, Case, CaseFile, CaseNote, Correction, Decision, EntryRef, ErasureOrder, ListCursor,
    MonitoredSubject, OwnEntry, Sample, Screening, SecondReview, Suppression, ThingKey,
};

kept! {
    Alert, "alert" in "alerts", |alert| {
        desk: alert.desk.as_str(),
        status: alert.status.as_str(),
        assigned: alert.assigned,
        case_id: alert.case,
        screening: alert.screening,
        outcome: alert.outcome().map(casework::DecisionKind::as_str),
        probability: millionths(alert.probability()),
        opened_at: alert.opened_at,
        due_at: alert.due_at,
        closed_at: alert.closed_at,
        changed_at: alert.changed_at,
    }
    keys {
        let mut keys =
            vec![("subject", alert.subject.identity()), ("data", alert.subject.fingerprint.0.clone())];
        for matched in &alert.matches {
            keys.push(("thing", matched.thing.key().0));
            if let Some(entry) = matched.thing.entry() {
                keys.push(("list", entry.list.0.clone()));
                keys.extend(entry_keys(entry));
            }
        }
        keys
    };
    spread crate::Spread {
        label: "list",
        table: "alert_lists",
        columns: &["desk", "status", "assigned", "probability", "opened_at", "due_at", "changed_at"],
    };
}

kept! {
    Decision, "decision" in "decisions", |decision| {
        desk: decision.desk.as_str(),
        alert: decision.alert,
        state: decision.state_name(),
        kind: decision.ruling().kind.as_str(),
        person: decision.by().person,
        decided_at: decision.at(),
    }
}

kept! {
    Suppression, "suppression" in "suppressions", |suppression| {
        desk: suppression.desk.as_str(),
        decision: suppression.terms().decision,
        until: suppression.terms().until,
        waiting: suppression.review.is_open() && suppression.ended.is_none(),
        ended: suppression.ended.is_some(),
    }
    keys {
        let terms = suppression.terms();
        let mut keys = vec![("subject", terms.subject.identity()), ("list", terms.entry.list.0.clone())];
        keys.extend(entry_keys(&terms.entry));
        keys
    };
}

kept! {
    Case, "case" in "cases", |case| {
        desk: case.desk.as_str(),
        status: case.status_name(),
        assigned: case.assigned,
        opened_at: case.opened_at,
    }
    keys case.concerned().iter().map(|alert| ("alert", alert.to_string())).collect();
}

kept! {
    CaseNote, "case note" in "case_notes", |note| {
        desk: note.desk.as_str(),
        case_id: note.case,
        at: note.at,
    }
}

kept! {
    CaseFile, "case file" in "case_files", |file| {
        desk: file.desk.as_str(),
        case_id: file.case,
        at: file.at,
    }
    blobs vec![file.blob.as_str()];
}

kept! {
    OwnEntry, "own entry" in "own_entries", |entry| {
        desk: entry.desk.as_str(),
        waiting: entry.pending.is_some(),
        approved: entry.approved.is_some(),
    }
}

kept! {
    MonitoredSubject, "monitored subject" in "monitored_subjects", |monitored| {
        desk: monitored.desk.as_str(),
        at: monitored.at,
        ended: monitored.ended_at.is_some(),
    }
    keys {
        let reference = monitored.reference();
        vec![("subject", reference.identity()), ("data", reference.fingerprint.0)]
    };
}

kept! {
    ListCursor, "list cursor" in "list_cursors", |cursor| {
        list: &cursor.list.0,
        at: cursor.at,
    }
}

kept! {
    Screening, "screening" in "screenings", |screening| {
        desk: screening.desk.as_str(),
        kind: screening.trigger.as_str(),
        started_at: screening.at,
        finished: screening.finished_at.is_some(),
    }
}

kept! {
    Sample, "sample" in "samples", |sample| {
        desk: sample.desk.as_str(),
        at: sample.at,
    }
}

kept! {
    SecondReview, "second review" in "second_reviews", |review| {
        desk: review.desk.as_str(),
        sample: review.sample,
        alert: review.alert,
        decision: review.decision,
        waiting: review.second.is_none(),
    }
}

kept! {
    BelowLine, "test below the line" in "below_line_tests", |test| {
        desk: test.desk.as_str(),
        at: test.at,
    }
}

kept! {
    ErasureOrder, "erasure order" in "erasure_orders", |order| {
        desk: order.desk.as_str(),
        waiting: order.review.is_open(),
        at: order.review.proposal().at(),
    }
}

kept! {
    Correction, "correction" in "corrections", |correction| {
        desk: correction.desk.as_str(),
        about: correction.about.id,
        at: correction.at,
    }
    keys correction.subjects.iter().map(|subject| ("subject", subject.clone())).collect();
}

fn entry_keys(entry: &EntryRef) -> impl Iterator<Item = (&'static str, String)> {
    entry.ids().map(|id| ("entry", ThingKey::of_entry(&entry.list, id).0))
}

/// A probability as columns hold it.
#[allow(clippy::cast_possible_truncation, reason = "a probability is at most one")]
pub fn millionths(probability: f64) -> i64 {
    (probability * 1e6).round() as i64
}
