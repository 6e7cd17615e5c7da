//! Jaro similarity of two runs of letters (Jaro 1989), without allocation.

/// Longer runs are not compared: room for this many flags lies on the stack.
pub const MOST_LETTERS: usize = 512;

/// Winkler looks at this many letters of the beginning.
const LONGEST_PREFIX: usize = 4;

/// The similarity, 0 to 1: the mean of the shares of either run's letters that have a counterpart nearby, and of the
/// counterparts that come in the same order.
pub fn jaro(left: &[char], right: &[char]) -> f64 {
    debug_assert!(left.len() <= MOST_LETTERS && right.len() <= MOST_LETTERS);
    let reach = (left.len().max(right.len()) / 2).saturating_sub(1);
    let (mut left_met, mut right_met) = (Flags::default(), Flags::default());
    let mut met = 0usize;
    for (at, letter) in left.iter().enumerate() {
        let nearby = at.saturating_sub(reach)..(at + reach + 1).min(right.len());
        if let Some(found) =
            nearby.into_iter().find(|&other| right[other] == *letter && !right_met.has(other))
        {
            left_met.set(at);
            right_met.set(found);
            met += 1;
        }
    }
    if met == 0 {
        return 0.0;
    }
    let displaced =
        letters_at(left, left_met).zip(letters_at(right, right_met)).filter(|(a, b)| a != b).count();
    let (met, transposed) = (met as f64, (displaced / 2) as f64);
    (met / left.len() as f64 + met / right.len() as f64 + (met - transposed) / met) / 3.0
}

/// How many letters both begin with, at most four.
pub fn shared_prefix(left: &[char], right: &[char]) -> usize {
    left.iter().zip(right).take(LONGEST_PREFIX).take_while(|(a, b)| a == b).count()
}

fn letters_at(letters: &[char], flags: Flags) -> impl Iterator<Item = char> {
    letters.iter().enumerate().filter(move |(at, _)| flags.has(*at)).map(|(_, letter)| *letter)
}

/// One flag for each letter.
#[derive(Clone, Copy, Default)]
struct Flags([u64; MOST_LETTERS / 64]);

impl Flags {
    fn has(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    fn set(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }
}
