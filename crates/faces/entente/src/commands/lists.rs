//! `lists`: import, fetch, status, show, faults, diff, remove, reindex.

use super::{faults, output};
use crate::cli::{AcceptArgs, FetchArgs, ImportArgs, ListsCommand, NetworkArgs, ShowFormat};
use crate::exit::{self, Exit};
use crate::{folder, progress, table};
use anyhow::Context;
use node::{
    Acceptance, FetchSettings, FoundEntry, ImportOutcome, ImportRequest, ListDiff, ListInput, ListState, ListStatus,
    Node, NodeError, Renewal, entity_to_json, group_files,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `lists`.
pub async fn lists(command: ListsCommand, data: Option<PathBuf>) -> anyhow::Result<Exit> {
    let mut node = folder::open(data).await?;
    match command {
        ListsCommand::Import(arguments) => import(&mut node, arguments).await,
        ListsCommand::Fetch(arguments) => fetch(&mut node, arguments).await,
        ListsCommand::Status { format, check } => status(&node, format, check).await,
        ListsCommand::Show { entry, list, format } => show(&node, &entry, list.as_deref(), format).await,
        ListsCommand::Faults { list, limit } => {
            let all = node.faults(&list, limit).await?;
            let lines: String = all.iter().map(|fault| faults::line(&list, fault) + "\n").collect();
            output::print(&lines)?;
            Ok(Exit::Done)
        }
        ListsCommand::Diff { list, old, new, format } => {
            let versions = old.as_deref().zip(new.as_deref());
            show_diff(&node.diff(&list, versions).await?, format)
        }
        ListsCommand::Remove { list, purge } => {
            node.remove(&list, purge).await?;
            let kept = if purge { "erased" } else { "taken out of screening; its versions stay (--purge erases them)" };
            output::print_line(&format!("{list}: {kept}"))?;
            Ok(Exit::Done)
        }
        ListsCommand::Reindex => {
            let spinner = progress::spinner("building the index");
            let index = node.reindex().await;
            spinner.finish_and_clear();
            let index = index?;
            output::print_line(&format!(
                "index {}: {} entries, {} names of {} lists",
                index.file,
                index.index.entry_count(),
                index.index.name_count(),
                index.index.lists().len()
            ))?;
            Ok(Exit::Done)
        }
    }
}

async fn import(node: &mut Node, arguments: ImportArgs) -> anyhow::Result<Exit> {
    if let Some(sources) = &arguments.sources {
        node.sources_mut().add_file(sources)?;
    }
    let mapping = match &arguments.mapping {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the mapping file {}", path.display()))?;
            Some((path.clone(), text))
        }
        None => None,
    };
    let requests: Vec<(Vec<ListInput>, String, bool)> = match &arguments.files[..] {
        [url] if url.contains("://") => {
            let spinner = progress::spinner(format!("fetching {url}"));
            let file = node.fetch_file(url, &settings(&arguments.network)).await;
            spinner.finish_and_clear();
            vec![(vec![file?], url.clone(), true)]
        }
        files => {
            let read: Result<Vec<_>, NodeError> =
                files.iter().map(|file| ListInput::read(Path::new(file))).collect();
            let one_list = arguments.list.is_some() || arguments.mapping.is_some();
            let groups = if one_list { vec![read?] } else { group_files(read?, arguments.format) };
            groups.into_iter().map(|group| (group, files.join(" "), false)).collect()
        }
    };
    let mut results = Vec::new();
    for (files, origin, confirmed) in requests {
        let name = files.first().map_or(String::new(), |file| file.name.clone());
        let request = ImportRequest {
            files,
            origin,
            list: arguments.list.clone(),
            format: arguments.format,
            mapping: mapping.clone(),
            authority: arguments.authority.clone(),
            legal_basis: arguments.legal_basis.clone(),
            accept: acceptance(arguments.accept),
            confirmed,
        };
        let spinner = progress::spinner(format!("importing {name}"));
        let result = node.import(request).await;
        spinner.finish_and_clear();
        results.push((name, result));
    }
    finish(node, results).await
}

async fn fetch(node: &mut Node, arguments: FetchArgs) -> anyhow::Result<Exit> {
    let mut wanted = arguments.lists;
    if let Some(sources) = &arguments.sources {
        let named = node.sources_mut().add_file(sources)?;
        if wanted.is_empty() {
            wanted = named;
        }
    }
    if wanted.is_empty() {
        wanted = held_or_official(node).await?;
    }
    let mut results = Vec::new();
    for list in wanted {
        let spinner = progress::spinner(format!("fetching {list}"));
        let result = node.fetch(&list, &settings(&arguments.network), acceptance(arguments.accept)).await;
        spinner.finish_and_clear();
        results.push((list, result));
    }
    finish(node, results).await
}

