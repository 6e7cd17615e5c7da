//! Screening: every form in, every form out, nothing lost on the way.

use super::bench::{Bench, entries};
use super::fixtures::{file, many_people, person, ten_people};
use std::io::Read;
use std::process::Stdio;

fn with_ten() -> Bench {
    let bench = Bench::new();
    bench.import("national", &file(&ten_people()), &[]).ok();
    bench
}

const CUSTOMERS: &str =
    "id,name,dob\nC1,Jane Ordinary,1990\nC2,Oleg Vymyshlenko,1961-04-02\nC3,Imran Khayal Farzi,\n";

#[test]
fn json_lines_answer_every_subject_in_order() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", CUSTOMERS);
    let run = bench.run(&["screen", &customers, "--format", "jsonl"]).ok();
    let answers = run.answers();
    let queries: Vec<&str> = answers.iter().map(|answer| answer["query"].as_str().unwrap()).collect();
    assert_eq!(queries, ["C1", "C2", "C3"]);
    assert_eq!(answers[0]["matches"], serde_json::json!([]));
    assert_eq!(entries(&answers[1]), ["ex-1"]);
    let found = &answers[1]["matches"][0];
    let keys: Vec<&str> = found.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["entry", "list", "score", "probability", "explanation"]);
    assert_eq!(found["list"], "national");
    assert!((0.0..=1.0).contains(&found["probability"].as_f64().unwrap()));
    run.complains("3 subjects screened, 2 alerted");
}

#[test]
fn contributions_sum_to_the_score() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", CUSTOMERS);
    for answer in bench.run(&["screen", &customers, "--format", "jsonl"]).ok().answers() {
        for found in answer["matches"].as_array().unwrap() {
            let parts = ["name_evidence", "corroboration"].map(|part| &found["explanation"][part]);
            let sum: f64 = parts
                .iter()
                .flat_map(|part| part.as_array().unwrap())
                .map(|part| part["log_odds"].as_f64().unwrap())
                .sum();
            assert!((sum - found["score"].as_f64().unwrap()).abs() < 0.001, "{found}");
            let version = bench.status("national")["current"]["hash"].clone();
            assert_eq!(found["explanation"]["list_version"], version);
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", CUSTOMERS.repeat(200).replace("\nid,name,dob", ""));
    let run = |threads: &str| {
        bench.run(&["screen", &customers, "--format", "jsonl", "--threads", threads]).ok().stdout
    };
    let one = run("1");
    assert_eq!(one, run("2"));
    assert_eq!(one, run("7"));
    assert_eq!(one.lines().count(), 600);
}

#[test]
fn every_form_tells_the_same() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", CUSTOMERS);
    let lines = bench.run(&["screen", &customers, "--format", "jsonl"]).ok().answers();
    let array = bench.run(&["screen", &customers, "--format", "json"]).ok().json();
    assert_eq!(array.as_array().unwrap(), &lines);

    let rows = bench.run(&["screen", &customers, "--format", "csv"]).ok().stdout;
    let rows: Vec<&str> = rows.lines().collect();
    assert!(rows[0].starts_with("query,name,entry,list,score,probability"), "{rows:?}");
    assert!(rows[1].starts_with("C2,Oleg Vymyshlenko,ex-1,national,"), "{rows:?}");
    assert!(rows[2].starts_with("C3,Imran Khayal Farzi,ex-7,national,"), "{rows:?}");
    assert_eq!(rows.len(), 3);

    let table = bench.run(&["screen", &customers]).ok();
    let table = table.says("Oleg Vymyshlenko").says("national · ex-1").says("a person decides");
    assert!(!table.stdout.contains("Jane Ordinary"), "who is not alerted leaves no trace");
}

#[test]
fn an_empty_json_answer_is_still_json() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", "name\n");
    assert_eq!(bench.run(&["screen", &customers, "--format", "json"]).ok().json(), serde_json::json!([]));
    assert_eq!(bench.run(&["screen", &customers, "--format", "jsonl"]).ok().stdout, "");
}

#[test]
fn subjects_come_as_json_lines_and_from_standard_input() {
    let bench = with_ten();
    let subjects = [
        r#"{"id":"s1","schema":"Person","properties":{"name":["Jane Ordinary"]}}"#,
        r#"{"id":"s2","schema":"Person","properties":{"name":["Олег Вымышленко"],"birthDate":["1961-04-02"]}}"#,
        r#"{"id":7,"schema":"Person","properties":{"name":["عمران خیال فرضی"],"nationality":["pk"]}}"#,
    ];
    let run =
        bench.run_with_input(&["screen", "-", "--format", "jsonl"], subjects.join("\n").as_bytes()).ok();
    let answers = run.answers();
    assert_eq!(answers.iter().map(|answer| answer["query"].clone()).collect::<Vec<_>>(), ["s1", "s2", "7"]);
    assert_eq!(answers.iter().map(entries).collect::<Vec<_>>(), [vec![], vec!["ex-1"], vec!["ex-7"]]);
}

