//! `lists status`: how the lists stand, and what to worry about.

use crate::cli::ShowFormat;
use crate::commands::output;
use crate::exit::Exit;
use crate::table;
use node::{AttemptOutcome, ListState, ListStatus, Node};
use serde_json::{Value, json};

/// `lists status`.
pub async fn status(node: &Node, format: ShowFormat, check: bool) -> anyhow::Result<Exit> {
    let lists = node.status().await?;
    match format {
        ShowFormat::Json => {
            let lists: Vec<Value> = lists.iter().map(status_json).collect();
            output::print_line(&serde_json::to_string_pretty(&lists)?)?;
        }
        ShowFormat::Table if lists.is_empty() => {
            output::print_line("no lists yet; try `entente lists import FILE` or `entente lists fetch`")?;
        }
        ShowFormat::Table => output::print(&status_table(&lists))?,
    }
    let alarm = |list: &ListStatus| !matches!(list.state, ListState::Current | ListState::Removed);
    Ok(if check && (lists.is_empty() || lists.iter().any(alarm)) { Exit::Alarm } else { Exit::Done })
}

fn status_table(lists: &[ListStatus]) -> String {
    let rows: Vec<Vec<String>> = lists
        .iter()
        .map(|list| {
            let version = list.current.as_ref();
            let dash = || "—".to_owned();
            vec![
                list.id.0.clone(),
                list.state.as_str().to_owned(),
                version.map_or_else(dash, |version| version.hash[..12].to_owned()),
                version.and_then(|version| version.generated_on).map_or_else(dash, |date| date.to_string()),
                list.age_days.map_or_else(dash, |age| format!("{age} d")),
                version.map_or_else(dash, |version| version.entries.to_string()),
                version.map_or_else(dash, |version| version.faults.to_string()),
                list.expires_on.map_or_else(dash, |date| date.to_string()),
                list.marking.to_owned(),
            ]
        })
        .collect();
    let titles = ["list", "state", "version", "generated", "age", "entries", "faults", "expires", "marking"];
    let mut text = table::small(&titles, &rows);
    for list in lists {
        for note in notes(list) {
            text.push_str(&format!("{}: {note}\n", list.id));
        }
    }
    text
}

/// What to know of a list beside its row.
fn notes(list: &ListStatus) -> Vec<String> {
    let mut notes = Vec::new();
    if let (ListState::TooOld, Some(age), Some(most)) = (list.state, list.age_days, list.max_age_days) {
        notes.push(format!(
            "ALARM: known to be current {age} days ago, at most {most} are set; fetch or import it"
        ));
    }
    if let (ListState::Expired, Some(date)) = (list.state, list.expires_on) {
        notes.push(format!("ALARM: expired after {date}; it does not match any more"));
    }
    if list.state == ListState::Missing {
        notes.push("ALARM: there is no version of it yet".into());
    }
    if list.current.as_ref().is_some_and(|version| !version.checked) {
        notes.push("its reader is not yet checked on a real file".into());
    }
    let failed = |outcome| matches!(outcome, AttemptOutcome::Refused | AttemptOutcome::Failed);
    if let Some(attempt) = list.last_attempt.as_ref().filter(|attempt| failed(attempt.outcome)) {
        let on = attempt.at.strftime("%Y-%m-%d %H:%M UTC");
        notes.push(format!("the last renewal ({on}) was {}: {}", attempt.outcome.as_str(), attempt.detail));
    }
    notes
}

fn status_json(list: &ListStatus) -> Value {
    let version = list.current.as_ref().map(|version| {
        json!({
            "hash": version.hash,
            "imported_at": version.imported_at.to_string(),
            "generated_on": version.generated_on.map(|date| date.to_string()),
            "source": version.envelope.source,
            "format": version.format,
            "checked_on_real_file": version.checked,
            "entries": version.entries,
            "faults": version.faults,
        })
    });
    let attempt = list.last_attempt.as_ref().map(|attempt| {
        json!({
            "at": attempt.at.to_string(),
            "outcome": attempt.outcome.as_str(),
            "detail": attempt.detail,
        })
    });
    json!({
        "list": list.id,
        "title": list.title,
        "authority": list.authority,
        "legal_basis": list.legal_basis,
        "marking": list.marking,
        "expires_on": list.expires_on.map(|date| date.to_string()),
        "state": list.state.as_str(),
        "age_days": list.age_days,
        "max_age_days": list.max_age_days,
        "confirmed_at": list.confirmed_at.map(|at| at.to_string()),
        "current": version,
        "last_attempt": attempt,
    })
}
