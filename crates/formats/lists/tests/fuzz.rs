//! Every reader takes any bytes: nothing panics, entries keep their promises. As ordinary tests these run a bounded
//! number of inputs on stable; `cargo bolero test` runs the same harnesses for as long as one likes.

use lists::{Format, Input, Mapping, ReadOptions, Shape, detect, read_list};
use proptest::prelude::*;
use std::collections::HashSet;
use std::path::Path;

/// A valid sample of each format, from the examples.
fn samples() -> Vec<(Format, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../examples/lists");
    [
        (Format::UnXml, "un-sc/consolidated.xml"),
        (Format::OfacCsv, "ofac-sdn/sdn.csv"),
        (Format::OfacXml, "ofac-xml/sdn.xml"),
        (Format::OfacAdvancedXml, "ofac-advanced/sdn_advanced.xml"),
        (Format::EuXml, "eu-fsf/xmlFullSanctionsList_1_1.xml"),
        (Format::HmtCsv, "hmt-conlist/ConList.csv"),
        (Format::UkXml, "uk-sanctions-list/UK-Sanctions-List.xml"),
        (Format::Ftm, "ftm/entities.ftm.json"),
        (Format::FtmDelta, "ftm/delta-20261102.json"),
        (Format::Mapped, "nacta/proscribed-persons.csv"),
        (Format::Mapped, "rosfin/perechen.txt"),
    ]
    .into_iter()
    .map(|(format, file)| (format, std::fs::read(folder.join(file)).unwrap()))
    .collect()
}

fn mapping(shape: Shape) -> Mapping {
    let text = match shape {
        Shape::Text => "text = { start = '^\\d+', pattern = '^(?<id>\\d+)\\W+(?<name>.*)$' }\n",
        _ => "header_row = 2\n",
    };
    let shape = serde_json::to_value(shape).unwrap();
    let format = shape.as_str().unwrap();
    Mapping::parse(&format!(
        "format = \"{format}\"\nid = [\"id\"]\n{text}[schema]\ndefault = \"Person\"\n[[column]]\nfrom = \"name\"\nproperty = \"name\"\nsplit = [\";\"]\n"
    ))
    .unwrap()
}

/// Reads bytes as a format, and checks what every reader promises.
fn read(format: Format, bytes: &[u8]) {
    let shapes = [Shape::Csv, Shape::Json, Shape::Text, Shape::Xlsx];
    let mappings: Vec<Option<Mapping>> = match format {
        Format::Mapped => shapes.into_iter().map(|shape| Some(mapping(shape))).collect(),
        _ => vec![None],
    };
    for mapping in mappings {
        let input = Input { name: "fuzz", bytes };
        let read = read_list(format, &[input], &ReadOptions { mapping });
        let mut ids = HashSet::new();
        for entity in &read.value.entries {
            assert!(!entity.id.0.is_empty(), "an empty id");
            assert!(ids.insert(entity.id.clone()), "{} twice", entity.id);
            assert!(
                entity
                    .profile
                    .names
                    .iter()
                    .all(|name| name.text.trim() == name.text && !name.text.is_empty())
            );
        }
        for fault in &read.faults {
            assert!(!fault.what.is_empty() && !fault.what.contains('\n'), "{fault:?}");
        }
    }
}

#[test]
fn any_bytes() {
    bolero::check!().with_iterations(400).for_each(|bytes: &[u8]| {
        let _ = detect("fuzz", bytes);
        for format in Format::ALL {
            read(format, bytes);
        }
    });
}

#[test]
fn any_mapping() {
    bolero::check!().with_iterations(2_000).for_each(|bytes: &[u8]| {
        let _ = Mapping::parse(&String::from_utf8_lossy(bytes));
        let _ = lists::Sources::parse(&String::from_utf8_lossy(bytes));
    });
}

/// Pieces that are dear to parsers.
const PIECES: [&str; 24] = [
    "<",
    ">",
    "</",
    "/>",
    "&",
    "&#0;",
    "&#x110000;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?",
    "\"",
    "'",
    ",",
    ";",
    "\n",
    "\r\n",
    "{",
    "[",
    "\u{0}",
    "\u{feff}",
    "<INDIVIDUAL>",
    "</sanctionEntity>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn samples_that_were_changed(
        sample in 0usize..11,
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..4, 0usize..24, any::<u8>(), 1usize..400), 1..8),
    ) {
        let (format, mut bytes) = samples().swap_remove(sample);
        for (place, kind, piece, byte, length) in edits {
            let at = place.index(bytes.len() + 1);
            match kind {
                0 => { bytes.splice(at..at, PIECES[piece].bytes()); }
                1 => if at < bytes.len() { bytes[at] = byte; },
                2 => { let end = (at + length).min(bytes.len()); bytes.drain(at..end); }
                _ => { let end = (at + length).min(bytes.len()); let copy = bytes[at..end].to_vec(); bytes.splice(at..at, copy); }
            }
        }
        let _ = detect("fuzz", &bytes);
        read(format, &bytes);
    }

    /// What is appended to a list never costs what stands before it.
    #[test]
    fn a_cut_list_keeps_its_first_entries(cut in any::<prop::sample::Index>()) {
        let (format, bytes) = samples().swap_remove(0);
        let whole = read_list(format, &[Input { name: "x", bytes: &bytes }], &ReadOptions::default()).value.entries;
        let end = cut.index(bytes.len());
        let part = read_list(format, &[Input { name: "x", bytes: &bytes[..end] }], &ReadOptions::default()).value.entries;
        prop_assert_eq!(&whole[..part.len()], part.as_slice());
    }
}
