//! Statements in three languages: what they do not say alike.

use super::bench::Bench;

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/statement/statement.json");

#[test]
fn the_example_says_the_same_in_all_languages() {
    let bench = Bench::new();
    bench.run(&["statement", "check", EXAMPLE]).ok().says("the languages say the same");
}

const DIFFERING: &str = r#"{"paragraphs": [{"id": "7",
    "en": "The sides agreed to meet in 2027 and discussed Afghanistan and the Middle East.",
    "ru": "Стороны договорились провести встречу в 2028 году и обсудили положение в Афганистане.",
    "ur": ""}]}"#;

#[test]
fn differences_are_pointed_to_and_settled_with_a_reason() {
    let bench = Bench::new();
    let file = bench.write("statement.json", DIFFERING);
    let run = bench.run(&["statement", "check", &file]).ends_with(5);
    run.says("no text").says("2027").says("2028").says("Middle East").says("differences are open");
    bench.run(&["statement", "check", &file, "--language", "ur"]).ends_with(5).says("اختلافات");
    let flags = bench.run(&["statement", "check", &file, "--format", "json"]).ends_with(5).json();
    let settled: Vec<String> = flags
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| format!(r#"{{"flag": {}, "reason": "orally"}}"#, flag["key"]))
        .collect();
    let settled = DIFFERING.replacen('{', &format!("{{\"settled\": [{}],", settled.join(",")), 1);
    let file = bench.write("settled.json", &settled);
    bench.run(&["statement", "check", &file, "--language", "ru"]).ok().says("снято").says("orally");
}

#[test]
fn what_is_no_statement_is_told_with_its_place() {
    let bench = Bench::new();
    let check = |text: &str, complaint: &str| {
        let file = bench.write("broken.json", text);
        bench.run(&["statement", "check", &file]).ends_with(2).complains(complaint);
    };
    check("{", "line 1 column 1");
    check(r#"{"paragraphs": [{"id": "1"}, {"id": "1"}]}"#, "two paragraphs are called");
    let pasted = format!(r#"{{"paragraphs": [{{"id": "1", "ru": "{}"}}]}}"#, "<b>".repeat(7_000));
    check(&pasted, "paragraph 1 has 21000 characters in ru");
    check(r#"{"paragraphs": [{"en": "no id"}]}"#, "missing field `id`");
    bench.run(&["statement", "check", "nowhere.json"]).ends_with(1).complains("cannot read nowhere.json");
}
