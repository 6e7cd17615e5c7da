//! One name of a query against the index: names that hold its tokens are gathered, those that cannot reach the
//! threshold left out, the others aligned.

use super::bounds::Bounds;
use super::enough::{MARKS, Marks, WITHOUT_INITIALS};
use super::evidence::name_evidence;
use super::links::prepare_links;
use super::look::Look;
use super::scratch::{Scratch, Source};
use super::{Filter, Hit, Plan};
use crate::corroborate::{Facts, most, most_of_all, quick_sum};
use crate::index::view::View;
use crate::prepare::PreparedName;
use crate::query::comparable;
use crate::weights::Weights;

/// Finds names that reach the threshold with one name of a query, and more than was found already.
pub fn search_name(
    view: &View<'_>,
    number: u32,
    name: &PreparedName,
    facts: &Facts,
    filter: &Filter<'_>,
    plan: &Plan<'_>,
    scratch: &mut Scratch,
) {
    let weights = plan.weights.of(name.style);
    prepare_links(view, name, weights, scratch);
    let limit = plan.threshold.max(scratch.best.floor());
    let (threshold, least) = (limit - most(facts), limit - most_of_all(facts));
    let bounds = Bounds::of(name, weights, &scratch.query_facts, &scratch.met, threshold, least);
    let marks = Marks::new(&bounds, &scratch.met);
    gather_names(view, &marks, scratch);
    let visit = Visit {
        view,
        query_name: number,
        name,
        facts,
        filter,
        weights,
        threshold: limit,
        bounds: &bounds,
        marks: &marks,
    };
    let marked = std::mem::take(&mut scratch.marked);
    scratch.known.forget();
    for &number in &marked {
        visit.name(number, threshold, scratch);
    }
    let born = std::mem::take(&mut scratch.born);
    for &entry in &born {
        for number in view.names_of(entry) {
            visit.name(number, least, scratch);
        }
    }
    (scratch.born, scratch.marked) = (born, marked);
    scratch.forget_names(view);
    scratch.clear_links();
}

/// Gathers the names of the index that may reach the threshold, and marks them with the query tokens that they may hold.
/// Most tokens cannot lead there by themselves: names that hold none but these are passed over.
fn gather_names(view: &View<'_>, marks: &Marks<'_>, scratch: &mut Scratch) {
    let mut sources = std::mem::take(&mut scratch.sources);
    sources.clear();
    let mut lengths = [0; MARKS as usize];
    for &token in &scratch.touched {
        let own = marks.of(scratch.met_by(token));
        if own != 0 {
            let names = view.tokens[token as usize].postings;
            sources.push(Source { names, marks: own });
            let mut left = Marks::of_tokens(own);
            while left != 0 {
                lengths[left.trailing_zeros() as usize] += names.count.get() as usize;
                left &= left - 1;
            }
        }
    }
    let many = lengths.iter().sum::<usize>() > FEW;
    let dispensable = if many { marks.dispensable(&lengths) } else { 0 };
    let needed = |source: &&Source| Marks::of_tokens(source.marks) & !dispensable != 0;
    scratch.marked.clear();
    for source in sources.iter().filter(needed) {
        for name in source.names.of(view.postings) {
            scratch.mark(name.get(), source.marks);
        }
    }
    // What an initial stands for leaves no mark, and names of those born like the subject may reach it by less.
    for &entry in &scratch.born {
        for name in view.names_of(entry) {
            scratch.awaited.insert(name);
        }
    }
    for source in sources.iter().filter(|source| !needed(source)) {
        for name in source.names.of(view.postings) {
            if scratch.awaited.contains(name.get()) {
                scratch.mark(name.get(), source.marks);
            }
        }
    }
    scratch.sources = sources;
}

/// With fewer postings than this it costs more to tell which are needed than to go through them all.
const FEW: usize = 300;

/// Looking at names of the index, one after another, for one name of a query.
struct Visit<'a> {
    view: &'a View<'a>,
    query_name: u32,
    name: &'a PreparedName,
    facts: &'a Facts,
    filter: &'a Filter<'a>,
    weights: &'a Weights,
    threshold: f32,
    bounds: &'a Bounds<'a>,
    marks: &'a Marks<'a>,
}

impl Visit<'_> {
    /// Aligns a name unless its entry takes no part, or it cannot score `least` by its tokens or the threshold with its
    /// entry's facts. A name that is visited twice is found twice, and kept once.
    #[inline(always)]
    fn name(&self, number: u32, least: f32, scratch: &mut Scratch) {
        let all = scratch.marks[number as usize];
        let marks = self.marks.best(all & !WITHOUT_INITIALS);
        if marks == 0 {
            return;
        }
        let whoever = || self.marks.most_without_initials(marks);
        if all & WITHOUT_INITIALS != 0 && scratch.known.most(marks, Look::NONE, whoever) < least {
            return;
        }
        let look = scratch.looks[number as usize];
        if !comparable(self.name, look.style()) {
            return;
        }
        if scratch.known.most(marks, look, || self.marks.most(marks, look)) >= least {
            self.promising(number, look, least, scratch);
        }
    }

    #[inline(never)]
    fn promising(&self, number: u32, look: Look, least: f32, scratch: &mut Scratch) {
        let record = &self.view.names[number as usize];
        let most = self.bounds.of_name(self.view, record, look, scratch);
        if most < least {
            return;
        }
        let entry = &self.view.entries[record.entry.get() as usize];
        if !self.filter.admits(entry) {
            return;
        }
        let corroboration = quick_sum(self.facts, self.view, entry);
        let enough = self.threshold.max(scratch.best.of_entry(record.entry.get())).max(scratch.best.floor());
        if most + corroboration < enough {
            return;
        }
        let score = name_evidence(self.view, self.name, record, self.weights, scratch) + corroboration;
        if score >= self.threshold {
            scratch.best.found(record.entry.get(), score);
            scratch.hits.push(Hit {
                entry: record.entry.get(),
                name: number,
                query_name: self.query_name,
                score,
            });
        }
    }
}
