//! Finding an index's names that may be a query's: tokens that relate, names that hold them, and bounds that
//! leave out only what cannot reach the threshold.

use crate::align::{Alignment, INITIAL_RARITY, MOST_RARE, Relations, TokenFacts, is_word, link_rarity};
use crate::api::LinkKind;
use crate::corroborate::{Facts, born_like, most, most_of_all, quick_sum};
use crate::features::{Features, MINOR, Pair, Read, features, group};
use crate::index::view::{View, style_from_number};
use crate::index::{EntryRecord, Index, JOINED, NameRecord, WEAK};
use crate::prepare::{PreparedName, PreparedToken, rarity_in_role, spelling_of};
use crate::query::{Query, comparable};
use crate::relate::{Relation, TokenView, initial_stands_for, relate_joined_keyed, relate_keyed};
use crate::weights::{BoundWeights, WeightSet, Weights};
use model::{Family, Schema};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use text::{Role, Script};

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

/// A token of the index that relates to a query token (or to two joined ones).
#[derive(Clone, Copy)]
struct Met {
    /// Query token, or first of two joined.
    at: u8,
    joined: bool,
    relation: Relation,
    gain: f32,
    rarity: f32,
    next: u32,
}

impl Met {
    /// Raises what its query tokens can bring to what this link brings.
    fn raise(&self, reach: &mut [Reach; 32]) {
        let at = usize::from(self.at);
        reach[at].raise(self.gain, self.rarity);
        if self.joined {
            reach[at + 1].raise(0.0, 0.0);
        }
    }
}

/// Room for searching; one for each thread, reused from query to query.
#[derive(Default)]
pub struct Scratch {
    /// Index token -> 1 + first of its rows in `met`.
    heads: Vec<u32>,
    touched: Vec<u32>,
    met: Vec<Met>,
    /// Name -> the search in which it was last seen.
    seen: Vec<u32>,
    search: u32,
    facts: Vec<TokenFacts>,
    name_tokens: Vec<u32>,
    name_joined: Vec<Option<u32>>,
    query_facts: Vec<TokenFacts>,
    found: Vec<u32>,
    born: Vec<u32>,
    /// Name -> query tokens that it may hold, while names are gathered.
    masks: Vec<u32>,
    held: Vec<u32>,
    /// Name -> its style and number of initials, side by side so that most names need not be opened.
    looks: Arc<[u8]>,
    classes: Vec<u32>,
    remembered: HashMap<(u8, String), (f32, f32, Related)>,
    pub alignment: Alignment,
    pub hits: Vec<Hit>,
}

impl Scratch {
    /// Room for searching this index.
    pub fn new(index: &Index) -> Self {
        Self { looks: index.looks(), ..Self::default() }
    }

    /// Forgets what [`prepare_links`] looked up.
    pub fn clear_links(&mut self) {
        for token in self.touched.drain(..) {
            self.heads[token as usize] = 0;
        }
        self.met.clear();
    }

    /// Query tokens that one link may join to two tokens of another name.
    fn doubled(&self) -> u32 {
        let joined = self.met.iter().filter(|met| met.relation.kind == LinkKind::Joined && !met.joined);
        joined.fold(0, |mask, met| mask | 1 << met.at)
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

    fn met_by(&self, token: u32) -> impl Iterator<Item = &Met> {
        let mut row = self.heads[token as usize];
        std::iter::from_fn(move || {
            let met = self.met.get((row as usize).checked_sub(1)?)?;
            row = met.next;
            Some(met)
        })
    }
}

/// Sums of many small numbers differ by less than this, whatever their order.
const ROUNDING: f32 = 0.01;

/// Weights and threshold of a search.
pub struct Plan<'a> {
    pub weights: &'a WeightSet,
    pub threshold: f32,
}

