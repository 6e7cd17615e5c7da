//! The most that a name can score, worked out before it is aligned from what may hold what. It rests on the signs in
//! the table of features alone: what speaks against a match never speaks for it.

use super::links::Met;
use super::look::Look;
use super::scratch::Scratch;
use crate::align::{INITIAL_RARITY, TokenFacts, is_word};
use crate::api::LinkKind;
use crate::feature_table::at;
use crate::index::NameRecord;
use crate::index::view::View;
use crate::prepare::{PreparedName, rarity_in_role};
use crate::weights::Weights;
use text::Role;

/// Sums of many small numbers differ by less than this, whatever their order.
const ROUNDING: f32 = 0.01;

/// Most tokens of a name.
pub const MOST_TOKENS: usize = text::MAX_TOKENS;

/// What a link of a query token can bring at most.
#[derive(Clone, Copy)]
pub struct Reach {
    pub gain: f32,
    pub rarity: f32,
    /// How unlike the two are at least.
    unlike: f32,
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
    fn raise(&self, reach: &mut [Reach; MOST_TOKENS]) {
        let at = usize::from(self.at);
        reach[at].raise(self.reach());
        if self.joined {
            reach[at + 1].raise(self.reach_of_second());
        }
    }
}

/// What is known of a name of the index.
pub struct Theirs {
    /// Initials, at most.
    pub initials: f32,
    /// Words, and those of them that are names, patronymics or generic, at most.
    pub words: usize,
    pub telling: usize,
    /// Names proper and patronymics that nothing holds, at least, and the rarity of these names.
    pub names: f32,
    pub patronymics: f32,
    pub mass: f32,
    /// Rarity of all words, and of those that something may hold.
    pub rarity: f32,
    pub held: f32,
    /// All names proper, and how many tokens of other roles may be linked with names.
    pub balance: Option<(u32, u32)>,
    /// What it has, where that is known.
    pub legal_form: Option<bool>,
    pub number: Option<bool>,
    pub patronymic: Option<bool>,
    pub chained: bool,
    pub weak: bool,
    /// Whether a link that joins tokens may be among its links, and one between scripts that both write vowels or both
    /// do not.
    pub joined: bool,
    pub plain: bool,
    /// What its own tokens can bring and prove together.
    pub gain: f32,
    pub proved: f32,
}

impl Theirs {
    /// A name of which nothing is known.
    pub fn anybody() -> Self {
        Self {
            initials: f32::MAX,
            words: usize::MAX,
            telling: usize::MAX,
            names: 0.0,
            patronymics: 0.0,
            mass: 0.0,
            rarity: 0.0,
            held: 0.0,
            balance: None,
            legal_form: None,
            number: None,
            patronymic: None,
            chained: false,
            weak: false,
            joined: true,
            plain: true,
            gain: f32::MAX,
            proved: f32::MAX,
        }
    }
}

/// The most that names can score with one name of a query.
pub struct Bounds<'a> {
    weights: &'a Weights,
    /// What an initial adds at most.
    initial_gain: f32,
    tokens: Vec<TokenFacts>,
    ours: Ours,
    /// The most that each query token can bring.
    pub most: [Reach; MOST_TOKENS],
    /// What the least alike link costs by how unlike it is.
    least_alike: f32,
    /// The most of any name, that aside, and what all links together prove for it.
    top: (f32, f32),
    /// What names must reach by their tokens, and what those of entries born like the subject must.
    pub threshold: f32,
    pub least: f32,
}

/// The query's own side.
struct Ours {
    /// Tokens that stand in the name twice.
    repeated: u32,
    initials: f32,
    names: u32,
    telling: usize,
    /// Rarity of all words together.
    rarity: f32,
    legal_form: bool,
    number: bool,
    patronymic: bool,
    chained: bool,
    weak: bool,
}

impl Ours {
    fn of(name: &PreparedName, tokens: &[TokenFacts]) -> Self {
        let count = |wanted: fn(Role) -> bool| tokens.iter().filter(|token| wanted(token.role)).count();
        let has = |role| tokens.iter().any(|token| token.role == role);
        let mut repeated = 0;
        for (at, token) in tokens.iter().enumerate() {
            let again = |(other, same): (usize, &TokenFacts)| other != at && same.identity == token.identity;
            repeated |= u32::from(tokens.iter().enumerate().any(again)) << at;
        }
        Self {
            repeated,
            initials: count(|role| role == Role::Initial) as f32,
            names: count(|role| role == Role::Name) as u32,
            telling: count(|role| matches!(role, Role::Name | Role::Patronymic | Role::Generic)),
            rarity: tokens.iter().filter(|token| is_word(token.role)).map(|token| token.sound_rarity).sum(),
            legal_form: has(Role::LegalForm),
            number: has(Role::Number),
            patronymic: has(Role::Patronymic),
            chained: tokens.iter().any(|token| token.chained),
            weak: name.weak,
        }
    }
}