#[test]
fn bad_rows_are_reported_and_cost_no_other() {
    let bench = with_ten();
    let rows = "id,name,dob\nC1,,\nC2,Oleg Vymyshlenko,31/31/1961\nC3,\"never closed,\nC4,a,b,c,d\nC5,Imran Khayal Farzi,\n";
    let customers = bench.write("customers.csv", rows);
    let run = bench.run(&["screen", &customers, "--format", "jsonl"]).ends_with(3);
    let run = run.complains("line 2: neither a name nor an identifier").complains("line 3, dob");
    let run = run.complains("line 4: a quote is opened").complains("line 5: 5 fields where the header has 3");
    assert_eq!(run.answers().iter().map(entries).collect::<Vec<_>>(), [["ex-1"], ["ex-7"]]);

    let lines = "{\"id\":\"a\"\n[1]\n{\"id\":\"b\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Oleg Vymyshlenko\"]}}\n{}\n";
    let subjects = bench.write("subjects.jsonl", lines);
    let run = bench.run(&["screen", &subjects, "--format", "jsonl"]).ends_with(3);
    let run = run.complains("line 1: not JSON").complains("line 2: not a JSON object").complains("line 4");
    assert_eq!(run.answers().iter().map(entries).collect::<Vec<_>>(), [["ex-1"]]);
}

#[test]
fn an_overlong_line_and_strange_names_hurt_nobody() {
    let bench = with_ten();
    let long = "x".repeat(9 << 20);
    let strange = "😀\n\u{202E}kcab\u{202C}\nI\n'\n,\n\"\"\n\u{200B}\n";
    let customers = bench.write("customers.csv", format!("name\n{long}\n{strange}Oleg Vymyshlenko\n"));
    let run = bench.run(&["screen", &customers, "--format", "jsonl"]).ends_with(3);
    let run = run.complains("line 2: the line is longer than");
    assert_eq!(entries(run.answers().last().unwrap()), ["ex-1"]);
}

#[test]
fn encodings_are_told_apart() {
    let bench = with_ten();
    let text = "имя;дата рождения\r\nОлег Вымышленко;02.04.1961\r\nАнна Обыкновенная;1970\r\nПётр Заурядный;1981\r\n";
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let windows = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    for (name, bytes) in
        [("utf8", text.as_bytes().to_vec()), ("bom", marked), ("utf16", utf_16), ("1251", windows)]
    {
        let customers = bench.write(&format!("{name}.csv"), bytes);
        let run = bench.run(&["screen", &customers, "--format", "jsonl"]).ok();
        assert_eq!(entries(&run.answers()[0]), ["ex-1"], "{name}");
    }
    let broken = bench.write("broken.csv", b"name\nOleg Vymyshlenko\nJ\xFFne\n");
    bench
        .run(&["screen", &broken, "--encoding", "utf-8"])
        .ok()
        .complains("line 3, name")
        .complains("encoding");
    bench.run(&["screen", &broken, "--encoding", "klingon"]).ends_with(1).complains("klingon");
}

#[test]
fn columns_are_guessed_or_stated() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", "Kunde|geb\nOleg Vymyshlenko|1961\n");
    let screen = |more: &[&str]| bench.run(&[&["screen", &customers, "--format", "jsonl"], more].concat());
    screen(&[])
        .ends_with(2)
        .complains("no column of \"Kunde\", \"geb\" looks like a name")
        .complains("--map name=");
    assert_eq!(
        entries(&screen(&["--map", "name=Kunde", "--map", "birth-date=#2"]).ok().answers()[0]),
        ["ex-1"]
    );
    screen(&["--map", "name=Nobody"]).ends_with(2).complains("there is no column \"Nobody\"");
    screen(&["--map", "colour=Kunde"]).ends_with(2).complains("there is no property \"colour\"");
}

#[test]
fn lists_are_chosen_by_name() {
    let bench = with_ten();
    bench.import("other", &file(&[person("other-1", &["Oleg Vymyshlenko"], None)]), &[]).ok();
    let found = |more: &[&str]| bench.found(&["Oleg Vymyshlenko"], more).remove(0);
    assert_eq!(found(&[]).len(), 2);
    assert_eq!(found(&["--top", "1"]).len(), 1);
    assert_eq!(found(&["--list", "other"]), ["other-1"]);
    assert_eq!(found(&["--list", "national"]), ["ex-1"]);
    assert_eq!(found(&["--list", "national", "--list", "other"]).len(), 2);
    bench
        .run(&["screen", "names.csv", "--list", "nowhere"])
        .ends_with(2)
        .complains("the lists are national, other");
}

#[test]
fn files_are_screened_against_without_a_store() {
    let bench = Bench::new();
    let list = bench.write("people.json", file(&ten_people()));
    let un = bench.write("un.xml", super::importing::un_file(&["QQi.001"]));
    let from = ["--lists-from", &list, "--lists-from", &un];
    let found = bench.found(&["Oleg Vymyshlenko", "Wenceslas Imaginarius0", "Jane Ordinary"], &from);
    assert_eq!(found[0], ["ex-1"]);
    assert_eq!(found[1][0], "9000001");
    assert!(found[2].is_empty());
    let run = bench.run(&["screen", "names.csv", "--lists-from", &un, "--format", "jsonl"]).ok();
    assert_eq!(run.answers()[1]["matches"][0]["list"], "un-sc");
    assert!(bench.data_files().is_empty(), "nothing was stored");
    let empty = bench.write("empty.json", "");
    bench.run(&["screen", "names.csv", "--lists-from", &empty]).ends_with(2).complains("empty.json");
}

