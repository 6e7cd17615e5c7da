//! The one normaliser, second half: a name -> its tokens, each with script, folded letters, sounds and role.
//! Articles fall away, "Abdulrahman" and "Abd al-Rahman" part alike, legal forms become one token.

mod compounds;
mod organisations;
mod people;
mod splitting;

use crate::clean::visible;
use crate::legal;
use crate::script::Script;
use crate::sound::Sounds;
use organisations::{organisation_tokens, part_glued_forms};
use people::person_tokens;
use splitting::split_words;

/// One token of a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// As written, for showing.
    pub text: String,
    /// Writing system.
    pub script: Script,
    /// Folded letters.
    pub fold: String,
    /// Sounds.
    pub sounds: Sounds,
    /// What it does in the name.
    pub role: Role,
    /// Whether a word for "son of" or "daughter of" stands before it.
    pub chained: bool,
}

/// What a token does in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Role {
    /// A name proper.
    Name = 0,
    /// A single letter that may stand for a name.
    Initial = 1,
    /// A patronymic by its ending: Ivanovich, Петровна.
    Patronymic = 2,
    /// First half of names like Abd al-Rahman, or a kunya's Abu.
    Compound = 3,
    /// Title, honorific, generational suffix.
    Title = 4,
    /// A legal form; the fold is its class, such as `llc`.
    LegalForm = 5,
    /// A number, as ASCII digits in the fold.
    Number = 6,
    /// A word that many organisations share: bank, trading, group.
    Generic = 7,
}

impl Role {
    /// The role with this number in an index file.
    pub fn from_number(number: u8) -> Self {
        const ALL: [Role; 8] = [
            Role::Name,
            Role::Initial,
            Role::Patronymic,
            Role::Compound,
            Role::Title,
            Role::LegalForm,
            Role::Number,
            Role::Generic,
        ];
        ALL.get(usize::from(number)).copied().unwrap_or(Role::Name)
    }
}

/// What kind of thing a name names: decides which small words count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// A human being.
    Person,
    /// A company, body or group.
    Organisation,
    /// A ship or aircraft.
    Object,
}

/// A name taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tokens {
    /// The tokens in reading order.
    pub tokens: Vec<Token>,
    /// Where a comma puts the family name first, how many tokens stand before it.
    pub family_first: Option<usize>,
}

/// Most tokens of a name that are compared; what comes after is cut.
pub const MAX_TOKENS: usize = 24;

/// Takes a name apart. Never fails; a name without letters or digits has no tokens.
pub fn tokenise(name: &str, style: Style) -> Tokens {
    let name = visible(name);
    let mut words = split_words(&name, style);
    words.retain(|word| !word.fold.is_empty());
    if style == Style::Organisation {
        words = part_glued_forms(words);
    }
    words.truncate(MAX_TOKENS * 2);
    let comma = words.iter().filter(|word| word.comma_before).count() == 1;
    let tokens = match style {
        Style::Person => person_tokens(words),
        Style::Organisation | Style::Object => organisation_tokens(words, style),
    };
    let family_first = if comma && style == Style::Person {
        tokens.iter().position(|(_, comma_before)| *comma_before).filter(|&at| at > 0)
    } else {
        None
    };
    let mut tokens: Vec<Token> = tokens.into_iter().map(|(token, _)| token).collect();
    tokens.truncate(MAX_TOKENS);
    Tokens { tokens, family_first }
}

/// The folded words of a phrase, as the tokeniser parts an organisation's name before it gives roles.
pub fn words(phrase: &str) -> Vec<String> {
    split_words(phrase, Style::Organisation)
        .into_iter()
        .map(|word| word.fold)
        .filter(|fold| !fold.is_empty())
        .collect()
}

/// Whether a name is an organisation's by its own words, whatever its source calls it.
pub fn names_an_organisation(name: &str) -> bool {
    legal::names_an_organisation(&words(name))
}
