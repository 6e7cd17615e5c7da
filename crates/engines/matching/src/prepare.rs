//! A name made ready for comparison: tokens with sounds, retrieval keys, equivalent forms and rarity. Prepared
//! once for an index or a query; comparing allocates nothing.

use crate::align::is_word;
use model::{Family, Name, NameStrength, Schema};
use std::sync::OnceLock;
use text::{MAX_SOUNDS, Role, Script, Sounds, Style, Tokens, stable_hash};

/// A token with everything that comparing needs.
#[derive(Clone, Debug)]
pub struct PreparedToken {
    /// As written, for showing.
    pub text: String,
    pub script: Script,
    pub fold: String,
    pub sounds: Sounds,
    pub role: Role,
    pub chained: bool,
    /// Worked out when first asked for: tokens that the index knows never need it.
    detail: OnceLock<Detail>,
}

/// The part of a token that takes table look-ups.
#[derive(Clone, Debug)]
pub struct Detail {
    /// Number of leading sounds that may be an article written together with the name ("Alqahtani").
    pub article: u8,
    /// What it may share with other tokens: see [`text::classes`].
    pub classes: Vec<u32>,
    /// Retrieval keys, ascending: two tokens are only ever related when they share one.
    pub keys: Vec<u32>,
    /// Rarity of exactly this token, in nats.
    pub rarity: f32,
    /// Rarity of anything that has its skeleton, in nats.
    pub sound_rarity: f32,
}

impl PreparedToken {
    pub fn detail(&self) -> &Detail {
        self.detail.get_or_init(|| detail(self))
    }

    /// Rarity weighed down, as an index does that knows better.
    pub fn set_rarity(&mut self, rarity: f32, sound_rarity: f32) {
        self.detail();
        if let Some(detail) = self.detail.get_mut() {
            (detail.rarity, detail.sound_rarity) = (rarity, sound_rarity);
        }
    }
}

/// Two neighbouring tokens written together.
#[derive(Clone, Debug)]
pub struct JoinedToken {
    pub fold: String,
    pub script: Script,
    pub sounds: Sounds,
    /// Worked out when first asked for.
    keys: OnceLock<Vec<u32>>,
}

impl JoinedToken {
    /// Keys of its skeletons, ascending; none when they are too short to mean anything.
    pub fn keys(&self) -> &[u32] {
        self.keys.get_or_init(|| {
            let mut keys = Vec::new();
            if text::skeleton(&self.sounds).classes().len() >= 3 {
                open_keys(&self.sounds, &mut keys);
                keys.sort_unstable();
                keys.dedup();
            }
            keys
        })
    }
}

/// A name made ready.
#[derive(Clone, Debug)]
pub struct PreparedName {
    /// As written.
    pub text: String,
    pub style: Style,
    pub weak: bool,
    pub tokens: Vec<PreparedToken>,
    /// `joined[i]` joins tokens `i` and `i + 1`.
    pub joined: Vec<Option<JoinedToken>>,
    /// Where a comma puts the family name first, how many tokens stand before it.
    pub family_first: Option<usize>,
}

/// The styles in which a name of a thing of this schema is read. A "legal entity" may be a person or an
/// organisation; and sources call companies people now and then, so a name's own words count first.
pub fn styles(schema: Schema, name: &str) -> &'static [Style] {
    match schema.family() {
        Family::Vessel | Family::Aircraft => &[Style::Object],
        Family::Organisation => &[Style::Organisation],
        _ if text::names_an_organisation(name) => &[Style::Organisation],
        Family::Person => &[Style::Person],
        Family::PersonOrOrganisation | Family::Other => &[Style::Person, Style::Organisation],
    }
}

/// Makes a name ready in a style.
pub fn prepare(name: &Name, style: Style) -> PreparedName {
    let Tokens { tokens, family_first } = text::tokenise(&name.text, style);
    let tokens: Vec<PreparedToken> = tokens.into_iter().map(prepare_token).collect();
    let joined = tokens.windows(2).map(|pair| join(&pair[0], &pair[1])).collect();
    PreparedName {
        text: name.text.clone(),
        style,
        weak: name.strength == NameStrength::Weak,
        tokens,
        joined,
        family_first,
    }
}

/// A token of an index with its keys worked out again, as a name proper.
pub fn retrieval_view(fold: &str, script: Script, sounds: Sounds) -> PreparedToken {
    let fold = fold.to_owned();
    prepare_token(text::Token { text: fold.clone(), script, fold, sounds, role: Role::Name, chained: false })
}

