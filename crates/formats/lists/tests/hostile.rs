//! Input that is broken, cut, huge or malicious: each gives a clear report, and costs no good record.

use lists::{Format, Input, ReadOptions, read_list};
use model::{Entity, Fault, Severity};

fn read(format: Format, bytes: &[u8]) -> (Vec<Entity>, Vec<Fault>) {
    let read = read_list(format, &[Input { name: "list", bytes }], &ReadOptions::default());
    (read.value.entries, read.faults)
}

fn person(id: u32, inside: &str) -> String {
    format!("<INDIVIDUAL><DATAID>{id}</DATAID><FIRST_NAME>SAMPLE {id}</FIRST_NAME>{inside}</INDIVIDUAL>\n")
}

fn un(records: &[String]) -> String {
    format!(
        "<CONSOLIDATED_LIST dateGenerated=\"2026-01-02T00:00:00Z\">\n<INDIVIDUALS>\n{}</INDIVIDUALS>\n</CONSOLIDATED_LIST>\n",
        records.concat()
    )
}

#[track_caller]
fn check(xml: &str, ids: &[&str], faults: &[&str]) {
    let (entries, told) = read(Format::UnXml, xml.as_bytes());
    assert_eq!(entries.iter().map(|entry| entry.id.0.as_str()).collect::<Vec<_>>(), ids, "{told:?}");
    assert_eq!(told.iter().map(ToString::to_string).collect::<Vec<_>>(), faults);
}

#[test]
fn a_malformed_record_costs_no_other() {
    check(
        &un(&[person(1, ""), person(2, "<GENDER>Male</TITLE>"), person(3, "")]),
        &["1", "3"],
        &[
            "line 4: malformed XML: ill-formed document: expected `</GENDER>`, but `</TITLE>` was found (the record that starts on line 4 is lost)",
        ],
    );
    check(
        &un(&[person(1, ""), "<INDIVIDUAL><DATAID>2</DATAID>\n".to_owned(), person(3, "")]),
        &["1", "3"],
        &["line 4: <INDIVIDUAL> is not closed"],
    );
    check(
        &un(&["<INDIVIDUAL></INDIVIDUAL>".to_owned(), person(2, "")]),
        &["2"],
        &["line 3: the record has neither DATAID nor REFERENCE_NUMBER"],
    );
    check(
        &un(&[person(1, "<COMMENTS1>Smith & Sons &nbsp; &lt;x&gt;</COMMENTS1>"), person(2, "")]),
        &["1", "2"],
        &["line 3: unknown reference &nbsp; was kept as written"],
    );
}

#[test]
fn a_file_that_is_cut_keeps_what_came_before() {
    let whole = un(&[person(1, ""), person(2, ""), person(3, "")]);
    let cut = whole.find("SAMPLE 3").unwrap();
    check(
        &whole[..cut],
        &["1", "2"],
        &["line 5: the file ends inside <INDIVIDUAL> (the file is cut short; fetch it again)"],
    );
    let cut = whole.find("</CONSOLIDATED").unwrap();
    check(
        &whole[..cut],
        &["1", "2", "3"],
        &["line 7: the file ends before </CONSOLIDATED_LIST> (the file is cut short; fetch it again)"],
    );
    check("", &[], &["the file holds no XML element"]);
    check("<html><body>404</body></html>", &[], &[]);
}

#[test]
fn document_types_are_refused() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let (entries, faults) = read(Format::UnXml, format!("{bomb}{}", un(&[person(1, "&b;")])).as_bytes());
    assert_eq!(entries, []);
    assert_eq!(
        (faults[0].severity, faults[0].what.as_str()),
        (Severity::Fatal, "the file declares a document type (DTD)")
    );
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = format!("{}{}", "<A>".repeat(100_000), "</A>".repeat(100_000));
    let (entries, faults) = read(Format::UnXml, un(&[person(1, &deep), person(2, "")]).as_bytes());
    assert_eq!(entries.len(), 2);
    assert!(faults[0].what.contains("nested more than 64 deep"), "{faults:?}");

    let aliases = (0..1_000_000)
        .map(|n| {
            format!(
                "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>N{n}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
            )
        })
        .collect::<String>();
    let (entries, faults) = read(Format::UnXml, un(&[person(1, &aliases), person(2, "")]).as_bytes());
    assert_eq!(entries.len(), 2);
    assert!(entries[0].profile.names.len() > 50_000);
    assert!(faults[0].what.contains("more than 300000 elements"), "{:?}", faults[0]);

    let long = format!("<COMMENTS1>{}</COMMENTS1>", "ы".repeat(10_000_000));
    let (entries, faults) = read(Format::UnXml, un(&[person(1, &long), person(2, "")]).as_bytes());
    assert_eq!(entries.len(), 2);
    assert!(entries[0].listing.remarks[0].len() <= 256 * 1024);
    assert!(faults[0].what.contains("was cut"), "{:?}", faults[0]);
}

#[test]
fn one_line_of_200_megabytes_is_read() {
    let records = 20_000;
    let inside = format!(
        "<NATIONALITY><VALUE>Nowhere</VALUE></NATIONALITY><COMMENTS1>{}</COMMENTS1>",
        "a remark that takes room ".repeat(420)
    );
    let line: String = (0..records).map(|id| person(id, &inside).replace('\n', "")).collect();
    let xml = un(&[line]);
    assert!(xml.len() > 200_000_000);
    let mut count = 0;
    let input = Input { name: "list", bytes: xml.as_bytes() };
    let read = lists::read_each(Format::UnXml, &[input], &ReadOptions::default(), &mut |_| count += 1);
    assert_eq!(count, records);
    // Twenty thousand warnings are counted, not hoarded.
    assert!(read.faults.len() < 6_000);
    assert!(read.faults.last().unwrap().what.contains("further warnings"), "{:?}", read.faults.last());
}

