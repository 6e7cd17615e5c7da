//! FollowTheMoney entities that only describe others: sanctions, documents, addresses, and the intervals that join
//! two entities (`Ownership`, `Directorship`, `Family` …). They become part of the entries they describe.

use super::properties::{date, texts};
use super::text_of;
use crate::countries;
use crate::draft::Draft;
use crate::faults::Faults;
use model::{Identifier, IdentifierKind, Location};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Intervals: schema, the word for the link, the properties of its two ends.
const INTERVALS: [(&str, &str, &str, &str); 12] = [
    ("Ownership", "ownership", "owner", "asset"),
    ("Directorship", "directorship", "director", "organization"),
    ("Membership", "membership", "member", "organization"),
    ("Employment", "employment", "employee", "employer"),
    ("Family", "family", "person", "relative"),
    ("Associate", "associate", "person", "associate"),
    ("Representation", "representation", "agent", "client"),
    ("UnknownLink", "linked-to", "subject", "object"),
    ("Debt", "debt", "debtor", "creditor"),
    ("Payment", "payment", "payer", "beneficiary"),
    ("Succession", "succession", "predecessor", "successor"),
    ("ProjectParticipant", "project", "participant", "project"),
];

/// What each entity is told by others, by its id.
#[derive(Default)]
pub(super) struct Attachments {
    by_entity: HashMap<String, Vec<Attachment>>,
    posts: HashMap<String, String>,
}

