//! An entry in the making: gathers what a reader finds, folds repetitions, and says what could not be understood.

use crate::countries;
use crate::decode::clean;
use crate::faults::{Faults, quote};
use model::{
    Entity, Fault, Gender, Identifier, Link, Location, Name, NameKind, NameStrength, PartialDate, Place,
    Schema,
};
use std::collections::{HashMap, HashSet};

/// An entry in the making.
pub(crate) struct Draft {
    entity: Entity,
    place: Location,
    names: HashMap<String, usize>,
    /// Which values stand already in which field, so that a million of them cost no more than one each.
    seen: HashSet<(&'static str, String)>,
    /// Whether a name was too long to be one.
    cut: bool,
}

impl Draft {
    /// An entry of a sanctions list.
    pub(crate) fn new(id: &str, schema: Schema, line: u64) -> Self {
        let mut draft = Self::at(Location::line(line).record(id), schema);
        draft.topic("sanction");
        draft
    }

    /// An entry, or anything with a profile, that says itself what it is about.
    pub(crate) fn at(place: Location, schema: Schema) -> Self {
        let entity = Entity::new(place.record.clone().unwrap_or_default(), schema);
        Self { entity, place, names: HashMap::new(), seen: HashSet::new(), cut: false }
    }

    /// The entry as far as it is known.
    pub(crate) fn entity(&mut self) -> &mut Entity {
        &mut self.entity
    }

    pub(crate) fn schema(&self) -> Schema {
        self.entity.profile.schema
    }

    pub(crate) fn location(&self, field: &str) -> Location {
        self.place.clone().field(field)
    }

    /// Adds a name. A name that stands already keeps its place and the better of the two strengths.
    pub(crate) fn name(&mut self, name: Name) {
        let whole = clean(&name.text);
        if whole.is_empty() {
            return;
        }
        let text = Name::fitting(&whole).trim_end().to_owned();
        if text.len() < whole.len() {
            self.cut = true;
            self.other("name", &whole);
        }
        let names = &mut self.entity.profile.names;
        match self.names.get(&text) {
            Some(&at) => {
                if name.strength == NameStrength::Strong {
                    names[at].strength = NameStrength::Strong;
                }
                if name.kind == NameKind::Primary {
                    names[at].kind = NameKind::Primary;
                }
                if names[at].language.is_none() {
                    names[at].language = name.language;
                }
            }
            None => {
                self.names.insert(text.clone(), names.len());
                names.push(Name { text, ..name });
            }
        }
    }

    pub(crate) fn nationality(&mut self, text: &str, field: &str, faults: &mut Faults) {
        if let Some(code) = self.country_code(text, field, faults) {
            self.add("nationality", code, |entity, code| entity.profile.nationalities.push(code));
        }
    }

    pub(crate) fn country(&mut self, text: &str, field: &str, faults: &mut Faults) {
        if let Some(code) = self.country_code(text, field, faults) {
            self.add("country", code, |entity, code| entity.profile.countries.push(code));
        }
    }

    /// The code of a country; one that is not known is kept under its field and reported.
    pub(crate) fn country_code(
        &mut self,
        text: &str,
        field: &str,
        faults: &mut Faults,
    ) -> Option<&'static str> {
        let text = clean(text);
        let plain = text.trim_end_matches(['.', ',', ';']);
        if plain.is_empty() || says_nothing(plain) {
            return None;
        }
        let code = countries::code(plain).or_else(|| countries::code_at_end(plain));
        if code.is_none() {
            faults.push(
                Fault::warning(self.location(field), format!("unknown country {}", quote(plain)))
                    .remedy("it was kept as text and is not compared"),
            );
            self.other(field, &text);
        }
        code
    }

    /// Adds a birth date, or keeps and reports what could not be read as one.
    pub(crate) fn birth_date(
        &mut self,
        date: Option<PartialDate>,
        raw: &str,
        field: &str,
        faults: &mut Faults,
    ) {
        match date {
            Some(date) => {
                self.add("birth date", &date.to_string(), |entity, _| entity.profile.birth_dates.push(date))
            }
            None => self.unread_date(raw, field, faults),
        }
    }

    /// Reports and keeps a text that should be a date and is none.
    pub(crate) fn unread_date(&mut self, raw: &str, field: &str, faults: &mut Faults) {
        let raw = clean(raw);
        if raw.is_empty() || says_nothing(&raw) {
            return;
        }
        faults.push(
            Fault::warning(self.location(field), format!("not a date: {}", quote(&raw)))
                .remedy("it was kept as text and is not compared"),
        );
        self.other(field, &raw);
    }

    pub(crate) fn birth_place(&mut self, text: &str, country: Option<&str>) {
        let country = country.map(str::to_owned);
        self.add("birth place", trim_place(text), |entity, text| {
            entity.profile.birth_places.push(Place { text, country })
        });
    }

