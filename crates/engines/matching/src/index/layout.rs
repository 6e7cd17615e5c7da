//! How an index lies in its file: a header, then sections of fixed-size records, all little-endian and unaligned,
//! so that a mapped file is used as it is.

use super::IndexError;
use text::MAX_SOUNDS;
use zerocopy::little_endian::{F32, I32, U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// First bytes of every index file.
pub const MAGIC: [u8; 8] = *b"ENTENTE\x01";
/// Layout version. Raise it with every change to a record or to what the tokens hold.
pub const FORMAT: u32 = 3;
/// No value.
pub const NONE: u32 = u32::MAX;

macro_rules! records {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),* $(,)? })*) => {
        $($(#[$doc])* #[derive(Clone, Copy, FromBytes, IntoBytes, Immutable, KnownLayout, Unaligned)]
        #[repr(C)]
        pub struct $name { $(pub $field: $type),* })*
    };
}

records! {
    /// Opens the file.
    Header { magic: [u8; 8], format: U32, engine: U32, sections: [Section; SECTIONS] }
    /// A run of bytes of the file.
    Section { offset: U64, length: U64 }
    /// A distinct token, or two neighbouring tokens joined.
    TokenRecord {
        fold: Span, classes: Span, neighbours: Span, postings: Span,
        rarity: F32, sound_rarity: F32, identity: U32, wider: U32,
        script: u8, article: u8, flags: u8, reserved: u8,
    }
    /// How the token of the same number sounds and is spelt, so that most tokens can be refused without looking further:
    /// its sounds and how many there are, how many letters it has and which ([`letters_mask`]), its traits.
    SoundRecord { codes: [u8; MAX_SOUNDS], length: u8, letters: u8, mask: [u8; 3], traits: u8 }
    /// A run within a section: first record and count.
    Span { first: U32, count: U32 }
    /// A token that relates to another.
    Neighbour { token: U32, kind: u8, quality: u8 }
    /// One name of an entry. Its tokens come first, then its joined tokens (one fewer).
    NameRecord { entry: U32, text: Span, tokens: U32, token_count: u8, style: u8, flags: u8, family_first: u8 }
    /// A retrieval key and a token that has it, ascending.
    KeyRecord { key: U32, token: U32 }
    /// An entry.
    EntryRecord {
        id: Span, names: Span, dates: Span, places: Span, countries: Span,
        expires: I32, list: U16, schema: u8, gender: u8,
    }
    /// A span of days, as days of the common era.
    DateRecord { first: I32, last: I32, precision: u8 }
    /// A day (or, from [`YEARS`] on, a year of a date that is not exact) and an entry that has it, ascending.
    DateKey { key: I32, entry: U32 }
    /// A country and whether it is a nationality.
    CountryRecord { code: [u8; 2], nationality: u8 }
    /// Hash of a normalised identifier, ascending, and who has it.
    IdentifierRecord { hash: U64, entry: U32, value: Span, kind: u8 }
}

/// Traits of a token: its script, and whether it is two tokens joined, begins with an article, has classes.
pub const SCRIPT: u8 = 0x0f;
/// Trait: two tokens joined.
pub const IS_JOINED: u8 = 0x10;
/// Trait: may begin with an article written together with it.
pub const HAS_ARTICLE: u8 = 0x20;
/// Trait: has classes.
pub const HAS_CLASSES: u8 = 0x40;

/// Which letters a word has, in 24 groups: every slip of spelling changes two of the groups at most.
pub fn letters_mask(word: &str) -> u32 {
    word.chars().fold(0, |mask, letter| mask | 1 << (letter as u32 % 24))
}

/// Flag of a token: two tokens joined.
pub const JOINED: u8 = 1;
/// Flag of a token: ends like a Slavic feminine family name.
pub const FEMININE: u8 = 2;
/// Flag of a neighbour's kind: both tokens are known, and known to be two names.
pub const APART: u8 = 0x80;
/// Flag of a name: a weak alias.
pub const WEAK: u8 = 1;

/// Date keys from here on are years.
pub const YEARS: i32 = 10_000_000;

/// Name tokens pack a token's number with its role and whether "son of" stands before it.
pub const TOKEN_BITS: u32 = 26;
/// The number's part of it.
pub const TOKEN_MASK: u32 = (1 << TOKEN_BITS) - 1;

/// The sections, in file order.
#[derive(Clone, Copy)]
#[repr(usize)]
pub enum Part {
    Meta,
    Strings,
    Sounds,
    Classes,
    Tokens,
    Neighbours,
    Postings,
    Names,
    NameTokens,
    Directory,
    Keys,
    Entries,
    Dates,
    Places,
    Countries,
    Identifiers,
    DateKeys,
}

/// How many sections there are.
pub const SECTIONS: usize = 17;

/// The bytes of a section.
pub fn section<'a>(bytes: &'a [u8], header: &Header, part: Part) -> Result<&'a [u8], IndexError> {
    let Section { offset, length } = header.sections[part as usize];
    let start =
        usize::try_from(offset.get()).map_err(|_| IndexError::Damaged("a section lies outside the file"))?;
    let length =
        usize::try_from(length.get()).map_err(|_| IndexError::Damaged("a section lies outside the file"))?;
    let end = start.checked_add(length).filter(|end| *end <= bytes.len());
    end.map(|end| &bytes[start..end]).ok_or(IndexError::Damaged("a section lies outside the file"))
}

/// A section as records.
pub fn records<T: FromBytes + Immutable + KnownLayout + Unaligned>(bytes: &[u8]) -> Result<&[T], IndexError> {
    <[T]>::ref_from_bytes(bytes)
        .map_err(|_| IndexError::Damaged("a section is cut in the middle of a record"))
}

impl Span {
    pub fn new(first: usize, count: usize) -> Self {
        Self { first: U32::new(first as u32), count: U32::new(count as u32) }
    }

    /// The part of a slice that the span names; empty when it lies outside.
    pub fn of<T>(self, all: &[T]) -> &[T] {
        let first = self.first.get() as usize;
        let end = first.saturating_add(self.count.get() as usize);
        all.get(first..end).unwrap_or_default()
    }
}
