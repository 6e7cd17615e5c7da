//! What a page is to whoever hears it: Chromium's own accessibility tree, a line for each role with its name. Numbers are
//! left out, so that a page is the same tomorrow.

use super::browser::Tab;
use regex::Regex;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

/// Roles that say nothing by themselves.
const SILENT: [&str; 8] =
    ["none", "generic", "InlineTextBox", "ListMarker", "LineBreak", "Div", "LayoutTableCell", "Pre"];

/// States that are told with a role.
const STATES: [&str; 6] = ["level", "checked", "required", "disabled", "expanded", "invalid"];

static NUMBERS: LazyLock<Regex> = LazyLock::new(|| Regex::new("[0-9٠-٩۰-۹]+").unwrap());
/// The key of a log is another with every node.
static KEYS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"entente\.log/\S+").unwrap());
/// Ids of the party's own entries.
static OWN: LazyLock<Regex> = LazyLock::new(|| Regex::new("own-[0-9a-f-]{20,}").unwrap());
static SECRETS: LazyLock<Regex> = LazyLock::new(|| Regex::new("[#a-f]{8,}").unwrap());

/// The tree of the page that a tab is at.
pub fn tree(tab: &mut Tab<'_>) -> String {
    let all = tab.ask("Accessibility.getFullAXTree", json!({}));
    let nodes: HashMap<&str, &Value> = all["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node["nodeId"].as_str().unwrap(), node))
        .collect();
    let root = &all["nodes"][0];
    let mut text = String::new();
    write(&nodes, root, 0, "", &mut text);
    text
}

fn write(nodes: &HashMap<&str, &Value>, node: &Value, depth: usize, around: &str, text: &mut String) {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    let name = plain(node["name"]["value"].as_str().unwrap_or_default());
    let said = match role {
        "StaticText" => !name.trim().is_empty() && !around.contains(name.trim()),
        role => node["ignored"] != true && !SILENT.contains(&role),
    };
    let (mut within, mut around) = (depth, around.to_owned());
    if said {
        let role = if role == "StaticText" { "text" } else { role };
        let _ = write!(text, "{:width$}{role}", "", width = depth * 2);
        if !name.is_empty() {
            let _ = write!(text, " {name:?}");
        }
        for property in node["properties"].as_array().into_iter().flatten() {
            let (state, value) = (property["name"].as_str().unwrap(), &property["value"]["value"]);
            if STATES.contains(&state) && *value != false && *value != "false" {
                let _ = write!(text, " {state}={}", value.to_string().trim_matches('"'));
            }
        }
        text.push('\n');
        within += 1;
        around = name;
    }
    for child in node["childIds"].as_array().into_iter().flatten() {
        if let Some(child) = nodes.get(child.as_str().unwrap()) {
            write(nodes, child, within, &around, text);
        }
    }
}

/// A name without numbers and without signs that nobody sees.
fn plain(name: &str) -> String {
    let name = name.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "");
    let name = KEYS.replace_all(&name, "entente.log/…");
    let name = OWN.replace_all(&name, "own-…");
    let name = NUMBERS.replace_all(&name, "#");
    SECRETS.replace_all(&name, "…").into_owned()
}
