//! Building an index: gather the names of all entries, number their distinct tokens, relate every token to its
//! neighbours once, lay everything out.

use super::layout::{
    APART, CountryRecord, DateKey, DateRecord, EntryRecord, FEMININE, FORMAT, HAS_ARTICLE, HAS_CLASSES,
    Header, IS_JOINED, IdentifierRecord, JOINED, KeyRecord, MAGIC, NONE, NameRecord, Neighbour, Part,
    SECTIONS, Section, SoundRecord, Span, TOKEN_BITS, TOKEN_MASK, TokenRecord, WEAK, YEARS, letters_mask,
};
use super::view::style_number;
use crate::IndexedList;
use crate::prepare::{
    JoinedToken, PreparedName, PreparedToken, joined_keys, prepare, rarity_in_role, styles,
};
use crate::relate::{Relation, TokenView, relate_joined_keyed, relate_keyed};
use model::{Entity, Gender, PartialDate, Precision};
use std::collections::HashMap;
use text::{MAX_SOUNDS, Role, Script, Sounds, stable_hash};
use zerocopy::IntoBytes;
use zerocopy::little_endian::{F32, I32, U16, U32, U64};

/// Gathers entries list by list and lays them out.
#[derive(Default)]
pub struct IndexBuilder {
    lists: Vec<IndexedList>,
    strings: Vec<u8>,
    tokens: Vec<Gathered>,
    token_numbers: HashMap<(u8, String), u32>,
    names: Vec<NameRecord>,
    name_tokens: Vec<U32>,
    entries: Vec<EntryRecord>,
    dates: Vec<DateRecord>,
    places: Vec<Span>,
    countries: Vec<CountryRecord>,
    identifiers: Vec<IdentifierRecord>,
    date_keys: Vec<DateKey>,
}

/// Rarity is counted as if an index had at least this many entries, so that scores on a short list mean what they mean
/// on all lists together.
const REFERENCE: usize = 41_000;
/// Up to this many entries a count is taken as it is: one subject may be listed several times.
const FEW: u32 = 4;

/// Longer spans of birth years say nothing that would help to find anybody.
const MOST_YEARS: i16 = 30;

/// A distinct token while the index is being built.
struct Gathered {
    token: PreparedToken,
    joined: Option<JoinedToken>,
    names: Vec<U32>,
    /// How many entries have it, and the last one counted.
    entries: u32,
    last_entry: u32,
}

impl Gathered {
    fn fold(&self) -> &str {
        self.joined.as_ref().map_or(&self.token.fold, |joined| &joined.fold)
    }

    fn heard(&self) -> Sounds {
        self.joined.as_ref().map_or(self.token.sounds, |joined| joined.sounds)
    }

    fn sounds(&self) -> SoundRecord {
        let (detail, heard) = (self.token.detail(), self.heard());
        let traits = if self.joined.is_some() {
            IS_JOINED
        } else {
            let article = if detail.article > 0 { HAS_ARTICLE } else { 0 };
            let classes = if detail.classes.is_empty() { 0 } else { HAS_CLASSES };
            article | classes
        };
        let mut codes = [0; MAX_SOUNDS];
        codes[..heard.codes().len()].copy_from_slice(heard.codes());
        let [a, b, c, _] = letters_mask(self.fold()).to_le_bytes();
        SoundRecord {
            codes,
            length: heard.codes().len() as u8,
            letters: self.fold().chars().count().min(255) as u8,
            mask: [a, b, c],
            traits: traits | self.token.script as u8,
        }
    }
}

