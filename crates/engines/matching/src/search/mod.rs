//! Finding an index's names that may be a query's: tokens that relate, names that hold them, and bounds that
//! leave out only what cannot reach the threshold.

mod best;
mod bounds;
mod enough;
mod evidence;
mod links;
mod look;
mod reach;
mod scratch;
mod theirs;
mod unknown;
mod visit;

pub use evidence::{name_evidence, name_features};
pub use links::prepare_links;
pub use look::{Look, look};
pub use scratch::Scratch;

use crate::corroborate::{born_like, quick_sum};
use crate::index::EntryRecord;
use crate::index::view::View;
use crate::query::{Query, comparable};
use crate::weights::WeightSet;
use model::{Family, Schema};
use visit::search_name;

/// A name of the index whose score with a query's name reaches the threshold.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    pub entry: u32,
    pub name: u32,
    pub query_name: u32,
    /// Name evidence and corroboration, without identifiers.
    pub score: f32,
}

/// Which entries take part.
pub struct Filter<'a> {
    /// By list number; all when empty.
    pub lists: &'a [bool],
    /// Days since the epoch.
    pub today: i32,
    pub family: Family,
}

impl Filter<'_> {
    pub fn admits(&self, entry: &EntryRecord) -> bool {
        entry.expires.get() >= self.today
            && self.lists.get(usize::from(entry.list.get())).copied().unwrap_or(true)
            && Schema::ALL
                .get(usize::from(entry.schema))
                .is_some_and(|schema| schema.family().compatible(self.family))
    }
}

/// Weights and threshold of a search, and how many entries are asked for.
pub struct Plan<'a> {
    pub weights: &'a WeightSet,
    pub threshold: f32,
    pub top: usize,
}

/// Finds what reaches the threshold and is among the entries asked for; hits are in `scratch.hits`, the best name of each
/// entry, and some more than were asked for.
pub fn search(view: &View<'_>, query: &Query, filter: &Filter<'_>, plan: &Plan<'_>, scratch: &mut Scratch) {
    scratch.hits.clear();
    scratch.best.begin(plan.top);
    scratch.born.clear();
    born_like(&query.facts, view, &mut scratch.born);
    for (number, name) in query.names.iter().enumerate() {
        search_name(view, number as u32, name, &query.facts, filter, plan, scratch);
    }
    keep_best_of_each_entry(&mut scratch.hits);
}

/// [`search`] without leaving anything out: every name of the index is aligned. For tests and measurements.
pub fn search_all(
    view: &View<'_>,
    query: &Query,
    filter: &Filter<'_>,
    plan: &Plan<'_>,
    scratch: &mut Scratch,
) {
    scratch.hits.clear();
    for (query_name, name) in query.names.iter().enumerate() {
        let weights = plan.weights.of(name.style);
        prepare_links(view, name, weights, scratch);
        for (number, record) in view.names.iter().enumerate() {
            let entry = &view.entries[record.entry.get() as usize];
            if !comparable(name, record.style) || !filter.admits(entry) {
                continue;
            }
            let score =
                name_evidence(view, name, record, weights, scratch) + quick_sum(&query.facts, view, entry);
            if score >= plan.threshold {
                scratch.hits.push(Hit {
                    entry: record.entry.get(),
                    name: number as u32,
                    query_name: query_name as u32,
                    score,
                });
            }
        }
        scratch.clear_links();
    }
    keep_best_of_each_entry(&mut scratch.hits);
}

fn keep_best_of_each_entry(hits: &mut Vec<Hit>) {
    hits.sort_unstable_by(|a, b| {
        a.entry
            .cmp(&b.entry)
            .then(b.score.total_cmp(&a.score))
            .then(a.name.cmp(&b.name))
            .then(a.query_name.cmp(&b.query_name))
    });
    hits.dedup_by_key(|hit| hit.entry);
}