    pub(crate) fn address(&mut self, text: &str, country: Option<&str>) {
        let country = country.map(str::to_owned);
        self.add("address", trim_place(text), |entity, text| {
            entity.profile.addresses.push(Place { text, country })
        });
    }

    pub(crate) fn identifier(&mut self, identifier: Identifier) {
        let value = clean(&identifier.value);
        if value.is_empty() || says_nothing(&value) {
            return;
        }
        let note = identifier.note.as_deref().map(clean).filter(|note| !note.is_empty());
        let key = format!("{:?} {value} {:?} {note:?}", identifier.kind, identifier.country);
        self.add("identifier", &key, |entity, _| {
            entity.profile.identifiers.push(Identifier { value, note, ..identifier });
        });
    }

    pub(crate) fn gender(&mut self, text: &str, faults: &mut Faults) {
        let text = clean(text);
        match Gender::parse(&text) {
            Some(gender) => match self.entity.profile.gender {
                Some(stated) if stated != gender => {
                    faults.warn(self.location("gender"), "two genders are stated; none was kept");
                    self.entity.profile.gender = None;
                    self.other("gender", &text);
                }
                _ => self.entity.profile.gender = Some(gender),
            },
            None if text.is_empty() || says_nothing(&text) => {}
            None => {
                faults.warn(self.location("gender"), format!("unknown gender {}", quote(&text)));
                self.other("gender", &text);
            }
        }
    }

    pub(crate) fn programme(&mut self, text: &str) {
        if !says_nothing(&clean(text)) {
            self.add("programme", text, |entity, text| entity.listing.programmes.push(text));
        }
    }

    pub(crate) fn position(&mut self, text: &str) {
        if !says_nothing(&clean(text)) {
            self.add("position", text, |entity, text| entity.listing.positions.push(text));
        }
    }

    pub(crate) fn title(&mut self, text: &str) {
        if !says_nothing(&clean(text)) {
            self.add("title", text, |entity, text| entity.listing.titles.push(text));
        }
    }

    pub(crate) fn topic(&mut self, text: &str) {
        self.add("topic", text, |entity, text| entity.listing.topics.push(text));
    }

    pub(crate) fn remark(&mut self, text: &str) {
        self.add("remark", text, |entity, text| entity.listing.remarks.push(text));
    }

    pub(crate) fn link(&mut self, kind: &str, target: &str, note: Option<&str>) {
        let target = clean(target);
        if target.is_empty() {
            return;
        }
        let note = note.map(clean).filter(|note| !note.is_empty());
        self.add("link", &format!("{kind} {target} {note:?}"), |entity, _| {
            entity.listing.links.push(Link { kind: kind.to_owned(), target, note });
        });
    }

    /// Keeps a value by the source's own name.
    pub(crate) fn other(&mut self, key: &str, value: &str) {
        let value = clean(value);
        if !value.is_empty() {
            self.add("other", &format!("{key}\n{value}"), |entity, _| {
                entity.listing.other.entry(key.to_owned()).or_default().push(value);
            });
        }
    }

    /// Adds a clean value to a field unless it stands there already.
    fn add(&mut self, field: &'static str, value: &str, put: impl FnOnce(&mut Entity, String)) {
        let value = clean(value);
        if !value.is_empty() && self.seen.insert((field, value.clone())) {
            put(&mut self.entity, value);
        }
    }

    /// The finished entry, with its primary names first.
    pub(crate) fn finish(mut self, faults: &mut Faults) -> Entity {
        let names = &self.entity.profile.names;
        if !names.iter().any(|name| Name::says_something(&name.text)) {
            let what = match names.first() {
                None => "the entry has no name".to_owned(),
                Some(name) => format!("the name {} has no letter or digit", quote(&name.text)),
            };
            faults.push(Fault::warning(self.place.clone(), what).remedy("only its numbers can match"));
        }
        if self.cut {
            let what = format!("a name is longer than {} characters", Name::LONGEST);
            faults.push(
                Fault::warning(self.place.clone(), what)
                    .remedy("its beginning is compared; the whole was kept as text"),
            );
        }
        self.entity.profile.names.sort_by_key(|name| name.kind != NameKind::Primary);
        self.entity
    }
}

/// Values that sources write for "not known".
pub(crate) fn says_nothing(text: &str) -> bool {
    matches!(
        text.to_lowercase().as_str(),
        "na" | "n/a"
            | "nil"
            | "none"
            | "unknown"
            | "undetermined"
            | "not available"
            | "not known"
            | "none identified"
            | "-"
            | "--"
            | "-0-"
            | "?"
    )
}

fn trim_place(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
}

/// Parts of an address or place as one line.
pub(crate) fn one_line<S: AsRef<str>>(parts: impl IntoIterator<Item = Option<S>>) -> String {
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .map(|part| clean(part.as_ref()))
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}
