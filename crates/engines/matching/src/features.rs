//! What an alignment says, as a row of numbers whose weighted sum is the name evidence.

use crate::align::{Alignment, Link, TokenFacts, is_word};
use crate::api::LinkKind;
use crate::feature_table::{COUNT, GROUPS, at};
use crate::relate::Relation;
use text::{Role, Style};

const SAME: usize = at("same");
/// The first of five groups by quality.
const CLOSE: usize = at("close-93");
/// The first of five groups by quality.
const SCRIPT: usize = at("script-93");
const EQUIVALENT_80: usize = at("equivalent-80");
const EQUIVALENT_60: usize = at("equivalent-60");
const NICKNAME: usize = at("nickname");
const JOINED_SAME: usize = at("joined-same");
const JOINED: usize = at("joined");
/// The group of links between an initial and a name.
pub const INITIAL: usize = at("initial");
const GENERIC: usize = at("generic");
const GENERIC_UNLIKE: usize = at("generic-unlike");
const ACRONYM: usize = at("acronym");
/// The group of links of titles and of first halves of compounds.
pub const MINOR: usize = at("minor");
const KNOWN_APART: usize = at("known-apart");
/// Counts in links whose tokens sound all but the same.
pub const KNOWN_NEAR: usize = at("known-near");
const LEGAL_SAME: usize = at("legal-same");
const LEGAL_WIDER: usize = at("legal-wider");
const LEGAL_DIFFERS: usize = at("legal-differs");
const LEGAL_MISSING: usize = at("legal-missing");
const NUMBER_SAME: usize = at("number-same");
const NUMBER_DIFFERS: usize = at("number-differs");
const NUMBER_MISSING: usize = at("number-missing");
const CONTRADICTED: usize = at("contradicted");
const CONTRADICTED_MASS: usize = at("contradicted-mass");
const EXTRA: usize = at("extra");
const EXTRA_MASS: usize = at("extra-mass");
const GENERIC_CONTRADICTED: usize = at("generic-contradicted");
const GENERIC_EXTRA: usize = at("generic-extra");
const PATRONYMIC_DIFFERS: usize = at("patronymic-differs");
const PATRONYMIC_OMITTED: usize = at("patronymic-omitted");
const ORDER: usize = at("order");
const CHAIN: usize = at("chain");
const NAME_SAME: usize = at("name-same");
const SINGLE: usize = at("single");
const WEAK_ALIAS: usize = at("weak-alias");
const UNCOVERED_SHORTER: usize = at("uncovered-shorter");
const UNCOVERED_LONGER: usize = at("uncovered-longer");
const BASE: usize = at("base");
const GENDER_FORM: usize = at("gender-form");
const ONE_LINK_CONTRADICTED: usize = at("one-link-contradicted");
const LOW_MASS: usize = at("low-mass");
const SECOND_UNLIKE: usize = at("second-unlike");
const INITIAL_CONTRADICTED: usize = at("initial-contradicted");
const CONTRADICTED_SHARE: usize = at("contradicted-share");
const VERY_LOW_MASS: usize = at("very-low-mass");
const MINOR_EXTRA: usize = at("minor-extra");
const CHAINED_EXTRA: usize = at("chained-extra");
const UNLIKENESS: usize = at("unlikeness");
const LEAST_ALIKE: usize = at("least-alike");
const VOWELLESS: usize = at("vowelless");
const INITIALS_ONLY: usize = at("initials-only");
const FIRST_EXTRA: usize = at("first-extra");
const FIRST_CONTRADICTED: usize = at("first-contradicted");
const EXTRA_ANY: usize = at("extra-any");
const AMPLE_MASS: usize = at("ample-mass");
const WHOLE_ALIKE: usize = at("whole-alike");
const LAST_EXTRA: usize = at("last-extra");
const LAST_CONTRADICTED: usize = at("last-contradicted");
const CONTRADICTED_ANY: usize = at("contradicted-any");
const LETTERS_UNLIKE: usize = at("letters-unlike");
const LETTERS_LEAST: usize = at("letters-least");
const LETTERS_SHUFFLED: usize = at("letters-shuffled");
const LEAST: usize = at("least");
const SHARED: usize = at("shared");

/// A row of features.
pub type Features = [f32; COUNT];

