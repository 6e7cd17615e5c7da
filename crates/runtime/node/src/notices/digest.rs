//! E-mail for people who asked for it: one message for all that is new since the last, with counts by desk, in their
//! language. What they may not see is not counted.

use super::clocks::{lead, waiting};
use crate::casework::{Alert, Stored};
use crate::{Node, NodeError};
use access::{Action, Actor, ActorKind, FourEyes, Policies, Resource, User};
use jiff::{SignedDuration, Timestamp};
use language::{Argument, Language, tr};
use model::{Desk, Envelope, LegalBasis, Marking, RecordId};
use serde_json::json;
use store::{Channel, Delivery, DeliveryState, NoticeChoice, Query, Snapshot};

/// The event that mail goes out under.
const DIGEST: &str = "digest";

/// Which mail somebody wants.
#[derive(Clone, Debug)]
pub struct NewNotices {
    /// Where to.
    pub address: String,
    /// In which language: en, ru, ur.
    pub language: String,
    /// Whether of new alerts.
    pub alerts: bool,
    /// Whether of clocks.
    pub clocks: bool,
}

/// What is new at a desk.
#[derive(Clone, Copy, Default)]
struct News {
    opened: u64,
    due: u64,
    overdue: u64,
}

impl Node {
    /// What mail the person behind an actor asked for.
    ///
    /// # Errors
    /// When no person is behind the actor, or the records cannot be read.
    pub async fn notices(&self, actor: &Actor) -> Result<Option<Stored<NoticeChoice>>, NodeError> {
        let person = actor.person().ok_or(FourEyes::Nobody)?;
        choice(&mut self.store.read().await?, person).await
    }

    /// Sets what mail the person behind an actor wants.
    ///
    /// # Errors
    /// When the actor may not see alerts anywhere, address or language are none, or it was changed since it was seen.
    pub async fn choose_notices(
        &self,
        actor: &Actor,
        seen: Option<u64>,
        new: NewNotices,
    ) -> Result<Stored<NoticeChoice>, NodeError> {
        let person = actor.person().ok_or(FourEyes::Nobody)?;
        let usage = |what: String, remedy: &str| NodeError::Usage { what, remedy: remedy.to_owned() };
        if new.language.parse::<Language>().is_err() {
            return Err(usage(format!("there is no language {:?}", new.language), "choose en, ru or ur"));
        }
        if !super::mail::is_address(&new.address) {
            return Err(usage(format!("{:?} is no e-mail address", new.address), "give one"));
        }
        let wanted = NoticeChoice {
            id: self.fresh_id(),
            envelope: Envelope {
                marking: Marking::default(),
                legal_basis: LegalBasis("the person's own wish".into()),
                source: "settings".into(),
                expires_on: None,
            },
            person,
            address: new.address.trim().to_owned(),
            language: new.language,
            alerts: new.alerts,
            clocks: new.clocks,
        };
        let mut tx = self.store.write("notices.choose").await?;
        let stored = match choice(&mut tx, person).await? {
            Some(kept) => {
                if seen.is_some_and(|seen| seen != kept.revision) {
                    return Err(NodeError::Changed { what: "choice of notices" });
                }
                let record = NoticeChoice { id: kept.record.id, ..wanted };
                let revision = tx.update(&record, kept.revision).await?;
                Stored { record, revision }
            }
            None => {
                tx.insert(&wanted).await?;
                Stored { record: wanted, revision: 1 }
            }
        };
        tx.commit().await?;
        Ok(stored)
    }