fn prepare_token(token: text::Token) -> PreparedToken {
    let text::Token { text, script, fold, sounds, role, chained } = token;
    PreparedToken { text, script, fold, sounds, role, chained, detail: OnceLock::new() }
}

fn detail(token: &PreparedToken) -> Detail {
    let comparable = is_word(token.role);
    let article = if comparable { glued_article(token) } else { 0 };
    let classes = if comparable { text::classes(&token.fold) } else { Vec::new() };
    let keys = if comparable { keys(token, article, &classes) } else { Vec::new() };
    let (rarity, sound_rarity) = background_rarity(token);
    Detail { article, classes, keys, rarity, sound_rarity }
}

/// "Alqahtani", "Elsayed", "Альмагриби", "Essabar": how many sounds the article may take, 0 when there is none.
fn glued_article(token: &PreparedToken) -> u8 {
    let codes = token.sounds.codes();
    if token.sounds.vowelless() || codes.len() < 5 || !matches!(codes[0], b'a' | b'e') {
        return 0;
    }
    if codes[1] == b'l' {
        return if codes.len() >= 6 { 2 } else { 0 };
    }
    // The article melts into sun letters, which are then written twice and heard once.
    let mut letters = token.fold.chars().skip(1);
    let (second, third) = (letters.next(), letters.next());
    u8::from(second == third && second.is_some_and(|letter| "dnrstzднрстз".contains(letter)))
}

/// The number of names that rarity is measured against. A token never seen is as rare as one in all of these.
const POPULATION: f32 = 250_000.0;

/// Rarity from how often Wikidata's people bear a token, in nats.
fn background_rarity(token: &PreparedToken) -> (f32, f32) {
    let nats = |count: u32| (POPULATION / (count as f32 + 1.0)).ln().max(0.5);
    let own = nats(text::commonness(&token.fold));
    let skeleton = text::skeleton(&token.sounds);
    let shared = nats(text::skeleton_commonness(skeleton.classes()));
    // Short tokens meet by chance, whether or not anybody bears them.
    let letters = token.fold.chars().count() as f32;
    let most = if token.script.is_unspaced() { f32::MAX } else { MOST_PER_LETTER * letters };
    (own.min(most), shared.min(own).min(most))
}

/// What one letter can prove, in nats.
const MOST_PER_LETTER: f32 = 2.6;

/// A token proves less in some roles than as a name proper: titles little, words that organisations share not much.
pub fn rarity_in_role(role: Role, rarity: f32) -> f32 {
    match role {
        Role::Name | Role::Patronymic => rarity,
        Role::Number | Role::Generic => rarity.min(4.0),
        Role::Compound => rarity.min(2.5),
        Role::Title | Role::LegalForm | Role::Initial => rarity.min(1.5),
    }
}

fn join(first: &PreparedToken, second: &PreparedToken) -> Option<JoinedToken> {
    let joinable = |token: &PreparedToken| {
        matches!(token.role, Role::Name | Role::Patronymic | Role::Compound | Role::Generic | Role::Title)
    };
    if !joinable(first)
        || !joinable(second)
        || first.script != second.script
        || first.fold.len() + second.fold.len() > 40
    {
        return None;
    }
    let fold = format!("{}{}", first.fold, second.fold);
    let mut codes = [0; 2 * MAX_SOUNDS];
    let mut length = 0;
    for &code in first.sounds.codes().iter().chain(second.sounds.codes()) {
        if length == 0 || codes[length - 1] != code {
            codes[length] = code;
            length += 1;
        }
    }
    let sounds = Sounds::from_codes(&codes[..length], first.sounds.vowelless());
    Some(JoinedToken { fold, script: first.script, sounds, keys: OnceLock::new() })
}

/// Key of a whole skeleton.
pub fn skeleton_key(classes: &[u8]) -> u32 {
    stable_hash(classes)
}

/// Skeletons shorter than this are keyed whole; longer ones also with one class left out.
const ONE_LEFT_OUT: usize = 4;
/// From this length on, also with two left out.
const TWO_LEFT_OUT: usize = 7;
/// Most rows of classes that a word is keyed by, beside those with classes left out.
const MOST_ROWS: usize = 12;
/// Spellings of these lengths are also keyed with one letter left out.
const SPELLING: std::ops::RangeInclusive<usize> = 3..=7;

