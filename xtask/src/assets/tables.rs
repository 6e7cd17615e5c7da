//! The two hashed tables: equivalent forms of names, and how common names are (Wikidata, CC0).

use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use text::{Script, Style};

fn lines_of_xz(path: &Path) -> Result<impl Iterator<Item = Result<String>>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let path = path.to_owned();
    Ok(BufReader::new(liblzma::read::XzDecoder::new(file))
        .lines()
        .map(move |line| line.with_context(|| format!("cannot read {}", path.display()))))
}

/// Every row of equivalent forms becomes a class; forms of several words are left out.
pub fn name_forms(names: &Path) -> Result<Vec<u8>> {
    let mut rows = BTreeSet::new();
    for (class, line) in lines_of_xz(&names.join("person_names.txt.xz"))?.enumerate() {
        let line = line?;
        let Some((forms, _)) = line.split_once("=>") else { continue };
        let folded: BTreeSet<String> = forms.split(',').filter_map(single_token).collect();
        if folded.len() >= 2 {
            rows.extend(folded.iter().map(|form| (text::stable_hash(form.as_bytes()), class as u32)));
        }
    }
    Ok(pack(rows.into_iter().collect()))
}

fn single_token(form: &str) -> Option<String> {
    let mut tokens = text::tokenise(form.trim(), Style::Person).tokens;
    (tokens.len() == 1).then(|| tokens.remove(0).fold).filter(|fold| !fold.is_empty())
}

/// Occurrences of folded tokens and of skeletons among the transliterated names of people.
pub fn commonness(names: &Path) -> Result<Vec<u8>> {
    let mut folds: BTreeMap<String, u32> = BTreeMap::new();
    let mut skeletons: BTreeMap<Vec<u8>, u32> = BTreeMap::new();
    for (file, script) in [("wd_arabic.tsv.xz", Script::Arabic), ("wd_russian.tsv.xz", Script::Cyrillic)] {
        for line in lines_of_xz(&names.join("tokens").join(file))? {
            let line = line?;
            let mut columns = line.split('\t');
            let (Some(latin), Some(other), Some(count)) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            let count: u32 = count.trim().parse().unwrap_or(1);
            let other: String = other.chars().filter(|c| *c != ' ').collect();
            *folds.entry(text::fold(latin)).or_default() += count;
            *folds.entry(text::fold(&other)).or_default() += count;
            let skeleton = text::skeleton(&text::sounds(latin, Script::Latin));
            *skeletons.entry(skeleton.classes().to_vec()).or_default() += count;
            if script == Script::Arabic {
                let skeleton = text::skeleton(&text::sounds(&other, script));
                *skeletons.entry(skeleton.classes().to_vec()).or_default() += count;
            }
        }
    }
    let mut rows: BTreeMap<u32, u32> = BTreeMap::new();
    for (fold, count) in folds.into_iter().filter(|(_, count)| *count >= 3) {
        *rows.entry(text::fold_key(&fold)).or_default() += count;
    }
    for (skeleton, count) in skeletons.into_iter().filter(|(_, count)| *count >= 2) {
        *rows.entry(text::skeleton_key(&skeleton)).or_default() += count;
    }
    Ok(pack(rows.into_iter().collect()))
}

/// Columns apart, hashes as differences, bytes in planes, deflated: see the build script of `text`.
fn pack(rows: Vec<(u32, u32)>) -> Vec<u8> {
    let mut columns = [Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len())];
    let mut before = 0;
    for (hash, value) in rows {
        columns[0].push(hash.wrapping_sub(before));
        columns[1].push(value);
        before = hash;
    }
    let planes: Vec<u8> = columns
        .iter()
        .flat_map(|column| {
            (0..4).flat_map(move |byte| column.iter().map(move |value| value.to_le_bytes()[byte]))
        })
        .collect();
    miniz_oxide::deflate::compress_to_vec_zlib(&planes, 9)
}
