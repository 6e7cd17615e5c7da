//! Names written together out of several: Abdulrahman, Nuruddin, Saifullah, عبدالرحمن, القحطانی.

use super::splitting::Word;
use crate::particles::{Small, kinds};
use crate::script::Script;
use crate::sound::{Skeleton, skeleton, sounds};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Parts glued compounds: Abdulrahman, Nuruddin, Saifullah, عبدالرحمن, نورالدین, القحطانی.
pub(super) fn part_compounds(words: Vec<Word>) -> Vec<Word> {
    let mut parted = Vec::with_capacity(words.len());
    for word in words {
        match word.script {
            Script::Arabic => part_arabic(word, &mut parted),
            Script::Latin | Script::Cyrillic => part_alphabetic(word, &mut parted),
            _ => parted.push(word),
        }
    }
    parted
}

fn part_arabic(word: Word, parted: &mut Vec<Word>) {
    let fold = word.fold.clone();
    let letters = fold.chars().count();
    let comma = word.comma_before;
    // سيف الله: God's name folds to one form, written with or without its alif.
    if let Some(rest) = fold.strip_prefix("عبدال").filter(|rest| rest.chars().count() >= 2) {
        parted.push(word.part("عبد".to_owned(), "عبد".to_owned(), comma));
        let rest = if rest == "له" { "الله".to_owned() } else { rest.to_owned() };
        parted.push(word.part(rest.clone(), rest, false));
        return;
    }
    if let Some(rest) = fold.strip_prefix("ابوال").filter(|rest| rest.chars().count() >= 3) {
        parted.push(word.part("ابو".to_owned(), "ابو".to_owned(), comma));
        parted.push(word.part(rest.to_owned(), rest.to_owned(), false));
        return;
    }
    for (ending, second) in
        [("الدين", "دين"), ("الله", "الله"), ("الرحمن", "رحمن"), ("الحق", "حق"), ("الاسلام", "اسلام")]
    {
        if let Some(first) = fold.strip_suffix(ending).filter(|first| first.chars().count() >= 2) {
            part_arabic(word.part(first.to_owned(), first.to_owned(), comma), parted);
            parted.push(word.part(second.to_owned(), second.to_owned(), false));
            return;
        }
    }
    if fold != "الله"
        && (letters >= 5 || matches!(fold.as_str(), "الحق" | "الحي"))
        && let Some(rest) = fold.strip_prefix("ال")
    {
        let text = word.text.clone();
        parted.push(Word { text, fold: rest.to_owned(), ..word });
        return;
    }
    parted.push(word);
}

fn part_alphabetic(word: Word, parted: &mut Vec<Word>) {
    let latin =
        if word.script == Script::Latin { word.fold.clone() } else { crate::romanise::romanise(&word.fold) };
    // Slavic endings make a family name of it: Abdullaev is one word.
    let slavic =
        ["ev", "ov", "eva", "ova", "in", "ina", "enko", "vich", "vna"].iter().any(|end| latin.ends_with(end))
            && !latin.ends_with("din")
            && !latin.ends_with("deen");
    if !slavic && let Some((first, second)) = parted_forms(&latin) {
        let comma = word.comma_before;
        let tied = word.tied;
        parted.push(Word {
            text: first.clone(),
            fold: first,
            script: Script::Latin,
            tied: false,
            comma_before: comma,
        });
        parted.push(Word {
            text: second.clone(),
            fold: second,
            script: Script::Latin,
            tied,
            comma_before: false,
        });
        return;
    }
    // "Ziaul Haq", "Saifur Rehman": the article has slipped to the end of the first word; told by the second.
    if let Some(previous) = parted.last_mut()
        && previous.script == Script::Latin
        && is_divine(&latin)
        && previous.fold.len() >= 5
        && !kinds(&previous.fold).has(Small::Servant)
        && let Some(stem) =
            ["ul", "ur", "us", "ud", "un", "oul", "el"].iter().find_map(|end| previous.fold.strip_suffix(end))
    {
        let stem = stem.to_owned();
        previous.text = stem.clone();
        previous.fold = stem;
    }
    parted.push(word);
}

/// "abdulrahman" -> ("abd", "rahman"); "nuruddin" -> ("nur", "din"); "saifullah" -> ("saif", "allah").
fn parted_forms(word: &str) -> Option<(String, String)> {
    if let Some(rest) =
        ["abdul", "abdel", "abdal", "abdol", "abdoul", "abdil"].iter().find_map(|p| word.strip_prefix(p))
    {
        let rest = if rest == "lah" || rest == "la" { "allah" } else { rest };
        if rest == "allah" || rest.len() >= 3 && is_divine(rest) {
            return Some(("abd".to_owned(), rest.to_owned()));
        }
    }
    if let Some(rest) = ["abdu", "abde", "abda", "abd"].iter().find_map(|p| word.strip_prefix(p)) {
        // The article melts into sun letters: abdurrahman, abdussalam, abdennour.
        let mut letters = rest.chars();
        let first = letters.next()?;
        let melted = letters.as_str();
        if melted.starts_with(first) && melted.len() >= 4 && is_divine(melted) {
            return Some(("abd".to_owned(), melted.to_owned()));
        }
        if matches!(rest, "allah" | "llah" | "lah" | "alla") {
            return Some(("abd".to_owned(), "allah".to_owned()));
        }
        if rest.len() >= 5 && is_divine(rest) {
            return Some(("abd".to_owned(), rest.to_owned()));
        }
    }
    const FAITH: [&str; 16] = [
        "uddin", "uddeen", "eddin", "eddine", "addin", "aldin", "eldin", "eldine", "oddin", "oddine", "udin",
        "edin", "udeen", "iddin", "ettin", "ouddine",
    ];
    if let Some(first) = FAITH.iter().filter_map(|end| word.strip_suffix(end)).min_by_key(|first| first.len())
        && first.len() >= 2
    {
        return Some((first.to_owned(), "din".to_owned()));
    }
    const GOD: [&str; 6] = ["ullah", "ollah", "allah", "ulla", "oullah", "ulloh"];
    if let Some(first) = GOD.iter().find_map(|end| word.strip_suffix(end))
        && first.len() >= 3
    {
        return Some((first.to_owned(), "allah".to_owned()));
    }
    None
}

static DIVINE: LazyLock<HashSet<Vec<u8>>> = LazyLock::new(|| {
    include_str!("../../resources/divine_names.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(skeleton_key)
        .collect()
});

fn skeleton_key(word: &str) -> Vec<u8> {
    let skeleton: Skeleton = skeleton(&sounds(word, Script::Latin));
    let mut key = skeleton.classes().to_vec();
    // A first vowel tells "Aziz" from "Zaz".
    key.insert(0, u8::from(word.starts_with(['a', 'e', 'i', 'o', 'u'])));
    key
}

fn is_divine(word: &str) -> bool {
    word.len() >= 3 && DIVINE.contains(&skeleton_key(word))
}
