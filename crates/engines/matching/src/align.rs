//! Which tokens of one name meet which tokens of the other: the best links first, each token once.

use crate::api::LinkKind;
use crate::features::{INITIAL, MINOR, group};
use crate::relate::Relation;
use crate::weights::Weights;
use text::Role;

/// What aligning needs to know of a token.
#[derive(Clone, Copy, Debug)]
pub struct TokenFacts {
    pub role: Role,
    pub chained: bool,
    pub rarity: f32,
    pub sound_rarity: f32,
    /// Hash of the folded letters: equal for equal legal forms and numbers.
    pub identity: u32,
    /// Hash of the wider class of a legal form, 0 when it has none.
    pub wider: u32,
    /// Whether it ends like a Slavic feminine family name.
    pub feminine: bool,
    /// Whether its script leaves vowels out.
    pub vowelless: bool,
}

/// How tokens of the left name (`i`) relate to tokens of the right name (`j`).
pub trait Relations {
    /// Token to token.
    fn pair(&self, i: usize, j: usize) -> Option<Relation>;
    /// Left tokens `i` and `i + 1` written together, to one right token.
    fn left_joined(&self, i: usize, j: usize) -> Option<Relation>;
    /// One left token to right tokens `j` and `j + 1` written together.
    fn right_joined(&self, i: usize, j: usize) -> Option<Relation>;
    /// Whether an initial on one side may stand for the token on the other.
    fn initial(&self, i: usize, j: usize) -> bool;
    /// How many right tokens from `j` on the letters of left token `i` begin, one after another.
    fn left_acronym(&self, _i: usize, _j: usize) -> Option<u8> {
        None
    }
    /// How many left tokens from `i` on the letters of right token `j` begin.
    fn right_acronym(&self, _i: usize, _j: usize) -> Option<u8> {
        None
    }
}

/// What an initial proves, in nats.
pub const INITIAL_RARITY: f32 = 1.5;

/// A link between `left_length` tokens from `left` on and `right_length` tokens from `right` on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    pub left: u8,
    pub right: u8,
    pub left_length: u8,
    pub right_length: u8,
    pub kind: LinkKind,
    pub quality: u8,
    pub rarity: f32,
    /// Whether the tokens are known to be two names.
    pub apart: bool,
    /// Group of features that it counts in.
    pub group: usize,
    gain: f32,
}

/// Room for aligning without allocating; reused from pair to pair.
#[derive(Default)]
pub struct Alignment {
    pub links: Vec<Link>,
    /// Tokens of either side that no link holds, but that repeat one that a link holds, letter for letter.
    pub left_repeats: u32,
    pub right_repeats: u32,
    pub left_taken: u32,
    pub right_taken: u32,
    candidates: Vec<Link>,
}

impl Alignment {
    /// Aligns two names. Ties go to the earlier tokens, so that the outcome never varies.
    pub fn align(
        &mut self,
        left: &[TokenFacts],
        right: &[TokenFacts],
        relations: &impl Relations,
        weights: &Weights,
    ) {
        self.gather(left, right, relations, weights);
        // Initials come last: where a name meets itself, no initial takes its place.
        self.candidates.sort_unstable_by(|a, b| {
            (a.group == INITIAL)
                .cmp(&(b.group == INITIAL))
                .then(b.gain.total_cmp(&a.gain))
                .then(a.left.cmp(&b.left))
                .then(a.right.cmp(&b.right))
                .then(a.left_length.cmp(&b.left_length))
                .then(a.right_length.cmp(&b.right_length))
        });
        self.links.clear();
        self.left_taken = 0;
        self.right_taken = 0;
        for link in &self.candidates {
            let (left_span, right_span) =
                (span(link.left, link.left_length), span(link.right, link.right_length));
            if self.left_taken & left_span == 0 && self.right_taken & right_span == 0 {
                self.left_taken |= left_span;
                self.right_taken |= right_span;
                self.links.push(*link);
            }
        }
        self.links.sort_unstable_by_key(|link| (link.left, link.right));
        self.left_repeats = repeats(left, self.left_taken);
        self.right_repeats = repeats(right, self.right_taken);
    }

