//! `lists show` and `lists diff`: entries, and what changed between versions.

use crate::cli::ShowFormat;
use crate::commands::output;
use crate::exit::Exit;
use crate::table;
use model::Entity;
use node::{FoundEntry, ListDiff, Node, entity_to_json, values_in_words};
use serde_json::{Value, json};

/// `lists show`.
pub async fn show(node: &Node, entry: &str, list: Option<&str>, format: ShowFormat) -> anyhow::Result<Exit> {
    let found = node.show(entry, list).await?;
    match format {
        ShowFormat::Json => {
            let entries: Vec<Value> = found.iter().map(entry_json).collect();
            output::print_line(&serde_json::to_string_pretty(&entries)?)?;
        }
        ShowFormat::Table => {
            for found in &found {
                output::print(&entry_text(found)?)?;
            }
        }
    }
    Ok(Exit::Done)
}

fn entry_json(found: &FoundEntry) -> Value {
    json!({
        "list": found.list,
        "list_version": found.version.hash,
        "marking": found.envelope.marking,
        "legal_basis": found.envelope.legal_basis,
        "expires_on": found.envelope.expires_on.map(|date| date.to_string()),
        "entity": entity_to_json(&found.entity),
    })
}

/// An entry as rows of property and values.
fn entry_text(found: &FoundEntry) -> anyhow::Result<String> {
    let entity = &found.entity;
    let mut rows = vec![
        vec!["list".into(), format!("{}, version {}", found.list, &found.version.hash[..12])],
        vec!["marking".into(), found.envelope.marking.tlp.as_str().to_owned()],
        vec!["legal basis".into(), found.envelope.legal_basis.0.clone()],
        vec!["entry".into(), entity.id.0.clone()],
    ];
    for part in [serde_json::to_value(&entity.profile)?, serde_json::to_value(&entity.listing)?] {
        for (property, value) in part.as_object().into_iter().flatten() {
            match value {
                Value::Object(inner) if property == "other" => {
                    rows.extend(inner.iter().map(|(name, value)| vec![name.clone(), values_in_words(value)]));
                }
                value => rows.push(vec![property.replace('_', " "), values_in_words(value)]),
            }
        }
    }
    let layout = table::Layout::of_weights(&[1, 4]);
    let mut text: String = rows.iter().map(|row| layout.row(row)).collect();
    text.push('\n');
    Ok(text)
}

/// `lists diff`.
pub fn show_diff(diff: &ListDiff, format: ShowFormat) -> anyhow::Result<Exit> {
    match format {
        ShowFormat::Json => {
            let all = |entries: &[Entity]| entries.iter().map(entity_to_json).collect::<Vec<_>>();
            let diff = json!({
                "list": diff.list,
                "old": diff.old.hash,
                "new": diff.new.hash,
                "added": all(&diff.added),
                "removed": all(&diff.removed),
                "changed": diff.changed,
            });
            output::print_line(&serde_json::to_string_pretty(&diff)?)?;
        }
        ShowFormat::Table => output::print(&diff_text(diff))?,
    }
    Ok(Exit::Done)
}

fn diff_text(diff: &ListDiff) -> String {
    let mut text = format!(
        "{}: {} -> {}: {} added, {} removed, {} changed\n",
        diff.list,
        &diff.old.hash[..12],
        &diff.new.hash[..12],
        diff.added.len(),
        diff.removed.len(),
        diff.changed.len()
    );
    for (sign, entries) in [('+', &diff.added), ('-', &diff.removed)] {
        for entity in entries {
            text.push_str(&format!("{sign} {}  {}\n", entity.id, table::isolated(entity.profile.caption())));
        }
    }
    for entry in &diff.changed {
        text.push_str(&format!("~ {}  {}\n", entry.entry, table::isolated(&entry.caption)));
        for field in &entry.fields {
            for (sign, values) in [('-', &field.removed), ('+', &field.added)] {
                for value in values {
                    text.push_str(&format!(
                        "    {sign} {}: {}\n",
                        field.field.replace('_', " "),
                        table::isolated(value)
                    ));
                }
            }
        }
    }
    text
}
