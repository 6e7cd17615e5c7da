//! Reads a page of name cases. Tables say what they hold by their headings; all else on a page is for its readers.
//!
//! - `name | other name | schema | verdict | note`: the verdict is `match` or `no match`.
//! - `these two | score above these two | schema | note`: both cells are `one name ~ other name`.
//!
//! A name may be followed by facts in braces, `{born 1960-03-12, nationality pk, country ru, gender female,
//! place Multan, passport AB1234567, weak}`; several names of one subject are separated by `;`; `\u{202E}` writes a
//! sign that cannot be seen.

use model::{Gender, Identifier, IdentifierKind, Name, NameStrength, PartialDate, Place, Profile, Schema};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A page's cases in order.
pub struct Page {
    pub cases: Vec<Case>,
}

/// One row of a table.
pub struct Case {
    /// Where the row stands, from one.
    pub line: usize,
    pub claim: Claim,
}

/// What a row claims of the engine.
#[allow(clippy::large_enum_variant, reason = "a few hundred of them, read once")]
pub enum Claim {
    /// Two profiles are, or are not, taken for one.
    Verdict { pair: Pair, is_match: bool },
    /// The first pair scores above the second.
    Above { higher: Pair, lower: Pair },
}

/// Two profiles to compare, and how they are written on the page.
pub struct Pair {
    pub shown: String,
    pub left: Profile,
    pub right: Profile,
}

const VERDICTS: [&str; 5] = ["name", "other name", "schema", "verdict", "note"];
const ORDERS: [&str; 4] = ["these two", "score above these two", "schema", "note"];

impl Page {
    /// Reads a page; a fault begins with its line.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut cases = Vec::new();
        let (mut heading, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            let line = text[..range.start].matches('\n').count() + 1;
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => row.clear(),
                Event::Start(Tag::TableCell) => cell.clear(),
                Event::Text(part) | Event::Code(part) => cell.push_str(&part),
                Event::End(TagEnd::TableCell) => row.push(cell.trim().to_owned()),
                Event::End(TagEnd::TableHead) => heading = row.clone(),
                Event::End(TagEnd::TableRow) => {
                    let claim = claim(&heading, &row).map_err(|fault| format!("{line}: {fault}"))?;
                    cases.push(Case { line, claim });
                }
                _ => {}
            }
        }
        Ok(Self { cases })
    }
}

fn claim(heading: &[String], row: &[String]) -> Result<Claim, String> {
    let schema = |text: &str| Schema::parse(text).ok_or_else(|| format!("no schema is called {text:?}"));
    if heading == VERDICTS {
        let is_match = match row[3].as_str() {
            "match" => true,
            "no match" => false,
            other => return Err(format!("verdict {other:?} is neither `match` nor `no match`")),
        };
        Ok(Claim::Verdict { pair: pair(&row[0], &row[1], schema(&row[2])?)?, is_match })
    } else if heading == ORDERS {
        let schema = schema(&row[2])?;
        let two = |cell: &str| {
            let (left, right) =
                cell.split_once(" ~ ").ok_or_else(|| format!("{cell:?} has no ` ~ ` between two names"))?;
            pair(left, right, schema)
        };
        Ok(Claim::Above { higher: two(&row[0])?, lower: two(&row[1])? })
    } else {
        Err(format!("a table is headed {VERDICTS:?} or {ORDERS:?}, not {heading:?}"))
    }
}

fn pair(left: &str, right: &str, schema: Schema) -> Result<Pair, String> {
    Ok(Pair {
        shown: format!("{left} ~ {right}"),
        left: profile(left, schema)?,
        right: profile(right, schema)?,
    })
}

/// `name; other name {facts}`.
fn profile(cell: &str, schema: Schema) -> Result<Profile, String> {
    let cell = written_out(cell)?;
    let (names, facts) = match cell.split_once('{') {
        Some((names, rest)) => (names, rest.strip_suffix('}').ok_or("facts are not closed by a brace")?),
        None => (cell.as_str(), ""),
    };
    let mut profile = Profile::new(schema);
    profile.names = names.split(';').map(|name| Name::primary(name.trim())).collect();
    for fact in facts.split(',').map(str::trim).filter(|fact| !fact.is_empty()) {
        add(fact, &mut profile)?;
    }
    Ok(profile)
}

fn add(fact: &str, profile: &mut Profile) -> Result<(), String> {
    let (kind, value) = fact.split_once(' ').unwrap_or((fact, ""));
    match kind {
        "born" => profile.birth_dates.push(PartialDate::parse_iso(value).map_err(|fault| fault.to_string())?),
        "nationality" => profile.nationalities.push(value.to_owned()),
        "country" => profile.countries.push(value.to_owned()),
        "gender" => {
            profile.gender = Some(Gender::parse(value).ok_or_else(|| format!("no gender: {value:?}"))?)
        }
        "place" => profile.birth_places.push(Place { text: value.to_owned(), country: None }),
        "passport" => profile.identifiers.push(Identifier::new(IdentifierKind::Passport, value)),
        "imo" => profile.identifiers.push(Identifier::new(IdentifierKind::Imo, value)),
        "weak" => profile.names.iter_mut().for_each(|name| name.strength = NameStrength::Weak),
        _ => return Err(format!("no fact is called {kind:?}")),
    }
    Ok(())
}

/// The cell with `\u{…}` replaced by the signs they stand for.
fn written_out(cell: &str) -> Result<String, String> {
    let mut parts = cell.split("\\u{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').ok_or("\\u{ is not closed")?;
        let sign = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        out.push(sign.ok_or_else(|| format!("\\u{{{code}}} is no sign"))?);
        out.push_str(rest);
    }
    Ok(out)
}

#[test]
fn pages_are_read_as_they_are_written() {
    let page = Page::read(
        "# Title\nProse.\n\n| name | other name | schema | verdict | note |\n|---|---|---|---|---|\n\
         | Zara; زارا {born 1960, weak} | Za\\u{200B}ra | Person | match | |\n",
    )
    .unwrap();
    let [Case { line: 6, claim: Claim::Verdict { pair, is_match: true } }] = &page.cases[..] else {
        panic!("one verdict in line 6")
    };
    let texts: Vec<&str> = pair.left.names.iter().map(|name| name.text.as_str()).collect();
    assert_eq!(texts, ["Zara", "زارا"]);
    assert!(pair.left.names.iter().all(|name| name.strength == NameStrength::Weak));
    assert_eq!(pair.left.birth_dates[0].to_string(), "1960");
    assert_eq!(pair.right.names[0].text, "Za\u{200B}ra");
}

#[test]
fn faults_of_a_page_name_their_line() {
    #[track_caller]
    fn check(page: &str, expected: &str) {
        assert_eq!(Page::read(page).err().as_deref(), Some(expected));
    }
    let table = "| name | other name | schema | verdict | note |\n|---|---|---|---|---|\n";
    check(
        &format!("{table}| A | B | Person | perhaps | |\n"),
        "3: verdict \"perhaps\" is neither `match` nor `no match`",
    );
    check(&format!("{table}| A | B | Dragon | match | |\n"), "3: no schema is called \"Dragon\"");
    check(&format!("{table}| A {{shoe 42}} | B | Person | match | |\n"), "3: no fact is called \"shoe\"");
}
