//! How two tokens relate: the same, a slip apart, alike in sound, equivalent forms. The one place that decides
//! whether they may be the same token at all; index and direct comparison both use it.

use crate::api::LinkKind;
use crate::index::view::View;
use crate::index::{HAS_ARTICLE, HAS_CLASSES, IS_JOINED, SoundRecord, letters_mask};
use crate::prepare::{JoinedToken, PreparedToken};
use text::{Listener, Script, Shared, Sounds};

/// What comparing two tokens needs, wherever they are kept.
#[derive(Clone, Copy)]
pub struct TokenView<'a> {
    pub fold: &'a str,
    pub script: Script,
    pub sounds: Sounds,
    pub article: u8,
    pub classes: &'a [u32],
    pub keys: &'a [u32],
}

impl PreparedToken {
    pub fn view(&self) -> TokenView<'_> {
        let detail = self.detail();
        TokenView {
            fold: &self.fold,
            script: self.script,
            sounds: self.sounds,
            article: detail.article,
            classes: &detail.classes,
            keys: &detail.keys,
        }
    }

    /// What an initial needs to be compared.
    pub fn bare_view(&self) -> TokenView<'_> {
        TokenView {
            fold: &self.fold,
            script: self.script,
            sounds: self.sounds,
            article: 0,
            classes: &[],
            keys: &[],
        }
    }
}

/// How two tokens are alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relation {
    pub kind: LinkKind,
    /// 0 to 100.
    pub quality: u8,
    /// Whether both are known names that no list of forms brings together: Hasan and Husayn.
    pub apart: bool,
}

impl Relation {
    fn new(kind: LinkKind, quality: u8) -> Self {
        Self { kind, quality, apart: false }
    }

    /// Two tokens joined on one side, letter for letter the token on the other.
    pub const JOINED_SAME: Self = Self { kind: LinkKind::Joined, quality: 100, apart: false };

    /// A word whose letters begin the words of the other name, one after another.
    pub const ACRONYM: Self = Self { kind: LinkKind::Initial, quality: 90, apart: false };

    /// An initial that may stand for a name.
    pub const INITIAL: Self = Self { kind: LinkKind::Initial, quality: 50, apart: false };
}

/// Relations below this quality are none.
pub const LEAST_QUALITY: u8 = 62;

/// How two tokens relate, if at all. Symmetric. Tokens that share no retrieval key are not related, so that
/// whatever is related is also found.
pub fn relate(a: TokenView<'_>, b: TokenView<'_>) -> Option<Relation> {
    if a.script == b.script && a.fold == b.fold {
        return Some(Relation::new(LinkKind::Same, 100));
    }
    if !meet(a.keys, b.keys) {
        return None;
    }
    relate_keyed(a, b)
}

/// [`relate`] for tokens that are known to share a key.
pub fn relate_keyed(a: TokenView<'_>, b: TokenView<'_>) -> Option<Relation> {
    if a.script == b.script && a.fold == b.fold {
        return Some(Relation::new(LinkKind::Same, 100));
    }
    decide(
        a.script == b.script,
        text::shared(a.classes, b.classes),
        || sound(a, b),
        || spelling_quality(a.fold, b.fold),
        || text::is_known_name(a.classes) && text::is_known_name(b.classes),
    )
}

/// How two tokens of unlike letters relate, by what they share, how alike they sound and are spelt, and whether both
/// are known names.
#[inline]
fn decide(
    same_script: bool,
    shared: Option<Shared>,
    sound: impl FnOnce() -> u8,
    spelling: impl FnOnce() -> u8,
    known: impl FnOnce() -> bool,
) -> Option<Relation> {
    match shared {
        Some(Shared::Form) => return Some(Relation::new(LinkKind::Equivalent, sound().max(60))),
        Some(Shared::Word) => return Some(Relation::new(LinkKind::Equivalent, sound().max(80))),
        Some(Shared::Nickname) => return Some(Relation::new(LinkKind::Nickname, sound().max(60))),
        None => {}
    }
    let sound = sound();
    let spelling = if same_script { spelling() } else { 0 };
    let kind = match (same_script, spelling >= sound) {
        (false, _) => LinkKind::Transliteration,
        (true, true) => LinkKind::Spelling,
        (true, false) => LinkKind::Sound,
    };
    let quality = sound.max(spelling);
    (quality >= LEAST_QUALITY).then(|| Relation { kind, quality, apart: known() })
}

