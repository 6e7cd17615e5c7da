//! Weighted edit distances of one word to many, column by column: a column has a place for every sound of the one word,
//! all of which are worked out at once, and words that begin alike share the columns of their beginning.

use crate::similarity::{Costs, gap_in};
use crate::sound::MAX_SOUNDS;

/// What each sound of a word, which has up to `N`, costs in the place of any sound of another.
pub(crate) type Replaced<const N: usize> = [[i16; N]; 128];

/// Distances of a word to words that are all written with vowels, or all without.
pub(crate) struct Columns<'l, const N: usize> {
    replaced: &'l Replaced<N>,
    /// What it costs to leave this word's sounds out, up to each; and how many they are.
    left_out: [i16; N],
    length: usize,
    /// What it costs to leave out a sound of another word, and whether just one of the two is written with vowels.
    gaps: &'l [u8; 128],
    across: bool,
    /// The sounds of another word that columns are worked out for, with what leaving them out costs.
    heard: [(u8, i16); MAX_SOUNDS],
    filled: usize,
    /// Before the first of these, after the first, and so on.
    columns: [Column<N>; MAX_SOUNDS + 1],
}

/// The distances of a beginning of another word to the beginnings of this one.
#[derive(Clone, Copy)]
struct Column<const N: usize> {
    /// To none of its sounds, and up to each of them.
    none: i16,
    upto: [i16; N],
}

impl<const N: usize> Column<N> {
    /// Whether a distance of a word that begins so may be this small: none is less than the least of these.
    #[inline]
    fn reaches(&self, most: i16) -> bool {
        self.upto.iter().fold(self.none <= most, |reaches, distance| reaches | (*distance <= most))
    }
}

/// More than any distance, and small enough to be added twice. It fills the places that a word has no sound for.
const FAR: i16 = 8000;

/// What each sound of a word costs in the place of others.
pub(crate) fn replaced<const N: usize>(costs: &Costs, codes: &[u8]) -> Replaced<N> {
    let mut replaced = [[FAR; N]; 128];
    for (at, &code) in codes.iter().enumerate().take(N) {
        for (row, &cost) in replaced.iter_mut().zip(&costs.substitution[usize::from(code & 127)]) {
            row[at] = i16::from(cost);
        }
    }
    replaced
}

impl<'l, const N: usize> Columns<'l, N> {
    /// Of a word by what it costs to leave each of its sounds out.
    pub fn new(replaced: &'l Replaced<N>, own_gaps: &[u16], gaps: &'l [u8; 128], across: bool) -> Self {
        let mut left_out = [FAR; N];
        let mut sum = 0;
        for (slot, &gap) in left_out.iter_mut().zip(own_gaps) {
            sum += gap as i16;
            *slot = sum;
        }
        let start = Column { none: 0, upto: left_out };
        Self {
            replaced,
            left_out,
            length: own_gaps.len().min(N),
            gaps,
            across,
            heard: [(0, 0); MAX_SOUNDS],
            filled: 0,
            columns: [start; MAX_SOUNDS + 1],
        }
    }

    /// The distance to a word; nothing where it is seen to be above `most`.
    pub fn distance(&mut self, codes: &[u8], most: u16) -> Option<u16> {
        let most = most as i16;
        let sound = |at: usize| (codes[at], gap_in(self.gaps, codes, at, self.across) as i16);
        let known = (0..self.filled.min(codes.len())).take_while(|&at| self.heard[at] == sound(at)).count();
        self.filled = known;
        if !self.columns[known].reaches(most) {
            return None;
        }
        for at in known..codes.len() {
            let heard = (codes[at], gap_in(self.gaps, codes, at, self.across) as i16);
            self.add(heard);
            if !self.columns[self.filled].reaches(most) {
                return None;
            }
        }
        Some(self.columns[codes.len()].upto[self.length - 1] as u16)
    }

    /// Works out the column after one more sound.
    #[inline]
    fn add(&mut self, heard: (u8, i16)) {
        let (code, gap) = heard;
        let replaced = &self.replaced[usize::from(code & 127)];
        let Column { none, upto, .. } = &self.columns[self.filled];
        let diagonal: [i16; N] = std::array::from_fn(|i| if i == 0 { *none } else { upto[i - 1] });
        let none = none + gap;
        let best = std::array::from_fn(|i| (diagonal[i] + replaced[i]).min(upto[i] + gap) - self.left_out[i]);
        // Sounds of this word may be left out after any before them: the least of those, with what lies between.
        let best = least_of_two::<N, 1>(best);
        let best = least_of_two::<N, 2>(best);
        let best = least_of_two::<N, 4>(best);
        let best = if N > 8 { least_of_two::<N, 8>(best) } else { best };
        let best = if N > 16 { least_of_two::<N, 16>(best) } else { best };
        let upto: [i16; N] = std::array::from_fn(|i| best[i].min(none) + self.left_out[i]);
        self.heard[self.filled] = heard;
        self.filled += 1;
        self.columns[self.filled] = Column { none, upto };
    }
}

/// Each value, or the one so many places before it where that is less. The distance is no variable, so that a few
/// instructions do it for all places.
#[inline(always)]
fn least_of_two<const N: usize, const BEHIND: usize>(values: [i16; N]) -> [i16; N] {
    let before: [i16; N] = std::array::from_fn(|i| if i < BEHIND { i16::MAX } else { values[i - BEHIND] });
    std::array::from_fn(|i| values[i].min(before[i]))
}
