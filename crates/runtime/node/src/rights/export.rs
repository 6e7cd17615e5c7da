//! Giving out what is known of a subject: all that was found and decided, with purpose and legal basis of each
//! screening. Who works here is not named: they are known by their ids.

use super::erasure::kind_of;
use super::known::known;
use super::{SubjectQuery, may};
use crate::{Node, NodeError};
use access::{Act, Action, Actor};
use jiff::Timestamp;
use model::{Desk, RecordId};
use serde_json::{Value, json};

/// So many records are named in one leaf of the audit log.
const IN_ONE_LEAF: usize = 100;

/// What was given out.
#[derive(Clone, Debug)]
pub struct Disclosure {
    /// Its id, in the audit log.
    pub id: RecordId,
    /// When.
    pub at: Timestamp,
    /// The bundle.
    pub bundle: Value,
}

impl Node {
    /// Gives out what is known of a subject at a desk, for a reason. It is a disclosure in the audit log.
    ///
    /// # Errors
    /// When the actor may not, nothing is known, or there is no reason.
    pub async fn export_subject(
        &self,
        actor: &Actor,
        desk: Desk,
        query: &SubjectQuery,
        reason: &str,
    ) -> Result<Disclosure, NodeError> {
        may(actor, Action::RecordExport, desk, None)?;
        let (id, at) = (self.fresh_id(), self.clock.now());
        let reason = Act::new(actor, at, reason).justified()?.to_owned();
        let known = known(&mut self.store.read().await?, desk, query, &[]).await?;
        let screenings: Vec<Value> = known
            .screenings
            .iter()
            .map(|screening| {
                json!({
                    "id": screening.id,
                    "at": screening.at,
                    "purpose": screening.purpose,
                    "legal_basis": screening.envelope.legal_basis,
                    "trigger": screening.trigger,
                    "engine": screening.engine,
                    "lists": screening.lists.iter().map(|list| &list.id).collect::<Vec<_>>(),
                    "by": screening.by,
                })
            })
            .collect();
        let tests: Vec<Value> = known
            .tests
            .iter()
            .map(|test| json!({ "id": test.id, "at": test.at, "legal_basis": test.envelope.legal_basis }))
            .collect();
        let mut bundle = json!({
            "form": "entente-subject/1",
            "disclosure": id,
            "at": at,
            "desk": desk,
            "names": known.names(),
            "monitored": known.monitored,
            "alerts": known.alerts,
            "decisions": known.decisions,
            "second_reviews": known.reviews,
            "suppressions": known.suppressions,
            "cases": known.cases,
            "notes": known.notes,
            "files": known.files,
            "corrections": known.corrections,
            "screenings": screenings,
            "tests": tests,
            "own_entries": known.own_entries,
        });
        without_staff(&mut bundle);
        let records: Vec<_> =
            known.records().iter().map(|record| (kind_of(&record.kind), record.id)).collect();
        let details = ("disclosure", &reason, store::hash_of(bundle.to_string().as_bytes()));
        let mut tx = self.store.write("rights.export").await?;
        for piece in records.chunks(IN_ONE_LEAF) {
            let about: Vec<_> = [("disclosure", id)].into_iter().chain(piece.iter().copied()).collect();
            self.tell(&mut tx, actor, Action::RecordExport, desk, &about, &details).await?;
        }
        tx.commit().await?;
        Ok(Disclosure { id, at, bundle })
    }
}

/// Takes the names of those who work here out of signatures; ids stay.
fn without_staff(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("actor") && fields.contains_key("person") {
                fields.shift_remove("name");
            }
            fields.values_mut().for_each(without_staff);
        }
        Value::Array(values) => values.iter_mut().for_each(without_staff),
        _ => {}
    }
}
