//! What something is done to, as far as policies look at it.

use model::{Desk, RecordId};

/// The kinds of things that policies tell apart. Their names are entity types in the policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the records' own")]
pub enum ResourceKind {
    List,
    Screening,
    Alert,
    Decision,
    Suppression,
    Case,
    OwnEntry,
    MonitoredSubject,
    Quality,
    Job,
    Record,
    User,
    ApiKey,
    Audit,
    Webhook,
    Backup,
    Node,
}

impl ResourceKind {
    /// The name of the entity type in the policies.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Screening => "Screening",
            Self::Alert => "Alert",
            Self::Decision => "Decision",
            Self::Suppression => "Suppression",
            Self::Case => "Case",
            Self::OwnEntry => "OwnEntry",
            Self::MonitoredSubject => "MonitoredSubject",
            Self::Quality => "Quality",
            Self::Job => "Job",
            Self::Record => "Record",
            Self::User => "User",
            Self::ApiKey => "ApiKey",
            Self::Audit => "Audit",
            Self::Webhook => "Webhook",
            Self::Backup => "Backup",
            Self::Node => "Node",
        }
    }
}

/// What something is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its kind.
    pub kind: ResourceKind,
    /// The desk it belongs to; none for what belongs to the node as a whole.
    pub desk: Option<Desk>,
    /// The person it is of: whoever proposed it, whose key it is.
    pub owner: Option<RecordId>,
}

impl Resource {
    /// Something of a desk.
    pub fn at(kind: ResourceKind, desk: Desk) -> Self {
        Self { kind, desk: Some(desk), owner: None }
    }

    /// Something of the node as a whole.
    pub fn of_node(kind: ResourceKind) -> Self {
        Self { kind, desk: None, owner: None }
    }

    /// The same thing, of a person.
    pub fn owned_by(self, owner: Option<RecordId>) -> Self {
        Self { owner, ..self }
    }
}
