//! Marks that names gather while postings are read, one for each query token and each step of what its links bring; and
//! which marks together leave the threshold within reach. Worked out once for all names that have the same marks.

use super::bounds::Bounds;
use super::links::Met;
use super::look::Look;
use super::reach::{MOST_TOKENS, OUT_OF_REACH, Reach};
use super::theirs::Theirs;
use crate::api::LinkKind;

/// Mark: some link joins tokens.
const JOINED: u32 = 1 << 31;
/// Mark: some link is between scripts that both write vowels, or both do not.
const PLAIN: u32 = 1 << 30;
/// Mark that a name has from the start: it has no initials.
pub const WITHOUT_INITIALS: u32 = 1 << 27;
/// How many marks are left for tokens.
pub const MARKS: u32 = 27;

/// A link belongs to the first step whose width it does not fall short of the token's best link by; to the last one
/// otherwise.
const STEPS: [f32; 3] = [0.75, 2.0, 4.0];

/// What the marks of one query name mean.
pub struct Marks<'a> {
    bounds: &'a Bounds<'a>,
    /// Marks of each token, and how many tokens there are.
    steps: u32,
    count: u32,
    /// By mark: the most that the links of its step bring.
    reach: [Reach; MARKS as usize],
    /// Query tokens that one link may join to two tokens of the other name.
    doubled: u32,
    /// Marks that stand one, two and three steps behind another of their token.
    worse: [u32; STEPS.len()],
}

impl<'a> Marks<'a> {
    pub fn new(bounds: &'a Bounds<'a>, met: &[Met]) -> Self {
        let count = bounds.count() as u32;
        let steps = (MARKS / count.max(1)).clamp(1, STEPS.len() as u32 + 1);
        let behind = |by: u32| {
            (0..count * steps).filter(|mark| mark % steps >= by).fold(0, |marks, mark| marks | 1 << mark)
        };
        let worse = std::array::from_fn(|by| behind(by as u32 + 1));
        let mut marks =
            Self { bounds, steps, count, reach: [OUT_OF_REACH; MARKS as usize], doubled: 0, worse };
        for met in met {
            let mark = marks.mark_of(met);
            marks.reach[mark as usize].raise(met.reach());
            if met.joined {
                let second = marks.last_mark(u32::from(met.at) + 1);
                marks.reach[second as usize].raise(met.reach_of_second());
            } else if met.relation.kind == LinkKind::Joined {
                marks.doubled |= 1 << met.at;
            }
        }
        // A better step stands for the worse ones too.
        for token in marks.reach[..(count * steps) as usize].chunks_exact_mut(steps as usize) {
            let mut worse = OUT_OF_REACH;
            for reach in token.iter_mut().rev().filter(|reach| reach.holds()) {
                reach.include(worse);
                worse = *reach;
            }
        }
        marks
    }

    /// The marks that count: of each token, the best.
    #[inline]
    pub fn best(&self, marks: u32) -> u32 {
        let [one, two, three] = self.worse;
        marks & !(marks << 1 & one | marks << 2 & two | marks << 3 & three)
    }

    fn mark_of(&self, met: &Met) -> u32 {
        let short = self.bounds.most[usize::from(met.at)].gain - met.gain;
        let step = STEPS.iter().take_while(|width| short >= **width).count() as u32;
        u32::from(met.at) * self.steps + step.min(self.steps - 1)
    }

    fn last_mark(&self, at: u32) -> u32 {
        at * self.steps + self.steps - 1
    }

