//! What parties refer to by number: reference values, places, documents, sanctions, relations; and dates.

use super::super::imo;
use crate::countries;
use crate::dates;
use crate::draft::one_line;
use crate::faults::Faults;
use crate::identifiers::kind_of;
use crate::xml::Node;
use model::{Identifier, IdentifierKind, Location, PartialDate};
use std::collections::HashMap;

/// What the first pass gathers, by the numbers that parties use.
#[derive(Default)]
pub(super) struct Tables {
    /// Names of reference values, by their kind and number.
    pub(super) values: HashMap<(String, String), String>,
    pub(super) places: HashMap<String, (String, Option<&'static str>)>,
    pub(super) documents: HashMap<String, Vec<Identifier>>,
    pub(super) sanctions: HashMap<String, Vec<Sanction>>,
    pub(super) links: HashMap<String, Vec<(String, String, String)>>,
}

/// What a sanctions entry says of its party.
pub(super) struct Sanction {
    pub(super) programmes: Vec<String>,
    pub(super) listed_on: Option<PartialDate>,
    pub(super) other: Vec<(&'static str, String)>,
}

impl Tables {
    pub(super) fn references(&mut self, node: &Node<'_>) {
        for value in node.children.iter().flat_map(|set| &set.children) {
            if let Some(id) = value.attribute("ID") {
                let text = Some(value.value()).filter(|text| !text.is_empty());
                let text =
                    text.or_else(|| value.attribute("Description")).or_else(|| value.attribute("ISO2"));
                self.values.insert((value.name.to_owned(), id.clone()), text.unwrap_or_default());
                // A sub-type "Unknown" is told by its type: an individual or an entity.
                if let Some(parent) = value.attribute("PartyTypeID") {
                    self.values.insert(("PartyTypeOf".to_owned(), id), parent);
                }
            }
        }
    }

    pub(super) fn location(&mut self, node: &Node<'_>) {
        let Some(id) = node.attribute("ID") else { return };
        let mut parts: Vec<(String, String)> = Vec::new();
        for part in node.all("LocationPart") {
            let kind = lookup(&self.values, "LocPartType", part.attribute("LocPartTypeID"));
            for value in part.all("LocationPartValue").filter_map(|value| value.text_of("Value")) {
                parts.push((kind.clone(), value));
            }
        }
        let areas = node
            .all("LocationAreaCode")
            .map(|area| lookup(&self.values, "AreaCode", area.attribute("AreaCodeID")));
        let countries =
            node.all("LocationCountry").map(|c| lookup(&self.values, "Country", c.attribute("CountryID")));
        let country = countries.chain(areas).find(|name| !name.is_empty() && name != "undetermined");
        const ORDER: [&str; 7] =
            ["ADDRESS1", "ADDRESS2", "ADDRESS3", "CITY", "STATE/PROVINCE", "POSTAL CODE", "REGION"];
        parts.sort_by_key(|(kind, _)| ORDER.iter().position(|known| known == kind).unwrap_or(ORDER.len()));
        let code = country.as_deref().and_then(countries::code);
        let text = one_line(parts.into_iter().map(|(_, value)| Some(value)).chain([country]));
        let code = code.or_else(|| countries::code_at_end(&text));
        self.places.insert(id, (text, code));
    }

