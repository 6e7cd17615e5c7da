//! What every command has in common: help, exit codes, completions.

use super::bench::Bench;

#[test]
fn help_shows_an_example_of_every_command() {
    let bench = Bench::new();
    let commands = [
        "demo",
        "screen",
        "compare",
        "completions",
        "lists import",
        "lists fetch",
        "lists status",
        "lists show",
        "lists faults",
        "lists diff",
        "lists remove",
        "lists reindex",
        "audit sign",
        "audit verify",
    ];
    for command in commands {
        let mut arguments: Vec<&str> = command.split(' ').collect();
        arguments.push("--help");
        bench.run(&arguments).ok().says("Example").says(&format!("entente {command}"));
    }
    bench.run(&["--help"]).ok().says("Exit codes:").says("screen").says("lists").says("compare").says("demo");
    bench.run(&["--version"]).ok().says("entente 0");
}

#[test]
fn what_cannot_be_asked_ends_with_2() {
    let bench = Bench::new();
    bench.run(&[]).ends_with(2);
    bench.run(&["dance"]).ends_with(2).complains("dance");
    bench.run(&["screen"]).ends_with(2);
    bench
        .run(&["screen", "x.csv", "--operating-point", "loose"])
        .ends_with(2)
        .complains("strict, standard or wide");
    bench.run(&["screen", "x.csv", "--language", "fr"]).ends_with(2).complains("en, ru or ur");
    bench.run(&["compare", "only one"]).ends_with(2);
    bench.run(&["compare", " ", "x"]).ends_with(2).complains("is no name");
}

#[test]
fn what_fails_says_what_where_and_what_to_do() {
    let bench = Bench::new();
    let names = bench.write("names.csv", "name\nA B\n");
    bench
        .run(&["screen", &names])
        .ends_with(1)
        .complains("no list to screen against")
        .complains("lists import");
    bench.import("national", &super::fixtures::many_people(3), &[]).ok();
    bench.run(&["screen", "nowhere.csv"]).ends_with(1).complains("nowhere.csv");
    let empty = bench.write("empty.csv", "");
    bench.run(&["screen", &empty]).ends_with(1).complains("empty.csv is empty");
    let file = bench.write("a-file", "");
    let below = format!("{file}/data");
    bench.run(&["lists", "status", "--data", &below]).ends_with(1).complains("a-file");
}

#[test]
fn completions_are_written_for_every_shell() {
    let bench = Bench::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        bench.run(&["completions", shell]).ok().says("screen");
    }
    bench.run(&["completions", "dos"]).ends_with(2);
}

#[test]
fn a_new_node_says_how_to_begin() {
    let bench = Bench::new();
    bench.run(&["lists", "status"]).ok().says("entente lists import FILE");
    bench.run(&["lists", "status", "--check"]).ends_with(5);
}
