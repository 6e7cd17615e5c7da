//! Who may see what, why it may be held, and until when. Every record carries these.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Traffic Light Protocol 2.0 (FIRST), from the freest to the strictest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tlp {
    /// Disclosure is not limited.
    #[serde(rename = "TLP:CLEAR")]
    Clear,
    /// Within the community.
    #[serde(rename = "TLP:GREEN")]
    Green,
    /// The recipient's organisation and its clients.
    #[serde(rename = "TLP:AMBER")]
    Amber,
    /// The recipient's organisation only: what is not marked is treated so.
    #[default]
    #[serde(rename = "TLP:AMBER+STRICT")]
    AmberStrict,
    /// The named recipients only.
    #[serde(rename = "TLP:RED")]
    Red,
}

impl Tlp {
    /// All five, in order.
    pub const ALL: [Self; 5] = [Self::Clear, Self::Green, Self::Amber, Self::AmberStrict, Self::Red];

    /// The label as FIRST writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clear => "TLP:CLEAR",
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }

    /// Reads a label with or without the `TLP:` prefix.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let bare = text.strip_prefix("TLP:").unwrap_or(&text);
        Self::ALL.into_iter().find(|tlp| &tlp.as_str()[4..] == bare)
    }
}

/// What a recipient may do with a record towards others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Onward {
    /// Nothing may be passed on.
    #[default]
    None,
    /// With the originator's consent.
    WithConsent,
    /// Freely within the marking.
    Free,
}

/// Who may see a record, for what purpose, until when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marking {
    /// The traffic light.
    #[serde(default)]
    pub tlp: Tlp,
    /// Parties it may be released to. Empty means nobody, whatever the traffic light says.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub releasable_to: BTreeSet<String>,
    /// The purpose it may be used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Passing on.
    #[serde(default)]
    pub onward: Onward,
}

/// Why a record may be held.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LegalBasis(pub String);

/// Whether something that expires on `expires` still stands on `today`: the day of expiry is its last.
pub(crate) fn stands(expires: Option<Date>, today: Date) -> bool {
    expires.is_none_or(|last_day| today <= last_day)
}
