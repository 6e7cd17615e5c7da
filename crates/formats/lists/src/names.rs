//! Several names in one cell: how lists pack them, and how they come apart.

use regex::Regex;
use std::sync::LazyLock;

static ENUMERATOR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:^|[\s,;])\(?(?:[a-z]|\d{1,2})\)\s*"));
static SPAN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\((\d{1,2})\)\s*(?:-|–|to|and)?\s*\((\d{1,2})\)"));

/// A pattern that is written in this crate.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| unreachable!("a constant pattern is right: {error}"))
}

/// Splits names packed with `;` outside parentheses and with enumerators: `A; B b) C; D`.
pub(crate) fn split_packed(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    let mut part = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' | '؛' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    parts
        .iter()
        .flat_map(|part| split_enumerated(part))
        .map(|name| name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Splits `1) A 2) B`, `(1) A (2) B`, `a) A b) B`; a text without at least two enumerators, or a leading one, comes
/// back whole.
pub(crate) fn split_enumerated(text: &str) -> Vec<String> {
    let marks: Vec<_> = ENUMERATOR.find_iter(text).collect();
    let leading = marks.first().is_some_and(|mark| mark.start() == 0);
    if marks.is_empty()
        || (marks.len() == 1 && !leading && !text[marks[0].start()..].trim_start().starts_with("b)"))
    {
        return vec![text.trim().to_owned()];
    }
    let mut starts: Vec<usize> = vec![0];
    let mut parts = Vec::new();
    for mark in &marks {
        parts.push(&text[starts[starts.len() - 1]..mark.start()]);
        starts.push(mark.end());
    }
    parts.push(&text[starts[starts.len() - 1]..]);
    parts
        .into_iter()
        .map(|part| part.trim().trim_end_matches([',', ';']).trim().to_owned())
        .filter(|part| !part.is_empty() && part != "-")
        .collect()
}

/// The values of an enumerated cell, with `(1)-(3) X (4) Y` read as X and Y.
pub(crate) fn values(text: &str) -> Vec<String> {
    split_enumerated(&SPAN.replace_all(text, "($1)"))
}

/// Takes apart a name that holds another script in parentheses or behind it: `Abu X (أبو س)`, `(original script: …)`,
/// `اسم (Ism; Esm)`. A name in one script comes back alone.
pub(crate) fn unpack_script(name: &str) -> Vec<String> {
    let name = &name.replace("original script:", "").replace("(original script)", "");
    if !(has_latin(name) && has_other_script(name)) {
        return vec![name.trim().to_owned()];
    }
    let (bare, groups) = parentheses(name);
    let mut outside = bare.clone();
    let mut inside = Vec::new();
    for group in groups {
        // A group in the script that the rest is not in is a spelling; any other belongs to the name.
        if has_other_script(&group) != has_other_script(&bare) || has_latin(&group) != has_latin(&bare) {
            inside.push(group);
        } else {
            outside.push_str(&format!(" ({group})"));
        }
    }
    let names = std::iter::once(outside).chain(inside).flat_map(|part| split_packed(&part));
    names.flat_map(|name| apart(&name)).collect()
}

/// A text without its outermost groups in parentheses, and those groups.
fn parentheses(text: &str) -> (String, Vec<String>) {
    let (mut bare, mut groups, mut depth) = (String::new(), Vec::new(), 0usize);
    for c in text.chars() {
        match c {
            '(' => {
                depth += 1;
                if depth == 1 {
                    groups.push(String::new());
                    continue;
                }
            }
            ')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    continue;
                }
            }
            _ => {}
        }
        match groups.last_mut().filter(|_| depth > 0) {
            Some(group) => group.push(c),
            None => bare.push(c),
        }
    }
    (bare.split_whitespace().collect::<Vec<_>>().join(" "), groups)
}

