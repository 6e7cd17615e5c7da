//! Which column holds what: guessed from headers in English, Russian and Urdu, or stated by the caller.

use crate::NodeError;
use model::IdentifierKind;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// The caller's id of the subject.
    Id,
    /// The whole name.
    Name,
    /// Other names, separated by `;` or `|`.
    Alias,
    /// Given name.
    GivenName,
    /// Middle name or patronymic.
    MiddleName,
    /// Family name.
    FamilyName,
    /// A FollowTheMoney schema, or a word like `person`, `юрлицо`.
    Schema,
    /// Date of birth or incorporation.
    BirthDate,
    /// Place of birth.
    BirthPlace,
    /// Nationality or citizenship.
    Nationality,
    /// Country of residence or registration.
    Country,
    /// Gender.
    Gender,
    /// Address.
    Address,
    /// An identifying number.
    Identifier(IdentifierKind),
}

/// Each property: its name for `--map`, and the headers it is guessed from, in the form of [`folded`].
const PROPERTIES: &[(Property, &str, &[&str])] = &[
    (
        Property::Id,
        "id",
        &[
            "id",
            "customerid",
            "clientid",
            "subjectid",
            "ref",
            "reference",
            "number",
            "no",
            "код",
            "номер",
            "номерклиента",
            "ид",
            "идентификатор",
            "شناخت",
            "نمبر",
            "نمبرشمار",
        ],
    ),
    (
        Property::Name,
        "name",
        &[
            "name",
            "fullname",
            "customername",
            "clientname",
            "entityname",
            "companyname",
            "caption",
            "фио",
            "имяполностью",
            "полноеимя",
            "наименование",
            "название",
            "نام",
            "پورانام",
            "مکملنام",
            "الاسم",
            "الاسمالكامل",
        ],
    ),
    (
        Property::Alias,
        "alias",
        &[
            "alias",
            "aliases",
            "aka",
            "alsoknownas",
            "othernames",
            "псевдоним",
            "псевдонимы",
            "другиеимена",
            "прежнееимя",
            "عرف",
            "عرفیت",
            "دیگرنام",
        ],
    ),
    (
        Property::GivenName,
        "first-name",
        &["firstname", "givenname", "forename", "forenames", "givennames", "имя", "پہلانام", "ذاتینام"],
    ),
    (
        Property::MiddleName,
        "middle-name",
        &["middlename", "middlenames", "secondname", "patronymic", "fathername", "отчество", "درمیانینام"],
    ),
    (
        Property::FamilyName,
        "last-name",
        &["lastname", "surname", "familyname", "фамилия", "خاندانینام", "آخرینام"],
    ),
    (
        Property::Schema,
        "schema",
        &["schema", "type", "entitytype", "kind", "тип", "вид", "типклиента", "قسم"],
    ),
    (
        Property::BirthDate,
        "birth-date",
        &[
            "birthdate",
            "dateofbirth",
            "dob",
            "born",
            "birthday",
            "yearofbirth",
            "birthyear",
            "incorporationdate",
            "датарождения",
            "годрождения",
            "др",
            "датарегистрации",
            "تاریخپیدائش",
            "پیدائش",
            "تاریخولادت",
            "تاريخالميلاد",
        ],
    ),
    (
        Property::BirthPlace,
        "birth-place",
        &["birthplace", "placeofbirth", "pob", "месторождения", "جائےپیدائش", "مقامپیدائش"],
    ),
    (
        Property::Nationality,
        "nationality",
        &[
            "nationality",
            "nationalities",
            "citizenship",
            "гражданство",
            "национальность",
            "قومیت",
            "شہریت",
            "الجنسية",
        ],
    ),
    (
        Property::Country,
        "country",
        &[
            "country",
            "countries",
            "residence",
            "countryofresidence",
            "jurisdiction",
            "страна",
            "странарегистрации",
            "ملک",
            "البلد",
        ],
    ),
    (Property::Gender, "gender", &["gender", "sex", "пол", "جنس"]),
    (Property::Address, "address", &["address", "адрес", "پتہ", "پتا"]),
    (
        Property::Identifier(IdentifierKind::Passport),
        "passport",
        &["passport", "passportno", "passportnumber", "паспорт", "номерпаспорта", "پاسپورٹ", "پاسپورٹنمبر"],
    ),
    (
        Property::Identifier(IdentifierKind::NationalId),
        "national-id",
        &[
            "nationalid",
            "idnumber",
            "cnic",
            "cnicno",
            "nic",
            "снилс",
            "شناختیکارڈ",
            "شناختیکارڈنمبر",
            "قومیشناختیکارڈ",
        ],
    ),
    (
        Property::Identifier(IdentifierKind::TaxNumber),
        "tax-number",
        &["taxnumber", "taxid", "tin", "vat", "inn", "инн", "ntn"],
    ),
    (
        Property::Identifier(IdentifierKind::Registration),
        "registration",
        &["registration", "registrationnumber", "companynumber", "ogrn", "огрн", "регистрационныйномер"],
    ),
    (Property::Identifier(IdentifierKind::Lei), "lei", &["lei", "leicode"]),
    (Property::Identifier(IdentifierKind::Bic), "bic", &["bic", "swift", "swiftbic"]),
    (Property::Identifier(IdentifierKind::Imo), "imo", &["imo", "imonumber", "имо"]),
    (Property::Identifier(IdentifierKind::Mmsi), "mmsi", &["mmsi"]),
    (Property::Identifier(IdentifierKind::Wallet), "wallet", &["wallet", "walletaddress", "cryptowallet"]),
];

