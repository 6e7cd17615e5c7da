//! Cases: opening, alerts, notes, files, closing. Every look into a case is in the audit log.

use super::decide::decisions_on;
use super::{Alert, Assignee, Case, CaseChange, CaseFile, CaseNote, Decision, allow, must, unchanged};
use crate::{Node, NodeError};
use access::{Act, Action, Actor};
use model::{Desk, Envelope, LegalBasis, RecordId};
use std::collections::BTreeSet;
use store::{BlobId, Cursor, Page, Query, Snapshot, Stored, Tx};

/// Notes and files of one case that are shown.
const OF_ONE_CASE: usize = 10_000;

/// The largest file that a case takes.
pub const LARGEST_FILE: usize = 64 << 20;

/// Which cases of a desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WhichCases {
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Of these hands; none means all.
    pub assigned: Option<Assignee>,
}

/// A case with all that is in it.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseView {
    /// The case.
    pub case: Stored<Case>,
    /// Its alerts.
    pub alerts: Vec<Stored<Alert>>,
    /// What was decided and proposed on them, in that order.
    pub decisions: Vec<Decision>,
    /// Its notes, the oldest first.
    pub notes: Vec<CaseNote>,
    /// Its files, the oldest first.
    pub files: Vec<CaseFile>,
}

/// A file to be added to a case.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Its name.
    pub name: String,
    /// Its media type as the sender states it.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Node {
    /// Opens a case over alerts of a desk.
    ///
    /// # Errors
    /// When the actor may not, there is no title or no basis, or an alert is of another desk.
    pub async fn open_case(
        &self,
        actor: &Actor,
        desk: Desk,
        title: &str,
        legal_basis: &LegalBasis,
        alerts: &[RecordId],
    ) -> Result<Case, NodeError> {
        allow(actor, Action::CaseWrite, desk)?;
        if title.trim().is_empty() || legal_basis.0.trim().is_empty() {
            return Err(NodeError::Usage {
                what: "a case needs a title and a legal basis".into(),
                remedy: "state both".into(),
            });
        }
        let id = self.fresh_id();
        let case = Case {
            id,
            envelope: Envelope {
                marking: model::Marking::default(),
                legal_basis: legal_basis.clone(),
                source: format!("{} desk", desk.as_str()),
                expires_on: None,
            },
            desk,
            title: title.trim().to_owned(),
            alerts: alerts.iter().copied().collect(),
            assigned: actor.person(),
            opened_by: actor.signature(),
            opened_at: self.clock.now(),
            closed: None,
            history: Vec::new(),
        };
        let mut tx = self.store.write("case.open").await?;
        tx.insert(&case).await?;
        self.take_into(&mut tx, actor, &case, alerts).await?;
        self.tell(&mut tx, actor, Action::CaseWrite, desk, &[("case", id)], &("opened", alerts)).await?;
        tx.commit().await?;
        Ok(case)
    }

    /// The cases of a desk, the latest first.
    ///
    /// # Errors
    /// When the actor may not, or the records cannot be read.
    pub async fn cases(
        &self,
        actor: &Actor,
        desk: Desk,
        which: WhichCases,
        after: Option<Cursor>,
        limit: usize,
    ) -> Result<Page<Case>, NodeError> {
        let mut query = Query::all().descending("opened_at").limit(limit).after(after);
        if let Some(open) = which.open {
            query = query.is("status", if open { "open" } else { "closed" });
        }
        match which.assigned {
            Some(Assignee::Nobody) => query = query.is_nothing("assigned"),
            Some(Assignee::Person(person)) => query = query.is("assigned", person),
            None => {}
        }
        self.page_of(actor, Action::CaseView, desk, query).await
    }

    /// The record of a case, without what is in it.
    ///
    /// # Errors
    /// When there is none, or the actor may neither see cases nor work on them.
    pub async fn case_record(&self, actor: &Actor, case: RecordId) -> Result<Stored<Case>, NodeError> {
        let kept = must::<Case>(&mut self.store.read().await?, case).await?;
        let desk = kept.record.desk;
        let any = [Action::CaseView, Action::CaseWrite, Action::CaseExport];
        any.iter()
            .map(|action| allow(actor, *action, desk))
            .find(Result::is_ok)
            .unwrap_or_else(|| allow(actor, Action::CaseView, desk))?;
        Ok(kept)
    }

    /// A case with all that is in it. The look is in the audit log.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn view_case(&self, actor: &Actor, case: RecordId) -> Result<CaseView, NodeError> {
        let mut tx = self.store.write("case.view").await?;
        let view = case_with_all(&mut tx, case).await?;
        let desk = view.case.record.desk;
        allow(actor, Action::CaseView, desk)?;
        self.tell(&mut tx, actor, Action::CaseView, desk, &[("case", case)], &()).await?;
        tx.commit().await?;
        Ok(view)
    }

    /// Adds alerts to a case.
    ///
    /// # Errors
    /// When the actor may not, the case is closed, or an alert is of another desk.
    pub async fn add_to_case(
        &self,
        actor: &Actor,
        case: RecordId,
        seen: Option<u64>,
        alerts: &[RecordId],
    ) -> Result<Case, NodeError> {
        let now = self.clock.now();
        self.change_case(actor, case, seen, "alerts", async |node, tx, case| {
            let new: Vec<RecordId> =
                alerts.iter().copied().filter(|alert| case.alerts.insert(*alert)).collect();
            node.take_into(tx, actor, case, &new).await?;
            case.note(Act::new(actor, now, ""), CaseChange::Took { alerts: new });
            Ok(())
        })
        .await
    }

    /// Takes an alert out of a case. It stays in the queue, in no case.
    ///
    /// # Errors
    /// When the actor may not, the case is closed or has changed since, or the alert is not in it.
    pub async fn take_from_case(
        &self,
        actor: &Actor,
        case: RecordId,
        seen: Option<u64>,
        alert: RecordId,
    ) -> Result<Case, NodeError> {
        let now = self.clock.now();
        self.change_case(actor, case, seen, "alert taken out", async |node, tx, case| {
            if !case.alerts.remove(&alert) {
                return Err(NodeError::NotFound {
                    wanted: alert.to_string(),
                    remedy: "look for it among the alerts of its own case".into(),
                });
            }
            node.note_case(tx, alert, None).await?;
            case.note(Act::new(actor, now, ""), CaseChange::LetGo { alert });
            Ok(())
        })
        .await
    }

    /// Renames a case or hands it to somebody.
    ///
    /// # Errors
    /// When the actor may not, the case is closed or has changed since, or there is no title.
    pub async fn edit_case(
        &self,
        actor: &Actor,
        case: RecordId,
        seen: Option<u64>,
        (title, assigned): (Option<&str>, Option<Option<RecordId>>),
    ) -> Result<Case, NodeError> {
        let act = Act::new(actor, self.clock.now(), "");
        self.change_case(actor, case, seen, "edited", async |node, tx, case| {
            if let Some(Some(person)) = assigned {
                node.must_work_at(tx, person, case.desk, Action::CaseWrite).await?;
            }
            if let Some(title) =
                title.map(str::trim).filter(|title| !title.is_empty() && *title != case.title)
            {
                let from = std::mem::replace(&mut case.title, title.to_owned());
                case.note(act, CaseChange::Renamed { from });
            }
            if let Some(to) = assigned.filter(|to| *to != case.assigned) {
                case.assigned = to;
                case.note(act, CaseChange::Assigned { to });
            }
            Ok(())
        })
        .await
    }

    /// Closes a case with a result.
    ///
    /// # Errors
    /// When the actor may not, the case is closed already, or no result is stated.
    pub async fn close_case(
        &self,
        actor: &Actor,
        case: RecordId,
        seen: Option<u64>,
        reason: &str,
    ) -> Result<Case, NodeError> {
        let now = self.clock.now();
        self.change_case(actor, case, seen, "closed", async |_, _, case| {
            Ok(case.close(Act::new(actor, now, reason))?)
        })
        .await
    }

    /// Opens a closed case again, for a reason.
    ///
    /// # Errors
    /// When the actor may not, the case is open or has changed since, or there is no reason.
    pub async fn reopen_case(
        &self,
        actor: &Actor,
        case: RecordId,
        seen: Option<u64>,
        reason: &str,
    ) -> Result<Case, NodeError> {
        let mut tx = self.store.write("case.reopen").await?;
        let kept = must::<Case>(&mut tx, case).await?;
        allow(actor, Action::CaseWrite, kept.record.desk)?;
        unchanged(&kept, seen)?;
        let Stored { mut record, revision, .. } = kept;
        record.reopen(Act::new(actor, self.clock.now(), reason))?;
        tx.update(&record, revision).await?;
        self.tell(&mut tx, actor, Action::CaseWrite, record.desk, &[("case", case)], &("reopened", reason))
            .await?;
        tx.commit().await?;
        Ok(record)
    }

    /// Writes a note into a case; `corrects` names the earlier note that it corrects.
    ///
    /// # Errors
    /// When the actor may not, the case is closed, or the note says nothing.
    pub async fn write_note(
        &self,
        actor: &Actor,
        case: RecordId,
        text: &str,
        corrects: Option<RecordId>,
    ) -> Result<CaseNote, NodeError> {
        let mut tx = self.store.write("case.note").await?;
        let case = writable(&mut tx, actor, case).await?;
        if text.trim().is_empty() {
            return Err(NodeError::Usage {
                what: "the note says nothing".into(),
                remedy: "write some words".into(),
            });
        }
        if let Some(earlier) = corrects {
            must::<CaseNote>(&mut tx, earlier).await?;
        }
        let note = CaseNote {
            id: self.fresh_id(),
            envelope: case.envelope.clone(),
            case: case.id,
            desk: case.desk,
            by: actor.signature(),
            at: self.clock.now(),
            text: text.trim().to_owned(),
            corrects,
        };
        tx.insert(&note).await?;
        let about = [("case", case.id), ("case-note", note.id)];
        self.tell(&mut tx, actor, Action::CaseWrite, case.desk, &about, &note.text).await?;
        tx.commit().await?;
        Ok(note)
    }

    /// Adds a file to a case; its bytes are kept sealed.
    ///
    /// # Errors
    /// When the actor may not, the case is closed, or the file is empty or too large.
    pub async fn add_file(
        &self,
        actor: &Actor,
        case: RecordId,
        file: NewFile,
    ) -> Result<CaseFile, NodeError> {
        if file.bytes.is_empty() || file.bytes.len() > LARGEST_FILE {
            return Err(NodeError::Usage {
                what: format!("a file of {} bytes cannot be added", file.bytes.len()),
                remedy: format!("give one of 1 to {LARGEST_FILE} bytes"),
            });
        }
        let now = self.clock.now();
        let case = writable(&mut self.store.read().await?, actor, case).await?;
        // The bytes first: a blob that no record names is cleared away, a record without its blob is damage.
        let blob = self.store.put_blob(&file.bytes, now, &case.envelope).await?;
        let kept = CaseFile {
            id: self.fresh_id(),
            envelope: case.envelope.clone(),
            case: case.id,
            desk: case.desk,
            by: actor.signature(),
            at: now,
            name: file.name,
            media_type: file.media_type,
            size: file.bytes.len() as u64,
            blob: blob.as_str().to_owned(),
        };
        let mut tx = self.store.write("case.file").await?;
        let case = writable(&mut tx, actor, case.id).await?;
        tx.insert(&kept).await?;
        let about = [("case", case.id), ("case-file", kept.id)];
        self.tell(&mut tx, actor, Action::CaseWrite, case.desk, &about, &(&kept.name, &kept.blob)).await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// The bytes of a case's file.
    ///
    /// # Errors
    /// When there is none, the actor may not see it, or the bytes are gone.
    pub async fn case_file(
        &self,
        actor: &Actor,
        case: RecordId,
        file: RecordId,
    ) -> Result<(CaseFile, Vec<u8>), NodeError> {
        let mut tx = self.store.write("case.file.view").await?;
        let file = must::<CaseFile>(&mut tx, file).await?.record;
        allow(actor, Action::CaseView, file.desk)?;
        if file.case != case {
            return Err(NodeError::NotFound {
                wanted: file.id.to_string(),
                remedy: "look for it among the files of its own case".into(),
            });
        }
        let about = [("case", file.case), ("case-file", file.id)];
        self.tell(&mut tx, actor, Action::CaseView, file.desk, &about, &()).await?;
        tx.commit().await?;
        let bytes = self.store.blob(&BlobId::from(file.blob.as_str())).await?;
        Ok((file, bytes))
    }

    /// Alerts go into one case: they say which. An open case that held one before lets it go; a closed one stays as
    /// it was closed.
    async fn take_into(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        case: &Case,
        alerts: &[RecordId],
    ) -> Result<(), NodeError> {
        for id in alerts.iter().collect::<BTreeSet<_>>() {
            let alert = must::<Alert>(tx, *id).await?.record;
            if alert.desk != case.desk {
                return Err(NodeError::Usage {
                    what: format!("alert {id} is of the {} desk", alert.desk.as_str()),
                    remedy: format!("add alerts of the {} desk only", case.desk.as_str()),
                });
            }
            if let Some(former) = alert.case.filter(|former| *former != case.id)
                && let Some(Stored { mut record, revision, .. }) = tx.get::<Case>(former).await?
                && record.must_be_open().is_ok()
                && record.alerts.remove(id)
            {
                record.note(Act::new(actor, self.clock.now(), ""), CaseChange::LetGo { alert: *id });
                tx.update(&record, revision).await?;
            }
            self.note_case(tx, *id, Some(case.id)).await?;
        }
        Ok(())
    }

    /// Writes into an alert which case it is in.
    async fn note_case(&self, tx: &mut Tx, alert: RecordId, case: Option<RecordId>) -> Result<(), NodeError> {
        let Stored { mut record, revision, .. } = must::<Alert>(tx, alert).await?;
        record.case = case;
        record.changed_at = self.clock.now();
        tx.update(&record, revision).await?;
        Ok(())
    }

    async fn change_case(
        &self,
        actor: &Actor,
        case: RecordId,
        seen: Option<u64>,
        how: &'static str,
        change: impl AsyncFnOnce(&Self, &mut Tx, &mut Case) -> Result<(), NodeError>,
    ) -> Result<Case, NodeError> {
        let mut tx = self.store.write("case.change").await?;
        let kept = must::<Case>(&mut tx, case).await?;
        allow(actor, Action::CaseWrite, kept.record.desk)?;
        unchanged(&kept, seen)?;
        let Stored { mut record, revision, .. } = kept;
        record.must_be_open()?;
        change(self, &mut tx, &mut record).await?;
        tx.update(&record, revision).await?;
        self.tell(&mut tx, actor, Action::CaseWrite, record.desk, &[("case", case)], &how).await?;
        tx.commit().await?;
        Ok(record)
    }
}