/// Puts words of Latin and of other scripts into names of their own.
fn apart(name: &str) -> Vec<String> {
    if !(has_latin(name) && has_other_script(name)) {
        return vec![name.trim().to_owned()];
    }
    let (mut latin, mut other) = (Vec::new(), Vec::new());
    let mut last_latin = true;
    for word in name.split_whitespace() {
        match (has_latin(word), has_other_script(word)) {
            (true, _) => last_latin = true,
            (false, true) => last_latin = false,
            (false, false) => {}
        }
        if last_latin { latin.push(word) } else { other.push(word) }
    }
    let names = [latin, other].map(|words| words.join(" "));
    let trim = |name: String| name.trim_matches([',', '(', ')', ' ', '-']).to_owned();
    names.into_iter().map(trim).filter(|name| !name.is_empty()).collect()
}

/// Whether a text holds a Latin letter.
pub(crate) fn has_latin(text: &str) -> bool {
    text.chars().any(is_latin)
}

/// Whether a text holds a letter of another script.
pub(crate) fn has_other_script(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !is_latin(c) && !is_modifier(c))
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic())
}

/// Apostrophe-like letters that romanisations use.
fn is_modifier(c: char) -> bool {
    matches!(c, '\u{2b0}'..='\u{2ff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(read: Vec<String>, expected: &[&str]) {
        assert_eq!(read, expected);
    }

    #[test]
    fn packed_names_come_apart() {
        check(split_packed("Ali Sample; Aly Sampel"), &["Ali Sample", "Aly Sampel"]);
        check(split_packed("A Sample; B Sample b) C Sample; D"), &["A Sample", "B Sample", "C Sample", "D"]);
        check(split_packed("Front of Example (FEX; FX)"), &["Front of Example (FEX; FX)"]);
        check(split_packed(" ; "), &[]);
    }

    #[test]
    fn enumerated_values_come_apart() {
        check(values("1) Saudi Arabia 2) Qatar"), &["Saudi Arabia", "Qatar"]);
        check(values("(1) Sample (2)  Village"), &["Sample", "Village"]);
        check(values("(1)-(2) Tunisia (3) Libya"), &["Tunisia", "Libya"]);
        check(values("(1) (2) Iraq"), &["Iraq"]);
        check(values("a) General, b) Minister"), &["General", "Minister"]);
        check(values("a) General b)Major General"), &["General", "Major General"]);
        check(values("123 (Wilaya (province) of X)"), &["123 (Wilaya (province) of X)"]);
        check(values("(1) Germany (b) Algeria"), &["Germany", "Algeria"]);
    }

    #[test]
    fn scripts_come_apart() {
        check(unpack_script("Abu Sample (أبو مثال)"), &["Abu Sample", "أبو مثال"]);
        check(unpack_script("Sample (original script: Пример)"), &["Sample", "Пример"]);
        check(unpack_script("مثال (Mithal; Methal)"), &["مثال", "Mithal", "Methal"]);
        check(
            unpack_script("Front of Samples (FS) (جبهة المثال (original script); Sample Front; Front)"),
            &["Front of Samples (FS)", "جبهة المثال", "Sample Front", "Front"],
        );
        check(unpack_script("Agha Sample اغا مثال"), &["Agha Sample", "اغا مثال"]);
        check(unpack_script("Plain Sample (PS)"), &["Plain Sample (PS)"]);
        check(unpack_script("مثال"), &["مثال"]);
    }

    proptest! {
        /// Taking apart loses no letter and invents none.
        #[test]
        fn letters_survive(text in "[A-CА-Вا-ت();, ]{0,40}") {
            let letters = |text: &str| {
                let mut letters: Vec<char> = text.chars().filter(|c| c.is_alphabetic()).collect();
                letters.sort_unstable();
                letters
            };
            prop_assert_eq!(letters(&unpack_script(&text).concat()), letters(&text));
        }

        #[test]
        fn never_panics(text in ".{0,80}") {
            let _ = (split_packed(&text), values(&text), unpack_script(&text));
        }
    }
}