/// The group of a link between tokens of these roles.
pub fn group(kind: LinkKind, quality: u8, roles: (Role, Role)) -> usize {
    let has = |role| roles.0 == role || roles.1 == role;
    if kind == LinkKind::Initial {
        return if quality > Relation::INITIAL.quality { ACRONYM } else { INITIAL };
    }
    if kind != LinkKind::Joined && (has(Role::Compound) || has(Role::Title)) {
        return MINOR;
    }
    if kind != LinkKind::Joined && has(Role::Generic) {
        return if quality >= 80 { GENERIC } else { GENERIC_UNLIKE };
    }
    let step = |first: usize| match quality {
        93.. => first,
        85.. => first + 1,
        75.. => first + 2,
        65.. => first + 3,
        _ => first + 4,
    };
    match kind {
        LinkKind::Same => SAME,
        LinkKind::Spelling | LinkKind::Sound | LinkKind::Partial => step(CLOSE),
        LinkKind::Transliteration => step(SCRIPT),
        LinkKind::Equivalent if quality >= 80 => EQUIVALENT_80,
        LinkKind::Equivalent => EQUIVALENT_60,
        LinkKind::Nickname => NICKNAME,
        LinkKind::Joined if quality >= 93 => JOINED_SAME,
        LinkKind::Joined => JOINED,
        LinkKind::Initial | LinkKind::LegalForm | LinkKind::Missing => INITIAL,
    }
}

/// The feature that a link carries by itself whose tokens are known to be two names. Lists of forms have gaps: what sounds
/// all but the same may be one name, whatever they leave out.
pub fn known_apart(quality: u8) -> usize {
    if quality < ALL_BUT_THE_SAME { KNOWN_APART } else { KNOWN_NEAR }
}

const ALL_BUT_THE_SAME: u8 = 93;

/// The feature by which it counts that the tokens of a link are known to be two names, if it does. After the first half of
/// a compound stand names of God, which are told by their consonants: "Abdul Rehman" is Abdur Rahman.
pub fn counts_apart(left: &[TokenFacts], right: &[TokenFacts], link: &Link) -> Option<usize> {
    let after = |side: &[TokenFacts], at: u8| at > 0 && side[usize::from(at) - 1].role == Role::Compound;
    let told_by_consonants =
        link.quality >= ALL_BUT_THE_SAME && after(left, link.left) && after(right, link.right);
    (link.apart && !told_by_consonants).then(|| known_apart(link.quality))
}

/// What both names bring besides their alignment.
pub struct Pair<'a> {
    pub left: &'a [TokenFacts],
    pub right: &'a [TokenFacts],
    pub left_family_first: Option<usize>,
    pub right_family_first: Option<usize>,
    pub weak: bool,
    pub style: Style,
    /// What only direct comparison works out.
    pub read: Read,
}

/// What two names have in common beyond their tokens, read and heard as a whole.
#[derive(Clone, Copy, Default)]
pub struct Read {
    /// How alike they sound, 0 to 100, when each is written as one word; 0 where every word has its counterpart.
    pub whole: u8,
    /// Of linked tokens that are not the same: how unlike their letters are, 0 to 1, together and at most.
    pub unlike: f32,
    pub most_unlike: f32,
    /// Whether the words that have not met have the same letters, in another order.
    pub shuffled: bool,
}

/// What one side leaves without a link.
#[derive(Default)]
struct Unlinked {
    names: u32,
    /// Of these, how many "son of" stands before.
    chained: u32,
    mass: f32,
    initials: u32,
    generics: u32,
    /// Titles and first halves of compounds.
    titles: u32,
    compounds: u32,
    patronymics: u32,
    numbers: u32,
}

impl Unlinked {
    fn spaced(&self) -> u32 {
        self.names + self.generics + self.compounds
    }

    fn count(&self) -> u32 {
        self.names
            + self.initials
            + self.generics
            + self.titles
            + self.compounds
            + self.patronymics
            + self.numbers
    }
}

