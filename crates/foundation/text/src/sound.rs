//! How a word sounds, as a short row of sound codes that every script is brought into; and the consonants that stay
//! of it. Latin and Cyrillic words carry their vowels, Arabic and Hebrew ones leave most of them open.

use crate::letters;
use crate::script::Script;
use std::sync::LazyLock;

/// Most sounds of a word that are compared; what comes after is cut.
pub const MAX_SOUNDS: usize = 26;

/// A word's sounds: ASCII letters and digits, each one sound (see `resources/latin_sounds.tsv`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sounds {
    codes: [u8; MAX_SOUNDS],
    length: u8,
    vowelless: bool,
}

impl std::fmt::Debug for Sounds {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "{}{}",
            std::str::from_utf8(self.codes()).unwrap_or("?"),
            if self.vowelless { "~" } else { "" }
        )
    }
}

impl Sounds {
    /// From codes as they lie in an index file; longer rows are cut.
    pub fn from_codes(codes: &[u8], vowelless: bool) -> Self {
        let length = codes.len().min(MAX_SOUNDS);
        let mut row = [0; MAX_SOUNDS];
        row[..length].copy_from_slice(&codes[..length]);
        Self { codes: row, length: length as u8, vowelless }
    }

    /// The codes.
    pub fn codes(&self) -> &[u8] {
        &self.codes[..usize::from(self.length)]
    }

    /// Whether the script leaves vowels out.
    pub fn vowelless(&self) -> bool {
        self.vowelless
    }

    /// Whether there is nothing to hear.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Without its first `count` sounds.
    pub fn skip(&self, count: usize) -> Self {
        Self::from_codes(&self.codes()[count.min(usize::from(self.length))..], self.vowelless)
    }
}

/// The sounds of a word, best of its folded letters.
pub fn sounds(word: &str, script: Script) -> Sounds {
    let mut codes = Vec::with_capacity(word.len());
    match script {
        Script::Latin if word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) => {
            latin_sounds(word, &mut codes)
        }
        Script::Latin => latin_sounds(&crate::clean::fold(word), &mut codes),
        Script::Cyrillic | Script::Arabic | Script::Hebrew | Script::Greek => {
            let mut letters = word.chars().flat_map(char::to_lowercase).peekable();
            // Before waw and yeh a first alif or ain only carries the vowel: اولیگ, ایوان, عیسی.
            let carries = ["او", "اي", "عي"].iter().any(|start| word.starts_with(start));
            if script == Script::Arabic && carries {
                letters.next();
            }
            while let Some(c) = letters.next() {
                if let Some(sound) = letters.peek().and_then(|next| digraph(c, *next)) {
                    codes.push(sound);
                    letters.next();
                    continue;
                }
                if let Some(letter) = letters::letter(c) {
                    codes.extend_from_slice(letter.sounds.as_bytes());
                } else if c.is_ascii_digit() {
                    codes.push(c as u8);
                }
            }
        }
        _ => latin_sounds(&crate::clean::fold(&any_ascii::any_ascii(word)), &mut codes),
    }
    codes.dedup();
    Sounds::from_codes(&codes, script.is_vowelless())
}

/// Two Cyrillic letters that write one foreign sound: Джон, Тхура, Кхан, Бхатти, Оулд.
fn digraph(first: char, second: char) -> Option<u8> {
    match (first, second) {
        ('д', 'ж') => Some(b'j'),
        ('т', 'х') => Some(b'T'),
        ('к', 'х') => Some(b'x'),
        ('б', 'х') => Some(b'b'),
        ('д', 'х') => Some(b'D'),
        ('г', 'х') => Some(b'G'),
        ('о', 'у') => Some(b'u'),
        _ => None,
    }
}

fn latin_sounds(word: &str, codes: &mut Vec<u8>) {
    let spellings = &*LATIN_SPELLINGS;
    let bytes = word.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let first = bytes[at];
        if !first.is_ascii_lowercase() {
            if first.is_ascii_digit() {
                codes.push(first);
            }
            at += 1;
            continue;
        }
        let found = spellings[usize::from(first - b'a')].iter().find(|spelling| {
            bytes[at..].starts_with(spelling.letters.as_bytes())
                && (!spelling.at_start || at == 0)
                && (!spelling.at_end || at + spelling.letters.len() == bytes.len())
        });
        match found {
            Some(spelling) => {
                codes.extend_from_slice(spelling.sounds.as_bytes());
                at += spelling.consumed;
            }
            None => at += 1,
        }
    }
}

struct Spelling {
    letters: &'static str,
    sounds: &'static str,
    at_start: bool,
    at_end: bool,
    consumed: usize,
}

/// Spellings by first letter, the longest first.
static LATIN_SPELLINGS: LazyLock<[Vec<Spelling>; 26]> = LazyLock::new(|| {
    let mut table: [Vec<Spelling>; 26] = Default::default();
    for (pattern, sounds) in letters::rows(include_str!("../resources/latin_sounds.tsv")) {
        let sounds = sounds.first().copied().unwrap_or_default();
        let letters = pattern.trim_start_matches('^').trim_end_matches('$');
        table[usize::from(letters.as_bytes()[0] - b'a')].push(Spelling {
            letters,
            sounds,
            at_start: pattern.starts_with('^'),
            at_end: pattern.ends_with('$'),
            consumed: letters.len(),
        });
    }
    for spellings in &mut table {
        spellings.sort_by_key(|s| std::cmp::Reverse((s.letters.len(), s.at_start, s.at_end)));
    }
    table
});

/// Consonant classes of a word: what stays when vowels, semivowels and the finer shades are taken away. The
/// basis of retrieval keys; compare `skeleton` of two spellings of one name to see it.
pub fn skeleton(sounds: &Sounds) -> Skeleton {
    let mut classes = [0u8; MAX_SOUNDS];
    let mut length = 0;
    for &code in sounds.codes() {
        let Some(&class) = open_classes(code).first().filter(|class| **class != b' ') else { continue };
        if length > 0 && classes[length - 1] == class {
            continue;
        }
        classes[length] = class;
        length += 1;
    }
    Skeleton { classes, length: length as u8 }
}

/// The consonant classes that a sound may fall into, the usual one first; a space where it may also be silent.
/// Empty for vowels.
pub fn open_classes(code: u8) -> &'static [u8] {
    match code {
        b'b' | b'p' => b"b",
        b't' | b'd' => b"t",
        b'T' | b'E' => b"ts",
        b'k' | b'q' => b"k",
        b'g' => b"kh",
        b'x' => b"kh ",
        b'G' => b"k ",
        b'f' | b'v' => b"v",
        b'w' | b'U' => b"v ",
        b's' | b'z' | b'S' | b'Z' | b'B' => b"s",
        b'c' | b'C' | b'X' => b"sk",
        b'D' | b'O' => b"st",
        b'j' => b"jks",
        b'h' | b'H' => b"h ",
        b'm' => b"m",
        b'n' => b"n",
        b'l' => b"l",
        b'r' => b"r",
        b'0'..=b'9' => DIGITS[usize::from(code - b'0')],
        _ => b"",
    }
}

const DIGITS: [&[u8]; 10] = [b"0", b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8", b"9"];

/// A row of consonant classes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Skeleton {
    classes: [u8; MAX_SOUNDS],
    length: u8,
}

impl Skeleton {
    /// The classes, one byte each.
    pub fn classes(&self) -> &[u8] {
        &self.classes[..usize::from(self.length)]
    }
}

impl std::fmt::Debug for Skeleton {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(std::str::from_utf8(self.classes()).unwrap_or("?"))
    }
}