#[test]
fn thresholds_are_named_and_explained() {
    let bench = with_ten();
    bench.run(&["screen", "--explain-threshold"]).ok().says("strict").says("standard").says("wide").says("%");
    bench.run(&["screen", "--explain-threshold", "--language", "ru"]).ok().says("%");
    let far = ["Oleg Vymyshlenka", "Olga Vymyshlenko", "O. Vymyshlenko", "Oleg Domyshlenko", "Vymyshlenko"];
    let count = |point: &str| bench.found(&far, &["--operating-point", point]).concat().len();
    let (strict, standard, wide) = (count("strict"), count("standard"), count("wide"));
    assert!(strict <= standard && standard <= wide, "{strict} {standard} {wide}");
    assert!(bench.found(&["Oleg Vymyshlenko"], &["--min-score", "1000"]).concat().is_empty());
    assert!(bench.found(&["Jane Ordinary"], &["--min-score", "-1000", "--top", "3"]).concat().len() <= 3);
}

#[test]
fn scoring_like_ofac_is_chosen_per_request() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", CUSTOMERS);
    let run = bench.run(&["screen", &customers, "--scoring", "ofac", "--format", "jsonl"]).ok();
    let found = run.answers()[1]["matches"][0].clone();
    assert_eq!(found["entry"], "ex-1");
    assert_eq!(found["score"].as_f64().unwrap().round(), 100.0);
}

#[test]
fn reasons_are_given_in_three_languages_or_not_at_all() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", CUSTOMERS);
    for (language, word) in [("en", "because"), ("ru", "так как"), ("ur", "کیونکہ")] {
        let run = bench.run(&["screen", &customers, "--language", language]).ok();
        assert!(run.stdout.contains(word), "{language}: {}", run.stdout);
        let line = bench.run(&["screen", &customers, "--format", "jsonl", "--language", language]).ok();
        let text = line.answers()[1]["matches"][0]["explanation"]["text"].as_str().unwrap().to_owned();
        assert!(text.contains(word), "{text}");
    }
    let run = bench.run(&["screen", &customers, "--format", "jsonl", "--no-explain"]).ok();
    assert!(run.answers()[1]["matches"][0]["explanation"].is_null());
}

#[test]
fn results_go_to_a_file() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", CUSTOMERS);
    let run = bench.run(&["screen", &customers, "--format", "jsonl", "--out", "alerts.jsonl"]).ok();
    assert_eq!(run.stdout, "");
    assert_eq!(bench.read("alerts.jsonl").lines().count(), 3);
    bench
        .run(&["screen", &customers, "--out", "no/such/folder/x"])
        .ends_with(1)
        .complains("no/such/folder/x");
}

#[test]
fn a_run_that_fails_leaves_the_results_that_were_there() {
    let bench = with_ten();
    bench.write("alerts.jsonl", "of yesterday");
    let torn = bench.write("torn.csv", "no header that is known\n1\n");
    bench.run(&["screen", &torn, "--format", "jsonl", "--out", "alerts.jsonl"]).ends_with(2);
    assert_eq!(bench.read("alerts.jsonl"), "of yesterday");
    bench.run(&["compare", "--pairs", &torn, "--out", "alerts.jsonl"]).ends_with(2);
    assert_eq!(bench.read("alerts.jsonl"), "of yesterday");
}

#[test]
fn cells_that_begin_like_formulas_are_disarmed() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", "id,name\n=1+1,Oleg Vymyshlenko\n");
    let rows = bench.run(&["screen", &customers, "--format", "csv"]).ok().stdout;
    assert!(rows.lines().nth(1).unwrap().starts_with("'=1+1,"), "{rows}");
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let bench = with_ten();
    let customers = bench.write("customers.csv", format!("name\n{}", "Oleg Vymyshlenko\n".repeat(50_000)));
    let mut command = bench.command(&["screen", &customers, "--format", "jsonl"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut some = [0; 100];
    child.stdout.as_mut().unwrap().read_exact(&mut some).unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_long_stream_is_answered_while_it_comes() {
    let bench = Bench::new();
    bench.import("many", &many_people(2_000), &[]).ok();
    let subjects = many_people(2_000);
    let run =
        bench.run_with_input(&["screen", "-", "--format", "jsonl", "--no-explain"], subjects.as_bytes()).ok();
    let answers = run.answers();
    assert_eq!(answers.len(), 2_000);
    let found = answers
        .iter()
        .filter(|answer| entries(answer).first().map(String::as_str) == answer["query"].as_str());
    assert_eq!(found.count(), 2_000, "every listed name finds its own entry first");
}