/// Finds every name that reaches the threshold; hits are in `scratch.hits`, the best name of each entry.
pub fn search(view: &View<'_>, query: &Query, filter: &Filter<'_>, plan: &Plan<'_>, scratch: &mut Scratch) {
    scratch.hits.clear();
    scratch.born.clear();
    born_like(&query.facts, view, &mut scratch.born);
    scratch.seen.resize(view.names.len(), 0);
    scratch.masks.resize(view.names.len(), 0);
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

fn search_name(
    view: &View<'_>,
    number: u32,
    name: &PreparedName,
    facts: &Facts,
    filter: &Filter<'_>,
    plan: &Plan<'_>,
    scratch: &mut Scratch,
) {
    let weights = plan.weights.of(name.style);
    scratch.search = scratch.search.wrapping_add(1);
    prepare_links(view, name, weights, scratch);
    let bounds =
        Bounds::of(name, weights, scratch, plan.threshold - most(facts), plan.threshold - most_of_all(facts));
    let visit = Visit {
        view,
        query_name: number,
        name,
        facts,
        filter,
        weights,
        threshold: plan.threshold,
        bounds: &bounds,
    };
    let held = gather_names(view, &bounds, scratch);
    let query_facts = scratch.query_facts.clone();
    let mut enough = EnoughMasks::new(&bounds, &query_facts, scratch.doubled());
    for &number in &held {
        let mask = scratch.masks[number as usize];
        let look = scratch.looks[number as usize];
        if comparable(name, look & 3) && enough.holds(mask, look >> 2) {
            visit.name(number, bounds.threshold, scratch);
        }
    }
    let mut born = std::mem::take(&mut scratch.born);
    for &entry in &born {
        let names = view.entries[entry as usize].names;
        for number in names.first.get()..names.first.get() + names.count.get() {
            if scratch.masks[number as usize] != 0 {
                visit.name(number, f32::MIN, scratch);
            }
        }
    }
    std::mem::swap(&mut scratch.born, &mut born);
    for &number in &held {
        scratch.masks[number as usize] = 0;
    }
    scratch.held = held;
    scratch.clear_links();
}

/// Initials of a name are counted up to this; it stands for "this many or more".
const MOST_INITIALS: u8 = 3;
/// Different names proper of a name are counted up to this.
const MOST_NAMES: usize = 15;

/// A name at a glance: its style, its initials, its names proper without repetitions.
pub fn look(view: &View<'_>, name: &NameRecord) -> u8 {
    let initials = view.name_tokens(name).filter(|(_, role, _)| *role == Role::Initial).count();
    let mut names: Vec<u32> =
        view.name_tokens(name).filter(|(_, role, _)| *role == Role::Name).map(|(token, ..)| token).collect();
    names.sort_unstable();
    names.dedup();
    name.style
        | (initials.min(usize::from(MOST_INITIALS)) as u8) << 2
        | (names.len().min(MOST_NAMES) as u8) << 4
}

/// Marks for every name of the index which query tokens it may hold, and returns the names marked.
fn gather_names(view: &View<'_>, bounds: &Bounds<'_>, scratch: &mut Scratch) -> Vec<u32> {
    let mut held = std::mem::take(&mut scratch.held);
    held.clear();
    for (source, mask) in bounds.sources(scratch) {
        for posting in view.tokens[source as usize].postings.of(view.postings) {
            let number = posting.get();
            let marked = &mut scratch.masks[number as usize];
            if *marked == 0 {
                held.push(number);
            }
            *marked |= mask;
        }
    }
    held
}

/// Which query tokens must be held together, by a name of so many words and initials, for the threshold to be within
/// reach; worked out when first met.
struct EnoughMasks<'a> {
    bounds: &'a Bounds<'a>,
    facts: &'a [TokenFacts],
    /// By mask and by what a look at the name tells.
    known: Vec<Option<bool>>,
    /// Query tokens that one link may join to two tokens of the other name.
    doubled: u32,
}

impl<'a> EnoughMasks<'a> {
    fn new(bounds: &'a Bounds<'a>, facts: &'a [TokenFacts], doubled: u32) -> Self {
        let count = bounds.name.tokens.len();
        let masks = if count <= 8 { LOOKS << count } else { 0 };
        Self { bounds, facts, known: vec![None; masks], doubled }
    }

    fn holds(&mut self, mask: u32, look: u8) -> bool {
        let Some(known) = self.known.get_mut(mask as usize * LOOKS + usize::from(look)) else { return true };
        *known.get_or_insert_with(|| {
            let mut reach = [OUT_OF_REACH; 32];
            for (at, slot) in reach.iter_mut().enumerate().filter(|(at, _)| mask & (1 << at) != 0) {
                *slot = self.bounds.most[at];
            }
            let (initials, names) = (look & MOST_INITIALS, u32::from(look >> 2));
            let initials = if initials == MOST_INITIALS { f32::MAX } else { f32::from(initials) };
            let held = mask.count_ones() + (mask & self.doubled).count_ones();
            let contradicting = names.saturating_sub(held) as f32;
            self.bounds.enough(&reach, initials, contradicting, self.facts, self.bounds.threshold)
        })
    }
}

