//! What is written into the form of an own entry, and the entity that it makes. What the form has no field for stays
//! as it was.

use crate::console::form::Form;
use crate::console::queue::Choice;
use crate::console::words::Words;
use jiff::civil::Date;
use model::{Entity, Listing, Schema};
use node::casework::own_entity;
use node::entity_to_json;
use serde_json::{Map, Value, json};

/// Kinds of numbers to choose from: the property, and the key of its name.
const NUMBERS: [(&str, &str); 7] = [
    ("passportNumber", "identifier-passport"),
    ("idNumber", "identifier-national-id"),
    ("taxNumber", "identifier-tax-number"),
    ("registrationNumber", "identifier-registration"),
    ("imoNumber", "identifier-imo"),
    ("swiftBic", "identifier-bic"),
    ("publicKey", "identifier-wallet"),
];

/// Numbers that the form has at least room for.
const ROWS: usize = 3;

/// What is written in the form.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The kind of thing.
    pub schema: String,
    /// The name.
    pub name: String,
    /// Other names, one on a line.
    pub aliases: String,
    /// Names that say little, one on a line.
    pub weak: String,
    /// Former names, one on a line.
    pub former: String,
    /// Date of birth, building or founding.
    pub born: String,
    /// Place of birth.
    pub birthplace: String,
    /// `female`, `male` or nothing.
    pub gender: String,
    /// Codes of the nationalities, or of flag or country.
    pub countries: Vec<String>,
    /// Properties and values of the numbers.
    pub numbers: Vec<(String, String)>,
    /// Addresses, one on a line.
    pub addresses: String,
    /// Remarks.
    pub remarks: String,
    /// The last day.
    pub until: String,
    /// The legal basis, of a new entry.
    pub basis: String,
    /// Why.
    pub reason: String,
}

impl Written {
    /// As a form sends it.
    pub fn of(form: &Form) -> Self {
        let text = |name: &str| form.text(name).trim().to_owned();
        let kinds = form.all("kind").map(str::to_owned);
        let numbers = kinds.zip(form.all("number").map(|number| number.trim().to_owned()));
        Self {
            schema: text("schema"),
            name: text("name"),
            aliases: text("aliases"),
            weak: text("weak"),
            former: text("former"),
            born: text("born"),
            birthplace: text("birthplace"),
            gender: text("gender"),
            countries: form.all("nationality").filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            numbers: numbers.filter(|(_, number)| !number.is_empty()).collect(),
            addresses: text("addresses"),
            remarks: text("remarks"),
            until: text("until"),
            basis: text("basis"),
            reason: form.text("reason").to_owned(),
        }
    }

    /// As an entry is now, to be changed.
    pub fn from(entity: &Entity, until: Date) -> Self {
        let properties = properties_of(entity);
        let schema = entity.profile.schema;
        let all = |name: &str| -> Vec<String> {
            let values = properties.get(name).and_then(Value::as_array).into_iter().flatten();
            values.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let lines = |name: &str| all(name).join("\n");
        let mut names = all("name").into_iter();
        let name = names.next().unwrap_or_default();
        let aliases: Vec<String> = names.chain(all("alias")).collect();
        let numbers = NUMBERS
            .iter()
            .flat_map(|(property, _)| all(property).into_iter().map(|value| ((*property).to_owned(), value)));
        Self {
            schema: schema.as_str().to_owned(),
            name,
            aliases: aliases.join("\n"),
            weak: lines("weakAlias"),
            former: lines("previousName"),
            born: all(dated(schema)).into_iter().next().unwrap_or_default(),
            birthplace: lines("birthPlace"),
            gender: lines("gender"),
            countries: all(belonging(schema)),
            numbers: numbers.collect(),
            addresses: lines("address"),
            remarks: lines("notes"),
            until: until.to_string(),
            ..Self::default()
        }
    }

    /// The kind of thing; a person where nothing else is said.
    pub fn schema(&self) -> Schema {
        Schema::parse(&self.schema).unwrap_or(Schema::Person)
    }

    /// The entity that is written; or what is wrong. `before` is what the entry was, of which stays what the form has
    /// no field for.
    ///
    /// # Errors
    /// The key of what is wrong.
    pub fn entity(&self, before: Option<&Entity>) -> Result<Entity, &'static str> {
        let schema = self.schema();
        if self.name.is_empty() && self.numbers.is_empty() {
            return Err("console-trouble-no-subject");
        }
        let mut properties = before.map(properties_of).unwrap_or_default();
        let mut put = |name: &str, values: Vec<&str>| {
            match values.is_empty() {
                true => properties.remove(name),
                false => properties.insert(name.to_owned(), json!(values)),
            };
        };
        put("name", some(&self.name));
        put("alias", lines(&self.aliases));
        put("weakAlias", lines(&self.weak));
        put("previousName", lines(&self.former));
        let born = before.map(|before| properties_of(before).get(dated(schema)).cloned());
        // Further dates of one entry have no field; they stay while the first one does.
        let kept = born.flatten().filter(|dates| dates.get(0).and_then(Value::as_str) == Some(&self.born));
        if kept.is_none() {
            put(dated(schema), some(&self.born));
        }
        put("birthPlace", lines(&self.birthplace));
        put("gender", some(&self.gender));
        put(belonging(schema), self.countries.iter().map(String::as_str).collect());
        for (property, _) in NUMBERS {
            let of = self.numbers.iter().filter(|(kind, _)| kind == property);
            put(property, of.map(|(_, number)| number.as_str()).collect());
        }
        put("address", lines(&self.addresses));
        put("notes", some(&self.remarks));
        let made = own_entity(schema.as_str(), &Value::Object(properties));
        let mut entity = made.map_err(|_| "console-trouble-unread-entry")?;
        if let Some(Listing { links, other, referents, .. }) = before.map(|before| &before.listing) {
            entity.listing.links.clone_from(links);
            entity.listing.other.clone_from(other);
            entity.listing.referents.clone_from(referents);
        }
        Ok(entity)
    }

