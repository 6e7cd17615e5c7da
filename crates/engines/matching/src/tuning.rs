//! What `cargo xtask tune` needs to learn the weights: feature rows of candidates, under weights of its own.

use crate::compare::{Comparer, common_styles};
use crate::index::Index;
use crate::index::view::View;
use crate::prepare::prepare;
use crate::query::query;
use crate::search::{Filter, Plan, Scratch, name_features, prepare_links, search, search_all};
use model::{Name, Profile, Schema};
use text::Style;

pub use crate::feature_table::{COUNT, Feature, SUMMED, Sign, TABLE, at};
pub use crate::features::Features;
pub use crate::weights::{WeightSet, Weights};

/// A candidate of a query: an entry, its best name's features, and what else speaks for or against it.
pub struct Candidate {
    /// The entry's own id.
    pub entry: String,
    /// Features of the best name.
    pub features: Features,
    /// Name evidence and corroboration under the given weights.
    pub score: f32,
    /// Corroboration alone.
    pub corroboration: f32,
    /// Whether the name is read as a person's.
    pub person: bool,
    /// The entry's name.
    pub name: String,
}

/// Finds candidates under weights that are still being learned.
pub struct Searcher<'a> {
    view: View<'a>,
    scratch: Scratch,
}

impl<'a> Searcher<'a> {
    /// A searcher over an index.
    pub fn new(index: &'a Index) -> Self {
        Self { view: index.view(), scratch: Scratch::new(index) }
    }

    /// The best `top` candidates that score at least `threshold`.
    pub fn candidates(
        &mut self,
        profile: &Profile,
        weights: &WeightSet,
        threshold: f32,
        top: usize,
    ) -> Vec<Candidate> {
        let query = query(profile);
        let filter = Filter { lists: &[], today: 0, family: profile.schema.family() };
        search(&self.view, &query, &filter, &Plan { weights, threshold, top }, &mut self.scratch);
        let mut hits = std::mem::take(&mut self.scratch.hits);
        hits.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.entry.cmp(&b.entry)));
        hits.truncate(top);
        hits.iter()
            .map(|hit| {
                let name = &query.names[hit.query_name as usize];
                let record = &self.view.names[hit.name as usize];
                let used = weights.of(name.style);
                prepare_links(&self.view, name, used, &mut self.scratch);
                let features = name_features(&self.view, name, record, used, &mut self.scratch);
                self.scratch.clear_links();
                Candidate {
                    entry: self.view.text(self.view.entries[hit.entry as usize].id).to_owned(),
                    features,
                    score: hit.score,
                    corroboration: hit.score - used.sum(&features),
                    person: name.style == Style::Person,
                    name: self.view.text(record.text).to_owned(),
                }
            })
            .collect()
    }
}

impl Searcher<'_> {
    /// Entries and scores that the search finds, and those that a scan of all names finds, both ascending: the two
    /// are to be equal.
    pub fn found_and_scanned(&mut self, profile: &Profile, threshold: f32) -> [Vec<(u32, f32)>; 2] {
        let query = query(profile);
        let filter = Filter { lists: &[], today: 0, family: profile.schema.family() };
        let plan = Plan { weights: WeightSet::shipped(), threshold, top: usize::MAX };
        [search, search_all].map(|way| {
            way(&self.view, &query, &filter, &plan, &mut self.scratch);
            self.scratch.hits.iter().map(|hit| (hit.entry, hit.score)).collect()
        })
    }

    /// Tokens of the index that a token relates to, as looked up, and as found by relating it to every plain token.
    pub fn related_tokens(&mut self, name: &str, style: Style) -> [Vec<String>; 2] {
        let name = prepare(&Name::primary(name), style);
        prepare_links(&self.view, &name, WeightSet::shipped().of(style), &mut self.scratch);
        let mut looked: Vec<String> = self.scratch.plain_related(&self.view).collect();
        self.scratch.clear_links();
        let mut scanned: Vec<String> = Vec::new();
        let plain = self.view.tokens.iter().zip(0..).filter(|(record, _)| !record.neighbours_is_empty());
        for (record, number) in plain {
            let fold = self.view.text(record.fold);
            let other = crate::prepare::retrieval_view(
                fold,
                text::Script::from_number(record.script),
                self.view.token_sounds(number),
            );
            if name.tokens.iter().any(|token| {
                crate::align::is_word(token.role)
                    && crate::relate::relate(token.view(), other.view()).is_some()
            }) {
                scanned.push(fold.to_owned());
            }
        }
        looked.sort();
        looked.dedup();
        scanned.sort();
        scanned.dedup();
        [looked, scanned]
    }
}

/// The features of two names of things of one schema compared directly, and the style they are read in.
pub fn pair_features(names: &[String; 2], schema: Schema, weights: &WeightSet) -> (Features, Style) {
    let profile = |name: &String| Profile { names: vec![Name::primary(name)], ..Profile::new(schema) };
    let read = |&style: &Style| {
        let prepared = |name: &String| prepare(&Name::primary(name), style);
        let weights = weights.direct(style);
        let row = Comparer::new(weights).features(&prepared(&names[0]), &prepared(&names[1]));
        (weights.sum(&row), row, style)
    };
    let readings = common_styles(&profile(&names[0]), &profile(&names[1])).iter().map(read);
    let best = readings.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let (_, row, style) = best.expect("names are read in a style at least");
    (row, style)
}
