//! The readable word lists: legal forms, words that organisations share, nicknames, numbers in words (from the
//! MIT-licensed data of rigour 2.6.1). Internal keys of the sources are never carried over.

use anyhow::{Context, Result};
use serde_yaml_ng::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use text::{fold, visible};

fn yaml(names: &Path, file: &str) -> Result<Value> {
    let path = names.join(file);
    let content =
        std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_yaml_ng::from_str(&content).with_context(|| format!("{} is not YAML", path.display()))
}

fn strings(value: &Value) -> impl Iterator<Item = String> {
    value.as_sequence().into_iter().flatten().filter_map(|item| match item {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// A phrase as folded words, the way the tokeniser sees it: "Sp. z o.o." -> "sp z oo".
fn phrase(text: &str) -> String {
    text::words(&visible(text)).join(" ")
}

/// `class TAB wider class TAB phrase|phrase…`
pub fn legal_forms(names: &Path) -> Result<String> {
    let types = yaml(names, "org_types.yml")?;
    let mut forms: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for form in types["types"].as_sequence().into_iter().flatten() {
        let text = |key: &str| form[key].as_str().unwrap_or_default().to_owned();
        let aliases: Vec<String> = strings(&form["aliases"]).collect();
        let display = text("display");
        let compare = [text("compare"), display.clone(), aliases.first().cloned().unwrap_or_default()];
        let class = compare
            .iter()
            .find(|text| !text.is_empty())
            .map(|text| phrase(text).replace(' ', ""))
            .unwrap_or_default();
        if class.is_empty() {
            continue;
        }
        let phrases = forms.entry((class, text("generic"))).or_default();
        phrases.extend(
            aliases.iter().chain([&display]).map(|alias| phrase(alias)).filter(|phrase| !phrase.is_empty()),
        );
    }
    let mut table = String::from(
        "# Legal forms: class, wider class, folded phrases. Compiled by `cargo xtask assets` from rigour's org_types (MIT).\n",
    );
    for ((class, generic), phrases) in forms {
        writeln!(table, "{class}\t{generic}\t{}", phrases.into_iter().collect::<Vec<_>>().join("|"))?;
    }
    Ok(table)
}

/// `number TAB words of one meaning`
pub fn org_words(names: &Path) -> Result<String> {
    let symbols = yaml(names, "symbols.yml")?;
    let mut table = String::from(
        "# Words that organisations share, one meaning a line. Compiled by `cargo xtask assets` from rigour's symbols (MIT).\n",
    );
    let mut number = 0;
    for section in ["org_symbols", "org_domains"] {
        for (_, words) in symbols[section].as_mapping().into_iter().flatten() {
            let words: BTreeSet<String> = strings(words)
                .map(|word| phrase(&word))
                .filter(|word| !word.is_empty() && !word.contains(' '))
                .collect();
            if !words.is_empty() {
                number += 1;
                writeln!(table, "{number}\t{}", words.into_iter().collect::<Vec<_>>().join(" "))?;
            }
        }
    }
    Ok(table)
}

/// `nickname TAB names`
pub fn nicknames(names: &Path) -> Result<String> {
    let symbols = yaml(names, "symbols.yml")?;
    let mut nicknames: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (_, group) in symbols["person_nick"].as_mapping().into_iter().flatten() {
        let group: Vec<String> =
            strings(group).map(|name| fold(&name)).filter(|name| !name.is_empty()).collect();
        // The first is the nickname, the others are what it is short for.
        if let Some((nick, full)) = group.split_first() {
            nicknames
                .entry(nick.clone())
                .or_default()
                .extend(full.iter().filter(|name| *name != nick).cloned());
        }
    }
    let mut table = String::from(
        "# Nickname and the names it is short for. Compiled by `cargo xtask assets` from rigour's symbols (MIT).\n",
    );
    for (nick, full) in nicknames.into_iter().filter(|(_, full)| !full.is_empty()) {
        writeln!(table, "{nick}\t{}", full.into_iter().collect::<Vec<_>>().join(" "))?;
    }
    Ok(table)
}

/// Numbers in one language that are names or other words in another.
const NAMES_TOO: [&str; 6] = ["premier", "primer", "primera", "primero", "una", "quinto"];

/// `number TAB words`
pub fn ordinals(names: &Path) -> Result<String> {
    let ordinals = yaml(names, "ordinals.yml")?;
    let mut table =
        String::from("# Numbers in words. Compiled by `cargo xtask assets` from rigour's ordinals (MIT).\n");
    for (number, words) in ordinals["ordinals"].as_mapping().into_iter().flatten() {
        let Some(number) = number.as_u64().filter(|number| *number <= 100) else { continue };
        let words: BTreeSet<String> = strings(words)
            .map(|word| phrase(&word))
            // Letters alone are more often initials, and digits read themselves.
            .filter(|word| !NAMES_TOO.contains(&word.as_str()))
            .filter(|word| {
                word.chars().count() > 2 && !word.contains(' ') && !word.bytes().any(|b| b.is_ascii_digit())
            })
            .collect();
        if !words.is_empty() {
            writeln!(table, "{number}\t{}", words.into_iter().collect::<Vec<_>>().join(" "))?;
        }
    }
    Ok(table)
}