#[test]
fn encodings() {
    let xml = un(&[person(1, "<NAME_ORIGINAL_SCRIPT>Образцов</NAME_ORIGINAL_SCRIPT>")]);
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(xml.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (russian, ..) = encoding_rs::WINDOWS_1251.encode(&xml);
    let declared = [b"<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n", &*russian].concat();
    for bytes in [xml.as_bytes(), &utf16, &declared] {
        let (entries, faults) = read(Format::UnXml, bytes);
        assert_eq!(entries[0].profile.names[1].text, "Образцов");
        assert_eq!(faults, []);
    }
    let undeclared = [b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", &*russian].concat();
    let (entries, faults) = read(Format::UnXml, &undeclared);
    assert_eq!(entries.len(), 1);
    assert_eq!(
        faults[0].to_string(),
        "line 4: bytes that are not UTF-8 (they were read as U+FFFD; check the encoding of the file)"
    );
}

#[test]
fn names_of_any_kind_are_kept() {
    let long = "x".repeat(10_000);
    for (name, kept, warning) in [
        ("Ж", "Ж", None),
        ("🙂", "🙂", Some("no letter or digit")),
        ("\u{202e}evil\u{202c}", "\u{202e}evil\u{202c}", None),
        ("Роmаn Сidоrоv", "Роmаn Сidоrоv", None),
        ("O", "O", None),
        (&long, &long[..1_000], Some("longer than 1000 characters")),
    ] {
        let xml =
            un(&[format!("<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>{name}</FIRST_NAME></INDIVIDUAL>")]);
        let (entries, faults) = read(Format::UnXml, xml.as_bytes());
        assert_eq!(entries[0].profile.caption(), kept);
        assert_eq!(faults.len(), usize::from(warning.is_some()), "{faults:?}");
        assert!(warning.is_none_or(|warning| faults[0].what.contains(warning)), "{faults:?}");
    }
    let (entries, faults) = read(
        Format::UnXml,
        un(&["<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME> </FIRST_NAME></INDIVIDUAL>".to_owned()]).as_bytes(),
    );
    assert_eq!(entries.len(), 1);
    assert_eq!(faults[0].what, "the entry has no name");
}

#[test]
fn ofac_rows() {
    let row = |id: &str, rest: &str| {
        format!("{id},\"SAMPLE {id}\",-0- ,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,{rest}\r\n")
    };
    let file =
        [row("1", "-0- "), row("2", "\"DOB 1960"), row("3", "\"POB Iraq.\""), "4,\"SAM".to_owned()].concat();
    let (entries, faults) = read(Format::OfacCsv, file.as_bytes());
    assert_eq!(entries.iter().map(|entry| entry.id.0.as_str()).collect::<Vec<_>>(), ["1", "3"]);
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told[2..],
        ["line 2: a quotation mark is not closed", "line 4: 2 columns where there should be 12"]
    );
    let (_, faults) = read(Format::OfacCsv, b"a,b,c\n");
    assert_eq!(faults[0].what, "list has 3 columns; OFAC's files have 12, 6, 5 or 2");
}

#[test]
fn hmt_rows() {
    let file = b"Last Updated,00/00/2020\nName 6,DOB,Group Type,Group ID\nSAMPLE,00/00/1960,Individual,1\nSAMPLE,31/02/1960,Robot,2\nSAMPLE,,Individual,\n";
    let (entries, faults) = read(Format::HmtCsv, file);
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].profile.birth_dates[0].to_string(), "1960");
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 4, record 2, Group Type: unknown group type \"robot\"",
            "line 4, record 2, DOB: not a date: \"31/02/1960\" (it was kept as text and is not compared)",
            "line 5: the row has no Group ID",
        ]
    );
}

#[test]
fn ftm_with_a_million_aliases_in_one_line() {
    let aliases: Vec<String> = (0..1_000_000).map(|n| format!("\"Name {n}\"")).collect();
    let line = format!(
        "{{\"id\":\"A\",\"schema\":\"Person\",\"properties\":{{\"name\":[{}]}}}}\n",
        aliases.join(",")
    );
    let deep = format!(
        "{{\"id\":\"B\",\"schema\":\"Person\",\"properties\":{}1{}}}\n",
        "[".repeat(10_000),
        "]".repeat(10_000)
    );
    let (entries, faults) = read(Format::Ftm, format!("{line}{deep}").as_bytes());
    assert_eq!(entries.len(), 1, "{faults:?}");
    assert_eq!(entries[0].profile.names.len(), 1_000_000);
    assert_eq!(faults[0].to_string(), "line 2: not JSON: recursion limit exceeded at column 168");
}

#[test]
fn wrong_files_are_said_to_be_wrong() {
    let two = [Input { name: "a.xml", bytes: b"<a/>" }, Input { name: "b.xml", bytes: b"<a/>" }];
    let read_two = read_list(Format::EuXml, &two, &ReadOptions::default());
    assert_eq!(
        read_two.faults[0].what,
        "a list in format eu-xml comes in one file; \"b.xml\" is one too many"
    );
    let none = read_list(Format::UnXml, &[], &ReadOptions::default());
    assert_eq!(none.faults[0].what, "no file was given");
}
