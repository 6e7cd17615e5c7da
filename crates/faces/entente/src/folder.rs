//! Where the node's data lie.

use crate::clock::SystemClock;
use anyhow::Context;
use etcetera::BaseStrategy;
use node::Node;
use std::path::PathBuf;
use std::sync::Arc;

/// Opens the node in the folder that was named, or in the user's data folder.
pub async fn open(named: Option<PathBuf>) -> anyhow::Result<Node> {
    let folder = match named {
        Some(folder) => folder,
        None => etcetera::choose_base_strategy()
            .context("cannot tell the user's data folder; name one with --data")?
            .data_dir()
            .join("entente"),
    };
    Ok(Node::open(folder.as_path(), Arc::new(SystemClock)).await?)
}
