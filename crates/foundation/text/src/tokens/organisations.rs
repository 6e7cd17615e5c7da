//! The words of an organisation's, ship's or aircraft's name -> tokens: legal forms, numbers and words that many share.

use super::splitting::Word;
use super::{Role, Style, Token};
use crate::clean::fold;
use crate::legal;
use crate::ordinals;
use crate::particles::{Small, kinds};
use crate::script::Script;
use crate::sound::{Sounds, sounds};

/// "Laticomltd" -> "Laticom", "ltd".
pub(super) fn part_glued_forms(words: Vec<Word>) -> Vec<Word> {
    let mut parted = Vec::with_capacity(words.len());
    for word in words {
        match legal::glued_form(&word.fold) {
            Some((form, rest, first)) => {
                let (form, rest) = (form.to_owned(), rest.to_owned());
                let (before, after) = if first { (form, rest) } else { (rest, form) };
                parted.push(word.part(before.clone(), before, word.comma_before));
                parted.push(word.part(after.clone(), after, false));
            }
            None => parted.push(word),
        }
    }
    parted
}

pub(super) fn organisation_tokens(words: Vec<Word>, style: Style) -> Vec<(Token, bool)> {
    let mut tokens = Vec::with_capacity(words.len());
    let folds: Vec<String> = words.iter().map(|word| word.fold.clone()).collect();
    let mut words: Vec<Option<Word>> = words.into_iter().map(Some).collect();
    let count = words.len();
    // "M/V", "S/S": the prefix of a ship with a stroke in it.
    let stroke = matches!(&folds[..], [first, second, _, ..]
        if matches!((first.as_str(), second.as_str()), ("m", "v" | "t" | "s" | "y") | ("s", "s" | "v")));
    let mut at = if style == Style::Object && stroke { 2 } else { 0 };
    while at < count {
        let Some(word) = words[at].take() else {
            at += 1;
            continue;
        };
        if style == Style::Organisation
            && let Some((length, class)) = legal::longest_form(&folds[at..])
        {
            let text = std::iter::once(word.text.clone())
                .chain((at + 1..at + length).filter_map(|n| words[n].take().map(|word| word.text)))
                .collect::<Vec<_>>()
                .join(" ");
            let (mut token, comma) = Word { text, ..word }.token(Role::LegalForm, false);
            token.fold = class.to_owned();
            token.sounds = Sounds::from_codes(&[], false);
            tokens.push((token, comma));
            at += length;
            continue;
        }
        if let Some((length, number)) = ordinals::number(&folds[at..]) {
            words[at + 1..at + length].fill_with(|| None);
            let mut word = word;
            word.fold = number;
            tokens.push(word.token(Role::Number, false));
            at += length;
            continue;
        }
        at += 1;
        let kinds = kinds(&word.fold);
        let small = |small| kinds.has(small);
        let vessel_prefix =
            style == Style::Object && matches!(word.fold.as_str(), "mv" | "mt" | "ms" | "ss" | "the");
        if (small(Small::Stop) || small(Small::Article) || vessel_prefix) && count > 1 {
            continue;
        }
        if word.script == Script::Arabic
            && word.fold.chars().count() >= 5
            && word.fold != "الله"
            && word.fold.starts_with("ال")
        {
            let rest = word.fold["ال".len()..].to_owned();
            let word = Word { fold: rest, ..word };
            let role = if legal::word_class(&word.fold).is_some() { Role::Generic } else { Role::Name };
            tokens.push(word.token(role, false));
            continue;
        }
        let role = if word.fold.bytes().all(|b| b.is_ascii_digit()) {
            Role::Number
        } else if legal::word_class(&word.fold).is_some() {
            Role::Generic
        } else if word.fold.chars().count() == 1 {
            Role::Initial
        } else {
            Role::Name
        };
        tokens.push(word.token(role, false));
    }
    keep_words(tokens)
}

/// A name made of legal forms, numbers and single letters alone is a name after all.
fn keep_words(mut tokens: Vec<(Token, bool)>) -> Vec<(Token, bool)> {
    if tokens.iter().any(|(token, _)| token.role == Role::Name) {
        return tokens;
    }
    let worded = tokens.iter().any(|(token, _)| token.role == Role::Generic);
    if worded {
        // "Al Qaeda", "Management Company": common words that are all the name there is.
        for (token, _) in tokens.iter_mut().filter(|(token, _)| token.role == Role::Generic) {
            token.role = Role::Name;
        }
    }
    if !worded {
        for (token, _) in &mut tokens {
            if token.role == Role::LegalForm {
                token.fold = fold(&token.text);
                token.sounds = sounds(&token.fold, token.script);
            }
            token.role = Role::Name;
        }
    }
    tokens
}
