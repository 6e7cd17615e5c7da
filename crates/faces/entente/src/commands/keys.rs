//! `keys rotate`: a new wrapping key, and the end of the old one.

use crate::cli::{Home, KeysCommand};
use crate::commands::output;
use crate::exit::Exit;
use crate::{folder, progress};

/// `keys …`.
pub async fn keys(command: KeysCommand, data: Home) -> anyhow::Result<Exit> {
    let KeysCommand::Rotate = command;
    let node = folder::open(data).await?;
    let spinner = progress::spinner("wrapping data keys anew");
    let rotated =
        node.rotate_keys(&node.itself(), &|done| spinner.set_message(format!("{done} data keys"))).await;
    spinner.finish_and_clear();
    let rotated = rotated?;
    node.close().await;
    let resumed = if rotated.resumed { "; a rotation that was cut off is completed" } else { "" };
    let (count, to) = (rotated.rewrapped, rotated.to);
    output::print_line(&format!("{count} data keys are wrapped under wrapping key {to}{resumed}"))?;
    eprintln!(
        "backups made before now open for nobody any more: make a new one, and keep a new copy of the keys apart"
    );
    Ok(Exit::Done)
}