    /// The marks that a name gets by a token, whose links these are; none where none of them can lead to the threshold.
    pub fn of<'m>(&self, links: impl Iterator<Item = &'m Met>) -> u32 {
        let mut marks = 0;
        for met in links {
            let own = 1 << self.mark_of(met);
            if met.joined {
                marks |= own | 1 << self.last_mark(u32::from(met.at) + 1) | JOINED;
            } else if self.bounds.lets_in(met) {
                marks |= own;
            } else {
                continue;
            }
            marks |= if met.relation.kind == LinkKind::Joined { JOINED } else { 0 };
            marks |= if met.across { 0 } else { PLAIN };
        }
        marks
    }

    /// The most that a name with these marks and this look can score.
    #[cold]
    #[inline(never)]
    pub fn most(&self, marks: u32, look: Look) -> f32 {
        let (reach, held) = self.reach_of(marks);
        self.bounds.most(&reach, &self.seen(marks, look.tells(held)))
    }

    /// The most that any name with these marks can score that has no initials.
    #[cold]
    #[inline(never)]
    pub fn most_without_initials(&self, marks: u32) -> f32 {
        let (reach, _) = self.reach_of(marks);
        self.bounds.most(&reach, &self.seen(marks, Theirs { initials: 0.0, ..Theirs::anybody() }))
    }

    /// Marks by which no name without initials needs to be looked for, since names that have none but these cannot reach
    /// the threshold: of the tokens that most names hold as many steps as may be. `lengths` says how many names have each
    /// mark.
    pub fn dispensable(&self, lengths: &[usize; MARKS as usize]) -> u32 {
        let own = |at: u32| (at * self.steps) as usize..((at + 1) * self.steps) as usize;
        let held: [usize; MOST_TOKENS] = std::array::from_fn(|at| match at < self.count as usize {
            true => lengths[own(at as u32)].iter().sum(),
            false => 0,
        });
        let mut order: [u32; MOST_TOKENS] = std::array::from_fn(|at| at as u32);
        let order = &mut order[..self.count as usize];
        order.sort_unstable_by_key(|&at| (std::cmp::Reverse(held[at as usize]), at));
        let mut dispensable = PLAIN;
        for &mut at in order {
            let steps = own(at).filter(|mark| lengths[*mark] > 0);
            let from = |step: usize| dispensable | self.own() << (at * self.steps) & u32::MAX << step;
            let enough = |marks: u32| self.most_without_initials(marks) < self.bounds.threshold;
            if let Some(more) = steps.map(from).find(|&marks| enough(marks)) {
                dispensable = more;
            }
        }
        dispensable
    }

    /// The marks of one token.
    fn own(&self) -> u32 {
        (1 << self.steps) - 1
    }

    /// The marks of tokens among these.
    pub fn of_tokens(marks: u32) -> u32 {
        marks & ((1 << MARKS) - 1)
    }

    fn seen(&self, marks: u32, theirs: Theirs) -> Theirs {
        Theirs { joined: marks & JOINED != 0, plain: marks & PLAIN != 0, ..theirs }
    }

    /// What each query token can bring, and how many tokens of the other name that may hold.
    #[inline]
    fn reach_of(&self, marks: u32) -> ([Reach; MOST_TOKENS], u32) {
        let mut reach = [OUT_OF_REACH; MOST_TOKENS];
        let mut held = 0;
        for at in 0..self.count {
            let own = marks >> (at * self.steps) & self.own();
            if own == 0 {
                continue;
            }
            held += 1 + (self.doubled >> at & 1);
            reach[at as usize] = self.reach[(at * self.steps + own.trailing_zeros()) as usize];
        }
        (reach, held)
    }
}

/// What the most was that names with some marks and a look can score, in one search; a table of fixed size that forgets
/// nothing until the search is over.
pub struct Known {
    rows: Box<[Row; ROWS]>,
    turn: u32,
    count: usize,
}

#[derive(Clone, Copy, Default)]
struct Row {
    marks: u32,
    look: Look,
    turn: u32,
    most: f32,
}

const ROWS: usize = 1 << 10;

impl Default for Known {
    fn default() -> Self {
        Self { rows: Box::new([Row::default(); ROWS]), turn: 0, count: 0 }
    }
}

impl Known {
    /// Begins a search.
    pub fn forget(&mut self) {
        self.turn = self.turn.wrapping_add(1);
        self.count = 0;
    }

    /// What is known, or else worked out.
    #[inline(always)]
    pub fn most(&mut self, marks: u32, look: Look, work_out: impl FnOnce() -> f32) -> f32 {
        let question = marks ^ look.number().wrapping_mul(0x9e37_79b9);
        let mut at = (question.wrapping_mul(0x85eb_ca6b) >> 22) as usize % ROWS;
        loop {
            let row = &self.rows[at];
            if row.turn != self.turn {
                break;
            }
            if row.marks == marks && row.look == look {
                return row.most;
            }
            at = (at + 1) % ROWS;
        }
        let most = work_out();
        if self.count < ROWS / 2 {
            self.count += 1;
            self.rows[at] = Row { marks, look, turn: self.turn, most };
        }
        most
    }
}
