//! Equivalent forms of names (Oleg, Олег, أوليغ; Muhammad, Mehmet) and how common names are: two tables compiled
//! from Wikidata (CC0) by `cargo xtask assets`, kept as hashes so that they take no time to load.

use crate::letters::rows;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Rows of (hash of a folded form, class), each little-endian `u32`, ascending. Expanded by the build script.
static FORMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/name_forms.bin"));
/// Rows of (hash of a skeleton or folded token, occurrences), each little-endian `u32`, ascending by hash.
static COMMON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/commonness.bin"));

/// A hash that stays the same over versions and machines: FNV-1a, 32 bits, over the bytes.
pub const fn stable_hash(bytes: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    // FNV's low bits are weak in short words; mix once more.
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x2c1b_3c6d);
    hash ^ (hash >> 13)
}

/// Classes of equivalent forms that a folded token belongs to, ascending. Empty for unknown tokens.
pub fn forms(fold: &str) -> Vec<u32> {
    found(FORMS, stable_hash(fold.as_bytes())).collect()
}

/// How often a folded token occurs among the names of people that Wikidata knows; 0 when hardly ever.
pub fn commonness(fold: &str) -> u32 {
    found(COMMON, fold_key(fold)).next().unwrap_or(0)
}

/// How often any token with this skeleton occurs; 0 when hardly ever.
pub fn skeleton_commonness(classes: &[u8]) -> u32 {
    found(COMMON, skeleton_key(classes)).next().unwrap_or(0)
}

/// Key of a folded token in the table of how common names are.
pub fn fold_key(fold: &str) -> u32 {
    stable_hash(fold.as_bytes())
}

/// Key of a skeleton in the same table.
pub fn skeleton_key(classes: &[u8]) -> u32 {
    stable_hash(classes) ^ 0x5bd1_e995
}

fn found(table: &'static [u8], hash: u32) -> impl Iterator<Item = u32> {
    let rows = table.as_chunks::<8>().0;
    let key = |row: &[u8; 8]| u32::from_le_bytes([row[0], row[1], row[2], row[3]]);
    let start = rows.partition_point(|row| key(row) < hash);
    rows[start..]
        .iter()
        .take_while(move |row| key(row) == hash)
        .map(|row| u32::from_le_bytes([row[4], row[5], row[6], row[7]]))
}

/// Nicknames and full names, each with the numbers of the rows it stands in.
struct Nicknames {
    nicks: FxHashMap<&'static str, Vec<u16>>,
    names: FxHashMap<&'static str, Vec<u16>>,
}

static NICKNAMES: LazyLock<Nicknames> = LazyLock::new(|| {
    let mut table = Nicknames { nicks: FxHashMap::default(), names: FxHashMap::default() };
    let tables = [include_str!("../resources/nicknames.tsv"), include_str!("../resources/nicknames_own.tsv")];
    for (number, (nick, columns)) in tables.into_iter().flat_map(rows).enumerate() {
        table.nicks.entry(nick).or_default().push(number as u16);
        for name in columns[0].split(' ') {
            table.names.entry(name).or_default().push(number as u16);
        }
    }
    table
});

/// Everything that a folded token may share with another token, as one ascending row of numbers: see [`Shared`].
pub fn classes(fold: &str) -> Vec<u32> {
    let rows = |table: &FxHashMap<&'static str, Vec<u16>>, base: u32| -> Vec<u32> {
        table.get(fold).into_iter().flatten().map(|row| base + u32::from(*row)).collect()
    };
    let mut classes = forms(fold);
    classes.extend(crate::legal::word_class(fold).map(|class| WORD + u32::from(class)));
    classes.extend(rows(&NICKNAMES.nicks, NICK));
    classes.extend(rows(&NICKNAMES.names, FULL));
    classes.sort_unstable();
    classes.dedup();
    classes
}

const WORD: u32 = 1 << 25;
const NICK: u32 = 1 << 26;
const FULL: u32 = 1 << 27;

/// What two tokens share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// They are forms of one name.
    Form,
    /// They are one word of organisations' names, perhaps in two languages.
    Word,
    /// One is a nickname of the other.
    Nickname,
}

/// What two rows of [`classes`] share, if anything. Symmetric.
pub fn shared(a: &[u32], b: &[u32]) -> Option<Shared> {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal if a[i] < WORD => return Some(Shared::Form),
            std::cmp::Ordering::Equal if a[i] < NICK => return Some(Shared::Word),
            std::cmp::Ordering::Equal => {
                i += 1;
                j += 1;
            }
        }
    }
    (nickname_of(a, b) || nickname_of(b, a)).then_some(Shared::Nickname)
}

fn nickname_of(nick: &[u32], full: &[u32]) -> bool {
    let nicks = nick[nick.partition_point(|class| *class < NICK)..].iter().take_while(|class| **class < FULL);
    nicks.into_iter().any(|class| full.binary_search(&(class - NICK + FULL)).is_ok())
}

/// Whether classes are of a name that some list of forms knows.
pub fn is_known_name(classes: &[u32]) -> bool {
    classes.first().is_some_and(|class| *class < WORD)
}

/// The number that two tokens which share `class` have in common: a nickname and its full name have the same.
pub fn class_key(class: u32) -> u32 {
    if class >= FULL { class - FULL + NICK } else { class }
}
