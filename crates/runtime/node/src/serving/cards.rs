//! The entries of a generation as they are given out, in one immutable run of bytes that is mapped and never parsed
//! whole: an answer copies an entry's JSON from there, and filters look at a few facts beside it.

use lists::ftm::to_json;
use model::{Entity, ListId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// First bytes of a file of cards; the digit is the version of the form.
const MAGIC: &[u8; 8] = b"ENTCARD1";
/// Bytes before the first table: magic, cards, keys, length of the overview.
const HEADER: usize = 8 + 3 * 8;
/// Bytes of one key: hash, kind, card.
const KEY: usize = 8 + 4 + 4;

/// How a key leads to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
enum KeyKind {
    /// List and id.
    Entry = 0,
    /// Id, or permanent reference, on any list.
    Id = 1,
    /// An id that the entry had before.
    Referent = 2,
    /// An entry that the card links to.
    Link = 3,
}

/// The entries of a generation.
pub struct Cards {
    bytes: Box<dyn AsRef<[u8]> + Send + Sync>,
    cards: usize,
    keys: usize,
    overview: Overview,
}

/// What is counted over all cards.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Overview {
    datasets: BTreeMap<String, usize>,
    lists: BTreeMap<String, usize>,
}

/// One entry as it is given out.
#[derive(Clone, Copy, Debug)]
pub struct Card<'a> {
    list: &'a str,
    id: &'a str,
    facts: &'a str,
    body: &'a str,
}

/// What filters look at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CardFacts {
    /// FollowTheMoney topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// When the entry last changed, as its source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Ids it had before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub referents: Vec<String>,
    /// Data sets, the list's own name first.
    pub datasets: Vec<String>,
    /// FollowTheMoney schema.
    pub schema: String,
    /// Countries of all kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Links to others: kind, target, note.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<model::Link>,
}

impl Cards {
    /// Opens cards over their bytes; none when they are not cards of this form.
    pub(super) fn open(bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Option<Self> {
        let all = bytes.as_ref();
        if all.get(..8)? != MAGIC {
            return None;
        }
        let number = |at: usize| read_u64(all, 8 + at * 8).and_then(|number| usize::try_from(number).ok());
        let (cards, keys, overview) = (number(0)?, number(1)?, number(2)?);
        let overview = serde_json::from_slice(all.get(HEADER..HEADER.checked_add(overview)?)?).ok()?;
        let opened = Self { bytes: Box::new(bytes), cards, keys, overview };
        // The last card's end is the file's end: a file that was cut short is none.
        (opened.edge(cards)? == opened.bytes().len()).then_some(opened)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.cards
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.cards == 0
    }

    /// Data sets that entries belong to, with how many do: lists, and the data sets that they themselves name.
    pub fn datasets(&self) -> &BTreeMap<String, usize> {
        &self.overview.datasets
    }

    /// Lists, with their numbers of entries.
    pub fn lists(&self) -> &BTreeMap<String, usize> {
        &self.overview.lists
    }

    /// All cards, in the order of lists and entries.
    pub fn iter(&self) -> impl Iterator<Item = Card<'_>> {
        (0..self.cards).filter_map(|number| self.card(number))
    }

    /// The card of an entry.
    pub fn entry(&self, list: &ListId, id: &str) -> Option<Card<'_>> {
        self.with_key(hash_entry(&list.0, id), KeyKind::Entry)
            .find(|card| card.id == id && card.list == list.0)
    }

    /// Cards whose id or permanent reference this is, on all lists.
    pub fn with_id(&self, id: &str) -> impl Iterator<Item = Card<'_>> {
        self.with_key(hash(id), KeyKind::Id)
    }

    /// Cards that had this id before.
    pub fn with_referent(&self, id: &str) -> impl Iterator<Item = Card<'_>> {
        self.with_key(hash(id), KeyKind::Referent)
    }

    /// Cards that link to this id.
    pub fn linking_to(&self, id: &str) -> impl Iterator<Item = Card<'_>> {
        self.with_key(hash(id), KeyKind::Link)
    }

    fn with_key(&self, hash: u64, kind: KeyKind) -> impl Iterator<Item = Card<'_>> {
        let (mut low, mut high) = (0, self.keys);
        let wanted = (hash, kind as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.key(middle).is_some_and(|(hash, kind, _)| (hash, kind) < wanted) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        (low..self.keys)
            .map_while(|at| self.key(at))
            .take_while(move |(hash, kind, _)| (*hash, *kind) == wanted)
            .filter_map(|(.., card)| self.card(card as usize))
    }

    fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }

    fn tables(&self) -> usize {
        HEADER + read_u64(self.bytes(), 8 + 16).unwrap_or_default() as usize
    }

    fn key(&self, at: usize) -> Option<(u64, u32, u32)> {
        let place = self.tables() + at * KEY;
        Some((
            read_u64(self.bytes(), place)?,
            read_u32(self.bytes(), place + 8)?,
            read_u32(self.bytes(), place + 12)?,
        ))
    }

    /// Where a card begins and the one before it ends.
    fn edge(&self, card: usize) -> Option<usize> {
        let place = self.tables() + self.keys * KEY + card * 8;
        usize::try_from(read_u64(self.bytes(), place)?).ok()
    }

    fn card(&self, number: usize) -> Option<Card<'_>> {
        let bytes = self.bytes().get(self.edge(number)?..self.edge(number + 1)?)?;
        let (list, rest) = text(bytes)?;
        let (id, rest) = text(rest)?;
        let (facts, rest) = text(rest)?;
        let (body, _) = text(rest)?;
        Some(Card { list, id, facts, body })
    }
}

