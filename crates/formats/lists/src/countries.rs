//! Country names and nationality adjectives, as lists and customers' files write them, to ISO 3166-1 alpha-2.
//! The names stand in `resources/countries.tsv`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

static TABLE: LazyLock<Table> = LazyLock::new(Table::load);

struct Table {
    by_name: HashMap<String, &'static str>,
    titles: HashMap<&'static str, &'static str>,
}

/// The lower-case alpha-2 code of a country name, demonym, alpha-2 or alpha-3 code; `None` for one that is not
/// known. Case, accents, punctuation and "the" before or after the name do not count.
///
/// ```
/// assert_eq!(lists::countries::code("Korea, North"), Some("kp"));
/// assert_eq!(lists::countries::code("Российская Федерация"), Some("ru"));
/// assert_eq!(lists::countries::code("پاکستان"), Some("pk"));
/// assert_eq!(lists::countries::code("Ruritania"), None);
/// ```
pub fn code(text: &str) -> Option<&'static str> {
    let key = key(text);
    let find = |key: &str| TABLE.by_name.get(key).copied();
    find(&key).or_else(|| find(key.strip_prefix("the ")?)).or_else(|| find(key.strip_suffix(" the")?))
}

/// The code of the country in a place text: `Quetta, Pakistan`, `Mosul (Iraq)`, `Egypt (since 2009)`,
/// `possibly Syria as of June 2013`.
pub fn code_at_end(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_end_matches(['.', ')', ';']);
    let tails = || {
        // "Korea, North" has a comma of its own: the longest tail that is a country wins.
        let breaks = text.char_indices().filter(|(_, c)| matches!(c, ',' | '(' | ';' | ':'));
        breaks.map(|(at, c)| &text[at + c.len_utf8()..]).find_map(code)
    };
    let head = || {
        let head = [" (", " as of ", " as at ", " since "].iter().filter_map(|sign| text.find(sign)).min();
        let head = text[..head.unwrap_or(text.len())].trim();
        let lead =
            ["In ", "in ", "now ", "possibly ", "Possibly "].iter().find_map(|lead| head.strip_prefix(lead));
        let head = lead.unwrap_or(head);
        code(head).or_else(|| (head != text).then(|| code_at_end(head)).flatten())
    };
    code(text).or_else(tails).or_else(head)
}

/// The English name of a code.
pub fn name(code: &str) -> Option<&'static str> {
    TABLE.titles.get(code).copied()
}

impl Table {
    fn load() -> Self {
        let mut by_name = HashMap::new();
        let mut titles = HashMap::new();
        for line in include_str!("../resources/countries.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(code), Some(alpha3), Some(names)) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            for name in names.split('|') {
                titles.entry(code).or_insert(name);
                by_name.insert(key(name), code);
            }
            by_name.entry(alpha3.to_owned()).or_insert(code);
            by_name.entry(code.to_owned()).or_insert(code);
        }
        Self { by_name, titles }
    }
}

/// Letters and digits only, lower case, Latin and Arabic letters without their marks, single spaces.
fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for c in text.chars().take(120).flat_map(char::to_lowercase) {
        match plain(c) {
            Some(Cow::Borrowed(plain)) => key.push_str(plain),
            Some(Cow::Owned(plain)) => key.push_str(&plain),
            // Points inside abbreviations and apostrophes join, everything else separates.
            None if c == '&' => key.push_str(" and "),
            None if matches!(c, '.' | '\'' | '’' | '‘' | 'ʼ' | '`' | '\u{200c}') || is_mark(c) => {}
            None if key.is_empty() || key.ends_with(' ') => {}
            None => key.push(' '),
        }
    }
    key.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(c: char) -> Option<Cow<'static, str>> {
    let plain = match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => "a",
        'é' | 'è' | 'ê' | 'ë' => "e",
        'í' | 'ì' | 'î' | 'ï' | 'ı' => "i",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' => "o",
        'ú' | 'ù' | 'û' | 'ü' => "u",
        'ç' => "c",
        'ñ' => "n",
        'ё' => "е",
        'ي' | 'ى' => "ی",
        'ك' => "ک",
        'ة' => "ه",
        c if c.is_alphanumeric() && !is_mark(c) => return Some(Cow::Owned(c.to_string())),
        _ => return None,
    };
    Some(Cow::Borrowed(plain))
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[track_caller]
    fn check(expected: Option<&str>, names: &[&str]) {
        for text in names {
            assert_eq!(code(text), expected, "{text:?}");
        }
    }

    #[test]
    fn knows_what_lists_write() {
        check(
            Some("kp"),
            &["DPRK", "Korea, North", "Democratic People’s Republic of Korea", "North Korean", "КНДР"],
        );
        check(Some("cd"), &["Congo, Democratic Republic of the", "DRC", "D.R. Congo", "Congolese", "COD"]);
        check(Some("cg"), &["Congo", "Congo, Republic of the"]);
        check(Some("ir"), &["Iran (Islamic Republic of)", "iranian", "Иран", "ایران", "IR"]);
        check(Some("tr"), &["Türkiye", "Turkey", "Turkish"]);
        check(Some("ru"), &["RSFSR", "Россия", "российская федерация", "روس", "Russian"]);
        check(Some("gb"), &["the United Kingdom", "U.K.", "British", "UK"]);
        check(Some("ci"), &["Côte d’Ivoire", "Cote d'Ivoire"]);
        check(Some("pk"), &["پاکستان", "باكستان", "پاکستانی", "PAK", "pk"]);
        check(Some("sa"), &["Saudi Arabia", "SAUDI ARABIAN", "المملكة العربية السعودية", "سعودی عرب"]);
        check(Some("ba"), &["Bosnia and Herzegovina", "Bosnia & Herzegovina", "Bosnia-Herzegovina"]);
        check(Some("bs"), &["Bahamas, The", "The Bahamas"]);
        check(None, &["", " ", "Ruritania", "undetermined", "🙂"]);
    }

    #[test]
    fn finds_the_country_at_the_end_of_a_place() {
        for (text, expected) in [
            ("Mazar-i-Example, Balkh, Afghanistan.", Some("af")),
            ("Sample City (Iraq)", Some("iq")),
            ("Sinuiju, Korea, North", Some("kp")),
            ("Egypt (since 2009)", Some("eg")),
            ("In Syria as at June 2013", Some("sy")),
            ("now Republic of Moldova", Some("md")),
            ("Afghanistan (area bordering Sample District, Quetta, Pakistan)", Some("pk")),
            ("Region: Gaza", Some("ps")),
            ("Ruritania Street", None),
            ("(", None),
        ] {
            assert_eq!(code_at_end(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_table_is_whole_and_names_one_country_each() {
        let mut owners: BTreeMap<String, &str> = BTreeMap::new();
        let lines = include_str!("../resources/countries.tsv").lines().filter(|line| !line.starts_with('#'));
        let mut count = 0;
        for line in lines {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 3, "{line}");
            assert!(columns[0].len() == 2 && columns[1].len() == 3, "{line}");
            for name in columns[2].split('|') {
                let owner = owners.insert(key(name), columns[0]);
                assert!(owner.is_none_or(|owner| owner == columns[0]), "{name} stands for two countries");
            }
            count += 1;
        }
        assert_eq!(count, 255);
        assert_eq!(name("pk"), Some("Pakistan"));
    }
}