impl IndexBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds all entries of one list.
    pub fn add_list<'a>(&mut self, list: IndexedList, entries: impl IntoIterator<Item = &'a Entity>) {
        let number = self.lists.len() as u16;
        self.lists.push(list);
        for entry in entries {
            self.add_entry(number, entry);
        }
    }

    fn add_entry(&mut self, list: u16, entry: &Entity) {
        let number = self.entries.len() as u32;
        let first_name = self.names.len();
        let profile = &entry.profile;
        for name in &profile.names {
            for &style in styles(profile.schema, &name.text) {
                self.add_name(number, &prepare(name, style));
            }
        }
        let first_date = self.dates.len();
        self.dates.extend(profile.birth_dates.iter().map(date_record));
        for date in &profile.birth_dates {
            self.add_date_keys(number, date);
        }
        let first_place = self.places.len();
        for place in &profile.birth_places {
            let folded = text::words(&place.text).join(" ");
            let span = self.string(&folded);
            self.places.push(span);
        }
        let first_country = self.countries.len();
        let nationalities = profile.nationalities.iter().map(|code| (code, 1));
        let countries = profile.countries.iter().map(|code| (code, 0));
        let addresses =
            profile.addresses.iter().filter_map(|place| place.country.as_ref()).map(|code| (code, 0));
        let birth =
            profile.birth_places.iter().filter_map(|place| place.country.as_ref()).map(|code| (code, 0));
        let records =
            nationalities.chain(countries).chain(addresses).chain(birth).filter_map(|(code, nationality)| {
                <[u8; 2]>::try_from(code.as_bytes()).ok().map(|code| CountryRecord { code, nationality })
            });
        self.countries.extend(records);
        for identifier in &profile.identifiers {
            if let Some(normal) = identifier.normalised() {
                let value = self.string(&identifier.value);
                let kind = identifier.kind as u8;
                self.identifiers.push(IdentifierRecord {
                    hash: U64::new(identifier_hash(&normal)),
                    entry: U32::new(number),
                    value,
                    kind,
                });
            }
        }
        let id = self.string(&entry.id.0);
        self.entries.push(EntryRecord {
            id,
            names: Span::new(first_name, self.names.len() - first_name),
            dates: Span::new(first_date, self.dates.len() - first_date),
            places: Span::new(first_place, self.places.len() - first_place),
            countries: Span::new(first_country, self.countries.len() - first_country),
            expires: I32::new(entry.listing.expires_on.map_or(i32::MAX, day_number)),
            list: U16::new(list),
            schema: entry.profile.schema as u8,
            gender: gender_number(profile.gender),
        });
    }

    fn add_date_keys(&mut self, entry: u32, date: &PartialDate) {
        let mut add = |key: i32| self.date_keys.push(DateKey { key: I32::new(key), entry: U32::new(entry) });
        if date.precision() == Precision::Day {
            add(day_number(date.first()));
        } else {
            let (first, last) = date.years();
            for year in first..=last.min(first.saturating_add(MOST_YEARS)) {
                add(YEARS + i32::from(year));
            }
        }
    }

    fn add_name(&mut self, entry: u32, name: &PreparedName) {
        if name.tokens.is_empty() {
            return;
        }
        let number = self.names.len() as u32;
        let first = self.name_tokens.len();
        for token in &name.tokens {
            let at = self.token_number(token, None, entry, number);
            let packed = at | (token.role as u32) << TOKEN_BITS | u32::from(token.chained) << 29;
            self.name_tokens.push(U32::new(packed));
        }
        for (joined, first) in name.joined.iter().zip(&name.tokens) {
            let at =
                joined.as_ref().map_or(NONE, |joined| self.token_number(first, Some(joined), entry, number));
            self.name_tokens.push(U32::new(at));
        }
        let text = self.string(&name.text);
        self.names.push(NameRecord {
            entry: U32::new(entry),
            text,
            tokens: U32::new(first as u32),
            token_count: name.tokens.len() as u8,
            style: style_number(name.style),
            flags: if name.weak { WEAK } else { 0 },
            family_first: name.family_first.unwrap_or(0) as u8,
        });
    }

    /// The number of a token or joined token, given at first sight.
    fn token_number(
        &mut self,
        token: &PreparedToken,
        joined: Option<&JoinedToken>,
        entry: u32,
        name: u32,
    ) -> u32 {
        let fold = joined.map_or(&token.fold, |joined| &joined.fold);
        // A word of organisations and a family name may be spelt alike; what differs is told apart.
        let kind = match (joined, token.role) {
            (Some(_), _) => 0x80,
            (None, Role::LegalForm) => 0x40,
            (None, Role::Number) => 0x20,
            (None, Role::Initial) => 0x10,
            _ => 0,
        } | token.script as u8;
        let next = self.tokens.len() as u32;
        let number = *self.token_numbers.entry((kind, fold.clone())).or_insert(next);
        if number == next {
            self.tokens.push(Gathered {
                token: token.clone(),
                joined: joined.cloned(),
                names: Vec::new(),
                entries: 0,
                last_entry: NONE,
            });
        }
        let gathered = &mut self.tokens[number as usize];
        if gathered.names.last().is_none_or(|last| last.get() != name) {
            gathered.names.push(U32::new(name));
        }
        if gathered.last_entry != entry {
            gathered.last_entry = entry;
            gathered.entries += 1;
        }
        number
    }

    fn string(&mut self, text: &str) -> Span {
        let span = Span::new(self.strings.len(), text.len());
        self.strings.extend_from_slice(text.as_bytes());
        span
    }

    /// Lays everything out: the bytes of the index file. The same entries in the same order give the same bytes.
    pub fn finish(mut self) -> Vec<u8> {
        self.order_by_sound();
        self.weigh();
        let keys = self.keys();
        let directory = directory(&keys);
        let (mut tokens, mut sounds, mut classes) = (Vec::new(), Vec::new(), Vec::new());
        let (mut neighbours, mut postings) = (Vec::new(), Vec::new());
        let related = self.relate_all(&keys, &directory);
        for (gathered, related) in self.tokens.iter().zip(related) {
            let fold = gathered.fold();
            let fold = Span::new(self.strings.len(), fold.len()).filled(&mut self.strings, fold.as_bytes());
            let token = &gathered.token;
            let detail = token.detail();
            sounds.push(gathered.sounds());
            let own_classes: &[u32] = if gathered.joined.is_some() { &[] } else { &detail.classes };
            let record = TokenRecord {
                fold,
                classes: Span::new(classes.len(), own_classes.len()),
                neighbours: Span::new(neighbours.len(), related.len()),
                postings: Span::new(postings.len(), gathered.names.len()),
                rarity: F32::new(detail.rarity),
                sound_rarity: F32::new(detail.sound_rarity),
                identity: U32::new(token.identity()),
                wider: U32::new(token.wider()),
                script: token.script as u8,
                article: if gathered.joined.is_some() { 0 } else { detail.article },
                flags: if gathered.joined.is_some() { JOINED } else { 0 }
                    | if token.is_feminine() { FEMININE } else { 0 },
                reserved: 0,
            };
            classes.extend(own_classes.iter().map(|class| U32::new(*class)));
            neighbours.extend(related);
            postings.extend_from_slice(&gathered.names);
            tokens.push(record);
        }
        self.identifiers.sort_by_key(|record| (record.hash.get(), record.entry.get()));
        self.date_keys.sort_by_key(|record| (record.key.get(), record.entry.get()));
        let meta = serde_json::to_vec(&self.lists).expect("lists are plain data");
        assemble([
            &meta,
            &self.strings,
            sounds.as_bytes(),
            classes.as_bytes(),
            tokens.as_bytes(),
            neighbours.as_bytes(),
            postings.as_bytes(),
            self.names.as_bytes(),
            self.name_tokens.as_bytes(),
            directory.as_bytes(),
            keys.as_bytes(),
            self.entries.as_bytes(),
            self.dates.as_bytes(),
            self.places.as_bytes(),
            self.countries.as_bytes(),
            self.identifiers.as_bytes(),
            self.date_keys.as_bytes(),
        ])
    }

    /// Numbers the tokens anew, so that those which sound alike lie beside one another: a query's word is related to
    /// many of these and to few others, and what lies together is fetched from memory together.
    fn order_by_sound(&mut self) {
        let place = |gathered: &Gathered| {
            let sounds = gathered.heard();
            let skeleton = text::skeleton(&sounds).classes().to_vec();
            (gathered.joined.is_some(), skeleton, sounds.codes().to_vec(), gathered.token.script)
        };
        let mut order: Vec<usize> = (0..self.tokens.len()).collect();
        order.sort_by_cached_key(|&number| place(&self.tokens[number]));
        let mut numbers = vec![0; self.tokens.len()];
        for (new, &old) in order.iter().enumerate() {
            numbers[old] = new as u32;
        }
        let mut old: Vec<Option<Gathered>> = std::mem::take(&mut self.tokens).into_iter().map(Some).collect();
        self.tokens = order.into_iter().filter_map(|number| old[number].take()).collect();
        for packed in self.name_tokens.iter_mut().filter(|packed| packed.get() != NONE) {
            let number = packed.get() & TOKEN_MASK;
            *packed = U32::new(packed.get() & !TOKEN_MASK | numbers[number as usize]);
        }
    }

    /// Rarity is the smaller of what Wikidata's people and this index say.
    fn weigh(&mut self) {
        let population = self.entries.len().max(REFERENCE) as f32;
        let scale = population / self.entries.len().max(1) as f32;
        // What a few entries of a short list share may be chance; what more of them share is common.
        let scaled = |count: u32| count.min(FEW) as f32 + count.saturating_sub(FEW) as f32 * scale;
        let nats = |count: u32| (population * 2.0 / (scaled(count) + 1.0)).ln().max(0.5);
        let mut by_skeleton: HashMap<Vec<u8>, u32> = HashMap::new();
        for gathered in self.tokens.iter().filter(|gathered| gathered.joined.is_none()) {
            let skeleton = text::skeleton(&gathered.token.sounds);
            *by_skeleton.entry(skeleton.classes().to_vec()).or_default() += gathered.entries;
        }
        for gathered in &mut self.tokens {
            let token = &mut gathered.token;
            let rarity = token.detail().rarity.min(nats(gathered.entries));
            let mut sound_rarity = token.detail().sound_rarity;
            if gathered.joined.is_none() {
                let skeleton = text::skeleton(&token.sounds);
                let shared = by_skeleton.get(skeleton.classes()).copied().unwrap_or(0);
                sound_rarity = sound_rarity.min(nats(shared)).min(rarity);
            }
            token.set_rarity(rarity, sound_rarity);
        }
    }

    fn keys(&self) -> Vec<KeyRecord> {
        let mut keys = Vec::new();
        for (number, gathered) in self.tokens.iter().enumerate() {
            let own: Vec<u32> = match &gathered.joined {
                Some(joined) => joined_keys(joined),
                None => gathered.token.detail().keys.clone(),
            };
            keys.extend(own.into_iter().map(|key| (key, number as u32)));
        }
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
            .map(|(key, token)| KeyRecord { key: U32::new(key), token: U32::new(token) })
            .collect()
    }

    /// Every plain token's related tokens, worked out once so that a query with a known token need not.
    fn relate_all(&self, keys: &[KeyRecord], directory: &[U32]) -> Vec<Vec<Neighbour>> {
        let chunks = std::thread::available_parallelism().map_or(1, |n| n.get());
        let size = self.tokens.len().div_ceil(chunks).max(1);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..self.tokens.len())
                .step_by(size)
                .map(|first| {
                    let range = first..(first + size).min(self.tokens.len());
                    scope.spawn(move || {
                        range.map(|number| self.related(number as u32, keys, directory)).collect::<Vec<_>>()
                    })
                })
                .collect();
            workers
                .into_iter()
                .flat_map(|worker| worker.join().expect("relating tokens does not panic"))
                .collect()
        })
    }

    fn related(&self, number: u32, keys: &[KeyRecord], directory: &[U32]) -> Vec<Neighbour> {
        let gathered = &self.tokens[number as usize];
        if gathered.joined.is_some() || gathered.token.detail().keys.is_empty() {
            return Vec::new();
        }
        let token = gathered.token.view();
        let mut found: Vec<u32> = Vec::new();
        for &key in &gathered.token.detail().keys {
            let rows = &keys[super::bucket(directory, key)];
            let first = rows.partition_point(|row| row.key.get() < key);
            found.extend(
                rows[first..].iter().take_while(|row| row.key.get() == key).map(|row| row.token.get()),
            );
        }
        found.sort_unstable();
        found.dedup();
        found
            .into_iter()
            .filter_map(|other| self.relation(token, other).map(|relation| neighbour(other, relation)))
            .collect()
    }

    fn relation(&self, token: TokenView<'_>, other: u32) -> Option<Relation> {
        let other = &self.tokens[other as usize];
        match &other.joined {
            Some(joined) if joined.script == token.script && joined.fold == token.fold => {
                Some(Relation::JOINED_SAME)
            }
            Some(joined) => relate_joined_keyed(&joined.sounds, token),
            None => relate_keyed(token, other.token.view()),
        }
    }
}

