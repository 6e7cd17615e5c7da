//! The alignment checker: what the three texts of a paragraph do not say alike. It points; people decide, and what they
//! let stand with a reason is told as settled until a text changes.

mod figures;
mod gazetteer;
mod marks;
mod modality;
mod people;
mod phrases;
mod words;

use crate::{ByLanguage, Paragraph, Statement};
use figures::Figure;
use language::Language;
use marks::{Difference, Mark, differences, is_blank};
use serde::Serialize;
use std::ops::Range;
use words::Word;

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlagKind {
    /// A language has no text, or one in the letters of another language.
    Missing,
    /// A number or an ordinal.
    Number,
    /// A date.
    Date,
    /// A country.
    Country,
    /// A region.
    Region,
    /// An organisation.
    Organisation,
    /// An office that somebody holds.
    Office,
    /// A person.
    Person,
    /// How binding it is: agreed, reaffirmed, will, should, may.
    Modality,
}

/// Where a text says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The words.
    pub words: String,
}

/// A difference between the languages of a paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flag {
    /// What it is settled by: it changes with every text of the paragraph.
    pub key: String,
    /// The paragraph.
    pub paragraph: String,
    /// What differs.
    pub kind: FlagKind,
    /// Where each language says it; nowhere in the languages that lack it.
    pub places: ByLanguage<Vec<Place>>,
    /// Why it was let stand; none while it is open.
    pub settled: Option<String>,
}

/// What the languages of a statement's paragraphs do not say alike, in the order of the paragraphs.
pub fn check(statement: &Statement) -> Vec<Flag> {
    statement.paragraphs.iter().flat_map(|paragraph| flags(statement, paragraph)).collect()
}

fn flags(statement: &Statement, paragraph: &Paragraph) -> Vec<Flag> {
    let maker = Maker { statement, paragraph };
    let mut flags: Vec<Flag> = maker.missing().collect();
    let texts = Language::ALL.map(|language| {
        let text = paragraph.text(language);
        (language, text, words::words(text))
    });

    let named = texts.each_ref().map(|(language, _, words)| gazetteer::named(*language, words));
    let figures = texts.each_ref().map(|(language, text, words)| figures::figures(*language, text, words));
    let modality = [0, 1, 2].map(|at| {
        let (language, _, words) = &texts[at];
        let is_figure = |word: &Word| figures[at].iter().any(|mark| mark.place.contains(&word.place.start));
        modality::degrees(*language, words, is_figure)
    });
    let taken = named.each_ref().map(|marks| marks.iter().map(|mark| mark.place.clone()).collect::<Vec<_>>());
    let people = people::people(statement, &texts, &taken);

    flags.extend(maker.differing(&figures, FlagKind::of_figure));
    flags.extend(maker.differing(&named, |named| FlagKind::of_named(named.kind)));
    flags.extend(maker.differing(&people, |_| FlagKind::Person));
    flags.extend(maker.differing(&modality, |_| FlagKind::Modality));
    flags
}

impl FlagKind {
    /// Its name, in keys and catalogues.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Number => "number",
            Self::Date => "date",
            Self::Country => "country",
            Self::Region => "region",
            Self::Organisation => "organisation",
            Self::Office => "office",
            Self::Person => "person",
            Self::Modality => "modality",
        }
    }

    fn of_figure(figure: &Figure) -> Self {
        match figure {
            Figure::Number(_) => Self::Number,
            Figure::Date { .. } => Self::Date,
        }
    }

    fn of_named(kind: &str) -> Self {
        match kind {
            "region" => Self::Region,
            "organisation" => Self::Organisation,
            "office" => Self::Office,
            _ => Self::Country,
        }
    }
}

/// Makes the flags of a paragraph.
struct Maker<'a> {
    statement: &'a Statement,
    paragraph: &'a Paragraph,
}

impl Maker<'_> {
    /// Languages without a text, where another has one, and texts that are not in their language's letters.
    fn missing(&self) -> impl Iterator<Item = Flag> {
        let is_empty = Language::ALL.iter().all(|language| is_blank(self.paragraph, *language));
        let lacking = Language::ALL.into_iter().filter(move |&language| {
            !is_empty && (is_blank(self.paragraph, language) || !self.is_in_its_letters(language))
        });
        lacking.map(|language| {
            let places = ByLanguage::from_fn(|other| {
                let is_said = other != language && !is_blank(self.paragraph, other);
                let whole = 0..self.paragraph.text(other).len();
                is_said.then(|| self.place(other, &whole)).into_iter().collect()
            });
            self.flag(FlagKind::Missing, language.code(), places)
        })
    }

    fn is_in_its_letters(&self, language: Language) -> bool {
        let script = match language {
            Language::En => text::Script::Latin,
            Language::Ru => text::Script::Cyrillic,
            Language::Ur => text::Script::Arabic,
        };
        text::dominant_script(self.paragraph.text(language)) == script
    }

    /// What the texts do not say alike, each kind by itself.
    fn differing<I: Clone + PartialEq + std::fmt::Debug>(
        &self,
        marks: &[Vec<Mark<I>>; 3],
        kind_of: impl Fn(&I) -> FlagKind,
    ) -> Vec<Flag> {
        let mut kinds: Vec<FlagKind> = marks.iter().flatten().map(|mark| kind_of(&mark.item)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut flags = Vec::new();
        for kind in kinds {
            let [en, ru, ur] = marks.each_ref().map(|marks| {
                marks.iter().filter(|mark| kind_of(&mark.item) == kind).cloned().collect::<Vec<_>>()
            });
            let found = differences(self.paragraph, &ByLanguage { en, ru, ur });
            flags.extend(found.into_iter().map(|difference| self.difference(kind, &difference)));
        }
        flags
    }

    fn difference<I: std::fmt::Debug>(&self, kind: FlagKind, difference: &Difference<I>) -> Flag {
        let places = ByLanguage::from_fn(|language| {
            difference.places.get(language).iter().map(|place| self.place(language, place)).collect()
        });
        self.flag(kind, &format!("{:?}", difference.items), places)
    }

    fn place(&self, language: Language, place: &Range<usize>) -> Place {
        let words = self.paragraph.text(language)[place.clone()].to_owned();
        Place { start: place.start, end: place.end, words }
    }

    fn flag(&self, kind: FlagKind, what: &str, places: ByLanguage<Vec<Place>>) -> Flag {
        let Paragraph { id, en, ru, ur } = self.paragraph;
        let texts = [kind.as_str(), what, en, ru, ur].join("\u{0}");
        let key = format!("{id}.{}.{:08x}", kind.as_str(), text::stable_hash(texts.as_bytes()));
        let settled = self.statement.settled.iter().find(|settled| settled.flag == key);
        Flag {
            settled: settled.map(|settled| settled.reason.clone()),
            key,
            paragraph: id.clone(),
            kind,
            places,
        }
    }
}