/// How many different looks there are, beside the style.
const LOOKS: usize = 64;

/// Looks up everything that the tokens of a query's name relate to. [`Scratch::clear_links`] forgets it again.
pub fn prepare_links(view: &View<'_>, name: &PreparedName, weights: &Weights, scratch: &mut Scratch) {
    scratch.heads.resize(view.tokens.len(), 0);
    scratch.query_facts.clear();
    for (at, token) in name.tokens.iter().enumerate() {
        if !is_word(token.role) {
            scratch.query_facts.push(token.facts());
            continue;
        }
        match known_token(view, token) {
            Some(known) => {
                let record = &view.tokens[known as usize];
                scratch.query_facts.push(token.facts_with(record.rarity.get(), record.sound_rarity.get()));
                for neighbour in record.neighbours.of(view.neighbours) {
                    meet(view, at, false, neighbour.token.get(), neighbour.relation(), weights, scratch);
                }
            }
            None => {
                let (facts, related) = scratch.unknown(view, token);
                scratch.query_facts.push(facts);
                for &(other, relation) in related.iter() {
                    meet(view, at, false, other, relation, weights, scratch);
                }
            }
        }
    }
    meet_joined(view, name, weights, scratch);
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

/// Relations of a token that the index does not hold.
type Related = Rc<[(u32, Relation)]>;

/// How many tokens that the index does not hold are remembered with their relations, which depend on the index
/// alone: names repeat from customer to customer.
const REMEMBERED: usize = 1 << 16;

impl Scratch {
    fn unknown(&mut self, view: &View<'_>, token: &PreparedToken) -> (TokenFacts, Related) {
        let key = (token.script as u8, token.fold.clone());
        if let Some((rarity, sound_rarity, related)) = self.remembered.get(&key) {
            return (token.facts_with(*rarity, *sound_rarity), Rc::clone(related));
        }
        let related: Related = relate_unknown(view, token, self).into();
        if self.remembered.len() >= REMEMBERED {
            self.remembered.clear();
        }
        let detail = token.detail();
        self.remembered.insert(key, (detail.rarity, detail.sound_rarity, Rc::clone(&related)));
        (token.facts(), related)
    }
}

fn relate_unknown(view: &View<'_>, token: &PreparedToken, scratch: &mut Scratch) -> Vec<(u32, Relation)> {
    let (found, classes) = (&mut scratch.found, &mut scratch.classes);
    found.clear();
    found.extend(token.detail().keys.iter().flat_map(|&key| view.with_key(key)));
    found.sort_unstable();
    found.dedup();
    let ours = token.view();
    let relation = |other: u32, classes: &mut Vec<u32>| {
        let record = &view.tokens[other as usize];
        if record.flags & JOINED == 0 {
            return relate_keyed(ours, view.token_view(other, classes));
        }
        let same = record.script == token.script as u8 && view.bytes(record.fold) == token.fold.as_bytes();
        if same { Some(Relation::JOINED_SAME) } else { relate_joined_keyed(&view.token_sounds(record), ours) }
    };
    found.iter().filter_map(|&other| relation(other, classes).map(|relation| (other, relation))).collect()
}

fn meet_joined(view: &View<'_>, name: &PreparedName, weights: &Weights, scratch: &mut Scratch) {
    for (at, joined) in name.joined.iter().enumerate() {
        let Some(joined) = joined else { continue };
        let mut found = std::mem::take(&mut scratch.found);
        let mut classes = std::mem::take(&mut scratch.classes);
        found.clear();
        found.extend(crate::prepare::joined_keys(joined).into_iter().flat_map(|key| view.with_key(key)));
        found.sort_unstable();
        found.dedup();
        for &other in &found {
            let record = &view.tokens[other as usize];
            if record.flags & JOINED != 0 || record.neighbours_is_empty() {
                continue;
            }
            let single = view.token_view(other, &mut classes);
            let relation = if joined.script == single.script && joined.fold == single.fold {
                Some(Relation::JOINED_SAME)
            } else if !joined.keys.is_empty() {
                relate_joined_keyed(&joined.sounds, single)
            } else {
                None
            };
            if let Some(relation) = relation {
                meet(view, at, true, other, relation, weights, scratch);
            }
        }
        scratch.found = found;
        scratch.classes = classes;
    }
}

fn meet(
    view: &View<'_>,
    at: usize,
    joined: bool,
    token: u32,
    relation: Relation,
    weights: &Weights,
    scratch: &mut Scratch,
) {
    let ours = &scratch.query_facts[at];
    // The most that a link of this token can bring in any role; the alignment works out what it does bring.
    let rarity = match relation.kind {
        LinkKind::Joined => MOST_RARE,
        kind => link_rarity(kind, ours, &view.facts(token, Role::Name, false)),
    };
    let gain = [Role::Name, Role::Generic, Role::Title]
        .into_iter()
        .map(|role| {
            let group = group(relation.kind, relation.quality, (ours.role, role));
            let apart =
                if relation.apart && group != MINOR { weights.surely_apart(relation.quality) } else { 0.0 };
            weights.group_gain(group, rarity_in_role(role, rarity)) + apart
        })
        .fold(f32::MIN, f32::max);
    let head = &mut scratch.heads[token as usize];
    if *head == 0 {
        scratch.touched.push(token);
    }
    scratch.met.push(Met { at: at as u8, joined, relation, gain, rarity, next: *head });
    *head = scratch.met.len() as u32;
}

/// What decides which names can be left out unseen: the most that a name can score, worked out from which tokens
/// could meet at all, before they are aligned.
struct Bounds<'a> {
    weights: BoundWeights,
    name: &'a PreparedName,
    /// The most that each query token can bring when a link holds it, and the rarity that the link may prove.
    most: [Reach; 32],
    /// Rarity of all the query's words together.
    rarity: f32,
    /// Score before any token counts, at its best.
    start: f32,
    /// What names must reach, and what those of entries born like the subject must.
    threshold: f32,
    least: f32,
}

