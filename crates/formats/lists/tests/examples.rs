//! The fictional lists under `examples/`, one in each format, read whole: what stands in them and what is reported.

use lists::{Format, Input, ListFile, Mapping, ReadOptions, Sources, detect, read_list};
use model::{Entity, Parsed};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/lists")
}

fn sources() -> Sources {
    Sources::parse(&std::fs::read_to_string(folder().join("sources.toml")).unwrap()).unwrap()
}

fn read_files(format: Format, files: &[String], mapping: Option<&str>) -> Parsed<ListFile> {
    let contents: Vec<Vec<u8>> =
        files.iter().map(|file| std::fs::read(folder().join(file)).unwrap()).collect();
    let inputs: Vec<Input<'_>> =
        files.iter().zip(&contents).map(|(name, bytes)| Input { name, bytes }).collect();
    let mapping =
        mapping.map(|file| Mapping::parse(&std::fs::read_to_string(folder().join(file)).unwrap()).unwrap());
    read_list(format, &inputs, &ReadOptions { mapping })
}

fn read(id: &str) -> Parsed<ListFile> {
    let sources = sources();
    let list = sources.get(id).unwrap();
    read_files(list.format, &list.files, list.mapping.as_deref())
}

/// An entry in a few lines.
fn summary(entity: &Entity) -> String {
    let profile = &entity.profile;
    let names: Vec<String> = profile
        .names
        .iter()
        .map(|name| {
            let language =
                name.language.as_deref().map(|language| format!(" [{language}]")).unwrap_or_default();
            format!("  {:?}/{:?}: {}{language}", name.kind, name.strength, name.text)
        })
        .collect();
    let dates: Vec<String> = profile.birth_dates.iter().map(ToString::to_string).collect();
    let numbers: Vec<String> = profile
        .identifiers
        .iter()
        .map(|id| {
            format!(
                "{:?} {}{}",
                id.kind,
                id.value,
                id.country.as_ref().map(|c| format!(" ({c})")).unwrap_or_default()
            )
        })
        .collect();
    let links: Vec<String> =
        entity.listing.links.iter().map(|link| format!("{} {}", link.kind, link.target)).collect();
    let mut lines = vec![format!("{} {}", entity.id, profile.schema.as_str())];
    lines.extend(names);
    for (title, values) in [
        ("born", dates),
        ("at", profile.birth_places.iter().map(|place| place.text.clone()).collect()),
        ("nationality", profile.nationalities.clone()),
        ("country", profile.countries.clone()),
        ("address", profile.addresses.iter().map(|place| place.text.clone()).collect()),
        ("number", numbers),
        ("programme", entity.listing.programmes.clone()),
        ("listed", entity.listing.listed_on.iter().map(ToString::to_string).collect()),
        ("until", entity.listing.expires_on.iter().map(ToString::to_string).collect()),
        ("link", links),
    ] {
        if !values.is_empty() {
            lines.push(format!("  {title}: {}", values.join(" | ")));
        }
    }
    lines.join("\n")
}

fn check(id: &str, entries: usize) {
    let Parsed { value, faults } = read(id);
    assert!((8..=25).contains(&entries));
    assert_eq!(value.entries.len(), entries, "{faults:#?}");
    let mut text: Vec<String> =
        vec![format!("generated {:?}, version {:?}", value.generated_on, value.version)];
    text.extend(value.entries.iter().map(summary));
    text.push("faults:".to_owned());
    text.extend(faults.iter().map(|fault| format!("  {fault}")));
    insta::assert_snapshot!(id.to_owned(), text.join("\n"));
}

#[test]
fn un() {
    check("example-un", 9);
}

#[test]
fn ofac_csv() {
    check("example-ofac-sdn", 13);
}

#[test]
fn ofac_xml() {
    check("example-ofac-xml", 8);
}

#[test]
fn ofac_advanced() {
    check("example-ofac-advanced", 8);
}

#[test]
fn eu() {
    check("example-eu", 8);
}

#[test]
fn hmt() {
    check("example-hmt", 10);
}

#[test]
fn uk() {
    check("example-uk", 8);
}

#[test]
fn ftm() {
    check("example-ftm", 12);
}

#[test]
fn nacta() {
    check("example-nacta", 10);
}

#[test]
fn rosfin() {
    check("example-rosfin", 10);
}

#[test]
fn every_example_is_configured_and_recognised() {
    let sources = sources();
    assert_eq!(sources.lists.len(), 10);
    for list in &sources.lists {
        for file in &list.files {
            let bytes = std::fs::read(folder().join(file)).unwrap();
            let name = file.rsplit('/').next().unwrap();
            let expected = (list.format != Format::Mapped).then_some(list.format);
            assert_eq!(detect(name, &bytes), expected, "{file}");
        }
    }
}

#[test]
fn the_delta_changes_the_example() {
    let files = ["ftm/entities.ftm.json", "ftm/delta-20261102.json"].map(str::to_owned);
    let list = read_files(Format::FtmDelta, &files, None).value;
    let find = |id: &str| list.entries.iter().find(|entity| entity.id.0 == id);
    assert_eq!(find("ex-p5").unwrap().profile.birth_dates[0].to_string(), "1994-05-23");
    assert!(find("ex-p6").is_none());
    assert_eq!(find("ex-p7").unwrap().profile.caption(), "Dzhamilya Saparbaevna Otunchieva");
}

#[test]
fn what_is_expired_does_not_stand() {
    let today = jiff::civil::date(2026, 11, 25);
    let gone: Vec<String> = ["example-nacta", "example-ftm"]
        .iter()
        .flat_map(|id| read(id).value.entries)
        .filter(|entity| !entity.stands_on(today))
        .map(|entity| entity.profile.caption().to_owned())
        .collect();
    assert_eq!(gone, ["Abdul Wahid Chilasi", "Ihor Stepanovych Zaliznychenko"]);
}
