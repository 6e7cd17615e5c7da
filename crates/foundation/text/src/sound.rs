//! How a word sounds, as a short row of sound codes that every script is brought into; and how far apart two
//! such rows are. Latin and Cyrillic words carry their vowels, Arabic and Hebrew ones leave most of them open.

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

/// Costs of the weighted edit distance, in hundredths of a consonant.
struct Costs {
    substitution: [[u8; 128]; 128],
    gap: [u8; 128],
    gap_vowelless: [u8; 128],
    weight: [u8; 128],
}

static COSTS: LazyLock<Costs> = LazyLock::new(|| {
    let vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u');
    let mut costs = Costs {
        substitution: [[100; 128]; 128],
        gap: [100; 128],
        gap_vowelless: [100; 128],
        weight: [100; 128],
    };
    for a in 0..128u8 {
        for b in 0..128u8 {
            costs.substitution[usize::from(a)][usize::from(b)] = match (a == b, vowel(a), vowel(b)) {
                (true, ..) => 0,
                (_, true, true) => 35,
                (_, false, false) => 100,
                _ => 110,
            };
        }
    }
    for line in include_str!("../resources/sound_costs.tsv").lines().filter(|l| !l.starts_with('#')) {
        let mut parts = line.split_whitespace();
        if let (Some(a), Some(b), Some(cost)) = (parts.next(), parts.next(), parts.next()) {
            let (a, b) = (usize::from(a.as_bytes()[0]), usize::from(b.as_bytes()[0]));
            let cost = cost.parse().expect("sound_costs.tsv holds numbers");
            costs.substitution[a][b] = cost;
            costs.substitution[b][a] = cost;
        }
    }
    for (sound, values) in letters::rows(include_str!("../resources/sound_gaps.tsv")) {
        let sound = usize::from(sound.as_bytes()[0]);
        let number = |at: usize| values[at].parse().expect("sound_gaps.tsv holds numbers");
        costs.weight[sound] = number(0);
        costs.gap[sound] = number(1);
        costs.gap_vowelless[sound] = number(2);
    }
    costs
});

/// How alike two words sound, 0 to 1: one minus the weighted edit distance over the mean weight of the words.
/// Symmetric; 1 for equal rows. Two rows with nothing to hear are not alike.
pub fn similarity(a: &Sounds, b: &Sounds) -> f32 {
    similarity_from(a, b, 0.0)
}

/// [`similarity`], or 0 where it would be below `least`.
pub fn similarity_from(a: &Sounds, b: &Sounds, least: f32) -> f32 {
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    if a == b {
        return 1.0;
    }
    let costs = &*COSTS;
    // A word written without vowels forgives the vowels of the other one.
    let gap_of_a = if b.vowelless { &costs.gap_vowelless } else { &costs.gap };
    let gap_of_b = if a.vowelless { &costs.gap_vowelless } else { &costs.gap };
    let (codes_a, codes_b) = (a.codes(), b.codes());
    let across = a.vowelless != b.vowelless;
    let weight = mean_weight(a, b);
    let most = ((1.0 - least) * weight) as u16;
    // What one word weighs more than the other must at least be left out.
    if !across && LEAST_GAP * (weight_of(codes_a, false) - weight_of(codes_b, false)).abs() > f32::from(most)
    {
        return 0.0;
    }
    let mut gaps_b = [0u16; MAX_SOUNDS];
    for (j, &code) in codes_b.iter().enumerate() {
        gaps_b[j] = gap(gap_of_b, codes_b, j, code, across);
    }
    // The row being worked out, the one above it, and the one above that.
    let mut row = [0u16; MAX_SOUNDS + 1];
    let mut above = row;
    for j in 0..codes_b.len() {
        row[j + 1] = row[j] + gaps_b[j];
    }
    let mut lowest_above = 0;
    for (i, &code_a) in codes_a.iter().enumerate() {
        let substitution = &costs.substitution[usize::from(code_a & 127)];
        let gap_a = gap(gap_of_a, codes_a, i, code_a, across);
        let older = std::mem::replace(&mut above, row);
        row[0] += gap_a;
        let mut left = row[0];
        let mut lowest = left;
        for (j, &code_b) in codes_b.iter().enumerate() {
            let mut replaced = u16::from(substitution[usize::from(code_b & 127)]);
            if i + 1 == codes_a.len() && j + 1 == codes_b.len() && is_alif_maqsura(code_a, code_b) {
                replaced = LAST_VOWEL;
            }
            let mut best = (above[j] + replaced).min(above[j + 1] + gap_a).min(left + gaps_b[j]);
            if is_breath(code_b) && j > 0 && may_be_two(code_a, codes_b[j - 1]) {
                best = best.min(above[j - 1] + TWO_IN_ONE);
            }
            if is_breath(code_a) && i > 0 && may_be_two(code_b, codes_a[i - 1]) {
                best = best.min(older[j] + TWO_IN_ONE);
            }
            row[j + 1] = best;
            left = best;
            lowest = lowest.min(best);
        }
        if lowest.min(lowest_above) > most {
            return 0.0;
        }
        lowest_above = lowest;
    }
    let distance = f32::from(row[codes_b.len()]);
    // In short words every sound counts for more: Li is not Lu.
    let short = if !across && weight < SHORT { SHORT / weight } else { 1.0 };
    let similarity = 1.0 - short * distance / weight;
    if similarity < least { 0.0 } else { similarity.max(0.0) }
}

