//! Reading an index: its sections as typed slices, and how to look things up in them.

use super::layout::{
    APART, CountryRecord, DateKey, DateRecord, EntryRecord, FEMININE, IdentifierRecord, KeyRecord, NONE,
    NameRecord, Neighbour, Part, SCRIPT, SoundRecord, Span, TOKEN_BITS, TOKEN_MASK, TokenRecord, YEARS,
    records, section,
};
use super::{Index, bucket};
use crate::align::TokenFacts;
use crate::api::LinkKind;
use crate::prepare::rarity_in_role;
use crate::relate::Relation;
use text::{MAX_SOUNDS, Role, Script, Sounds, Style};
use zerocopy::FromBytes;
use zerocopy::little_endian::U32;

/// An index's sections.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub strings: &'a [u8],
    pub sounds: &'a [SoundRecord],
    pub classes: &'a [U32],
    pub tokens: &'a [TokenRecord],
    pub neighbours: &'a [Neighbour],
    pub postings: &'a [U32],
    pub names: &'a [NameRecord],
    pub name_tokens: &'a [U32],
    directory: &'a [U32],
    keys: &'a [KeyRecord],
    pub entries: &'a [EntryRecord],
    pub dates: &'a [DateRecord],
    places: &'a [Span],
    pub countries: &'a [CountryRecord],
    pub identifiers: &'a [IdentifierRecord],
    date_keys: &'a [DateKey],
}

impl Index {
    /// The sections; they were checked when the index was opened.
    pub(crate) fn view(&self) -> View<'_> {
        fn typed<T: FromBytes + zerocopy::Immutable + zerocopy::KnownLayout + zerocopy::Unaligned>(
            index: &Index,
            part: Part,
        ) -> &[T] {
            section(index.bytes(), &index.header, part).and_then(records).unwrap_or_default()
        }
        View {
            strings: typed(self, Part::Strings),
            sounds: typed(self, Part::Sounds),
            classes: typed(self, Part::Classes),
            tokens: typed(self, Part::Tokens),
            neighbours: typed(self, Part::Neighbours),
            postings: typed(self, Part::Postings),
            names: typed(self, Part::Names),
            name_tokens: typed(self, Part::NameTokens),
            directory: typed(self, Part::Directory),
            keys: typed(self, Part::Keys),
            entries: typed(self, Part::Entries),
            dates: typed(self, Part::Dates),
            places: typed(self, Part::Places),
            countries: typed(self, Part::Countries),
            identifiers: typed(self, Part::Identifiers),
            date_keys: typed(self, Part::DateKeys),
        }
    }
}