enum Attachment {
    Link { kind: &'static str, target: String, note: String },
    Sanction(Value),
    Document { value: Value, kind: IdentifierKind },
    Address(Value),
    Post(String),
}

/// Whether entities of a schema are no entries themselves.
pub(super) fn describes_others(schema: &str) -> bool {
    matches!(schema, "Sanction" | "Passport" | "Identification" | "Address" | "Occupancy" | "Position")
        || INTERVALS.iter().any(|(name, ..)| *name == schema)
}

/// What an entity says of itself in nested entities: `"sanctions": [{"schema": "Sanction", …}]`.
pub(super) fn nested(entity: &Value, id: &str, faults: &mut Faults) -> Attachments {
    let mut attachments = Attachments::default();
    let properties = entity.get("properties").and_then(Value::as_object);
    for value in properties
        .into_iter()
        .flat_map(|properties| properties.values())
        .filter_map(Value::as_array)
        .flatten()
    {
        if value.is_object() {
            attachments.add(value, Some(id), &Location::default().record(id), faults);
        }
    }
    attachments
}

impl Attachments {
    /// Takes in an entity that describes others. `holder` is the entity it is nested in.
    pub(super) fn add(&mut self, value: &Value, holder: Option<&str>, place: &Location, faults: &mut Faults) {
        let schema = text_of(value, "schema").unwrap_or_default();
        let id = text_of(value, "id").unwrap_or_default();
        if let Some((_, kind, from, to)) = INTERVALS.iter().find(|(name, ..)| *name == schema) {
            self.interval(value, kind, from, to, holder, place, faults);
            return;
        }
        let own =
            |property: &str| holder.map_or_else(|| ends(value, property), |holder| vec![holder.to_owned()]);
        let (described, attachment): (Vec<String>, fn(Value) -> Attachment) = match schema.as_str() {
            "Sanction" => (own("entity"), Attachment::Sanction),
            "Passport" => {
                (own("holder"), |value| Attachment::Document { value, kind: IdentifierKind::Passport })
            }
            "Identification" => {
                (own("holder"), |value| Attachment::Document { value, kind: IdentifierKind::Other })
            }
            "Address" => match holder {
                Some(holder) => (vec![holder.to_owned()], Attachment::Address),
                // Addresses stand in the `address` property as well; where they do not, they are referred to.
                None => {
                    return self.by_entity.entry(id).or_default().push(Attachment::Address(value.clone()));
                }
            },
            "Position" => {
                let name = texts(value.get("properties").and_then(|p| p.get("name"))).into_iter().next();
                self.posts.insert(id, name.unwrap_or_default());
                return;
            }
            "Occupancy" => {
                for holder in own("holder") {
                    for post in ends(value, "post") {
                        self.by_entity.entry(holder.clone()).or_default().push(Attachment::Post(post));
                    }
                }
                return;
            }
            // A nested entry (an owner, a relative) stands in the file by itself.
            _ => return,
        };
        if described.is_empty() {
            faults
                .warn(place.clone().record(id), format!("the {schema} says of nothing that it describes it"));
        }
        for entity in described {
            self.by_entity.entry(entity).or_default().push(attachment(value.clone()));
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one row of the table and where it was met")]
    fn interval(
        &mut self,
        value: &Value,
        kind: &'static str,
        from: &str,
        to: &str,
        holder: Option<&str>,
        place: &Location,
        faults: &mut Faults,
    ) {
        let own = || holder.map(str::to_owned).into_iter().collect::<Vec<_>>();
        let (mut sources, mut targets) = (ends(value, from), ends(value, to));
        if sources.is_empty() {
            sources = own();
        } else if targets.is_empty() {
            targets = own();
        }
        if sources.is_empty() || targets.is_empty() {
            let id = text_of(value, "id").unwrap_or_default();
            faults.warn(place.clone().record(id), format!("the {kind} does not say whom it joins"));
        }
        let details = [
            "role",
            "percentage",
            "sharesCount",
            "relationship",
            "status",
            "startDate",
            "endDate",
            "summary",
        ];
        let details: Vec<String> = details
            .iter()
            .flat_map(|key| {
                texts(value.get("properties").and_then(|p| p.get(key)))
                    .into_iter()
                    .map(move |v| format!("{key} {v}"))
            })
            .collect();
        let note = |role: &str| {
            std::iter::once(role.to_owned()).chain(details.clone()).collect::<Vec<_>>().join("; ")
        };
        for source in &sources {
            for target in &targets {
                let at_source = Attachment::Link { kind, target: target.clone(), note: note(from) };
                let at_target = Attachment::Link { kind, target: source.clone(), note: note(to) };
                self.by_entity.entry(source.clone()).or_default().push(at_source);
                self.by_entity.entry(target.clone()).or_default().push(at_target);
            }
        }
    }

    /// Tells an entity what others say of it.
    pub(super) fn for_entity(&self, id: &str, draft: &mut Draft, faults: &mut Faults) {
        let mut ends = Vec::new();
        let mut open = false;
        for attachment in self.by_entity.get(id).into_iter().flatten() {
            match attachment {
                Attachment::Link { kind, target, note } => draft.link(kind, target, Some(note)),
                Attachment::Sanction(value) => match sanction(value, draft, faults) {
                    Some(end) => ends.push(end),
                    None => open = true,
                },
                Attachment::Document { value, kind } => document(value, *kind, draft, faults),
                Attachment::Address(value) => address(value, draft, faults),
                Attachment::Post(post) => draft.position(self.posts.get(post).unwrap_or(post)),
            }
        }
        // An entry stands as long as one of its sanctions does.
        if !open {
            draft.entity().listing.expires_on = ends.into_iter().max().or(draft.entity().listing.expires_on);
        }
        let referred: Vec<String> =
            draft.entity().listing.other.get("addressEntity").cloned().unwrap_or_default();
        for id in referred {
            for attachment in self.by_entity.get(&id).into_iter().flatten() {
                if let Attachment::Address(value) = attachment {
                    address(value, draft, faults);
                }
            }
        }
    }

    /// Ids that are described or joined.
    pub(super) fn ids(&self) -> BTreeSet<&str> {
        let described =
            |attachments: &[Attachment]| !attachments.iter().all(|a| matches!(a, Attachment::Address(_)));
        self.by_entity.iter().filter(|(_, list)| described(list)).map(|(id, _)| id.as_str()).collect()
    }
}

/// Ids in a property: as texts or as nested entities.
fn ends(value: &Value, property: &str) -> Vec<String> {
    let values = value.get("properties").and_then(|properties| properties.get(property));
    let nested =
        values.and_then(Value::as_array).into_iter().flatten().filter_map(|value| text_of(value, "id"));
    texts(values).into_iter().chain(nested).collect()
}

/// Reads a sanction into the listing; gives back its last day, where it has one.
fn sanction(value: &Value, draft: &mut Draft, faults: &mut Faults) -> Option<jiff::civil::Date> {
    let properties = value.get("properties").and_then(Value::as_object)?;
    let mut end = None;
    for (property, values) in properties {
        for value in texts(Some(values)) {
            match property.as_str() {
                "entity" => {}
                "program" | "programId" => draft.programme(&value),
                "listingDate" | "startDate" => match date(&value) {
                    Some(date) => {
                        let listed = &mut draft.entity().listing.listed_on;
                        if listed.is_none_or(|listed| date.first() < listed.first()) {
                            *listed = Some(date);
                        }
                    }
                    None => draft.unread_date(&value, property, faults),
                },
                "endDate" => match date(&value) {
                    Some(date) => end = end.max(Some(date.last())),
                    None => draft.unread_date(&value, property, faults),
                },
                "modifiedAt" => match date(&value) {
                    Some(date) => draft.entity().listing.updated_on.push(date),
                    None => draft.unread_date(&value, property, faults),
                },
                "reason" | "summary" | "description" => draft.remark(&value),
                "authorityId" if draft.entity().listing.reference.is_none() => {
                    draft.entity().listing.reference = Some(value);
                }
                _ => draft.other(property, &value),
            }
        }
    }
    end
}

fn document(value: &Value, kind: IdentifierKind, draft: &mut Draft, faults: &mut Faults) {
    let of = |key: &str| texts(value.get("properties").and_then(|properties| properties.get(key)));
    let country = of("country").first().and_then(|country| draft.country_code(country, "country", faults));
    let label = of("type").first().cloned();
    let kind = match label.as_deref().map(crate::identifiers::kind_of) {
        Some(told) if kind == IdentifierKind::Other => told,
        _ => kind,
    };
    let details =
        [("authority", "issued by"), ("startDate", "issued"), ("endDate", "expires"), ("summary", "")];
    let details = details
        .iter()
        .flat_map(|(key, word)| of(key).into_iter().map(move |v| format!("{word} {v}").trim().to_owned()));
    let note = label.into_iter().chain(details).collect::<Vec<_>>().join(", ");
    for number in of("number").into_iter().chain(of("passportNumber")) {
        draft.identifier(Identifier {
            kind,
            value: number,
            country: country.map(str::to_owned),
            note: Some(note.clone()),
        });
    }
}

fn address(value: &Value, draft: &mut Draft, faults: &mut Faults) {
    let of = |key: &str| {
        texts(value.get("properties").and_then(|properties| properties.get(key))).into_iter().next()
    };
    let country = of("country").and_then(|country| draft.country_code(&country, "country", faults));
    let parts =
        ["postOfficeBox", "street", "street2", "street3", "place", "city", "postalCode", "region", "state"];
    let composed = crate::draft::one_line(
        parts.map(of).into_iter().chain([country.and_then(countries::name).map(str::to_owned)]),
    );
    draft.address(&of("full").unwrap_or(composed), country);
    if let Some(country) = country {
        draft.country(country, "country", faults);
    }
}
