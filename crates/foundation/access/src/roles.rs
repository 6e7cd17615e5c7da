//! Roles, and the grants that give a role at some desks.

use model::Desk;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What somebody is at a desk. What a role may do stands in `policies/entente.cedar`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Works the queue: looks into alerts, decides, proposes.
    Analyst,
    /// The second pair of eyes: approves what analysts propose.
    Approver,
    /// Decides at a counter or a border, where there is little time.
    Officer,
    /// Looks again at what was decided: samples, thresholds.
    Reviewer,
    /// Keeps the papers of the working group.
    Secretary,
    /// Answers for the party in the working group.
    Chair,
    /// Reads everything, changes nothing.
    Auditor,
    /// Runs the node: accounts, keys, lists, backups; no casework.
    Administrator,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 8] = [
        Self::Analyst,
        Self::Approver,
        Self::Officer,
        Self::Reviewer,
        Self::Secretary,
        Self::Chair,
        Self::Auditor,
        Self::Administrator,
    ];

    /// The role's name in policies, addresses and catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Analyst => "analyst",
            Self::Approver => "approver",
            Self::Officer => "officer",
            Self::Reviewer => "reviewer",
            Self::Secretary => "secretary",
            Self::Chair => "chair",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role of this name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// Where a role holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Desks {
    /// At every desk, and for what belongs to the node as a whole.
    All,
    /// At these desks only.
    Only(BTreeSet<Desk>),
}

impl Desks {
    /// Whether the role holds at this desk; none is the node as a whole.
    pub fn include(&self, desk: Option<Desk>) -> bool {
        match (self, desk) {
            (Self::All, _) => true,
            (Self::Only(desks), Some(desk)) => desks.contains(&desk),
            (Self::Only(_), None) => false,
        }
    }
}

/// A role at some desks.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub desks: Desks,
}

impl Grant {
    /// A role everywhere in the node.
    pub fn everywhere(role: Role) -> Self {
        Self { role, desks: Desks::All }
    }

    /// A role at these desks.
    pub fn at(role: Role, desks: impl IntoIterator<Item = Desk>) -> Self {
        Self { role, desks: Desks::Only(desks.into_iter().collect()) }
    }
}
