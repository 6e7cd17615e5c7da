//! What kind of thing an entry or subject is, in FollowTheMoney's words.

use serde::{Deserialize, Serialize};

/// The FollowTheMoney schemata that designation lists use. Unknown ones become [`Schema::Thing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are FollowTheMoney's own")]
pub enum Schema {
    Person,
    Organization,
    Company,
    PublicBody,
    /// A person or an organisation: the source does not say which.
    LegalEntity,
    Vessel,
    Airplane,
    CryptoWallet,
    Security,
    Thing,
}

/// Which things may be the same thing: only entries and subjects of compatible families are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// A human being.
    Person,
    /// Companies, bodies, groups.
    Organisation,
    /// A person or an organisation, not known which.
    PersonOrOrganisation,
    /// A ship.
    Vessel,
    /// An aircraft.
    Aircraft,
    /// Anything else: wallets, securities, unknown schemata.
    Other,
}

impl Schema {
    /// All schemata, in a fixed order.
    pub const ALL: [Self; 10] = [
        Self::Person,
        Self::Organization,
        Self::Company,
        Self::PublicBody,
        Self::LegalEntity,
        Self::Vessel,
        Self::Airplane,
        Self::CryptoWallet,
        Self::Security,
        Self::Thing,
    ];

    /// FollowTheMoney's name of the schema.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "Person",
            Self::Organization => "Organization",
            Self::Company => "Company",
            Self::PublicBody => "PublicBody",
            Self::LegalEntity => "LegalEntity",
            Self::Vessel => "Vessel",
            Self::Airplane => "Airplane",
            Self::CryptoWallet => "CryptoWallet",
            Self::Security => "Security",
            Self::Thing => "Thing",
        }
    }

    /// Reads a schema name regardless of case; `None` for one this program does not know.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|schema| schema.as_str().eq_ignore_ascii_case(text.trim()))
    }

    /// The family that decides what may be compared with what.
    pub fn family(self) -> Family {
        match self {
            Self::Person => Family::Person,
            Self::Organization | Self::Company | Self::PublicBody => Family::Organisation,
            Self::LegalEntity => Family::PersonOrOrganisation,
            Self::Vessel => Family::Vessel,
            Self::Airplane => Family::Aircraft,
            Self::CryptoWallet | Self::Security | Self::Thing => Family::Other,
        }
    }
}

impl Family {
    /// Whether a thing of this family may be the same as one of `other`. Symmetric.
    pub fn compatible(self, other: Self) -> bool {
        use Family::{Organisation, Other, Person, PersonOrOrganisation};
        self == other
            || self == Other
            || other == Other
            || matches!(
                (self, other),
                (PersonOrOrganisation, Person | Organisation) | (Person | Organisation, PersonOrOrganisation)
            )
    }
}
