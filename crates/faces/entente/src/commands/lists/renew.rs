//! `lists import` and `lists fetch`: how each list ended, in words and as an exit code.

use crate::cli::{AcceptArgs, FetchArgs, ImportArgs, NetworkArgs};
use crate::commands::{faults, output};
use crate::exit::{self, Exit};
use crate::progress;
use anyhow::Context;
use node::{
    Acceptance, FetchSettings, ImportOutcome, ImportRequest, ListInput, ListState, Node, NodeError, Renewal,
    group_files,
};
use std::path::Path;
use std::time::Duration;

/// `lists import`.
pub async fn import(node: &mut Node, arguments: ImportArgs) -> anyhow::Result<Exit> {
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

/// `lists fetch`.
pub async fn fetch(node: &mut Node, arguments: FetchArgs) -> anyhow::Result<Exit> {
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
async fn finish(
    node: &Node,
    results: Vec<(String, Result<ImportOutcome, NodeError>)>,
) -> anyhow::Result<Exit> {
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
        // All that a running service needs: it takes up what lies here.
        let generation = node.generation().await;
        spinner.finish_and_clear();
        generation?;
    }
    Ok(exit)
}

/// A failure outweighs a refusal, and both outweigh faulty records.
fn worst(a: Exit, b: Exit) -> Exit {
    let weight = |exit: Exit| match exit {
        Exit::Done => 0,
        Exit::Faulty => 1,
        Exit::Refused => 2,
        Exit::Alarm | Exit::Incomparable | Exit::Usage => 3,
        Exit::Failed => 4,
    };
    if weight(b) > weight(a) { b } else { a }
}

/// How an import ended, in one line.
pub fn in_words(outcome: &ImportOutcome) -> String {
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
        AcceptArgs { accept_shrink: true, accept_older: true, .. } => Acceptance::ShrunkOrOlder,
        AcceptArgs { accept_shrink: true, .. } => Acceptance::Shrunk,
        AcceptArgs { accept_older: true, .. } => Acceptance::Older,
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