/// An open case that the actor may write into.
async fn writable(snapshot: &mut Snapshot, actor: &Actor, case: RecordId) -> Result<Case, NodeError> {
    let case = must::<Case>(snapshot, case).await?.record;
    allow(actor, Action::CaseWrite, case.desk)?;
    case.must_be_open()?;
    Ok(case)
}

/// A case with all that is in it.
pub(super) async fn case_with_all(snapshot: &mut Snapshot, case: RecordId) -> Result<CaseView, NodeError> {
    let case = must::<Case>(snapshot, case).await?;
    let (mut alerts, mut decisions) = (Vec::new(), Vec::new());
    for alert in &case.record.alerts {
        alerts.push(must::<Alert>(snapshot, *alert).await?);
        decisions.extend(decisions_on(snapshot, *alert).await?.into_iter().map(|kept| kept.record));
    }
    let of_case = Query::all().is("case_id", case.record.id).ascending("at").limit(OF_ONE_CASE);
    let notes = snapshot.page::<CaseNote>(&of_case).await?.records;
    let files = snapshot.page::<CaseFile>(&of_case).await?.records;
    Ok(CaseView {
        case,
        alerts,
        decisions,
        notes: notes.into_iter().map(|kept| kept.record).collect(),
        files: files.into_iter().map(|kept| kept.record).collect(),
    })
}