    fn gather(
        &mut self,
        left: &[TokenFacts],
        right: &[TokenFacts],
        relations: &impl Relations,
        weights: &Weights,
    ) {
        self.candidates.clear();
        for (i, a) in left.iter().enumerate() {
            for (j, b) in right.iter().enumerate() {
                let comparable = is_word(a.role) && is_word(b.role);
                if comparable {
                    if let Some(relation) = relations.pair(i, j) {
                        self.candidate(
                            i,
                            j,
                            (1, 1),
                            relation,
                            (a.role, b.role),
                            link_rarity(relation.kind, a, b),
                            weights,
                        );
                    }
                    if i + 1 < left.len()
                        && let Some(relation) = relations.left_joined(i, j)
                    {
                        let rarity = joined_rarity(a, &left[i + 1], b);
                        self.candidate(i, j, (2, 1), relation, (a.role, b.role), rarity, weights);
                    }
                    if j + 1 < right.len()
                        && let Some(relation) = relations.right_joined(i, j)
                    {
                        let rarity = joined_rarity(b, &right[j + 1], a);
                        self.candidate(i, j, (1, 2), relation, (a.role, b.role), rarity, weights);
                    }
                    if let Some(length) = relations.left_acronym(i, j) {
                        let roles = (a.role, b.role);
                        self.candidate(i, j, (1, length), Relation::ACRONYM, roles, a.sound_rarity, weights);
                    }
                    if let Some(length) = relations.right_acronym(i, j) {
                        let roles = (a.role, b.role);
                        self.candidate(i, j, (length, 1), Relation::ACRONYM, roles, b.sound_rarity, weights);
                    }
                } else if initials_may_meet(a.role, b.role) && relations.initial(i, j) {
                    let relation = Relation::INITIAL;
                    self.candidate(i, j, (1, 1), relation, (a.role, b.role), INITIAL_RARITY, weights);
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments, reason = "one link, told apart by all of these")]
    fn candidate(
        &mut self,
        i: usize,
        j: usize,
        lengths: (u8, u8),
        relation: Relation,
        roles: (Role, Role),
        rarity: f32,
        weights: &Weights,
    ) {
        let group = group(relation.kind, relation.quality, roles);
        // Titles and first halves of compounds prove too little to be told apart.
        let relation = Relation { apart: relation.apart && group != MINOR, ..relation };
        let gain = weights.group_gain(group, rarity)
            + if relation.apart { weights.apart(relation.quality) } else { 0.0 };
        self.candidates.push(Link {
            left: i as u8,
            right: j as u8,
            left_length: lengths.0,
            right_length: lengths.1,
            kind: relation.kind,
            quality: relation.quality,
            rarity,
            apart: relation.apart,
            group,
            gain: gain - 0.01 * (i.abs_diff(j) as f32).min(8.0),
        });
    }
}

/// Rarity that a link proves: of the spelling when the letters are the same, of the sound otherwise; and no more
/// than the commoner of the two.
pub fn link_rarity(kind: LinkKind, a: &TokenFacts, b: &TokenFacts) -> f32 {
    if kind == LinkKind::Same { a.rarity.min(b.rarity) } else { a.sound_rarity.min(b.sound_rarity) }
}

/// Rarity that a joined link proves: of the two parts together, and no more than anything can prove.
fn joined_rarity(first: &TokenFacts, second: &TokenFacts, whole: &TokenFacts) -> f32 {
    (first.sound_rarity + second.sound_rarity).max(whole.sound_rarity).min(MOST_RARE)
}

/// The most that one link can prove, in nats.
pub const MOST_RARE: f32 = 14.0;

/// Whether a token takes part in links of words.
pub fn is_word(role: Role) -> bool {
    !matches!(role, Role::LegalForm | Role::Number | Role::Initial)
}

fn repeats(side: &[TokenFacts], taken: u32) -> u32 {
    let is_taken = |at: usize| taken & (1 << at) != 0;
    let mut repeats = 0;
    for (at, token) in side.iter().enumerate().filter(|(at, _)| !is_taken(*at)) {
        let repeated =
            side.iter().enumerate().any(|(other, held)| is_taken(other) && held.identity == token.identity);
        repeats |= u32::from(repeated) << at;
    }
    repeats
}

fn initials_may_meet(a: Role, b: Role) -> bool {
    let name = |role| matches!(role, Role::Name | Role::Patronymic | Role::Initial | Role::Compound);
    (a == Role::Initial || b == Role::Initial) && name(a) && name(b)
}

fn span(first: u8, length: u8) -> u32 {
    ((1u32 << length) - 1) << first.min(30)
}
