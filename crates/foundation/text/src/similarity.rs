//! How far apart two rows of sounds are: a weighted edit distance, for two words, and for one word against many.

use crate::letters;
use crate::sound::{MAX_SOUNDS, Sounds};
use std::sync::LazyLock;

/// Costs of the weighted edit distance, in hundredths of a consonant.
pub(crate) struct Costs {
    pub substitution: [[u8; 128]; 128],
    pub gap: [u8; 128],
    pub gap_vowelless: [u8; 128],
    pub weight: [u8; 128],
    /// Weight against a word that is written without vowels.
    pub bare_weight: [u8; 128],
    /// 1 for breaths.
    pub breath: [u8; 128],
}

pub(crate) static COSTS: LazyLock<Costs> = LazyLock::new(|| {
    let vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u');
    let mut costs = Costs {
        substitution: [[100; 128]; 128],
        gap: [100; 128],
        gap_vowelless: [100; 128],
        weight: [100; 128],
        bare_weight: [100; 128],
        breath: std::array::from_fn(|code| u8::from(is_breath(code as u8))),
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
    costs.bare_weight = costs.weight;
    for code in *b"aeiou" {
        costs.bare_weight[usize::from(code)] = BARE_VOWEL;
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
    let (a, b) = (Row::of(a), Row::of(b));
    let measure = Measure::of(
        [weight_of(a.codes, false), weight_of(b.codes, false)],
        [weight_of(a.codes, true), weight_of(b.codes, true)],
        [a.vowelless, b.vowelless],
        least,
    );
    if measure.too_unlike() {
        return 0.0;
    }
    let (gaps_a, gaps_b) = (a.gaps(costs, b.vowelless), b.gaps(costs, a.vowelless));
    let two_in_one = a.breathes() || b.breathes();
    distance(costs, (a.codes, &gaps_a), (b.codes, &gaps_b), measure.most, two_in_one)
        .map_or(0.0, |distance| measure.similarity(distance))
}

/// A row of sounds wherever it is kept.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub codes: &'a [u8],
    pub vowelless: bool,
}

impl<'a> Row<'a> {
    pub fn of(sounds: &'a Sounds) -> Self {
        Self { codes: sounds.codes(), vowelless: sounds.vowelless() }
    }

    /// What leaving each sound out costs against another word.
    pub fn gaps(self, costs: &Costs, against_vowelless: bool) -> [u16; MAX_SOUNDS] {
        // A word written without vowels forgives the vowels of the other one.
        let table = if against_vowelless { &costs.gap_vowelless } else { &costs.gap };
        let across = self.vowelless != against_vowelless;
        let mut gaps = [0; MAX_SOUNDS];
        for (at, slot) in gaps.iter_mut().enumerate().take(self.codes.len()) {
            *slot = gap_in(table, self.codes, at, across);
        }
        gaps
    }

    /// Whether a breath follows a sound with which it may be heard as one.
    pub fn breathes(self) -> bool {
        self.codes
            .windows(2)
            .any(|pair| is_breath(pair[1]) && DOUBLED.iter().any(|&two| may_be_two(two, pair[0])))
    }
}

/// What a distance between two words is held against.
#[derive(Clone, Copy, Default)]
pub(crate) struct Measure {
    across: bool,
    /// Mean weight of the words.
    weight: f32,
    /// What one word weighs more than the other.
    difference: f32,
    least: f32,
    /// Distances above this are too great.
    most: u16,
}

impl Measure {
    /// From the weights of both words with their vowels, and without.
    #[inline]
    pub fn of(whole: [f32; 2], bare: [f32; 2], vowelless: [bool; 2], least: f32) -> Self {
        // Between a script with vowels and one without, only what both write counts.
        let across = vowelless[0] != vowelless[1];
        let counted = |side: usize| if across && !vowelless[side] { bare[side] } else { whole[side] };
        let weight = ((counted(0) + counted(1)) / 2.0).max(1.0);
        let difference = (whole[0] - whole[1]).abs();
        Self { across, weight, difference, least, most: ((1.0 - least) * weight) as u16 }
    }

    /// Whether what one word weighs more than the other, which must at least be left out, is too much.
    #[inline]
    pub fn too_unlike(&self) -> bool {
        !self.across && LEAST_GAP * self.difference > f32::from(self.most)
    }

    /// No distance above this is similar enough: what short words ask for is taken into account, and that one more than
    /// the most may still round to the least similarity.
    #[inline]
    pub fn enough(&self) -> u16 {
        if !self.across && self.weight < SHORT {
            return (f32::from(self.most) * self.weight / SHORT) as u16 + 2;
        }
        self.most + 1
    }

    #[inline]
    pub fn similarity(&self, distance: u16) -> f32 {
        // In short words every sound counts for more: Li is not Lu.
        let short = if !self.across && self.weight < SHORT { SHORT / self.weight } else { 1.0 };
        let similarity = 1.0 - short * f32::from(distance) / self.weight;
        if similarity < self.least { 0.0 } else { similarity.max(0.0) }
    }
}

/// The weighted edit distance of two rows of sounds, each with what leaving its sounds out costs; nothing where it is
/// seen to be above `most`. `two_in_one` says whether two sounds of either may be heard as one.
pub(crate) fn distance(
    costs: &Costs,
    a: (&[u8], &[u16; MAX_SOUNDS]),
    b: (&[u8], &[u16; MAX_SOUNDS]),
    most: u16,
    two_in_one: bool,
) -> Option<u16> {
    if two_in_one { aligned::<true>(costs, a, b, most) } else { aligned::<false>(costs, a, b, most) }
}

#[inline]
fn aligned<const TWO_SOUNDS: bool>(
    costs: &Costs,
    (codes_a, gaps_a): (&[u8], &[u16; MAX_SOUNDS]),
    (codes_b, gaps_b): (&[u8], &[u16; MAX_SOUNDS]),
    most: u16,
) -> Option<u16> {
    let (last_a, start_a) = codes_a.split_last()?;
    let (last_b, start_b) = codes_b.split_last()?;
    let end = start_b.len();
    // The row being worked out, the one above it, and the one above that, each with its first column apart.
    let mut row = [0u16; MAX_SOUNDS];
    let (mut above, mut older) = (row, row);
    let (mut first, mut first_above, mut first_older) = (0u16, 0u16, 0u16);
    let mut sum = 0;
    for (cell, gap) in row.iter_mut().zip(gaps_b).take(codes_b.len()) {
        sum += gap;
        *cell = sum;
    }
    let mut lowest_above = 0;
    for (i, (&code_a, &gap_a)) in codes_a.iter().zip(gaps_a).enumerate() {
        let substitution = &costs.substitution[usize::from(code_a & 127)];
        if TWO_SOUNDS {
            (older, first_older) = (above, first_above);
            (above, first_above) = (row, first);
        }
        let two = |code_b: u8, j: usize| {
            let before =
                |row: &[u16; MAX_SOUNDS], first: u16, j: usize| if j == 0 { first } else { row[j - 1] };
            let mut least = u16::MAX;
            if is_breath(code_b) && j > 0 && may_be_two(code_a, codes_b[j - 1]) {
                least = before(&above, first_above, j - 1) + TWO_IN_ONE;
            }
            if is_breath(code_a) && i > 0 && may_be_two(code_b, codes_a[i - 1]) {
                least = least.min(before(&older, first_older, j) + TWO_IN_ONE);
            }
            least
        };
        let mut diagonal = first;
        first += gap_a;
        let mut left = first;
        let mut lowest = left;
        for (j, ((cell, &code_b), gap_b)) in row.iter_mut().zip(start_b).zip(gaps_b).enumerate() {
            let replaced = u16::from(substitution[usize::from(code_b & 127)]);
            let up = *cell;
            let mut best = (diagonal + replaced).min(up + gap_a).min(left + gap_b);
            if TWO_SOUNDS {
                best = best.min(two(code_b, j));
            }
            diagonal = up;
            *cell = best;
            left = best;
            lowest = lowest.min(best);
        }
        // Only where both words end may a yeh be an alif.
        let mut replaced = u16::from(substitution[usize::from(last_b & 127)]);
        if i == start_a.len() && is_alif_maqsura(*last_a, *last_b) {
            replaced = LAST_VOWEL;
        }
        let mut best = (diagonal + replaced).min(row[end] + gap_a).min(left + gaps_b[end]);
        if TWO_SOUNDS {
            best = best.min(two(*last_b, end));
        }
        row[end] = best;
        lowest = lowest.min(best);
        if lowest.min(lowest_above) > most {
            return None;
        }
        lowest_above = lowest;
    }
    Some(row[end])
}

/// What it costs to hear two sounds where the other word seems to write one: "Ishaq" is Is-haq, "Mazhari" Maz-hari.
pub(crate) const TWO_IN_ONE: u16 = 8;

pub(crate) fn is_breath(code: u8) -> bool {
    matches!(code, b'h' | b'H' | b'x')
}

/// Whether Latin letters that are read as one sound may be this sound and a breath.
pub(crate) fn may_be_two(code: u8, first: u8) -> bool {
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

/// Sounds whose Latin letters may be read as another sound and a breath.
pub(crate) const DOUBLED: [u8; 7] = *b"SZDTxGf";

/// Words lighter than this are short.
const SHORT: f32 = 260.0;

/// A last yeh may be an alif in disguise: موسى is Musa.
pub(crate) fn is_alif_maqsura(a: u8, b: u8) -> bool {
    matches!((a, b), (b'I', b'a') | (b'a', b'I'))
}

/// What leaving one sound of a word out costs, by the table for the other word.
#[inline]
pub(crate) fn gap_in(table: &[u8; 128], codes: &[u8], at: usize, across: bool) -> u16 {
    if across {
        gap_across(table, codes, at, codes[at])
    } else {
        u16::from(table[usize::from(codes[at] & 127)])
    }
}

/// What leaving one sound out costs between a script with vowels and one without: the one without still writes the first
/// vowel, and mostly the last.
fn gap_across(costs: &[u8; 128], codes: &[u8], at: usize, code: u8) -> u16 {
    let cost = u16::from(costs[usize::from(code & 127)]);
    let vowel = matches!(code, b'a' | b'e' | b'i' | b'o' | b'u' | b'A' | b'L' | b'I');
    if !vowel {
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

/// What a vowel weighs that the other word does not write.
const BARE_VOWEL: u8 = 15;

const FIRST_VOWEL: u16 = 55;
pub(crate) const LAST_YEH: u16 = 60;
pub(crate) const LAST_VOWEL: u16 = 28;

pub(crate) fn weight_of(codes: &[u8], without_vowels: bool) -> f32 {
    let table = if without_vowels { &COSTS.bare_weight } else { &COSTS.weight };
    f32::from(codes.iter().map(|&code| u16::from(table[usize::from(code & 127)])).sum::<u16>())
}

/// Whether two single sounds may stand for one another: for initials in two scripts.
pub fn sounds_close(a: u8, b: u8) -> bool {
    COSTS.substitution[usize::from(a & 127)][usize::from(b & 127)] <= 30
}
