//! Numbers in words: "First", "Forty-Four", "23rd" -> digits. Data in `resources/ordinals.tsv`.

use crate::letters::rows;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

static NUMBERS: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut numbers = FxHashMap::default();
    for (number, columns) in rows(include_str!("../resources/ordinals.tsv")) {
        for word in columns[0].split(' ') {
            numbers.entry(word).or_insert_with(|| number.parse().expect("ordinals.tsv begins with numbers"));
        }
    }
    numbers
});

/// The number that a row of folded words begins with: how many words, and its digits without leading zeros.
pub(crate) fn number(words: &[String]) -> Option<(usize, String)> {
    let first = words.first()?;
    let value = value(first)?;
    if (20..100).contains(&value)
        && value % 10 == 0
        && let Some(unit) =
            words.get(1).and_then(|word| self::value(word)).filter(|unit| (1..10).contains(unit))
    {
        return Some((2, (value + unit).to_string()));
    }
    Some((1, value.to_string()))
}

fn value(word: &str) -> Option<u32> {
    if word.len() <= 9 && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok();
    }
    for ending in ["st", "nd", "rd", "th"] {
        if let Some(digits) = word.strip_suffix(ending)
            && !digits.is_empty()
            && digits.len() <= 6
            && digits.bytes().all(|b| b.is_ascii_digit())
        {
            return digits.parse().ok();
        }
    }
    NUMBERS.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_in_words() {
        for (words, expected) in [
            ("first", Some((1, "1"))),
            ("forty four", Some((2, "44"))),
            ("23rd", Some((1, "23"))),
            ("007", Some((1, "7"))),
            ("bank", None),
        ] {
            let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
            assert_eq!(number(&words), expected.map(|(n, digits)| (n, digits.to_owned())), "{words:?}");
        }
    }
}
