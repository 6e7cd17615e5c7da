//! People that texts name: those of the delegations, whose names each party writes itself, and others by their capitals
//! and titles. Others are recognised across scripts by the engine that screens names.

use super::marks::Mark;
use super::words::Word;
use crate::{Person, Statement};
use language::Language;
use matching::{Comparer, Prepared};
use model::{Name, Schema};
use std::cell::LazyCell;
use std::ops::Range;

/// Names that compare with less than this, in log-odds, are of two people.
const SAME: f32 = 0.0;

/// Words before a name of somebody.
const TITLES: [&str; 40] = [
    "mr",
    "ms",
    "mrs",
    "dr",
    "excellency",
    "ambassador",
    "minister",
    "secretary",
    "director",
    "general",
    "chair",
    "chairman",
    "colonel",
    "president",
    "г",
    "господин",
    "господина",
    "господином",
    "госпожа",
    "госпожи",
    "посол",
    "посла",
    "послом",
    "министр",
    "министра",
    "министром",
    "дел",
    "директор",
    "директора",
    "директором",
    "секретарь",
    "секретаря",
    "секретарем",
    "сопредседатель",
    "сопредседателя",
    "президент",
    "президента",
    "полковник",
    "н",
    "генерал",
];

/// Whom a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Somebody {
    /// One of the delegations, by number.
    Delegate(usize),
    /// Somebody else, as the text writes the name.
    Other(String),
}

/// The people that each text of a paragraph names; `named` is what else it names.
pub fn people(
    statement: &Statement,
    texts: &[(Language, &str, Vec<Word>); 3],
    named: &[Vec<Range<usize>>; 3],
) -> [Vec<Mark<Somebody>>; 3] {
    let mut marks =
        texts.each_ref().map(|(language, _, words)| delegates(&statement.people, *language, words));
    let mut others: Vec<(usize, Range<usize>)> = Vec::new();
    for (at, (_, text, words)) in texts.iter().enumerate() {
        let taken: Vec<Range<usize>> =
            named[at].iter().cloned().chain(marks[at].iter().map(|mark| mark.place.clone())).collect();
        others.extend(capitalised(text, words, &taken).into_iter().map(|place| (at, place)));
    }
    // Every other name is looked for among the same runs of words: they are made ready once, and only if there is one.
    let runs = texts.each_ref().map(|(_, text, words)| LazyCell::new(|| runs(text, words)));
    let mut known: Vec<Vec<Prepared>> = Vec::new();
    for (at, place) in others {
        let written = texts[at].1[place.clone()].to_owned();
        let forms = forms(&written);
        if known.iter().any(|other| is_same(other, &forms)) {
            continue;
        }
        let item = Somebody::Other(written);
        for (side, runs) in runs.iter().enumerate() {
            let place = if side == at { Some(place.clone()) } else { find(&forms, runs) };
            marks[side].extend(place.map(|place| Mark { item: item.clone(), place, is_weak: false }));
        }
        known.push(forms);
    }
    marks
}

/// Where the words of a text name the delegations' people, by the last word of their names.
fn delegates(people: &[Person], language: Language, words: &[Word]) -> Vec<Mark<Somebody>> {
    let mut marks = Vec::new();
    for (number, person) in people.iter().enumerate() {
        let name = super::words::words(person.get(language));
        let Some(last) = name.last() else { continue };
        let places = (0..words.len()).filter(|&at| is_form(&words[at].fold, &last.fold, language));
        marks.extend(places.map(|at| {
            // The words before it that belong to the name.
            let before = name[..name.len() - 1].iter().rev().zip(words[..at].iter().rev());
            let more = before.take_while(|(part, word)| is_form(&word.fold, &part.fold, language)).count();
            let place = words[at - more].place.start..words[at].place.end;
            Mark { item: Somebody::Delegate(number), place, is_weak: false }
        }));
    }
    marks
}

/// Whether a word is a name, in Russian in any of its cases.
fn is_form(word: &str, name: &str, language: Language) -> bool {
    if language != Language::Ru {
        return word == name;
    }
    let stem = stem(name);
    word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))
}

/// Endings of Russian names in their cases.
const ENDINGS: [&str; 19] = [
    "", "а", "у", "ом", "ем", "е", "ым", "ого", "ому", "ий", "им", "ой", "я", "ю", "ы", "и", "ая", "ую", "й",
];