impl<'a> View<'a> {
    /// A text of the string section.
    pub fn text(&self, span: Span) -> &'a str {
        std::str::from_utf8(span.of(self.strings)).unwrap_or_default()
    }

    /// The bytes of a text.
    pub fn bytes(&self, span: Span) -> &'a [u8] {
        span.of(self.strings)
    }

    /// Folded places of birth of an entry.
    pub fn places(&self, entry: &EntryRecord) -> impl Iterator<Item = &'a str> + Clone + use<'a> {
        let strings = self.strings;
        entry
            .places
            .of(self.places)
            .iter()
            .map(move |span| std::str::from_utf8(span.of(strings)).unwrap_or_default())
    }

    /// Adds the classes of a token.
    pub fn classes_of(&self, number: u32, classes: &mut Vec<u32>) {
        let record = &self.tokens[number as usize];
        classes.extend(record.classes.of(self.classes).iter().map(|class| class.get()));
    }

    /// The sounds of a token.
    pub fn token_sounds(&self, number: u32) -> Sounds {
        let record = &self.sounds[number as usize];
        Sounds::from_codes(record.codes(), record.script().is_vowelless())
    }

    /// Tokens that have a retrieval key.
    pub fn with_key(&self, key: u32) -> impl Iterator<Item = u32> {
        let rows = self.keys.get(bucket(self.directory, key)).unwrap_or_default();
        let first = rows.partition_point(|row| row.key.get() < key);
        rows[first..].iter().take_while(move |row| row.key.get() == key).map(|row| row.token.get())
    }

    /// Entries that have an identifier, by the hash of its normalised form.
    pub fn with_identifier(&self, hash: u64) -> impl Iterator<Item = u32> + use<'a> {
        self.identifier_rows(hash).map(|row| row.entry.get())
    }

    /// An entry's identifiers with this hash, as written.
    pub fn identifiers_of(&self, hash: u64, entry: u32) -> impl Iterator<Item = &'a str> + use<'a> {
        let view = *self;
        self.identifier_rows(hash)
            .filter(move |row| row.entry.get() == entry)
            .map(move |row| view.text(row.value))
    }

    /// Entries that may have been born on one of these days, or of whom only a year, month or span is known that
    /// touches the years of these days. An entry may come twice.
    pub fn born(
        &self,
        first: i32,
        last: i32,
        years: std::ops::RangeInclusive<i32>,
    ) -> impl Iterator<Item = u32> + use<'a> {
        let keys = self.date_keys;
        let between = move |first: i32, last: i32| {
            let start = keys.partition_point(|row| row.key.get() < first);
            keys[start..].iter().take_while(move |row| row.key.get() <= last).map(|row| row.entry.get())
        };
        between(first, last).chain(between(YEARS + years.start(), YEARS + years.end()))
    }

    /// Entries with exactly this birth date.
    pub fn born_on(&self, day: i32) -> impl Iterator<Item = u32> + use<'a> {
        let keys = self.date_keys;
        let start = keys.partition_point(|row| row.key.get() < day);
        keys[start..].iter().take_while(move |row| row.key.get() == day).map(|row| row.entry.get())
    }

    fn identifier_rows(&self, hash: u64) -> impl Iterator<Item = &'a IdentifierRecord> + use<'a> {
        let first = self.identifiers.partition_point(|row| row.hash.get() < hash);
        self.identifiers[first..].iter().take_while(move |row| row.hash.get() == hash)
    }

    /// Numbers, roles and chaining of a name's tokens.
    pub fn name_tokens(&self, name: &NameRecord) -> impl Iterator<Item = (u32, Role, bool)> + use<'a> {
        let first = name.tokens.get() as usize;
        let packed = self.name_tokens.get(first..first + usize::from(name.token_count)).unwrap_or_default();
        packed.iter().map(|packed| {
            let packed = packed.get();
            (packed & TOKEN_MASK, Role::from_number((packed >> TOKEN_BITS & 7) as u8), packed >> 29 & 1 == 1)
        })
    }

    /// Numbers of a name's joined tokens.
    pub fn name_joined(&self, name: &NameRecord) -> impl Iterator<Item = Option<u32>> + use<'a> {
        let first = name.tokens.get() as usize + usize::from(name.token_count);
        let count = usize::from(name.token_count).saturating_sub(1);
        let joined = self.name_tokens.get(first..first + count).unwrap_or_default();
        joined.iter().map(|token| (token.get() != NONE).then_some(token.get()))
    }

    /// Numbers of an entry's names.
    pub fn names_of(&self, entry: u32) -> std::ops::Range<u32> {
        let names = self.entries[entry as usize].names;
        names.first.get()..names.first.get() + names.count.get()
    }

    /// What aligning needs of a token in a name.
    pub fn facts(&self, token: u32, role: Role, chained: bool) -> TokenFacts {
        let record = &self.tokens[token as usize];
        TokenFacts {
            role,
            chained,
            rarity: rarity_in_role(role, record.rarity.get()),
            sound_rarity: rarity_in_role(role, record.sound_rarity.get()),
            identity: record.identity.get(),
            wider: record.wider.get(),
            feminine: record.flags & FEMININE != 0,
            vowelless: Script::from_number(record.script).is_vowelless(),
        }
    }
}

/// Styles by their number in a name record.
pub(crate) fn style_from_number(number: u8) -> Style {
    match number {
        0 => Style::Person,
        1 => Style::Organisation,
        _ => Style::Object,
    }
}

/// The number of a style.
pub(crate) fn style_number(style: Style) -> u8 {
    match style {
        Style::Person => 0,
        Style::Organisation => 1,
        Style::Object => 2,
    }
}

impl Neighbour {
    /// How it relates.
    pub fn relation(&self) -> Relation {
        Relation {
            kind: LinkKind::from_number(self.kind & !APART),
            quality: self.quality,
            apart: self.kind & APART != 0,
        }
    }
}

impl SoundRecord {
    /// The sounds.
    pub fn codes(&self) -> &[u8] {
        &self.codes[..usize::from(self.length).min(MAX_SOUNDS)]
    }

    /// The script.
    pub fn script(&self) -> Script {
        Script::from_number(self.traits & SCRIPT)
    }

    /// See [`super::letters_mask`].
    pub fn mask(&self) -> u32 {
        let [a, b, c] = self.mask;
        u32::from_le_bytes([a, b, c, 0])
    }
}

impl TokenRecord {
    /// Whether it is no plain token: a legal form, a number, an initial, two tokens joined.
    pub fn neighbours_is_empty(&self) -> bool {
        self.neighbours.count.get() == 0
    }
}
