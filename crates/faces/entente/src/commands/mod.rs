//! The commands: each calls a use case and shows what it returns.

mod audit;
mod backup;
mod compare;
mod demo;
mod doctor;
mod faults;
mod furnish;
mod input;
pub mod key;
mod keys;
mod lists;
mod output;
mod replay;
mod screen;
mod serve;
mod statement;
pub mod user;

pub use audit::audit;
pub use backup::{backup, restore};
pub use compare::compare;
pub use demo::demo;
pub use doctor::doctor;
pub use key::key;
pub use keys::keys;
pub use lists::lists;
pub use screen::screen;
pub use serve::serve;
pub use statement::statement;
pub use user::user;

use crate::exit::Exit;
use clap::Command;
use clap_complete::Shell;

/// `completions`.
pub fn completions(shell: Shell, command: &mut Command) -> anyhow::Result<Exit> {
    // Into memory first: the generator panics when its output is closed.
    let mut script = Vec::new();
    clap_complete::generate(shell, command, "entente", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