/// The features of an aligned pair. Symmetric in its two names.
pub fn features(pair: &Pair<'_>, alignment: &Alignment) -> Features {
    let mut row = [0.0; COUNT];
    row[BASE] = 1.0;
    let links = &alignment.links;
    let (mut mass, mut unlike) = (0.0, 0u32);
    for link in links {
        row[link.group] += 1.0;
        row[GROUPS + link.group] += link.rarity;
        if let Some(apart) = counts_apart(pair.left, pair.right, link) {
            row[apart] += 1.0;
        }
        mass += link.rarity;
        unlike += u32::from(
            matches!(link.kind, LinkKind::Spelling | LinkKind::Sound | LinkKind::Transliteration)
                && link.quality < 93,
        );
    }
    legal_forms(pair, &mut row);
    numbers(pair, &mut row);
    let left = unlinked(pair.left, alignment.left_taken, alignment.left_repeats);
    let right = unlinked(pair.right, alignment.right_taken, alignment.right_repeats);
    unmatched(&left, &right, links.len(), mass, &mut row);
    match firsts(pair, alignment) {
        (true, false) | (false, true) => row[FIRST_EXTRA] = 1.0,
        (false, false) if !links.is_empty() => row[FIRST_CONTRADICTED] = 1.0,
        _ => {}
    }
    match lasts(pair, alignment) {
        (true, false) | (false, true) => row[LAST_EXTRA] = 1.0,
        (false, false) if !links.is_empty() => row[LAST_CONTRADICTED] = 1.0,
        _ => {}
    }
    // Spaces part names in other places; patronymics are told apart by themselves.
    if left.spaced() + right.spaced() > 0 {
        row[WHOLE_ALIKE] = (f32::from(pair.read.whole) / 100.0 - LEAST_WHOLE).max(0.0) / (1.0 - LEAST_WHOLE);
    }
    let differs = order_differs(pair, links);
    row[ORDER] = f32::from(u8::from(differs));
    row[CHAIN] = f32::from(u8::from(differs && chain_differs(pair, links)));
    let all_same = links.iter().all(|link| link.kind == LinkKind::Same);
    let none_left = left.count() + right.count() == 0;
    row[NAME_SAME] = f32::from(u8::from(!links.is_empty() && all_same && none_left && !differs));
    let words = |side: &[TokenFacts]| {
        side.iter()
            .filter(|token| matches!(token.role, Role::Name | Role::Patronymic | Role::Generic))
            .count()
    };
    row[SINGLE] = f32::from(u8::from(words(pair.left).min(words(pair.right)) <= 1));
    row[WEAK_ALIAS] = f32::from(u8::from(pair.weak));
    let (uncovered_left, uncovered_right) = (
        uncovered(pair.left, alignment.left_taken | alignment.left_repeats),
        uncovered(pair.right, alignment.right_taken | alignment.right_repeats),
    );
    row[UNCOVERED_SHORTER] = uncovered_left.min(uncovered_right);
    row[UNCOVERED_LONGER] = uncovered_left.max(uncovered_right);
    // Where one side leaves vowels out, names that differ in vowels alone look the same.
    let across = |link: &Link| {
        pair.left[usize::from(link.left)].vowelless != pair.right[usize::from(link.right)].vowelless
    };
    row[VOWELLESS] = f32::from(u8::from(links.iter().any(across)));
    row[GENDER_FORM] = f32::from(u8::from(gender_forms_differ(pair, links)));
    row[LOW_MASS] = (12.0 - mass).max(0.0);
    row[VERY_LOW_MASS] = (7.0 - mass).max(0.0);
    row[AMPLE_MASS] = (mass - 18.0).max(0.0);
    for link in links.iter().filter(|link| link.kind != LinkKind::Initial) {
        let unlike = 1.0 - f32::from(link.quality) / 100.0;
        row[UNLIKENESS] += unlike;
        row[LEAST_ALIKE] = row[LEAST_ALIKE].max(unlike);
    }
    // Initials alone never name anybody, and no name is looked for by them.
    let wordless = |side: &[TokenFacts]| side.iter().all(|token| !is_word(token.role));
    let initials_only = links.iter().all(|link| link.group == INITIAL)
        && (!links.is_empty() || wordless(pair.left) || wordless(pair.right));
    row[INITIALS_ONLY] = f32::from(u8::from(initials_only));
    row[SECOND_UNLIKE] = unlike.saturating_sub(1) as f32;
    row[LETTERS_UNLIKE] = pair.read.unlike;
    row[LETTERS_LEAST] = pair.read.most_unlike;
    row[LETTERS_SHUFFLED] = f32::from(u8::from(pair.read.shuffled));
    row[LEAST] = 1.0;
    row[SHARED] = links.iter().map(shared).sum::<f32>().min(MOST_SHARED);
    row
}

/// Names that share more than this, in nats, are told apart by the names that they do not share: brothers share nearly
/// everything.
pub const MOST_SHARED: f32 = 13.0;

