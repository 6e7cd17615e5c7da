//! The readers on real published files, kept outside the repository: exact counts, taken from the files by other
//! means. Without the files the tests say so and pass, unless `ENTENTE_REQUIRE_SHARED=1`.

use lists::{Format, Input, ListFile, ReadOptions, detect, read_list};
use model::{Entity, IdentifierKind, NameKind, NameStrength, Parsed, Precision, Schema, Severity};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "where the shared files lie differs from machine to machine")]
fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared");
    let folder = std::env::var_os("ENTENTE_SHARED").map_or_else(beside, PathBuf::from).join("data/lists");
    if folder.is_dir() {
        return Some(folder);
    }
    assert_ne!(
        std::env::var("ENTENTE_REQUIRE_SHARED").as_deref(),
        Ok("1"),
        "no shared files in {}",
        folder.display()
    );
    println!("skipped: no shared files in {}", folder.display());
    None
}

fn read(files: &[&str]) -> Option<Parsed<ListFile>> {
    let folder = shared()?;
    let contents: Vec<Vec<u8>> = files.iter().map(|file| std::fs::read(folder.join(file)).unwrap()).collect();
    let inputs: Vec<Input<'_>> =
        files.iter().zip(&contents).map(|(name, bytes)| Input { name, bytes }).collect();
    let formats: Vec<Option<Format>> =
        inputs.iter().map(|input| detect(input.name, &input.bytes[..8192])).collect();
    assert!(formats.iter().all(|format| *format == formats[0]), "{formats:?}");
    Some(read_list(formats[0].unwrap(), &inputs, &ReadOptions::default()))
}

fn count(entries: &[Entity], wanted: impl Fn(&Entity) -> bool) -> usize {
    entries.iter().filter(|entity| wanted(entity)).count()
}

fn of_schema(entries: &[Entity], schema: Schema) -> usize {
    count(entries, |entity| entity.profile.schema == schema)
}

fn names(entries: &[Entity], kind: NameKind, strength: NameStrength) -> usize {
    entries
        .iter()
        .flat_map(|entity| &entity.profile.names)
        .filter(|n| n.kind == kind && n.strength == strength)
        .count()
}

/// Nothing is lost, and only these kinds of things are odd, so many times each.
#[track_caller]
fn check_faults(list: &Parsed<ListFile>, expected: &[(&str, usize)]) {
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for fault in &list.faults {
        assert_eq!(fault.severity, Severity::Warning, "{fault}");
        assert!(fault.location.line.is_some(), "{fault}");
        let kind = fault.what.split([':', '"']).next().unwrap().trim();
        *told.entry(kind.to_owned()).or_default() += 1;
    }
    let expected: BTreeMap<String, usize> =
        expected.iter().map(|(kind, n)| ((*kind).to_owned(), *n)).collect();
    assert_eq!(told, expected);
}

fn find<'a>(list: &'a ListFile, id: &str) -> &'a Entity {
    list.entries.iter().find(|entity| entity.id.0 == id).unwrap()
}

#[test]
fn un_2026() {
    let Some(list) = read(&["un/UN_consolidated_2026-02-27.xml"]) else { return };
    let entries = &list.value.entries;
    assert_eq!(list.value.format, Format::UnXml);
    assert_eq!(list.value.generated_on.unwrap().to_string(), "2026-02-27");
    assert_eq!(list.value.version.as_deref(), Some("2026-02-27T00:00:09.554Z"));
    assert_eq!((of_schema(entries, Schema::Person), of_schema(entries, Schema::Organization)), (730, 273));
    assert_eq!(count(entries, |entity| entity.listing.reference.is_some()), 1003);
    assert_eq!(
        count(entries, |entity| entity.listing.reference.as_ref().is_some_and(|r| r.ends_with(' '))),
        0
    );
    assert_eq!(count(entries, |entity| entity.listing.listed_on.is_some()), 1003);
    // Zone suffixes on ten of them.
    let days = count(entries, |entity| entity.listing.listed_on.unwrap().precision() == Precision::Day);
    assert_eq!(days, 1003);
    // 291 empty placeholders yield no name.
    assert_eq!(
        count(entries, |entity| entity.profile.names.iter().any(|name| name.text.trim().is_empty())),
        0
    );
    assert_eq!(count(entries, |entity| entity.profile.names[0].kind != NameKind::Primary), 0);
    // NAME_ORIGINAL_SCRIPT on 336 + 42 records, one of them Latin, and aliases that hold another script.
    let with_original =
        count(entries, |e| e.profile.names.iter().any(|n| n.kind == NameKind::OriginalScript));
    assert!(with_original >= 378, "{with_original}");
    let two_lines = |e: &Entity| {
        e.profile.names.iter().any(|name| name.text.contains(['\n', '\t']) || name.text.contains("  "))
    };
    assert_eq!(count(entries, two_lines), 0);
    assert_eq!(count(entries, |entity| entity.profile.names.iter().any(|name| name.text.contains(';'))), 0);
    // 121 people have several birth dates in INDIVIDUAL_DATE_OF_BIRTH, more with those of their aliases.
    assert!(count(entries, |entity| entity.profile.birth_dates.len() > 1) >= 121);
    check_faults(&list, &[("not a date", 2)]);
}

