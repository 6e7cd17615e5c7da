//! Working memory of the search, reused from query to query so that searching allocates nothing once it has grown.

use super::best::Best;
use super::enough::{Known, WITHOUT_INITIALS};
use super::look::Look;
use super::unknown::Remembered;
use super::{Hit, links::Met};
use crate::align::{Alignment, TokenFacts};
use crate::api::LinkKind;
use crate::index::view::View;
use crate::index::{Index, Span};
use std::sync::Arc;

/// Names that hold a token of the index, and how they are marked for it.
pub struct Source {
    pub names: Span,
    pub marks: u32,
}

/// Room for searching; one for each thread.
#[derive(Default)]
pub struct Scratch {
    /// Index token -> 1 + first of its rows in `met`.
    pub(super) heads: Vec<u32>,
    pub(super) touched: Vec<u32>,
    pub(super) met: Vec<Met>,
    /// Facts of the tokens of the query's name and of the index's name that was aligned last.
    pub(super) query_facts: Vec<TokenFacts>,
    pub(super) facts: Vec<TokenFacts>,
    pub(super) name_tokens: Vec<u32>,
    pub(super) name_joined: Vec<Option<u32>>,
    /// Entries born like the subject.
    pub(super) born: Vec<u32>,
    /// Name -> marks of the query tokens that it may hold, while names are gathered; and the names marked.
    pub(super) marks: Vec<u32>,
    pub(super) marked: Vec<u32>,
    pub(super) sources: Vec<Source>,
    /// Names that are marked by whatever they hold: those that are marked already, and those with initials.
    pub(super) awaited: Names,
    initialled: Names,
    /// Name -> itself at a glance.
    pub(super) looks: Arc<[Look]>,
    pub(super) known: Known,
    pub(super) remembered: Remembered,
    pub(super) best: Best,
    pub alignment: Alignment,
    pub hits: Vec<Hit>,
}

impl Scratch {
    /// Room for searching this index.
    pub fn new(index: &Index) -> Self {
        let (view, looks) = (index.view(), index.looks());
        let mut initialled = Names(vec![0; looks.len().div_ceil(64)]);
        for (name, _) in looks.iter().enumerate().filter(|(_, look)| look.has_initials()) {
            initialled.insert(name as u32);
        }
        Self {
            awaited: initialled.clone(),
            initialled,
            heads: vec![0; view.tokens.len()],
            marks: looks.iter().map(|look| look.marks()).collect(),
            looks,
            best: Best::new(view.entries.len()),
            ..Self::default()
        }
    }

    /// Forgets what [`super::prepare_links`] looked up.
    pub fn clear_links(&mut self) {
        for token in self.touched.drain(..) {
            self.heads[token as usize] = 0;
        }
        self.met.clear();
    }

    /// Marks a name.
    #[inline]
    pub(super) fn mark(&mut self, name: u32, marks: u32) {
        let all = &mut self.marks[name as usize];
        if *all & !WITHOUT_INITIALS == 0 {
            self.marked.push(name);
            self.awaited.insert(name);
        }
        *all |= marks;
    }

    /// Takes all marks away that names did not have from the start.
    pub(super) fn forget_names(&mut self, view: &View<'_>) {
        for &name in &self.marked {
            self.marks[name as usize] &= WITHOUT_INITIALS;
            self.awaited.reset(name, &self.initialled);
        }
        for name in self.born.iter().flat_map(|&entry| view.names_of(entry)) {
            self.awaited.reset(name, &self.initialled);
        }
    }

    /// Folded letters of the plain tokens that single tokens of the query relate to.
    pub fn plain_related<'a>(&'a self, view: &'a View<'a>) -> impl Iterator<Item = String> + 'a {
        let single = |token: &&u32| {
            self.met_by(**token).any(|met| !met.joined && met.relation.kind != LinkKind::Joined)
        };
        self.touched
            .iter()
            .filter(single)
            .map(|token| view.text(view.tokens[*token as usize].fold).to_owned())
    }

    /// Facts of the query name's tokens.
    pub fn query_facts(&self) -> &[TokenFacts] {
        &self.query_facts
    }

    /// Facts of the tokens of the index name that was aligned last.
    pub fn name_facts(&self) -> &[TokenFacts] {
        &self.facts
    }

    /// What an index token meets of the query.
    pub(super) fn met_by(&self, token: u32) -> impl Iterator<Item = &Met> {
        let mut row = self.heads[token as usize];
        std::iter::from_fn(move || {
            let met = self.met.get((row as usize).checked_sub(1)?)?;
            row = met.next;
            Some(met)
        })
    }
}

/// A set of names, one bit each: small enough to stay near the processor.
#[derive(Clone, Default)]
pub struct Names(Vec<u64>);

impl Names {
    #[inline]
    pub fn contains(&self, name: u32) -> bool {
        self.0[name as usize / 64] >> (name % 64) & 1 != 0
    }

    #[inline]
    pub fn insert(&mut self, name: u32) {
        self.0[name as usize / 64] |= 1 << (name % 64);
    }

    /// Makes it hold, of the names that share a word with this one, what another set holds.
    #[inline]
    fn reset(&mut self, name: u32, to: &Self) {
        let word = name as usize / 64;
        self.0[word] = to.0[word];
    }
}