fn neighbour(token: u32, relation: Relation) -> Neighbour {
    Neighbour {
        token: U32::new(token),
        kind: relation.kind as u8 | if relation.apart { APART } else { 0 },
        quality: relation.quality,
    }
}

impl Span {
    fn filled(self, section: &mut Vec<u8>, bytes: &[u8]) -> Self {
        section.extend_from_slice(bytes);
        self
    }
}

/// Where each bucket of the sorted keys begins, by the keys' first bits.
fn directory(keys: &[KeyRecord]) -> Vec<U32> {
    let bits = (keys.len().max(2).ilog2()).clamp(1, 20);
    let buckets = 1usize << bits;
    let mut edges = Vec::with_capacity(buckets + 1);
    let mut at = 0;
    for bucket in 0..buckets {
        while at < keys.len() && ((keys[at].key.get() >> (32 - bits)) as usize) < bucket {
            at += 1;
        }
        edges.push(U32::new(at as u32));
    }
    edges.push(U32::new(keys.len() as u32));
    edges
}

fn assemble(sections: [&[u8]; SECTIONS]) -> Vec<u8> {
    let mut header = Header {
        magic: MAGIC,
        format: U32::new(FORMAT),
        engine: U32::new(stable_hash(crate::ENGINE_VERSION.as_bytes())),
        sections: [Section { offset: U64::new(0), length: U64::new(0) }; SECTIONS],
    };
    let mut offset = size_of::<Header>();
    for (slot, section) in header.sections.iter_mut().zip(sections) {
        *slot = Section { offset: U64::new(offset as u64), length: U64::new(section.len() as u64) };
        offset += section.len();
    }
    let mut bytes = Vec::with_capacity(offset);
    bytes.extend_from_slice(header.as_bytes());
    for section in sections {
        bytes.extend_from_slice(section);
    }
    debug_assert_eq!(Part::DateKeys as usize, SECTIONS - 1);
    bytes
}

