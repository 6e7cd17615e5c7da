//! `lists`: import, fetch, status, show, faults, diff, remove, reindex.

mod look;
mod renew;
mod status;

pub use renew::in_words;

use super::{faults, output};
use crate::cli::{Home, ListsCommand};
use crate::exit::Exit;
use crate::{folder, progress};

/// `lists`.
pub async fn lists(command: ListsCommand, data: Home) -> anyhow::Result<Exit> {
    let mut node = folder::open(data).await?;
    match command {
        ListsCommand::Import(arguments) => renew::import(&mut node, arguments).await,
        ListsCommand::Fetch(arguments) => renew::fetch(&mut node, arguments).await,
        ListsCommand::Status { format, check } => status::status(&node, format, check).await,
        ListsCommand::Show { entry, list, format } => {
            look::show(&node, &entry, list.as_deref(), format).await
        }
        ListsCommand::Faults { list, limit } => {
            let all = node.faults(&list, limit).await?;
            let lines: String = all.iter().map(|fault| faults::line(&list, fault) + "\n").collect();
            output::print(&lines)?;
            Ok(Exit::Done)
        }
        ListsCommand::Diff { list, old, new, format } => {
            let versions = old.as_deref().zip(new.as_deref());
            look::show_diff(&node.diff(&list, versions).await?, format)
        }
        ListsCommand::Remove { list, purge } => {
            node.remove(&list, purge).await?;
            let kept = if purge {
                "erased"
            } else {
                "taken out of screening; its versions stay (--purge erases them)"
            };
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
