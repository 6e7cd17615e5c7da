//! Working memory of the search, reused from query to query so that searching allocates nothing once it has grown.

use super::enough::Known;
use super::look::Look;
use super::unknown::Remembered;
use super::{Hit, links::Met};
use crate::align::{Alignment, TokenFacts};
use crate::api::LinkKind;
use crate::index::Index;
use crate::index::view::View;
use std::sync::Arc;

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
    /// Index tokens whose names are marked, and how.
    pub(super) sources: Vec<(u32, u32)>,
    /// Name -> itself at a glance.
    pub(super) looks: Arc<[Look]>,
    pub(super) known: Known,
    pub(super) remembered: Remembered,
    pub alignment: Alignment,
    pub hits: Vec<Hit>,
}

impl Scratch {
    /// Room for searching this index.
    pub fn new(index: &Index) -> Self {
        let (view, looks) = (index.view(), index.looks());
        Self {
            heads: vec![0; view.tokens.len()],
            marks: looks.iter().map(|look| look.kind()).collect(),
            looks,
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
