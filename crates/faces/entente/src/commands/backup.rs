//! `backup` and `restore`: the node in one file, without its keys, and back.

use crate::cli::{Home, RestoreArgs};
use crate::clock::SystemClock;
use crate::commands::output;
use crate::exit::Exit;
use crate::{folder, progress};
use node::Node;
use std::path::Path;
use std::sync::Arc;

/// `backup`.
pub async fn backup(file: &Path, data: Home) -> anyhow::Result<Exit> {
    let node = folder::open(data).await?;
    let spinner = progress::spinner("backing up");
    let report = node.back_up(&node.itself(), file).await;
    spinner.finish_and_clear();
    let report = report?;
    node.close().await;
    let (rows, files) = (report.rows, report.blobs);
    output::print_line(&format!("{}: {rows} rows and {files} files, without the keys", file.display()))?;
    Ok(Exit::Done)
}

/// `restore`.
pub async fn restore(arguments: RestoreArgs, data: Home) -> anyhow::Result<Exit> {
    let place = folder::place(data)?;
    let shown = place.to_string();
    let spinner = progress::spinner("restoring");
    let restored =
        Node::restore(place, Arc::new(SystemClock), &arguments.file, arguments.keys.as_deref()).await;
    spinner.finish_and_clear();
    let restored = restored?;
    let report = restored.report;
    output::print_line(&format!(
        "{shown}: {} rows and {} files restored; {} stay erased",
        report.rows, report.blobs, report.kept_erased
    ))?;
    eprintln!("the audit log goes on under a new name; its public key:\n{}", restored.log.key);
    Ok(Exit::Done)
}