/// A token that is related to many tokens of an index: what [`relate_keyed`] and [`relate_joined_keyed`] say, with most
/// tokens refused at a glance.
pub struct Asked<'a> {
    token: TokenView<'a>,
    whole: Listener,
    /// Without the article that may be written together with it.
    bare: Option<Listener>,
    letters: usize,
    mask: u32,
}

/// Room for relating tokens.
#[derive(Default)]
pub struct AskedRoom {
    classes: Vec<u32>,
    /// Tokens that only sound and spelling can tell of, and how alike they sound.
    open: Vec<u32>,
    similarities: Vec<f32>,
}

impl<'a> Asked<'a> {
    pub fn new(token: TokenView<'a>) -> Self {
        let article = usize::from(token.article);
        Self {
            whole: Listener::new(token.sounds),
            bare: (article > 0).then(|| Listener::new(token.sounds.skip(article))),
            letters: token.fold.chars().count(),
            mask: letters_mask(token.fold),
            token,
        }
    }

    /// Which of these tokens of the index, with all of which it shares a key, it relates to.
    pub fn relate(
        &self,
        view: &View<'_>,
        others: &[u32],
        room: &mut AskedRoom,
        related: &mut Vec<(u32, Relation)>,
    ) {
        room.open.clear();
        for &other in others {
            let heard = &view.sounds[other as usize];
            let same = heard.script() == self.token.script
                && heard.mask() == self.mask
                && view.bytes(view.tokens[other as usize].fold) == self.token.fold.as_bytes();
            let relation = match (heard.traits & IS_JOINED != 0, same) {
                (true, true) => Some(Relation::JOINED_SAME),
                (true, false) => joined_relation(&self.whole, heard),
                (false, true) => Some(Relation::new(LinkKind::Same, 100)),
                (false, false) => {
                    room.open.push(other);
                    None
                }
            };
            related.extend(relation.map(|relation| (other, relation)));
        }
        let heard = room.open.iter().map(|&other| {
            let heard = &view.sounds[other as usize];
            (heard.codes(), heard.script().is_vowelless())
        });
        self.whole.similarities(heard, share(LEAST_QUALITY), &mut room.similarities);
        for (&other, &whole) in room.open.iter().zip(&room.similarities) {
            room.classes.clear();
            if !self.token.classes.is_empty() && view.sounds[other as usize].traits & HAS_CLASSES != 0 {
                view.classes_of(other, &mut room.classes);
            }
            let relation =
                self.decide(view, other, &room.classes, || percent(self.sound(view, other, whole)));
            related.extend(relation.map(|relation| (other, relation)));
        }
    }

    fn decide(
        &self,
        view: &View<'_>,
        other: u32,
        classes: &[u32],
        sound: impl FnOnce() -> u8,
    ) -> Option<Relation> {
        decide(
            view.sounds[other as usize].script() == self.token.script,
            text::shared(self.token.classes, classes),
            sound,
            || self.spelling(view, other),
            || text::is_known_name(self.token.classes) && text::is_known_name(classes),
        )
    }

    /// How alike they sound, by how alike they sound as they are written.
    fn sound(&self, view: &View<'_>, other: u32, whole: f32) -> f32 {
        let heard = &view.sounds[other as usize];
        let codes = heard.codes();
        let similarity = |listener: &Listener, codes: &[u8]| {
            listener.similarity(codes, heard.script().is_vowelless(), share(LEAST_QUALITY))
        };
        match (&self.bare, heard.traits & HAS_ARTICLE != 0) {
            (Some(bare), false) => whole.max(ARTICLE * similarity(bare, codes)),
            (None, true) => {
                let article = usize::from(view.tokens[other as usize].article).min(codes.len());
                whole.max(ARTICLE * similarity(&self.whole, &codes[article..]))
            }
            _ => whole,
        }
    }

    fn spelling(&self, view: &View<'_>, other: u32) -> u8 {
        let heard = &view.sounds[other as usize];
        let letters = usize::from(heard.letters);
        let Some(most) = most_slips(letters.max(self.letters)) else { return 0 };
        // Every slip changes two groups of letters at most; the longest words are cut before they are compared.
        let compared = letters.max(self.letters) <= text::LONGEST_SPELLING;
        let changed = (heard.mask() ^ self.mask).count_ones() as usize;
        if compared && (letters.abs_diff(self.letters) > most || changed > 2 * most) {
            return 0;
        }
        spelling_quality(self.token.fold, view.text(view.tokens[other as usize].fold))
    }
}

/// Two tokens of a query joined, which are related to many tokens of an index: see [`relate_joined_keyed`].
pub struct AskedJoined<'a> {
    joined: &'a JoinedToken,
    /// None where the skeleton is too short to mean anything.
    listener: Option<Listener>,
}

