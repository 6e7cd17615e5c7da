//! `demo`.

use crate::cli::DemoArgs;
use crate::exit::Exit;

/// `demo`.
pub async fn demo(arguments: DemoArgs) -> anyhow::Result<Exit> {
    let _ = arguments;
    Ok(Exit::Done)
}
