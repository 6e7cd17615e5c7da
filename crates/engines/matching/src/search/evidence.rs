//! The name evidence of a query's name and a name of the index, from the links that the search has looked up.

use super::scratch::Scratch;
use crate::align::Relations;
use crate::features::{Features, Pair, features};
use crate::index::view::{View, style_from_number};
use crate::index::{NameRecord, WEAK};
use crate::prepare::PreparedName;
use crate::relate::{Relation, TokenView, initial_stands_for};
use crate::weights::Weights;

/// Aligns a query's name with a name of the index and sums its features.
pub fn name_evidence(
    view: &View<'_>,
    name: &PreparedName,
    record: &NameRecord,
    weights: &Weights,
    scratch: &mut Scratch,
) -> f32 {
    let row = name_features(view, name, record, weights, scratch);
    weights.sum(&row)
}

/// The features of a query's name with a name of the index.
pub fn name_features(
    view: &View<'_>,
    name: &PreparedName,
    record: &NameRecord,
    weights: &Weights,
    scratch: &mut Scratch,
) -> Features {
    scratch.facts.clear();
    scratch.name_tokens.clear();
    scratch.name_joined.clear();
    for (token, role, chained) in view.name_tokens(record) {
        scratch.facts.push(view.facts(token, role, chained));
        scratch.name_tokens.push(token);
    }
    scratch.name_joined.extend(view.name_joined(record));
    let mut alignment = std::mem::take(&mut scratch.alignment);
    let relations = Looked { view, name, scratch };
    alignment.align(&scratch.query_facts, &scratch.facts, &relations, weights);
    let pair = Pair {
        left: &scratch.query_facts,
        right: &scratch.facts,
        left_family_first: name.family_first,
        right_family_first: (record.family_first > 0).then_some(usize::from(record.family_first)),
        weak: record.flags & WEAK != 0 || name.weak,
        style: style_from_number(record.style),
        whole: 0,
    };
    let row = features(&pair, &alignment);
    scratch.alignment = alignment;
    row
}

/// Relations of a query's tokens with an index name's, as the search has met them.
struct Looked<'a> {
    view: &'a View<'a>,
    name: &'a PreparedName,
    scratch: &'a Scratch,
}

impl Looked<'_> {
    fn find(&self, token: u32, i: usize, joined: bool) -> Option<Relation> {
        self.scratch
            .met_by(token)
            .find(|met| usize::from(met.at) == i && met.joined == joined)
            .map(|met| met.relation)
    }
}

impl Relations for Looked<'_> {
    fn pair(&self, i: usize, j: usize) -> Option<Relation> {
        self.find(self.scratch.name_tokens[j], i, false)
    }

    fn left_joined(&self, i: usize, j: usize) -> Option<Relation> {
        self.find(self.scratch.name_tokens[j], i, true)
    }

    fn right_joined(&self, i: usize, j: usize) -> Option<Relation> {
        self.find((*self.scratch.name_joined.get(j)?)?, i, false)
    }

    fn initial(&self, i: usize, j: usize) -> bool {
        let number = self.scratch.name_tokens[j];
        let theirs = TokenView {
            fold: self.view.text(self.view.tokens[number as usize].fold),
            script: self.view.sounds[number as usize].script(),
            sounds: self.view.token_sounds(number),
            article: 0,
            classes: &[],
            keys: &[],
        };
        initial_stands_for(self.name.tokens[i].bare_view(), theirs)
    }
}
