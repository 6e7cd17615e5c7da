//! How two tokens relate: the same, a slip apart, alike in sound, equivalent forms. The one place that decides
//! whether they may be the same token at all; index and direct comparison both use it.

use crate::api::LinkKind;
use crate::prepare::{JoinedToken, PreparedToken};
use text::{Script, Shared, Sounds};

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
    match text::shared(a.classes, b.classes) {
        Some(Shared::Form) => {
            return Some(Relation::new(LinkKind::Equivalent, sound(a, b).max(60)));
        }
        Some(Shared::Word) => {
            return Some(Relation::new(LinkKind::Equivalent, sound(a, b).max(80)));
        }
        Some(Shared::Nickname) => {
            return Some(Relation::new(LinkKind::Nickname, sound(a, b).max(60)));
        }
        None => {}
    }
    let sound = sound(a, b);
    let spelling = if a.script == b.script { spelling_quality(a.fold, b.fold) } else { 0 };
    let kind = match (a.script == b.script, spelling >= sound) {
        (false, _) => LinkKind::Transliteration,
        (true, true) => LinkKind::Spelling,
        (true, false) => LinkKind::Sound,
    };
    let quality = sound.max(spelling);
    let apart = text::is_known_name(a.classes) && text::is_known_name(b.classes);
    (quality >= LEAST_QUALITY).then_some(Relation { kind, quality, apart })
}

/// How a joined pair of tokens relates to a single token, if at all.
pub fn relate_joined(joined: &JoinedToken, single: TokenView<'_>) -> Option<Relation> {
    if joined.script == single.script && joined.fold == single.fold {
        return Some(Relation::JOINED_SAME);
    }
    if !meet(&joined.keys, single.keys) {
        return None;
    }
    relate_joined_keyed(&joined.sounds, single)
}

/// Joined tokens must sound at least this much alike.
const LEAST_JOINED: u8 = 84;

/// [`relate_joined`] for what is known to share the joined skeleton's key.
pub fn relate_joined_keyed(joined: &Sounds, single: TokenView<'_>) -> Option<Relation> {
    let quality = percent(text::similarity_from(joined, &single.sounds, f32::from(LEAST_JOINED) / 100.0));
    (quality >= LEAST_JOINED).then_some(Relation::new(LinkKind::Joined, quality.min(99)))
}

/// How alike two tokens sound, 0 to 99; 0 when too little.
fn sound(a: TokenView<'_>, b: TokenView<'_>) -> u8 {
    percent(sound_similarity(a, b))
}

fn sound_similarity(a: TokenView<'_>, b: TokenView<'_>) -> f32 {
    let least = f32::from(LEAST_QUALITY) / 100.0;
    let similarity = |a: &Sounds, b: &Sounds| text::similarity_from(a, b, least);
    let whole = similarity(&a.sounds, &b.sounds);
    // "Alqahtani" meets "Qahtani" where only one of them carries the article.
    const ARTICLE: f32 = 0.97;
    match (a.article, b.article) {
        (0, 0) => whole,
        (article, 0) => whole.max(ARTICLE * similarity(&a.sounds.skip(usize::from(article)), &b.sounds)),
        (0, article) => whole.max(ARTICLE * similarity(&a.sounds, &b.sounds.skip(usize::from(article)))),
        _ => whole,
    }
}

/// One slip in a long word weighs less than in a short one.
fn spelling_quality(a: &str, b: &str) -> u8 {
    let length = a.chars().count().max(b.chars().count());
    let most = match length {
        0..=2 => return 0,
        3..=7 => 1,
        _ => 2,
    };
    match text::spelling_distance(a, b, most) {
        Some(slips) => (100.0 * (1.0 - slips as f32 / (length as f32 + 1.0))) as u8,
        None => 0,
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
