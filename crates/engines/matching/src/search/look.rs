//! A name of an index at a glance: what can be told of it without opening it, in one number, so that most names need
//! not be opened.

use super::enough::WITHOUT_INITIALS;
use super::theirs::Theirs;
use crate::align::is_word;
use crate::index::view::View;
use crate::index::{NameRecord, WEAK};
use text::Role;

/// A name at a glance. Counts that do not fit stand for "this many or more".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look(u32);

/// A count's place in the number: its first bit, and the greatest value.
#[derive(Clone, Copy)]
struct Count(u32, u32);

const STYLE: Count = Count(0, 3);
const INITIALS: Count = Count(2, 3);
/// Names proper without repetitions, and with them.
const DISTINCT: Count = Count(4, 15);
const NAMES: Count = Count(8, 15);
/// Words of any kind, and those of them that are names, patronymics or generic.
const WORDS: Count = Count(12, 15);
const TELLING: Count = Count(16, 3);
/// Words that are no names proper.
const OTHERS: Count = Count(18, 7);
const LEGAL_FORM: Count = Count(21, 1);
const NUMBER: Count = Count(22, 1);
const PATRONYMIC: Count = Count(23, 1);
const CHAINED: Count = Count(24, 1);
const WEAK_ALIAS: Count = Count(25, 1);
const REPEATS: Count = Count(26, 1);

/// Looks at a name.
pub fn look(view: &View<'_>, name: &NameRecord) -> Look {
    let tokens: Vec<(u32, Role, bool)> = view.name_tokens(name).collect();
    let count = |wanted: &dyn Fn(Role) -> bool| tokens.iter().filter(|(_, role, _)| wanted(*role)).count();
    let has = |wanted: Role| usize::from(tokens.iter().any(|(_, role, _)| *role == wanted));
    let mut distinct: Vec<u32> =
        tokens.iter().filter(|(_, role, _)| *role == Role::Name).map(|(token, ..)| *token).collect();
    let names = distinct.len();
    distinct.sort_unstable();
    distinct.dedup();
    let mut all: Vec<u32> = tokens.iter().map(|(token, ..)| *token).collect();
    all.sort_unstable();
    let repeats = all.windows(2).any(|pair| pair[0] == pair[1]);
    let words = count(&is_word);
    let counts = [
        (STYLE, usize::from(name.style)),
        (INITIALS, count(&|role| role == Role::Initial)),
        (DISTINCT, distinct.len()),
        (NAMES, names),
        (WORDS, words),
        (TELLING, count(&|role| matches!(role, Role::Name | Role::Patronymic | Role::Generic))),
        (OTHERS, words - names),
        (LEGAL_FORM, has(Role::LegalForm)),
        (NUMBER, has(Role::Number)),
        (PATRONYMIC, has(Role::Patronymic)),
        (CHAINED, usize::from(tokens.iter().any(|(.., chained)| *chained))),
        (WEAK_ALIAS, usize::from(name.flags & WEAK != 0)),
        (REPEATS, usize::from(repeats)),
    ];
    let put = |look, (Count(first, most), count): (Count, usize)| look | (count as u32).min(most) << first;
    Look(counts.into_iter().fold(0, put))
}

impl Look {
    /// Of names that are known by their marks alone: no name looks like this.
    pub const NONE: Self = Self(u32::MAX);

    fn count(self, Count(first, most): Count) -> u32 {
        self.0 >> first & most
    }

    fn has(self, flag: Count) -> bool {
        self.count(flag) > 0
    }

    /// A count, or nothing where there may be more.
    fn exactly(self, count: Count) -> Option<u32> {
        Some(self.count(count)).filter(|found| *found < count.1)
    }

    /// The number of its style.
    pub fn style(self) -> u8 {
        self.count(STYLE) as u8
    }

    /// Whether it has initials.
    pub fn has_initials(self) -> bool {
        self.has(INITIALS)
    }

    /// The marks of a name that looks so and is not marked otherwise.
    pub fn marks(self) -> u32 {
        if self.has_initials() { 0 } else { WITHOUT_INITIALS }
    }

    /// Whether a token stands in it twice.
    pub fn repeats(self) -> bool {
        self.has(REPEATS)
    }

    /// The look itself, as a number.
    pub fn number(self) -> u32 {
        self.0
    }

    /// What it tells of a name of which up to `held` names proper may have counterparts.
    pub fn tells(self, held: u32) -> Theirs {
        let initials = self.exactly(INITIALS);
        let balance = || {
            let flexible = self.exactly(OTHERS)? + initials?;
            (!self.repeats()).then_some((self.exactly(NAMES)?, flexible))
        };
        Theirs {
            initials: initials.map_or(f32::MAX, |initials| initials as f32),
            words: self.exactly(WORDS).map_or(usize::MAX, |words| words as usize),
            telling: self.exactly(TELLING).map_or(usize::MAX, |words| words as usize),
            names: self.count(DISTINCT).saturating_sub(held) as f32,
            balance: balance(),
            legal_form: Some(self.has(LEGAL_FORM)),
            number: Some(self.has(NUMBER)),
            patronymic: Some(self.has(PATRONYMIC)),
            chained: self.has(CHAINED),
            weak: self.has(WEAK_ALIAS),
            ..Theirs::anybody()
        }
    }
}
