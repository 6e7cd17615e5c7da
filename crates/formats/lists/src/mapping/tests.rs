//! Mappings on small tables, JSON, text and a workbook.

use super::*;
use crate::{Format, Input, ReadOptions, read_list};
use model::Entity;
use std::io::Write;

const BASE: &str = r#"
id = ["no"]
[schema]
default = "Person"
[[column]]
from = "name"
property = "name"
[[column]]
from = "born"
property = "birth-date"
"#;

fn read(mapping: &str, bytes: &[u8]) -> (Vec<Entity>, Vec<String>) {
    let options = ReadOptions { mapping: Some(Mapping::parse(mapping).unwrap()) };
    let read = read_list(Format::Mapped, &[Input { name: "list", bytes }], &options);
    (read.value.entries, read.faults.iter().map(ToString::to_string).collect())
}

#[track_caller]
fn check(mapping: &str, bytes: &[u8], entries: &[&str], faults: &[&str]) {
    let (read, told) = read(mapping, bytes);
    let read: Vec<String> = read
        .iter()
        .map(|entity| {
            let names: Vec<&str> = entity.profile.names.iter().map(|name| name.text.as_str()).collect();
            let dates: Vec<String> = entity.profile.birth_dates.iter().map(ToString::to_string).collect();
            format!(
                "{} {} {} {}",
                entity.id,
                entity.profile.schema.as_str(),
                names.join("+"),
                dates.join("+")
            )
        })
        .collect();
    assert_eq!(
        (read, told),
        (entries.iter().map(|e| (*e).to_owned()).collect(), faults.iter().map(|f| (*f).to_owned()).collect())
    );
}

fn mapping(top: &str) -> String {
    format!("{top}\n{BASE}")
}

#[test]
fn tables() {
    let csv = mapping("format = \"csv\"");
    check(
        &csv,
        b"no,name,born\n1,Sample,1960\n\n2,Other,12.03.1961\n",
        &["1 Person Sample 1960", "2 Person Other 1961-03-12"],
        &[],
    );
    check(
        &csv,
        b"no,name,born\n1,Sample\n2,Other,soon\n,Third,\n",
        &["2 Person Other ", "line-4 Person Third "],
        &[
            "line 2: 2 columns where there should be 3",
            "line 3, record 2, born: not a date: \"soon\" (it was kept as text and is not compared)",
            "line 4: the id columns are empty (the entry is called line-4; name further columns under id_fallback)",
        ],
    );
    check(
        &csv,
        b"a,b\n1,2\n",
        &[],
        &[
            "line 1: there is no column \"born\" (the file has \"a\", \"b\")",
            "line 1: there is no column \"name\" (the file has \"a\", \"b\")",
            "line 1: there is no column \"no\" (the file has \"a\", \"b\")",
            "line 1: none of the id columns is in the file: the mapping does not fit it",
        ],
    );
    let russian = mapping(
        "format = \"csv\"\ndelimiter = \";\"\nencoding = \"windows-1251\"\ndate_formats = [\"dd.MM.yyyy\"]",
    );
    let (bytes, ..) =
        encoding_rs::WINDOWS_1251.encode("no;name;born\n1;Образцов;05.03.1960\n2;Примеров;1961\n");
    check(
        &russian,
        &bytes,
        &["1 Person Образцов 1960-03-05", "2 Person Примеров "],
        &["line 3, record 2, born: not a date: \"1961\" (it was kept as text and is not compared)"],
    );
}

#[test]
fn rows_of_one_id_are_one_entry_where_the_mapping_says_so() {
    let rows = b"no,name,born\n1,Sample,1960\n2,Other,\n1,Sampel,1961\n";
    check(
        &mapping("format = \"csv\"\ngroup = true"),
        rows,
        &["1 Person Sample+Sampel 1960+1961", "2 Person Other "],
        &[],
    );
    check(
        &mapping("format = \"csv\""),
        rows,
        &["1 Person Sample 1960", "2 Person Other ", "1#2 Person Sampel 1961"],
        &["record 1: the id stands on the list twice (the later entry is kept as 1#2)"],
    );
}