impl<'a> Card<'a> {
    /// The list.
    pub fn list(&self) -> &'a str {
        self.list
    }

    /// The source's own id.
    pub fn id(&self) -> &'a str {
        self.id
    }

    /// The entry as a FollowTheMoney object without its closing brace, so that more can be added.
    pub fn open_json(&self) -> &'a str {
        self.body
    }

    /// What filters look at.
    pub fn facts(&self) -> CardFacts {
        serde_json::from_str(self.facts).unwrap_or_default()
    }

    /// The whole FollowTheMoney object.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&format!("{}}}", self.body)).unwrap_or_default()
    }
}

/// Cards being written.
#[derive(Default)]
pub(super) struct CardWriter {
    keys: Vec<(u64, u32, u32)>,
    edges: Vec<usize>,
    cards: Vec<u8>,
    overview: Overview,
}

/// Begins to write cards.
pub(super) fn write_cards() -> CardWriter {
    CardWriter::default()
}

impl CardWriter {
    pub(super) fn add(&mut self, list: &ListId, entry: &Entity) {
        let number = self.edges.len() as u32;
        self.edges.push(self.cards.len());
        let facts = facts(list, entry);
        self.index(number, list, entry, &facts);
        *self.overview.lists.entry(list.0.clone()).or_default() += 1;
        for dataset in &facts.datasets {
            *self.overview.datasets.entry(dataset.clone()).or_default() += 1;
        }
        let mut body = body(entry, &facts).to_string();
        body.pop();
        let facts = serde_json::to_string(&facts).unwrap_or_default();
        for text in [&list.0, &entry.id.0, &facts, &body] {
            self.cards.extend((text.len() as u32).to_le_bytes());
            self.cards.extend(text.as_bytes());
        }
    }

    fn index(&mut self, number: u32, list: &ListId, entry: &Entity, facts: &CardFacts) {
        let mut add = |hash: u64, kind: KeyKind| self.keys.push((hash, kind as u32, number));
        add(hash_entry(&list.0, &entry.id.0), KeyKind::Entry);
        let mut names = BTreeSet::from([entry.id.0.as_str()]);
        names.extend(entry.listing.reference.as_deref());
        names.into_iter().for_each(|name| add(hash(name), KeyKind::Id));
        facts.referents.iter().for_each(|referent| add(hash(referent), KeyKind::Referent));
        let targets: BTreeSet<&str> = facts.links.iter().map(|link| link.target.as_str()).collect();
        targets.into_iter().for_each(|target| add(hash(target), KeyKind::Link));
    }

    /// The bytes of all cards.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.keys.sort_unstable();
        let overview = serde_json::to_vec(&self.overview).unwrap_or_default();
        let first = HEADER + overview.len() + self.keys.len() * KEY + (self.edges.len() + 1) * 8;
        let mut bytes = Vec::with_capacity(first + self.cards.len());
        bytes.extend(MAGIC);
        for number in [self.edges.len(), self.keys.len(), overview.len()] {
            bytes.extend((number as u64).to_le_bytes());
        }
        bytes.extend(overview);
        for (hash, kind, card) in &self.keys {
            bytes.extend(hash.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            bytes.extend(card.to_le_bytes());
        }
        for edge in self.edges.iter().chain([&self.cards.len()]) {
            bytes.extend(((first + edge) as u64).to_le_bytes());
        }
        bytes.extend(self.cards);
        bytes
    }
}

fn facts(list: &ListId, entry: &Entity) -> CardFacts {
    let other = |key: &str| entry.listing.other.get(key).into_iter().flatten().cloned();
    let mut datasets = vec![list.0.clone()];
    datasets.extend(other("datasets").filter(|dataset| *dataset != list.0));
    let last_update = entry.listing.updated_on.iter().map(ToString::to_string).max();
    let countries: BTreeSet<&String> =
        entry.profile.nationalities.iter().chain(&entry.profile.countries).collect();
    CardFacts {
        topics: match entry.listing.topics.is_empty() {
            // A designation without topics of its own is what its list is: a sanction.
            true => vec!["sanction".to_owned()],
            false => entry.listing.topics.clone(),
        },
        changed: other("last_change").next().or(last_update),
        referents: entry.listing.referents.iter().map(|referent| referent.0.clone()).collect(),
        datasets,
        schema: entry.profile.schema.as_str().to_owned(),
        countries: countries.into_iter().cloned().collect(),
        links: entry.listing.links.clone(),
    }
}