impl<'a> AskedJoined<'a> {
    pub fn new(joined: &'a JoinedToken) -> Self {
        let means = !joined.keys().is_empty();
        Self { joined, listener: means.then(|| Listener::new(joined.sounds)) }
    }

    /// How they relate to a token of the index with which they share a key.
    pub fn relate(&self, view: &View<'_>, other: u32) -> Option<Relation> {
        let heard = &view.sounds[other as usize];
        if heard.traits & IS_JOINED != 0 {
            return None;
        }
        let fold = view.tokens[other as usize].fold;
        if heard.script() == self.joined.script && view.bytes(fold) == self.joined.fold.as_bytes() {
            return Some(Relation::JOINED_SAME);
        }
        joined_relation(self.listener.as_ref()?, heard)
    }
}

fn joined_relation(listener: &Listener, heard: &SoundRecord) -> Option<Relation> {
    let similarity = listener.similarity(heard.codes(), heard.script().is_vowelless(), share(LEAST_JOINED));
    let quality = percent(similarity);
    (quality >= LEAST_JOINED).then_some(Relation::new(LinkKind::Joined, quality.min(99)))
}

fn share(quality: u8) -> f32 {
    f32::from(quality) / 100.0
}

/// How a joined pair of tokens relates to a single token, if at all.
pub fn relate_joined(joined: &JoinedToken, single: TokenView<'_>) -> Option<Relation> {
    if joined.script == single.script && joined.fold == single.fold {
        return Some(Relation::JOINED_SAME);
    }
    if !meet(joined.keys(), single.keys) {
        return None;
    }
    relate_joined_keyed(&joined.sounds, single)
}

/// Joined tokens must sound at least this much alike.
const LEAST_JOINED: u8 = 84;

/// [`relate_joined`] for what is known to share the joined skeleton's key.
pub fn relate_joined_keyed(joined: &Sounds, single: TokenView<'_>) -> Option<Relation> {
    let quality = percent(text::similarity_from(joined, &single.sounds, share(LEAST_JOINED)));
    (quality >= LEAST_JOINED).then_some(Relation::new(LinkKind::Joined, quality.min(99)))
}

/// How alike two tokens sound, 0 to 99; 0 when too little.
fn sound(a: TokenView<'_>, b: TokenView<'_>) -> u8 {
    percent(sound_similarity(a, b))
}

fn sound_similarity(a: TokenView<'_>, b: TokenView<'_>) -> f32 {
    let similarity = |a: &Sounds, b: &Sounds| text::similarity_from(a, b, share(LEAST_QUALITY));
    let whole = similarity(&a.sounds, &b.sounds);
    match (a.article, b.article) {
        (0, 0) => whole,
        (article, 0) => whole.max(ARTICLE * similarity(&a.sounds.skip(usize::from(article)), &b.sounds)),
        (0, article) => whole.max(ARTICLE * similarity(&a.sounds, &b.sounds.skip(usize::from(article)))),
        _ => whole,
    }
}

/// "Alqahtani" meets "Qahtani" where only one of them carries the article.
const ARTICLE: f32 = 0.97;

/// One slip in a long word weighs less than in a short one.
fn spelling_quality(a: &str, b: &str) -> u8 {
    let length = a.chars().count().max(b.chars().count());
    let Some(most) = most_slips(length) else { return 0 };
    match text::spelling_distance(a, b, most) {
        Some(slips) => (100.0 * (1.0 - slips as f32 / (length as f32 + 1.0))) as u8,
        None => 0,
    }
}

/// Most slips between words of which the longer has so many letters; nothing where they are too short for any.
fn most_slips(letters: usize) -> Option<usize> {
    match letters {
        0..=2 => None,
        3..=7 => Some(1),
        _ => Some(2),
    }
}

fn percent(similarity: f32) -> u8 {
    // Equal sounds are not equal letters.
    (similarity * 100.0).clamp(0.0, 99.0) as u8
}

/// Whether two ascending rows share a value.
fn meet(a: &[u32], b: &[u32]) -> bool {
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => return true,
        }
    }
    false
}

/// Whether an initial may stand for a token. Both are folded; scripts may differ.
pub fn initial_stands_for(initial: TokenView<'_>, token: TokenView<'_>) -> bool {
    if initial.script == token.script {
        return initial.fold.chars().next() == token.fold.chars().next();
    }
    let (Some(&a), Some(&b)) = (initial.sounds.codes().first(), token.sounds.codes().first()) else {
        return false;
    };
    text::sounds_close(a, b)
}