fn date_record(date: &PartialDate) -> DateRecord {
    DateRecord {
        first: I32::new(day_number(date.first())),
        last: I32::new(day_number(date.last())),
        precision: date.precision() as u8,
    }
}

/// Days since the epoch.
pub(crate) fn day_number(date: jiff::civil::Date) -> i32 {
    jiff::civil::date(1970, 1, 1).until(date).map_or(0, |span| span.get_days())
}

pub(crate) fn gender_number(gender: Option<Gender>) -> u8 {
    match gender {
        None => 0,
        Some(Gender::Female) => 1,
        Some(Gender::Male) => 2,
        Some(Gender::Other) => 3,
    }
}

pub(crate) fn identifier_hash(normal: &str) -> u64 {
    let bytes = normal.as_bytes();
    let high = stable_hash(bytes);
    let low = stable_hash(&bytes.iter().rev().copied().collect::<Vec<_>>());
    u64::from(high) << 32 | u64::from(low)
}

impl PreparedToken {
    /// Equal for equal letters in one role: legal forms by class, numbers by value.
    pub fn identity(&self) -> u32 {
        stable_hash(self.fold.as_bytes())
    }

    /// The wider class of a legal form, 0 when it has none.
    pub fn wider(&self) -> u32 {
        match self.role {
            Role::LegalForm => Some(text::legal_generic(&self.fold))
                .filter(|wider| !wider.is_empty())
                .map_or(0, |wider| stable_hash(wider.as_bytes())),
            _ => 0,
        }
    }

    /// Whether it ends like a Slavic feminine family name.
    pub fn is_feminine(&self) -> bool {
        let endings: &[&str] = match self.script {
            Script::Latin => &["ova", "eva", "ina", "aya", "aia", "skaja", "ska"],
            Script::Cyrillic => &["ова", "ева", "ина", "ая"],
            _ => &[],
        };
        self.fold.chars().count() >= 5 && endings.iter().any(|ending| self.fold.ends_with(ending))
    }

    /// What aligning needs of it, by what is known without an index.
    pub fn facts(&self) -> crate::align::TokenFacts {
        self.facts_with(self.detail().rarity, self.detail().sound_rarity)
    }

    /// What aligning needs of it, with a rarity that an index knows.
    pub fn facts_with(&self, rarity: f32, sound_rarity: f32) -> crate::align::TokenFacts {
        crate::align::TokenFacts {
            role: self.role,
            chained: self.chained,
            rarity: rarity_in_role(self.role, rarity),
            sound_rarity: rarity_in_role(self.role, sound_rarity),
            identity: self.identity(),
            wider: self.wider(),
            feminine: self.is_feminine(),
            vowelless: self.script.is_vowelless(),
        }
    }
}
