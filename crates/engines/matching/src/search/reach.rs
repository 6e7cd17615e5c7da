//! What the links of a query's tokens can bring at most, one by one and together.

use super::links::Met;

/// Most tokens of a name.
pub const MOST_TOKENS: usize = text::MAX_TOKENS;

/// What a link of a query token can bring at most.
#[derive(Clone, Copy)]
pub struct Reach {
    pub gain: f32,
    pub rarity: f32,
    /// How unlike the two are at least.
    pub unlike: f32,
}

/// Of a token that nothing holds.
pub const OUT_OF_REACH: Reach = Reach { gain: f32::MIN, rarity: 0.0, unlike: 1.0 };

impl Reach {
    pub fn raise(&mut self, other: Self) {
        self.gain = self.gain.max(other.gain);
        self.rarity = self.rarity.max(other.rarity);
        self.unlike = self.unlike.min(other.unlike);
    }

    /// Takes in what a link that brings less may prove.
    pub fn include(&mut self, worse: Self) {
        self.rarity = self.rarity.max(worse.rarity);
        self.unlike = self.unlike.min(worse.unlike);
    }

    pub fn holds(&self) -> bool {
        self.gain > f32::MIN
    }
}

impl Met {
    pub fn reach(&self) -> Reach {
        Reach { gain: self.gain, rarity: self.rarity, unlike: self.unlike() }
    }

    /// What it is for the second of two joined tokens.
    pub fn reach_of_second(&self) -> Reach {
        Reach { gain: 0.0, rarity: 0.0, unlike: self.unlike() }
    }

    /// Raises what its query tokens can bring to what this link brings.
    pub fn raise(&self, reach: &mut [Reach; MOST_TOKENS]) {
        let at = usize::from(self.at);
        reach[at].raise(self.reach());
        if self.joined {
            reach[at + 1].raise(self.reach_of_second());
        }
    }
}

/// The links of a query's tokens that may hold, each at its best.
#[derive(Default)]
pub struct Links {
    gains: [(f32, f32); MOST_TOKENS],
    rarities: [f32; MOST_TOKENS],
    pub count: usize,
}

impl Links {
    #[inline]
    pub fn add(&mut self, reach: Reach) {
        self.gains[self.count] = (reach.gain.max(0.0), reach.unlike);
        self.rarities[self.count] = reach.rarity;
        self.count += 1;
    }

    /// The most that so many of them bring together, and prove. The least alike of them costs by how unlike it is.
    pub fn most(&mut self, words: usize, least_alike: f32) -> (f32, f32) {
        let (gains, rarities) = (&mut self.gains[..self.count], &mut self.rarities[..self.count]);
        if self.count > words {
            gains.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
            rarities.sort_unstable_by(|a, b| b.total_cmp(a));
        }
        let proved = rarities.iter().take(words).sum();
        let up_to = |most: f32| {
            let alike = gains.iter().filter(|(_, unlike)| *unlike <= most).map(|(gain, _)| gain);
            alike.take(words).sum::<f32>() + least_alike * most
        };
        let most = gains.iter().map(|(_, unlike)| up_to(*unlike)).fold(0.0, f32::max);
        (most, proved)
    }
}
