//! Correcting what is known of a subject. What it said before is kept with the correction, sealed, and erased with the
//! rest.

use super::may;
use crate::casework::{Correction, RecordRef, Stored};
use crate::{Node, NodeError};
use access::{Act, Action, Actor};
use model::{Desk, Profile, RecordId};
use serde_json::Value;

/// A correction to be made.
#[derive(Clone, Debug)]
pub struct NewCorrection {
    /// The alert or monitored subject.
    pub about: RecordRef,
    /// What is known of the subject now: all of it.
    pub profile: Profile,
    /// Why.
    pub reason: String,
}

/// What a corrected record is.
pub(crate) struct Corrected {
    pub desk: Desk,
    pub before: Value,
    pub after: Value,
    pub subjects: Vec<String>,
    pub envelope: model::Envelope,
}

impl Node {
    /// Corrects the data that an alert or a monitored subject has of its subject, and looks again with the new ones:
    /// open matches that are none any more are withdrawn, new ones open the alert. What was decided stays decided.
    ///
    /// # Errors
    /// When there is no such record, the actor may not, it was changed since it was seen, or there is no reason.
    pub async fn correct(
        &self,
        actor: &Actor,
        desk: Desk,
        seen: Option<u64>,
        new: NewCorrection,
    ) -> Result<Correction, NodeError> {
        may(actor, Action::RecordCorrect, desk, None)?;
        let (id, at) = (self.fresh_id(), self.clock.now());
        let reason = Act::new(actor, at, &new.reason).justified()?.to_owned();
        let corrected = match new.about.kind.as_str() {
            "alert" => self.correct_alert(desk, new.about.id, seen, new.profile, at).await?,
            "monitored-subject" => self.correct_monitored(desk, new.about.id, seen, new.profile, at).await?,
            other => {
                return Err(NodeError::Usage {
                    what: format!("a {other} is not corrected so"),
                    remedy: "correct the alert or the monitored-subject; notes are corrected by later notes"
                        .into(),
                });
            }
        };
        let (corrected, mut tx) = corrected;
        let correction = Correction {
            id,
            envelope: corrected.envelope,
            desk: corrected.desk,
            about: new.about,
            subjects: corrected.subjects,
            before: corrected.before,
            after: corrected.after,
            by: actor.signature(),
            at,
            reason,
        };
        tx.insert(&correction).await?;
        let about =
            [("correction", id), (super::erasure::kind_of(&correction.about.kind), correction.about.id)];
        let details = (&correction.before, &correction.after, &correction.reason);
        self.tell(&mut tx, actor, Action::RecordCorrect, desk, &about, &details).await?;
        tx.commit().await?;
        if correction.about.kind == "monitored-subject" {
            self.monitored.forget().await;
            self.screen_corrected(correction.about.id).await?;
        }
        Ok(correction)
    }

    /// Corrections of a record, the oldest first.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn corrections(
        &self,
        actor: &Actor,
        desk: Desk,
        about: RecordId,
    ) -> Result<Vec<Correction>, NodeError> {
        may(actor, Action::RecordExport, desk, None)?;
        let query = store::Query::all().is("desk", desk.as_str()).is("about", about);
        let kept = self.store.read().await?.all::<Correction>(&query).await?;
        Ok(kept.into_iter().map(|Stored { record, .. }| record).collect())
    }
}

/// Nobody corrects what is another desk's.
pub(crate) fn of_desk(found: Desk, desk: Desk, id: RecordId) -> Result<(), NodeError> {
    match found == desk {
        true => Ok(()),
        false => Err(NodeError::NotFound {
            wanted: id.to_string(),
            remedy: "POST /api/v1/subjects/find shows the records of this desk".into(),
        }),
    }
}

/// What a subject looked like, as a correction keeps it.
pub(crate) fn written(profile: &Profile) -> Value {
    serde_json::to_value(profile).unwrap_or_default()
}
