//! Romanisation by our own tables, letter by letter, for showing and for rules that are written in Latin
//! letters; and the way back into Cyrillic and Arabic letters. Comparison itself goes by sounds.

use crate::clean::fold;
use crate::letters::letter;
use crate::script::{Script, script_of};

/// Latin letters for a word in the reading that most languages of its script share.
pub fn romanise(word: &str) -> String {
    romanise_as(word, "")
}

/// Latin letters for a word read in a language (`ru`, `uk`, `be`, `kk`, `ky`, `uz`, `tg`, `ar`, `fa`, `ps`, `ur`);
/// an unknown language reads as most do.
pub fn romanise_as(word: &str, language: &str) -> String {
    let mut latin = String::with_capacity(word.len());
    for c in word.chars() {
        for lower in c.to_lowercase() {
            match letter(lower) {
                Some(letter) => {
                    let reading = letter
                        .readings
                        .split(' ')
                        .filter_map(|reading| reading.split_once('='))
                        .find(|(of, _)| *of == language)
                        .map_or(letter.latin, |(_, latin)| latin);
                    latin.push_str(reading);
                }
                None => match script_of(lower) {
                    Script::Latin | Script::Common => latin.push_str(&fold(lower.encode_utf8(&mut [0; 4]))),
                    _ => latin.push_str(any_ascii::any_ascii_char(lower)),
                },
            }
        }
    }
    latin
}
