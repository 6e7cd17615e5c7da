//! One word that is compared with many others by their sounds: what depends on it alone is worked out once, most of the
//! others are refused at a glance, and the rest share what their beginnings have in common.

use crate::columns::{Columns, replaced};
use crate::similarity::{
    COSTS, Costs, DOUBLED, LAST_VOWEL, LAST_YEH, Measure, Row, TWO_IN_ONE, distance, is_alif_maqsura,
    is_breath, may_be_two, weight_of,
};
use crate::sound::{MAX_SOUNDS, Sounds};

/// A word that is compared with many.
pub struct Listener {
    sounds: Sounds,
    weight: f32,
    bare_weight: f32,
    /// What leaving out each of its sounds costs, against words with vowels and against words without; and the least
    /// of these.
    gaps: [[u16; MAX_SOUNDS]; 2],
    least_gap: [u16; 2],
    /// By another word's sound: what it weighs, and what is paid for it at least, wherever it stands.
    tally: [u64; 128],
    /// How many of its sounds may be heard as one with the sound before.
    breaths: u16,
    breathes: bool,
}

/// What is seen of another word at a glance.
enum Glance {
    Known(f32),
    /// It must be compared; two sounds of either word may be heard as one, or not.
    Open(Measure, bool),
}

impl Listener {
    /// Of a word's sounds.
    pub fn new(sounds: Sounds) -> Self {
        let costs = &*COSTS;
        let row = Row::of(&sounds);
        let gaps = [false, true].map(|vowelless| row.gaps(costs, vowelless));
        let least_gap = gaps.map(|gaps| gaps[..row.codes.len()].iter().copied().min().unwrap_or(0));
        Self {
            weight: weight_of(row.codes, false),
            bare_weight: weight_of(row.codes, true),
            tally: tally(costs, &nearest(costs, row)),
            breaths: row.codes.iter().filter(|code| is_breath(**code)).count() as u16,
            breathes: row.breathes(),
            sounds,
            gaps,
            least_gap,
        }
    }

    /// What [`crate::similarity_from`] gives for the word and another row of sounds.
    pub fn similarity(&self, codes: &[u8], vowelless: bool, least: f32) -> f32 {
        let codes = &codes[..codes.len().min(MAX_SOUNDS)];
        match self.glance(codes, vowelless, least) {
            Glance::Known(similarity) => similarity,
            Glance::Open(measure, two_in_one) => self.compare(codes, vowelless, measure, two_in_one),
        }
    }

    /// The same for many rows of sounds, in their order; quickest where neighbours begin alike.
    pub fn similarities<'w>(
        &self,
        words: impl Iterator<Item = (&'w [u8], bool)>,
        least: f32,
        similarities: &mut Vec<f32>,
    ) {
        similarities.clear();
        match self.sounds.codes().len() {
            0 => similarities.extend(words.map(|_| 0.0)),
            1..=8 => self.side_by_side::<8>(words, least, similarities),
            9..=16 => self.side_by_side::<16>(words, least, similarities),
            _ => self.side_by_side::<32>(words, least, similarities),
        }
    }

    fn side_by_side<'w, const N: usize>(
        &self,
        words: impl Iterator<Item = (&'w [u8], bool)>,
        least: f32,
        similarities: &mut Vec<f32>,
    ) {
        let costs = &*COSTS;
        let ours = Row::of(&self.sounds);
        let replaced = replaced::<N>(costs, ours.codes);
        let gaps = if ours.vowelless { &costs.gap_vowelless } else { &costs.gap };
        let mut columns = [false, true].map(|vowelless| {
            let own = &self.gaps[usize::from(vowelless)][..ours.codes.len()];
            Columns::new(&replaced, own, gaps, vowelless != ours.vowelless)
        });
        similarities.extend(words.map(|(codes, vowelless)| {
            let codes = &codes[..codes.len().min(MAX_SOUNDS)];
            match self.glance(codes, vowelless, least) {
                Glance::Known(similarity) => similarity,
                Glance::Open(measure, two_in_one) if two_in_one || self.may_end_alike(codes) => {
                    self.compare(codes, vowelless, measure, two_in_one)
                }
                Glance::Open(measure, _) => columns[usize::from(vowelless)]
                    .distance(codes, measure.enough())
                    .map_or(0.0, |distance| measure.similarity(distance)),
            }
        }));
    }

