//! `audit replay`: an alert's matches computed anew and compared with what was kept, in words and as an exit code.

use crate::cli::ShowFormat;
use crate::commands::output;
use crate::exit::Exit;
use model::RecordId;
use node::audit_log::{ReplayOutcome, Replayed, Verdict};
use node::casework::Replay;
use node::{Match, Node};
use serde_json::{Value, json};

pub async fn replay(node: &Node, alert: RecordId, format: ShowFormat) -> anyhow::Result<Exit> {
    let replayed = node.replay_alert(&node.itself(), alert).await?;
    match format {
        ShowFormat::Json => output::print_line(&serde_json::to_string_pretty(&as_json(&replayed))?)?,
        ShowFormat::Table => output::print(&in_words(&replayed))?,
    }
    Ok(match &replayed {
        Replayed::Erased(_) => Exit::Incomparable,
        Replayed::Matches(outcomes) => {
            let exits = outcomes.iter().map(|outcome| exit_of(&outcome.verdict));
            exits.max_by_key(|exit| gravity(*exit)).unwrap_or(Exit::Done)
        }
    })
}

fn exit_of(verdict: &Verdict) -> Exit {
    match verdict {
        Verdict::Compared(Replay::Same) => Exit::Done,
        Verdict::Compared(Replay::Altered | Replay::Differs { .. }) => Exit::Alarm,
        Verdict::Compared(Replay::OtherEngine { .. }) | Verdict::ListsGone(_) => Exit::Incomparable,
    }
}

/// What was altered weighs more than what cannot be compared.
fn gravity(exit: Exit) -> u8 {
    match exit {
        Exit::Alarm => 2,
        Exit::Incomparable => 1,
        _ => 0,
    }
}

fn in_words(replayed: &Replayed) -> String {
    match replayed {
        Replayed::Erased(at) => {
            format!("the alert was erased on {}; nothing is left to compare\n", at.strftime("%Y-%m-%d"))
        }
        Replayed::Matches(outcomes) => outcomes.iter().map(match_in_words).collect(),
    }
}

fn match_in_words(outcome: &ReplayOutcome) -> String {
    let (thing, hash) = (&outcome.thing, &outcome.hash[..outcome.hash.len().min(12)]);
    let then = outcome.then.as_deref();
    match &outcome.verdict {
        Verdict::Compared(Replay::Same) => {
            format!("{thing}: the same bytes (engine {}, SHA-256 {hash}…)\n", outcome.engine)
        }
        Verdict::Compared(Replay::Altered) => {
            format!("{thing}: ALTERED: the result that was kept is not the one that was hashed ({hash}…)\n")
        }
        Verdict::Compared(Replay::Differs { now }) => {
            let what = differences(then, now.as_deref());
            format!("{thing}: DIFFERS under the same engine {}\n{what}", outcome.engine)
        }
        Verdict::Compared(Replay::OtherEngine { then: engine, now, result }) => {
            let what = differences(then, result.as_deref());
            format!(
                "{thing}: made by engine {engine}; this is engine {now}, which may differ and does\n{what}"
            )
        }
        Verdict::ListsGone(lists) => {
            let lists: Vec<String> = lists.iter().map(|(list, _)| list.clone()).collect();
            format!("{thing}: cannot be computed anew: {} purged since\n", lists.join(", "))
        }
    }
}

/// What differs between two results, a line each.
fn differences(then: Option<&Match>, now: Option<&Match>) -> String {
    let (Some(then), Some(now)) = (then, now) else { return "  it does not match any more\n".to_owned() };
    let mut lines = String::new();
    let mut figure = |name: &str, then: f64, now: f64| {
        if (then - now).abs() > f64::EPSILON {
            lines.push_str(&format!("  {name}: {then:.3} then, {now:.3} now\n"));
        }
    };
    figure("score", then.score, now.score);
    figure("probability", then.probability, now.probability);
    let (before, after) = (shares(then), shares(now));
    for (feature, share) in &before {
        let other = after.iter().find(|(name, _)| name == feature).map_or(0.0, |(_, share)| *share);
        figure(feature, *share, other);
    }
    for (feature, share) in after.iter().filter(|(name, _)| before.iter().all(|(known, _)| known != name)) {
        figure(feature, 0.0, *share);
    }
    if lines.is_empty() { "  the figures are the same, the words differ\n".to_owned() } else { lines }
}

/// The sum of each feature's shares, in the order of the explanation.
fn shares(found: &Match) -> Vec<(String, f64)> {
    let mut all: Vec<(String, f64)> = Vec::new();
    for part in found.explanation.iter().flat_map(|all| all.name_evidence.iter().chain(&all.corroboration)) {
        match all.iter_mut().find(|(feature, _)| *feature == part.feature) {
            Some((_, share)) => *share += part.log_odds,
            None => all.push((part.feature.clone(), part.log_odds)),
        }
    }
    all
}

fn as_json(replayed: &Replayed) -> Value {
    match replayed {
        Replayed::Erased(at) => json!({ "erased_at": at.to_string(), "matches": [] }),
        Replayed::Matches(outcomes) => {
            json!({ "erased_at": null, "matches": outcomes.iter().map(match_json).collect::<Vec<_>>() })
        }
    }
}

fn match_json(outcome: &ReplayOutcome) -> Value {
    let (verdict, now, gone) = match &outcome.verdict {
        Verdict::Compared(Replay::Same) => ("same", None, Vec::new()),
        Verdict::Compared(Replay::Altered) => ("altered", None, Vec::new()),
        Verdict::Compared(Replay::Differs { now }) => ("differs", now.as_deref(), Vec::new()),
        Verdict::Compared(Replay::OtherEngine { result, .. }) => {
            ("other-engine", result.as_deref(), Vec::new())
        }
        Verdict::ListsGone(lists) => ("lists-purged", None, lists.clone()),
    };
    json!({
        "thing": outcome.thing,
        "verdict": verdict,
        "engine": outcome.engine,
        "hash": outcome.hash,
        "then": outcome.then,
        "now": now,
        "purged": gone.iter().map(|(list, version)| json!({ "list": list, "version": version })).collect::<Vec<_>>(),
    })
}
