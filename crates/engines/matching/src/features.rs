//! What an alignment says, as a row of numbers whose weighted sum is the name evidence.

use crate::align::{Alignment, Link, TokenFacts, is_word};
use crate::api::LinkKind;
use text::{Role, Style};

/// Everything that bears on whether two names are one, in the order of the weights' file.
pub const FEATURES: [&str; COUNT] = [
    "same",
    "close-93",
    "close-85",
    "close-75",
    "close-65",
    "close-55",
    "script-93",
    "script-85",
    "script-75",
    "script-65",
    "script-55",
    "equivalent-80",
    "equivalent-60",
    "nickname",
    "joined-same",
    "joined",
    "initial",
    "minor",
    "generic",
    "generic-unlike",
    "same-mass",
    "close-93-mass",
    "close-85-mass",
    "close-75-mass",
    "close-65-mass",
    "close-55-mass",
    "script-93-mass",
    "script-85-mass",
    "script-75-mass",
    "script-65-mass",
    "script-55-mass",
    "equivalent-80-mass",
    "equivalent-60-mass",
    "nickname-mass",
    "joined-same-mass",
    "joined-mass",
    "initial-mass",
    "minor-mass",
    "generic-mass",
    "generic-unlike-mass",
    "legal-same",
    "legal-wider",
    "legal-differs",
    "legal-missing",
    "number-same",
    "number-differs",
    "number-missing",
    "contradicted",
    "contradicted-mass",
    "extra",
    "extra-mass",
    "generic-contradicted",
    "generic-extra",
    "patronymic-differs",
    "patronymic-omitted",
    "order",
    "chain",
    "name-same",
    "single",
    "weak-alias",
    "uncovered-shorter",
    "uncovered-longer",
    "base",
    "gender-form",
    "one-link-contradicted",
    "low-mass",
    "second-unlike",
    "initial-contradicted",
    "contradicted-share",
    "very-low-mass",
    "minor-extra",
    "chained-extra",
    "unlikeness",
    "least-alike",
    "vowelless",
    "initials-only",
    "known-apart",
];

/// How many features there are.
pub const COUNT: usize = 77;

/// Link groups: by kind and quality, and by what the tokens do in their names.
pub const GROUPS: usize = 20;
const LEGAL_SAME: usize = 40;
const LEGAL_WIDER: usize = 41;
const LEGAL_DIFFERS: usize = 42;
const LEGAL_MISSING: usize = 43;
const NUMBER_SAME: usize = 44;
const NUMBER_DIFFERS: usize = 45;
const NUMBER_MISSING: usize = 46;
const CONTRADICTED: usize = 47;
const CONTRADICTED_MASS: usize = 48;
const EXTRA: usize = 49;
const EXTRA_MASS: usize = 50;
const GENERIC_CONTRADICTED: usize = 51;
const GENERIC_EXTRA: usize = 52;
const PATRONYMIC_DIFFERS: usize = 53;
const PATRONYMIC_OMITTED: usize = 54;
const ORDER: usize = 55;
const CHAIN: usize = 56;
const NAME_SAME: usize = 57;
const SINGLE: usize = 58;
const WEAK_ALIAS: usize = 59;
const UNCOVERED_SHORTER: usize = 60;
const UNCOVERED_LONGER: usize = 61;
const BASE: usize = 62;
const GENDER_FORM: usize = 63;
const ONE_LINK_CONTRADICTED: usize = 64;
const LOW_MASS: usize = 65;
const SECOND_UNLIKE: usize = 66;
const INITIAL_CONTRADICTED: usize = 67;
const CONTRADICTED_SHARE: usize = 68;
const VERY_LOW_MASS: usize = 69;
const MINOR_EXTRA: usize = 70;
const CHAINED_EXTRA: usize = 71;
const UNLIKENESS: usize = 72;
const LEAST_ALIKE: usize = 73;
const VOWELLESS: usize = 74;
const INITIALS_ONLY: usize = 75;
/// Links whose tokens are known to be two names: the one feature that a link carries by itself.
pub const KNOWN_APART: usize = 76;

/// A row of features.
pub type Features = [f32; COUNT];

