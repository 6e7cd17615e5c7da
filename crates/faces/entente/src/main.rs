//! The one binary: reads the command line, the environment and the clock, calls the node's use cases, shows what
//! they return. No rule lives here.

mod alerts;
mod cli;
mod clock;
mod commands;
mod examples;
mod exit;
mod folder;
mod progress;
mod table;

use clap::{CommandFactory, Parser};
use cli::{Cli, Command};
use exit::Exit;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything could open a TLS connection.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let cli = Cli::parse();
    match run(cli) {
        Ok(exit) => exit.into(),
        Err(error) => exit::report(&error).into(),
    }
}

fn run(cli: Cli) -> anyhow::Result<Exit> {
    if let Command::Completions { shell } = cli.command {
        return commands::completions(shell, &mut Cli::command());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Demo(arguments) => commands::demo(arguments).await,
            Command::Lists(command) => commands::lists(command, cli.data).await,
            Command::Screen(arguments) => commands::screen(arguments, cli.data).await,
            Command::Compare(arguments) => commands::compare(arguments),
            Command::Statement(command) => commands::statement(&command),
            Command::User(command) => commands::user(command, cli.data).await,
            Command::Key(command) => commands::key(command, cli.data).await,
            Command::Audit(command) => commands::audit(command, cli.data).await,
            Command::Backup { file } => commands::backup(&file, cli.data).await,
            Command::Restore(arguments) => commands::restore(arguments, cli.data).await,
            Command::Doctor(arguments) => commands::doctor(arguments, cli.data).await,
            Command::Keys(command) => commands::keys(command, cli.data).await,
            Command::Serve(arguments) => commands::serve(arguments, cli.data).await,
            Command::Completions { .. } => Ok(Exit::Done),
        }
    })
}