/// What a link of a query token can bring at most.
#[derive(Clone, Copy)]
struct Reach {
    gain: f32,
    rarity: f32,
}

const OUT_OF_REACH: Reach = Reach { gain: f32::MIN, rarity: 0.0 };

impl Reach {
    fn raise(&mut self, gain: f32, rarity: f32) {
        self.gain = self.gain.max(gain);
        self.rarity = self.rarity.max(rarity);
    }
}

/// What is known of one side of a pair before it is aligned.
#[derive(Default)]
struct Side {
    /// Names proper that nothing can hold, and their rarity.
    names: f32,
    mass: f32,
    /// Rarity of all words, and of those that something may hold.
    rarity: f32,
    held: f32,
}

impl<'a> Bounds<'a> {
    fn of(name: &'a PreparedName, weights: &Weights, scratch: &Scratch, threshold: f32, least: f32) -> Self {
        let has = |role| name.tokens.iter().any(|token| token.role == role);
        let start = weights.most_at_start(has(Role::LegalForm), has(Role::Number)) + ROUNDING;
        let rarity = scratch
            .query_facts
            .iter()
            .filter(|token| is_word(token.role))
            .map(|token| token.sound_rarity)
            .sum();
        let mut bounds = Self {
            weights: weights.bounds(),
            name,
            most: [OUT_OF_REACH; 32],
            rarity,
            start,
            threshold,
            least,
        };
        for met in &scratch.met {
            met.raise(&mut bounds.most);
        }
        bounds
    }

    /// The most that a name scores that may hold the query tokens of `reach`, has `theirs` on its own side, and has
    /// this many initials of its own.
    fn most(&self, reach: &[Reach; 32], theirs: &Side, initials: f32, facts: &[TokenFacts]) -> f32 {
        let w = &self.weights;
        let (mut score, mut proved, mut ours) =
            (self.start, 0.0, Side { rarity: self.rarity, ..Side::default() });
        let mut our_initials = 0.0;
        for (at, token) in self.name.tokens.iter().enumerate() {
            let facts = &facts[at];
            if reach[at].gain > f32::MIN {
                score += reach[at].gain.max(0.0);
                proved += reach[at].rarity;
                ours.held += facts.sound_rarity;
            } else if token.role == Role::Name {
                ours.names += 1.0;
                ours.mass += facts.sound_rarity;
            } else if token.role == Role::Initial {
                our_initials += 1.0;
            }
        }
        // An initial may hold a name of the other side, and then proves a little.
        let held_by_initials = our_initials + initials;
        if held_by_initials > 0.0 {
            score += held_by_initials * w.initial;
            proved += held_by_initials * INITIAL_RARITY;
        }
        let contradicted = (ours.names - initials).max(0.0).min((theirs.names - our_initials).max(0.0));
        score += w.contradicted * contradicted;
        if held_by_initials == 0.0 {
            score += w.contradicted_mass * ours.mass.min(theirs.mass);
            let open =
                |side: &Side| if side.rarity > 0.0 { (1.0 - side.held / side.rarity).max(0.0) } else { 0.0 };
            let (a, b) = (open(&ours), open(theirs));
            score += w.uncovered_shorter * a.min(b) + w.uncovered_longer * a.max(b);
        }
        score += w.low_mass * (12.0 - proved).max(0.0) + w.very_low_mass * (7.0 - proved).max(0.0);
        score.max(w.least + w.shared * proved + ROUNDING)
    }