    /// Writes mail of what came up after `since` and not after `until` into the outbox. Gives how many.
    pub(crate) async fn write_digests(&self, since: Timestamp, until: Timestamp) -> Result<usize, NodeError> {
        if self.settings.mail.is_none() {
            return Ok(0);
        }
        let mut snapshot = self.store.read().await?;
        let choices = snapshot.all::<NoticeChoice>(&Query::all().is("wanted", true)).await?;
        if choices.is_empty() {
            return Ok(0);
        }
        let mut news = Vec::new();
        for desk in Desk::ALL {
            news.push((desk, self.news(&mut snapshot, desk, since, until).await?));
        }
        let mut mails = Vec::new();
        for choice in choices.into_iter().map(|kept| kept.record) {
            let user = snapshot.get::<User>(choice.person).await?.map(|kept| kept.record);
            if let Some(user) = user.filter(|user| user.is_open(self.clock.now())) {
                mails.extend(self.mail(&choice, &user, &news));
            }
        }
        drop(snapshot);
        if mails.is_empty() {
            return Ok(0);
        }
        let mut tx = self.store.write("notices.write").await?;
        for mail in &mails {
            tx.insert(mail).await?;
        }
        tx.commit().await?;
        Ok(mails.len())
    }

    async fn news(
        &self,
        snapshot: &mut Snapshot,
        desk: Desk,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<News, NodeError> {
        let lead = lead(&self.desk_rules(desk));
        let later = |at: Timestamp| at.saturating_add(lead).unwrap_or(at);
        let after = since.saturating_add(SignedDuration::from_micros(1)).unwrap_or(since);
        let opened =
            Query::all().is("desk", desk.as_str()).at_least("opened_at", after).at_most("opened_at", until);
        Ok(News {
            opened: snapshot.count::<Alert>(&opened).await?,
            due: snapshot.count::<Alert>(&waiting(desk, later(since), later(until))).await?,
            overdue: snapshot.count::<Alert>(&waiting(desk, since, until)).await?,
        })
    }

    /// The message for one person; none when there is nothing to say.
    fn mail(&self, choice: &NoticeChoice, user: &User, news: &[(Desk, News)]) -> Option<Delivery> {
        let language: Language = choice.language.parse().ok()?;
        let actor = user.actor();
        let mut lines = Vec::new();
        for (desk, news) in news.iter().filter(|(desk, _)| sees_alerts(&actor, *desk)) {
            let name = tr(language, &format!("desk-{}", desk.as_str()), &[]);
            for (key, count, wanted) in [
                ("notice-opened", news.opened, choice.alerts),
                ("notice-due", news.due, choice.clocks),
                ("notice-overdue", news.overdue, choice.clocks),
            ] {
                if wanted && count > 0 {
                    let count = Argument::Count(i64::try_from(count).unwrap_or(i64::MAX));
                    lines.push(tr(language, key, &[("desk", Argument::Text(&name)), ("count", count)]));
                }
            }
        }
        if lines.is_empty() {
            return None;
        }
        lines.push(String::new());
        if let Some(address) = self.settings.mail.as_ref().and_then(|mail| mail.address.as_deref()) {
            lines.push(tr(language, "notice-where", &[("address", Argument::Text(address))]));
        }
        lines.push(tr(language, "notice-why", &[]));
        Some(Delivery {
            id: self.fresh_id(),
            envelope: choice.envelope.clone(),
            channel: Channel::Mail,
            to: choice.address.clone(),
            event: DIGEST.into(),
            payload: json!({ "subject": tr(language, "notice-subject", &[]), "text": lines.join("\n") }),
            state: DeliveryState::Waiting,
            attempts: 0,
            due_at: self.clock.now(),
            error: None,
        })
    }
}

fn sees_alerts(actor: &Actor, desk: Desk) -> bool {
    debug_assert_eq!(actor.kind, ActorKind::Person);
    let resource = Resource::at(Action::AlertView.resource(), desk);
    Policies::shipped().check(actor, Action::AlertView, &resource).is_ok()
}

async fn choice(
    snapshot: &mut Snapshot,
    person: RecordId,
) -> Result<Option<Stored<NoticeChoice>>, NodeError> {
    Ok(snapshot.find::<NoticeChoice>(&Query::all().is("person", person)).await?)
}