    #[inline]
    fn glance(&self, codes: &[u8], vowelless: bool, least: f32) -> Glance {
        let ours = Row::of(&self.sounds);
        if ours.codes.is_empty() || codes.is_empty() {
            return Glance::Known(0.0);
        }
        // Four sums in one number: a word is far too short for any of them to overflow.
        let tally: u64 = codes.iter().map(|&code| self.tally[usize::from(code & 127)]).sum();
        let [weight, bare_weight, mut paid, breaths] = [0, 16, 32, 48].map(|first| (tally >> first) as u16);
        let measure = Measure::of(
            [self.weight, f32::from(weight)],
            [self.bare_weight, f32::from(bare_weight)],
            [ours.vowelless, vowelless],
            least,
        );
        // What this word has more of is left out, unless two of its sounds are heard as one.
        let more = (ours.codes.len() as u16).saturating_sub(codes.len() as u16 + self.breaths);
        paid += more * self.least_gap[usize::from(vowelless)];
        if measure.too_unlike() || paid > measure.enough() {
            return Glance::Known(0.0);
        }
        if ours.vowelless == vowelless && ours.codes == codes {
            return Glance::Known(1.0);
        }
        let other = Row { codes, vowelless };
        Glance::Open(measure, self.breathes || breaths != 0 && other.breathes())
    }

    fn may_end_alike(&self, codes: &[u8]) -> bool {
        match (self.sounds.codes().last(), codes.last()) {
            (Some(&a), Some(&b)) => is_alif_maqsura(a, b),
            _ => false,
        }
    }

    fn compare(&self, codes: &[u8], vowelless: bool, measure: Measure, two_in_one: bool) -> f32 {
        let costs = &*COSTS;
        let gaps = Row { codes, vowelless }.gaps(costs, self.sounds.vowelless());
        let ours = (self.sounds.codes(), &self.gaps[usize::from(vowelless)]);
        distance(costs, ours, (codes, &gaps), measure.enough(), two_in_one)
            .map_or(0.0, |distance| measure.similarity(distance))
    }
}

/// By sound: its weight, its weight against a word without vowels, what is paid for it, whether it is a breath; 16 bits
/// each, from the lowest up.
fn tally(costs: &Costs, nearest: &[u8; 128]) -> [u64; 128] {
    std::array::from_fn(|code| {
        let parts = [costs.weight[code], costs.bare_weight[code], nearest[code], costs.breath[code]];
        parts.into_iter().rev().fold(0, |tally, part| tally << 16 | u64::from(part))
    })
}

/// The least that is paid for a sound of another word, whichever sound of this one it meets and wherever it stands.
fn nearest(costs: &Costs, row: Row<'_>) -> [u8; 128] {
    let mut nearest = if row.vowelless { costs.gap_vowelless } else { costs.gap };
    let last_yeh = &mut nearest[usize::from(b'I')];
    *last_yeh = (*last_yeh).min(LAST_YEH as u8);
    for &code in row.codes {
        let substitution = &costs.substitution[usize::from(code & 127)];
        for (least, cost) in nearest.iter_mut().zip(substitution) {
            *least = (*least).min(*cost);
        }
    }
    if let Some(&last) = row.codes.last() {
        for other in *b"aI" {
            if is_alif_maqsura(last, other) {
                let least = &mut nearest[usize::from(other)];
                *least = (*least).min(LAST_VOWEL as u8);
            }
        }
    }
    // Two sounds heard as one cost little together, on whichever side they stand: see [`may_be_two`].
    for other in *b"SZDTxGfszODEdtkqgp" {
        let split = row.codes.iter().any(|&code| may_be_two(code, other));
        let whole = row.codes.windows(2).any(|pair| is_breath(pair[1]) && may_be_two(other, pair[0]));
        if split || whole {
            let least = &mut nearest[usize::from(other)];
            *least = (*least).min(TWO_IN_ONE as u8);
        }
    }
    if row.codes.iter().any(|code| DOUBLED.contains(code)) {
        for breath in *b"hHx" {
            nearest[usize::from(breath)] = 0;
        }
    }
    nearest
}
