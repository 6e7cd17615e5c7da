//! The party's own entries: a list of its own, in which nothing stands that two persons did not approve, and nothing
//! stands for ever.

use crate::CaseworkError;
use access::{Act, Actor, Approved, Proposed, Rejected, Review};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use model::{Desk, Entity, EntryId, Envelope, RecordId};
use serde::{Deserialize, Serialize};

/// The short name of the list of a party's own entries.
pub const OWN_LIST: &str = "own";

/// How many days an own entry may stand before two persons must look at it again.
const LONGEST: i32 = 3 * 366;

/// One of the party's own entries, with what is proposed of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnEntry {
    /// Id.
    pub id: RecordId,
    /// Marking, legal basis, source, expiry of the record.
    pub envelope: Envelope,
    /// The desk that proposed it.
    pub desk: Desk,
    /// What stands: the last change that was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<Approved<OwnEntryChange>>,
    /// What waits for a second person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Proposed<OwnEntryChange>>,
    /// What was turned down last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected: Option<Rejected<OwnEntryChange>>,
    /// What was approved and turned down before that, the oldest first. Records of earlier versions begin without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Review<OwnEntryChange>>,
}

/// What is proposed of an own entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "change")]
pub enum OwnEntryChange {
    /// It is to stand with this content.
    Content {
        /// The content.
        entity: Box<Entity>,
        /// The last day.
        until: Date,
    },
    /// It is to stand no longer.
    Removal,
}

impl OwnEntry {
    /// Proposes a new entry. Its id on the list is made from the record's.
    ///
    /// # Errors
    /// When there is no legal basis, no reason, no last day within three years, or nobody answers for it.
    pub fn propose(
        id: RecordId,
        envelope: Envelope,
        desk: Desk,
        (entity, until): (Entity, Date),
        act: Act<'_>,
    ) -> Result<Self, CaseworkError> {
        if envelope.legal_basis.0.trim().is_empty() {
            return Err(CaseworkError::NoBasis);
        }
        let mut entry =
            Self { id, envelope, desk, approved: None, pending: None, rejected: None, earlier: Vec::new() };
        entry.propose_content(entity, until, act)?;
        Ok(entry)
    }

    /// Proposes other content.
    ///
    /// # Errors
    /// When a change waits already, the last day is out of bounds, there is no reason, or nobody answers for it.
    pub fn propose_content(
        &mut self,
        mut entity: Entity,
        until: Date,
        act: Act<'_>,
    ) -> Result<(), CaseworkError> {
        let today = act.day();
        let latest = today.saturating_add(LONGEST.days());
        if until < today || until > latest {
            return Err(CaseworkError::Expiry { latest });
        }
        entity.id = self.entry();
        entity.listing.expires_on = Some(until);
        let entity = Box::new(entity);
        self.pend(Proposed::new(OwnEntryChange::Content { entity, until }, act)?)
    }

    /// Proposes that it stand no longer.
    ///
    /// # Errors
    /// When a change waits already, there is no reason, or nobody answers for it.
    pub fn propose_removal(&mut self, act: Act<'_>) -> Result<(), CaseworkError> {
        self.pend(Proposed::new(OwnEntryChange::Removal, act)?)
    }

    /// Approves what waits, as a second person.
    ///
    /// # Errors
    /// When nothing waits or it is no other person.
    pub fn approve(&mut self, by: &Actor, at: Timestamp, note: Option<&str>) -> Result<(), CaseworkError> {
        let pending = self.pending.clone().ok_or(CaseworkError::NothingWaits)?;
        let former = self.approved.replace(pending.approve(by, at, note)?);
        self.earlier.extend(former.map(Review::Approved));
        self.pending = None;
        Ok(())
    }

    /// Rejects what waits, as a second person, or takes it back as the proposer.
    ///
    /// # Errors
    /// When nothing waits, no person rejects it, or there is no reason.
    pub fn reject(&mut self, act: Act<'_>) -> Result<(), CaseworkError> {
        let pending = self.pending.clone().ok_or(CaseworkError::NothingWaits)?;
        let former = self.rejected.replace(pending.reject(act)?);
        self.earlier.extend(former.map(Review::Rejected));
        self.pending = None;
        Ok(())
    }

    /// All that was proposed of it, with what became of it, in the order of the proposals.
    pub fn history(&self) -> Vec<Review<OwnEntryChange>> {
        let approved = self.approved.iter().cloned().map(Review::Approved);
        let rejected = self.rejected.iter().cloned().map(Review::Rejected);
        let pending = self.pending.iter().cloned().map(Review::Proposed);
        let mut all: Vec<_> =
            self.earlier.iter().cloned().chain(approved).chain(rejected).chain(pending).collect();
        all.sort_by_key(|review| review.proposal().at());
        all
    }

    /// The entry's id on the list.
    pub fn entry(&self) -> EntryId {
        EntryId(format!("{OWN_LIST}-{}", self.id))
    }

    /// What stands on this day, to be screened against; none without approval, after the last day, or without basis.
    pub fn standing(&self, today: Date) -> Option<&Entity> {
        match self.approved.as_ref()?.what() {
            OwnEntryChange::Content { entity, until } if today <= *until => Some(entity),
            OwnEntryChange::Content { .. } | OwnEntryChange::Removal => None,
        }
    }

    /// The state's name on a day, in columns and catalogues.
    pub fn state_name(&self, today: Date) -> &'static str {
        match (&self.approved, &self.pending) {
            (_, Some(_)) => "proposed",
            (Some(_), None) if self.standing(today).is_some() => "in-force",
            (Some(approved), None) if matches!(approved.what(), OwnEntryChange::Removal) => "removed",
            (Some(_), None) => "expired",
            (None, None) => "rejected",
        }
    }

    fn pend(&mut self, proposed: Proposed<OwnEntryChange>) -> Result<(), CaseworkError> {
        if self.pending.is_some() {
            return Err(CaseworkError::Waiting);
        }
        self.pending = Some(proposed);
        Ok(())
    }
}
