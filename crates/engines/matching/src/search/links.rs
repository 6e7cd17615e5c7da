//! Which tokens of the index a query's tokens relate to, singly and two joined, and the most that each such link can
//! bring.

use super::scratch::Scratch;
use crate::align::{MOST_RARE, TokenFacts, is_word, link_rarity};
use crate::api::LinkKind;
use crate::feature_table::at;
use crate::features::{MINOR, group};
use crate::index::JOINED;
use crate::index::view::View;
use crate::prepare::{PreparedName, PreparedToken, rarity_in_role, spelling_of};
use crate::relate::Relation;
use crate::weights::Weights;
use text::Role;

/// A token of the index that relates to a query token (or to two joined ones).
#[derive(Clone, Copy)]
pub struct Met {
    /// Query token, or first of two joined.
    pub at: u8,
    pub joined: bool,
    /// Whether just one of the two is written without vowels.
    pub across: bool,
    pub relation: Relation,
    /// The most that the link brings, and that it proves.
    pub gain: f32,
    pub rarity: f32,
    pub next: u32,
}

impl Met {
    /// How unlike the two are, 0 to 1.
    pub fn unlike(&self) -> f32 {
        1.0 - f32::from(self.relation.quality) / 100.0
    }
}

/// Looks up everything that the tokens of a query's name relate to. [`Scratch::clear_links`] forgets it again.
pub fn prepare_links(view: &View<'_>, name: &PreparedName, weights: &Weights, scratch: &mut Scratch) {
    scratch.query_facts.clear();
    for (at, token) in name.tokens.iter().enumerate() {
        if !is_word(token.role) {
            scratch.query_facts.push(token.facts());
            continue;
        }
        match known_token(view, token) {
            Some(known) => {
                let record = &view.tokens[known as usize];
                let facts = token.facts_with(record.rarity.get(), record.sound_rarity.get());
                scratch.query_facts.push(facts);
                let mut meeting = Meeting { view, at, joined: false, ours: facts, weights };
                for neighbour in record.neighbours.of(view.neighbours) {
                    meeting.meet(neighbour.token.get(), neighbour.relation(), scratch);
                }
            }
            None => {
                let (facts, related) = scratch.remembered.token(view, token);
                scratch.query_facts.push(facts);
                let mut meeting = Meeting { view, at, joined: false, ours: facts, weights };
                for &(other, relation) in related.iter() {
                    meeting.meet(other, relation, scratch);
                }
            }
        }
    }
    for (at, joined) in name.joined.iter().enumerate() {
        let Some(joined) = joined else { continue };
        let related = scratch.remembered.joined(view, &name.tokens[at], &name.tokens[at + 1], joined);
        let mut meeting = Meeting { view, at, joined: true, ours: scratch.query_facts[at], weights };
        for &(other, relation) in related.iter() {
            meeting.meet(other, relation, scratch);
        }
    }
}

/// The index's own token with the same letters: its relations are laid down in the index.
fn known_token(view: &View<'_>, token: &PreparedToken) -> Option<u32> {
    view.with_key(spelling_of(token)).find(|&number| {
        let record = &view.tokens[number as usize];
        record.flags & JOINED == 0
            && record.script == token.script as u8
            && !record.neighbours_is_empty()
            && view.bytes(record.fold) == token.fold.as_bytes()
    })
}

/// A query token, or two joined, on the way through the index tokens that it relates to.
struct Meeting<'a> {
    view: &'a View<'a>,
    at: usize,
    joined: bool,
    ours: TokenFacts,
    weights: &'a Weights,
}

impl Meeting<'_> {
    fn meet(&mut self, token: u32, relation: Relation, scratch: &mut Scratch) {
        let theirs = self.view.facts(token, Role::Name, false);
        let rarity = match relation.kind {
            LinkKind::Joined => MOST_RARE,
            kind => link_rarity(kind, &self.ours, &theirs),
        };
        let gain = self.most_gain(relation, rarity);
        let head = &mut scratch.heads[token as usize];
        if *head == 0 {
            scratch.touched.push(token);
        }
        let across = self.ours.vowelless != theirs.vowelless;
        let (at, joined, next) = (self.at as u8, self.joined, *head);
        scratch.met.push(Met { at, joined, across, relation, gain, rarity, next });
        *head = scratch.met.len() as u32;
    }

    /// The most that a link brings in any role of the other token; the alignment works out what it does bring.
    fn most_gain(&self, relation: Relation, rarity: f32) -> f32 {
        let unlike = 1.0 - f32::from(relation.quality) / 100.0;
        let in_role = |role: Role| {
            let group = group(relation.kind, relation.quality, (self.ours.role, role));
            let apart = if relation.apart && group != MINOR {
                self.weights.surely_apart(relation.quality)
            } else {
                0.0
            };
            self.weights.group_gain(group, rarity_in_role(role, rarity)) + apart
        };
        [Role::Name, Role::Generic, Role::Compound].into_iter().map(in_role).fold(f32::MIN, f32::max)
            + self.weights.features[UNLIKENESS] * unlike
    }
}

const UNLIKENESS: usize = at("unlikeness");
