//! Subjects as CSV: the separator is told from the header, quoted fields may hold line breaks, and a quote that is
//! never closed costs its own row only.

use super::columns::Property;
use super::lines::Lines;
use super::{IntakeOptions, Row};
use crate::NodeError;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use lists::{countries, dates};
use model::{Fault, Gender, Identifier, Location, Name, Place, Profile, Schema, Subject};
use std::collections::VecDeque;
use std::io::BufRead;

/// A quoted field may run over so many lines; beyond that the quote is taken for one that was never closed.
const LINES_IN_A_RECORD: usize = 50;

/// The subjects of a CSV input.
pub(crate) struct CsvRows<R> {
    records: Records<R>,
    header: Vec<String>,
    columns: Vec<Option<Property>>,
    schema: Schema,
    row: u64,
}

impl<R: BufRead> CsvRows<R> {
    pub(crate) fn open(mut lines: Lines<R>, options: &IntakeOptions) -> Result<Self, NodeError> {
        let name = lines.name().to_owned();
        let mut stated = None;
        let first = loop {
            match lines.next().transpose()? {
                None => return Err(NodeError::EmptyInput { name }),
                Some(line) if line.text.as_deref().is_some_and(|text| text.trim().is_empty()) => {}
                Some(line) => match line.text.as_deref().and_then(stated_separator) {
                    Some(separator) => stated = Some(separator),
                    None => break line,
                },
            }
        };
        let text = first.text.ok_or_else(|| NodeError::Usage {
            what: format!("the first line of {name} is longer than 4 MiB"),
            remedy: "give a CSV file whose first line names the columns".into(),
        })?;
        let mut records = Records::new(lines, stated.unwrap_or_else(|| separator(&text)));
        let header = records.fields(&text);
        let columns = options.columns.resolve(&header)?;
        let schema = options.schema.unwrap_or_else(|| schema_of(&columns));
        Ok(Self { records, header, columns, schema, row: 0 })
    }

    fn subject(&self, line: u64, fields: &[String]) -> Row {
        let at = Location::line(line);
        // Spreadsheets end rows with separators that separate nothing.
        let more_are_empty = fields.iter().skip(self.header.len()).all(|field| field.trim().is_empty());
        if fields.len() < self.header.len() || !more_are_empty {
            let what = format!("{} fields where the header has {}", fields.len(), self.header.len());
            let remedy = match fields.len() < self.header.len() {
                true => "write a separator for an empty field too; quote fields that hold line breaks",
                false => "quote fields that hold the separator",
            };
            return Row::Lost(Fault::record(at, what).remedy(remedy));
        }
        let mut draft = Draft::new(self.schema, at.clone());
        for ((field, property), title) in fields.iter().zip(&self.columns).zip(&self.header) {
            let value = field.trim();
            if let (Some(property), false) = (property, value.is_empty()) {
                draft.take(*property, value, title);
            }
        }
        draft.finish(self.row)
    }
}

impl<R: BufRead> Iterator for CsvRows<R> {
    type Item = Result<Row, NodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match self.records.next()? {
            Ok(record) => record,
            Err(error) => return Some(Err(error)),
        };
        self.row += 1;
        Some(Ok(match record {
            Record::Fields(line, fields) => self.subject(line, &fields),
            Record::Lost(fault) => Row::Lost(fault),
        }))
    }
}

/// Persons where the columns speak of persons; otherwise the rows may be persons or organisations.
fn schema_of(columns: &[Option<Property>]) -> Schema {
    let personal = |property: &Option<Property>| {
        matches!(
            property,
            Some(
                Property::BirthDate
                    | Property::BirthPlace
                    | Property::Gender
                    | Property::GivenName
                    | Property::FamilyName
            )
        )
    };
    if columns.iter().any(personal) { Schema::Person } else { Schema::LegalEntity }
}

/// The separator that the header has most of.
fn separator(header: &str) -> u8 {
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(b',')
}

/// The separator of a first line `sep=;`, which is for spreadsheets and no header.
fn stated_separator(line: &str) -> Option<u8> {
    match line.trim_end_matches(['\r', '\n', '"']).trim_start_matches('"').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] if separator.is_ascii() => Some(*separator),
        _ => None,
    }
}

enum Record {
    Fields(u64, Vec<String>),
    Lost(Fault),
}

/// Logical records: physical lines, joined where a quoted field runs over their end.
struct Records<R> {
    lines: Lines<R>,
    /// Lines that were read ahead for a quote that was never closed; an overlong one without its text.
    waiting: VecDeque<(u64, Option<String>)>,
    reader: Reader,
    separator: u8,
}

