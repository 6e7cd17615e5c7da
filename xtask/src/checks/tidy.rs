//! The form of the sources: what rustfmt and clippy do not look at.

use crate::project::Project;
use anyhow::{Context, Result, bail};
use ignore::WalkBuilder;
use std::path::Path;

/// No source file is longer.
const MOST_LINES: usize = 900;

/// Marks of unfinished work. Written in two parts, so that this file is not its own finding.
const LEFTOVERS: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
    concat!("dbg", "!("),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];

/// Paths that exist on one machine only.
const MACHINE_PATHS: [&str; 5] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/home", "/"),
    concat!("/Use", "rs/"),
    concat!("C:\\Use", "rs"),
];

/// What code of pure floors may not name: files, network, processes, environment.
const EFFECTS: [&str; 5] = ["std::fs", "std::net", "std::process", "std::env", "File::open"];

/// Checks every text file of the project that git does not ignore.
pub fn tidy(project: &Project) -> Result<()> {
    let mut faults = Vec::new();
    let mut count = 0;
    let is_git = |name: &std::ffi::OsStr| name == ".git";
    let files = WalkBuilder::new(&project.root)
        .hidden(false)
        .require_git(false)
        .filter_entry(move |entry| !is_git(entry.file_name()))
        .sort_by_file_path(Ord::cmp)
        .build();
    for file in files {
        let file = file.context("cannot walk the project")?;
        if !file.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let path = file.path().strip_prefix(&project.root).unwrap_or(file.path());
        // Binary tables, and lists in the encodings of their sources, are not text to be tidied.
        let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
        count += 1;
        let mut found = faults_of(path, &text);
        if path.extension().is_some_and(|extension| extension == "md") {
            found.extend(dead_links(file.path().parent().unwrap_or(&project.root), &text));
        }
        faults.extend(found.into_iter().map(|fault| format!("{}{fault}", path.display())));
    }
    for fault in &faults {
        println!("{fault}");
    }
    if !faults.is_empty() {
        bail!("{} findings in {count} files", faults.len());
    }
    println!("{count} files are tidy");
    Ok(())
}

/// The findings in one file, each beginning with `:<line>: `.
fn faults_of(path: &Path, text: &str) -> Vec<String> {
    let kind = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let is_rust = kind == "rs";
    let is_written_by_us = is_rust || matches!(kind, "toml" | "ftl" | "sql" | "sh" | "md" | "yml" | "yaml");
    let mut faults = Vec::new();
    if is_rust {
        rust(path, text, &mut faults);
    }
    for (line, at) in text.lines().zip(1..) {
        if is_written_by_us && line.ends_with([' ', '\t', '\r']) {
            faults.push(format!(":{at}: white space at the end of the line"));
        }
        let leftover = LEFTOVERS.iter().find(|mark| is_written_by_us && kind != "md" && line.contains(*mark));
        if let Some(leftover) = leftover {
            faults.push(format!(":{at}: {leftover} left behind"));
        }
        if let Some(place) = MACHINE_PATHS.iter().find(|place| line.contains(*place)) {
            faults.push(format!(":{at}: {place} exists on one machine only"));
        }
    }
    if is_written_by_us && !text.is_empty() && !text.ends_with('\n') {
        faults.push(format!(":{}: no line end at the end of the file", text.lines().count()));
    }
    faults
}

/// Links of a page to files that are not there.
fn dead_links(folder: &Path, text: &str) -> Vec<String> {
    let targets = |line: &str| -> Vec<String> {
        line.split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
            .map(|(target, _)| target.to_owned())
            .collect()
    };
    let mut faults = Vec::new();
    for (line, at) in text.lines().zip(1..) {
        for target in targets(line) {
            let file = target.split('#').next().unwrap_or_default();
            let is_elsewhere = file.is_empty() || file.contains("://") || file.starts_with("mailto:");
            if !is_elsewhere && !folder.join(file).exists() {
                faults.push(format!(":{at}: links to {target}, which is not there"));
            }
        }
    }
    faults
}

fn rust(path: &Path, text: &str, faults: &mut Vec<String>) {
    if !text.starts_with("//!") {
        faults.push(":1: does not open with `//!` lines that say what lives here".to_owned());
    }
    let lines = text.lines().count();
    if lines > MOST_LINES {
        faults.push(format!(":{MOST_LINES}: has {lines} lines; split it by purpose"));
    }
    let shown = path.to_string_lossy().replace('\\', "/");
    let is_pure = ["foundation", "formats", "engines", "desks"]
        .iter()
        .any(|floor| shown.starts_with(&format!("crates/{floor}/")) && shown.contains("/src/"));
    let code = text.split("#[cfg(test)]").next().unwrap_or_default().lines().count();
    for (line, at) in text.lines().zip(1..) {
        if line.trim_start().starts_with(concat!("#[", "ignore")) {
            faults.push(format!(":{at}: a test that nobody runs"));
        }
        let is_comment = line.trim_start().starts_with("//");
        let effect =
            EFFECTS.iter().find(|effect| is_pure && at <= code && !is_comment && line.contains(*effect));
        if let Some(effect) = effect {
            faults.push(format!(":{at}: {effect} on a pure floor"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, text: &str, expected: &[&str]) {
        assert_eq!(faults_of(Path::new(path), text), expected, "{path}");
    }

    #[test]
    fn findings_name_their_line() {
        check("crates/faces/entente/src/main.rs", "//! Opens.\nfn main() {}\n", &[]);
        check(
            "a.rs",
            "fn main() {}",
            &[
                ":1: does not open with `//!` lines that say what lives here",
                ":1: no line end at the end of the file",
            ],
        );
        check("a.toml", "a = 1 \n", &[":1: white space at the end of the line"]);
        let leftover = format!("//! Opens.\n// {}: later\n", LEFTOVERS[0]);
        check("a.rs", &leftover, &[&format!(":2: {} left behind", LEFTOVERS[0])]);
        let place = format!("see {}shared\n", MACHINE_PATHS[0]);
        check("a.txt", &place, &[&format!(":1: {} exists on one machine only", MACHINE_PATHS[0])]);
        let unrun = format!("//! Opens.\n{}]\n", concat!("#[", "ignore"));
        check("a.rs", &unrun, &[":2: a test that nobody runs"]);
        let long = "//! Opens.\n".repeat(MOST_LINES + 1);
        check("a.rs", &long, &[":900: has 901 lines; split it by purpose"]);
    }

    #[test]
    fn links_lead_somewhere() {
        let page = "[a](Cargo.toml#x) [b](https://example.org) [c](#d)\n\n[e](no-such.md)\n";
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(dead_links(here, page), [":3: links to no-such.md, which is not there"]);
    }

    #[test]
    fn pure_floors_name_no_effects_outside_their_tests() {
        let code = "//! Opens.\nuse std::fs;\n";
        check("crates/foundation/model/src/a.rs", code, &[":2: std::fs on a pure floor"]);
        check("crates/runtime/store/src/a.rs", code, &[]);
        check("crates/foundation/text/build.rs", code, &[]);
        check("crates/engines/matching/src/a.rs", "//! Opens.\n#[cfg(test)]\nuse std::fs;\n", &[]);
    }
}