impl<'a> Bounds<'a> {
    /// The bounds of names that meet a query's name as the search has looked up.
    pub fn of(
        name: &PreparedName,
        weights: &'a Weights,
        tokens: &[TokenFacts],
        met: &[Met],
        threshold: f32,
        least: f32,
    ) -> Self {
        let mut bounds = Self {
            weights,
            initial_gain: weights.initial_gain().max(0.0),
            tokens: tokens.to_vec(),
            ours: Ours::of(name, tokens),
            most: [OUT_OF_REACH; MOST_TOKENS],
            least_alike: 0.0,
            top: (0.0, 0.0),
            threshold,
            least,
        };
        for met in met {
            met.raise(&mut bounds.most);
        }
        bounds.top = bounds.without_mass(&bounds.most, &Theirs::anybody());
        bounds.least_alike = bounds.weight(LEAST_ALIKE);
        bounds
    }

    fn weight(&self, feature: usize) -> f32 {
        self.weights.features[feature]
    }

    /// How many tokens the query's name has.
    pub fn count(&self) -> usize {
        self.tokens.len()
    }

    /// Whether a name can reach the least that counts by a link, everything else at its best.
    pub fn lets_in(&self, met: &Met) -> bool {
        let (score, proved) = self.top;
        let best = self.most[usize::from(met.at)];
        let gain = met.gain + self.least_alike * met.unlike();
        let score = score - best.gain.max(0.0) + gain.max(0.0);
        score + self.mass_penalty(proved - best.rarity + met.rarity) >= self.least
    }

    /// The most that a name scores that may hold the query tokens of `reach`.
    pub fn most(&self, reach: &[Reach; MOST_TOKENS], theirs: &Theirs) -> f32 {
        let (score, proved) = self.without_mass(reach, theirs);
        score + self.mass_penalty(proved)
    }

    fn mass_penalty(&self, proved: f32) -> f32 {
        self.weight(LOW_MASS) * (12.0 - proved).max(0.0)
            + self.weight(VERY_LOW_MASS) * (7.0 - proved).max(0.0)
    }

    /// The same but for what it costs to prove little, and the most that is proved.
    fn without_mass(&self, reach: &[Reach; MOST_TOKENS], theirs: &Theirs) -> (f32, f32) {
        let mut links = Links::default();
        let (mut names, mut mass, mut patronymics, mut held_rarity) = (0.0, 0.0, 0.0, 0.0);
        let (mut flexible, mut all_held, mut initialled) = (0, true, 0.0);
        for (at, token) in self.tokens.iter().enumerate() {
            let by_initial =
                matches!(token.role, Role::Name | Role::Patronymic | Role::Initial | Role::Compound);
            if reach[at].holds() {
                let mut reach = reach[at];
                if by_initial && theirs.initials > 0.0 {
                    reach.raise(Reach { gain: self.initial_gain, rarity: INITIAL_RARITY, unlike: 0.0 });
                }
                links.add(reach);
                held_rarity += token.sound_rarity;
                flexible += u32::from(token.role != Role::Name);
                continue;
            }
            initialled += f32::from(u8::from(by_initial));
            if self.ours.repeated & 1 << at != 0 {
                held_rarity += token.sound_rarity;
            } else if is_word(token.role) {
                all_held = false;
                names += f32::from(u8::from(token.role == Role::Name));
                mass += if token.role == Role::Name { token.sound_rarity } else { 0.0 };
                patronymics += f32::from(u8::from(token.role == Role::Patronymic));
            }
        }
        let (gain, mut proved) = links.most(theirs.words, self.least_alike);
        let mut gain = gain.min(theirs.gain);
        proved = proved.min(theirs.proved);
        if !theirs.plain {
            gain = (gain + self.weight(VOWELLESS)).max(0.0);
        }
        let mut score = self.start(theirs, all_held) + gain;
        // An initial may hold a name of the other side, and then proves a little.
        let initials = theirs.initials.min(initialled);
        let by_initials = self.ours.initials + initials;
        score += by_initials * self.initial_gain;
        proved += by_initials * INITIAL_RARITY;
        let beyond = |count: f32, initials: f32| (count - initials).max(0.0);
        let alone = (beyond(names, initials), beyond(theirs.names, self.ours.initials));
        let surplus = self.surplus(flexible + self.ours.initials as u32, theirs);
        score += self.without_counterpart(alone, surplus, theirs.chained);
        if alone.0.min(alone.1) >= 1.0 && links.count as f32 + by_initials <= 1.0 {
            score += self.weight(ONE_LINK_CONTRADICTED);
        }
        let unheld = (beyond(patronymics, initials), beyond(theirs.patronymics, self.ours.initials));
        score += self.weight(PATRONYMIC_DIFFERS) * unheld.0.min(unheld.1);
        if theirs.patronymic == Some(false) {
            score += self.weight(PATRONYMIC_OMITTED) * unheld.0;
        }
        if !self.ours.patronymic {
            score += self.weight(PATRONYMIC_OMITTED) * unheld.1;
        }
        if by_initials == 0.0 {
            score += self.weight(CONTRADICTED_MASS) * mass.min(theirs.mass);
            let open = |held: f32, all: f32| if all > 0.0 { (1.0 - held / all).max(0.0) } else { 0.0 };
            let (a, b) = (open(held_rarity, self.ours.rarity), open(theirs.held, theirs.rarity));
            score += self.weight(UNCOVERED_SHORTER) * a.min(b) + self.weight(UNCOVERED_LONGER) * a.max(b);
        }
        (score, proved)
    }

