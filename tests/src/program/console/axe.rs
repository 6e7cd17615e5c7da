//! axe-core, the accessibility checker (<https://github.com/dequelabs/axe-core>, MPL-2.0): fetched by npm into the build's
//! folder when the tests run, and no part of this repository.

use super::browser::Tab;
use super::stage::folder;
use serde_json::Value;
use std::process::{Command, Stdio};

/// The version that is run.
const VERSION: &str = "4.14.1";

/// What is checked: WCAG 2.2 up to AA, and good practice beside.
const RULES: &str = r#"["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]"#;

/// The checker.
pub struct Axe(String);

impl Axe {
    /// Reads the checker, fetching it the first time; none where it cannot be had.
    pub fn get() -> Option<Self> {
        let folder = folder().join(format!("axe-core-{VERSION}"));
        let file = folder.join("package").join("axe.min.js");
        if !file.exists() {
            std::fs::create_dir_all(&folder).ok()?;
            let quiet = |command: &mut Command| {
                command.current_dir(&folder).stdout(Stdio::null()).stderr(Stdio::null()).status()
            };
            let name = format!("axe-core@{VERSION}");
            quiet(Command::new("npm").args(["pack", "--silent", &name])).ok()?;
            quiet(Command::new("tar").args(["-xzf", &format!("axe-core-{VERSION}.tgz")])).ok()?;
        }
        std::fs::read_to_string(file).ok().map(Self)
    }

    /// What the checker finds wrong with the page, a line each.
    pub fn check(&self, tab: &mut Tab<'_>) -> Vec<String> {
        tab.run(&format!("{};true", self.0));
        let found = tab.run(&format!(
            "axe.run(document, {{runOnly: {RULES}}}).then(found => found.violations.map(each => ({{
                id: each.id, help: each.help, nodes: each.nodes.slice(0, 4).map(node => node.html.slice(0, 160) + ' — '
                + (node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ''))
            }})))"
        ));
        let line = |each: &Value| format!("{}: {} {}", each["id"], each["help"], each["nodes"]);
        found.as_array().unwrap().iter().map(line).collect()
    }
}
