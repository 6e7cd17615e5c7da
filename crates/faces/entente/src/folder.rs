//! Where the node's data lie.

use crate::cli::Home;
use crate::clock::SystemClock;
use anyhow::Context;
use etcetera::BaseStrategy;
use node::{Node, Place};
use std::path::PathBuf;
use std::sync::Arc;

/// Opens the node in its place.
pub async fn open(home: Home) -> anyhow::Result<Node> {
    Ok(Node::open(place(home)?, Arc::new(SystemClock)).await?)
}

/// The place that was named: a folder, by default in the user's data folder, or a database with a folder beside it.
pub fn place(home: Home) -> anyhow::Result<Place> {
    let folder = match home.folder {
        Some(folder) => folder,
        None => user_folder()?,
    };
    Ok(match home.postgres.filter(|address| !address.is_empty()) {
        Some(address) => Place::Postgres { url: address_of(address)?, folder },
        None => Place::Folder(folder),
    })
}

fn user_folder() -> anyhow::Result<PathBuf> {
    let strategy = etcetera::choose_base_strategy()
        .context("cannot tell the user's data folder; name one with --data")?;
    Ok(strategy.data_dir().join("entente"))
}

/// An address may lie in a file, so that its password is neither among the processes nor in the environment.
fn address_of(address: String) -> anyhow::Result<String> {
    let Some(file) = address.strip_prefix('@') else { return Ok(address) };
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the address of the database from {file}"))?;
    Ok(text.trim().to_owned())
}