    /// What a name scores at its best before its words count.
    fn start(&self, theirs: &Theirs, all_held: bool) -> f32 {
        let mut start = self.weight(BASE) + ROUNDING;
        if all_held && !self.ours.number && theirs.number != Some(true) {
            start += self.weight(NAME_SAME).max(0.0);
        }
        let either =
            |same: f32, differs: f32, missing: f32, ours: bool, theirs: Option<bool>| match (ours, theirs) {
                (true, Some(true)) => same.max(differs),
                (true, Some(false)) | (false, Some(true)) => missing,
                (true, None) => same.max(0.0),
                (false, _) => 0.0,
            };
        start += either(
            self.weight(LEGAL_SAME).max(self.weight(LEGAL_WIDER)),
            self.weight(LEGAL_DIFFERS),
            self.weight(LEGAL_MISSING),
            self.ours.legal_form,
            theirs.legal_form,
        );
        start += either(
            self.weight(NUMBER_SAME),
            self.weight(NUMBER_DIFFERS),
            self.weight(NUMBER_MISSING),
            self.ours.number,
            theirs.number,
        );
        if self.ours.telling.min(theirs.telling) <= 1 {
            start += self.weight(SINGLE);
        }
        if self.ours.weak || theirs.weak {
            start += self.weight(WEAK_ALIAS);
        }
        start
    }

    /// What names cost at least that have no counterpart, of which each side has so many for sure, and one side so many
    /// more than the other: either they contradict one another, or one side has names that the other leaves out.
    fn without_counterpart(&self, (ours, theirs): (f32, f32), surplus: f32, chained: bool) -> f32 {
        let contradicted = self.weight(CONTRADICTED);
        let difference = (ours - theirs).abs().max(surplus);
        if difference == 0.0 {
            return contradicted * ours;
        }
        // Links of a "son of" chain are left out more freely than other names.
        let freely = match ours.total_cmp(&theirs) {
            std::cmp::Ordering::Less => chained,
            std::cmp::Ordering::Equal => chained || self.ours.chained,
            std::cmp::Ordering::Greater => self.ours.chained,
        };
        let left_out = if freely {
            difference * self.weight(EXTRA).max(self.weight(CHAINED_EXTRA))
        } else {
            difference * self.weight(EXTRA) + self.weight(EXTRA_ANY)
        };
        let left_out = contradicted * ours.min(theirs) + left_out;
        if surplus > 0.0 { left_out } else { left_out.max(contradicted * ours.max(theirs)) }
    }

    /// How many more names proper one side has than the other at least, links aside. Links of one name with one name
    /// leave the difference as it is; only tokens of other roles change it, by one each, and links that join tokens, and
    /// tokens that repeat.
    fn surplus(&self, flexible: u32, theirs: &Theirs) -> f32 {
        match theirs.balance {
            Some((names, their_flexible)) if !theirs.joined && self.ours.repeated == 0 => {
                self.ours.names.abs_diff(names).saturating_sub(flexible + their_flexible) as f32
            }
            _ => 0.0,
        }
    }