#[test]
fn json() {
    let array = mapping("format = \"json\"\nrecords = \"data.items\"");
    check(
        &array,
        br#"{"data": {"items": [{"no": 1, "name": ["A B", "C"], "born": null}, 7]}}"#,
        &["1 Person A B+C "],
        &["line 2: the record is no object"],
    );
    check(&array, br#"{"data": {}}"#, &[], &["there is no array of records at \"data.items\""]);
    let lines = mapping("format = \"json\"");
    check(
        &lines,
        b"{\"no\": 1, \"name\": \"A\"}\n{\"no\":\n{\"no\": 3, \"name\": \"B\"}\n",
        &["1 Person A ", "3 Person B "],
        &["line 2: not JSON: EOF while parsing a value at line 1 column 6"],
    );
    check(&lines, b"[{\"no\": 1, \"name\": \"A\"}]", &["1 Person A "], &[]);
}

#[test]
fn numbered_text() {
    let text = r#"
format = "text"
id = ["name"]
[text]
start = '^\d+\.'
pattern = '^\d+\.\s*(?<name>[^,]+?)(?:,\s*(?<born>\d{4}))?;?$'
sections = [{ heading = "^BODIES$", schema = "Organization" }]
[schema]
default = "Person"
[[column]]
from = "name"
property = "name"
[[column]]
from = "born"
property = "birth-date"
"#;
    check(
        text,
        b"Title\n1. Sample\nOne, 1960;\n2. Other, soon;\nBODIES\n1. Front of Samples;\n",
        &["Sample One Person Sample One 1960", "Front of Samples Organization Front of Samples "],
        &[
            "line 1: the line belongs to no entry: \"Title\" (name it under text.ignore or text.sections)",
            "line 4: the entry does not fit text.pattern: \"2. Other, soon;\"",
        ],
    );
}

#[test]
fn workbooks() {
    let sheet = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>no</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c><c r="C1" t="inlineStr"><is><t>born</t></is></c></row>
<row r="3"><c r="A3"><v>17</v></c><c r="B3" t="inlineStr"><is><t>زرباز</t></is></c><c r="C3" s="1"><v>21989</v></c></row>"#;
    let xlsx = mapping("format = \"xlsx\"");
    check(&xlsx, &workbook(sheet), &["17 Person زرباز 1960-03-14"], &[]);
    let (entries, faults) = read(&xlsx, b"no workbook");
    assert_eq!(entries, []);
    assert!(faults[0].starts_with("not an .xlsx workbook"), "{faults:?}");
    let (_, faults) = read(&mapping("format = \"xlsx\"\nsheet = \"Data\""), &workbook(sheet));
    assert!(faults[0].contains("there is no sheet \"Data\""), "{faults:?}");
}

/// A workbook with one sheet, whose second style is a date.
fn workbook(rows: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in [
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#.to_owned()),
        ("_rels/.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned()),
        ("xl/workbook.xml", r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>"#.to_owned()),
        ("xl/_rels/workbook.xml.rels", r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#.to_owned()),
        ("xl/styles.xml", r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#.to_owned()),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#)),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_wrong_mapping_says_what_is_wrong() {
    for (text, expected) in [
        ("format = \"pdf\"", "unknown variant `pdf`"),
        (&mapping("format = \"csv\"\nencoding = \"klingon\""), "encoding \"klingon\" is not known"),
        (&mapping("format = \"csv\"\ndelimiter = \"؛\""), "delimiter must be an ASCII character"),
        (&mapping("format = \"csv\"\ndate_formats = [\"dd.MM.yy\"]"), "years need four digits"),
        (&mapping("format = \"text\""), "belong together"),
        (&mapping("format = \"csv\"\ncolour = 1"), "unknown field `colour`"),
        ("format = \"csv\"\nid = []\nschema = { default = \"Person\" }", "id names no column"),
        (
            &format!("{}\nremove = \"(\"", mapping("format = \"csv\"")),
            "mapping file: remove: regex parse error",
        ),
        (
            &mapping("format = \"text\"\ntext = { start = 'x', pattern = '(?<no>x)' }"),
            "column \"name\" is no named group",
        ),
    ] {
        let error = Mapping::parse(text).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn without_its_mapping_a_list_is_not_read() {
    let read = read_list(Format::Mapped, &[Input { name: "x", bytes: b"a" }], &ReadOptions::default());
    assert_eq!(read.faults[0].what, "a mapped list needs its mapping file");
}