/// The entry as it is given out: FollowTheMoney with what clients of other programs expect beside the properties.
fn body(entry: &Entity, facts: &CardFacts) -> serde_json::Value {
    let mut body = to_json(entry);
    let first = |key: &str| entry.listing.other.get(key).and_then(|values| values.first()).cloned();
    let listed = entry.listing.listed_on.map(|date| date.to_string());
    body["properties"]["topics"] = facts.topics.clone().into();
    body["datasets"] = facts.datasets.clone().into();
    body["first_seen"] = first("first_seen").or(listed).into();
    body["last_seen"] = first("last_seen").into();
    body["last_change"] = facts.changed.clone().into();
    if first("target").as_deref() == Some("false") {
        body["target"] = false.into();
    }
    if let Some(reference) = &entry.listing.reference {
        body["reference"] = reference.clone().into();
    }
    body
}

fn hash_entry(list: &str, id: &str) -> u64 {
    hash(&format!("{list}\0{id}"))
}

/// A hash that is the same in every process, whoever chose the text: the first bytes of SHA-256.
fn hash(text: &str) -> u64 {
    use sha2::{Digest, Sha256};
    read_u64(&Sha256::digest(text), 0).unwrap_or_default()
}

fn read_u64(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at.checked_add(8)?)?.try_into().ok().map(u64::from_le_bytes)
}

fn read_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

/// A text with its length before it, and what follows.
fn text(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let length = read_u32(bytes, 0)? as usize;
    let rest = bytes.get(4..)?;
    Some((std::str::from_utf8(rest.get(..length)?).ok()?, rest.get(length..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{EntryId, Link, Name, Schema};

    fn entry(id: &str, name: &str) -> Entity {
        let mut entry = Entity::new(id, Schema::Person);
        entry.profile.names.push(Name::primary(name));
        entry
    }

    fn cards() -> Cards {
        let mut writer = write_cards();
        let mut first = entry("a-1", "Oleg Vymyshlenko");
        first.listing.reference = Some("REF-1".into());
        first.listing.referents.push(EntryId("old-1".into()));
        first.listing.links.push(Link { kind: "family".into(), target: "a-2".into(), note: None });
        first.listing.other.insert("datasets".into(), vec!["xx_fiction".into()]);
        writer.add(&ListId("one".into()), &first);
        writer.add(&ListId("one".into()), &entry("a-2", "Nasreen Farzana Begum"));
        writer.add(&ListId("two".into()), &entry("a-1", "Imran Khayal Farzi"));
        Cards::open(writer.finish()).unwrap()
    }

    #[test]
    fn cards_are_found_by_all_their_keys() {
        let cards = cards();
        let captions = |found: Vec<Card<'_>>| -> Vec<String> {
            found.iter().map(|card| card.json()["caption"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(cards.len(), 3);
        assert_eq!(captions(cards.with_id("a-1").collect()), ["Oleg Vymyshlenko", "Imran Khayal Farzi"]);
        assert_eq!(captions(cards.with_id("REF-1").collect()), ["Oleg Vymyshlenko"]);
        assert_eq!(captions(cards.with_referent("old-1").collect()), ["Oleg Vymyshlenko"]);
        assert_eq!(captions(cards.linking_to("a-2").collect()), ["Oleg Vymyshlenko"]);
        assert_eq!(
            captions(cards.entry(&ListId("two".into()), "a-1").into_iter().collect()),
            ["Imran Khayal Farzi"]
        );
        assert!(cards.entry(&ListId("two".into()), "a-2").is_none());
        assert_eq!(cards.datasets()["xx_fiction"], 1);
        assert_eq!(cards.lists()["one"], 2);
        let facts = cards.with_id("REF-1").next().unwrap().facts();
        assert_eq!(facts.datasets, ["one", "xx_fiction"]);
        assert_eq!(facts.topics, ["sanction"]);
    }

    #[test]
    fn bytes_that_are_cut_or_foreign_are_no_cards() {
        let mut writer = write_cards();
        writer.add(&ListId("one".into()), &entry("a-1", "Oleg Vymyshlenko"));
        let bytes = writer.finish();
        for end in 0..bytes.len() {
            assert!(Cards::open(bytes[..end].to_vec()).is_none(), "{end}");
        }
        assert!(Cards::open(bytes).is_some());
    }
}