    /// The most that one name of the index can score.
    pub fn of_name(&self, view: &View<'_>, record: &NameRecord, look: Look, scratch: &Scratch) -> f32 {
        let mut reach = [OUT_OF_REACH; MOST_TOKENS];
        let mut theirs =
            Theirs { names: 0.0, gain: 0.0, proved: 0.0, joined: false, plain: false, ..look.tells(0) };
        theirs.names = 0.0;
        let mut held = 0u32;
        let mut meet = |token: u32, theirs: &mut Theirs| {
            let mut best: Option<Reach> = None;
            for met in scratch.met_by(token) {
                met.raise(&mut reach);
                best.get_or_insert(OUT_OF_REACH).raise(met.reach());
                theirs.joined |= met.relation.kind == LinkKind::Joined;
                theirs.plain |= !met.across;
            }
            if let Some(best) = best {
                theirs.gain += best.gain.max(0.0);
                theirs.proved += best.rarity;
            }
            best.is_some()
        };
        for (at, token) in view.name_joined(record).enumerate() {
            if let Some(token) = token
                && meet(token, &mut theirs)
            {
                held |= 3 << at;
            }
        }
        let mut flexible = 0;
        for (at, (token, role, _)) in view.name_tokens(record).enumerate() {
            flexible += u32::from(role == Role::Initial);
            if !is_word(role) {
                continue;
            }
            let rarity = rarity_in_role(role, view.tokens[token as usize].sound_rarity.get());
            theirs.rarity += rarity;
            // Beside what no link of its own holds, a token that repeats it is as good as held.
            let repeats = look.repeats() && (held != 0 || self.ours.initials > 0.0);
            if meet(token, &mut theirs) || held & (1 << at) != 0 || repeats {
                theirs.held += rarity;
                flexible += u32::from(role != Role::Name);
            } else if role == Role::Name {
                theirs.names += 1.0;
                theirs.mass += rarity;
            } else if role == Role::Patronymic {
                theirs.patronymics += 1.0;
            }
        }
        theirs.balance = theirs.balance.map(|(names, _)| (names, flexible));
        self.most(&reach, &theirs)
    }
}

/// The links of a query's tokens that may hold, each at its best.
#[derive(Default)]
struct Links {
    gains: [(f32, f32); MOST_TOKENS],
    rarities: [f32; MOST_TOKENS],
    count: usize,
}

impl Links {
    #[inline]
    fn add(&mut self, reach: Reach) {
        self.gains[self.count] = (reach.gain.max(0.0), reach.unlike);
        self.rarities[self.count] = reach.rarity;
        self.count += 1;
    }

    /// The most that so many of them bring together, and prove. The least alike of them costs by how unlike it is.
    fn most(&mut self, words: usize, least_alike: f32) -> (f32, f32) {
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

const BASE: usize = at("base");
const NAME_SAME: usize = at("name-same");
const LEGAL_SAME: usize = at("legal-same");
const LEGAL_WIDER: usize = at("legal-wider");
const LEGAL_DIFFERS: usize = at("legal-differs");
const LEGAL_MISSING: usize = at("legal-missing");
const NUMBER_SAME: usize = at("number-same");
const NUMBER_DIFFERS: usize = at("number-differs");
const NUMBER_MISSING: usize = at("number-missing");
const SINGLE: usize = at("single");
const WEAK_ALIAS: usize = at("weak-alias");
const VOWELLESS: usize = at("vowelless");
const LEAST_ALIKE: usize = at("least-alike");
const CONTRADICTED: usize = at("contradicted");
const CONTRADICTED_MASS: usize = at("contradicted-mass");
const ONE_LINK_CONTRADICTED: usize = at("one-link-contradicted");
const PATRONYMIC_DIFFERS: usize = at("patronymic-differs");
const PATRONYMIC_OMITTED: usize = at("patronymic-omitted");
const UNCOVERED_SHORTER: usize = at("uncovered-shorter");
const UNCOVERED_LONGER: usize = at("uncovered-longer");
const EXTRA: usize = at("extra");
const EXTRA_ANY: usize = at("extra-any");
const CHAINED_EXTRA: usize = at("chained-extra");
const LOW_MASS: usize = at("low-mass");
const VERY_LOW_MASS: usize = at("very-low-mass");
