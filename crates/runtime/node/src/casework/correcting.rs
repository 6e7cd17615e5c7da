//! Correcting whom an alert or a monitored subject is about, and looking again with the corrected data.

use super::matches::{Asked, Entries, screened};
use super::run::ScreeningOrder;
use super::{
    ALERT_UPDATED, Alert, MonitoredSubject, Settings, SubjectRef, Trigger, Withdrawal, must, unchanged,
};
use crate::rights::{Corrected, of_desk, written};
use crate::{Node, NodeError};
use jiff::Timestamp;
use matching::ScreenOptions;
use model::{Desk, Profile, RecordId, Subject};
use std::sync::Arc;
use store::{Stored, Tx};

impl Node {
    /// Corrects an alert's subject, in a transaction that is the caller's to commit.
    pub(crate) async fn correct_alert(
        &self,
        desk: Desk,
        id: RecordId,
        seen: Option<u64>,
        profile: Profile,
        at: Timestamp,
    ) -> Result<(Corrected, Tx), NodeError> {
        let index = match self.index(&|| ()).await {
            Ok(open) => Some(Arc::new(open.index)),
            Err(NodeError::NoLists) => None,
            Err(error) => return Err(error),
        };
        let mut tx = self.store.write("record.correct").await?;
        let kept = must::<Alert>(&mut tx, id).await?;
        unchanged(&kept, seen)?;
        let Stored { record: mut alert, revision } = kept;
        of_desk(alert.desk, desk, id)?;
        let old = alert.matches.first().map(|matched| matched.evidence.subject().clone());
        let before = old.as_ref().map(|subject| written(&subject.profile)).unwrap_or_default();
        let reference = alert.subject.reference.clone();
        let name = old.map(|subject| subject.id).or_else(|| reference.clone()).unwrap_or_default();
        let subject = Subject { id: name, profile };
        let was = alert.subject.identity();
        alert.subject = SubjectRef { reference, ..SubjectRef::passing(&subject) };
        alert.caption = subject.profile.caption().to_owned();
        if let Some(index) = index {
            let options = ScreenOptions::on(self.clock.today());
            let settings = Settings::of(&options);
            let asked = Asked { settings: &settings, lists: index.lists(), at };
            let mut entries = Entries::default();
            let mut found = Vec::new();
            for (_, matches) in screened(&index, vec![subject.clone()], options).await? {
                for one in matches {
                    if let Some(entry) = entries.of(&mut tx, &one.list, &one.entry).await? {
                        found.push(asked.matched(&subject, &one, entry));
                    }
                }
            }
            let gone = |matched: &super::Matched| !found.iter().any(|new| new.same_thing(matched));
            let gone: Vec<_> = alert.matches.iter().filter(|it| gone(it)).map(|it| it.thing.key()).collect();
            for thing in gone {
                alert.withdraw(&thing, Withdrawal::SubjectChanged, at);
            }
            // What was decided stays as it was decided; a person opens it again where the data ask for it.
            found.retain(|new| {
                !alert.matches.iter().any(|old| old.same_thing(new) && old.outcome().is_some())
            });
            alert.add(found, &self.desk_rules(desk), at);
        }
        tx.update(&alert, revision).await?;
        self.announce_alert(&mut tx, ALERT_UPDATED, &alert).await?;
        let corrected = Corrected {
            desk,
            before,
            after: written(&subject.profile),
            subjects: vec![was, alert.subject.identity()],
            envelope: alert.envelope,
        };
        Ok((corrected, tx))
    }

    /// Corrects a monitored subject, in a transaction that is the caller's to commit.
    pub(crate) async fn correct_monitored(
        &self,
        desk: Desk,
        id: RecordId,
        seen: Option<u64>,
        profile: Profile,
        at: Timestamp,
    ) -> Result<(Corrected, Tx), NodeError> {
        let mut tx = self.store.write("record.correct").await?;
        let kept = must::<MonitoredSubject>(&mut tx, id).await?;
        unchanged(&kept, seen)?;
        let Stored { record: mut monitored, revision } = kept;
        of_desk(monitored.desk, desk, id)?;
        let before = written(&monitored.subject.profile);
        monitored.subject.profile = profile;
        monitored.at = at;
        tx.update(&monitored, revision).await?;
        let corrected = Corrected {
            desk,
            before,
            after: written(&monitored.subject.profile),
            subjects: vec![monitored.reference().identity()],
            envelope: monitored.envelope,
        };
        Ok((corrected, tx))
    }

    /// Screens a monitored subject with its corrected data, while it is monitored.
    pub(crate) async fn screen_corrected(&self, id: RecordId) -> Result<(), NodeError> {
        let monitored = must::<MonitoredSubject>(&mut self.store.read().await?, id).await?.record;
        if !monitored.stands(self.clock.today()) {
            return Ok(());
        }
        let order = ScreeningOrder {
            desk: monitored.desk,
            purpose: monitored.purpose,
            legal_basis: monitored.envelope.legal_basis,
            trigger: Trigger::Registration,
            options: ScreenOptions::on(self.clock.today()),
            lasting: true,
            marking: Some(monitored.envelope.marking),
            keep_until: None,
        };
        self.screen_registered(order, vec![monitored.subject]).await?;
        Ok(())
    }
}