/// What a link counts for one name that is part of two: nothing where it may be chance.
fn shared(link: &Link) -> f32 {
    if link.apart || matches!(link.group, INITIAL | MINOR | GENERIC | GENERIC_UNLIKE | ACRONYM) {
        return 0.0;
    }
    let alike = (f32::from(link.quality) - LEAST_SHARED) / (100.0 - LEAST_SHARED);
    link.rarity * alike.max(0.0)
}

/// A link of this quality shares nothing.
const LEAST_SHARED: f32 = 60.0;

fn legal_forms(pair: &Pair<'_>, row: &mut Features) {
    let form = |side: &[TokenFacts]| side.iter().find(|token| token.role == Role::LegalForm).copied();
    match (form(pair.left), form(pair.right)) {
        (Some(a), Some(b)) if a.identity == b.identity => row[LEGAL_SAME] = 1.0,
        (Some(a), Some(b)) if a.wider == b.wider && a.wider != 0 => row[LEGAL_WIDER] = 1.0,
        (Some(_), Some(_)) => row[LEGAL_DIFFERS] = 1.0,
        (Some(_), None) | (None, Some(_)) => row[LEGAL_MISSING] = 1.0,
        (None, None) => {}
    }
}

fn numbers(pair: &Pair<'_>, row: &mut Features) {
    let of = |side: &[TokenFacts]| -> (u32, u32) {
        let numbers = side.iter().filter(|token| token.role == Role::Number);
        numbers.fold((0, 0), |(count, sum), token| (count + 1, sum.wrapping_add(token.identity)))
    };
    match (of(pair.left), of(pair.right)) {
        ((0, _), (0, _)) => {}
        ((0, _), _) | (_, (0, _)) => row[NUMBER_MISSING] = 1.0,
        (a, b) if a == b => row[NUMBER_SAME] = 1.0,
        _ => row[NUMBER_DIFFERS] = 1.0,
    }
}

fn unlinked(side: &[TokenFacts], taken: u32, repeats: u32) -> Unlinked {
    let mut left = Unlinked::default();
    for (at, token) in side.iter().enumerate() {
        if (taken | repeats) & (1 << at) != 0 {
            continue;
        }
        match token.role {
            Role::Name => {
                left.names += 1;
                left.chained += u32::from(token.chained);
                left.mass += token.sound_rarity;
            }
            Role::Initial => left.initials += 1,
            Role::Patronymic => left.patronymics += 1,
            Role::Generic => left.generics += 1,
            Role::Title => left.titles += 1,
            Role::Compound => left.compounds += 1,
            Role::Number => left.numbers += 1,
            Role::LegalForm => {}
        }
    }
    left
}

fn unmatched(left: &Unlinked, right: &Unlinked, links: usize, mass: f32, row: &mut Features) {
    row[PATRONYMIC_DIFFERS] = left.patronymics.min(right.patronymics) as f32;
    row[PATRONYMIC_OMITTED] = left.patronymics.abs_diff(right.patronymics) as f32;
    row[CONTRADICTED] = left.names.min(right.names) as f32;
    row[CONTRADICTED_MASS] = left.mass.min(right.mass);
    row[CONTRADICTED_ANY] = row[CONTRADICTED].min(1.0);
    // Links of a "son of" chain are left out more freely than other names.
    let extra = left.names.abs_diff(right.names);
    let chained = if left.names > right.names { left.chained } else { right.chained }.min(extra);
    row[EXTRA] = (extra - chained) as f32;
    row[CHAINED_EXTRA] = chained as f32;
    row[EXTRA_ANY] = f32::from(u8::from(extra > chained));
    row[EXTRA_MASS] = (left.mass - right.mass).abs();
    if row[CONTRADICTED] > 0.0 {
        row[CONTRADICTED_SHARE] = row[CONTRADICTED_MASS] / (row[CONTRADICTED_MASS] + mass);
    }
    // Titles are left out more freely than halves of names.
    let titles = left.titles.abs_diff(right.titles) as f32;
    row[MINOR_EXTRA] = left.compounds.abs_diff(right.compounds) as f32 + 0.5 * titles;
    // "Hotels" against "Shipping", whichever of them many organisations share.
    let words = (left.names + left.generics).min(right.names + right.generics);
    row[GENERIC_CONTRADICTED] = words as f32 - row[CONTRADICTED];
    row[GENERIC_EXTRA] = left.generics.abs_diff(right.generics) as f32;
    // "Hans O" against "Hans Joachim": an initial that stands for nothing, beside a name that has none.
    let initials = (left.initials.min(right.names + right.patronymics + right.initials))
        .max(right.initials.min(left.names + left.patronymics + left.initials));
    row[INITIAL_CONTRADICTED] = initials as f32;
    row[ONE_LINK_CONTRADICTED] = f32::from(u8::from(
        links <= 1 && row[CONTRADICTED] + row[GENERIC_CONTRADICTED] + row[INITIAL_CONTRADICTED] > 0.0,
    ));
}