fn stem(name: &str) -> &str {
    let endings = ["ий", "ый", "ой", "ая", "а", "я", "й", "ь"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).filter(|stem| stem.len() > 4).unwrap_or(name)
}

/// Runs of two to four words with capitals that are somebody's name: behind a title, or of known names alone.
fn capitalised(text: &str, words: &[Word], taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let is_free = |word: &Word| {
        taken.iter().all(|place| place.end <= word.place.start || word.place.end <= place.start)
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let run = words[at..].iter().enumerate().take_while(|(of, word)| {
            word.is_capital && is_free(word) && (*of == 0 || joins(text, &words[at + of - 1], word))
        });
        let length = run.count();
        let title = at > 0 && TITLES.contains(&words[at - 1].fold.as_str());
        let begin = at
            + words[at..at + length].iter().take_while(|word| TITLES.contains(&word.fold.as_str())).count();
        let name = &words[begin..at + length];
        let known = name.iter().all(|word| text::is_known_name(&text::classes(bare(&word.fold))));
        let spoken = name.iter().filter(|word| word.fold.chars().count() > 1).count();
        if (2..=4).contains(&name.len()) && spoken > 0 && (title || begin > at || known) {
            found.push(name[0].place.start..name[name.len() - 1].place.end);
        }
        at += length.max(1);
    }
    found
}

/// A known name may stand in a case.
fn bare(fold: &str) -> &str {
    if text::script_of(fold.chars().next().unwrap_or(' ')) == text::Script::Cyrillic {
        ["ом", "ем", "а", "у"].iter().find_map(|ending| fold.strip_suffix(ending)).unwrap_or(fold)
    } else {
        fold
    }
}

/// Whether two words may be of one name: a space, a full stop of an initial or a hyphen between them.
fn joins(text: &str, before: &Word, word: &Word) -> bool {
    matches!(&text[before.place.end..word.place.start], " " | "\u{a0}" | ". " | "." | ".\u{a0}" | "-")
        && (before.fold.chars().count() == 1 || !text[before.place.end..word.place.start].starts_with('.'))
}

/// A name as it stands, and without what may be endings of Russian cases.
fn forms(written: &str) -> Vec<Prepared> {
    let bare: Vec<String> =
        super::words::words(written).iter().map(|word| bare(&word.fold).to_owned()).collect();
    let bare = bare.join(" ");
    let mut forms = vec![prepared(written)];
    if bare != text::fold(written) {
        forms.push(prepared(&bare));
    }
    forms
}

fn prepared(name: &str) -> Prepared {
    Prepared::new(&Name::primary(name), Schema::Person)
}

fn is_same(one: &[Prepared], other: &[Prepared]) -> bool {
    let mut comparer = Comparer::for_schema(Schema::Person);
    one.iter().any(|a| other.iter().any(|b| comparer.prepared(a, b) > SAME))
}

/// A run of words that may be a name, made ready.
struct Run {
    place: Range<usize>,
    forms: Vec<Prepared>,
}

/// The runs of two to four words of a text that may be names: with a capital, where the script has any.
fn runs(text: &str, words: &[Word]) -> Vec<Run> {
    let mut runs = Vec::new();
    for length in 2..=4 {
        for run in words.windows(length) {
            let place = run[0].place.start..run[length - 1].place.end;
            let written = &text[place.clone()];
            if run[0].is_capital || !written.chars().any(char::is_lowercase) {
                runs.push(Run { forms: forms(written), place });
            }
        }
    }
    runs
}

/// Where a text names somebody: the run that is most like one of the name's forms.
fn find(name: &[Prepared], runs: &[Run]) -> Option<Range<usize>> {
    let mut comparer = Comparer::for_schema(Schema::Person);
    let mut best: Option<(f32, &Run)> = None;
    for run in runs {
        let pairs = run.forms.iter().flat_map(|form| name.iter().map(move |name| (name, form)));
        let score = pairs.map(|(name, form)| comparer.prepared(name, form)).fold(f32::MIN, f32::max);
        if score > SAME && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, run));
        }
    }
    best.map(|(_, run)| run.place.clone())
}