impl<R: BufRead> Records<R> {
    fn new(lines: Lines<R>, separator: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        Self { lines, waiting: VecDeque::new(), reader, separator }
    }

    /// The next line, a waiting one first; the number alone for an overlong one.
    fn line(&mut self) -> Option<Result<(u64, Option<String>), NodeError>> {
        match self.waiting.pop_front() {
            Some(line) => Some(Ok(line)),
            None => Some(self.lines.next()?.map(|line| (line.number, line.text))),
        }
    }

    /// Reads on until the quote that is open after `text` is closed. `None` gives the lines back: it never is, or a
    /// quote that opens a later field closes it, so that the field would swallow the rows between.
    fn close_quote(&mut self, text: String) -> Result<Option<String>, NodeError> {
        let mut whole = text;
        let mut read = Vec::new();
        while read.len() < LINES_IN_A_RECORD && whole.len() < super::lines::LONGEST_LINE {
            let Some((number, text)) = self.line().transpose()? else { break };
            read.push((number, text));
            let Some((_, Some(text))) = read.last() else { break };
            whole.push('\n');
            whole.push_str(text);
            match quotes(&whole, self.separator) {
                Quotes::Open => {}
                Quotes::Closed => return Ok(Some(whole)),
                Quotes::Torn => break,
            }
        }
        read.into_iter().rev().for_each(|line| self.waiting.push_front(line));
        Ok(None)
    }

    fn fields(&mut self, text: &str) -> Vec<String> {
        let mut bytes = vec![0; text.len() + 1];
        let mut ends = vec![0; text.len() + 2];
        self.reader.reset();
        let (mut read, mut written, mut ended) = (0, 0, 0);
        loop {
            // The empty input at the end tells the reader that nothing follows.
            let (result, used, wrote, ends_wrote) =
                self.reader.read_record(&text.as_bytes()[read..], &mut bytes[written..], &mut ends[ended..]);
            read += used;
            written += wrote;
            ended += ends_wrote;
            if !matches!(result, ReadRecordResult::InputEmpty) {
                break;
            }
        }
        let mut start = 0;
        let mut fields = Vec::with_capacity(ended);
        for end in &ends[..ended] {
            fields.push(String::from_utf8_lossy(&bytes[start..*end]).into_owned());
            start = *end;
        }
        fields
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Record, NodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (number, text) = match self.line()? {
                Ok(line) => line,
                Err(error) => return Some(Err(error)),
            };
            let lost = |what: &str, remedy: &str| {
                Some(Ok(Record::Lost(Fault::record(Location::line(number), what).remedy(remedy))))
            };
            let Some(text) = text else {
                return lost("the line is longer than 4 MiB", "check the file for missing line ends");
            };
            if text.trim().is_empty() {
                continue;
            }
            if quotes(&text, self.separator) != Quotes::Open {
                return Some(Ok(Record::Fields(number, self.fields(&text))));
            }
            return match self.close_quote(text) {
                Ok(Some(whole)) => Some(Ok(Record::Fields(number, self.fields(&whole)))),
                Ok(None) => {
                    lost("a quote is opened and never closed", "close it, or double it inside a quoted field")
                }
                Err(error) => Some(Err(error)),
            };
        }
    }
}

/// How the quotes of a text stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotes {
    /// Every quoted field is closed.
    Closed,
    /// The last one is open at the end of the text.
    Open,
    /// One that runs over a line end is closed in the middle of a field: it was opened by mistake.
    Torn,
}

fn quotes(text: &str, separator: u8) -> Quotes {
    let mut open = false;
    let mut over_lines = false;
    let mut field_begins = true;
    let mut bytes = text.bytes().peekable();
    while let Some(byte) = bytes.next() {
        if open {
            over_lines |= byte == b'\n';
            if byte == b'"' && bytes.next_if_eq(&b'"').is_none() {
                open = false;
                let field_ends = |next: &u8| *next == separator || matches!(next, b'\r' | b'\n');
                if over_lines && !bytes.peek().is_none_or(field_ends) {
                    return Quotes::Torn;
                }
            }
        } else {
            open = byte == b'"' && field_begins;
            over_lines = false;
        }
        field_begins = !open && (byte == separator || byte == b'\n');
    }
    if open { Quotes::Open } else { Quotes::Closed }
}

/// A subject in the making.
struct Draft {
    id: Option<String>,
    profile: Profile,
    name: Option<String>,
    parts: [Option<String>; 3],
    aliases: Vec<String>,
    place: Location,
    faults: Vec<Fault>,
}