/// Every alias of the file, found by other means, stands on its entry with the strength its quality says.
#[test]
fn un_2026_alias_qualities() {
    const FILE: &str = "un/UN_consolidated_2026-02-27.xml";
    let (Some(list), Some(folder)) = (read(&[FILE]), shared()) else { return };
    let text = std::fs::read_to_string(folder.join(FILE)).unwrap();
    let record = regex::Regex::new(r"(?s)<DATAID>(\d+)</DATAID>(.*?)</(?:INDIVIDUAL|ENTITY)>").unwrap();
    let alias =
        regex::Regex::new(r"(?s)<QUALITY>([^<]*)</QUALITY>\s*<ALIAS_NAME>([^<]*)</ALIAS_NAME>|(<QUALITY/>)")
            .unwrap();
    let mut qualities: BTreeMap<String, usize> = BTreeMap::new();
    let mut packed = 0;
    for record in record.captures_iter(&text) {
        let entity = find(&list.value, &record[1]);
        for found in alias.captures_iter(&record[2]) {
            let quality = found.get(1).map_or("", |quality| quality.as_str());
            *qualities.entry(quality.to_owned()).or_default() += 1;
            let name =
                found.get(2).map_or("", |name| name.as_str()).replace("&amp;", "&").replace("&apos;", "'");
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            let Some(read) = entity.profile.names.iter().find(|read| read.text == name) else {
                packed += usize::from(!name.is_empty());
                continue;
            };
            if quality == "Good" || quality == "a.k.a." {
                assert_eq!(read.strength, NameStrength::Strong, "{name}");
            }
        }
    }
    let expected = [("", 291), ("Good", 1524), ("Low", 615), ("a.k.a.", 594), ("f.k.a.", 19)];
    assert_eq!(qualities, expected.map(|(quality, count)| (quality.to_owned(), count)).into());
    // 24 packed with ";", or with another script beside: they come apart.
    assert_eq!(packed, 50);
    let entries = &list.value.entries;
    let weak = |kind| names(entries, kind, NameStrength::Weak);
    assert_eq!((weak(NameKind::Alias), weak(NameKind::OriginalScript)), (618, 10));
    assert_eq!(names(entries, NameKind::Former, NameStrength::Strong), 18);
}

#[test]
fn ofac_sdn_2021() {
    let files = ["ofac/sdn_2021-07.csv", "ofac/add_2021-07.csv", "ofac/alt_2021-07.csv"];
    let Some(list) = read(&files) else { return };
    let entries = &list.value.entries;
    assert_eq!(entries.len(), 8976);
    let schemata = [Schema::Person, Schema::Organization, Schema::Vessel, Schema::Airplane];
    assert_eq!(schemata.map(|schema| of_schema(entries, schema)), [4620, 3673, 406, 277]);
    // a.k.a. in quotes: one of the 1,254 rows ends inside its only one.
    assert_eq!(
        count(entries, |e| e
            .profile
            .names
            .iter()
            .any(|n| n.strength == NameStrength::Weak && n.kind == NameKind::Alias)),
        1254
    );
    assert_eq!(count(entries, |entity| entity.listing.other.contains_key("remarks")), 5);
    assert_eq!(count(entries, |entity| entity.listing.programmes.is_empty()), 0);
    assert_eq!(count(entries, |entity| entity.listing.programmes.iter().any(|p| p.contains(['[', ']']))), 0);
    let imo = |entity: &Entity| entity.profile.identifiers.iter().any(|id| id.kind == IdentifierKind::Imo);
    assert!(count(entries, imo) > 300);
    check_faults(&list, &[("the remarks are cut at 1000 characters", 5), ("unknown country", 9)]);
}

#[test]
fn ofac_consolidated_2025() {
    let files =
        ["ofac/cons_prim_2025-12-19.csv", "ofac/cons_add_2025-12-19.csv", "ofac/cons_alt_2025-12-19.csv"];
    let Some(list) = read(&files) else { return };
    assert_eq!(list.value.entries.len(), 442);
    assert_eq!(count(&list.value.entries, |entity| entity.listing.other.contains_key("remarks")), 10);
    check_faults(&list, &[("the remarks are cut at 1000 characters", 10)]);
}

#[test]
fn uk_2018() {
    let Some(list) = read(&["uk/sanctionsconlist_2018-04-13.csv"]) else { return };
    let entries = &list.value.entries;
    assert_eq!(list.value.generated_on.unwrap().to_string(), "2018-04-13");
    assert_eq!(entries.len(), 2106);
    let several = count(entries, |entity| entity.profile.birth_dates.len() > 1);
    assert_eq!(several, 191);
    assert_eq!(
        count(entries, |entity| entity.profile.names.iter().any(|name| name.text.starts_with(' '))),
        0
    );
    assert_eq!(find(&list.value, "13349").profile.nationalities, ["sa", "qa"]);
    check_faults(&list, &[("unknown country", 18)]);
}
