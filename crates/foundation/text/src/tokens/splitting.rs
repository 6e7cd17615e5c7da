//! A name -> its words: where one ends and the next begins, and their folded letters.

use super::{Role, Style, Token};
use crate::clean::{ZWNJ, fold, is_apostrophe};
use crate::particles::{Small, kinds};
use crate::script::{Script, dominant_script, script_of};
use crate::sound::sounds;

/// A run of letters or digits, before it has a role.
pub(super) struct Word {
    pub text: String,
    pub fold: String,
    pub script: Script,
    /// A hyphen or apostrophe ties it to the next word.
    pub tied: bool,
    pub comma_before: bool,
}

impl Word {
    pub fn new(text: String, tied: bool, comma_before: bool) -> Self {
        let fold = repair_digits(fold(&text));
        let script = dominant_script(&text);
        Self { text, fold, script, tied, comma_before }
    }

    pub fn part(&self, text: String, fold: String, comma_before: bool) -> Self {
        Self { text, fold, script: self.script, tied: false, comma_before }
    }

    pub fn token(self, role: Role, chained: bool) -> (Token, bool) {
        // From the folded letters, so that equal letters always sound equal.
        let sounds = sounds(&self.fold, self.script);
        (
            Token { text: self.text, script: self.script, fold: self.fold, sounds, role, chained },
            self.comma_before,
        )
    }
}

/// "Sech1n", "I9or": digits written for letters within a word. A number, or letters with a number at the end
/// ("unit7"), stay.
fn repair_digits(word: String) -> String {
    let letters = word.chars().filter(char::is_ascii_alphabetic).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let inner = word.chars().next().is_some_and(|c| c.is_ascii_alphabetic())
        && word.chars().last().is_some_and(|c| c.is_ascii_alphabetic());
    if digits == 0 || digits > 2 || letters < 3 || !inner {
        return word;
    }
    word.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' => 'a',
            '5' => 's',
            '6' => 'b',
            '7' => 't',
            '9' => 'g',
            other => other,
        })
        .collect()
}

/// Parts a name.
pub(super) fn split_words(name: &str, style: Style) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut comma_before = false;
    let mut dotted: Vec<char> = Vec::new();
    let chars: Vec<char> = name.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        let next = chars.get(at + 1).copied();
        let inside =
            !is_apostrophe(c) && (script_of(c) != Script::Common || c.is_numeric() || is_combining(c));
        if inside {
            if let Some(&last) = word.chars().last().as_ref()
                && breaks_between(&word, last, c, &chars[at..])
            {
                push(&mut words, &mut word, false, &mut comma_before);
            }
            word.push(c);
        } else if is_apostrophe(c) {
            // An apostrophe ties; "al-Qa'ida" and "Int'l" stay one word.
            let article = kinds(&fold(&word)).has(Small::Article) && next.is_some_and(char::is_alphabetic);
            if article {
                push(&mut words, &mut word, true, &mut comma_before);
            }
        } else if c == '.' && word.chars().count() == 1 && word.chars().all(char::is_alphabetic) {
            // "A.B.C.": gathered letters; one word for organisations, initials for people.
            if style == Style::Person {
                push(&mut words, &mut word, false, &mut comma_before);
            } else if next.is_some_and(char::is_alphanumeric) || !dotted.is_empty() {
                dotted.extend(word.drain(..));
                let goes_on = next.is_some_and(char::is_alphabetic)
                    && matches!(chars.get(at + 2), None | Some('.') | Some(' ') | Some('"') | Some('»'));
                if !goes_on {
                    word.extend(dotted.drain(..));
                    push(&mut words, &mut word, false, &mut comma_before);
                } else {
                    // The next letter joins.
                }
            } else {
                push(&mut words, &mut word, false, &mut comma_before);
            }
        } else {
            if !dotted.is_empty() {
                word = dotted.drain(..).collect::<String>() + &word;
            }
            let tied =
                matches!(c, '-' | '‐' | '‑' | '–' | '_' | ZWNJ) && next.is_some_and(char::is_alphanumeric);
            push(&mut words, &mut word, tied, &mut comma_before);
            if c == ',' || c == '،' {
                comma_before = !words.is_empty();
            }
            if c == '&' && style != Style::Person {
                words.push(Word::new("and".to_owned(), false, false));
            }
        }
        at += 1;
    }
    if !dotted.is_empty() {
        word = dotted.drain(..).collect::<String>() + &word;
    }
    push(&mut words, &mut word, false, &mut comma_before);
    words
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

fn push(words: &mut Vec<Word>, word: &mut String, tied: bool, comma_before: &mut bool) {
    if !word.is_empty() {
        words.push(Word::new(std::mem::take(word), tied, std::mem::take(comma_before)));
    }
}

/// Where a written word holds two: "SergeiLavrov", "PEJICICmile", "Brigade44".
fn breaks_between(word: &str, last: char, c: char, rest: &[char]) -> bool {
    let (a, b) = (script_of(last), script_of(c));
    if a != Script::Common && b != Script::Common && a != b {
        // Look-alikes stay within a word; other scripts part it.
        let latin_cyrillic =
            matches!((a, b), (Script::Latin, Script::Cyrillic) | (Script::Cyrillic, Script::Latin));
        return !latin_cyrillic && !is_combining(c);
    }
    let ahead = |wanted: fn(char) -> bool| rest.iter().take_while(|c| wanted(**c)).count();
    let letters = || word.chars().count();
    if c.is_uppercase() && last.is_lowercase() {
        let word_ahead = ahead(char::is_alphabetic);
        // "SergeiLavrov", "SiemensAG": two capitalised words, or a capitalised one and capitals.
        let capitalised = word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase);
        let lower = rest.iter().skip(1).take_while(|c| c.is_lowercase()).count();
        let capitals = ahead(char::is_uppercase);
        let whole =
            lower + 1 == word_ahead && lower >= 2 || capitals == word_ahead && (2..=4).contains(&capitals);
        let prefix = ["mc", "mac", "de", "di", "la", "le", "al", "el", "van", "von", "fitz"]
            .contains(&word.to_lowercase().as_str());
        return capitalised && letters() >= 3 && whole && !prefix;
    }
    if !c.is_lowercase() || !last.is_uppercase() {
        return false;
    }
    // "PEJICICmile", "AOnpp": capitals, then small letters to the end.
    let all_upper = word.chars().all(char::is_uppercase);
    let form = matches!(
        word,
        "AO" | "OOO" | "JSC" | "LLC" | "OAO" | "ZAO" | "PAO" | "АО" | "ООО" | "ОАО" | "ПАО" | "ЗАО"
    );
    let lower = ahead(char::is_lowercase);
    all_upper && lower == ahead(char::is_alphabetic) && (letters() >= 3 && lower >= 3 || form && lower >= 2)
}
