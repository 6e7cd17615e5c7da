//! What the search has found so far: an entry's names need not be looked at that cannot beat its best one, nor entries
//! that cannot be among those that are asked for.

/// Bounds add up in another order than scores do: they may fall short by less than this.
const ROUNDING: f32 = 1e-3;

/// The best scores that the search has found.
#[derive(Default)]
pub struct Best {
    /// How many entries are asked for.
    top: usize,
    /// Entry -> its best score so far; nothing where it is below every score.
    scores: Vec<f32>,
    /// Entries that have one.
    entries: Vec<u32>,
    /// What the last of those asked for scores.
    floor: f32,
    sorted: Vec<f32>,
}

impl Best {
    /// Nothing found in an index of so many entries.
    pub fn new(entries: usize) -> Self {
        Self { scores: vec![f32::MIN; entries], floor: f32::MIN, ..Self::default() }
    }

    /// Forgets everything; `top` entries are asked for from now on.
    pub fn begin(&mut self, top: usize) {
        for entry in self.entries.drain(..) {
            self.scores[entry as usize] = f32::MIN;
        }
        (self.top, self.floor) = (top.max(1), f32::MIN);
    }

    /// What an entry must reach by all that is known to be asked for.
    #[inline]
    pub fn floor(&self) -> f32 {
        self.floor
    }

    /// What a name must reach to be its entry's best.
    #[inline]
    pub fn of_entry(&self, entry: u32) -> f32 {
        self.scores[entry as usize] - ROUNDING
    }

    /// Takes a name's score in.
    pub fn found(&mut self, entry: u32, score: f32) {
        let best = &mut self.scores[entry as usize];
        if *best == f32::MIN {
            self.entries.push(entry);
        } else if score <= *best {
            return;
        }
        *best = score;
        if self.entries.len() >= self.top && score > self.floor {
            self.sorted.clear();
            self.sorted.extend(self.entries.iter().map(|&entry| self.scores[entry as usize]));
            let (_, last, _) = self.sorted.select_nth_unstable_by(self.top - 1, |a, b| b.total_cmp(a));
            self.floor = *last - ROUNDING;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_what_the_last_of_those_asked_for_scores() {
        let mut best = Best::new(5);
        best.begin(2);
        let mut check = |entry: u32, score: f32, floor: f32| {
            best.found(entry, score);
            assert!((best.floor() - floor).abs() < 0.01 || best.floor() == floor, "{}", best.floor());
        };
        check(3, 1.0, f32::MIN);
        check(3, 2.0, f32::MIN);
        check(0, 5.0, 2.0);
        check(1, 4.0, 4.0);
        check(1, 3.0, 4.0);
        check(3, 9.0, 5.0);
        assert!((best.of_entry(1) - 4.0).abs() < 0.01);
        best.begin(1);
        assert_eq!((best.floor(), best.of_entry(1)), (f32::MIN, f32::MIN));
    }
}
