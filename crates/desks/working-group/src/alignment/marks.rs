//! What a paragraph's texts say, piece by piece, and which of it some language does not say.

use crate::{ByLanguage, Paragraph};
use language::Language;
use std::ops::Range;

/// A piece of what a text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark<I> {
    /// What is said.
    pub item: I,
    /// Where, in bytes.
    pub place: Range<usize>,
    /// Whether the words say other things too: they answer another language, and ask nothing of it.
    pub is_weak: bool,
}

/// Something that is not said in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference<I> {
    /// What; several where one language says one thing and another something else in its place.
    pub items: Vec<I>,
    /// Where each language says it.
    pub places: ByLanguage<Vec<Range<usize>>>,
}

/// What is said for sure in one language and not at all in another. A language without a text says nothing wrong.
pub fn differences<I: Clone + PartialEq>(
    paragraph: &Paragraph,
    marks: &ByLanguage<Vec<Mark<I>>>,
) -> Vec<Difference<I>> {
    let mut items: Vec<I> = Vec::new();
    for mark in Language::ALL.iter().flat_map(|language| marks.get(*language)).filter(|mark| !mark.is_weak) {
        if !items.contains(&mark.item) {
            items.push(mark.item.clone());
        }
    }
    let mut found: Vec<Difference<I>> = Vec::new();
    for item in items {
        let places = ByLanguage::from_fn(|language| {
            let said = marks.get(language).iter().filter(|mark| mark.item == item);
            said.map(|mark| mark.place.clone()).collect::<Vec<_>>()
        });
        let silent =
            |language: &Language| !is_blank(paragraph, *language) && places.get(*language).is_empty();
        if Language::ALL.iter().any(silent) {
            add(&mut found, Difference { items: vec![item], places });
        }
    }
    found
}

/// Whether a language has no text.
pub fn is_blank(paragraph: &Paragraph, language: Language) -> bool {
    paragraph.text(language).trim().is_empty()
}

/// What one language says in the place of what the others say is one difference with it.
fn add<I>(found: &mut Vec<Difference<I>>, mut new: Difference<I>) {
    let says = |difference: &Difference<I>, language: Language| !difference.places.get(language).is_empty();
    let apart =
        |old: &&mut Difference<I>| Language::ALL.iter().all(|at| !(says(old, *at) && says(&new, *at)));
    match found.iter_mut().find(apart) {
        Some(old) => {
            old.items.append(&mut new.items);
            for language in Language::ALL {
                old.places.get_mut(language).append(new.places.get_mut(language));
            }
        }
        None => found.push(new),
    }
}
