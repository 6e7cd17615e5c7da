//! What tokens relate to that the index does not hold, and pairs of tokens joined. Names repeat from customer to
//! customer, so this is remembered, within bounds.

use crate::align::TokenFacts;
use crate::index::view::View;
use crate::prepare::{JoinedToken, PreparedToken, joined_keys};
use crate::relate::{Asked, AskedJoined, AskedRoom, Relation};
use std::collections::HashMap;
use std::rc::Rc;

/// Tokens of the index with how they relate.
pub type Related = Rc<[(u32, Relation)]>;

/// How many tokens, and how many pairs, are remembered with their relations, which depend on the index alone.
const MOST: usize = 1 << 16;

/// Tokens and pairs that were met before, and room for looking others up.
#[derive(Default)]
pub struct Remembered {
    tokens: HashMap<String, Token>,
    joined: HashMap<String, Related>,
    key: String,
    found: Found,
}

struct Token {
    rarity: f32,
    sound_rarity: f32,
    related: Related,
}

impl Remembered {
    /// Facts and relations of a token that the index does not hold.
    pub fn token(&mut self, view: &View<'_>, token: &PreparedToken) -> (TokenFacts, Related) {
        self.key.clear();
        push(&mut self.key, token);
        if let Some(known) = self.tokens.get(&self.key) {
            return (token.facts_with(known.rarity, known.sound_rarity), Rc::clone(&known.related));
        }
        let detail = token.detail();
        let Found { tokens, room, related, .. } = self.found.sharing(view, &detail.keys);
        Asked::new(token.view()).relate(view, tokens, room, related);
        let related: Related = related.as_slice().into();
        if self.tokens.len() >= MOST {
            self.tokens.clear();
        }
        let (rarity, sound_rarity) = (detail.rarity, detail.sound_rarity);
        self.tokens.insert(self.key.clone(), Token { rarity, sound_rarity, related: Rc::clone(&related) });
        (token.facts(), related)
    }

    /// Relations of two neighbouring tokens written together.
    pub fn joined(
        &mut self,
        view: &View<'_>,
        first: &PreparedToken,
        second: &PreparedToken,
        joined: &JoinedToken,
    ) -> Related {
        self.key.clear();
        push(&mut self.key, first);
        push(&mut self.key, second);
        if let Some(known) = self.joined.get(&self.key) {
            return Rc::clone(known);
        }
        let asked = AskedJoined::new(joined);
        let Found { tokens, related, .. } = self.found.sharing(view, &joined_keys(joined));
        let relation = |&other: &u32| asked.relate(view, other).map(|relation| (other, relation));
        related.extend(tokens.iter().filter_map(relation));
        let related: Related = related.as_slice().into();
        if self.joined.len() >= MOST {
            self.joined.clear();
        }
        self.joined.insert(self.key.clone(), Rc::clone(&related));
        related
    }
}

/// A token as part of a key: no folded word holds the sign before it, and a script is the same wherever its letters are.
fn push(key: &mut String, token: &PreparedToken) {
    key.push(char::from(token.script as u8));
    key.push_str(&token.fold);
}

/// Index tokens that have been found under one key or another, each once.
#[derive(Default)]
struct Found {
    /// Index token -> the look-up in which it was last found.
    seen: Vec<u32>,
    turn: u32,
    tokens: Vec<u32>,
    related: Vec<(u32, Relation)>,
    room: AskedRoom,
}

impl Found {
    /// Finds tokens that have one of the keys.
    fn sharing(&mut self, view: &View<'_>, keys: &[u32]) -> &mut Self {
        self.seen.resize(view.tokens.len(), 0);
        self.turn = self.turn.wrapping_add(1);
        self.tokens.clear();
        self.related.clear();
        for other in keys.iter().flat_map(|&key| view.with_key(key)) {
            let seen = &mut self.seen[other as usize];
            if std::mem::replace(seen, self.turn) != self.turn {
                self.tokens.push(other);
            }
        }
        self
    }
}
