//! Names as they may be shown: which of their signs nobody would see, and which letters only look as if they were of
//! the word's own script. Showing them is the faces' work.

use text::{Script, is_invisible, script_of};

/// A piece of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Plain(&'a str),
    /// A sign that shows nothing and changes how the rest is read.
    Hidden(char),
    /// Letters of another script than most of their word, with that script's ISO 15924 code.
    Foreign(&'a str, &'static str),
}

/// Takes a name apart. Joiners between letters of scripts that need them, and the lengthening stroke of Arabic, are no
/// hidden signs.
///
/// ```
/// use node::names::{Piece, pieces};
/// assert_eq!(pieces("Aнна"), [Piece::Foreign("A", "Latn"), Piece::Plain("нна")]);
/// ```
pub fn pieces(name: &str) -> Vec<Piece<'_>> {
    let mut all = Vec::new();
    let mut begin = 0;
    let mut in_word = false;
    for (at, c) in name.char_indices() {
        let letter = !c.is_whitespace();
        if letter != in_word {
            part(&name[begin..at], in_word, &mut all);
            (begin, in_word) = (at, letter);
        }
    }
    part(&name[begin..], in_word, &mut all);
    all
}

/// Whether a name has signs or letters that are not what they seem.
pub fn is_odd(name: &str) -> bool {
    pieces(name).iter().any(|piece| !matches!(piece, Piece::Plain(_)))
}

fn part<'a>(text: &'a str, word: bool, all: &mut Vec<Piece<'a>>) {
    if !word {
        return join(text, Kind::Plain, all);
    }
    let strange = strange_script(text);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let kind = kind(first, strange);
        let mut length = 0;
        for c in rest.chars() {
            if self::kind(c, strange) != kind || (kind == Kind::Hidden && length > 0) {
                break;
            }
            length += c.len_utf8();
        }
        join(&rest[..length], kind, all);
        rest = &rest[length..];
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Hidden,
    Foreign(Script),
}

fn kind(c: char, strange: Option<Script>) -> Kind {
    match c {
        // Joiners and the lengthening stroke are part of good spelling in Arabic and Indic scripts.
        '\u{200C}' | '\u{200D}' | '\u{640}' => Kind::Plain,
        _ if is_invisible(c) || (c.is_control() && !c.is_whitespace()) => Kind::Hidden,
        _ => match strange {
            Some(script) if script_of(c) == script => Kind::Foreign(script),
            _ => Kind::Plain,
        },
    }
}

fn join<'a>(text: &'a str, kind: Kind, all: &mut Vec<Piece<'a>>) {
    match kind {
        _ if text.is_empty() => {}
        Kind::Plain => all.push(Piece::Plain(text)),
        Kind::Hidden => all.extend(text.chars().map(Piece::Hidden)),
        Kind::Foreign(script) => all.push(Piece::Foreign(text, script.code())),
    }
}

/// Of the scripts with letters that look alike, the one that has fewer letters in a word that mixes them. On a tie it
/// is the one that begins.
fn strange_script(word: &str) -> Option<Script> {
    let alike = [Script::Latin, Script::Cyrillic, Script::Greek];
    let count = |script| word.chars().filter(|&c| script_of(c) == script).count();
    let counts = alike.map(|script| (script, count(script)));
    let mixed = counts.iter().filter(|(_, count)| *count > 0).count() > 1;
    let first = word.chars().map(script_of).find(|script| alike.contains(script));
    let fewest = counts.into_iter().filter(|(_, count)| *count > 0);
    let fewest = fewest.min_by_key(|(script, count)| (*count, Some(*script) != first));
    fewest.filter(|_| mixed).map(|(script, _)| script)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hidden signs in brackets, foreign letters in braces.
    #[track_caller]
    fn check(name: &str, expected: &str) {
        let shown: String = pieces(name)
            .into_iter()
            .map(|piece| match piece {
                Piece::Plain(text) => text.to_owned(),
                Piece::Hidden(c) => format!("[{:04X}]", u32::from(c)),
                Piece::Foreign(text, script) => format!("{{{text} {script}}}"),
            })
            .collect();
        assert_eq!(shown, expected, "{name:?}");
        assert_eq!(is_odd(name), shown != name);
    }

    #[test]
    fn signs_and_letters_that_deceive_are_told_apart() {
        check("Oleg Vymyshlenko", "Oleg Vymyshlenko");
        check("Oleg \u{202E}oknelhsymyV", "Oleg [202E]oknelhsymyV");
        check("a\u{200B}\u{200B}b", "a[200B][200B]b");
        check("Sаlim", "S{а Cyrl}lim");
        check("Сергeй Иванов", "Серг{e Latn}й Иванов");
        check("Олег Oleg", "Олег Oleg");
        check("аb", "{а Cyrl}b");
        check("", "");
    }

    #[test]
    fn good_spelling_is_not_marked() {
        check("می\u{200C}خواهم", "می\u{200C}خواهم");
        check("محـــمد", "محـــمد");
        check("نبیل صادق", "نبیل صادق");
        check("<b>Anna</b>", "<b>Anna</b>");
    }
}
