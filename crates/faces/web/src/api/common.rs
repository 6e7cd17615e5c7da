//! What records of all kinds show alike, and what is sent of all alike: envelope, signature, review, reason, page.

use crate::http::asked::page;
use crate::http::problem::Problem;
use model::{Desk, Envelope};
use node::casework::Cursor;
use node::identity::{Approved, Bearer, Proposed, Rejected, Review, Signature};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// Marking, legal basis, source and last day of a record.
#[derive(Serialize, ToSchema)]
pub struct EnvelopeView {
    /// TLP 2.0: `TLP:CLEAR`, `TLP:GREEN`, `TLP:AMBER`, `TLP:AMBER+STRICT` or `TLP:RED`.
    tlp: &'static str,
    /// Parties it may be released to.
    releasable_to: Vec<String>,
    /// The purpose it may be used for.
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    /// Whether it may be passed on: `none`, `with-consent` or `free`.
    onward: Value,
    /// Why it is held.
    legal_basis: String,
    /// Where it is from.
    source: String,
    /// The last day it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_on: Option<String>,
}

impl EnvelopeView {
    /// An envelope.
    pub fn of(envelope: &Envelope) -> Self {
        let marking = &envelope.marking;
        Self {
            tlp: marking.tlp.as_str(),
            releasable_to: marking.releasable_to.iter().cloned().collect(),
            purpose: marking.purpose.clone(),
            onward: json(&marking.onward),
            legal_basis: envelope.legal_basis.0.clone(),
            source: envelope.source.clone(),
            expires_on: envelope.expires_on.map(|day| day.to_string()),
        }
    }
}

/// Who did something.
#[derive(Serialize, ToSchema)]
pub struct By {
    /// The name at that time.
    name: String,
    /// The person, key or node that acted.
    id: String,
    /// The person who answers for it; none for the node itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<String>,
}

impl By {
    /// A signature.
    pub fn of(signature: &Signature) -> Self {
        Self {
            name: signature.name.clone(),
            id: signature.actor.to_string(),
            person: signature.person.map(|person| person.to_string()),
        }
    }
}

/// What two people must stand for: who proposed it, and what the second one said.
#[derive(Serialize, ToSchema)]
pub struct ReviewView {
    /// Who proposed it.
    proposed_by: By,
    /// When.
    proposed_at: String,
    /// Why.
    reason: String,
    /// Who approved or rejected it.
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_by: Option<By>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_at: Option<String>,
    /// What the second person said; of a rejection, why.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

impl ReviewView {
    /// A review, whatever became of it.
    pub fn of<T>(review: &Review<T>) -> Self {
        match review {
            Review::Proposed(proposed) => Self::proposed(proposed),
            Review::Approved(approved) => Self::approved(approved),
            Review::Rejected(rejected) => Self::rejected(rejected),
        }
    }

    /// What waits.
    pub fn proposed<T>(proposed: &Proposed<T>) -> Self {
        Self {
            proposed_by: By::of(proposed.by()),
            proposed_at: proposed.at().to_string(),
            reason: proposed.reason().to_owned(),
            settled_by: None,
            settled_at: None,
            note: None,
        }
    }

    /// What two people stand for.
    pub fn approved<T>(approved: &Approved<T>) -> Self {
        Self {
            settled_by: Some(By::of(approved.by())),
            settled_at: Some(approved.at().to_string()),
            note: approved.note().map(str::to_owned),
            ..Self::proposed(approved.proposal())
        }
    }

    /// What was turned down.
    pub fn rejected<T>(rejected: &Rejected<T>) -> Self {
        Self {
            settled_by: Some(By::of(rejected.by())),
            settled_at: Some(rejected.at().to_string()),
            note: Some(rejected.reason().to_owned()),
            ..Self::proposed(rejected.proposal())
        }
    }

    /// Who, when, why, and who settled it when: for tables.
    pub fn into_texts(self) -> (String, String, String, String, String) {
        let settled_by = self.settled_by.map(|by| by.name).unwrap_or_default();
        let settled_at = self.settled_at.unwrap_or_default();
        (self.proposed_by.name, self.proposed_at, self.reason, settled_by, settled_at)
    }
}

/// Why something is done.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Why, in words; it is kept with the record.
    pub reason: String,
}

/// A second person's approval.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// What the second person adds.
    #[serde(default)]
    pub note: Option<String>,
}

/// Which page of a desk's records.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// The desk; needed by people who work at several.
    #[param(value_type = Option<String>)]
    pub desk: Option<Desk>,
    /// The `next` of the page before.
    pub cursor: Option<String>,
    /// Records of a page, 1 to 500; by default 50.
    pub limit: Option<usize>,
}

impl PageQuery {
    /// The desk, after what the page begins, and how many records it may hold.
    ///
    /// # Errors
    /// When the desk is none of the bearer's, or the page is none.
    pub fn read(&self, bearer: &Bearer) -> Result<(Desk, Option<Cursor>, usize), Problem> {
        let (after, limit) = page(self.cursor.as_deref(), self.limit)?;
        Ok((bearer.desk_of(self.desk)?, after, limit))
    }
}

/// A cursor as answers give it.
pub fn next(cursor: Option<Cursor>) -> Option<String> {
    cursor.map(|cursor| cursor.to_string())
}

/// Records are made of texts, numbers and maps with text keys: they always have a JSON form.
pub fn json<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A moment or a day in a query or body.
///
/// # Errors
/// When it is none.
pub fn parsed<T: std::str::FromStr>(name: &str, text: &str, example: &str) -> Result<T, Problem> {
    text.trim()
        .parse()
        .map_err(|_| Problem::usage(format!("{name} {text:?} is not understood; write it as {example}")))
}

/// One of the words that a field may hold.
///
/// # Errors
/// When it is none of them.
pub fn one_of<T>(name: &str, text: &str, known: &[(&str, T)]) -> Result<T, Problem>
where
    T: Copy,
{
    let found = known.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    found.ok_or_else(|| {
        let known: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        Problem::usage(format!("there is no {name} {text:?}; choose one of {}", known.join(", ")))
    })
}
