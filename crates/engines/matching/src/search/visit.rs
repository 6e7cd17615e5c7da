//! One name of a query against the index: names that hold its tokens are gathered, those that cannot reach the
//! threshold left out, the others aligned.

use super::bounds::{Bounds, MOST_TOKENS};
use super::enough::{GATHERED, INITIALLED, KINDS, Marks, WITHOUT_INITIALS};
use super::evidence::name_evidence;
use super::links::prepare_links;
use super::look::Look;
use super::scratch::Scratch;
use super::{Filter, Hit, Plan};
use crate::corroborate::{Facts, most, most_of_all, quick_sum};
use crate::index::view::View;
use crate::prepare::PreparedName;
use crate::query::comparable;
use crate::weights::Weights;

/// Finds every name that reaches the threshold with one name of a query.
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
    let (threshold, least) = (plan.threshold - most(facts), plan.threshold - most_of_all(facts));
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
        threshold: plan.threshold,
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
        let names = view.entries[entry as usize].names;
        for number in names.first.get()..names.first.get() + names.count.get() {
            visit.name(number, least, scratch);
        }
    }
    forget_names(view, scratch);
    (scratch.born, scratch.marked) = (born, marked);
    scratch.clear_links();
}

/// Marks every name of the index that may hold query tokens, and gathers those marked that hold more than tokens which
/// cannot lead to the threshold by themselves.
fn gather_names(view: &View<'_>, marks: &Marks<'_>, scratch: &mut Scratch) {
    let mut sources = std::mem::take(&mut scratch.sources);
    let mut marked = std::mem::take(&mut scratch.marked);
    marked.clear();
    sources.clear();
    let mut lengths = [0; MOST_TOKENS];
    for &token in &scratch.touched {
        let own = marks.of(scratch.met_by(token));
        if own != 0 {
            sources.push((token, own));
            for met in scratch.met_by(token) {
                lengths[usize::from(met.at)] += view.tokens[token as usize].postings.count.get() as usize;
            }
        }
    }
    let many = lengths.iter().sum::<usize>() > FEW;
    let dispensable = if many { marks.dispensable(&lengths) } else { 0 };
    for &(token, own) in &sources {
        // Names with initials are looked at in any case: what an initial stands for leaves no mark.
        let needed = marks.joined(own) || marks.tokens(own) & !dispensable != 0;
        let kinds = INITIALLED | if needed { WITHOUT_INITIALS } else { 0 };
        for posting in view.tokens[token as usize].postings.of(view.postings) {
            let all = &mut scratch.marks[posting.get() as usize];
            *all |= own;
            if *all & kinds != 0 && *all & GATHERED == 0 {
                *all |= GATHERED;
                marked.push(posting.get());
            }
        }
    }
    (scratch.sources, scratch.marked) = (sources, marked);
}

/// With fewer postings than this it costs more to tell which are needed than to go through them all.
const FEW: usize = 300;

/// Takes all marks away but those of the names' kinds.
fn forget_names(view: &View<'_>, scratch: &mut Scratch) {
    for &(token, _) in &scratch.sources {
        for posting in view.tokens[token as usize].postings.of(view.postings) {
            scratch.marks[posting.get() as usize] &= KINDS;
        }
    }
}

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
        let marks = self.marks.best(scratch.marks[number as usize] & !(GATHERED | KINDS));
        let look = scratch.looks[number as usize];
        if marks == 0 || !comparable(self.name, look.style()) {
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
        if most + corroboration < self.threshold {
            return;
        }
        let score = name_evidence(self.view, self.name, record, self.weights, scratch) + corroboration;
        if score >= self.threshold {
            scratch.hits.push(Hit {
                entry: record.entry.get(),
                name: number,
                query_name: self.query_name,
                score,
            });
        }
    }
}