/// The lists that this node screens against and that have an address; on a new node, all official ones.
async fn held_or_official(node: &Node) -> anyhow::Result<Vec<String>> {
    let fetched = |id: &str| node.sources().get(id).is_some_and(|source| !source.config.urls.is_empty());
    let status = node.status().await?;
    let held: Vec<String> = status
        .iter()
        .filter(|list| list.state != ListState::Removed && fetched(&list.id.0))
        .map(|list| list.id.0.clone())
        .collect();
    if !status.is_empty() {
        return Ok(held);
    }
    let all = node.sources().iter().map(|source| source.config.id.0.clone());
    Ok(all.filter(|id| fetched(id)).collect())
}

/// Says how each list ended, brings the index up to date, and settles the exit code: the gravest one.
async fn finish(node: &Node, results: Vec<(String, Result<ImportOutcome, NodeError>)>) -> anyhow::Result<Exit> {
    let mut exit = Exit::Done;
    let mut any_imported = false;
    for (name, result) in results {
        match result {
            Ok(outcome) => {
                any_imported = true;
                let more = format!("; see `entente lists faults {}`", outcome.list);
                if faults::report(&name, &outcome.faults, &more) {
                    exit = worst(exit, Exit::Faulty);
                }
                output::print_line(&in_words(&outcome))?;
            }
            Err(error) => {
                let error = anyhow::Error::from(error);
                eprintln!("error: {name}: {}", exit::in_words(&error));
                exit = worst(exit, Exit::of(&error));
            }
        }
    }
    if any_imported {
        let spinner = progress::spinner("building the index");
        let index = node.index(&|| ()).await;
        spinner.finish_and_clear();
        index?;
    }
    Ok(exit)
}

/// A failure outweighs a refusal, and both outweigh faulty records.
fn worst(a: Exit, b: Exit) -> Exit {
    let weight = |exit: Exit| match exit {
        Exit::Done => 0,
        Exit::Faulty => 1,
        Exit::Refused => 2,
        Exit::Alarm | Exit::Usage => 3,
        Exit::Failed => 4,
    };
    if weight(b) > weight(a) { b } else { a }
}

fn in_words(outcome: &ImportOutcome) -> String {
    let version = &outcome.version;
    let what = match outcome.renewal {
        Renewal::First => format!("imported {} entries", version.entries),
        Renewal::Changed(change) => format!(
            "imported {} entries ({} added, {} removed, {} changed)",
            version.entries, change.added, change.removed, change.changed
        ),
        Renewal::Unchanged => format!("unchanged, {} entries", version.entries),
    };
    let of = version.generated_on.map_or(String::new(), |date| format!(" of {date}"));
    let checked = if version.checked { "" } else { "; reader not yet checked on a real file" };
    format!(
        "{}: {what}{of}; version {}; {}{checked}",
        outcome.list,
        &version.hash[..12],
        faults::counted(&outcome.faults)
    )
}

fn acceptance(arguments: AcceptArgs) -> Acceptance {
    match arguments {
        AcceptArgs { force: true, .. } => Acceptance::Anything,
        AcceptArgs { accept_shrink: true, .. } => Acceptance::Shrunk,
        _ => Acceptance::ByTheRules,
    }
}

fn settings(arguments: &NetworkArgs) -> FetchSettings {
    FetchSettings {
        max_bytes: arguments.max_size.saturating_mul(1_000_000),
        timeout: Duration::from_secs(arguments.timeout),
        proxy: arguments.proxy.clone().filter(|proxy| !proxy.is_empty()),
        ..FetchSettings::default()
    }
}

async fn status(node: &Node, format: ShowFormat, check: bool) -> anyhow::Result<Exit> {
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
        notes.push(format!("ALARM: known to be current {age} days ago, at most {most} are set; fetch or import it"));
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
    let failed = |outcome| matches!(outcome, node::AttemptOutcome::Refused | node::AttemptOutcome::Failed);
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

async fn show(node: &Node, entry: &str, list: Option<&str>, format: ShowFormat) -> anyhow::Result<Exit> {
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
                    rows.extend(inner.iter().map(|(name, value)| vec![name.clone(), node::values_in_words(value)]));
                }
                value => rows.push(vec![property.replace('_', " "), node::values_in_words(value)]),
            }
        }
    }
    let layout = table::Layout::of_weights(&[1, 4]);
    let mut text: String = rows.iter().map(|row| layout.row(row)).collect();
    text.push('\n');
    Ok(text)
}

fn show_diff(diff: &ListDiff, format: ShowFormat) -> anyhow::Result<Exit> {
    match format {
        ShowFormat::Json => {
            let all = |entries: &[model::Entity]| entries.iter().map(entity_to_json).collect::<Vec<_>>();
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
                    text.push_str(&format!("    {sign} {}: {}\n", field.field.replace('_', " "), table::isolated(value)));
                }
            }
        }
    }
    text
}