impl Draft {
    fn new(schema: Schema, place: Location) -> Self {
        Self {
            id: None,
            profile: Profile::new(schema),
            name: None,
            parts: [const { None }; 3],
            aliases: Vec::new(),
            place,
            faults: Vec::new(),
        }
    }

    fn take(&mut self, property: Property, value: &str, title: &str) {
        let owned = || Some(value.to_owned());
        if value.contains('\u{FFFD}') {
            self.odd(
                title,
                "holds characters that do not fit the file's encoding".into(),
                "state it with --encoding",
            );
        }
        match property {
            Property::Id => self.id = owned(),
            Property::Name => self.name = owned(),
            Property::GivenName => self.parts[0] = owned(),
            Property::MiddleName => self.parts[1] = owned(),
            Property::FamilyName => self.parts[2] = owned(),
            Property::Alias => self.aliases.extend(several(value).map(str::to_owned)),
            Property::Schema => match schema(value) {
                Some(schema) => self.profile.schema = schema,
                None => self.odd(
                    title,
                    format!("{value:?} is no schema"),
                    "use Person, Organization, Company, Vessel …",
                ),
            },
            Property::BirthDate => {
                for value in several(value) {
                    match dates::parse_any(value) {
                        Some(date) => self.profile.birth_dates.push(date),
                        None => self.odd(
                            title,
                            format!("{value:?} is no date"),
                            "use YYYY-MM-DD, DD.MM.YYYY or YYYY",
                        ),
                    }
                }
            }
            Property::BirthPlace => self.profile.birth_places.push(place(value)),
            Property::Address => self.profile.addresses.push(place(value)),
            Property::Nationality | Property::Country => {
                for value in several(value) {
                    match (countries::code(value), property) {
                        (Some(code), Property::Nationality) => {
                            self.profile.nationalities.push(code.to_owned())
                        }
                        (Some(code), _) => self.profile.countries.push(code.to_owned()),
                        (None, _) => self.odd(
                            title,
                            format!("{value:?} is no country"),
                            "use its name or ISO 3166 code",
                        ),
                    }
                }
            }
            Property::Gender => match Gender::parse(value) {
                Some(gender) => self.profile.gender = Some(gender),
                None => self.odd(title, format!("{value:?} is no gender"), "use male, female or other"),
            },
            Property::Identifier(kind) => {
                self.profile.identifiers.extend(several(value).map(|value| Identifier::new(kind, value)));
            }
        }
    }

    /// Notes what is odd: the value is left out, the subject is screened without it.
    fn odd(&mut self, field: &str, what: String, remedy: &str) {
        self.faults.push(Fault::warning(self.place.clone().field(field.trim()), what).remedy(remedy));
    }

    fn finish(mut self, row: u64) -> Row {
        let joined = || {
            let parts: Vec<&str> = self.parts.iter().flatten().map(String::as_str).collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        };
        let name = self.name.take().or_else(joined);
        self.profile.names.extend(name.map(Name::primary));
        self.profile.names.extend(self.aliases.into_iter().map(Name::alias));
        if self.profile.names.is_empty() && self.profile.identifiers.is_empty() {
            return Row::Lost(
                Fault::record(self.place, "neither a name nor an identifier").remedy("fill in the name"),
            );
        }
        let id = self.id.unwrap_or_else(|| row.to_string());
        Row::Subject(Box::new(Subject { id, profile: self.profile }), self.faults)
    }
}

fn several(value: &str) -> impl Iterator<Item = &str> {
    value.split([';', '|']).map(str::trim).filter(|part| !part.is_empty())
}

fn place(text: &str) -> Place {
    Place { text: text.to_owned(), country: countries::code_at_end(text).map(str::to_owned) }
}

/// A schema by its own name or by the words that customer files use.
fn schema(text: &str) -> Option<Schema> {
    Schema::parse(text).or_else(|| match text.trim().to_lowercase().as_str() {
        "individual" | "natural person" | "p" | "физлицо" | "физическое лицо" | "فرد" | "شخص" => {
            Some(Schema::Person)
        }
        "organisation"
        | "entity"
        | "legal person"
        | "o"
        | "организация"
        | "юрлицо"
        | "юридическое лицо"
        | "ادارہ"
        | "تنظیم" => Some(Schema::Organization),
        "business" | "corporate" | "компания" | "کمپنی" => Some(Schema::Company),
        "ship" | "судно" | "بحری جہاز" => Some(Schema::Vessel),
        "aircraft" | "самолёт" | "воздушное судно" | "طیارہ" => {
            Some(Schema::Airplane)
        }
        _ => None,
    })
}