/// What it costs to hear two sounds where the other word seems to write one: "Ishaq" is Is-haq, "Mazhari" Maz-hari.
const TWO_IN_ONE: u16 = 8;

fn is_breath(code: u8) -> bool {
    matches!(code, b'h' | b'H' | b'x')
}

/// Whether Latin letters that are read as one sound may be this sound and a breath.
fn may_be_two(code: u8, first: u8) -> bool {
    matches!(
        (code, first),
        (b'S', b's')
            | (b'Z', b'z' | b'O' | b'D' | b'E')
            | (b'D', b'd')
            | (b'T', b't')
            | (b'x', b'k' | b'q')
            | (b'G', b'g')
            | (b'f', b'p')
    )
}

/// Words lighter than this are short.
const SHORT: f32 = 260.0;

/// A last yeh may be an alif in disguise: موسى is Musa.
fn is_alif_maqsura(a: u8, b: u8) -> bool {
    matches!((a, b), (b'I', b'a') | (b'a', b'I'))
}

/// Mean weight of two words. Between a script with vowels and one without, only what both write counts.
fn mean_weight(a: &Sounds, b: &Sounds) -> f32 {
    let across = a.vowelless != b.vowelless;
    let weight = |sounds: &Sounds| weight_of(sounds.codes(), across && !sounds.vowelless);
    ((weight(a) + weight(b)) / 2.0).max(1.0)
}

/// What leaving one sound out costs. Scripts that leave vowels out still write the first one, and mostly the last.
fn gap(costs: &[u8; 128], codes: &[u8], at: usize, code: u8, across: bool) -> u16 {
    let cost = u16::from(costs[usize::from(code & 127)]);
    let vowel = matches!(code, b'a' | b'e' | b'i' | b'o' | b'u' | b'A' | b'L' | b'I');
    if !across || !vowel {
        cost
    } else if code == b'I' {
        if at + 1 == codes.len() { LAST_YEH } else { cost }
    } else if at == 0 {
        cost.max(FIRST_VOWEL)
    } else if at + 1 == codes.len() {
        cost.max(LAST_VOWEL)
    } else {
        cost
    }
}

/// Leaving a sound out costs at least this share of its weight (`resources/sound_gaps.tsv`).
const LEAST_GAP: f32 = 0.55;

const FIRST_VOWEL: u16 = 55;
const LAST_YEH: u16 = 60;
const LAST_VOWEL: u16 = 28;

fn weight_of(codes: &[u8], without_vowels: bool) -> f32 {
    let costs = &*COSTS;
    codes
        .iter()
        .map(|&code| match code {
            b'a' | b'e' | b'i' | b'o' | b'u' if without_vowels => 15.0,
            code => f32::from(costs.weight[usize::from(code & 127)]),
        })
        .sum()
}

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

/// Whether two single sounds may stand for one another: for initials in two scripts.
pub fn sounds_close(a: u8, b: u8) -> bool {
    COSTS.substitution[usize::from(a & 127)][usize::from(b & 127)] <= 30
}
