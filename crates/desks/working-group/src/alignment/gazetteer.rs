//! Places, organisations and offices that texts name, in three languages: our own table, and CLDR's names of all other
//! countries.

use super::marks::Mark;
use super::phrases::{Phrases, rows};
use super::words::Word;
use language::{Catalogue, Language};
use std::collections::HashSet;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../resources/gazetteer.tsv");

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::read);

/// Something with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Named {
    /// What it is: `region`, `country`, `organisation` or `office`.
    pub kind: &'static str,
    /// Its name in the table; a country's is its ISO 3166-1 code.
    pub id: &'static str,
}

struct Gazetteer {
    phrases: Phrases,
    /// What each phrase names.
    meanings: Vec<Vec<Named>>,
}

/// What the words of a text name.
pub fn named(language: Language, words: &[Word]) -> Vec<Mark<Named>> {
    let gazetteer = &*GAZETTEER;
    let mut marks = Vec::new();
    for met in gazetteer.phrases.find(language, words) {
        let place = words[met.words.start].place.start..words[met.words.end - 1].place.end;
        marks.extend(gazetteer.meanings[met.means].iter().map(|named| Mark {
            item: *named,
            place: place.clone(),
            is_weak: met.is_weak,
        }));
    }
    marks
}

impl Gazetteer {
    fn read() -> Self {
        let mut gazetteer = Self { phrases: Phrases::default(), meanings: Vec::new() };
        let mut known = HashSet::new();
        for row in rows(TABLE) {
            let [kind, ids, cells @ ..] = row.as_slice() else { continue };
            let named = ids.split(' ').map(|id| Named { kind, id });
            known.extend(named.clone().map(|named| named.id));
            let means = gazetteer.mean(named.collect());
            for (language, cell) in Language::ALL.into_iter().zip(cells) {
                gazetteer.phrases.add(language, cell, means);
            }
        }
        for code in codes().filter(|code| !known.contains(code.as_str())) {
            gazetteer.add_country(code);
        }
        gazetteer
    }

    fn mean(&mut self, named: Vec<Named>) -> usize {
        self.meanings.push(named);
        self.meanings.len() - 1
    }

    /// A country by its names in CLDR, in Russian in every case. Country names are capitals; many are common words too.
    fn add_country(&mut self, code: String) {
        let name = |language| Catalogue::new(language).country(&code);
        if name(Language::En).eq_ignore_ascii_case(&code) {
            return;
        }
        let (en, ru, ur) = (name(Language::En), name(Language::Ru), name(Language::Ur));
        let means = self.mean(vec![Named { kind: "country", id: code.leak() }]);
        self.phrases.add(Language::En, &format!("^{}", en.to_lowercase()), means);
        let cases: Vec<String> = cases(&ru.to_lowercase()).iter().map(|name| format!("^{name}")).collect();
        self.phrases.add(Language::Ru, &cases.join("|"), means);
        self.phrases.add(Language::Ur, &ur, means);
    }
}

/// All codes that ISO 3166-1 might give.
fn codes() -> impl Iterator<Item = String> {
    ('a'..='z').flat_map(|first| ('a'..='z').map(move |second| format!("{first}{second}")))
}

/// A Russian name in its cases: the endings of each word by how it ends. What ends in another vowel does not change.
fn cases(name: &str) -> Vec<String> {
    let words: Vec<(String, &[&str])> = name.split_whitespace().map(parted).collect();
    let most = words.iter().map(|(_, endings)| endings.len()).max().unwrap_or(0);
    // The endings are in the same order of cases for all, so that words of one name agree.
    let case = |at: usize| {
        let inflected = words.iter().map(|(stem, endings)| {
            format!("{stem}{}", endings.get(at).or(endings.last()).copied().unwrap_or_default())
        });
        inflected.collect::<Vec<_>>().join(" ")
    };
    (0..most).map(case).collect()
}

/// The part of a Russian word that stays, and its endings: nominative, genitive, dative, accusative, instrumental,
/// prepositional.
fn parted(word: &str) -> (String, &'static [&'static str]) {
    const ENDINGS: [(&str, &[&str]); 10] = [
        ("ая", &["ая", "ой", "ой", "ую", "ой", "ой"]),
        ("ие", &["ие", "их", "им", "ие", "ими", "их"]),
        ("ые", &["ые", "ых", "ым", "ые", "ыми", "ых"]),
        ("ия", &["ия", "ии", "ии", "ию", "ией", "ии"]),
        ("ий", &["ий", "ого", "ому", "ий", "им", "ом"]),
        ("а", &["а", "ы", "е", "у", "ой", "е"]),
        ("я", &["я", "и", "е", "ю", "ей", "е"]),
        ("ы", &["ы", "", "ам", "ы", "ами", "ах"]),
        ("й", &["й", "я", "ю", "й", "ем", "е"]),
        ("ь", &["ь", "я", "ю", "ь", "ем", "е"]),
    ];
    const CONSONANT: &[&str] = &["", "а", "у", "", "ом", "е"];
    if let Some((ending, cases)) = ENDINGS.iter().find(|(ending, _)| word.ends_with(ending)) {
        return (word[..word.len() - ending.len()].to_owned(), cases);
    }
    let is_vowel = |c: char| "аеёиоуыэюя".contains(c);
    let declines = word.chars().count() > 1
        && word.chars().last().is_some_and(|last| last.is_alphabetic() && !is_vowel(last));
    (word.to_owned(), if declines { CONSONANT } else { &[""] })
}