/// Names that sound less alike than this as a whole are not alike.
const LEAST_WHOLE: f32 = 0.85;

/// Whether the first name proper of each side has a counterpart. "Omar Samir Haddad" is Samir Haddad's child, "Ali Samir
/// Haddad" Omar's brother.
fn firsts(pair: &Pair<'_>, alignment: &Alignment) -> (bool, bool) {
    let held = |side: &[TokenFacts], family_first: Option<usize>, taken: u32| {
        let named = |token: &TokenFacts| matches!(token.role, Role::Name | Role::Initial | Role::Compound);
        let start = family_first.unwrap_or(0);
        side.iter().skip(start).position(named).is_none_or(|at| taken & (1 << (at + start)) != 0)
    };
    (
        held(pair.left, pair.left_family_first, alignment.left_taken | alignment.left_repeats),
        held(pair.right, pair.right_family_first, alignment.right_taken | alignment.right_repeats),
    )
}

/// Whether the last name proper of each side has a counterpart: whoever shortens a name keeps its ends.
fn lasts(pair: &Pair<'_>, alignment: &Alignment) -> (bool, bool) {
    let held = |side: &[TokenFacts], family_first: Option<usize>, taken: u32| {
        let named = |token: &TokenFacts| token.role == Role::Name;
        let end = family_first.unwrap_or(side.len());
        side[..end.min(side.len())].iter().rposition(named).is_none_or(|at| taken & (1 << at) != 0)
    };
    (
        held(pair.left, pair.left_family_first, alignment.left_taken | alignment.left_repeats),
        held(pair.right, pair.right_family_first, alignment.right_taken | alignment.right_repeats),
    )
}

/// Share of a side's rarity that no link holds.
fn uncovered(side: &[TokenFacts], taken: u32) -> f32 {
    let (mut all, mut held) = (0.0, 0.0);
    for (at, token) in side.iter().enumerate().filter(|(_, token)| is_word(token.role)) {
        all += token.sound_rarity;
        if taken & (1 << at) != 0 {
            held += token.sound_rarity;
        }
    }
    if all > 0.0 { 1.0 - held / all } else { 1.0 }
}

/// Whether the links cross, other than a comma explains.
fn order_differs(pair: &Pair<'_>, links: &[Link]) -> bool {
    let rotated = |at: u8, family_first: Option<usize>, count: usize| match family_first {
        Some(family) if usize::from(at) < family => usize::from(at) + count,
        _ => usize::from(at),
    };
    let mut last = None;
    let mut pairs = [(0usize, 0usize); 32];
    let count = links.len().min(32);
    for (slot, link) in pairs.iter_mut().zip(links) {
        *slot = (
            rotated(link.left, pair.left_family_first, pair.left.len()),
            rotated(link.right, pair.right_family_first, pair.right.len()),
        );
    }
    let pairs = &mut pairs[..count];
    pairs.sort_unstable();
    for &(_, right) in pairs.iter() {
        if last.is_some_and(|last| right < last) {
            return true;
        }
        last = Some(right);
    }
    false
}

/// Whether the crossing links stand in "son of" chains on both sides: "A bin B" is not "B bin A".
fn chain_differs(pair: &Pair<'_>, links: &[Link]) -> bool {
    let chained = |side: &[TokenFacts]| side.iter().any(|token| token.chained);
    if !chained(pair.left) || !chained(pair.right) {
        return false;
    }
    links.iter().any(|a| {
        links.iter().any(|b| {
            a.left < b.left
                && a.right > b.right
                && (pair.left[usize::from(b.left)].chained && pair.right[usize::from(a.right)].chained)
        })
    })
}

fn gender_forms_differ(pair: &Pair<'_>, links: &[Link]) -> bool {
    pair.style == Style::Person
        && links.iter().any(|link| {
            let (a, b) = (&pair.left[usize::from(link.left)], &pair.right[usize::from(link.right)]);
            matches!(link.kind, LinkKind::Spelling | LinkKind::Sound | LinkKind::Transliteration)
                && link.left_length == link.right_length
                && a.feminine != b.feminine
        })
}