    pub(super) fn relationship(&mut self, node: &Node<'_>, line: u64, faults: &mut Faults) {
        let (Some(from), Some(to)) = (node.attribute("From-ProfileID"), node.attribute("To-ProfileID"))
        else {
            faults.warn(Location::line(line).field(node.name), "the relation does not say whom it joins");
            return;
        };
        let kind = lookup(&self.values, "RelationType", node.attribute("RelationTypeID"));
        let kind = kind.trim_end_matches("...").trim().to_lowercase().replace(' ', "-");
        let kind = if kind.is_empty() { "linked-to".to_owned() } else { kind };
        let former = node.attribute("Former").as_deref() == Some("true");
        let note = one_line([former.then(|| "former".to_owned()), node.text_of("Comment")]);
        self.links.entry(from.clone()).or_default().push((kind.clone(), to.clone(), note.clone()));
        let back = one_line([Some("from the other side".to_owned()), Some(note)]);
        self.links.entry(to).or_default().push((kind, from, back));
    }
}

pub(super) fn push<T>(table: &mut HashMap<String, Vec<T>>, key: Option<String>, value: Option<T>) {
    if let (Some(key), Some(value)) = (key, value) {
        table.entry(key).or_default().push(value);
    }
}

pub(super) fn lookup(values: &HashMap<(String, String), String>, kind: &str, id: Option<String>) -> String {
    id.and_then(|id| values.get(&(kind.to_owned(), id))).cloned().unwrap_or_default()
}

pub(super) fn document(node: &Node<'_>, values: &HashMap<(String, String), String>) -> Option<Identifier> {
    let label = lookup(values, "IDRegDocType", node.attribute("IDRegDocTypeID"));
    let country = lookup(values, "Country", node.attribute("IssuedBy-CountryID"));
    let code = countries::code(&country);
    let dates = node.all("DocumentDate").map(|date| {
        let kind = lookup(values, "IDRegDocDateType", date.attribute("IDRegDocDateTypeID"));
        Some(format!("{kind} {}", date.child("DatePeriod").and_then(period)?))
    });
    let validity = lookup(values, "Validity", node.attribute("ValidityID"));
    let note = one_line(
        [
            Some(label.clone()),
            Some(country).filter(|_| code.is_none()),
            node.text_of("IssuingAuthority").map(|authority| format!("issued by {authority}")),
            Some(validity).filter(|validity| validity != "Valid"),
            node.text_of("Comment"),
        ]
        .into_iter()
        .chain(dates),
    );
    let kind = kind_of(&label);
    let number = node.text_of("IDRegistrationNo")?;
    let (kind, value) = imo(&number).map_or((kind, number.as_str()), |number| (IdentifierKind::Imo, number));
    let value = value.to_owned();
    Some(Identifier { kind, value, country: code.map(str::to_owned), note: Some(note) })
}

pub(super) fn sanction(node: &Node<'_>, values: &HashMap<(String, String), String>) -> Sanction {
    let mut other = vec![("List", lookup(values, "List", node.attribute("ListID")))];
    let mut listed_on: Option<PartialDate> = None;
    for event in node.all("EntryEvent") {
        let date = event.child("Date").and_then(date);
        listed_on = [listed_on, date].into_iter().flatten().min_by_key(PartialDate::first);
        let basis = lookup(values, "LegalBasis", event.attribute("LegalBasisID"));
        other.push(("LegalBasis", if basis == "Unknown" { String::new() } else { basis }));
        other.push(("EntryEvent/Comment", event.text_of("Comment").unwrap_or_default()));
    }
    let mut programmes = Vec::new();
    for measure in node.all("SanctionsMeasure") {
        let kind = lookup(values, "SanctionsType", measure.attribute("SanctionsTypeID"));
        match measure.text_of("Comment") {
            // Without the table of types a comment can only be a programme.
            Some(comment) if kind == "Program" || kind.is_empty() => programmes.push(comment),
            comment => other.push(("SanctionsMeasure", one_line([Some(kind), comment]))),
        }
    }
    Sanction { programmes, listed_on, other }
}

/// `Start` and `End`, each with the days between which it lies; a whole year is how OFAC says that it knows no more.
pub(super) fn period(node: &Node<'_>) -> Option<PartialDate> {
    let at = |side: &str, end: &str| node.child(side).and_then(|side| side.child(end)).and_then(date);
    let start = [at("Start", "From"), at("Start", "To")].into_iter().flatten();
    let all: Vec<PartialDate> =
        start.chain([at("End", "From"), at("End", "To")].into_iter().flatten()).collect();
    let first = all.first()?;
    let span = all.iter().fold(*first, |span, date| span.through(*date));
    let (from, to) = (span.first(), span.last());
    let approximate = ["Start", "End"]
        .iter()
        .filter_map(|side| node.child(side))
        .any(|side| side.attribute("Approximate").as_deref() == Some("true"));
    let whole =
        dates::parse_any(&from.year().to_string()).filter(|year| year.first() == from && year.last() == to);
    let month = PartialDate::month(from.year(), from.month())
        .filter(|month| month.first() == from && month.last() == to);
    let date = if from == to { PartialDate::day(from) } else { whole.or(month).unwrap_or(span) };
    Some(if approximate { date.circa() } else { date })
}

pub(super) fn date(node: &Node<'_>) -> Option<PartialDate> {
    let number = |name: &str| node.text_of(name).and_then(|text| text.parse::<i16>().ok());
    let small = |name: &str| number(name).and_then(|n| i8::try_from(n).ok()).unwrap_or(0);
    PartialDate::from_numbers(number("Year")?, small("Month"), small("Day"))
}
