//! Who is listed ([`Entity`], the entry on a list) and who is screened ([`Subject`]). Both carry a [`Profile`]:
//! everything that identifies, and the only thing matching looks at.

use crate::{Gender, Identifier, Marking, Name, PartialDate, Schema, marking::stands};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The source's own id of an entry: FollowTheMoney `id`, a UN data id, an OFAC number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub String);

/// The short name of a list in this node: `un-sc`, `ofac-sdn`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ListId(pub String);

impl fmt::Display for EntryId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl fmt::Display for ListId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What identifies a person, organisation, vessel or aircraft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// What kind of thing it is.
    pub schema: Schema,
    /// All its names, the primary ones first.
    #[serde(default)]
    pub names: Vec<Name>,
    /// Birth dates (several when sources disagree); incorporation or build dates for other schemata.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birth_dates: Vec<PartialDate>,
    /// Places of birth.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub birth_places: Vec<Place>,
    /// Gender, where stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Nationalities and citizenships, ISO 3166-1 alpha-2 in lower case. Flag for vessels and aircraft.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<String>,
    /// Other countries it has to do with (residence, jurisdiction), same codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Place>,
    /// Documents and numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
}

impl Profile {
    /// A profile that knows nothing yet.
    pub fn new(schema: Schema) -> Self {
        Self {
            schema,
            names: Vec::new(),
            birth_dates: Vec::new(),
            birth_places: Vec::new(),
            gender: None,
            nationalities: Vec::new(),
            countries: Vec::new(),
            addresses: Vec::new(),
            identifiers: Vec::new(),
        }
    }

    /// The name to show: the first one.
    pub fn caption(&self) -> &str {
        self.names.first().map_or("", |name| name.text.as_str())
    }
}

/// A place as its source wrote it, with the country where it could be told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The place as one line.
    pub text: String,
    /// ISO 3166-1 alpha-2 in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// One designation on a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// The source's own id.
    pub id: EntryId,
    /// What identifies it.
    pub profile: Profile,
    /// What the list says of the designation itself.
    pub listing: Listing,
}

/// What a list says of a designation, beside who it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// Programmes or regimes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<String>,
    /// The authority's permanent reference: `QDi.001`, `RUS0251`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// When it was listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listed_on: Option<PartialDate>,
    /// When the authority last changed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updated_on: Vec<PartialDate>,
    /// The last day on which it stands; none means until removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// Positions, functions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<String>,
    /// Titles and honorifics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    /// Narrative remarks and statements of reasons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// FollowTheMoney topics: `sanction`, `role.pep`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Ids that this entry had before entries were merged or renumbered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub referents: Vec<EntryId>,
    /// Links to other entries: ownership, control, family, association.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Marking of this entry where it differs from its list's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking: Option<Marking>,
    /// Everything else the source says, by the source's own names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub other: BTreeMap<String, Vec<String>>,
}

/// A link from one entry to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The source's word: `ownership`, `linked-to`, `family`.
    pub kind: String,
    /// The id or name the source gives for the other end.
    pub target: String,
    /// What the source adds: percentage, role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Entity {
    /// An entry with an id and a schema and nothing else.
    pub fn new(id: impl Into<String>, schema: Schema) -> Self {
        Self { id: EntryId(id.into()), profile: Profile::new(schema), listing: Listing::default() }
    }

    /// Whether the designation still stands on `today`. What does not stand does not match.
    pub fn stands_on(&self, today: Date) -> bool {
        stands(self.listing.expires_on, today)
    }
}

/// Whoever is screened: a customer, a payment party, a traveller.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// The caller's id, given back with the result.
    pub id: String,
    /// What identifies it.
    pub profile: Profile,
}

impl Subject {
    /// A subject with one name.
    pub fn named(id: impl Into<String>, schema: Schema, name: impl Into<String>) -> Self {
        let mut profile = Profile::new(schema);
        profile.names.push(Name::primary(name));
        Self { id: id.into(), profile }
    }
}