/// All retrieval keys of a token: its spelling, its skeleton, both with classes or letters left out, its forms.
fn keys(token: &PreparedToken, article: u8, classes: &[u32]) -> Vec<u32> {
    let mut keys = Vec::with_capacity(24);
    skeleton_keys(&token.sounds, &mut keys);
    if article > 0 {
        skeleton_keys(&token.sounds.skip(usize::from(article)), &mut keys);
    }
    keys.push(spelling_key(token.script, token.fold.chars()));
    let letters = token.fold.chars().count();
    if SPELLING.contains(&letters) {
        for left_out in 0..letters {
            keys.push(spelling_key(
                token.script,
                token.fold.chars().enumerate().filter(|(at, _)| *at != left_out).map(|(_, c)| c),
            ));
        }
    }
    keys.extend(classes.iter().map(|&class| class_key(class)));
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn class_key(class: u32) -> u32 {
    let bytes = text::class_key(class).to_le_bytes();
    stable_hash(&[b'$', bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn spelling_key(script: Script, letters: impl Iterator<Item = char>) -> u32 {
    let mut bytes = [0u8; 40];
    bytes[0] = b'&' ^ script as u8;
    let mut length = 1;
    for letter in letters {
        let width = letter.len_utf8();
        if length + width > bytes.len() {
            break;
        }
        letter.encode_utf8(&mut bytes[length..]);
        length += width;
    }
    stable_hash(&bytes[..length])
}

fn skeleton_keys(sounds: &Sounds, keys: &mut Vec<u32>) {
    let skeleton = text::skeleton(sounds);
    let classes = skeleton.classes();
    if classes.is_empty() {
        return;
    }
    keys.push(skeleton_key(classes));
    open_keys(sounds, keys);
    let mut rest = [0u8; MAX_SOUNDS];
    if classes.len() >= ONE_LEFT_OUT {
        for first in 0..classes.len() {
            let length = without(classes, first, usize::MAX, &mut rest);
            keys.push(skeleton_key(&rest[..length]));
            if classes.len() >= TWO_LEFT_OUT {
                for second in first + 1..classes.len() {
                    let length = without(classes, first, second, &mut rest);
                    keys.push(skeleton_key(&rest[..length]));
                }
            }
        }
    }
}

/// Sounds that spellings and scripts disagree on are keyed in all their classes: waw as consonant or vowel, h heard
/// or not, j as g or zh, Arabic emphatics as d or z.
fn open_keys(sounds: &Sounds, keys: &mut Vec<u32>) {
    let mut rows = [[0u8; MAX_SOUNDS]; MOST_ROWS];
    let mut lengths = [0usize; MOST_ROWS];
    let mut count = 1;
    for &code in sounds.codes() {
        let classes = text::open_classes(code);
        let branch = classes.len() > 1 && count * classes.len() <= MOST_ROWS;
        let classes = if branch { classes } else { &classes[..classes.len().min(1)] };
        let before = count;
        // Every row goes on with the first class; further classes go on from copies of it.
        for (turn, &class) in classes.iter().enumerate().rev() {
            for row in 0..before {
                let at = turn * before + row;
                (rows[at], lengths[at]) = (rows[row], lengths[row]);
                let length = lengths[at];
                if class != b' ' && (length == 0 || rows[at][length - 1] != class) {
                    rows[at][length] = class;
                    lengths[at] += 1;
                }
            }
        }
        count = before * classes.len().max(1);
    }
    let rows = rows.iter().zip(lengths).take(count);
    keys.extend(rows.filter(|(_, length)| *length > 0).map(|(row, length)| skeleton_key(&row[..length])));
}

fn without(classes: &[u8], first: usize, second: usize, rest: &mut [u8; MAX_SOUNDS]) -> usize {
    let mut length = 0;
    for (at, &class) in classes.iter().enumerate() {
        if at != first && at != second {
            rest[length] = class;
            length += 1;
        }
    }
    length
}

/// Keys of a joined token: its spelling, and its skeletons where they mean something.
pub fn joined_keys(joined: &JoinedToken) -> Vec<u32> {
    let spelling = spelling_key(joined.script, joined.fold.chars());
    joined.keys().iter().copied().chain([spelling]).collect()
}

/// The key under which a spelling is found.
pub fn spelling_of(token: &PreparedToken) -> u32 {
    spelling_key(token.script, token.fold.chars())
}