    /// Whether the threshold is within reach of a name of which only this is known, and that it has at most this many
    /// initials, each of which may hold a name of the query, and at least this many names that nothing holds.
    fn enough(
        &self,
        reach: &[Reach; 32],
        initials: f32,
        contradicting: f32,
        facts: &[TokenFacts],
        threshold: f32,
    ) -> bool {
        let unheld = |at: usize| self.name.tokens[at].role == Role::Name && reach[at].gain == f32::MIN;
        let most = (0..self.name.tokens.len().min(32)).filter(|&at| unheld(at)).count() as f32;
        let theirs = Side { names: contradicting, ..Side::default() };
        self.most(reach, &theirs, initials.min(most), facts) >= threshold
    }

    /// Tokens of the index whose names must be looked at, with the query tokens they may stand for: those with which
    /// the threshold is within reach, all other query tokens at their best. A name is found by its best link of any
    /// one query token.
    fn sources(&self, scratch: &Scratch) -> Vec<(u32, u32)> {
        let mut reach = self.most;
        let mut mask = |token: u32| {
            let mut mask = 0u32;
            for met in scratch.met_by(token) {
                let at = usize::from(met.at);
                if met.joined {
                    mask |= 3 << at;
                    continue;
                }
                reach[at] = Reach { gain: met.gain, rarity: met.rarity };
                if self.enough(&reach, f32::MAX, 0.0, &scratch.query_facts, self.least) {
                    mask |= 1 << at;
                }
                reach[at] = self.most[at];
            }
            mask
        };
        scratch.touched.iter().map(|&token| (token, mask(token))).filter(|(_, mask)| *mask != 0).collect()
    }

    /// The most that one name of the index can score.
    fn of_name(&self, view: &View<'_>, record: &NameRecord, scratch: &Scratch) -> f32 {
        let mut reach = [OUT_OF_REACH; 32];
        let mut theirs = Side::default();
        let mut initials = 0.0;
        let mut held = 0u32;
        for (at, token) in view.name_joined(record).enumerate() {
            let Some(token) = token else { continue };
            for met in scratch.met_by(token) {
                met.raise(&mut reach);
                held |= 3 << at;
            }
        }
        for (at, (token, role, _)) in view.name_tokens(record).enumerate() {
            if role == Role::Initial {
                initials += 1.0;
            }
            let mut met_any = false;
            for met in scratch.met_by(token) {
                met.raise(&mut reach);
                met_any = true;
            }
            if !is_word(role) {
                continue;
            }
            let rarity = rarity_in_role(role, view.tokens[token as usize].sound_rarity.get());
            theirs.rarity += rarity;
            if met_any || held & (1 << at) != 0 {
                theirs.held += rarity;
            } else if role == Role::Name {
                theirs.names += 1.0;
                theirs.mass += rarity;
            }
        }
        self.most(&reach, &theirs, initials, &scratch.query_facts)
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
}

impl Visit<'_> {
    /// Aligns a name unless it was seen before, its entry takes no part, or it cannot score `least` by its tokens
    /// or the threshold with its entry's facts.
    fn name(&self, number: u32, least: f32, scratch: &mut Scratch) {
        let seen = &mut scratch.seen[number as usize];
        let before = std::mem::replace(seen, scratch.search);
        if before == scratch.search && least > f32::MIN {
            return;
        }
        let record = &self.view.names[number as usize];
        let entry = &self.view.entries[record.entry.get() as usize];
        if !comparable(self.name, record.style) || !self.filter.admits(entry) {
            return;
        }
        let most = self.bounds.of_name(self.view, record, scratch);
        if most < least {
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
        read: Read::default(),
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
        let record = &self.view.tokens[self.scratch.name_tokens[j] as usize];
        let theirs = TokenView {
            fold: self.view.text(record.fold),
            script: Script::from_number(record.script),
            sounds: self.view.token_sounds(record),
            article: 0,
            classes: &[],
            keys: &[],
        };
        initial_stands_for(self.name.tokens[i].bare_view(), theirs)
    }
}
