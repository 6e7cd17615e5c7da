//! Results as yente's clients read them, written straight from the entries' cards.

use model::ListId;
use node::serving::{Generation, scaled};
use node::{Match, Scoring};
use serde_json::{Map, Value, json};
use std::io::Write;

/// Appends one result: the entry, and what was found about it.
pub fn result(out: &mut Vec<u8>, generation: &Generation, found: &Match, scoring: Scoring, threshold: f64) {
    match generation.cards().entry(&found.list, &found.entry.0) {
        Some(card) => out.extend(card.open_json().as_bytes()),
        // Cards and index are of one generation; should an entry be missing all the same, the match is still told.
        None => out.extend(bare(&found.list, found).as_bytes()),
    }
    let score = scaled(scoring, found.score);
    // Writing into memory does not fail.
    let _ = write!(
        out,
        r#","score":{score:.6},"match":{},"raw_score":{},"probability":{},"list":"#,
        score >= threshold,
        found.score,
        found.probability,
    );
    json(out, &found.list);
    out.extend(br#","matched":{"query":"#);
    json(out, &found.subject_name);
    out.extend(br#","candidate":"#);
    json(out, &found.entry_name);
    out.extend(br#"},"explanations":"#);
    explanations(out, found);
    out.push(b'}');
}

/// The features with their share of the score. What stands twice is told once, with the shares added.
fn explanations(out: &mut Vec<u8>, found: &Match) {
    let mut features: Map<String, Value> = Map::new();
    let parts =
        found.explanation.iter().flat_map(|parts| parts.name_evidence.iter().chain(&parts.corroboration));
    for part in parts {
        let name = part.feature.strip_prefix("feature-").unwrap_or(&part.feature);
        let feature = features.entry(name).or_insert_with(
            || json!({"score": 0.0, "detail": null, "query": part.subject, "candidate": part.entry}),
        );
        let before = feature["score"].as_f64().unwrap_or_default();
        feature["score"] = (((before + part.log_odds) * 1e6).round() / 1e6).into();
    }
    let simple: Map<String, Value> =
        features.iter().map(|(name, feature)| (name.clone(), feature["score"].clone())).collect();
    json(out, &features);
    out.extend(br#","features":"#);
    json(out, &simple);
}

fn bare(list: &ListId, found: &Match) -> String {
    let mut text = json!({
        "id": found.entry, "caption": found.entry_name, "schema": found.schema.as_str(),
        "properties": {"name": [found.entry_name]}, "datasets": [list], "referents": [], "target": true,
    })
    .to_string();
    text.pop();
    text
}

/// Appends JSON.
pub fn json(out: &mut Vec<u8>, value: &(impl serde::Serialize + ?Sized)) {
    // Texts, numbers and maps with text keys always serialise, and memory takes what is written.
    let _ = serde_json::to_writer(out, value);
}