/// Columns as the caller stated them: `name=Customer`, `birth-date=#4`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap(Vec<(Property, String)>);

impl ColumnMap {
    /// Adds one `PROPERTY=COLUMN`; a column is a header, or `#` and its number from 1.
    ///
    /// # Errors
    /// When there is no `=` or no such property.
    pub fn add(&mut self, text: &str) -> Result<(), NodeError> {
        let wrong = |what: String| NodeError::Usage {
            what,
            remedy: format!("write PROPERTY=COLUMN; properties are {}", names()),
        };
        let (property, column) = text.split_once('=').ok_or_else(|| wrong(format!("{text:?} has no '='")))?;
        let wanted = folded(property);
        let known = PROPERTIES.iter().find(|(_, name, headers)| {
            folded(name) == wanted || headers.iter().any(|header| *header == wanted)
        });
        let (property, ..) = known.ok_or_else(|| wrong(format!("there is no property {property:?}")))?;
        self.0.push((*property, column.trim().to_owned()));
        Ok(())
    }

    /// What each column of a header holds; stated columns first, the others guessed.
    ///
    /// # Errors
    /// When a stated column is not there, or nothing could be a name or an identifier.
    pub(crate) fn resolve(&self, header: &[String]) -> Result<Vec<Option<Property>>, NodeError> {
        let mut columns: Vec<Option<Property>> = vec![None; header.len()];
        let mut found = Vec::new();
        for (property, column) in &self.0 {
            let at = position(header, column).ok_or_else(|| NodeError::Usage {
                what: format!("there is no column {column:?}"),
                remedy: format!("the columns are {}", listed(header)),
            })?;
            columns[at] = Some(*property);
            found.push(*property);
        }
        for (at, title) in header.iter().enumerate() {
            let guessed = guess(title).filter(|property| columns[at].is_none() && !found.contains(property));
            if let Some(property) = guessed {
                columns[at] = Some(property);
                // Only the first column that looks like an id, a name … is one; numbers and aliases may be many.
                if !matches!(property, Property::Identifier(_) | Property::Alias) {
                    found.push(property);
                }
            }
        }
        let names = |property: &Option<Property>| {
            matches!(
                property,
                Some(Property::Name | Property::GivenName | Property::FamilyName | Property::Identifier(_))
            )
        };
        if columns.iter().any(names) {
            Ok(columns)
        } else {
            Err(NodeError::Usage {
                what: format!("no column of {} looks like a name", listed(header)),
                remedy: "state it with --map name=COLUMN".into(),
            })
        }
    }
}

fn guess(title: &str) -> Option<Property> {
    let title = folded(title);
    PROPERTIES
        .iter()
        .find(|(_, _, headers)| headers.contains(&title.as_str()))
        .map(|(property, ..)| *property)
}

fn position(header: &[String], column: &str) -> Option<usize> {
    let by_number = column.strip_prefix('#').and_then(|number| number.parse::<usize>().ok());
    match by_number {
        Some(number) => number.checked_sub(1).filter(|at| *at < header.len()),
        None => header
            .iter()
            .position(|title| title.trim() == column)
            .or_else(|| header.iter().position(|title| folded(title) == folded(column))),
    }
}

/// Letters and digits only, in lower case, so that `Date of Birth`, `date_of_birth` and `DateOfBirth` are one.
fn folded(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn names() -> String {
    PROPERTIES.iter().map(|(_, name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn listed(header: &[String]) -> String {
    let shown: Vec<String> = header.iter().take(20).map(|title| format!("{:?}", title.trim())).collect();
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &[&str], map: &[&str], expected: &[Option<Property>]) {
        let header: Vec<String> = header.iter().map(|title| (*title).to_owned()).collect();
        let mut columns = ColumnMap::default();
        for text in map {
            columns.add(text).unwrap();
        }
        assert_eq!(columns.resolve(&header).unwrap(), expected, "{header:?}");
    }

    #[test]
    fn guesses_headers_in_three_languages() {
        use Property::{BirthDate, FamilyName, Gender, GivenName, Id, MiddleName, Name, Nationality};
        check(
            &["ID", "Full Name", "date_of_birth", "Nationality", "notes"],
            &[],
            &[Some(Id), Some(Name), Some(BirthDate), Some(Nationality), None],
        );
        check(
            &["Фамилия", "Имя", "Отчество", "Дата рождения", "Пол"],
            &[],
            &[Some(FamilyName), Some(GivenName), Some(MiddleName), Some(BirthDate), Some(Gender)],
        );
        check(
            &["نمبر شمار", "نام", "تاریخ پیدائش", "شناختی کارڈ نمبر"],
            &[],
            &[Some(Id), Some(Name), Some(BirthDate), Some(Property::Identifier(IdentifierKind::NationalId))],
        );
    }

    #[test]
    fn stated_columns_win() {
        check(&["name", "customer"], &["name=customer"], &[None, Some(Property::Name)]);
        check(&["name", "customer"], &["name=#2", "id=#1"], &[Some(Property::Id), Some(Property::Name)]);
        check(&["x", "y"], &["birthDate=X", "name=y"], &[Some(Property::BirthDate), Some(Property::Name)]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let mut columns = ColumnMap::default();
        assert!(columns.add("name").unwrap_err().to_string().contains("no '='"));
        assert!(columns.add("colour=x").unwrap_err().to_string().contains("no property"));
        columns.add("name=missing").unwrap();
        let header = ["a".to_owned()];
        assert!(columns.resolve(&header).unwrap_err().to_string().contains("no column \"missing\""));
        assert!(ColumnMap::default().resolve(&header).unwrap_err().to_string().contains("--map name=COLUMN"));
    }
}
