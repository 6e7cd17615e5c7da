//! The one normaliser, first half: any text -> letters, digits and separators that compare. Index and query go
//! through the same functions, so that they cannot disagree.

use crate::script::{Script, dominant_script, script_of};
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use std::borrow::Cow;

/// Signs that show nothing: bidi controls, zero-width signs, tatweel, soft hyphen, variation selectors.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{640}' | '\u{180B}'..='\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Apostrophes and half-rings: they mark sounds inside a word and never part two words.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '´' | '‘' | '’' | '‛' | 'ʻ' | 'ʼ' | 'ʽ' | 'ʾ' | 'ʿ' | '′' | 'ˈ' | '＇' | '\u{559}'
    )
}

/// Compatibility-composes a text and drops what is invisible. ZWNJ parts words in Persian, so it stays as a
/// thin space that the tokeniser treats as a joint.
pub fn visible(text: &str) -> Cow<'_, str> {
    // Nothing in ASCII composes or is invisible.
    if text.is_ascii() {
        return text.into();
    }
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    composed.chars().filter(|&c| c == ZWNJ || !is_invisible(c)).collect::<String>().into()
}

/// Zero-width non-joiner: a joint inside a Persian or Urdu word.
pub const ZWNJ: char = '\u{200C}';

/// A word in lower case, in the letters it is compared by: Latin without marks, Cyrillic without stress,
/// Arabic with its variant letters folded, digits as ASCII. Idempotent.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        let letters = word.bytes().filter(u8::is_ascii_alphanumeric);
        return letters.map(|letter| char::from(letter.to_ascii_lowercase())).collect();
    }
    let mut folded = fold_letters(&unify_homoglyphs(word));
    // Letters that come apart may give letters that fold once more (ŉ, ᴭ), or look-alikes that were none before.
    let unsettled = |c: char| matches!(script_of(c), Script::Latin | Script::Greek | Script::Other);
    if word.chars().any(unsettled) {
        for _ in 0..MOST_FOLDS {
            let again = fold_letters(&unify_homoglyphs(&folded));
            if again == folded {
                break;
            }
            folded = again;
        }
    }
    folded
}

/// Folding settles after two rounds for every letter there is; more are never needed.
const MOST_FOLDS: usize = 4;

fn fold_letters(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().filter(|&c| !is_apostrophe(c) && !is_invisible(c)) {
        match script_of(c) {
            Script::Arabic => fold_arabic(c, &mut folded),
            Script::Cyrillic => fold_cyrillic(c, &mut folded),
            Script::Latin | Script::Greek => fold_latin(c, &mut folded),
            Script::Common => {
                if let Some(digit) = c.to_digit(10).or_else(|| eastern_digit(c)) {
                    folded.push(char::from(b'0' + digit as u8));
                }
            }
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

/// Value of an Arabic-Indic or Persian/Urdu digit.
fn eastern_digit(c: char) -> Option<u32> {
    match c {
        '\u{660}'..='\u{669}' => Some(c as u32 - 0x660),
        '\u{6F0}'..='\u{6F9}' => Some(c as u32 - 0x6F0),
        _ => None,
    }
}

fn fold_latin(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
        return;
    }
    for lower in c.to_lowercase() {
        match lower {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'þ' => folded.push_str("th"),
            'ð' | 'đ' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'ə' | 'ǝ' => folded.push('e'),
            'ŋ' => folded.push('n'),
            'ħ' => folded.push('h'),
            'ƙ' => folded.push('k'),
            'ɓ' => folded.push('b'),
            'ɗ' => folded.push('d'),
            'ς' => folded.push('σ'),
            _ if lower.is_ascii() => folded.push(lower),
            _ => {
                let mut buffer = [0; 4];
                let decomposed =
                    DecomposingNormalizerBorrowed::new_nfkd().normalize(lower.encode_utf8(&mut buffer));
                folded.extend(decomposed.chars().filter(|&c| c.is_alphanumeric() && !is_mark(c)));
            }
        }
    }
}

fn fold_cyrillic(c: char, folded: &mut String) {
    for lower in c.to_lowercase() {
        match lower {
            'ё' => folded.push('е'),
            'ѐ' => folded.push('е'),
            'ѝ' => folded.push('и'),
            '\u{483}'..='\u{489}' => {}
            other => folded.push(other),
        }
    }
}

fn fold_arabic(c: char, folded: &mut String) {
    let letter = match c {
        // harakat, Koranic marks, superscript alif, hamza above and below
        '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6ED}' => return,
        'آ' | 'أ' | 'إ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ې' | 'ۍ' | 'ے' | 'ۓ' | 'ئ' | 'ێ' => 'ي',
        'ؤ' | 'ۆ' | 'ۇ' | 'ۋ' => 'و',
        'ک' | 'ڪ' | 'ګ' if c != 'ګ' => 'ك',
        'ګ' => 'گ',
        'ہ' | 'ە' | 'ۀ' | 'ة' | 'ۃ' | 'ۂ' => 'ه',
        'ټ' => 'ٹ',
        'ډ' => 'ڈ',
        'ړ' => 'ڑ',
        'ڼ' | 'ں' => 'ن',
        'ء' => return,
        other => other,
    };
    folded.push(letter);
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}')
}

/// A word that mixes Latin and Cyrillic look-alikes, brought into the script of most of its letters; other words
/// unchanged. "Мoscоw" with two Cyrillic letters and "Сергeй" with one Latin one compare as they look.
fn unify_homoglyphs(word: &str) -> Cow<'_, str> {
    let (mut latin, mut cyrillic) = (0u32, 0u32);
    for c in word.chars() {
        match script_of(c) {
            Script::Latin => latin += 1,
            Script::Cyrillic => cyrillic += 1,
            _ => {}
        }
    }
    if latin == 0 || cyrillic == 0 {
        return word.into();
    }
    let to_latin = latin >= cyrillic && dominant_script(word) == Script::Latin;
    word.chars().map(|c| look_alike(c, to_latin).unwrap_or(c)).collect::<String>().into()
}

/// Pairs of letters that look alike in most typefaces, Cyrillic then Latin.
const LOOK_ALIKES: &[(char, char)] = &[
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('ԁ', 'd'),
    ('һ', 'h'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('к', 'k'),
    ('м', 'm'),
    ('т', 't'),
    ('в', 'b'),
    ('н', 'h'),
];

fn look_alike(c: char, to_latin: bool) -> Option<char> {
    LOOK_ALIKES
        .iter()
        .find(|(cyrillic, latin)| if to_latin { *cyrillic == c } else { *latin == c })
        .map(|(cyrillic, latin)| if to_latin { *latin } else { *cyrillic })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_to_the_letters_that_compare() {
        for (word, expected) in [
            ("Šćepanović", "scepanovic"),
            ("ŁUKASZ", "lukasz"),
            ("Straße", "strasse"),
            ("ЁЛКИН", "елкин"),
            ("مُحَمَّد", "محمد"),
            ("علی", "علي"),
            ("اولیگ", "اوليگ"),
            ("خدیجہ", "خديجه"),
            ("۱۲٣", "123"),
            ("Сергeй", "сергей"),
            ("pаypаl", "paypal"),
        ] {
            assert_eq!(fold(word), expected, "{word}");
            assert_eq!(fold(&fold(word)), expected, "{word} folded twice");
        }
    }
}