    /// The countries by their names in the reader's order: a choice for each nationality, and one more.
    pub fn nationalities(&self, words: &Words) -> Vec<Vec<Choice>> {
        let countries = words.catalogue().countries();
        let none = || Choice { value: String::new(), label: words.say("console-none-chosen"), chosen: false };
        let choices = |current: &str| {
            let choice = |(code, name): &(String, String)| Choice {
                value: code.clone(),
                label: name.clone(),
                chosen: code == current,
            };
            std::iter::once(none()).chain(countries.iter().map(choice)).collect()
        };
        let room = 2.max(self.countries.len());
        (0..room).map(|at| choices(self.countries.get(at).map_or("", String::as_str))).collect()
    }

    /// Rows for numbers: the kinds to choose from, and the number.
    pub fn rows(&self, words: &Words) -> Vec<(Vec<Choice>, String)> {
        let row = |at: usize| {
            let (kind, number) = self.numbers.get(at).cloned().unwrap_or_default();
            let choice = |(property, key): &(&str, &str)| Choice {
                value: (*property).to_owned(),
                label: words.say(key),
                chosen: *property == kind,
            };
            (NUMBERS.iter().map(choice).collect(), number)
        };
        (0..ROWS.max(self.numbers.len() + 1)).map(row).collect()
    }
}

fn properties_of(entity: &Entity) -> Map<String, Value> {
    match entity_to_json(entity)["properties"].take() {
        Value::Object(properties) => properties,
        _ => Map::new(),
    }
}

/// The property that holds the date.
fn dated(schema: Schema) -> &'static str {
    match schema {
        Schema::Person => "birthDate",
        Schema::Vessel | Schema::Airplane => "buildDate",
        _ => "incorporationDate",
    }
}

/// The property that holds nationality, flag or country.
fn belonging(schema: Schema) -> &'static str {
    match schema {
        Schema::Person => "nationality",
        Schema::Vessel | Schema::Airplane => "flag",
        _ => "country",
    }
}

fn some(text: &str) -> Vec<&str> {
    if text.is_empty() { Vec::new() } else { vec![text] }
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Written {
        Written {
            schema: "Person".into(),
            name: "Temur Aslanov".into(),
            aliases: "Темур Асланов\n تیمور اسلانوف \n\n".into(),
            weak: "Teme".into(),
            born: "1971-03".into(),
            gender: "male".into(),
            countries: vec!["uz".into(), "kg".into()],
            numbers: vec![("passportNumber".into(), "AB 12".into()), ("passportNumber".into(), "C 3".into())],
            addresses: "12 Sample Street\nSample City".into(),
            remarks: "court order 5".into(),
            until: "2027-01-31".into(),
            ..Written::default()
        }
    }

    #[test]
    fn what_is_written_becomes_an_entity_and_is_read_from_it() {
        let entity = written().entity(None).unwrap();
        assert_eq!(entity.profile.names.len(), 4);
        assert_eq!(entity.profile.nationalities, ["uz", "kg"]);
        assert_eq!(entity.profile.identifiers.len(), 2);
        let again = Written::from(&entity, "2027-01-31".parse().unwrap());
        assert_eq!((again.name.as_str(), again.born.as_str()), ("Temur Aslanov", "1971-03"));
        assert_eq!(again.aliases, "Темур Асланов\nتیمور اسلانوف");
        assert_eq!(again.numbers, written().numbers);
        assert_eq!(again.entity(Some(&entity)).unwrap().profile, entity.profile);
    }

    #[test]
    fn what_the_form_has_no_field_for_stays() {
        let properties = json!({"name": ["Temur Aslanov"], "position": ["treasurer"], "email": ["t@example.org"],
            "birthDate": ["1971", "1972"]});
        let before = own_entity("Person", &properties).unwrap();
        let mut written = Written::from(&before, "2027-01-31".parse().unwrap());
        written.aliases = "Temur".into();
        let after = written.entity(Some(&before)).unwrap();
        assert_eq!(after.listing.positions, ["treasurer"]);
        assert_eq!(after.profile.birth_dates.len(), 2);
        assert_eq!((after.profile.identifiers.len(), after.profile.names.len()), (1, 2));
    }

    #[test]
    fn nobody_is_no_entry() {
        assert_eq!(Written::default().entity(None).unwrap_err(), "console-trouble-no-subject");
    }
}