/// The group of a link between tokens of these roles.
pub fn group(kind: LinkKind, quality: u8, roles: (Role, Role)) -> usize {
    let has = |role| roles.0 == role || roles.1 == role;
    if kind == LinkKind::Initial {
        return 16;
    }
    if kind != LinkKind::Joined && (has(Role::Compound) || has(Role::Title)) {
        return 17;
    }
    if kind != LinkKind::Joined && has(Role::Generic) {
        return if quality >= 80 { 18 } else { 19 };
    }
    let step = |first: usize| match quality {
        93.. => first,
        85.. => first + 1,
        75.. => first + 2,
        65.. => first + 3,
        _ => first + 4,
    };
    match kind {
        LinkKind::Same => 0,
        LinkKind::Spelling | LinkKind::Sound => step(1),
        LinkKind::Transliteration => step(6),
        LinkKind::Equivalent if quality >= 80 => 11,
        LinkKind::Equivalent => 12,
        LinkKind::Nickname => 13,
        LinkKind::Joined if quality == 100 => 14,
        LinkKind::Joined => 15,
        LinkKind::Initial | LinkKind::LegalForm | LinkKind::Missing => 16,
    }
}

/// What both names bring besides their alignment.
pub struct Pair<'a> {
    pub left: &'a [TokenFacts],
    pub right: &'a [TokenFacts],
    pub left_family_first: Option<usize>,
    pub right_family_first: Option<usize>,
    pub weak: bool,
    pub style: Style,
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
    minors: u32,
    patronymics: u32,
    numbers: u32,
}

impl Unlinked {
    fn count(&self) -> u32 {
        self.names + self.initials + self.generics + self.minors + self.patronymics + self.numbers
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
        row[KNOWN_APART] += f32::from(u8::from(link.apart));
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
    for link in links.iter().filter(|link| link.kind != LinkKind::Initial) {
        let unlike = 1.0 - f32::from(link.quality) / 100.0;
        row[UNLIKENESS] += unlike;
        row[LEAST_ALIKE] = row[LEAST_ALIKE].max(unlike);
    }
    // Initials alone never name anybody, and no name is looked for by them.
    let wordless = |side: &[TokenFacts]| side.iter().all(|token| !is_word(token.role));
    let initials_only = links.iter().all(|link| link.kind == LinkKind::Initial)
        && (!links.is_empty() || wordless(pair.left) || wordless(pair.right));
    row[INITIALS_ONLY] = f32::from(u8::from(initials_only));
    row[SECOND_UNLIKE] = unlike.saturating_sub(1) as f32;
    row
}

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
            Role::Compound | Role::Title => left.minors += 1,
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
    // Links of a "son of" chain are left out more freely than other names.
    let extra = left.names.abs_diff(right.names);
    let chained = if left.names > right.names { left.chained } else { right.chained }.min(extra);
    row[EXTRA] = (extra - chained) as f32;
    row[CHAINED_EXTRA] = chained as f32;
    row[EXTRA_MASS] = (left.mass - right.mass).abs();
    if row[CONTRADICTED] > 0.0 {
        row[CONTRADICTED_SHARE] = row[CONTRADICTED_MASS] / (row[CONTRADICTED_MASS] + mass);
    }
    row[MINOR_EXTRA] = left.minors.abs_diff(right.minors) as f32;
    let generics = left.generics.min(right.generics);
    row[GENERIC_CONTRADICTED] = generics as f32;
    row[GENERIC_EXTRA] = left.generics.abs_diff(right.generics) as f32;
    // "Hans O" against "Hans Joachim": an initial that stands for nothing, beside a name that has none.
    let initials = (left.initials.min(right.names + right.patronymics + right.initials))
        .max(right.initials.min(left.names + left.patronymics + left.initials));
    row[INITIAL_CONTRADICTED] = initials as f32;
    row[ONE_LINK_CONTRADICTED] = f32::from(u8::from(
        links <= 1 && row[CONTRADICTED] + row[GENERIC_CONTRADICTED] + row[INITIAL_CONTRADICTED] > 0.0,
    ));
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
